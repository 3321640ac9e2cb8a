"""``hegui scan sbom``: what products are made of, which known flaws stand in it, and since when somebody knew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hegui.dates import SHANGHAI, today
from hegui.errors import InputError
from hegui.evidence.sbom import collector
from hegui.scan.frame import Progress, Row, ending, framed, gather, rows, shown
from hegui.text import Lang, Text

GONE = ("not_affected", "fixed")  # what a maker says of flaws that are not open


def scan(
    paths: Sequence[str],
    *,
    advisories: Sequence[str] = (),
    on: date | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The lists of parts at *paths* held against *advisories*, as the JSON of ``hegui scan sbom``; InputError where a path is not there."""
    for path in advisories:
        if not Path(path).exists():
            raise InputError(f"{path}: there is no such file or folder", f"{path}：文件或文件夹不存在")
    options = {"advisories": [str(Path(path).absolute()) for path in advisories]}
    facts = gather(collector, paths, engine=engine, cache=cache and not advisories, progress=progress, options=options)
    boms = [
        {
            "path": shown(paths, row, "bom"),
            "format": row["format"],
            "version": row["version"],
            "valid": row["valid"],
            "components": row["components"],
            "parts": row["parts"],
        }
        for row in rows(facts, "bom")
    ]
    flaws = [_flaw(row, on or today()) for row in rows(facts, "bom_flaw")]
    return framed(collector, facts, paths, "boms", boms, {"vulnerabilities": flaws})


def _flaw(row: Row, on: date) -> Row:
    known: datetime | None = row["known_since"]
    open_days = (on - known.astimezone(SHANGHAI).date()).days if known and row["status"] not in GONE else None
    return {
        "id": row["id"],
        "aliases": row["aliases"],
        "component": row["component"],
        "version": row["version"],
        "severity": row["severity"],
        "published": _day(row["published"]),
        "known_since": _day(known),
        "fixed_in": row["fixed_in"],
        "days_open": open_days if open_days is None or open_days >= 0 else None,
        "status": row["status"],
    }


def _day(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat() if moment else None


_BOM = Text(
    "{path}: {format} {version}, {valid}, {components} components",
    "{path}：{format} {version}，{valid}，组件 {components} 个",
)
_VALID = {
    True: Text("keeps to its schema", "符合规范"),
    False: Text("breaks its schema", "不符合规范"),
    None: Text("not checked: too large, or no validator for this version", "未校验：文件过大或者该版本无校验器"),
}
_FLAW = Text(
    "  {component} {version}: {id} {severity}, published {published}, known since {known_since}, fixed in {fixed_in}{status}",
    "  {component} {version}：{id} {severity}，公开 {published}，知悉 {known_since}，修复版本 {fixed_in}{status}",
)
_NOT_SAID = Text("not said", "未载明")
_NONE = Text("No known flaw in the advisories given.", "所提供的公告中未见已知漏洞。")


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal."""
    unsaid = _NOT_SAID.in_(lang)
    lines = [_BOM.in_(lang).format(**{**one, "valid": _VALID[one["valid"]].in_(lang)}) for one in result["boms"]]
    for flaw in result["vulnerabilities"]:
        said = {key: value or unsaid for key, value in flaw.items()}
        said |= {key: str(said[key])[:10] if flaw[key] else unsaid for key in ("published", "known_since")}
        said["status"] = f" [{flaw['status']}]" if flaw["status"] else ""
        lines.append(_FLAW.in_(lang).format(**said))
    if not result["vulnerabilities"]:
        lines.append(_NONE.in_(lang))
    return "\n".join([*lines, *ending(result, lang)])
