"""Names of people in English sentences: capitalised words that lists of names, a title or the words around them speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from hegui import yaml12

CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ŽȘȚŻŹŚŠŽČĆĐŁİ"
WORD = rf"[{CAPITAL}][^\W\d_]*(?:['’\-][{CAPITAL}]?[^\W\d_]+)*"
PART = rf"(?:[A-Z]\.|{WORD})"
PARTICLE = "(?:(?:van|von|der|den|de|del|della|di|da|dos|el|al|bin|ibn|la|le) )?"
SEQUENCE = re.compile(rf"(?<![\w@./#&$-]){PART}(?: {PARTICLE}{PART}){{0,4}}(?![\w@]|[.-]\w)")
GREETINGS = frozenset(["hello", "hi", "hey", "dear", "morning", "afternoon", "evening"])
VOCATIVE = re.compile(r", $")
LOOK = 48  # characters before and after a name that are looked at


class Words(NamedTuple):
    """What ``western.yaml`` and the lists of names say."""

    given: frozenset[str]
    family: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    others: frozenset[str]
    before: re.Pattern[str]
    surely_before: re.Pattern[str]
    after: re.Pattern[str]
    place: re.Pattern[str]
    no_name: re.Pattern[str]
    done_by: re.Pattern[str]


def people(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every name in a line, in characters."""
    words = _words()
    for match in SEQUENCE.finditer(line):
        start, end, titled = _trimmed(words, match)
        if start < end and _is_name(words, line, start, end, titled):
            yield start, end


def _trimmed(words: Words, match: re.Match[str]) -> tuple[int, int, bool]:
    """A sequence without the words at its start and end that are no part of a name, and whether a title stood there."""
    parts = [(m.start() + match.start(), m[0]) for m in re.finditer(r"\S+", match[0])]
    titled = False
    while parts and (plain := _plain(parts[0][1])) in words.others | words.titles:
        titled = plain in words.titles | GREETINGS
        parts.pop(0)
    while parts and _plain(parts[-1][1]) in words.others:
        parts.pop()
    if not parts:
        return 0, 0, False
    end = parts[-1][0] + len(parts[-1][1])
    if match[0][: end - match.start()].endswith(("'s", "’s")):
        end -= 2
    return parts[0][0], end, titled


def _is_name(words: Words, line: str, start: int, end: int, titled: bool) -> bool:
    parts = [_plain(part) for part in line[start:end].split()]
    if (
        any(part in words.organisations for part in parts)
        or line[start:end].isupper()
        or (len(parts[0]) < 2 and len(parts) < 2)
    ):
        return False
    before, after = line[max(0, start - LOOK) : start], line[end : end + LOOK]
    if titled:
        return True
    dotted = before.endswith(("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Prof. ", "ms. ", "mr. ", "mrs. ", "dr. "))
    if dotted or words.surely_before.search(before):
        return True
    given, family, spoken = parts[0] in words.given, parts[-1] in words.family, bool(words.after.match(after))
    if len(parts) > 1:
        beside = bool(words.before.search(before))
        place = words.place.search(before) or before.endswith(("the ", "The "))
        plain = len(parts) == 2 and not any(map(words.no_name.search, parts))
        return given or (family and not place) or (beside and (spoken or plain)) or (spoken and plain and not place)
    if words.place.search(before) or (words.no_name.search(parts[0]) and not given):
        return False
    opening = not before.strip() or before.rstrip()[-1:] in ".!?>|"
    if spoken and (given or opening):
        return True
    vocative = bool(VOCATIVE.search(before))
    if (vocative and after[:1] == "?") or words.done_by.search(before):
        return True
    return given and ((vocative and after[:1] in ("", "!", ".", ",")) or bool(words.before.search(before)))


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip(".,").lower()


@cache
def _words() -> Words:
    folder = files("hegui.recognise.pi")
    raw = yaml12.load(folder.joinpath("western.yaml").read_text(encoding="utf-8"))

    def listed(name: str) -> frozenset[str]:
        return frozenset(folder.joinpath(name).read_text(encoding="utf-8").partition("\n")[2].split())

    others = frozenset(map(str, raw["not_names"]))
    return Words(
        listed("western_given.txt") - others,
        listed("western_family.txt") - others,
        frozenset(raw["titles"]),
        frozenset(raw["organisations"]),
        others,
        *(
            re.compile(raw[name])
            for name in ("before", "surely_before", "after", "places_after", "no_name_ends", "done_by")
        ),
    )
