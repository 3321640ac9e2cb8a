"""Spreadsheets: XLSX and XLS. Formulas give the values that were stored with them; merged cells hold for all the rows they span."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import Numbered, Sheet
from hegui.recognise import packages

LARGEST_XLS = 32 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook; raises Unreadable."""
    _check(data)
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with _reading():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    several = len(names) > 1
    return [_sheet(book, name, name if several else None) for name in names]


def _sheet(book: Any, name: str, shown: str | None) -> Sheet:
    return Sheet(shown, None, lambda _: _rows(book, name))


def _rows(book: Any, name: str) -> Numbered:
    with _reading():
        sheet = book.get_sheet_by_name(name)
        grid = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    _fill_down(grid, merged)
    return enumerate(grid, 1)


def _fill_down(grid: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write the value of a merged cell into all rows that it spans."""
    left = packages.MOST_CELLS
    for (top, column), (bottom, _) in merged:
        bottom = min(bottom, len(grid) - 1)
        left -= max(bottom - top, 0)
        if left < 0:
            raise Unreadable("too_many_cells")
        for row in range(top + 1, bottom + 1):
            if column < len(grid[row]) and grid[row][column] == "":
                grid[row][column] = grid[top][column]


def _check(data: bytes) -> None:
    """Refuse what must not be opened."""
    if not data.startswith(b"PK"):
        if _ENCRYPTED in data:
            raise Unreadable("encrypted")
        if len(data) > LARGEST_XLS:
            raise Unreadable("too_large", f"{len(data)} bytes")
        return
    try:
        package = packages.opened(data)
        if "xl/workbook.xml" not in {name.lower() for name in package.namelist()}:
            raise Unreadable("unknown_format")
        packages.check_grids(package)
    except packages.Refused as refused:
        raise Unreadable(refused.code) from None


@contextmanager
def _reading() -> Iterator[None]:
    """Turn the library's errors, and the panics of the Rust code below it, into Unreadable."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise Unreadable("encrypted") from None
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("encrypted" if "assword" in str(error) else "broken_workbook") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Unreadable("broken_workbook") from None
        raise
