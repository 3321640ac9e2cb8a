"""Registers as sheets: rows of cells with their row numbers, whatever file they lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MOST_ROWS = 1_000_000
Cells = Sequence[object] | None  # None: a row that could not be read
Numbered = Iterable[tuple[int, Cells]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    ``name`` is its sheet or table where the file can hold several. ``headings`` are its column names where the format has them;
    then ``rows`` gives only the cells at the positions asked for. Else ``headings`` is None, the heading is somewhere among the
    rows, and ``rows`` gives whole rows whatever is asked for.
    """

    name: str | None
    headings: tuple[str, ...] | None
    rows: Callable[[Sequence[int]], Numbered]
