"""Every clause of the penalty data is reached by a price, a measure or a line; and the bands of the cyberspace administration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hegui.law
from hegui.judge import bands
from hegui.judge.assumed import assumed
from hegui.judge.exposure import exposure
from hegui.judge.price import Known, Price, Range
from hegui.law.model import Tier

LAW = hegui.law.load()
TODAY = date(2026, 11, 21)
INCOME = 3_000_000.0  # CNY, enough for every bound of the data

# Rows that tell authorities how to proceed, or change a price without being one: none of them names a failure.
OF_PROCEDURE = {
    "hearing", "deadline", "late_payment", "payment", "time_count", "order_to_correct", "limitation", "concurrence", "temporal",
    "mitigation", "no_penalty", "discretion", "confiscation", "light", "normal", "heavy",
}  # fmt: skip
PRICED = [t for t in LAW.tiers if t.tier not in OF_PROCEDURE]


def day_in(tier: Tier) -> date:
    """A day on which a row is in force."""
    start, end = tier.span.start or date(2017, 6, 1), tier.span.end
    return min(max(start, date(2017, 6, 1)), end) if end else max(start, TODAY)


def circumstances_for(tier: Tier) -> list[dict[str, Any]]:
    """What opens a row: its kinds, and an income that fits its bound."""
    kinds = [kind for kind in tier.opened_by if kind.isidentifier() and kind not in ("income", "no_income")]
    rows = [_circumstance(kind) for kind in kinds]
    if any(kind.startswith("income<") for kind in tier.opened_by) or "no_income" in tier.opened_by:
        return [
            *rows,
            _circumstance("income", 1.0) if "no_income" not in tier.opened_by else _circumstance("no_income"),
        ]
    needs = tier.multiple_of == "illegal_income" or any(kind.startswith("income") for kind in tier.opened_by)
    rows += [_circumstance("income", INCOME)] if needs else []
    return rows + ([_circumstance("purchase_price", INCOME)] if tier.multiple_of == "purchase_price" else [])


def _circumstance(kind: str, value: float | None = None) -> dict[str, Any]:
    return {"circumstance": kind, "obligation": "own.duty", "subject": None, "at": None, "value": value}


def priced(tier: Tier, *more: Mapping[str, Any]) -> Mapping[str, Any]:
    """The exposure of one failure under the clause of a row, with what opens it."""
    day = day_in(tier)
    finding = {
        "id": "own.duty/operator/o",
        "obligation": "own.duty",
        "subject": {"kind": "operator", "id": "o"},
        "at": day.isoformat(),
        "liability": [tier.clause],
    }
    operator = {
        "operator": "o",
        "kind": "individual" if "individual" in tier.bearers else "company",
        "turnover_cny": 4_000_000_000.0,
    }
    return exposure(LAW, day, operator, [finding], [*circumstances_for(tier), *more], [])


@pytest.mark.parametrize(
    "tier", PRICED, ids=lambda t: f"{t.clause}-{t.tier}-{'.'.join(t.opened_by) or 'always'}-{t.bearers[0]}"
)
def test_every_clause_is_reached_in_some_situation(tier: Tier) -> None:
    (act,) = priced(tier)["acts"]
    assert {"article": tier.clause, "tier": tier.tier} in act["opened"]
    named = {one["measure"] for one in act["measures"]}
    assert named >= {*tier.measures, *tier.measures_optional} or any(
        # an act that another row of the clause answers, which refers to another law, has that law's measures
        t.tier == "referral"
        for t in LAW.tiers
        if t.clause == tier.clause
    )


@pytest.mark.parametrize(
    "tier", [t for t in PRICED if t.fined], ids=lambda t: f"{t.clause}-{t.tier}-{t.bearers[0]}-{'.'.join(t.opened_by)}"
)
def test_the_fine_of_a_row_is_the_fine_of_its_act(tier: Tier) -> None:
    (act,) = priced(tier)["acts"]
    if act["tier"] != tier.tier:  # a row above opens with the same circumstance
        return
    if tier.multiple_of is None:
        assert (0 if tier.may else tier.operator_min or 0) == act["min"]
        assert act["max"] == tier.operator_max
    else:
        assert act["max"] >= (tier.operator_max or 0)
        assert not act["missing"]
    assert bool(act["individuals"]) == bool(tier.individuals)


def test_what_names_no_failure_is_a_rule_of_procedure_and_is_cited_or_known() -> None:
    assert {t.tier for t in LAW.tiers} - {t.tier for t in PRICED} <= OF_PROCEDURE
    for row in LAW.tiers:
        if row.tier in OF_PROCEDURE:
            assert not row.fined


def test_the_clauses_of_duties_and_the_rules_on_any_violation_leave_none_of_the_cybersecurity_law_out() -> None:
    linked = {dated.cite for duty in LAW.obligations.values() for dated in duty.liability}
    whole = {t.clause for t in LAW.tiers if any("/" not in cite for cite in t.breached)}
    for row in PRICED:
        if row.clause.startswith("csl@"):
            paragraph = row.clause.partition("(")[0]
            assert (
                any(cite == row.clause or cite.partition("(")[0] == paragraph for cite in linked)
                or row.clause in whole
                or (
                    # states as overseas actors stand under a rule of its own
                    "overseas_person_or_organisation" in row.bearers
                )
            ), row.clause


@pytest.mark.parametrize(
    ("day", "clause"), [(date(2025, 12, 31), "csl@2017/63.3"), (date(2026, 1, 1), "csl@2026/66.3")]
)
def test_a_person_punished_by_police_or_court_is_banned_and_the_operator_pays_nothing_for_it(
    day: date, clause: str
) -> None:
    (row,) = (t for t in LAW.tiers if t.clause == clause)
    for kind in row.opened_by:
        found = priced(replace(row, opened_by=(kind,)))
        (act,) = found["acts"]
        assert (act["min"], act["max"], act["individuals"]) == (0, 0, [])
        assert [one["measure"] for one in act["measures"]] == ["job_ban"]
    assert row.span.holds(day)


def test_nobody_needs_to_be_at_fault_to_be_interviewed() -> None:
    row = next(t for t in PRICED if t.clause == "csl@2026/61.1" and t.tier == "base")
    general = {one["tier"]: one for one in priced(row)["general"]}
    assert general["interview"]["article"] == "csl@2026/58"
    assert "violat" not in general["interview"]["text"]["en"]
    assert {"interview", "credit_record", "civil_criminal"} <= set(general)


def test_personal_information_may_cost_a_share_of_turnover() -> None:
    row = next(t for t in PRICED if t.clause == "pipl@2021/66.2")
    (act,) = priced(row)["acts"]
    assert act["max"] == round(4_000_000_000 * 0.05)
    assert "ban_from_posts" in {one["measure"] for one in act["measures"]}


@pytest.mark.parametrize(
    "written", ["refused", "refused,mass_leak=2000000", "refusal,function_loss", "especially_serious"]
)
def test_an_assumption_prices_again_and_never_lower(written: str) -> None:
    finding = {
        "id": "csl.log_retention/system/s",
        "obligation": "csl.log_retention",
        "subject": {"kind": "system", "id": "s"},
        "liability": [],
    }
    operator = {"operator": "o", "kind": "company", "turnover_cny": None}
    (plain,) = exposure(LAW, TODAY, operator, [finding], [], [])["acts"]
    found = exposure(LAW, TODAY, operator, [finding], [], [], what_if=assumed(written, LAW))
    (act,) = found["acts"]
    assert act["max"] >= plain["max"]
    assert [row["kind"] for row in found["what_if"]] == [row["circumstance"] for row in assumed(written, LAW)]


def test_a_mass_leak_that_was_refused_costs_the_gravest_fine_that_its_clause_has() -> None:
    finding = {"id": "x", "obligation": "csl.log_retention", "subject": {"kind": "system", "id": "s"}, "liability": []}
    found = exposure(
        LAW,
        TODAY,
        {"operator": "o", "kind": "company"},
        [finding],
        [],
        [],
        what_if=assumed("refused,mass_leak=2000000", LAW),
    )
    assert found["acts"][0]["article"].startswith("csl@2026/61")
    assert found["operator_cny"] == {"min": 500_000, "max": 2_000_000, "missing": []}


# --- the bands of the cyberspace administration: a line of its own


@cache
def cac_rows() -> list[Tier]:
    """Rows with a fixed range that a cyberspace authority applies."""
    return [t for t in PRICED if t.fined and "cac" in t.authorities and t.multiple_of is None and t.operator_max]


def shares(on: date = TODAY) -> bands.Shares:
    light, heavy, float_ = (LAW.number(f"discretion_{step}.share", on) for step in ("light", "heavy", "float"))
    assert light is not None
    assert heavy is not None
    assert float_ is not None
    return bands.Shares(light, heavy, float_)


def price(row: Tier) -> Price:
    return Price(row.clause, (row,), Range(0, row.operator_max), row.may, row.individuals, Range(), conduct=True)


@given(st.sampled_from(cac_rows()), st.sets(st.sampled_from(["rectified", "reported", "repeated", "refusal"])))
def test_the_bands_divide_the_statutory_range_and_follow_the_facts(row: Tier, kinds: set[str]) -> None:
    line = bands.line(price(row), Known(frozenset(kinds)), shares())
    assert line is not None
    (low, one), (two, three), (four, high) = (line["bands"][step] for step in bands.STEPS)
    assert (low, high) == (row.operator_min or 0, row.operator_max)
    assert low <= one == two <= three == four <= high
    softer, graver = bool(kinds & {"rectified", "reported"}), "repeated" in kinds
    assert line["step"] == {(0, 0): "normal", (1, 0): "light", (0, 1): "heavy", (1, 1): None}[softer, graver]


def test_the_bands_of_a_multiple_need_its_sum() -> None:
    row = next(t for t in PRICED if t.fined and t.multiple_of == "illegal_income" and t.operator_max is None)
    row = replace(row, authorities=("cac",))
    assert bands.line(price(row), Known(), shares()) is None
    line = bands.line(price(row), Known(sums={"illegal_income": 100_000}), shares())
    assert line is not None
    assert line["bands"]["heavy"][1] == round((row.multiple_max or 0) * 100_000)


def test_the_bands_are_no_part_of_the_statutory_figure_and_their_sum_is_a_line_of_its_own() -> None:
    row = next(t for t in PRICED if t.clause == "csl@2026/69.1" and t.tier == "base")
    plain, softened = priced(row), priced(row, _circumstance("reported"))
    assert plain["operator_cny"] == softened["operator_cny"]
    (line,) = (one for one in plain["lines"] if one["kind"] == "bands")
    (lower,) = (one for one in softened["lines"] if one["kind"] == "bands")
    assert line["articles"] == ["cac-discretion@2025/11"]
    assert lower["operator_cny"]["max"] == line["operator_cny"]["min"] < line["operator_cny"]["max"]


def test_there_are_no_bands_before_they_were_in_force_and_none_for_other_authorities() -> None:
    police = next(t for t in PRICED if t.clause == "csl@2026/61.1" and t.tier == "base")
    assert not any(one["kind"] == "bands" for one in priced(police)["lines"])
    assert LAW.number("discretion_light.share", date(2025, 8, 1) - timedelta(days=1)) is None
