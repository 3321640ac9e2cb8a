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
SEQUENCE = re.compile(rf"(?<![\w@./#&$-]){PART}(?:(?<!['’]s) {PARTICLE}{PART}){{0,4}}(?![\w@]|[.-]\w)")
GREETINGS = frozenset(["hello", "hi", "hey", "dear", "morning", "afternoon", "evening"])
TITLES = ("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Prof. ", "ms. ", "mr. ", "mrs. ", "dr. ")
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
    no_part = words.others | words.titles
    while parts and ((plain := _plain(parts[0][1])) in no_part or _precedes_a_role(parts, no_part)):
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
    written = line[start:end].split()
    parts = [_plain(part) for part in written]
    before, after = line[max(0, start - LOOK) : start], line[end : end + LOOK]
    of_a_firm = after.startswith((" &", "&")) or not words.organisations.isdisjoint(parts)
    if of_a_firm or any(map(_is_acronym, written)) or (len(parts) == 1 and len(parts[0]) < 2):
        return False
    if titled or before.endswith(TITLES) or words.surely_before.search(before):
        return True
    return (
        _is_full_name(words, parts, before, after) if len(parts) > 1 else _is_one_name(words, parts[0], before, after)
    )


def _is_full_name(words: Words, parts: list[str], before: str, after: str) -> bool:
    """Whether several words are a name: a list has the first or the last of them, or what stands around them says so."""
    place = words.place.search(before) or before.endswith(("the ", "The "))
    if _listed(parts[0], words.given) and not (place and before.rstrip().endswith(":")):
        return True
    plain = len(parts) == 2 and not any(map(words.no_name.search, parts))
    spoken, beside = words.after.match(after), words.before.search(before)
    return bool(
        (_listed(parts[-1], words.family) and not place)
        or (beside and (spoken or plain))
        or (spoken and plain and not place)
    )


def _is_one_name(words: Words, part: str, before: str, after: str) -> bool:
    """Whether a single word is a name, for which more must speak."""
    given = _listed(part, words.given)
    if words.place.search(before) or (words.no_name.search(part) and not given):
        return False
    opening = not before.strip() or before.rstrip()[-1:] in ".!?>|"
    if words.after.match(after) and (given or opening):
        return True
    vocative = bool(VOCATIVE.search(before))
    if (vocative and after[:1] == "?") or words.done_by.search(before):
        return True
    return given and ((vocative and after[:1] in ("", "!", ".", ",")) or bool(words.before.search(before)))


def _is_acronym(part: str) -> bool:
    return len(part) > 2 and part.isupper() and "." not in part


def _precedes_a_role(parts: list[tuple[int, str]], no_part: frozenset[str]) -> bool:
    """Whether the first word is one as in ``HR Manager Lisa Johnson``."""
    return len(parts) > 1 and parts[0][1].isupper() and parts[0][1].isalpha() and _plain(parts[1][1]) in no_part


def _listed(word: str, names: frozenset[str]) -> bool:
    """Whether a word, or each part of a hyphenated one, is in a list of names."""
    return word in names or ("-" in word and all(part in names for part in word.split("-")))


def no_parts_of_names() -> frozenset[str]:
    """Capitalised words that stand in no name of a person: of organisations and places, labels, everyday words."""
    words = _words()
    return words.organisations | words.others


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip(".,").lower()


@cache
def _words() -> Words:
    folder = files("hegui.recognise.pi")
    raw = yaml12.load(folder.joinpath("western.yaml").read_text(encoding="utf-8"))

    def listed(name: str) -> frozenset[str]:
        return frozenset(folder.joinpath(name).read_text(encoding="utf-8").partition("\n")[2].split())

    others = frozenset(str(word).lower() for word in raw["not_names"])  # YAML reads true and no as other than words
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
