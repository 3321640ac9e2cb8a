"""Addresses in sentences that no label and no house number gives away: places from large to small, streets of many countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec

HAN = re.compile("[\u4e00-\u9fff]{4}")
STREET = re.compile(
    "(?:[\u4e00-\u9fff]{0,6}?(?:路|街道|街|大道|巷|胡同|镇|村|乡))?(?:[0-9A-Za-z-]{1,5}(?:号|弄|栋|幢|室|楼|单元|座|层))*"
)
BODY = re.compile("人民|法院|政府|公安|大学|公司|银行|医院|队|省委|市委|电视|日报|主场|分行|支行|机场|站|赛")
WESTERN = re.compile(
    r"\b(?:[A-ZÀ-Þ][\w'’]*(?:straat|gasse|strasse|straße|weg|laan|gatan|vägen|allee|plein|platz)"
    r"|(?:Rue|Calle|Avenida|Via|Piazza|Plaza|Rua) [A-ZÀ-Þ][\w'’]+(?: [A-ZÀ-Þ][\w'’]+){0,3}) \d{1,4}\b"
    r"|(?<![\w.,-])\d{1,4},? (?:[Rr]ue|[Cc]alle|[Aa]venida|[Vv]ia|[Rr]ua)(?: (?:de|du|des|la|del|della))* [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,3}"
    r"|\b(?i:apt|suite)\.? \d{1,4}\b"
)


def addresses(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every such address in a line, in characters."""
    for match in WESTERN.finditer(line):
        yield match.span()
    if HAN.search(line) and find_spec("rjieba"):
        yield from _chinese(line)


def _chinese(line: str) -> Iterator[tuple[int, int]]:
    """Names of places one after the other, or one and a street; where a body or a team follows, its name was meant."""
    import rjieba

    at = start = places = 0
    for word, tag in [*rjieba.tag(line), ("", "")]:
        if tag != "ns" and places:
            street = STREET.match(line, at)
            end = street.end() if street else at
            if (places > 1 or end > at) and not BODY.match(line, end):
                yield start, end
            places = 0
        if tag == "ns":
            start, places = (start, places + 1) if places else (at, 1)
        at += len(word)
