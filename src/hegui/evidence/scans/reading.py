"""A scanner's report as counts: which tool, when, how many targets, what passed and failed, and its findings in its own severities."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
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
_LONGEST_HEAD = 20_000  # of a table: what stands before its rows
_FIRST_LINES = 10
_GRADES = {"critical": 0, "high": 1, "medium": 2, "moderate": 2, "low": 3}
_NOTES = frozenset(
    {"info", "information", "informational", "note", "notice", "none", "log", "good", "secure", "normal"}
)
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
        _count_found(report)
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
        identity = group.get("id_is") or first_at(node, group["id"]) or first_at(holder, group["id"])
        severity = (
            group.get("severity_is")
            or _gravest(node, group)
            or _gravest(holder, group)
            or elsewhere.get(str(identity).lower())
            or group.get("severity_else")
        )
        several = str(first_at(node, group["split"]) or "").split() if "split" in group else ()
        yield from (Found(_short(one), _grade(severity)) for one in several or [identity])


def _gravest(node: Tree, group: Mapping[str, Any]) -> Tree:
    """The severity that a finding carries; of several ratings in known words the gravest, of others the first."""
    paths = group.get("severity", [])
    for path in [paths] if isinstance(paths, str) else paths:
        if said := [value for value in all_at(node, path) if value not in (None, "")]:
            return min(said, key=lambda value: _GRADES.get(str(value).lower(), len(_GRADES)))
    return None


def _severities(tree: Tree, look: Mapping[str, Any] | None) -> dict[str, Tree]:
    """The severities that stand elsewhere in a report, by the id of the finding."""
    if look is None:
        return {}
    pieces = (one for path in look["each"] for one in all_at(tree, path))
    return {str(key).lower(): first_at(one, look["value"]) for one in pieces for key in all_at(one, look["key"])}


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
    if any(v in values for path, values in group.get("unless", {}).items() for v in all_at(node, path)):
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
            return _of_tree(name, spec, rows)
        if spec["reads"] == "lines" and all(re.search(pattern, text, re.MULTILINE) for pattern in spec["is"]):
            return _of_lines(name, spec, text)
    return None


def _table(text: str, spec: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """The rows under the headings of a format, dots in them as underlines; None where none of the first lines is of it."""
    for line in text[:_LONGEST_HEAD].splitlines()[:_FIRST_LINES]:
        between = max(",;\t", key=line.count)
        if set(spec["is"]) <= set(next(csv.reader([line], delimiter=between), [])):
            rows = csv.DictReader(io.StringIO(text[text.index(line) :]), delimiter=between)
            try:
                return [{key.replace(".", "_"): value for key, value in row.items() if key} for row in rows]
            except csv.Error:
                raise Unreadable("damaged_table") from None
    return None


def _of_lines(name: str, spec: Mapping[str, Any], text: str) -> Report:
    matches = (m.groupdict() for pattern in spec["findings"] for m in re.finditer(pattern, text, re.MULTILINE))
    found = [Found(_short(m.get("id")), _grade(m.get("severity"))) for m in matches]
    moments = (m["at"] for pattern in spec.get("at", []) if (m := re.search(pattern, text, re.MULTILINE)))
    number = re.search(spec["targets"], text, re.MULTILINE) if "targets" in spec else None
    report = Report(spec["tool"], name, _moment(next(moments, None)), int(number["number"]) if number else None, found)
    if results := spec.get("results"):
        _count(report, results, (m["outcome"] for m in re.finditer(results["each"], text, re.MULTILINE)))
    else:
        _count_found(report)
    return report


def _count(report: Report, spec: Mapping[str, Any], outcomes: Iterable[Any]) -> None:
    sorts = {word: sort for sort in ("pass", "fail", "error") for word in spec[sort]}
    for outcome in outcomes:
        report.results[sorts.get(outcome, "other")] += 1


def _count_found(report: Report) -> None:
    """Where a tool lists findings only: each is a failure, but for what its own word calls a note."""
    notes = sum(one.severity.lower() in _NOTES for one in report.found)
    report.results.update(fail=len(report.found) - notes, other=notes)


def _grade(value: Tree) -> str:
    """A severity without what tools put in brackets behind it (how sure they are)."""
    return _short(value).partition(" (")[0]


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
