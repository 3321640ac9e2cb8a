"""Situations: what a check must answer, written as small tables of facts; each check is tested with its own.

    subjects: [{subject: shop, since: 2016-01-01}]     # expected; a situation may name its own
    on: 2026-11-21
    situations:
      - name: {en: a full window is kept, zh: 完整留存}
        facts: {log_span: [{source: s, first: 2026-01-01T00:00:00+08:00, …}], …}
        then: [{subject: shop, sentence: kept, verdict: met}]

Columns left out are null; ``operator`` and exhibits are filled in. ``useless: true`` marks a plausible file that must not pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hegui import yaml12
from hegui.checks import Check
from hegui.checks.query import Asking
from hegui.checks.sentences import fill, sentence_of
from hegui.dates import SHANGHAI
from hegui.errors import CheckError
from hegui.facts import Facts, facts_of, registers, tables
from hegui.law.model import Number
from hegui.text import Text, text_of

OPERATOR = "op"


@dataclass(frozen=True, slots=True)
class Situation:
    """Some facts on a day and the answers they must lead to."""

    name: Text
    on: date
    subjects: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Iterable[Mapping[str, Any]]]
    then: tuple[Mapping[str, Any], ...]
    useless: bool


def situations(check: Check) -> list[Situation]:
    """The situations of a check as its folder gives them."""
    raw = yaml12.load(check.files["situations.yaml"])
    return [
        Situation(
            name=text_of(one["name"]),
            on=one.get("on", raw.get("on")),
            subjects=tuple(one.get("subjects", raw.get("subjects", ()))),
            facts={**raw.get("facts", {}), **one.get("facts", {})},
            then=tuple(one["then"]),
            useless=bool(one.get("useless", False)),
        )
        for one in raw["situations"]
    ]


def answers(check: Check, situation: Situation, numbers: Iterable[Number]) -> list[dict[str, Any]]:
    """What the check answers in a situation: subject, instance, sentence, verdict, missing; fails on anything it does not expect."""
    expected = [{"operator": OPERATOR, "kind": check.subject, **subject} for subject in situation.subjects]
    known = {subject["subject"] for subject in situation.subjects}
    found = []
    with Asking(_facts(check, situation), numbers, situation.on, check.needs) as asking:
        for row in asking.ask(check, expected):
            if row["subject"] not in known:
                raise CheckError(
                    f"check {check.id} answers for {row['subject']}", f"检查 {check.id} 回答了 {row['subject']}"
                )
            sentence = sentence_of(check, row)
            fill(check, sentence, row, Text(row["subject"], row["subject"]), strict=True)
            answer = {key: row[key] for key in ("subject", "instance", "at", "missing")}
            found.append({**answer, "sentence": sentence.key, "verdict": sentence.verdict})
    return found


def _facts(check: Check, situation: Situation) -> Facts:
    """The situation's facts, completed: the operator everywhere, an exhibit for each row that can have one."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, given in situation.facts.items():
        if table not in check.needs:
            raise CheckError(
                f"check {check.id}: a situation gives {table}, which needs does not name",
                f"检查 {check.id}：情形给出了 needs 未列的 {table}",
            )
        columns = {c.name: c.type for c in tables()[table].columns}
        rows[table] = [_complete(table, columns, row, n) for n, row in enumerate(given, start=2)]
    proof = dict.fromkeys(registers(), "registered") | {"source": "attested", "attestation": "attested"}
    given_exhibits = {row["exhibit"] for row in rows.get("exhibit", ())}
    made = {
        row["exhibit"]: {
            "operator": OPERATOR,
            "exhibit": row["exhibit"],
            "source": row.get("source"),
            "proof": proof.get(table, "measured"),
        }
        for table, some in rows.items()
        for row in some
        if row.get("exhibit") and row["exhibit"] not in given_exhibits
    }
    rows.setdefault("exhibit", []).extend(made.values())
    return facts_of(rows)


def _complete(table: str, columns: Mapping[str, str], row: Mapping[str, Any], number: int) -> dict[str, Any]:
    full = {"operator": OPERATOR, **{name: _moment(value) for name, value in row.items()}}
    if table in registers():
        full.setdefault("row_number", number)
    if "exhibit" in columns and table != "exhibit":
        full.setdefault("exhibit", f"{full.get('source', table)}:{table}#{number}")
    return full


def _moment(value: Any) -> Any:
    """YAML gives zone-less times; they are Shanghai's."""
    return value.replace(tzinfo=SHANGHAI) if isinstance(value, datetime) and value.tzinfo is None else value


def mismatches(check: Check, situation: Situation, numbers: Iterable[Number]) -> Iterator[str]:
    """What differs between the answers and the situation's ``then``; nothing where the check is right."""
    got = answers(check, situation, numbers)
    key = ("subject", "instance")
    left = {tuple(row.get(k) for k in key): row for row in got}
    if len(left) != len(got):
        yield f"{situation.name.en}: two answers for one subject and instance"
    for want in situation.then:
        row = left.pop(tuple(want.get(k) for k in key), None)
        if row is None:
            yield f"{situation.name.en}: no answer for {want['subject']} {want.get('instance') or ''}"
            continue
        for field, value in want.items():
            if row[field] != value:
                yield f"{situation.name.en}: {field} of {want['subject']} is {row[field]!r}, not {value!r}"
    for extra in left:
        yield f"{situation.name.en}: an answer nobody expects, {extra}"
