"""Who is likely to act: the authorities of a clause by sector, the level by place."""

from __future__ import annotations

from datetime import date

import pytest

from hegui import law
from hegui.law import acting, tables

TODAY = date(2026, 11, 21)
LAW = law.load()


@pytest.mark.parametrize(
    ("clause", "sector", "likely"),
    [
        (("cyber_police", "sector"), "health", ("cyber_police", "health")),
        (("cyber_police", "sector"), "finance", ("cyber_police", "pbc", "nfra")),
        (("cyber_police", "sector"), "e_commerce", ("cyber_police", "samr")),
        (("cyber_police", "sector"), "fishing", ("cyber_police", "sector")),
        (("cyber_police", "sector"), None, ("cyber_police", "sector")),
        (("cac", "miit", "cyber_police"), "telecom", ("miit", "cac", "cyber_police")),
        (("cac", "miit", "samr"), "e_commerce", ("cac", "miit", "samr")),
        (("cac",), "telecom", ("cac",)),
        ((), "telecom", ()),
    ],
)
def test_the_sector_names_its_regulator_and_leads_only_where_the_data_says_so(clause, sector, likely):
    assert acting.of_sector(clause, sector, TODAY) == likely


def test_a_regulator_is_named_from_the_day_it_was_set_up():
    assert acting.of_sector(("sector",), "banking", date(2023, 5, 17)) == ("pbc",)
    assert acting.of_sector(("sector",), "banking", date(2023, 5, 18)) == ("nfra", "pbc")


@pytest.mark.parametrize(
    ("region", "body"),
    [("CN-31", "district branch"), ("CN-44", "county or city")],
)
def test_the_level_is_that_of_the_place(region, body):
    level = acting.at_place("cyber_police", region, TODAY)
    assert body in level.body.en


@pytest.mark.parametrize("region", [None, "CN", "US", "CN-99"])
def test_of_an_unknown_place_nothing_is_said(region):
    assert acting.at_place("cyber_police", region, TODAY) is None


def test_every_authority_of_the_tables_has_words():
    for name in ("sector_authorities", "authority_levels"):
        for row in tables.table(name, TODAY):
            assert LAW.word("authority", row["authority"])
