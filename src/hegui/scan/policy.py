"""``hegui scan policy``: what policies tell people, what they leave out, and how two versions or ten services compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hegui.dates import today
from hegui.engine import Source, run
from hegui.errors import InputError
from hegui.evidence.policy import collector
from hegui.evidence.policy.fetching import is_address
from hegui.facts import Facts
from hegui.scan.frame import OPERATOR, Progress, Row, by, framed, rows, shown
from hegui.scan.policy_compare import comparison
from hegui.scan.policy_findings import findings
from hegui.text import Lang

_NAMES = {
    "kind": "kinds",
    "purpose": "purposes",
    "recipient": "recipients",
    "recipient_kind": "recipient_kinds",
    "sdk": "sdks",
}
_TIMES = {"retention": "retention", "answer": "answers"}


def scan(
    paths: Sequence[str],
    *,
    on: date | None = None,
    compare: bool = False,
    promises: str | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The policies at *paths* (files, folders, addresses), as the JSON of ``hegui scan policy``.

    With *compare* the services side by side and what changed between versions; *promises* is a register of public commitments
    that is held against the versions; InputError where it is not there.
    """
    day = on or today()
    facts = _facts(paths, engine, cache, progress)
    policies = _policies(facts, paths, day)
    more: Row = {"findings": [finding for policy in policies for finding in policy["findings"]]}
    if compare or promises:
        more |= comparison(policies, _promised(promises, engine, cache), day)
    return framed(collector, facts, paths, "policies", policies, more)


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal."""
    from hegui.scan.policy_showing import render

    return render(result, lang)


def _facts(paths: Sequence[str], engine: str, cache: bool, progress: Progress | None) -> Facts:
    taken_at = datetime.now(UTC)
    sources = [
        Source(
            OPERATOR,
            str(n),
            collector.kind,
            path if is_address(path) else str(Path(path).absolute()),
            path,
            taken_at=taken_at,
        )
        for n, path in enumerate(paths)
    ]
    return run(collector, sources, engine, cache, progress).facts


def _policies(facts: Facts, paths: Sequence[str], on: date) -> list[Row]:
    elements = by(facts, "policy_element", "source", "path")
    declared = by(facts, "policy_declared", "source", "path")
    found = []
    for row in rows(facts, "policy"):
        key = row["source"], row["path"]
        path = row["path"] if is_address(row["path"]) else shown(paths, row)
        policy = _policy(row, elements[key], declared[key]) | {"path": path}
        found.append(policy | {"findings": list(findings(policy, declared[key], on))})
    return found


def _policy(row: Row, elements: list[Row], declared: list[Row]) -> Row:
    return {
        "path": row["path"],
        "title": row["title"],
        "language": row["language"],
        "characters": row["characters"],
        "placeholder": row["placeholder"],
        "version": row["dated"].isoformat() if row["dated"] else None,
        "handler": row["handler"],
        "signals": {name: row[name] for name in ("express_consent", "consent_by_use", "prompts", "options")},
        "elements": [
            {
                "element": one["element"],
                "present": one["present"],
                "at": [one["start"], one["end"]] if one["present"] else None,
                "quote": one["quote"],
            }
            for one in elements
        ],
        "declared": {
            **{name: [one["value"] for one in declared if one["what"] == what] for what, name in _NAMES.items()},
            "cross_border": row["cross_border"],
            **{name: [_time(one) for one in declared if one["what"] == what] for what, name in _TIMES.items()},
        },
    }


def _time(row: Row) -> Row:
    return {"amount": row["amount"], "unit": row["value"], "at": [row["start"], row["end"]], "quote": row["quote"]}


def _promised(register: str | None, engine: str, cache: bool) -> list[Row]:
    """The rows of a register of public commitments."""
    if register is None:
        return []
    from hegui.evidence.registers import collector as registers
    from hegui.evidence.wording import why

    if not Path(register).exists():
        raise InputError(f"{register}: there is no such file", f"{register}：文件不存在")
    options = {"register": "commitment", "subjects": {}, "timezone": "Asia/Shanghai"}
    place = Source(OPERATOR, "promises", registers.kind, str(Path(register).absolute()), register, options=options)
    facts = run(registers, [place], engine, cache).facts
    if bad := rows(facts, "unreadable"):
        reason = why(bad[0]["reason"])
        raise InputError(f"{register}: {reason.en}", f"{register}：{reason.zh}")
    return rows(facts, "commitment")
