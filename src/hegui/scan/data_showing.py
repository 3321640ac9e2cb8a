"""The answer of ``hegui scan data`` for a terminal: a line a field that holds something, what it decides, what was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hegui.recognise.pi.kinds import KIND
from hegui.scan.frame import MOST, ending, listed
from hegui.text import COLON, Lang, Text

CLASS = {
    "credential": Text("credential", "鉴别信息"),
    "sensitive_personal": Text("sensitive", "敏感"),
    "personal": Text("personal", "个人信息"),
    "none": Text("none", "无"),
}
STORED = {
    "plain": Text("plain", "明文"),
    "masked": Text("masked", "脱敏"),
    "hashed": Text("hashed", "哈希"),
    "encrypted": Text("encrypted", "加密"),
    "unknown": Text("form unknown", "形式不明"),
}
_FINDINGS = Text("Findings", "发现")
_WHOLE = Text("the text", "全文")


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer as text."""
    lines: list[str] = []
    holding = [
        asset for asset in result["assets"] if asset["backups"] or any(field["kinds"] for field in asset["fields"])
    ]
    for asset in holding:
        lines += [*_asset(asset, lang), ""]
    if empty := len(result["assets"]) - len(holding):
        lines += [
            Text(f"{empty:,} tables or texts hold none that this can see.", f"另有 {empty:,} 处未发现个人信息。").in_(
                lang
            ),
            "",
        ]
    findings = [f"{one['where']}{COLON[lang]}{one['reason'][lang]}" for one in result["findings"]]
    lines += listed(_FINDINGS, findings, lang)
    return "\n".join([*lines, *ending(result, lang)]).rstrip() + "\n"


def _asset(asset: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    rows = Text(f"{asset['rows']:,} rows", f"{asset['rows']:,} 行").in_(lang)
    if asset["examined"] < asset["rows"]:
        share = f"{100 * asset['missed_at_most']:.2g}%"
        rows += Text(
            f", {asset['examined']:,} read, at most {share} of rows hold something unseen",
            f"，已读 {asset['examined']:,} 行，未见内容至多占 {share}",
        ).in_(lang)
    yield (
        f"{asset['path']}  ({asset['kind']}; {rows})" if lang == "en" else f"{asset['path']}（{asset['kind']}；{rows}）"
    )
    if backups := asset["backups"]:
        last = backups["last_success"] or Text("none", "无").in_(lang)
        yield Text(
            f"  {backups['count']:,} backups by {backups['tool']}, {backups['failed']} failed, last success {last}",
            f"  {backups['tool']} 备份 {backups['count']:,} 次，失败 {backups['failed']} 次，最近成功于 {last}",
        ).in_(lang)
    found = [field for field in asset["fields"] if field["kinds"]]
    for field in found[:MOST]:
        name = field["name"] or _WHOLE.in_(lang)
        mark = {"credential": "!", "sensitive_personal": "!", "personal": "·"}.get(field["class"], " ")
        kinds = (", " if lang == "en" else "、").join(_kind(kind, lang) for kind in field["kinds"][:6])
        yield (
            f"  {mark} {name}: {CLASS[field['class']].in_(lang)}, {STORED[field['stored']].in_(lang)} — {kinds}"
            if lang == "en"
            else (f"  {mark} {name}：{CLASS[field['class']].in_(lang)}，{STORED[field['stored']].in_(lang)}——{kinds}")
        )
    if len(found) > MOST:
        yield Text(f"  … and {len(found) - MOST} more fields", f"  …另有 {len(found) - MOST} 个字段").in_(lang)


def _kind(kind: Mapping[str, Any], lang: Lang) -> str:
    sample = f" {kind['sample']}" if kind["sample"] else ""
    return f"{KIND[kind['kind']].title.in_(lang)} {kind['count']:,}{sample}"
