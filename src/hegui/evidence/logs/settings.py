"""Retention settings among the logs: how many days a program is told to keep them. A setting proves nothing of what is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from hegui import yaml12
from hegui.recognise.lines import Block

LARGEST = 1024 * 1024
"""No file of settings is larger."""

Found = tuple[str, float | None]
"""What a setting is about, and the days it keeps; None: it does not go by time, or keeps for ever."""


class Setting(NamedTuple):
    """One retention setting."""

    kind: str
    name: str
    days: float | None


def settings_of(block: Block) -> list[Setting]:
    """The retention settings that a block holds, which is a whole file where it can be one of settings."""
    return settings_in(bytes(memoryview(block.buffer)[: block.size])) if block.size <= LARGEST else []


def settings_in(data: bytes) -> list[Setting]:
    """The retention settings that a file holds; none where it is no such file."""
    if len(data) > LARGEST or b"\0" in data:
        return []
    text = data.decode("utf-8", "replace")
    for kind, mark, read in _READERS:
        if mark.search(text):
            try:
                found = list(read(text))
            except (ValueError, TypeError, AttributeError, KeyError, RecursionError, yaml.YAMLError):
                continue
            if found:
                return [Setting(kind, name, days) for name, days in found]
    return []


_SCRIPT = re.compile(
    r"^\s*(?:pre|post)rotate\b.*?^\s*endscript\b|^\s*(?:first|last)action\b.*?^\s*endscript\b", re.M | re.S
)
_PERIODS = {"hourly": 1 / 24, "daily": 1.0, "weekly": 7.0, "monthly": 31.0, "yearly": 366.0}


def _logrotate(text: str) -> Iterator[Found]:
    """One for each block of files; what stands before a block holds for all after it."""
    general: dict[str, str] = {}
    own: dict[str, str] | None = None
    name, waiting = "", ""
    for raw in _SCRIPT.sub("", text).splitlines():
        line = raw.split("#")[0].strip()
        words = line.rstrip("{").split()
        if line.endswith("{"):
            own, name = dict(general), " ".join([waiting, *words]).strip()
            waiting = ""
        elif line == "}" and own is not None:
            if "rotate" in own or "maxage" in own:
                yield name, _rotated(own)
            own = None
        elif line.startswith(("/", '"/')):
            waiting = f"{waiting} {line}".strip()
        elif words:
            (general if own is None else own).update(_told(words))
    if "rotate" in general:
        yield "*", _rotated(general)


def _told(words: list[str]) -> dict[str, str]:
    """What a line says; of a period and a size, the one said last holds."""
    if words[0] in _PERIODS or words[0] == "size":
        return {"period": words[0]}
    return {words[0]: words[1]} if words[0] in ("rotate", "maxage") and len(words) > 1 else {}


def _rotated(told: Mapping[str, str]) -> float | None:
    by_age = [float(told["maxage"])] if told.get("maxage", "").isdigit() else []
    counted = told.get("rotate", "").isdigit() and told.get("period") in _PERIODS
    by_count = [int(told["rotate"]) * _PERIODS[told["period"]]] if counted else []
    return min([*by_age, *by_count], default=None)


_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-zA-Zμ]*)")
_UNITS = {
    **dict.fromkeys(("", "s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
    **dict.fromkeys(("w", "week", "weeks"), 604_800.0),
    **dict.fromkeys(("M", "month", "months"), 2_629_800.0),
    **dict.fromkeys(("y", "year", "years"), 31_557_600.0),
    "ms": 0.001,
}


def days_of(span: str) -> float | None:
    """The days of a span such as ``30d``, ``744h``, ``1month``; None for none at all (0 or what is no span: for ever)."""
    parts = _SPAN.findall(span)
    if not parts or any(unit not in _UNITS for _, unit in parts):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in parts) / 86_400 or None


def _journald(text: str) -> Iterator[Found]:
    told = dict(re.findall(r"^\s*(\w+)\s*=\s*(.*?)\s*$", text, re.MULTILINE))
    if "MaxRetentionSec" in told or "SystemMaxUse" in told:
        yield "systemd-journald", days_of(told.get("MaxRetentionSec", ""))


def _ilm(text: str) -> Iterator[Found]:
    document = json.loads(text)
    policies = {"policy": document} if "policy" in document else document
    for name, held in policies.items():
        delete = held["policy"]["phases"].get("delete")
        if delete is not None:
            yield name, days_of(str(delete.get("min_age", "0ms"))) or 0.0


def _ism(text: str) -> Iterator[Found]:
    document = json.loads(text)
    held = document.get("policies", [document])
    for one in held:
        policy = one["policy"]
        states = {state["name"]: state for state in policy["states"]}
        deleting = {name for name, state in states.items() if any("delete" in a for a in state.get("actions") or ())}
        if deleting:
            reached = _reached(states, policy.get("default_state", next(iter(states))), 0.0, frozenset())
            ages = [age for name, age in reached if name in deleting]
            yield str(one.get("_id") or policy.get("policy_id") or "policy"), min(ages, default=None)


def _reached(states: Mapping[str, Any], name: str, age: float, before: frozenset[str]) -> Iterator[tuple[str, float]]:
    """The states that an index comes to from one, and at which age in days, on ways that go by its age alone."""
    yield name, age
    for way in states[name].get("transitions") or () if name in states and name not in before else ():
        conditions = way.get("conditions") or {}
        if conditions.keys() <= {"min_index_age", "min_rollover_age"}:
            asked = (days_of(str(asked)) or 0.0 for asked in conditions.values())
            yield from _reached(states, way["state_name"], max([age, *asked]), before | {name})


def _sls(text: str) -> Iterator[Found]:
    document = json.loads(text)
    for one in document.get("logstores", [document]) if isinstance(document, dict) else document:
        days = int(one["ttl"])
        yield str(one.get("logstoreName") or one.get("name") or "logstore"), None if days >= 3650 else float(days)


def _loki(text: str) -> Iterator[Found]:
    document = yaml12.load(text)
    while isinstance(document.get("loki"), dict):  # the values of a chart
        document = document["loki"]
    limits, tables = document.get("limits_config") or {}, document.get("table_manager") or {}
    by_compactor = (document.get("compactor") or {}).get("retention_enabled", False)
    if "retention_period" in limits and by_compactor:
        yield "loki", days_of(str(limits["retention_period"]))
        for stream in limits.get("retention_stream") or ():
            yield str(stream.get("selector", "stream")), days_of(str(stream["period"]))
    if tables.get("retention_deletes_enabled"):
        yield "loki table_manager", days_of(str(tables.get("retention_period", "0s")))


_READERS: tuple[tuple[str, re.Pattern[str], Callable[[str], Iterator[Found]]], ...] = (
    ("journald", re.compile(r"^\s*\[Journal\]\s*$", re.MULTILINE), _journald),
    ("elasticsearch_ilm", re.compile(r'^\s*\{.*"phases"\s*:', re.DOTALL), _ilm),
    ("opensearch_ism", re.compile(r'^\s*\{.*"states"\s*:.*"transitions"\s*:', re.DOTALL), _ism),
    (
        "sls",
        re.compile(
            r'^\s*[\[{].*"(?:logstoreName|shardCount)"\s*:.*"ttl"|^\s*[\[{].*"ttl"\s*:.*"(?:logstoreName|shardCount)"',
            re.DOTALL,
        ),
        _sls,
    ),
    ("loki", re.compile(r"^\s*(?:limits_config|table_manager|compactor):\s*(?:#.*)?$", re.MULTILINE), _loki),
    ("logrotate", re.compile(r"^\s*(?:rotate\s+-?\d+|maxage\s+\d+)\s*(?:#.*)?$", re.MULTILINE), _logrotate),
)
