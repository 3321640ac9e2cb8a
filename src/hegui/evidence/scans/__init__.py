"""Reports of scanners: what each tool looked at, what passed and failed, and its findings in its own severities.

Some hundred and sixty formats, described in ``formats.yaml``. Hegui runs no scanner and judges no severity: a report is evidence of a technical
measure taken at a time on so many targets, and what it did not cover stays uncovered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, merged, read_whole, sha256_of, shard_a_file
from hegui.evidence.scans.reading import read
from hegui.facts import Facts
from hegui.recognise.shapes import masked
from hegui.text import Text


class Scans:
    """Reads sources of kind ``scans``: a report, or a folder of them."""

    kind = "scans"
    version = "3"
    blind_spots: tuple[Text, ...] = (
        Text(
            "What a scanner did not look at is not in its report; the report shows no pass for it.",
            "扫描工具未检测的内容不在其报告之中，报告不能证明该部分合格。",
        ),
        Text(
            "Severities are the tool's own words; two tools may name one flaw differently.",
            "严重程度为各工具自身用语，不同工具对同一漏洞的评级可能不同。",
        ),
        Text(
            "Whether the report belongs to the declared system is said by the profile, not by the report.",
            "报告是否属于所声明的系统，以档案声明为准，报告本身不能证明。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a file."""
        return shard_a_file(source)

    def read(self, shard: Shard) -> Facts:
        """The facts of one report; a file that is none is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        path = Path(shard.source.location, shard.path) if shard.path else Path(shard.source.location)
        name = masked(shard.path or path.name)
        try:
            data = read_whole(path)
            report = read(data)
        except Unreadable as problem:
            ledger.unreadable(name, problem.reason, problem.detail)
            ledger.cover("files", 1, 0)
            return ledger.facts()
        exhibit = ledger.exhibit(name, sha256_of(data), "measured", until=report.at)
        ledger.add(
            "scan_report",
            report=name,
            tool=report.tool,
            format=report.format,
            at=report.at,
            targets=report.targets,
            passed=report.results["pass"],
            failed=report.results["fail"],
            errors=report.results["error"],
            other=report.results["other"],
            findings=len(report.found),
            exhibit=exhibit,
        )
        for found, count in sorted(Counter(report.found).items(), key=lambda one: (one[0].severity, one[0].id)):
            ledger.add(
                "scan_finding",
                report=name,
                id=masked(found.id),
                severity=found.severity,
                count=count,
                exhibit=exhibit,
            )
        ledger.cover("files", 1, 1)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all reports; one row of coverage."""
        return merged(parts)


collector = Scans()
