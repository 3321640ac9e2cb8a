"""What the failures of one operator can cost, by the law of their dates: operator and persons, measures, act by act.

Failures under one clause that overlap in time are one act; an act is priced once. One that still stands is priced by the law of the
day of judging; one that ended before by the law of its last day, unless the law of the day of judging is lighter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hegui.judge import bands
from hegui.judge.practice import practice, text
from hegui.judge.price import tariff_of
from hegui.judge.pricer import Priced, Pricer
from hegui.judge.roles import RoleState
from hegui.law import Law
from hegui.law.model import Obligation

Row = Mapping[str, Any]
Findings = Sequence[Mapping[str, Any]]


def exposure(
    law: Law,
    on: date,
    operator: Row,
    findings: Findings,
    circumstances: Sequence[Row],
    persons: Sequence[Row],
    states: Sequence[RoleState] = (),
    what_if: Sequence[Row] = (),
) -> Priced:
    """The shape ``exposure`` of the interface, with readings, lines, and what is not priced.

    *findings* have the interface's shape; those that are not met count. A finding may add ``from`` and ``until``, the first and last
    day of a state that is over. *operator*, *circumstances* and *persons* are rows of fact tables of the one operator; *what_if* are
    circumstances assumed. What rests on an established role is priced; each arguable role is a reading of its own beside it.
    """
    failed = [f for f in findings if f.get("verdict", "not_met") == "not_met"]
    sure = [f for f in failed if f.get("role_state") != "arguable"]
    excluded = frozenset(state.role for state in states if state.state == "excluded")
    pricer = Pricer(law, on, operator, circumstances, persons, what_if, excluded)
    priced = pricer.price(sure)
    arguable = list(dict.fromkeys(f["role"] for f in failed if f.get("role_state") == "arguable"))
    because = {state.role: state for state in states}
    readings = []
    for role in arguable:
        own = [f for f in failed if f.get("role_state") == "arguable" and f["role"] == role]
        readings.append(_reading(role, because.get(role), pricer.price([*sure, *own]), {f["id"] for f in own}))
    note = text("note") if sure or not arguable else text("only_readings")
    return {
        **priced,
        "readings": readings,
        "note": note.as_json(),
        "lines": [
            {"kind": "mitigation", "text": text("mitigation").as_json(), "articles": pricer.rules.on("mitigation", on)},
            *bands.total(priced["acts"]),
        ],
        "general": _general(law, on) if failed else [],
        "what_if": [{"kind": row["circumstance"], "value": row.get("value")} for row in what_if],
    }


def sanctions(law: Law, duty: Obligation, day: date) -> list[dict[str, Any]]:
    """Every tier of every clause that prices a duty on a day; none is applied before ``mark_applied``."""
    tiers = tariff_of(law).opening(law.liability_on(duty, day), day)
    return [{"article": clause, "tier": tier, "applied": False} for clause, tier in tiers]


def mark_applied(findings: Iterable[dict[str, Any]], priced: Priced) -> None:
    """Set ``applied`` in the sanctions of the findings that an exposure prices, and add those of another version that applies."""
    acts = [act for some in (priced, *priced["readings"]) for act in some["acts"]]
    opened: dict[str, list[dict[str, str]]] = defaultdict(list)
    for act in acts:
        for finding in act["findings"]:
            opened[finding] += act["opened"]
    for finding in findings:
        known_ones = {(s["article"], s["tier"]): s for s in finding["sanctions"]}
        for tier in opened.get(finding["id"], ()):
            key = (tier["article"], tier["tier"])
            if key not in known_ones:
                known_ones[key] = {**tier, "applied": True}
                finding["sanctions"].append(known_ones[key])
            known_ones[key]["applied"] = True


def _reading(role: str, state: RoleState | None, priced: Priced, own: set[str]) -> dict[str, Any]:
    """The price if the operator has an arguable role too; ``acts`` are those that the role brings in."""
    return {
        "role": role,
        "state": "arguable",
        "because": state.because.as_json() if state else None,
        "operator_cny": priced["operator_cny"],
        "individuals": priced["individuals"],
        "acts": [act for act in priced["acts"] if own.intersection(act["findings"])],
        "not_priced": [one for one in priced["not_priced"] if one["finding"] in own],
    }


def _general(law: Law, on: date) -> list[dict[str, Any]]:
    """What any violation of the law can bring beside its own clause: interview, credit record, civil and criminal liability."""
    wanted = practice()["any_violation"]
    return [
        {
            "article": t.clause,
            "tier": t.tier,
            "text": t.trigger.as_json(),
            "measures": [law.words[m].as_json() for m in (*t.measures, *t.measures_optional)],
        }
        for t in law.tiers
        if t.span.holds(on) and "/" not in "".join(t.breached) and set(wanted) & set(t.bearers)
    ]
