"""States that ended before the day of judging are judged as of their last day; what is left standing, as of the day of judging."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conftest import TODAY
from hegui import checks, law
from hegui.facts import facts_of
from hegui.judge import judge

BEGUN, REACHED, NOT_REACHED = date(2014, 1, 1), date(2018, 3, 31), date(2017, 5, 31)
CONSENT, NOTICE, OFFICER = "csl.pi_consent", "csl.notice_acted", "csl.responsible_person"


def service(name, until=None, kinds=("website",)):
    return {"kind": "service", "subject": name, "kinds": list(kinds), "since": BEGUN, "until": until}


def unasked(subject, as_of):
    """A register of consent in which nobody was asked."""
    source = {"source": subject, "kind": "register", "what": "consent", "as_of": as_of, "complete": True, "given": True}
    row = {
        "source": subject,
        "subject": subject,
        "purpose": "sharing",
        "basis": "none",
        "asked_on": BEGUN,
        "exhibit": subject,
    }
    return source, row


def judged(*services, on=TODAY, registers=(), **tables):
    """The judgement of one operator with these services, from these fact tables."""
    sources, rows = zip(*registers, strict=True) if registers else ((), ())
    exhibits = [{"exhibit": r["exhibit"], "source": r["source"], "locator": r["exhibit"], "sha256": "0" * 64, "proof": "registered",
                 "taken_at": datetime(2018, 4, 1, tzinfo=UTC)} for r in rows]  # fmt: skip
    own = {"kind": "operator", "subject": "op", "kinds": []}
    facts = {"subject": [own, *services], "source": sources, "consent": rows, "exhibit": exhibits, **tables}
    operator = [{"operator": "op", "kind": "company"}]
    owned = {name: [{"operator": "op", **row} for row in some] for name, some in facts.items()}
    return judge(facts_of({"operator": operator, **owned}), law.load(), checks.load(), on)[0]


def of(judgement, duty):
    return {f["id"].removeprefix(f"{duty}/"): f for f in judgement.findings if f["obligation"] == duty}


def test_csl_41_an_ended_state_is_judged_as_of_its_last_day_by_the_law_of_that_day():
    judgement = judged(service("old", REACHED), registers=[unasked("old", REACHED)])
    (finding,) = of(judgement, CONSENT).values()
    assert (finding["verdict"], finding["articles"], finding["liability"]) == (
        "not_met",
        ["csl@2017/41.1", "miit-order-24@2013/9", "crpl@2014/29"],
        ["csl@2017/64.1"],
    )
    assert (finding["from"], finding["until"], finding["at"]) == ("2014-01-01", "2018-03-31", None)
    (act,) = judgement.exposure["acts"]
    assert (act["from"], act["until"]) == ("2014-01-01", "2018-03-31")
    assert {"still_stood", "lighter_law", "limitation"} <= {line["kind"] for line in act["lines"]}


@pytest.mark.parametrize("on", [date(2018, 3, 15), REACHED, TODAY], ids=str)
def test_a_state_fails_the_same_before_on_and_after_its_last_day(on):
    findings = of(judged(service("old", REACHED), on=on, registers=[unasked("old", date(2018, 3, 10))]), CONSENT)
    assert findings["service/old"]["verdict"] == "not_met"


def test_evidence_that_was_old_on_the_last_day_leaves_it_unproven():
    findings = of(judged(service("old", REACHED), registers=[unasked("old", date(2017, 9, 1))]), CONSENT)
    assert findings["service/old"]["verdict"] == "unproven"


def test_what_ended_before_the_law_is_listed_as_not_reached():
    findings = of(judged(service("first", NOT_REACHED), registers=[unasked("first", NOT_REACHED)]), CONSENT)
    assert findings["service/first"]["verdict"] == "not_applicable"
    assert "completed on 2017-05-31" in findings["service/first"]["reason"]["en"]


def test_ended_and_standing_subjects_stand_side_by_side():
    findings = of(judged(service("old", REACHED), service("new"), registers=[unasked("old", REACHED)]), CONSENT)
    assert {id_: f["verdict"] for id_, f in findings.items()} == {"service/old": "not_met", "service/new": "unproven"}
    assert findings["service/new"]["articles"][0] == "csl@2026/43.1"


def test_an_operator_that_runs_nothing_any_more_has_no_duty_of_today():
    judgement = judged(service("old", REACHED))
    assert [f["verdict"] for f in of(judgement, OFFICER).values()] == ["not_applicable"]
    assert {r.role: r.state for r in judgement.roles}["network_operator"] == "established"


def test_csl_47_events_of_an_ended_service_are_still_judged():
    source = {"source": "n", "kind": "register", "what": "notice", "as_of": REACHED, "complete": True, "given": True}
    notice = {"source": "n", "notice": "N-1", "subject": "board", "channel": "user_complaint", "ground": "prohibited_information",
              "found_at": datetime(2018, 2, 1, 4, tzinfo=UTC), "exhibit": "n:1"}  # fmt: skip
    exhibit = {
        "exhibit": "n:1",
        "source": "n",
        "locator": "n",
        "sha256": "0" * 64,
        "proof": "registered",
        "taken_at": notice["found_at"],
    }
    board = service("board", REACHED, kinds=("information_publishing",))
    judgement = judged(board, source=[source], notice=[notice], exhibit=[exhibit])
    finding = of(judgement, NOTICE)["service/board/N-1"]
    assert (finding["verdict"], finding["articles"], finding["at"]) == (
        "not_met",
        ["csl@2017/47", "iis-measures@2011/16"],
        "2018-02-01",
    )


def test_the_obligation_is_listed_once_with_all_its_subjects():
    judgement = judged(service("old", REACHED), service("older", date(2018, 1, 31)), service("new"))
    (applies,) = [a for a in judgement.applicability if a.obligation.id == CONSENT]
    assert {s["subject"] for s in applies.subjects} == {"old", "older", "new"}
    assert judgement.totals["findings"]["all"] == len(judgement.findings)


def test_counsel_can_take_an_ended_subject_out():
    override = {"obligation": CONSENT, "kind": "service", "subject": "old", "applies": False, "by_role": "counsel",
                "made_on": date(2018, 1, 1), "because_en": "Another's service.", "because_zh": "系他人服务。"}  # fmt: skip
    findings = of(judged(service("old", REACHED), registers=[unasked("old", REACHED)], override=[override]), CONSENT)
    assert findings["service/old"]["verdict"] == "not_applicable"
    assert "Another's service." in findings["service/old"]["reason"]["en"]
