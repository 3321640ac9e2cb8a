"""Every check keeps its contract and answers its own situations."""

from __future__ import annotations

import re

import pytest

from hegui import checks, law
from hegui.checks.situations import mismatches, situations

ALL = checks.load()
CASES = [(check, s) for check in ALL.values() for s in situations(check)]
# What breaks a duty where it is bad, and is only a part of it where it is good.
AGAINST_ALONE = {
    "app/called_before_consent",
    "consent/asked_freely",
    "consent/policy_reached",
    "data/passwords_hashed",
    "handling/undeclared_kinds",
    "organisation/data_officer_named",
    "records/access_records_kept",
    "records/flaw_receipts_kept",
    "records/transactions_kept",
    "reviews/impact_assessed_before",
    "traffic/product_sends",
    "traffic/sent_before_consent",
    "traffic/sent_in_clear",
}


@pytest.mark.parametrize(("check", "situation"), CASES, ids=[f"{c.id}: {s.name.en}" for c, s in CASES])
def test_situation_leads_to_its_sentence(check, situation):
    assert list(mismatches(check, situation, law.load().numbers)) == []


@pytest.mark.parametrize("check", ALL.values(), ids=ALL.keys())
def test_every_sentence_is_reached_by_a_situation(check):
    reached = {then["sentence"] for s in situations(check) for then in s.then}
    assert reached == set(check.sentences)


@pytest.mark.parametrize("check", [c for c in ALL.values() if c.strength == "decides"], ids=lambda c: c.id)
def test_a_deciding_check_shows_met_not_met_unproven_and_a_useless_file(check):
    some = situations(check)
    verdicts = {then["verdict"] for s in some for then in s.then}
    assert {"not_met", "unproven"} <= verdicts
    assert ("met" in verdicts) is (check.id not in AGAINST_ALONE)
    useless = [s for s in some if s.useless]
    assert useless, "add a plausible but useless file or register"
    assert all(then["verdict"] != "met" for s in useless for then in s.then)


@pytest.mark.parametrize("check", ALL.values(), ids=ALL.keys())
def test_check_speaks_both_languages(check):
    for text in (check.title, *(s.template for s in check.sentences.values())):
        assert text.en
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert not re.search(r"[\u4e00-\u9fff],|,[\u4e00-\u9fff]", text.zh), (
            "a half-width comma between Chinese characters"
        )


@pytest.mark.parametrize("check", ALL.values(), ids=ALL.keys())
def test_check_names_a_known_obligation_of_its_subject(check):
    duty = law.load().obligations[check.obligation]
    assert duty.subject == check.subject
    assert duty.settling == "check"
