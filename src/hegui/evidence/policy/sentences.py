"""A policy as sentences: where each begins and ends in the text, whether it is a heading, and what it stands under.

A sentence stands under the last heading; an item of a list also under the sentence that leads in ("we collect:"), a row of a table also
under the first row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_HEADING = 60
_LONGEST_PLAIN = (
    28  # characters of a heading that neither a number nor a mark sets apart; twice as many of Latin letters
)

_END = re.compile(r"\n|[。！？][”\"'）)]?|[!?.][”\"'）)]?(?=\s)")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Mr|Mrs|Ms|Dr|No|St|Art|e\.g|i\.e|U\.S|\d{1,2})\.$")
_LEVELS = re.compile(  # what sets a heading apart, the highest first: each group is a level
    r"(#\s)|(##\s)|(###\s)|(#{4,6}\s)"
    r"|(第?[一二三四五六七八九十]{1,3}[、．.条章部）]|[A-Z][.)]\s)"
    r"|([（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(\d{1,2}[、．.)）]?\s|\d{1,2}[、．)）])"
    r"|(\d{1,2}\.\d{1,2}[、．.\s)）])"
    r"|(\d{1,2}(?:\.\d{1,2}){2,3}[、．.\s)）])"
    r"|([（(]\d{1,2}[）)]|[•●■◆])"
    r"|(\*\*[^*：:\n]+\*\*$|__[^_：:\n]+__$)"
)
_LIST = (6, 7, 10)  # levels whose marks stand before items of a list as well
_PLAIN = _LEVELS.groups + 1
_ITEM = re.compile(r"[-*+•●■◆·–]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.)）]|[a-z][.)]\s")
_NO_TITLE = re.compile(r"[，,：:]|\.$")
_TABLE = ("row", "rule")
_ENDING = "。；;，,：:！!"


class Sentence(NamedTuple):
    """One sentence or line: characters ``[start, end)`` of the text; ``above`` are the places of the sentences that it stands under."""

    start: int
    end: int
    is_heading: bool
    above: tuple[int, ...]


class _Piece(NamedTuple):
    start: int
    end: int
    kind: str  # row, rule: of a table; heading; listed or short: a heading where its place allows; item; line; rest: of a line
    level: int
    leads_in: bool


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; together they hold every character that is no white space."""
    pieces = list(_pieces(text))
    found: list[Sentence] = []
    headings: list[tuple[int, int]] = []  # level and place, from the highest down
    path: tuple[int, ...] = ()
    under: tuple[int, ...] = ()  # the first row of a table, or what leads in to a list
    before = "line"
    for place, (start, end, kind, level, leads_in) in enumerate(pieces):
        if kind in ("line", "heading") or (kind in _TABLE) != (before in _TABLE):
            under = ()
        follows = pieces[place + 1].kind if place + 1 < len(pieces) else "short"
        heads = kind == "heading" or (
            not under and (kind == "listed" or (kind == "short" and follows not in ("short", "heading")))
        )
        if heads:
            headings = [(other, at) for other, at in headings if other < level]
            path = tuple(at for _, at in headings)
        begins_table = kind == "row" and (not under or follows == "rule")
        found.append(Sentence(start, end, heads or begins_table, under + path))
        if heads:
            headings.append((level, place))
            path = (*path, place)
        elif begins_table or leads_in:
            under = (place,)
        before = kind
    return found


def _pieces(text: str) -> Iterator[_Piece]:
    start = 0
    opens, row = True, False
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        if end == start:
            continue
        said = text[start:end].strip()
        whole = end == len(text) or text[end - 1] == "\n"
        if opens:
            row = said.startswith("|")
        if not whole and (row or (said.endswith(".") and _ABBREVIATED.search(said, max(0, len(said) - 6)))):
            continue
        if said:
            kind, level = _in_table(said) if row else _kind(said, whole) if opens else ("rest", 0)
            yield _Piece(start, end, kind, level, whole and said.rstrip("*").endswith(("：", ":")))
        start, opens = end, whole


def _in_table(said: str) -> tuple[str, int]:
    return ("row" if said.strip("|-: ") else "rule"), 0


def _kind(said: str, whole: bool) -> tuple[str, int]:
    """What a line, or the first sentence of one, is, and the level of the heading that it can be."""
    if whole and len(said) <= LONGEST_HEADING and said[-1] not in _ENDING:
        if match := _LEVELS.match(said):
            return ("listed" if match.lastindex in _LIST else "heading"), match.lastindex or _PLAIN
        if len(said) <= _LONGEST_PLAIN * (1 + said.isascii()) and not _NO_TITLE.search(said) and not _ITEM.match(said):
            return "short", _PLAIN
    return ("item" if _ITEM.match(said) else "line"), _PLAIN
