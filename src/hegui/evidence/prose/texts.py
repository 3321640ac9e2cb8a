"""The text of a document, whatever file it lies in."""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 5_000_000  # characters kept of one document


class Content(NamedTuple):
    """What a document says: its title, its text, and the code of a limit that cut it short."""

    title: str | None
    text: str
    cut: str | None = None


def first_line(text: str) -> str | None:
    """The first line that says something, without the marks of a heading."""
    return next((stripped for line in text.splitlines() if (stripped := line.strip(" \t#*=-\ufeff"))), None)
