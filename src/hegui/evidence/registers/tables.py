"""Sheets that are a register: where their headings are, which columns they hold, and the rows below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.headings import FIRST_ROWS, Layout, heading_row, layout
from hegui.evidence.registers.sheets import Cells, Numbered, Sheet
from hegui.facts import Register

NOTHING = (None, "")
OTHER_SHEET = ("empty_table", "heading_not_found", "column_missing")  # why a sheet is no register; the last says most


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known, ready to be read."""

    sheet: Sheet
    layout: Layout
    rows: Numbered


def tables(register: Register, found: Sequence[Sheet]) -> tuple[list[Table], list[tuple[Sheet, Unreadable]]]:
    """The sheets of a file that are the register, and the others with what they want; raises Unreadable where none is."""
    taken: list[Table] = []
    others: list[tuple[Sheet, Unreadable]] = []
    for sheet in found:
        try:
            taken.append(_table(register, sheet))
        except Unreadable as problem:
            others.append((sheet, problem))
    if not taken:
        raise max((problem for _, problem in others), key=_telling, default=Unreadable("empty_table"))
    return taken, others


def filled(row: Cells) -> list[object]:
    """The cells of a row that hold anything."""
    return [cell for cell in row or () if cell not in NOTHING and not (isinstance(cell, str) and not cell.strip())]


def _telling(problem: Unreadable) -> int:
    return OTHER_SHEET.index(problem.reason) if problem.reason in OTHER_SHEET else len(OTHER_SHEET)


def _table(register: Register, sheet: Sheet) -> Table:
    """Find the columns of a sheet; raises Unreadable: empty_table, heading_not_found, column_missing."""
    if sheet.headings == ():  # a list without records names no columns
        return Table(sheet, Layout((), (), ()), ())
    if sheet.headings is not None:
        plan = _complete(layout(register, sheet.headings))
        positions = [matched.position for matched in plan.columns]
        moved = tuple(replace(matched, position=at) for at, matched in enumerate(plan.columns))
        return Table(sheet, Layout(moved, plan.lacking, plan.unread), sheet.rows(positions))
    first, rest = _first_rows(sheet.rows(()))
    if not any(filled(row) for _, row in first):
        raise Unreadable("empty_table")
    at = heading_row(register, [row or () for _, row in first])
    if at is None:
        raise Unreadable("heading_not_found")
    return Table(sheet, _complete(layout(register, first[at][1] or ())), chain(first[at + 1 :], rest))


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
