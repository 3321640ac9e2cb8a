"""The patterns of ``patterns.yaml``: one pass of Hyperscan marks places, an exact pattern reads each.

Hyperscan reports where a match ends, not where it begins, and knows no look-around; both are left to the exact pattern, which sees
only a few bytes around the mark. Where Hyperscan is not installed, the standard library marks the same places, more slowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from hegui import yaml12
from hegui.recognise.pi.grouped import Hit
from hegui.recognise.pi.people import surnames
from hegui.recognise.pi.validators import Answer, validate

LOOK_BACK = 32
QUOTES = b"\"'"
_WIDE = "|".join(
    map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B), *range(0xFF41, 0xFF5B)))
)  # Hyperscan likes words
ESCAPES = rb"%[0-9A-Fa-f]{2}|\\[nrtu\"'/\\]|" + _WIDE.encode()  # what ``plain`` undoes


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of ``patterns.yaml``, compiled."""

    kind: str
    find: bytes
    read: re.Pattern[bytes]
    group: int | str  # of the exact pattern: the span
    before: int
    after: int
    check: str | None
    refuse: re.Pattern[bytes] | None
    not_after: re.Pattern[bytes] | None
    only_after: re.Pattern[bytes] | None


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern, in the order of the file."""
    text = files("hegui.recognise.pi").joinpath("patterns.yaml").read_text(encoding="utf-8")
    raw = yaml12.load(text)
    macros = {**raw["macros"], "<surname>": "(?:" + "|".join(sorted(chain(*surnames()), key=len, reverse=True)) + ")"}
    return tuple(_pattern(entry, macros) for entry in raw["patterns"])


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
    places = [mark for mark in found if mark[0] < escape]
    return Marks(places, len(places) < len(found))


def read(data: bytes, places: Iterable[tuple[int, int]]) -> Iterator[Hit]:
    """The spans at the marks, those that a validator or a neighbouring word speaks against left out."""
    known = patterns()
    reached = [0] * len(known)
    for number, end in places:
        if end <= reached[number]:
            continue
        pattern = known[number]
        search, last = pattern.read.search, end + pattern.after
        match = search(data, max(reached[number], end - pattern.before), last)
        while match and match.end() < end:
            match = search(data, match.end(), last)
        if match and match.start() < end:
            reached[number] = match.end()
            if hit := _judged(pattern, data, match):
                yield hit


def _judged(pattern: Pattern, data: bytes, match: re.Match[bytes]) -> Hit | None:
    start, end = match.span(pattern.group)
    if data[start] in QUOTES and data[start] == data[end - 1] and end - start > 1:
        start, end = start + 1, end - 1
    if pattern.refuse and pattern.refuse.search(data[start:end]):
        return None
    if pattern.not_after and pattern.not_after.search(data, max(0, start - LOOK_BACK), start):
        return None
    if pattern.only_after and not pattern.only_after.search(data, max(0, start - 2 * LOOK_BACK), start):
        return None
    if pattern.check is None:
        return Hit(pattern.kind, start, end, Answer.CANNOT_TELL)
    answer = validate(pattern.check, data[start:end].decode("utf-8", "replace"))
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


def _pattern(raw: dict[str, Any], macros: Mapping[str, str]) -> Pattern:
    def expanded(name: str) -> bytes:
        text: str = raw[name]
        for macro, stands_for in macros.items():
            text = text.replace(macro, stands_for)
        return text.encode()

    guards = ("refuse", "not_after", "only_after")
    return Pattern(
        kind=raw["kind"],
        find=expanded("find"),
        read=re.compile(expanded("read")),
        group="v" if "(?P<v>" in raw["read"] else 0,
        before=raw["before"],
        after=raw["after"],
        check=raw.get("check"),
        **{name: re.compile(expanded(name)) if name in raw else None for name in guards},
    )
