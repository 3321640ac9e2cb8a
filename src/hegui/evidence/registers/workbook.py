"""Spreadsheets: XLSX and XLS. Formulas give the values that were stored with them; merged cells hold for all the rows they span."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.grids import MOST_CELLS, Place, failed_formulas
from hegui.evidence.registers.sheets import Numbered, Sheet
from hegui.recognise import packages

LARGEST_XLS = 32 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FAILED = "#VALUE!"


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook; raises Unreadable."""
    failed: Mapping[str, Sequence[Place]] = {}
    if data.startswith(b"PK"):
        failed = _failed_formulas(data)
    else:
        _check_old(data)
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with _reading():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [_sheet(book, name, failed.get(name, ()), several=len(names) > 1) for name in names]


def _sheet(book: Any, name: str, failed: Sequence[Place], several: bool) -> Sheet:
    return Sheet(name if several else None, None, lambda _: _rows(book, name, failed))


def _rows(book: Any, name: str, failed: Sequence[Place]) -> Numbered:
    with _reading():
        sheet = book.get_sheet_by_name(name)
        grid = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    for row, column in failed:
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = _FAILED
    _fill_down(grid, merged)
    return enumerate(grid, 1)


def _fill_down(grid: list[list[Any]], merged: Sequence[tuple[Place, Place]]) -> None:
    """Write the value of a merged cell into all rows that it spans."""
    left = MOST_CELLS
    for (top, column), (bottom, _) in merged:
        bottom = min(bottom, len(grid) - 1)
        left -= max(bottom - top, 0)
        if left < 0:
            raise Unreadable("too_many_cells")
        for row in range(top + 1, bottom + 1):
            if column < len(grid[row]) and grid[row][column] == "":
                grid[row][column] = grid[top][column]


def _failed_formulas(data: bytes) -> Mapping[str, Sequence[Place]]:
    """The failed formulas of an XLSX file that may be opened."""
    try:
        package = packages.opened(data)
        if "xl/workbook.xml" not in package.namelist():
            raise Unreadable("unknown_format")
        return failed_formulas(package)
    except packages.Refused as refused:
        raise Unreadable(refused.code) from None


def _check_old(data: bytes) -> None:
    if _ENCRYPTED in data:
        raise Unreadable("encrypted")
    if len(data) > LARGEST_XLS:
        raise Unreadable("too_large", f"{len(data)} bytes")


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
