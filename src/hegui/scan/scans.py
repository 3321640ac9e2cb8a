"""``hegui scan scans``: what the reports of scanners say, each in its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hegui.dates import SHANGHAI
from hegui.evidence.scans import collector
from hegui.scan.frame import Progress, Row, by, ending, framed, gather, rows, shown
from hegui.text import Lang, Text


def scan(
    paths: Sequence[str], *, engine: str = "local", cache: bool = True, progress: Progress | None = None
) -> dict[str, Any]:
    """The reports at *paths*, as the JSON of ``hegui scan scans``; InputError where nothing is there."""
    facts = gather(collector, paths, engine=engine, cache=cache, progress=progress)
    found = by(facts, "scan_finding", "source", "report")
    reports = [
        {"path": shown(paths, row, "report"), **_report(row, found[row["source"], row["report"]])}
        for row in rows(facts, "scan_report")
    ]
    return framed(collector, facts, paths, "scans", reports)


def _report(row: Row, found: list[Row]) -> Row:
    severities: Counter[str] = Counter()
    for one in found:
        severities[one["severity"]] += one["count"]
    return {
        "tool": row["tool"],
        "format": row["format"],
        "at": row["at"].astimezone(SHANGHAI).isoformat() if row["at"] else None,
        "targets": row["targets"],
        "results": {"pass": row["passed"], "fail": row["failed"], "error": row["errors"], "other": row["other"]},
        "findings": row["findings"],
        "by_severity": dict(sorted(severities.items())),
    }


_LINE = Text(
    "{path}\n  {tool}, {at}; targets: {targets}; passed {passed}, failed {failed}, error {error}, other {other}; findings: {findings}{severities}",
    "{path}\n  {tool}，{at}；扫描目标：{targets}；通过 {passed}，未通过 {failed}，出错 {error}，其他 {other}；问题：{findings}{severities}",
)
_NOT_SAID = Text("not said", "未载明")


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal."""
    unsaid = _NOT_SAID.in_(lang)
    lines = []
    for one in result["scans"]:
        outcome = one["results"]
        words = [f"{severity or unsaid} {count}" for severity, count in one["by_severity"].items()]
        lines.append(
            _LINE.in_(lang).format(
                path=one["path"],
                tool=one["tool"],
                at=one["at"] or unsaid,
                targets=unsaid if one["targets"] is None else one["targets"],
                passed=outcome["pass"],
                failed=outcome["fail"],
                error=outcome["error"],
                other=outcome["other"],
                findings=one["findings"],
                severities=f" ({', '.join(words)})"
                if words and lang == "en"
                else f"（{'、'.join(words)}）"
                if words
                else "",
            )
        )
    return "\n".join([*lines, *ending(result, lang)])
