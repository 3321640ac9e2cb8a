"""From sheets to facts: one row of the register's table for each good row, one line for each cell that is wrong."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import chain, islice
from typing import Any

from hegui.evidence.files import Ledger, Unreadable, sha256_of
from hegui.evidence.registers.cells import Reading, is_formula, reader
from hegui.evidence.registers.headings import FIRST_ROWS, Layout, Matched, heading_row, layout
from hegui.evidence.registers.moments import Moment, Wrong
from hegui.evidence.registers.sheets import MOST_ROWS, Cells, Numbered, Sheet
from hegui.evidence.registers.words import cells as words
from hegui.evidence.registers.words import normal
from hegui.facts import Register
from hegui.recognise.shapes import masked, shape

_NOTHING = (None, "")


@dataclass
class Count:
    """Rows met and rows that were good."""

    population: int = 0
    examined: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose columns are known, ready to be read."""

    sheet: Sheet
    layout: Layout
    rows: Numbered


def take(
    ledger: Ledger, register: Register, path: str, found: Sequence[Sheet], sha256: str | None, how: Reading
) -> Count:
    """Take all sheets of one file into the ledger; raises Unreadable where none is the register.

    ``sha256`` is the hash of the file; None for a database, whose rows are hashed instead.
    """
    tables: list[_Table] = []
    problems: list[tuple[Sheet, Unreadable]] = []
    for sheet in found:
        try:
            tables.append(_table(register, sheet))
        except Unreadable as problem:
            problems.append((sheet, problem))
    if not tables:
        raise max((one for _, one in problems), key=_telling, default=Unreadable("empty_table"))
    for sheet, one in problems:
        note = ledger.skip if one.reason in _OTHER_SHEET else ledger.unreadable
        note(_place(path, sheet), one.reason, one.detail)
    count = Count()
    for table in tables:
        _Taking(ledger, register, path, table, sha256, how, count).run()
    return count


_OTHER_SHEET = (
    "empty_table",
    "heading_not_found",
    "column_missing",
)  # why a sheet beside the register is none; the last says most


def _telling(problem: Unreadable) -> int:
    return _OTHER_SHEET.index(problem.reason) if problem.reason in _OTHER_SHEET else len(_OTHER_SHEET)


def _table(register: Register, sheet: Sheet) -> _Table:
    """Find the columns of a sheet; raises Unreadable: empty_table, heading_not_found, column_missing."""
    if sheet.headings == ():  # a list without records names no columns
        return _Table(sheet, Layout((), (), ()), ())
    if sheet.headings is not None:
        plan = _complete(layout(register, sheet.headings))
        positions = [matched.position for matched in plan.columns]
        moved = tuple(replace(matched, position=at) for at, matched in enumerate(plan.columns))
        return _Table(sheet, Layout(moved, plan.lacking, plan.unread), sheet.rows(positions))
    first, rest = _first_rows(sheet.rows(()))
    if not any(_filled(row) for _, row in first):
        raise Unreadable("empty_table")
    at = heading_row(register, [row or () for _, row in first])
    if at is None:
        raise Unreadable("heading_not_found")
    return _Table(sheet, _complete(layout(register, first[at][1] or ())), chain(first[at + 1 :], rest))


def _first_rows(rows: Numbered) -> tuple[list[tuple[int, Cells]], Numbered]:
    """The rows among which the heading is, and the rest; where the sheet breaks off among them, the rest says so."""
    first, rest = [], iter(rows)
    try:
        for row in islice(rest, FIRST_ROWS):
            first.append(row)
    except Unreadable as problem:
        if not first:
            raise
        return first, _breaking_off(problem)
    return first, rest


def _breaking_off(problem: Unreadable) -> Iterator[tuple[int, Cells]]:
    yield from ()
    raise problem


def _complete(plan: Layout) -> Layout:
    if not plan.columns:
        raise Unreadable("heading_not_found")
    if plan.lacking:
        raise Unreadable("column_missing", ", ".join(f"{column.name} ({column.title.zh})" for column in plan.lacking))
    return plan


