"""Addresses in sentences that no label and no house number gives away: places from large to small, streets of many countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec

HAN = re.compile("[\u4e00-\u9fff]{4}")
STREET = re.compile(
    "(?:[\u4e00-\u9fff]{0,6}?(?:路|街道|街|大道|巷|胡同|镇|村|乡))?(?:[0-9A-Za-z-]{1,5}(?:号|弄|栋|幢|室|楼|单元|座|层))*"
)
BODY = re.compile("人民|法院|政府|公安|大学|公司|银行|医院|队|省委|市委|电视|日报|主场|分行|支行|机场|站|赛|海关|景区")
BUILT = re.compile("(?:大桥|隧道|高速|铁路|机场|公园)$")  # a work that a city is named before
WESTERN = re.compile(
    r"\b(?:[A-ZÀ-Þ][\w'’]*(?:straat|gasse|strasse|straße|weg|laan|gatan|vägen|allee|plein|platz)"
    r"|(?:Rue|Calle|Avenida|Via|Piazza|Plaza|Rua) [A-ZÀ-Þ][\w'’]+(?: [A-ZÀ-Þ][\w'’]+){0,3}) \d{1,4}\b"
    r"|(?<![\w.,-])\d{1,4},? (?:[Rr]ue|[Cc]alle|[Aa]venida|[Vv]ia|[Rr]ua)(?: (?:de|du|des|la|del|della))* [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,3}"
    r"|\b(?i:apt|suite)\.? \d{1,4}\b"
)

# What follows words that an address follows: a house number, then numbers, capitalised words and what joins them.
AFTER_A_CUE = re.compile(
    r"(?:(?i:\baddress(?:es)?(?:[?:,]? (?:it is|is|are|with|to|here they are:))?|\b(?:return|ship|shipped|deliver|delivered|send|sent|mail|mailed|moved?)(?: it| them)? to"
    r"|\b(?:lives?|living|lived|resid(?:es?|ing)|located|staying|is) (?:at|in))[:,]?\s+)"
    r"(\d{1,5}[A-Za-z]?\.?(?:[ ,]{1,4}(?:\d{1,3}\.(?!\w)|\d{1,6}(?:-\d{3,4})?(?!\w)|(?:de|du|des|la|le|del|della|van|der|den|rue|via|calle|rkp|apt|suite)\b\.?"
    r"|[A-ZÀ-Þ]\w?\.|[A-ZÀ-Þ][\w'’-]*)){2,14})"
)
STREETLIKE = re.compile(
    r"(?i:\b(?:street|st|road|rd|avenue|ave|lane|drive|way|place|court|rue|via|calle|apt|suite)\b|stra(?:ße|sse|at)\b|\d\D+\d)"
)


def addresses(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every such address in a line, in characters."""
    cued = [match.span(1) for match in AFTER_A_CUE.finditer(line) if STREETLIKE.search(match[1])]
    for start, end in cued:
        yield start, start + len(line[start:end].rstrip(" ,."))
    for match in WESTERN.finditer(line):
        if not any(start <= match.start() < end for start, end in cued):
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
            if (places > 1 or end > at) and not BODY.match(line, end) and not BUILT.search(line, start, end):
                yield start, end
            places = 0
        if tag == "ns":
            start, places = (start, places + 1) if places else (at, 1)
        at += len(word)
