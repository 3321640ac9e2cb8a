"""A scanner's report as counts: which tool, when, how many targets, what passed and failed, and its findings in its own severities."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import dates, yaml12
from hegui.evidence.files import Unreadable
from hegui.evidence.scans.tree import Tree, all_at, first_at, tree_of
from hegui.recognise.encodings import decode

LONGEST_ID = 120
_ADVISORY = re.compile(r"(?:CVE|GHSA|CNVD|CNNVD|PYSEC|RHSA|DSA|ALAS|MAL|GO|RUSTSEC)-[0-9A-Za-z-]{3,40}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a tool: its id, and the tool's own word for how grave it is."""

    id: str
    severity: str


@dataclass(slots=True)
class Report:
    """One scanner's report; ``targets`` is None where the format does not say what was looked at."""

    tool: str
    format: str
    at: datetime | None
    targets: int | None
    found: list[Found]
    results: dict[str, int] = field(default_factory=lambda: {"pass": 0, "fail": 0, "error": 0, "other": 0})


@cache
def formats() -> dict[str, dict[str, Any]]:
    """The formats of ``formats.yaml``, in their order."""
    text = files("hegui.evidence.scans").joinpath("formats.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml12.load(text)
    return found


def read(data: bytes) -> Report:
    """The report in these bytes; Unreadable where they are no report that is known, or a damaged one."""
    try:
        tree = tree_of(data)
    except Unreadable:
        if report := _of_text(data):
            return report
        raise
    for name, spec in formats().items():
        if spec["reads"] == "tree" and _is_tree(tree, spec):
            return _of_tree(name, spec, tree)
    raise Unreadable("no_scan_format")


def _is_tree(tree: Tree, spec: Mapping[str, Any]) -> bool:
    if spec.get("list") and not isinstance(tree, list):
        return False
    if not all(next(all_at(tree, path), None) is not None for path in spec["is"]):
        return False
    return all(first_at(tree, path) in values for path, values in spec.get("has", {}).items())


def _of_tree(name: str, spec: Mapping[str, Any], tree: Tree) -> Report:
    found = [one for group in spec["findings"] for one in _findings(tree, group)]
    report = Report(
        tool=str(first_at(tree, spec["tool_at"]) or spec["tool"]) if "tool_at" in spec else spec["tool"],
        format=name,
        at=_moment(first_at(tree, spec.get("at", []))),
        targets=_targets(tree, spec.get("targets")),
        found=found,
    )
    if results := spec.get("results"):
        outcomes = (first_at(one, results["outcome"]) for one in all_at(tree, results["each"]))
        _count(report, results, (results.get("default") if o is None else o for o in outcomes))
    else:
        report.results["fail"] = len(found)
    return report


def _findings(tree: Tree, group: Mapping[str, Any]) -> Iterator[Found]:
    seen: set[tuple[str, ...]] = set()
    elsewhere = _severities(tree, group.get("look"))
    for holder, node in _pairs(tree, group):
        if not _counts(node, group):
            continue
        if keys := group.get("distinct"):
            key = tuple(str(first_at(node, path)) for path in keys)
            if key in seen:
                continue
            seen.add(key)
        identity = group.get("id_is") or (
            first_at(node, group["id_of"]) if "id_of" in group else first_at(holder, group["id"])
        )
        severity = (
            group.get("severity_is")
            or first_at(holder, group.get("severity", []))
            or elsewhere.get(str(identity).lower())
            or group.get("severity_else")
        )
        yield Found(_short(identity), _short(severity))


def _severities(tree: Tree, look: Mapping[str, Any] | None) -> dict[str, Tree]:
    """The severities that stand elsewhere in a report, by the id of the finding."""
    if look is None:
        return {}
    pieces = (one for path in look["each"] for one in all_at(tree, path))
    return {str(first_at(one, look["key"])).lower(): first_at(one, look["value"]) for one in pieces}


def _pairs(tree: Tree, group: Mapping[str, Any]) -> Iterator[tuple[Tree, Tree]]:
    """Each finding with the node that names it: itself, or the one above it where ``up`` says which."""
    if isinstance(tree, Mapping) and group["each"] == "[]":
        yield tree, tree
        return
    if "up" not in group:
        yield from ((node, node) for node in all_at(tree, group["each"]))
        return
    rest = group["each"].removeprefix(group["up"] + ".")
    for holder in all_at(tree, group["up"]):
        if not all(_value(holder, path) in values for path, values in group.get("up_where", {}).items()):
            continue
        yield from ((holder, node) for node in all_at(holder, rest))


def _counts(node: Tree, group: Mapping[str, Any]) -> bool:
    if "with" in group and first_at(node, group["with"]) is None:
        return False
    if "without" in group and first_at(node, group["without"]) is not None:
        return False
    if not all(_value(node, path) in values for path, values in group.get("where", {}).items()):
        return False
    if any(_value(node, path) in values for path, values in group.get("unless", {}).items()):
        return False
    return all(any(v in values for v in all_at(node, path)) for path, values in group.get("some", {}).items())


def _value(node: Tree, path: str) -> Tree:
    return next(all_at(node, path), None)


def _targets(tree: Tree, spec: Mapping[str, Any] | None) -> int | None:
    if spec is None:
        return None
    found = [tree] if isinstance(tree, Mapping) and spec["each"] == "[]" else list(all_at(tree, spec["each"]))
    if spec.get("number"):
        return int(found[0]) if found and isinstance(found[0], int) else None
    if keys := spec.get("of"):
        return len({tuple(str(first_at(one, key)) for key in keys) for one in found})
    return len(found)


def _of_text(data: bytes) -> Report | None:
    text = decode(data)
    if text is None:
        return None
    for name, spec in formats().items():
        if spec["reads"] == "table" and (rows := _table(text, spec)) is not None:
            return _of_table(name, spec, rows)
        if spec["reads"] == "lines" and all(re.search(pattern, text, re.MULTILINE) for pattern in spec["is"]):
            return _of_lines(name, spec, text)
    return None


def _table(text: str, spec: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """The rows under the headings of a format; None where the first line is not of it."""
    head = text[:2000].splitlines()[0] if text.strip() else ""
    if not all(heading in next(csv.reader([head]), []) for heading in spec["is"]):
        return None
    try:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(io.StringIO(text))]
    except csv.Error:
        raise Unreadable("damaged_table") from None


def _of_table(name: str, spec: Mapping[str, Any], rows: Sequence[Mapping[str, str]]) -> Report:
    (group,) = spec["findings"]
    found = []
    seen: set[tuple[str | None, ...]] = set()
    for row in rows:
        key = tuple(row.get(k) for k in group.get("distinct", ()))
        other = any(row.get(k) in values for k, values in group.get("unless", {}).items())
        if other or not row.get(group["id"]) or (key and key in seen):
            continue
        seen.add(key)
        split = row.get(group["split"], "").split() if "split" in group else []
        found += [Found(_short(i), _short(row.get(group["severity"]))) for i in split or [row.get(group["id"], "")]]
    report = Report(
        tool=spec["tool"],
        format=name,
        at=next((_moment(row.get(key)) for row in rows for key in spec.get("at", [])), None),
        targets=len({tuple(row.get(k, "") for k in spec["targets"]["of"]) for row in rows}),
        found=found,
    )
    if results := spec.get("results"):
        _count(report, results, (row.get(results["outcome"]) for row in rows))
    else:
        report.results["fail"] = len(found)
    return report


def _of_lines(name: str, spec: Mapping[str, Any], text: str) -> Report:
    matches = (m.groupdict() for pattern in spec["findings"] for m in re.finditer(pattern, text, re.MULTILINE))
    found = [Found(_short(m.get("id")), _short(m.get("severity"))) for m in matches]
    moments = (m["at"] for pattern in spec.get("at", []) if (m := re.search(pattern, text, re.MULTILINE)))
    number = re.search(spec["targets"], text, re.MULTILINE) if "targets" in spec else None
    report = Report(spec["tool"], name, _moment(next(moments, None)), int(number["number"]) if number else None, found)
    if results := spec.get("results"):
        _count(report, results, (m["outcome"] for m in re.finditer(results["each"], text, re.MULTILINE)))
    else:
        report.results["fail"] = len(found)
    return report


def _count(report: Report, spec: Mapping[str, Any], outcomes: Iterable[Any]) -> None:
    sorts = {word: sort for sort in ("pass", "fail", "error") for word in spec[sort]}
    for outcome in outcomes:
        report.results[sorts.get(outcome, "other")] += 1


def _short(value: Tree) -> str:
    """A finding's id or severity as one short word: of a long text the advisory it names."""
    text = "" if value is None or isinstance(value, (Mapping, list)) else str(value).strip()
    if len(text) > LONGEST_ID or "://" in text:
        named = _ADVISORY.search(text)
        return named[0] if named else text[:LONGEST_ID]
    return text


def _moment(value: Tree) -> datetime | None:
    """When a scan was done, from what tools write: ISO, epochs, and the forms of C and e-mail; None where it is none of them."""
    from email.utils import parsedate_to_datetime

    text = str(value or "").strip()
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return _in_zone(datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text)))
    except ValueError:
        pass
    for form in (
        "%a %b %d %H:%M:%S %Y",
        "%a, %d %b %Y %H:%M:%S",
        "%Y:%m:%d %H:%M:%S",
        "%Y-%m-%d %H:%M:%S %z",
        "%a %b %d %H:%M:%S %Z %Y",
        "%Y%m%dT%H%M%S",
    ):
        try:
            return _in_zone(
                datetime.strptime(text[:40] if form[-1] != "S" else re.sub(r"(?<=T\d{6})\d+", "", text), form)
            )
        except ValueError:
            continue
    try:
        return _in_zone(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        return None


def _in_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dates.SHANGHAI)
