"""Declared against done: kinds and recipients of every side in one table; a declared family covers its kinds; gaps are named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handling_kept import row
from hegui.dossier.handling import MOST_LINES, SIDES, compared, same_party
from hegui.facts import tables
from hegui.recognise.pi.families import families

RULES = row("declared", "device", entity="甲科技有限公司")


def lines(*rows: dict[str, Any]) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    return {(line["kind"], line["recipient"]): line for line in compared(rows)["lines"]}


def test_a_kind_stands_once_for_each_recipient_with_all_its_sides():
    found = lines(row("sent", "imei"), row("declared", "imei"), row("called", "imei"), row("sent", "imei", "乙公司"))
    assert {key: list(line["sides"]) for key, line in found.items()} == {
        ("imei", None): ["declared", "called", "sent"],
        ("imei", "乙公司"): ["sent"],
    }


def test_a_declared_family_covers_its_kinds_and_a_declared_kind_leaves_its_family_open():
    found = lines(RULES, row("sent", "imei"), row("held", "email"))
    assert found["imei", None]["declared_as"] == [families()["device"].title.as_json()]
    assert found["imei", None]["gaps"] == []
    assert found["email", None]["gaps"] == ["kind"]
    narrow = lines(row("declared", "imei"), row("sent", "device"), row("sent", "mac"))
    assert narrow["device", None]["gaps"] == []
    assert narrow["mac", None]["gaps"] == ["kind"]


def test_without_a_policy_nothing_is_undeclared():
    found = compared([row("sent", "imei", "乙公司"), row("asked", "credit", "丙公司")])
    assert not found["policy"]
    assert all(line["gaps"] == [] for line in found["lines"])


@pytest.mark.parametrize(
    ("declared", "recipient", "gaps"),
    [
        ("乙公司", "乙公司", []),
        ("乙公司", "丙公司", ["recipient"]),
        ("友盟同欣（北京）科技有限公司", "友盟（Umeng）", []),
        ("Umeng SDK", "友盟（Umeng）", []),
        ("甲科技（北京）有限公司", "乙科技（北京）有限公司", ["recipient"]),
        ("乙公司", "api.tracker.example", ["host"]),
        ("乙公司", "10.0.0.1", ["host"]),
    ],
)
def test_a_recipient_is_declared_by_either_of_its_names(declared: str, recipient: str, gaps: list[str]):
    found = lines(row("declared", "imei", declared), row("sent", "imei", recipient))
    assert found["imei", recipient]["gaps"] == gaps


def test_declared_to_one_and_shared_with_another_that_is_named_elsewhere():
    found = lines(row("declared", "imei", "乙公司"), row("declared", "email", "丙公司"), row("sent", "imei", "丙公司"))
    assert found["imei", "丙公司"]["gaps"] == ["others"]


def test_one_vendor_under_several_names_stands_on_one_line():
    found = lines(
        row("contained", "imei", "Google"),
        row("sent", "imei", "谷歌（Google）"),
        row("called", "mac", "友盟（阿里巴巴）"),
    )
    assert set(found) == {("imei", "谷歌（Google）"), ("mac", "友盟（阿里巴巴）")}
    assert list(found["imei", "谷歌（Google）"]["sides"]) == ["contained", "sent"]


def test_asked_by_one_company_for_another():
    asked = row("asked", "credit", "乙信用管理有限公司")
    assert lines(RULES, asked)["credit", "乙信用管理有限公司"]["gaps"] == ["kind", "another"]
    named = row("declared", "credit", "乙信用管理有限公司")
    assert lines(RULES, named, asked)["credit", "乙信用管理有限公司"]["gaps"] == []
    assert lines(RULES, row("asked", "imei", entity="甲科技有限公司"))["imei", None]["gaps"] == []


@pytest.mark.parametrize(("side", "gaps"), [("called", ["before"]), ("sent", ["before"]), ("contained", [])])
def test_what_happens_before_consent_is_a_gap_and_what_is_contained_happens_not(side: str, gaps: list[str]):
    assert lines(RULES, row(side, "imei", consent="before"))["imei", None]["gaps"] == gaps


def test_places_sources_and_entities_are_kept_and_the_place_within_the_source_is_not():
    (line,) = compared([row("sent", "imei", "乙", place="US", source="cap", where="a#flow=1", entity="甲")])["lines"]
    assert line["sides"] == {"sent": {"rows": 1, "sources": ["cap"], "places": ["US"], "before_consent": False}}
    assert line["entities"] == ["甲"]
    assert "flow" not in json.dumps(line)


def test_of_very_many_lines_those_with_gaps_are_kept():
    many = [row("sent", "imei", f"h{n}.example.net") for n in range(MOST_LINES + 50)]
    found = compared([RULES, *many, row("declared", "email"), row("held", "sms")])
    assert found["total"] == MOST_LINES + 53
    assert len(found["lines"]) == MOST_LINES
    assert all(line["gaps"] for line in found["lines"])


def test_a_recipient_without_a_kind_stands_last():
    found = compared([row("declared", None, "友盟 SDK"), row("declared", "email")])["lines"]
    assert [line["kind"] for line in found] == ["email", None]
    assert found[1]["gaps"] == []


def test_the_sides_are_those_of_the_fact_table():
    means = next(c for c in tables()["handling"].columns if c.name == "side").means.en
    assert all(side in means for side in SIDES)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(SIDES),
            st.none() | st.sampled_from([*families(), "unheard_of"]),
            st.none() | st.text(max_size=12),
        )
    )
)
def test_any_rows_are_compared_and_every_row_is_on_one_line(some: list[tuple[str, str | None, str | None]]):
    found = compared([row(*one) for one in some])
    assert sum(side["rows"] for line in found["lines"] for side in line["sides"].values()) == len(some)
    json.dumps(found)


@given(st.text(), st.text())
def test_the_same_party_is_the_same_either_way(one: str, other: str):
    assert same_party(one, other) == same_party(other, one)
