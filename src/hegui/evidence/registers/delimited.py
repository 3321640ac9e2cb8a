"""Delimited text: comma, tab, semicolon or bar, whichever cuts most lines into the same number of cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import Numbered, Sheet

DELIMITERS = (",", "\t", ";", "|", "\uff0c", "\uff1b")
_SNIFFED = 20
LONGEST_CELL = 131_072  # characters


def sheet(text: str) -> Sheet:
    """The one sheet of a delimited text; its rows are numbered as a spreadsheet numbers them, blank ones included."""
    delimiter = max(DELIMITERS, key=lambda one: _alike(text, one))
    return Sheet(None, None, lambda _: _rows(text, delimiter))


def _rows(text: str, delimiter: str) -> Numbered:
    """Each row with its number. A quote left open swallows all that follows: what comes before it counts."""
    left_open = text.count('"') % 2 == 1
    held: list[str] | None = None
    number = 0
    try:
        for row in _reader(text, delimiter):
            if held is not None:
                yield number, held
            held, number = row, number + 1
    except csv.Error:  # a cell beyond LONGEST_CELL
        if held is not None:
            yield number, held
        raise Unreadable("broken_text", f"row {number + 1}") from None
    if left_open and held is not None and any("\n" in cell for cell in held):
        raise Unreadable("quote_left_open", f"row {number}")
    if held is not None:
        yield number, held


def _alike(text: str, delimiter: str) -> int:
    """How many cells the delimiter cuts from the first lines, counting only lines cut alike."""
    widths: Counter[int] = Counter()
    try:
        for row in _reader(text, delimiter):
            widths[len(row)] += len(row) > 1
            if widths.total() >= _SNIFFED:
                break
    except csv.Error:
        pass
    return max(((width - 1) * lines for width, lines in widths.items()), default=0)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)  # the module has one limit for all who use it
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
