"""Several answers, one verdict: the rules of *deciding*, *several checks, one finding* and *attestation*."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.judge.verdicts import PROOFS, Answer, combine
from hegui.text import Text


def says(verdict, proof, *, strength="decides", attestable=False, check="topic/name"):
    exhibits = ("e",) if proof else ()
    return Answer(
        verdict,
        Text(f"{verdict} {proof}", f"{verdict} {proof}"),
        strength,
        proof,
        exhibits,
        check=check,
        attestable=attestable,
    )


def attests(verdict):
    return says(verdict, "attested", check=None)


NOTHING = says("unproven", None, attestable=True)
STALE = says("unproven", "measured")

# fmt: off
TABLE = [
    # situation                                            answers                                                          verdict
    ("a measured pass stands",                             [says("met", "measured")],                                       "met"),
    ("two that agree stand",                               [says("met", "measured"), says("met", "registered")],            "met"),
    ("a failure at equal proof wins",                      [says("met", "registered"), says("not_met", "registered")],      "not_met"),
    ("a failure at stronger proof wins",                   [says("met", "registered"), says("not_met", "measured")],        "not_met"),
    ("a failure against a stronger pass conflicts",        [says("met", "measured"), says("not_met", "registered")],        "unproven"),
    ("a pass beside an open question stands",              [says("met", "measured"), NOTHING],                              "met"),
    ("support alone never decides for",                    [says("met", "measured", strength="supports")],                  "unproven"),
    ("support alone never decides against",                [says("not_met", "measured", strength="supports")],              "unproven"),
    ("a role's word decides no more than the check it backs", [says("not_met", "registered", strength="supports"), attests("met")], "unproven"),
    ("a role's word counts where evidence is absent",      [NOTHING, attests("met")],                                       "met"),
    ("a role's word does not refresh stale evidence",      [STALE, attests("met")],                                         "unproven"),
    ("a role's word against itself counts",                [NOTHING, attests("not_met")],                                   "not_met"),
    ("a role's word against itself meets a measured pass", [says("met", "measured"), attests("not_met")],                   "unproven"),
    ("a role's word does not undo a measured failure",     [says("not_met", "measured"), attests("met")],                   "not_met"),
    ("that nothing happened settles an empty register",    [NOTHING, attests("not_applicable")],                            "not_applicable"),
]
# fmt: on


@pytest.mark.parametrize(("answers", "verdict"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_answers_combine_to_one_verdict(answers, verdict):
    assert combine(answers).verdict == verdict


def test_a_conflict_shows_both_sides():
    reason = combine([says("met", "measured"), says("not_met", "registered")]).reason
    assert "Evidence conflicts" in reason.en
    assert "met measured" in reason.en
    assert "not_met registered" in reason.en


@pytest.mark.parametrize("verdict", ["met", "not_met"])
def test_a_verdict_without_evidence_cannot_be_made(verdict):
    with pytest.raises(ValueError, match="without evidence"):
        says(verdict, None)


deciding = st.builds(says, st.sampled_from(["met", "not_met"]), st.sampled_from(PROOFS))


@given(st.lists(deciding, min_size=1, max_size=6), st.randoms())
def test_the_order_of_answers_does_not_matter(answers, chance):
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert combine(shuffled).verdict == combine(answers).verdict


@given(st.lists(deciding, min_size=1, max_size=6))
def test_a_verdict_always_has_evidence(answers):
    final = combine(answers)
    assert final.exhibits
    assert final.proof is not None


SEEN = says("unproven", "registered", attestable=False, check="topic/seen")
LACKS = says("not_met", "measured", strength="supports", check="topic/lacks")


@pytest.mark.parametrize("answers", [[NOTHING, SEEN], [SEEN, NOTHING]], ids=["nothing_first", "seen_first"])
def test_of_two_open_answers_the_one_that_saw_something_speaks(answers):
    assert combine(answers) == SEEN


BOTH_WAYS = says("unproven", "measured", check="topic/stale")
ALSO_SEEN = says("unproven", "registered", strength="supports", check="topic/also")

# fmt: off
SHOWN = [
    # situation                                              the one that speaks       the other                                                     shown
    ("an open answer, and what is lacking beside it",        NOTHING,                  LACKS,                                                        True),
    ("an open answer, and another that saw something",       BOTH_WAYS,                SEEN,                                                         True),
    ("an open answer, and support that saw something",       BOTH_WAYS,                ALSO_SEEN,                                                    True),
    ("an open answer, and nothing handed over",              BOTH_WAYS,                NOTHING,                                                      False),
    ("an open answer, and what supports a pass",             BOTH_WAYS,                says("met", "measured", strength="supports"),                 True),
    ("an open answer, and a role's word it does not yield to", STALE,                  attests("met"),                                               True),
    ("a pass, and what is lacking",                          says("met", "measured"),  LACKS,                                                        True),
    ("a pass, and what another saw and left open",           says("met", "measured"),  SEEN,                                                         True),
    ("a pass, and what else speaks for it",                  says("met", "measured"),  says("met", "registered", strength="supports"),               False),
    ("a failure, and what else speaks against it",           says("not_met", "measured"), says("not_met", "registered", check="topic/too"),          True),
    ("a failure, and support against it",                    says("not_met", "measured"), says("not_met", "attested", strength="supports"),          True),
    ("a failure, and what speaks for it",                    says("not_met", "measured"), says("met", "measured", strength="supports"),              False),
    ("a failure, and what stays open",                       says("not_met", "measured"), SEEN,                                                      False),
    ("what does not apply, and what another saw",            says("not_applicable", "attested"), ALSO_SEEN,                                               False),
]
# fmt: on


@pytest.mark.parametrize(("speaks", "other", "shown"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
@pytest.mark.parametrize("turned", [False, True], ids=["first", "last"])
def test_what_else_was_seen_is_shown_beside_what_it_matters_for(speaks, other, shown, turned):
    final = combine([other, speaks] if turned else [speaks, other])
    assert final.verdict == speaks.verdict
    assert final.check == speaks.check
    lead = "A statement is on file: " if other.check is None else "Beside it: "
    assert (lead + other.reason.en in final.reason.en) is shown
    assert final.reason.en.startswith(speaks.reason.en)


def test_what_is_shown_beside_brings_its_exhibits():
    seen = replace(SEEN, exhibits=("other",))
    assert combine([BOTH_WAYS, seen]).exhibits == ("e", "other")


def test_beside_a_conflict_what_a_third_saw_is_shown():
    third = says("not_met", "registered", check="topic/third")
    reason = combine([says("met", "measured"), says("not_met", "registered"), third, SEEN]).reason
    assert reason.en.startswith("Evidence conflicts: ")
    assert reason.en.endswith(f" Beside it: {third.reason.en} Beside it: {SEEN.reason.en}")


def test_where_no_check_decides_the_duty_every_check_only_supports():
    final = combine([says("met", "measured"), attests("met")], decidable=False)
    assert final.verdict == "unproven"
    assert final.check == "topic/name"
    assert "met measured" in final.reason.en
    assert "A statement is on file: met attested" in final.reason.en
