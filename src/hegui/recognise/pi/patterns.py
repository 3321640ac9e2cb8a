"""The patterns of ``patterns.yaml``: one pass of Hyperscan marks places, an exact pattern reads each.

Hyperscan reports where a match ends, not where it begins, and knows no look-around; both are left to the exact pattern, which sees
only a few bytes around the mark. Where Hyperscan is not installed, the standard library marks the same places, more slowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

import yaml

from hegui.recognise.pi.grouped import Hit
from hegui.recognise.pi.people import surnames
from hegui.recognise.pi.validators import Answer, validate

MACROS = {
    "<is>": r"""["'”’)]?\s{0,3}(?::|=|：|为|是|is|->|\t|\|)?\s{0,3}["'“‘(]?""",
    "<province>": "京|津|沪|渝|冀|豫|云|辽|黑|湘|皖|鲁|新|苏|浙|赣|鄂|桂|甘|晋|蒙|陕|吉|闽|贵|粤|青|藏|川|宁|琼",
    "<han>": r"(?:[\xe4-\xe9][\x80-\xbf]{2})",
    "<surname>": "(?:" + "|".join(sorted(chain(*surnames()), key=len, reverse=True)) + ")",
    "<region>": (
        "(?:(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省|"
        "内蒙古|广西|西藏|宁夏|新疆|香港|澳门|(?:北京|天津|上海|重庆|广州|深圳|杭州|南京|武汉|成都|西安|苏州|长沙|郑州|青岛|沈阳|大连|厦门|宁波|济南|合肥|福州|昆明)市?)"
    ),
    "<other_number>": r"(?i:订单|单号|流水|运单|编号|型号|物料|零件|批号|序列号|order|part|item|model|batch|sku|serial|invoice|no\.)[^\n]{0,8}$",
    "<placeholder>": (
        r"""^["']?(?:/[\w./-]*|[*xX.•●█_-]{3,}|[<$%{#\[(@].*|\\.*|.*(?:\(|\)|\$\{|\{\{|->|=>|::).*|(?i:null|none|true|false|nil|undefined|string|str|text|"""
        r"""required|optional|hidden|masked|redacted|password|passwd|pwd|placeholder|input|bytes|char|varchar.*|self\..*|os\..*|"""
        r"""process\..*|config\..*|this\..*|req\..*|request\..*|args\..*|env\..*|settings\..*|user\..*|params\..*|"""
        r"""(?:your|my|the|new|old|user|enter|confirm|change|example|example|invalid|wrong|forgot|reset)(?:[_ -].*)?|"""
        r"""incorrect|failed|error|expired|yes|no|off|on|bool.*|int|long|object|function|char.*))["']?[,;.]?$|^["']?[^\x00-\x7f]"""
    ),
    "<code>": (
        r"""(?i)x{6}|0{8}|^["']?(?:[*x.•_-]{3,}|arn:.*|(?i:null|none|true|false|undefined|self\..*|os\..*|process\..*|config\..*|this\..*|request\..*|"""
        r"""settings\..*|params\..*|args\..*|your[_-].*|example.*|placeholder.*|xxx.*|(?:[a-z]+|[0-9]{1,3})(?:[._-](?:[a-z]+|[0-9]{1,3}))*|"""
        r"""[a-z]+))["']?$"""
    ),
}
LOOK_BACK = 32
ESCAPES = rb"%[0-9A-Fa-f]{2}|\\[nrtu\"'/\\]|\xef(?:\xbc[\x90-\x99\xa0-\xba]|\xbd[\x81-\x9a])"  # what ``plain`` undoes


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of ``patterns.yaml``, compiled."""

    kind: str
    find: bytes
    read: re.Pattern[bytes]
    before: int
    after: int
    check: str | None
    refuse: re.Pattern[bytes] | None
    not_after: re.Pattern[bytes] | None
    only_after: re.Pattern[bytes] | None


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern, in the order of the file."""
    raw = yaml.load(
        files("hegui.recognise.pi").joinpath("patterns.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return tuple(_pattern(entry) for entry in raw)


class Marks(NamedTuple):
    """(pattern, end of mark) for every place where a pattern may stand, and whether the text holds escapes or wide characters."""

    places: list[tuple[int, int]]
    escaped: bool


def marked(data: bytes) -> Marks:
    """The marks of a text."""
    try:
        database = _database()
    except ImportError:
        return _marked_slowly(data)
    found: list[tuple[int, int]] = []
    append = found.append

    def note(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append((pattern, end))

    database.scan(data, match_event_handler=note)
    escape = len(patterns())
    places = [mark for mark in found if mark[0] != escape]
    return Marks(places, len(places) < len(found))


def read(data: bytes, places: Iterable[tuple[int, int]]) -> Iterator[Hit]:
    """The spans at the marks, those that a validator or a neighbouring word speaks against left out."""
    known = patterns()
    reached = [-1] * len(known)
    for number, end in places:
        if end <= reached[number]:
            continue
        pattern = known[number]
        for match in pattern.read.finditer(data, max(0, end - pattern.before), min(len(data), end + pattern.after)):
            if match.end() < end:
                continue
            if match.start() < end:
                reached[number] = match.end()
                if hit := _judged(pattern, data, match):
                    yield hit
            break


def _judged(pattern: Pattern, data: bytes, match: re.Match[bytes]) -> Hit | None:
    start, end = match.span("v" if "v" in pattern.read.groupindex else 0)
    value = data[start:end]
    if len(value) > 1 and value[:1] in b"\"'" and value[:1] == value[-1:]:
        start, end, value = start + 1, end - 1, value[1:-1]
    if pattern.refuse and pattern.refuse.search(value):
        return None
    if pattern.not_after and pattern.not_after.search(data, max(0, start - LOOK_BACK), start):
        return None
    if pattern.only_after and not pattern.only_after.search(data, max(0, start - 2 * LOOK_BACK), start):
        return None
    answer = validate(pattern.check, value.decode("utf-8", "replace")) if pattern.check else Answer.CANNOT_TELL
    return Hit(pattern.kind, start, end, answer) if answer else None


@cache
def _database() -> Any:
    import hyperscan

    database = hyperscan.Database()
    expressions = [*(pattern.find for pattern in patterns()), ESCAPES]
    flags = [*(0 for _ in patterns()), hyperscan.HS_FLAG_SINGLEMATCH]
    database.compile(expressions=expressions, ids=list(range(len(expressions))), elements=len(expressions), flags=flags)
    return database


def _marked_slowly(data: bytes) -> Marks:
    found = [(number, m.end()) for number, p in enumerate(patterns()) for m in re.finditer(p.find, data)]
    return Marks(sorted(found, key=lambda mark: mark[1]), re.search(ESCAPES, data) is not None)


def _pattern(raw: dict[str, Any]) -> Pattern:
    return Pattern(
        kind=raw["kind"],
        find=_expanded(raw["find"]),
        read=re.compile(_expanded(raw["read"])),
        before=raw["before"],
        after=raw["after"],
        check=raw.get("check"),
        **{
            name: re.compile(_expanded(raw[name])) if name in raw else None
            for name in ("refuse", "not_after", "only_after")
        },
    )


def _expanded(text: str) -> bytes:
    for macro, stands_for in MACROS.items():
        text = text.replace(macro, stands_for)
    return text.encode()
