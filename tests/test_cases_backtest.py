"""The judge held against decisions: the shape, the figures, and what counts as agreeing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from hegui import cases
from hegui.cases import compare
from hegui.cases.backtest import backtest
from hegui.cases.corpus import the_law
from hegui.cases.mapping import Question
from hegui.cases.model import Case, Cases
from hegui.cases.predict import predict

FILE = Path(cases.__file__).parent / "cases.csv"


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return backtest(cases.project())


def ask(day: str, kind: str, category: str, *sub_issues: str) -> Question:
    return Question(date.fromisoformat(day), kind, category, sub_issues)


def test_the_shape_is_that_of_the_interface(found: dict[str, Any]) -> None:
    assert found["cases"] == found["in_scope"] + len(found["out_of_scope"])
    assert set(found["articles"]) == {"cases", "reproduced", "beyond_mean"}
    assert set(found["operator_fines"]) == set(found["individual_fines"]) == {"cases", "inside", "median_ratio"}
    assert set(found["tiers"]) == set(found["authorities"]) == {"cases", "predicted"}
    assert set(found["measures"]) == {"cases", "foreseen"}
    assert all(set(miss) == {"id", "what", "stated", "computed"} for miss in found["misses"])
    assert all(set(one) == {"id", "why"} for one in found["out_of_scope"])


@pytest.mark.parametrize(
    ("figure", "good", "least"),
    [
        ("articles", "reproduced", 0.95),
        ("operator_fines", "inside", 0.90),
        ("individual_fines", "inside", 0.90),
        ("tiers", "predicted", 0.80),
        ("measures", "foreseen", 0.95),
        ("authorities", "predicted", 0.80),
    ],
)
def test_the_judge_agrees_with_the_decisions_read(found: dict[str, Any], figure: str, good: str, least: float) -> None:
    assert found[figure][good] / found[figure]["cases"] >= least


def test_the_net_is_not_wide(found: dict[str, Any]) -> None:
    assert found["articles"]["beyond_mean"] <= 3
    assert found["operator_fines"]["median_ratio"] <= 10


def test_every_disagreement_is_listed(found: dict[str, Any]) -> None:
    figures = {"articles": "reproduced", "operator_fines": "inside", "individual_fines": "inside"}
    figures |= {"tiers": "predicted", "measures": "foreseen", "authorities": "predicted"}
    missed = sum(found[figure]["cases"] - found[figure][good] for figure, good in figures.items())
    assert len(found["misses"]) == missed


def test_misses_are_written_up() -> None:
    page = (Path(__file__).parent.parent / "docs" / "backtest.md").read_text(encoding="utf-8")
    assert all(miss["id"] in page for miss in backtest(cases.project())["misses"])


def test_the_command_prints_the_document(hegui: Callable[..., Result], found: dict[str, Any]) -> None:
    result = hegui("cases", "backtest", FILE, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(json.dumps(found))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_prints_the_figures(hegui: Callable[..., Result], lang: str) -> None:
    text = hegui("cases", "backtest", FILE, "--lang", lang).stdout
    assert "189" in text
    assert "2021-12-cac-douban" in text


def test_a_decision_is_judged_by_four_columns_alone() -> None:
    every = cases.project()
    blind = tuple(
        replace(case, authority="", region="", respondent="", sector="", individual_role="", source_title="")
        for case in every.all
    )
    assert backtest(Cases(blind)) == backtest(every)


def test_unknown_sub_issues_are_listed_and_do_not_stop_the_judge() -> None:
    renamed = tuple(replace(case, sub_issues=("never_heard_of",)) for case in cases.project().all)
    found = backtest(Cases(renamed))
    assert found["unknown_sub_issues"] == ["never_heard_of"]
    assert found["articles"]["reproduced"] / found["articles"]["cases"] > 0.5


def test_no_cases_give_no_figures() -> None:
    found = backtest(Cases(()))
    assert (found["cases"], found["articles"]["beyond_mean"], found["operator_fines"]["median_ratio"]) == (0, 0.0, None)


@pytest.mark.parametrize(
    ("asked", "clause", "tier"),
    [
        (ask("2018-01-01", "other", "security_protection", "logs_not_retained"), "csl@2017/59.1", "base"),
        (ask("2018-01-01", "other", "security_protection", "logs_not_retained", "refused_to_rectify"), "csl@2017/59.1", "refusal_or_consequence"),
        (ask("2026-02-01", "other", "security_protection", "logs_not_retained"), "csl@2026/61.1", "base"),
        (ask("2020-01-01", "app", "personal_information", "no_consent"), "csl@2017/64.1", "base"),
        (ask("2024-01-01", "other", "data_security", "data_breach"), "dsl@2021/45.1", "base"),
        (ask("2020-01-01", "other", "data_security", "weak_password"), "csl@2017/59.1", "base"),
        (ask("2026-02-01", "other", "personal_information", "no_consent"), "pipl@2021/66.1", "base"),
    ],
)  # fmt: skip
def test_clause_and_tier_follow_from_date_and_failing(asked: Question, clause: str, tier: str) -> None:
    told = predict(the_law(), asked)
    assert told.tier is not None
    assert (told.clause, told.tier.tier) == (clause, tier)


def test_a_state_organ_is_not_fined() -> None:
    told = predict(the_law(), ask("2024-01-01", "government_body", "security_protection", "weak_password"))
    assert told.fining is None


@pytest.mark.parametrize(
    ("stated", "computed", "missing", "beyond"),
    [
        (("csl@2017/21",), ("csl@2017/21(3)",), [], []),
        (("csl@2017/21(3)",), ("csl@2017/21",), ["csl@2017/21(3)"], []),
        (("csl@2017/21", "csl@2017/59"), ("csl@2017/21(1)", "csl@2017/59.1", "csl@2017/25"), [], ["csl@2017/25"]),
        (("csl@2017/21",), ("csl@2017/21(1)", "csl@2017/41.1", "csl@2017/41.2"), [], ["csl@2017/41"]),
        (("csl@2017/21(1)",), ("csl@2017/21(1)", "csl@2017/21(2)", "csl@2017/21(3)"), [], ["csl@2017/21(2)", "csl@2017/21(3)"]),
        (("csl@2017/47",), (), ["csl@2017/47"], []),
    ],
)  # fmt: skip
def test_articles_are_compared_at_the_level_stated(
    stated: tuple[str, ...], computed: tuple[str, ...], missing: list[str], beyond: list[str]
) -> None:
    assert compare.missing_articles(stated, computed) == missing
    assert compare.beyond(stated, computed) == beyond


def some_case(**change: Any) -> Case:
    case = next(case for case in cases.project().all if case.id == "2019-06-ningxiang-hospital")
    return replace(case, **change)


@pytest.mark.parametrize(
    ("change", "tiers"),
    [
        ({"measures": ("warning", "order_rectification")}, ["base"]),
        ({"measures": ("fine_operator",)}, ["refusal_or_consequence"]),
        ({"measures": ("fine_operator",), "operator_fine": 10_000}, ["refusal_or_consequence"]),
        ({"measures": ("fine_operator",), "operator_fine": 200_000}, []),
        ({"measures": ("fine_individual",), "individual_fine": 5_000}, ["refusal_or_consequence"]),
        ({"measures": ("public_notice",)}, []),
        ({"measures": ()}, []),
    ],
)
def test_the_tier_of_a_decision_is_read_from_its_measures_and_fines(change: dict[str, Any], tiers: list[str]) -> None:
    case = some_case(**change)
    told = predict(the_law(), ask("2019-06-27", "healthcare", "security_protection", "no_policies"))
    assert [tier.tier for tier in compare.decided_tiers(the_law(), case, told)] == tiers


@pytest.mark.parametrize(
    ("change", "scope"),
    [
        ({"cites": ("csl@2017/21",)}, True),
        ({"cites": (), "instruments": ("csl",), "measures": ("warning",)}, False),
        ({"cites": (), "instruments": ("csl",), "measures": ("fine_operator",)}, True),
        ({"cites": (), "instruments": (), "measures": ("fine_operator",), "operator_fine": 50_000}, False),
    ],
)
def test_in_scope_is_a_numbered_article_or_a_fine_under_an_instrument_of_the_law_data(
    change: dict[str, Any], scope: bool
) -> None:
    assert compare.in_scope(the_law(), some_case(**change)) is scope
