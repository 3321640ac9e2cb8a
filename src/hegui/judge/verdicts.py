"""From several answers to one verdict.

Only a check that *decides* can make an obligation met or not met. Agreement stands; not_met at equal or stronger proof wins;
not_met against a stronger met is unproven, both shown. Of several open answers the one that saw most speaks. Beside the answer is shown
whatever else speaks against the operator, beside a met one also what stays open, and beside an open one all that was seen.
A verdict without an exhibit cannot be made: ``Answer`` refuses it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hegui.checks import Verdict
from hegui.text import Text

PROOFS = ("attested", "registered", "measured")  # weakest first

CONFLICT = Text("Evidence conflicts: ", "证据相互矛盾：")
SAID = Text(" A statement is on file: {reason}", "已有声明：{reason}")
BESIDE = Text(" Beside it: {reason}", "另见：{reason}")
_SHOWN_BESIDE: Mapping[str, Collection[str]] = {
    "met": ("not_met", "unproven"),
    "not_met": ("not_met",),
    "unproven": ("met", "not_met", "unproven", "not_applicable"),
    "not_applicable": (),
}
SUPPORTS_ONLY = Text("No check decides this duty by itself. ", "没有检查可单独对该义务作出结论。")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about an obligation and a subject: of a check, or of a named role that attests."""

    verdict: Verdict
    reason: Text
    strength: str
    proof: str | None  # the weakest among its exhibits; None without exhibits
    exhibits: tuple[str, ...]
    missing: tuple[str, ...] = ()
    check: str | None = None
    sentence: str | None = None
    attestable: bool = False
    instance: str | None = None
    at: date | None = None

    def __post_init__(self) -> None:
        if self.verdict in ("met", "not_met") and self.proof is None:
            raise ValueError(f"{self.check}: {self.verdict} without evidence")


def weakest(proofs: Iterable[str | None]) -> str | None:
    """The weakest of several proofs; None where there is none."""
    ranks = [PROOFS.index(proof) for proof in proofs if proof is not None]
    return PROOFS[min(ranks)] if ranks else None


def combine(answers: Sequence[Answer], decidable: bool = True) -> Answer:
    """One answer from all those about the same obligation, subject and instance, a check's among them.

    Where the duty is not *decidable* by a check, every check only supports.
    """
    deciding = [a for a in answers if a.strength == "decides" and (decidable or a.check is None)]
    supporting = [a for a in answers if a not in deciding]
    if all(a.check is None for a in deciding):
        return _supported(supporting, deciding)
    speaking = _speaking(deciding)
    final = speaking[0] if len(speaking) == 1 else _conflict(*speaking)
    return _beside(final, (a for a in (*deciding, *supporting) if a not in speaking))


def _speaking(deciding: Sequence[Answer]) -> tuple[Answer] | tuple[Answer, Answer]:
    """The one that speaks; or a failure and the stronger pass that it meets."""
    against = [a for a in deciding if a.verdict == "not_met"]
    for_it = [a for a in deciding if a.verdict == "met"]
    if against:
        failure, success = max(against, key=_rank), max(for_it, key=_rank, default=None)
        return (failure, success) if success and _rank(success) > _rank(failure) else (failure,)
    if seen := [a for a in for_it if a.check is not None]:
        return (max(seen, key=_rank),)
    open_ones = [a for a in deciding if a.verdict == "unproven"]
    said = [a for a in deciding if a.check is None]
    if said and all(a.attestable for a in open_ones):
        return (said[0],)
    return (max(open_ones or deciding, key=_saw),)


def _rank(answer: Answer) -> int:
    return PROOFS.index(answer.proof) if answer.proof else -1


def _saw(answer: Answer) -> tuple[bool, bool, int]:
    """Orders answers by how much they saw; the least is that nothing was handed over."""
    return not answer.attestable, bool(answer.exhibits), _rank(answer)


def _beside(answer: Answer, others: Iterable[Answer]) -> Answer:
    """An answer with what others saw or said, where that matters."""
    shown = [one for one in others if one.exhibits and one.verdict in _SHOWN_BESIDE[answer.verdict]]
    exhibits = dict.fromkeys(e for one in (answer, *shown) for e in one.exhibits)
    return replace(answer, reason=followed(answer.reason, shown), exhibits=tuple(exhibits))


def _conflict(against: Answer, for_it: Answer) -> Answer:
    both = Text(*(f"{c}{a} / {m}" for c, a, m in zip(CONFLICT, against.reason, for_it.reason, strict=True)))
    return Answer(
        verdict="unproven",
        reason=both,
        strength="decides",
        proof=weakest((against.proof, for_it.proof)),
        exhibits=against.exhibits + for_it.exhibits,
        missing=against.missing + for_it.missing,
        check=against.check or for_it.check,
        sentence="conflict",
        instance=against.instance,
        at=against.at or for_it.at,
    )


def _supported(answers: Sequence[Answer], said: Sequence[Answer]) -> Answer:
    """Evidence that only supports leaves the duty unproven, and says what it saw and what was *said*; what does not apply stays so."""
    first = max(answers, key=lambda a: (a.verdict == "not_met", *_saw(a)))
    if first.verdict == "not_applicable":
        return first
    reason = Text(*(f"{s}{r}" for s, r in zip(SUPPORTS_ONLY, first.reason, strict=True)))
    open_one = replace(first, verdict="unproven", reason=reason)
    return _beside(open_one, (*(a for a in answers if a is not first), *said))


def followed(reason: Text, voices: Iterable[Answer]) -> Text:
    """A reason, and after it what other checks saw and what named roles state."""
    for voice in voices:
        template = SAID if voice.check is None else BESIDE
        added = (t.format(reason=words) for t, words in zip(template, voice.reason, strict=True))
        reason = Text(*(r + more for r, more in zip(reason, added, strict=True)))
    return reason
