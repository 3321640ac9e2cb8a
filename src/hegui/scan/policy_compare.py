"""Policies side by side: the four points of the review of 2017, what changed between two versions, and promises held against both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of

Row = dict[str, Any]

_NOT_THE_NAME = re.compile(
    r"(?:儿童)?(?:个人信息(?:保护)?)?隐私(?:权)?(?:保护)?(?:政策|声明|条款|指引|协议)|个人信息(?:保护|处理)(?:政策|规则)|privacy (?:policy|notice|statement)"
    r"|[（(].*?[）)]|[“”《》\"'#：:|_-]|v\d[\d.]*|\d{4}[\d.年月日/-]{2,}",
    re.IGNORECASE,
)
_GRADES = ("none", "partly", "full")
# What a promise of the register is about: the points that must not stay as they were.
_PROMISED = {
    "rules_improved": ("public_rules",),
    "consent_improved": ("express_consent", "prompts_options"),
    "rights_improved": ("access_correct_delete_close",),
}
_SETS = ("kinds", "purposes", "recipients", "recipient_kinds", "sdks")


def comparison(policies: Sequence[Row], promises: Sequence[Row], on: date) -> Row:
    """The table of services, the drift between versions of one service, and the promises of a register held against them."""
    versions: dict[str, list[Row]] = {}
    for policy in policies:
        versions.setdefault(service_of(policy), []).append(policy)
    for some in versions.values():
        some.sort(key=lambda policy: policy["version"] or "")
    table = [
        {"service": service, "path": policy["path"], "version": policy["version"], "points": points(policy)}
        for service, some in versions.items()
        for policy in some
    ]
    return {
        "comparison": {
            "points": {name: text_of(point["title"]).as_json() for name, point in review().items()},
            "services": table,
        },
        "drift": [
            {"service": service, "from": _label(old), "to": _label(new), "changes": list(changes(old, new))}
            for service, some in versions.items()
            for old, new in pairwise(some)
        ],
        "promises": [held for promise in promises for held in _held(promise, versions, on)],
    }


def service_of(policy: Mapping[str, Any]) -> str:
    """What the policy is about, as its title names it; else the handler, else the file."""
    return _name(policy["title"] or "") or policy["handler"] or Path(policy["path"]).stem


def points(policy: Mapping[str, Any]) -> dict[str, Row]:
    """How far a policy meets each of the four points: full, partly or none, and what it lacks."""
    present = {one["element"] for one in policy["elements"] if one["present"]}
    found = {}
    for name, point in review().items():
        lacking = [element for element in point["elements"] if element not in present]
        lacking += [signal for signal in point["signals"] if not _holds(signal, policy["signals"])]
        of = len(point["elements"]) + len(point["signals"])
        grade = "full" if not lacking else "partly" if len(lacking) < of else "none"
        found[name] = {"state": grade, "lacking": lacking}
    return found


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Row]:
    """What appeared, vanished or changed between two versions."""
    before, after = ({one["element"]: one for one in policy["elements"]} for policy in (old, new))
    for element in after:
        if before[element]["present"] != after[element]["present"]:
            yield _change("element", element, after[element]["present"], new if after[element]["present"] else old)
    for name in _SETS:
        gone, come = (set(policy["declared"][name]) for policy in (old, new))
        for value in sorted(come ^ gone):
            yield _change(name, value, value in come, None)
    for name in ("retention", "answers"):
        was, now = ([f"{one['amount']} {one['unit']}" for one in policy["declared"][name]] for policy in (old, new))
        if set(was) != set(now):
            yield {"what": name, "id": name, "change": "changed", "from": was, "to": now}
    if (was_abroad := old["declared"]["cross_border"]) != (abroad := new["declared"]["cross_border"]):
        yield {"what": "cross_border", "id": "cross_border", "change": "changed", "from": was_abroad, "to": abroad}
    then, since = points(old), points(new)
    for name in since:
        if then[name]["state"] != since[name]["state"]:
            better = _GRADES.index(since[name]["state"]) > _GRADES.index(then[name]["state"])
            yield {"what": "point", "id": name, "change": "improved" if better else "worsened",
                   "from": then[name]["state"], "to": since[name]["state"]}  # fmt: skip


def _change(what: str, value: str, appeared: bool, quoted: Mapping[str, Any] | None) -> Row:
    quote = next((one["quote"] for one in quoted["elements"] if one["element"] == value), None) if quoted else None
    return {"what": what, "id": value, "change": "appeared" if appeared else "vanished", "quote": quote}


def _held(promise: Row, versions: Mapping[str, list[Row]], on: date) -> Iterator[Row]:
    """One promise held against the versions before and after it; a promise that names no known service is held against all."""
    named = _name(promise["subject"] or "")
    known = {service: some for service, some in versions.items() if named and (named in service or service in named)}
    for service, some in (known or versions).items():
        before = [p for p in some if p["version"] and p["version"] <= promise["made_on"].isoformat()]
        after = [p for p in some if p["version"] and promise["made_on"].isoformat() < p["version"] <= on.isoformat()]
        yield {
            "service": service,
            "promise": promise["promise"],
            "made_on": promise["made_on"].isoformat(),
            "due_on": promise["due_on"].isoformat() if promise["due_on"] else None,
            "outcome": _outcome(promise["promise"], before[-1] if before else None, after[-1] if after else None),
        }


def _outcome(promise: str, before: Row | None, after: Row | None) -> str:
    """kept, not_seen (nothing better), worsened, no_version (nothing to compare) or not_in_a_policy (of another matter)."""
    if promise not in _PROMISED and promise != "less_collection":
        return "not_in_a_policy"
    if before is None or after is None:
        return "no_version"
    if promise == "less_collection":
        was, now = (set(policy["declared"]["kinds"]) for policy in (before, after))
        return "kept" if now < was else "worsened" if now - was else "not_seen"
    then, since = points(before), points(after)
    steps = [_GRADES.index(since[p]["state"]) - _GRADES.index(then[p]["state"]) for p in _PROMISED[promise]]
    whole = all(since[p]["state"] == "full" for p in _PROMISED[promise])
    if any(step < 0 for step in steps):
        return "worsened"
    return "kept" if whole or any(step > 0 for step in steps) else "not_seen"


def _holds(signal: str, signals: Mapping[str, bool]) -> bool:
    return not signals[signal[1:]] if signal.startswith("!") else signals[signal]


def _name(title: str) -> str:
    return " ".join(_NOT_THE_NAME.sub(" ", title).split())


def _label(policy: Mapping[str, Any]) -> Row:
    return {"path": policy["path"], "version": policy["version"]}


@cache
def review() -> Mapping[str, Any]:
    """The four points, as data."""
    raw: Mapping[str, Any] = yaml12.load(files("hegui.scan").joinpath("policy_review.yaml").read_text(encoding="utf-8"))
    return raw


def point_titles() -> dict[str, Text]:
    """The four points in words."""
    return {name: text_of(point["title"]) for name, point in review().items()}
