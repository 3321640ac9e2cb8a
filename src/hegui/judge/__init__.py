"""The judge: roles, duties × subjects, verdicts and exposure from facts, for one operator or a thousand at once.

First every obligation × subject in scope is listed; then every check is asked once for all operators; a pair that no check
answers for is *unproven*. The law that applies is that of the day: of judging for a state, of the act for an event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui.checks import Check
from hegui.checks.query import Asking
from hegui.checks.sentences import fill, sentence_of
from hegui.errors import CheckError
from hegui.facts import Facts
from hegui.judge import attested
from hegui.judge.exposure import exposure, mark_applied
from hegui.judge.findings import Builder
from hegui.judge.roles import RoleState
from hegui.judge.scope import Applies, Row, scope
from hegui.judge.verdicts import Answer, combine, weakest
from hegui.law import Law

Key = tuple[str, str, str]  # operator, obligation, subject
Answers = Mapping[Key, Mapping[str | None, list[Answer]]]  # by instance


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge says of one operator; findings and exposure have the shapes of the interface."""

    operator: Row
    roles: Sequence[RoleState]
    applicability: Sequence[Applies]
    findings: Sequence[dict[str, Any]]
    totals: dict[str, dict[str, int]]
    exposure: dict[str, Any]


def judge(
    facts: Facts,
    law: Law,
    checks: Mapping[str, Check],
    on: date,
    what_if: Sequence[Row] = (),
) -> list[Judgement]:
    """Judge every operator in *facts* as of a day; *what_if* are circumstances assumed for the price alone."""
    rows = {
        name: _by_operator(facts, name)
        for name in ("subject", "person", "attestation", "circumstance", "override", "exception")
    }
    operators = facts["operator"].to_pylist()
    scopes = {
        o["operator"]: scope(law, on, o, rows["subject"][o["operator"]], rows["override"][o["operator"]])
        for o in operators
    }
    builder = Builder(facts, law, on)
    answers = _ask(facts, law, checks, on, scopes, builder)
    judgements = []
    for operator in operators:
        name = operator["operator"]
        states, applicability = scopes[name]
        words = attested.answers(rows["attestation"][name], on, builder)
        findings = [
            finding
            for applies in applicability
            for finding in _findings(applies, answers, words, rows["exception"][name], builder)
        ]
        findings.sort(key=lambda f: f["id"])
        price = exposure(law, on, operator, findings, rows["circumstance"][name], rows["person"][name], states, what_if)
        mark_applied(findings, price)
        judgements.append(Judgement(operator, states, applicability, findings, totals(findings, applicability), price))
    return judgements


def totals(findings: Sequence[Mapping[str, Any]], applicability: Sequence[Applies]) -> dict[str, dict[str, int]]:
    """Counts that add up; an obligation's roll-up is its worst subject. What no machine judges stands outside ``all``."""
    order = ("not_met", "unproven", "met", "not_applicable")
    by_duty: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        by_duty[finding["obligation"]].add(finding["verdict"])
    worst = [next(v for v in order if v in verdicts) for verdicts in by_duty.values()]

    def count(verdicts: Iterable[str]) -> dict[str, int]:
        some = list(verdicts)
        return {"all": len(some), **{v: some.count(v) for v in ("met", "not_met", "unproven", "not_applicable")}}

    machineless = sum(a.obligation.settling == "not_for_a_machine" for a in applicability)
    return {
        "findings": count(f["verdict"] for f in findings),
        "obligations": {**count(worst), "not_for_a_machine": machineless},
    }


def _by_operator(facts: Facts, table: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    if table in facts:
        for row in facts[table].to_pylist():
            grouped[row["operator"]].append(row)
    return grouped


def _ask(
    facts: Facts,
    law: Law,
    checks: Mapping[str, Check],
    on: date,
    scopes: Mapping[str, tuple[Sequence[RoleState], Sequence[Applies]]],
    builder: Builder,
) -> Answers:
    """Every check asked once, for all operators and subjects in its obligation's scope."""
    expected: dict[str, list[Row]] = defaultdict(list)
    for _, applicability in scopes.values():
        for applies in applicability:
            start = min((a.span.start for a in applies.obligation.articles if a.span.start), default=None)
            expected[applies.obligation.id] += ({**s, "binds_since": start} for s in applies.subjects)
    answers: dict[Key, dict[str | None, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    asked = [check for check in checks.values() if expected[check.obligation]]
    with Asking(facts, law.numbers, on, (table for check in asked for table in check.needs)) as asking:
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
    return answers


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


def _findings(
    applies: Applies,
    answers: Answers,
    attestations: Mapping[tuple[str, str], list[Answer]],
    exceptions: Sequence[Row],
    builder: Builder,
) -> Iterable[dict[str, Any]]:
    duty = applies.obligation
    if duty.settling == "not_for_a_machine":
        return
    if not applies.subjects and not applies.excluded:
        yield builder.not_applicable(applies, applies.operator, applies.because)
    for subject, because in applies.excluded:
        yield builder.not_applicable(applies, subject["subject"], because)
    for subject in applies.subjects:
        said = attestations.get((duty.id, subject["subject"]), []) + attestations.get((duty.id, ""), [])
        by_instance = answers.get((applies.operator, duty.id, subject["subject"]), {})
        for instance in sorted(by_instance, key=lambda i: i or "") or [None]:
            own = list(by_instance.get(instance, ()))
            voices = own + (said if instance is None else [])
            final = combine(voices) if own and duty.settling == "check" else builder.undecided(duty, voices)
            yield builder.finding(applies, subject, final, exceptions)
