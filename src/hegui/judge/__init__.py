"""The judge: roles, duties × subjects, verdicts and exposure from facts, for one operator or a thousand at once.

First every obligation × subject in scope is listed; then every check is asked once for all operators; a pair that no check
answers for is *unproven*. The law that applies is that of the day: of the act for an event; for a state that of judging, or of
the last day of its subject where that has ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hegui.checks import Check
from hegui.facts import Facts
from hegui.judge.exposure import exposure, mark_applied
from hegui.judge.findings import Builder
from hegui.judge.hearing import hear
from hegui.judge.roles import RoleState
from hegui.judge.scope import Applies, Row, ending, last_days, scope
from hegui.law import Law


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
    operators = {o["operator"]: o for o in facts["operator"].to_pylist()}

    def scope_on(name: str, day: date) -> tuple[list[RoleState], list[Applies]]:
        return scope(law, day, operators[name], rows["subject"][name], rows["override"][name])

    over: dict[date, dict[str, list[Applies]]] = defaultdict(dict)
    for name in operators:
        for day in last_days(rows["subject"][name], on):
            if day < law.begins:
                continue
            if ended := ending(scope_on(name, day)[1], day):
                over[day][name] = ended
    today = {name: scope_on(name, on) for name in operators}
    builder = Builder(facts, law, on)
    past = [hear(facts, law, checks, day, scopes, builder.as_of(day)) for day, scopes in sorted(over.items())]
    present = hear(facts, law, checks, on, {name: applicability for name, (_, applicability) in today.items()}, builder)
    judgements = []
    for name, operator in operators.items():
        states, now = today[name]
        before = [applies for hearing in past for applies in hearing.scopes.get(name, ())]
        said = rows["attestation"][name], rows["exception"][name]
        findings = [finding for hearing in past for finding in hearing.findings(name, *said)]
        findings += present.findings(name, *said, elsewhere={applies.obligation.id for applies in before})
        findings.sort(key=lambda f: f["id"])
        price = exposure(law, on, operator, findings, rows["circumstance"][name], rows["person"][name], states, what_if)
        mark_applied(findings, price)
        applicability = _together(now, before)
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


def _together(now: Iterable[Applies], before: Iterable[Applies]) -> list[Applies]:
    """Each obligation once, with the subjects that it binds on the day of judging and those that ended before."""
    found = {applies.obligation.id: applies for applies in now}
    for past in before:
        known = found.get(past.obligation.id)
        if known is None or known.role is None:
            found[past.obligation.id] = past
        else:
            found[past.obligation.id] = replace(
                known, subjects=known.subjects + past.subjects, excluded=known.excluded + past.excluded
            )
    return list(found.values())
