"""The evidence register: sources with what was examined of them, and the exhibits that findings rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from hegui.dossier import Dossier

Row = Mapping[str, Any]


def exhibits(findings: Sequence[Row]) -> list[Row]:
    """Every exhibit that findings show, once, with ``used`` saying for how many; the most used first."""
    rows: dict[tuple[str, str], Row] = {}
    used: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        for exhibit in finding["exhibits"]:
            key = (exhibit["source"], exhibit["locator"])
            rows[key] = exhibit
            used[key] += 1
    return [{**rows[key], "used": n} for key, n in sorted(used.items(), key=lambda item: (-item[1], item[0]))]


def sources(d: Dossier) -> list[Row]:
    """The declared sources, each with its ``coverage`` rows, how it was read (``reading``) and the subjects it is ``about``."""
    coverage: dict[str, list[Row]] = defaultdict(list)
    for row in d.document.get("coverage", ()):
        coverage[row["source"]].append(row)
    reading = {row["source"]: row for row in d.document.get("reading", ())}
    about: dict[str, list[str]] = defaultdict(list)
    for row in d.facts("source_about").to_pylist():
        about[row["source"]].append(row["subject"])
    return [
        {
            **source,
            "coverage": coverage[source["source"]],
            "reading": reading.get(source["source"]),
            "about": about[source["source"]],
        }
        for source in d.document.get("sources", ())
    ]
