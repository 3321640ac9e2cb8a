"""From sheets to facts: one row of the register's table for each good row, one line for each cell that is wrong."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from hegui.evidence.files import Ledger, Unreadable, sha256_of
from hegui.evidence.registers.cells import Reading, is_formula, reader
from hegui.evidence.registers.headings import Matched
from hegui.evidence.registers.moments import Moment, Wrong
from hegui.evidence.registers.sheets import MOST_ROWS, Cells, Sheet
from hegui.evidence.registers.tables import NOTHING, OTHER_SHEET, Table, filled, tables
from hegui.evidence.registers.words import cells as words
from hegui.evidence.registers.words import normal
from hegui.facts import Register
from hegui.recognise.shapes import masked, shape


@dataclass
class Count:
    """Rows met and rows that were good."""

    population: int = 0
    examined: int = 0


def take(
    ledger: Ledger, register: Register, path: str, found: Sequence[Sheet], sha256: str | None, how: Reading
) -> Count:
    """Take all sheets of one file into the ledger; raises Unreadable where none is the register.

    ``sha256`` is the hash of the file; None for a database, whose rows are hashed instead.
    """
    taken, others = tables(register, found)
    for sheet, wanting in others:
        note = ledger.skip if wanting.reason in OTHER_SHEET else ledger.unreadable
        note(_place(path, sheet), wanting.reason, wanting.detail)
    count = Count()
    for table in taken:
        _Taking(ledger, register, path, table, sha256, how, count).run()
    return count


@dataclass
class _Taking:
    """One sheet being taken."""

    ledger: Ledger
    register: Register
    path: str
    table: Table
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
        held = filled(row)
        if not held:
            return
        if self.table.sheet.headings is None:
            row = [*row, *[None] * (self.table.layout.columns[-1].position + 1 - len(row))]
            if all(row[m.position] in (m.heading, *NOTHING) for m in self.table.layout.columns):
                return  # the headings once more, as headings of two rows and printed pages have them
            if self._is_footer(held):
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
                self.ledger.skip(f"{locator} {column.name}", wrong.code, shape(raw) if raw not in NOTHING else None)
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
        key = (values[name].casefold(), values.get("subject"))
        if key in self.seen:
            return True
        self.seen.add(key)
        return False

    def _is_footer(self, held: Sequence[object]) -> bool:
        """Whether a row below the table is no record: a total, a signature, a remark."""
        opening = normal(unicodedata.normalize("NFKC", str(held[0])).partition(":")[0])
        return opening in _footers() and len(held) <= max(2, len(self.table.layout.columns) // 2)

    def _place(self) -> str:
        return _place(self.path, self.table.sheet)


def _place(path: str, sheet: Sheet) -> str:
    return path if sheet.name is None else f"{path}#sheet={masked(sheet.name)}"


@cache
def _footers() -> frozenset[str]:
    return frozenset(map(normal, words()["footers"]))