@dataclass
class _Taking:
    """One sheet being taken."""

    ledger: Ledger
    register: Register
    path: str
    table: _Table
    sha256: str | None
    how: Reading
    count: Count
    readers: list[tuple[Matched, Callable[[object], Any]]] = field(init=False)
    formulas: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[Any, Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.readers = [(m, reader(self.register.id, m.column, self.how, m.scale)) for m in self.table.layout.columns]

    def run(self) -> None:
        """Take every row; where the sheet breaks off, what came before counts and the rest is unreadable."""
        for heading, why in self.table.layout.unread:
            self.ledger.skip(f"{self._place()}#column={heading}", why)
        try:
            for number, row in self._rows():
                self._take(number, row)
        except Unreadable as broken:
            self.ledger.unreadable(self._place(), broken.reason, broken.detail)
        for column, times in self.formulas.items():
            self.ledger.skip(f"{self._place()}#column={column}", "formula_text", f"{times}")

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        rows = self.table.rows
        if self.sha256 is None:
            rows = list(rows)
            self.sha256 = sha256_of(json.dumps(rows, default=str, ensure_ascii=False).encode())
        for number, row in rows:
            if number > MOST_ROWS:
                raise Unreadable("too_many_rows")
            yield number, row

    def _take(self, number: int, row: Cells) -> None:
        locator = f"{self._place()}#row={number}" if self.table.sheet.name is None else f"{self._place()}&row={number}"
        if row is None:
            self.count.population += 1
            self.ledger.skip(locator, "broken_row")
            return
        filled = _filled(row)
        if not filled:
            return
        if self.table.sheet.headings is None:
            row = [*row, *[None] * (self.table.layout.columns[-1].position + 1 - len(row))]
            if all(row[m.position] in (m.heading, *_NOTHING) for m in self.table.layout.columns):
                return  # the headings once more, as headings of two rows and printed pages have them
            if self._is_footer(filled):
                self.ledger.skip(locator, "footer_row")
                return
        self.count.population += 1
        if (values := self._values(locator, row)) is not None:
            self.count.examined += 1
            self._add(locator, number, values)

    def _values(self, locator: str, row: Sequence[object]) -> dict[str, Any] | None:
        """The row's values by column, or None where a cell is wrong."""
        values: dict[str, Any] = {}
        good = True
        for matched, read in self.readers:
            raw, column = row[matched.position], matched.column
            try:
                value = read(raw)
                if value is None and column.required:
                    raise Wrong("required_empty")
            except Wrong as wrong:
                good = False
                self.ledger.skip(f"{locator} {column.name}", wrong.code, shape(raw) if raw not in _NOTHING else None)
                continue
            if column.type in ("text", "texts") and is_formula(raw):
                self.formulas[column.name] += 1
            values[column.name] = value
        if good and self._is_repeated(values):
            self.ledger.skip(f"{locator} {self._key()}", "number_twice")
            return None
        return values if good else None

    def _add(self, locator: str, number: int, values: dict[str, Any]) -> None:
        passed = [
            value.instant()
            for name, value in values.items()
            if isinstance(value, Moment) and name not in words()["ahead"]
        ]
        exhibit = self._exhibit(locator, passed)
        day_only = []
        for matched, _ in self.readers:
            value, column = values[matched.column.name], matched.column
            if isinstance(value, Moment):
                values[column.name] = value.day if column.type == "date" else value.instant()
                if column.type == "time" and value.at is None:
                    day_only.append(column.name)
        if any(column.name == "day_only" for column in self.register.columns):
            values["day_only"] = day_only
        self.ledger.add(self.register.id, row_number=number, exhibit=exhibit, **values)

    def _exhibit(self, locator: str, passed: list[datetime]) -> str:
        period = (min(passed), max(passed)) if passed else (None, None)
        return self.ledger.exhibit(locator, self.sha256 or "", "registered", *period)

    def _key(self) -> str | None:
        return next(
            (name.partition(".")[2] for name in words()["unique"] if name.startswith(f"{self.register.id}.")), None
        )

    def _is_repeated(self, values: dict[str, Any]) -> bool:
        """Whether a row of the same number about the same subject came before."""
        name = self._key()
        if name is None:
            return False
        key = (normal(values[name]), values.get("subject"))
        if key in self.seen:
            return True
        self.seen.add(key)
        return False

    def _is_footer(self, filled: Sequence[object]) -> bool:
        """Whether a row below the table is no record: a total, a signature, a remark."""
        opening = normal(unicodedata.normalize("NFKC", str(filled[0])).partition(":")[0])
        return opening in _footers() and len(filled) <= max(2, len(self.table.layout.columns) // 2)

    def _place(self) -> str:
        return _place(self.path, self.table.sheet)


def _place(path: str, sheet: Sheet) -> str:
    return path if sheet.name is None else f"{path}#sheet={masked(sheet.name)}"


def _filled(row: Cells) -> list[object]:
    """The cells of a row that hold anything."""
    return [cell for cell in row or () if cell not in _NOTHING and not (isinstance(cell, str) and not cell.strip())]


@cache
def _footers() -> frozenset[str]:
    return frozenset(map(normal, words()["footers"]))
