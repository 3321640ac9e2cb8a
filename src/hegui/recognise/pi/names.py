"""Names of people in Chinese sentences (the extra ``names``): rjieba's tags say where one may stand, LAC's model reads those places.

Tags alone find half of the names and as many other words; the model alone reads 0.2 MB/s. Together they are as good as the model and
read only what surrounds a candidate. What raises precision further: no titles, no single characters, no word of a list of usual mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import NamedTuple

from hegui.recognise.pi import lexical
from hegui.recognise.pi.people import surnames

AROUND = 16  # characters of context on either side of a candidate
AT_ONCE = 20_000  # pieces that are held
HAN = re.compile("[\u4e00-\u9fff]{2}")
CLOSED = "upcwxdym"  # first letters of the tags of words that are no part of a name: particles, prepositions, adverbs, numbers …
DOTS = "·•・"
NAME = re.compile(rf"[\u4e00-\u9fff]+(?:[{DOTS}][\u4e00-\u9fff]+)*")
TITLE = re.compile("(?:先生|女士|小姐|主席|总理|某|某某|×+|总|氏|家|奖|杯|队|们)$")
TEAM_OR_PLACE = re.compile(
    "(?:队|主场|客场|大学|公司|集团|路|街|杯|岛|市|县|州|省|镇|球场|球队|银行|博物馆|美术馆|系列|奖|号|湾|山|湖|河|港|城|vs|VS|排名|联赛|球迷)"
)


class Piece(NamedTuple):
    """A part of a line in which a name may stand."""

    line: int
    start: int
    text: str


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rjieba") is not None and lexical.available()


def people(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Line (from 0), start and end of every name, in characters; not in order."""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        pieces += (Piece(number, start, line[start:end]) for start, end in _windows(line))
        if len(pieces) >= AT_ONCE:
            yield from _read(pieces)
            pieces = []
    yield from _read(pieces)


def _read(pieces: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
    for number, words in lexical.analysed([piece.text for piece in pieces]):
        line, offset, text = pieces[number]
        for start, end in _names(text, words):
            yield line, offset + start, offset + end


def _names(text: str, words: Sequence[lexical.Word]) -> Iterator[tuple[int, int]]:
    """The names among the words of a piece; parts on either side of a dot are one."""
    joined: list[tuple[int, int]] = []
    for start, end, tag in words:
        if tag == "PER":
            goes_on = (
                joined
                and text[joined[-1][1] : start] in ("", *DOTS)
                and (text[start] in DOTS or text[start - 1] in DOTS)
            )
            joined[-1:] = [(joined[-1][0], end)] if goes_on else [*joined[-1:], (start, end)]
    for start, end in joined:
        found = NAME.match(text, start, end)
        name = found[0] if found else ""
        titled = TITLE.search(name) or TEAM_OR_PLACE.match(text, start + len(name))
        in_a_title = text.rfind("《", 0, start) > text.rfind("》", 0, start)
        other = titled or in_a_title or name in _mistakes()
        if len(name) > 1 and not other:
            yield start, start + len(name)


def _windows(line: str) -> list[tuple[int, int]]:
    """What surrounds the candidates of a line, overlapping parts as one."""
    found: list[tuple[int, int]] = []
    if not HAN.search(line):
        return found
    for start, end in _candidates(line):
        start, end = max(0, start - AROUND), min(len(line), end + AROUND)
        if found and start <= found[-1][1] and end - found[-1][0] <= lexical.LONGEST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, min(end, start + lexical.LONGEST)))
    return found


def _candidates(line: str) -> Iterator[tuple[int, int]]:
    """Words tagged as names, surnames before one or two characters, and what stands about a dot."""
    import rjieba

    single = surnames()[0]
    at, before = 0, ""  # *before*: a surname that stands alone
    for word, tag in rjieba.tag(line):
        if before and len(word) <= 2 and tag[0] not in CLOSED:
            yield at - 1, at + 2
        if tag.startswith("nr") and len(word) > 1:
            yield at, at + len(word)
        elif word in DOTS:
            yield at - 2, at + 2
        before = word if len(word) == 1 and word in single else ""
        at += len(word)


@cache
def _mistakes() -> frozenset[str]:
    """Words that are taken for names."""
    return frozenset(files("hegui.recognise.pi").joinpath("not_names.txt").read_text(encoding="utf-8").split())
