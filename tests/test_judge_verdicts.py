"""Several answers, one verdict: the rules of *deciding*, *several checks, one finding* and *attestation*."""

from __future__ import annotations

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
