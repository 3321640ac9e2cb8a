"""``hegui scan data``: where personal information lies in files and databases, and in which form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hegui.dates import SHANGHAI, today
from hegui.engine import Source, places, run
from hegui.errors import InputError
from hegui.evidence.data import collector, databases, words
from hegui.evidence.data.examining import DEPTHS
from hegui.evidence.files import Unreadable, read_whole
from hegui.evidence.wording import why
from hegui.facts import Facts
from hegui.scan.data_findings import findings, quantities
from hegui.scan.frame import OPERATOR, Progress, Row, by, rows
from hegui.text import Lang, Text


def scan(
    paths: Sequence[str],
    *,
    depth: str = "sample",
    engine: str = "local",
    on: date | None = None,
    cache: bool = True,
    spans: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What the files and databases at *paths* hold, as the JSON of ``hegui scan data``.

    What is found does not depend on *on* (default: today), the articles of the findings do. With *spans* the answer is
    ``{"spans": iterator of JSON objects}`` instead. Raises InputError where an option cannot be used, and
    of *spans* where a file cannot be read.
    """
    if depth not in DEPTHS:
        raise InputError(
            f"--depth {depth!r} is unknown; give names, sample or full",
            f"--depth 的“{depth}”无法识别；请用 names、sample 或 full",
        )
    if spans:
        return {"spans": _spans(paths)}
    taken_at = datetime.now(UTC)
    sources = [
        Source(OPERATOR, str(n), "data", *_place(path), taken_at=taken_at, options={"depth": depth, "hash": False})
        for n, path in enumerate(paths)
    ]
    facts = run(collector, sources, engine, cache, progress).facts
    assets = _assets(facts)
    coverage = rows(facts, "coverage")
    return {
        "assets": assets,
        "findings": [finding for asset in assets for finding in findings(asset, on or today())],
        "quantities": quantities(assets, on or today()),
        "unreadable": [
            {"path": row["path"], "reason": _why(row["reason"]).as_json()} for row in rows(facts, "unreadable")
        ],
        "coverage": {
            "unit": "files",
            "population": sum(row["population"] for row in coverage),
            "examined": sum(row["examined"] for row in coverage),
            "how": depth,
            "rows": {"population": sum(a["rows"] for a in assets), "examined": sum(a["examined"] for a in assets)},
            "skipped": [],
        },
        "blind_spots": [text.as_json() for text in collector.blind_spots],
    }


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal; of ``spans`` as JSON lines."""
    if "spans" in result:
        return "".join(json.dumps(span, ensure_ascii=False) + "\n" for span in result["spans"])
    from hegui.scan.data_showing import render

    return render(result, lang)


def _place(path: str) -> tuple[str, str]:
    """Where to read, and what may be shown of it."""
    if databases.is_address(path):
        return path, databases.shown(path)
    return (path, places.shown(path)) if places.is_url(path) else (str(Path(path).absolute()), path)


def _assets(facts: Facts) -> list[dict[str, Any]]:
    kinds = by(facts, "data_kind", "source", "asset", "position")
    fields = by(facts, "data_field", "source", "asset")
    backups = by(facts, "data_backup", "source", "asset")
    return [
        {
            "path": row["asset"],
            "kind": row["kind"],
            "rows": row["rows"],
            "bytes": row["bytes"],
            "examined": row["examined"],
            "missed_at_most": row["missed_share"],
            "persons": row["persons"],
            "children": row["children"],
            "backups": _backups(backups[row["source"], row["asset"]]),
            "fields": [
                _field(f, kinds[f["source"], f["asset"], f["position"]]) for f in fields[row["source"], row["asset"]]
            ],
        }
        for row in rows(facts, "data_asset")
    ]


def _backups(listing: list[Row]) -> dict[str, Any] | None:
    """Of a listing of backups: how many, and the last that succeeded; None of anything else."""
    if not listing:
        return None
    ended = [row["finished_at"] for row in listing if row["succeeded"] and row["finished_at"]]
    last = max(ended).astimezone(SHANGHAI).isoformat() if ended else None
    return {
        "tool": listing[0]["tool"],
        "count": len(listing),
        "failed": sum(not row["succeeded"] for row in listing),
        "last_success": last,
    }


def _field(row: Row, kinds: list[Row]) -> dict[str, Any]:
    field = {
        "name": row["field"],
        "kinds": [
            {key: kind[key] for key in ("kind", "count", "valid", "sensitive", "whole", "sample")} for kind in kinds
        ],
        "class": row["class"],
        "confidence": row["confidence"],
        "because": Text(row["because_en"], row["because_zh"]).as_json(),
        "stored": row["stored"],
        "stored_confidence": row["stored_confidence"],
        "children": row["children"],
        "first": row["first"].isoformat() if row["first"] else None,
        "last": row["last"].isoformat() if row["last"] else None,
        "marked_deleted": row["marked_deleted"],
    }
    if row["algorithm"]:
        field["hash"] = {"algorithm": row["algorithm"], "weak": row["weak"], "salted": row["salted"]}
    return field


def _spans(paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every span of every text file, by line and character; of other files nothing."""
    from hegui.recognise.pi import spans

    for path in paths:
        if places.is_url(path):
            raise InputError(
                f"{places.shown(path)}: --spans reads files of this machine; scan it without",
                f"{places.shown(path)}：--spans 仅读取本机文件；请直接扫描",
            )
        names = sorted(p for p in Path(path).rglob("*") if p.is_file()) if Path(path).is_dir() else [Path(path)]
        for name in names:
            for span in spans(_whole(name), prose=True):
                yield {"path": str(name), **span._asdict()}


def _why(code: str) -> Text:
    """The words of this collector for a reason; others have their own for the same codes."""
    return words()["unreadable"].get(code) or why(code)


def _whole(path: Path) -> bytes:
    try:
        return read_whole(path)
    except Unreadable as problem:
        if problem.reason == "empty_file":
            return b""
        reason = _why(problem.reason)
        raise InputError(f"{path}: {reason.en}", f"{path}：{reason.zh}") from None
