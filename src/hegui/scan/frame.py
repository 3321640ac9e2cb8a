"""What the scan verbs share: reading paths with one collector, and the frame of the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hegui.engine import Collector, Source, run
from hegui.evidence.wording import why
from hegui.facts import Facts
from hegui.text import COLON, Lang, Text

OPERATOR = "scan"
Row = dict[str, Any]
Progress = Callable[[str, int, int], None]  # what, done, of


def gather(
    collector: Collector,
    paths: Sequence[str],
    *,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
    options: Mapping[str, Any] | None = None,
) -> Facts:
    """The facts of files and folders, one source a path; one that is not there is a row in ``unreadable``."""
    taken_at = datetime.now(UTC)
    sources = [
        Source(
            OPERATOR, str(n), collector.kind, str(Path(path).absolute()), path, taken_at=taken_at, options=options or {}
        )
        for n, path in enumerate(paths)
    ]
    return run(collector, sources, engine, cache, progress).facts


def framed(
    collector: Collector, facts: Facts, paths: Sequence[str], name: str, things: list[Row], more: Row | None = None
) -> Row:
    """The JSON of a scan: the things found, what could not be read, how much was, and what the collector cannot see."""
    coverage = rows(facts, "coverage")
    return {
        name: things,
        **(more or {}),
        "unreadable": [
            {"path": shown(paths, row), "reason": why(row["reason"]).as_json()} for row in rows(facts, "unreadable")
        ],
        "coverage": {
            "unit": "files",
            "population": sum(row["population"] for row in coverage if row["unit"] == "files"),
            "examined": sum(row["examined"] for row in coverage if row["unit"] == "files"),
            "how": "all",
            "skipped": [{"what": row["what"], "why": why(row["why"]).as_json()} for row in rows(facts, "skipped")],
        },
        "blind_spots": [text.as_json() for text in collector.blind_spots],
    }


def shown(paths: Sequence[str], row: Row, column: str = "path") -> str:
    """The place of a row as its reader gave it: the path itself, or what lies below the folder."""
    given = Path(paths[int(row["source"])])
    return str(given / row[column]) if given.is_dir() and row[column] != str(given) else str(given)


def rows(facts: Facts, table: str) -> list[Row]:
    """The rows of a fact table; none where the table is not there."""
    return facts[table].to_pylist() if table in facts else []


def by(facts: Facts, table: str, *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    """The rows of a fact table by some of their columns."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows(facts, table):
        found[tuple(row[key] for key in keys)].append(row)
    return found


def ending(result: Mapping[str, Any], lang: Lang) -> list[str]:
    """The lines that end every scan on a terminal: how much was read, what could not be or was passed over, the blind spots."""
    colon, coverage = COLON[lang], result["coverage"]
    return [
        _READ[coverage["unit"]].in_(lang).format(**coverage),
        "",
        *listed(_UNREADABLE, [f"{one['path']}{colon}{one['reason'][lang]}" for one in result["unreadable"]], lang),
        *listed(_SKIPPED, [f"{one['what']}{colon}{one['why'][lang]}" for one in coverage["skipped"]], lang),
        *listed(_BLIND_SPOTS, [spot[lang] for spot in result["blind_spots"]], lang),
    ]


def listed(title: Text, entries: Sequence[str], lang: Lang) -> list[str]:
    """A title with its entries below it, the first of many; nothing where there is none."""
    if not entries:
        return []
    more = [_MORE.in_(lang).format(n=len(entries) - MOST)] if len(entries) > MOST else []
    return [title.in_(lang), *(f"  {entry}" for entry in (*entries[:MOST], *more)), ""]


MOST = 20  # entries of a list on a terminal; the JSON has them all
_READ = {
    "files": Text("Files read: {examined} of {population}.", "已读取文件：{examined}／{population}。"),
    "pages": Text("Pages seen: {examined} of {population}.", "已查看页面：{examined}／{population}。"),
}
_UNREADABLE = Text("Could not be read", "无法读取")
_SKIPPED = Text("Passed over", "已跳过")
_BLIND_SPOTS = Text("What this scan cannot see", "本次扫描的局限")
_MORE = Text("… and {n} more", "……另有 {n} 项")
