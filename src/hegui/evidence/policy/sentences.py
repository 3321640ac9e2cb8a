"""A policy as sentences: where each begins and ends in the text, whether it is a heading, and which heading it stands under."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_HEADING = 60

_END = re.compile(r"\n|[。！？][”\"'）)]?|[!?.][”\"'）)]?(?=\s)")
_NUMBER = re.compile(
    r"\s*(?:#{1,6}\s|第?[一二三四五六七八九十]{1,3}[、．.条章部）)]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:\.\d{1,2}){0,3}[、．.\s)）]|[A-Z][.)]\s|[•●■◆])"
)
_ENDING = "。；;，,：:！!"


class Sentence(NamedTuple):
    """One sentence or line: characters ``[start, end)`` of the text; ``heading`` is the place of the heading above it, or -1."""

    start: int
    end: int
    is_heading: bool
    heading: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; together they hold every character that is no white space."""
    found: list[Sentence] = []
    heading = -1
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        if not text[start:end].isspace() and start < end:
            is_heading = _is_heading(text, start, end)
            found.append(Sentence(start, end, is_heading, heading))
            if is_heading:
                heading = len(found) - 1
        start = end
    return found


def _is_heading(text: str, start: int, end: int) -> bool:
    """A short numbered line of its own that does not end like a sentence."""
    if end - start > LONGEST_HEADING or not (start == 0 or text[start - 1] == "\n"):
        return False
    if text[end - 1] != "\n" and end != len(text):
        return False
    line = text[start:end].strip()
    return bool(_NUMBER.match(line)) and line[-1] not in _ENDING
