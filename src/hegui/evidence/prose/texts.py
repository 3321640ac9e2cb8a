"""The text of a document, whatever file it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LONGEST = 5_000_000  # characters kept of one document
WIDEST_CELL = 400  # characters; a table with more in a cell lays out a page


class Content(NamedTuple):
    """What a document says: its title, its text, and the code of a limit that cut it short."""

    title: str | None
    text: str
    cut: str | None = None


def first_line(text: str) -> str | None:
    """The first line that says something, without the marks of a heading."""
    return next((stripped for line in text.splitlines() if (stripped := line.strip(" \t#*=-\ufeff"))), None)


def row_of(cells: Sequence[str]) -> str | None:
    """A row of a table on one line, as in Markdown; None where a cell holds too much for that."""
    joined = [" ".join(cell.split()) for cell in cells]
    return f"| {' | '.join(joined)} |" if all(len(cell) <= WIDEST_CELL for cell in joined) else None
