"""Registers as sheets: rows of cells with their row numbers, whatever file they lie in. The kind of file is told by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hegui.evidence.files import Unreadable

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


def sheets(path: Path, data: bytes) -> list[Sheet]:
    """The sheets of a file; raises Unreadable with the reason."""
    head = data[:64]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"\xd0\xcf\x11\xe0"):
        from hegui.evidence.registers import workbook

        return workbook.sheets(data)
    if head.startswith(b"SQLite format 3\0"):
        from hegui.evidence.registers import sqlite

        return sqlite.sheets(path)
    if head.startswith(b"PAR1"):
        from hegui.evidence.registers import parquet

        return [parquet.sheet(data)]
    return _text_sheets(data)


def _text_sheets(data: bytes) -> list[Sheet]:
    from hegui.evidence.registers import delimited, records
    from hegui.recognise.encodings import decode

    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise Unreadable("unknown_format")
    text = decode(data)
    if text is None:
        raise Unreadable("unknown_encoding")
    start = text.lstrip()[:1]
    if start == "<":
        raise Unreadable("markup", None)
    if start in ("{", "["):
        return [records.sheet(text)]
    return [delimited.sheet(text)]
