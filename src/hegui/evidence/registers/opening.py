"""Opens a register as sheets. The kind of file is told by its content."""

from __future__ import annotations

from pathlib import Path

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import Sheet


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
