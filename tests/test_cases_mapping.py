"""The mapping from sub-issues to obligations is sound data, and no rule knows a case."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from hegui.cases import project
from hegui.cases.compare import in_scope
from hegui.cases.corpus import the_law
from hegui.cases.mapping import Question, holds, mapped, named, question, read_as, rules, sub_issue_words
from hegui.cases.predict import predict
from hegui.cases.words import data

MAPPING: dict[str, Any] = data("mapping.yaml")
PRACTICE = [rule for rule in rules() if "practice" in rule]


def ask(day: str, kind: str, category: str, *sub_issues: str) -> Question:
    return Question(date.fromisoformat(day), kind, category, sub_issues)


def test_every_obligation_named_exists() -> None:
    assert set(named()) <= set(the_law().obligations)


def test_every_circumstance_named_opens_a_tier() -> None:
    opening = {kind for tier in the_law().tiers for kind in tier.opened_by}
    assert {kind for rule in rules() for kind in rule.get("circumstances", ())} <= opening


def test_every_sub_issue_of_the_cases_has_words_in_both_languages() -> None:
    used = {code for case in project().all for code in case.sub_issues}
    assert used <= set(MAPPING["sub_issues"])
    assert all(sub_issue_words(code).en != sub_issue_words(code).zh for code in used)


def test_every_rule_says_why_in_both_languages() -> None:
    assert all(set(rule["because"]) == {"en", "zh"} for rule in rules())


def test_no_rule_names_a_case_a_respondent_or_a_place() -> None:
    known = {"category", "respondent", "sub_issue", "all_of", "failings", "from"}
    assert all(set(rule["when"]) <= known for rule in rules())
    kinds = {case.respondent_kind for case in project().all}
    assert {kind for rule in rules() for kind in rule["when"].get("respondent", ())} <= kinds


@pytest.mark.parametrize("rule", PRACTICE, ids=lambda rule: rule["because"]["en"][:40])
def test_a_rule_of_practice_states_how_many_decisions_agree(rule: dict[str, Any]) -> None:
    within = [c for c in project().all if in_scope(the_law(), c) and c.measures and holds(rule, question(c))]
    if "authority" in rule:
        first = [c for c in within if next(r for r in rules() if "authority" in r and holds(r, question(c))) is rule]
        counted = [c.authority_kind == rule["authority"] for c in first]
    else:
        counted = [c.fined or c.individual_fined for c in within]
    assert rule["practice"] == {"agree": sum(counted), "of": len(counted)}


# What a decision on security protection of which no code can be read is asked about.
UNREAD = {"csl.management_system", "csl.technical_measures", "csl.log_retention", "csl.mlps_grading"}


@pytest.mark.parametrize(
    ("asked", "obligations"),
    [
        (ask("2019-01-01", "school", "security_protection", "no_policies"), {"csl.management_system"}),
        (ask("2019-01-01", "school", "security_protection", "never_heard_of"), UNREAD),
        (ask("2019-01-01", "school", "security_protection"), {"csl.management_system", "csl.technical_measures"}),
        (ask("2023-01-01", "other", "data_security", "logs_not_retained"), {"csl.log_retention", "dsl.whole_process"}),
        (ask("2020-01-01", "other", "data_security", "logs_not_retained"), {"csl.log_retention"}),
        (ask("2020-01-01", "app", "content_management", "content_harmful_to_minors"), {"csl.notice_acted"}),
        (ask("2020-01-01", "app", "no_such_category"), set()),
    ],
)  # fmt: skip
def test_obligations_follow_from_sub_issue_category_and_date(asked: Question, obligations: set[str]) -> None:
    assert set(mapped(the_law(), asked).obligations) == obligations


def test_an_unknown_code_is_listed_and_falls_back_to_its_category() -> None:
    told = mapped(the_law(), ask("2019-01-01", "school", "security_protection", "logs_not_retained", "never_heard_of"))
    assert told.unknown == ("never_heard_of",)
    assert set(told.obligations) == UNREAD


@pytest.mark.parametrize(
    ("code", "category", "like"),
    [
        ("password_too_simple", "security_protection", "weak_password"),
        ("logs_kept_thirty_days", "security_protection", "logs_not_retained"),
        ("failed_to_rectify_not_rectified", "security_protection", "refused_to_rectify"),
        ("minors_contact", "content_management", "content_harmful_to_minors"),
        ("minors_consent", "personal_information", "no_consent"),
        ("data_leaked_to_dark_web", "data_security", "data_breach"),
        ("never_heard_of", "security_protection", None),
        ("", "", None),
    ],
)
def test_a_code_that_nobody_has_mapped_is_read_by_its_words(code: str, category: str, like: str | None) -> None:
    assert read_as(code, category) == like
    told = mapped(the_law(), ask("2023-01-01", "other", category, code))
    assert told.unknown == (code,)
    if like:
        assert told.obligations == mapped(the_law(), ask("2023-01-01", "other", category, like)).obligations


def test_every_line_that_reads_codes_names_a_known_code_and_stems_of_small_letters() -> None:
    for line in MAPPING["read_as"]:
        assert line["like"] in MAPPING["sub_issues"]
        assert all(re.fullmatch("[a-z]+", stem) for stem in line["has"])
        assert set(line.get("category", ())) <= set(MAPPING["categories"])


def test_a_decision_names_the_law_and_not_the_rules_of_departments_that_repeat_it() -> None:
    articles = predict(the_law(), ask("2019-12-01", "app", "personal_information", "no_consent")).articles
    assert {cite.partition("@")[0] for cite in articles} == {"csl"}


def test_where_the_predicted_tier_has_no_fine_the_range_is_that_of_the_next_that_has() -> None:
    told = predict(the_law(), ask("2019-12-01", "other", "security_protection", "no_policies"))
    assert told.tier is not None
    assert told.fining is not None
    assert not told.tier.fined
    assert told.fining.tier == "refusal_or_consequence"


def test_a_refusal_is_a_circumstance_of_every_obligation_and_a_leak_only_of_the_cybersecurity_law() -> None:
    told = mapped(the_law(), ask("2023-01-01", "other", "data_security", "data_breach", "refused_to_rectify"))
    refusal, leak = told.circumstances
    assert (refusal.kind, refusal.touches("dsl.monitoring")) == ("refusal", True)
    assert (leak.kind, leak.touches("csl.technical_measures"), leak.touches("dsl.monitoring")) == (
        "consequence",
        True,
        False,
    )
