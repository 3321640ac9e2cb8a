"""One hearing: what the checks and the named roles say as of one day, and the findings that follow.

The day of judging hears every duty. A state whose subject ended before is heard as of its last day, by the law of that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui.checks import Check
from hegui.checks.query import Asking
from hegui.checks.sentences import fill, sentence_of
from hegui.errors import CheckError
from hegui.facts import Facts
from hegui.judge import attested
from hegui.judge.findings import Builder
from hegui.judge.scope import Applies, Row
from hegui.judge.verdicts import Answer, combine, weakest
from hegui.law import Law

Key = tuple[str, str, str]  # operator, obligation, subject
Answers = Mapping[Key, Mapping[str | None, list[Answer]]]  # by instance
Scopes = Mapping[str, Sequence[Applies]]  # by operator


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was asked as of one day, of whom, and the answers."""

    day: date
    scopes: Scopes
    answers: Answers
    builder: Builder

    def findings(
        self, operator: str, attestations: Iterable[Row], exceptions: Sequence[Row], elsewhere: Collection[str] = ()
    ) -> Iterable[dict[str, Any]]:
        """The findings of one operator; a duty without a subject gives none where it was heard *elsewhere*, on another day."""
        said = attested.answers(attestations, self.day, self.builder)
        for applies in self.scopes.get(operator, ()):
            if applies.obligation.settling != "not_for_a_machine":
                yield from self._of_duty(applies, said, exceptions, applies.obligation.id in elsewhere)

    def _of_duty(
        self,
        applies: Applies,
        attestations: Mapping[tuple[str, str], list[Answer]],
        exceptions: Sequence[Row],
        heard_elsewhere: bool,
    ) -> Iterable[dict[str, Any]]:
        duty, builder = applies.obligation, self.builder
        if not applies.subjects and not applies.excluded and not heard_elsewhere:
            yield builder.not_applicable(applies, applies.operator, applies.because)
        for subject, because in applies.excluded:
            yield builder.not_applicable(applies, subject["subject"], because)
        for subject in applies.subjects:
            said = attestations.get((duty.id, subject["subject"]), []) + attestations.get((duty.id, ""), [])
            by_instance = self.answers.get((applies.operator, duty.id, subject["subject"]), {})
            for instance in sorted(by_instance, key=lambda i: i or "") or [None]:
                own = list(by_instance.get(instance, ()))
                voices = own + (said if instance is None else [])
                final = combine(voices, duty.settling == "check") if own else builder.undecided(duty, voices)
                yield builder.finding(applies, subject, final, exceptions)


def hear(facts: Facts, law: Law, checks: Mapping[str, Check], day: date, scopes: Scopes, builder: Builder) -> Hearing:
    """Every check asked once as of *day*, for all operators and subjects in its obligation's scope."""
    expected: dict[str, list[Row]] = defaultdict(list)
    for applicability in scopes.values():
        for applies in applicability:
            start = law.first_day(applies.obligation)
            expected[applies.obligation.id] += ({**s, "binds_since": start} for s in applies.subjects)
    answers: dict[Key, dict[str | None, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    asked = [check for check in checks.values() if expected[check.obligation]]
    with Asking(facts, law.numbers, day, (table for check in asked for table in check.needs)) as asking:
        for check in asked:
            known = {(row["operator"], row["subject"]) for row in expected[check.obligation]}
            for row in asking.ask(check, expected[check.obligation]):
                if (row["operator"], row["subject"]) not in known:
                    raise CheckError(
                        f"check {check.id} answers for {row['subject']}, which is not in its scope; select from expected",
                        f"检查 {check.id} 对范围外的 {row['subject']} 作出回答；请从 expected 选取",
                    )
                key = (row["operator"], check.obligation, row["subject"])
                answers[key][row["instance"]].append(_answer(check, row, builder))
    return Hearing(day, scopes, answers, builder)


def _answer(check: Check, row: Mapping[str, Any], builder: Builder) -> Answer:
    """One row of a check's query as an answer."""
    sentence = sentence_of(check, row)
    exhibits = tuple(row["exhibits"] or ())
    return Answer(
        verdict=sentence.verdict,
        reason=fill(check, sentence, row, builder.name_of(row["operator"], check.subject, row["subject"])),
        strength=check.strength,
        proof=weakest(builder.proof_of(row["operator"], e) for e in exhibits),
        exhibits=exhibits,
        missing=tuple(row["missing"] or ()),
        check=check.id,
        sentence=sentence.key,
        attestable=sentence.attestable,
        instance=row["instance"],
        at=row["at"],
    )
