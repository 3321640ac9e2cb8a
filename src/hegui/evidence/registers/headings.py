"""Which column of a file is which column of a register: headings in English or Chinese, in any order, in whichever row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hegui.evidence.registers.words import is_never_read, loose, normal
from hegui.facts import Register, RegisterColumn
from hegui.recognise.shapes import masked

FIRST_ROWS = 50  # a heading row is looked for among these
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HALVES = re.compile(r"[/|\n\r]+")
_TEN_THOUSANDS = re.compile(r"[(\[【][^)\]】]*万")
_LONGEST = 40
LOOSE = 100  # how much farther than by its own words a heading is that has them in another order


@dataclass(frozen=True, slots=True)
class Matched:
    """One column of the file that is a column of the register; ``scale`` is 10000 where its heading counts in 万."""

    position: int
    heading: object
    column: RegisterColumn
    scale: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: its matched columns, the required ones it lacks, and its other headings with why they are not read."""

    columns: tuple[Matched, ...]
    lacking: tuple[RegisterColumn, ...]
    unread: tuple[tuple[str, str], ...]  # heading, why


def layout(register: Register, headings: Sequence[object]) -> Layout:
    """Match a heading row. Where two headings claim a column, the one nearer to its own name has it, then the first."""
    names = _names(register.id)
    best: dict[str, tuple[int, int]] = {}  # column -> rank, position
    claims: dict[int, str] = {}
    for position, heading in enumerate(headings):
        if found := _claim(heading, names):
            rank, column = found
            claims[position] = column
            if column not in best or rank < best[column][0]:
                best[column] = (rank, position)
    taken = {position: column for column, (_, position) in best.items()}
    columns = {column.name: column for column in register.columns}
    return Layout(
        columns=tuple(
            Matched(
                position,
                headings[position],
                columns[name],
                10_000 if _TEN_THOUSANDS.search(_plain(headings[position])) else 1,
            )
            for position, name in sorted(taken.items())
        ),
        lacking=tuple(column for column in register.columns if column.required and column.name not in best),
        unread=tuple(
            (shown, _why(shown, position in claims))
            for position, heading in enumerate(headings)
            if position not in taken and (shown := masked(_plain(heading)).strip()[:_LONGEST])
        ),
    )


def heading_row(register: Register, rows: Sequence[Sequence[object]]) -> int | None:
    """Where the heading row is among the first rows: the one that names most columns, at least two or all required ones.

    A row that names all required columns ends the search, but for the row below it: a heading of two rows says more in its second.
    """
    names = _names(register.id)
    required = {column.name for column in register.columns if column.required}
    most, at, complete = 0, None, False
    for index, row in enumerate(rows[:FIRST_ROWS]):
        named = {found[1] for cell in row if (found := _claim(cell, names))}
        if len(named) > most and (len(named) > 1 or required <= named):
            most, at = len(named), index
        if complete:
            break
        complete = required <= named
    return at


def _why(heading: str, claimed: bool) -> str:
    if claimed:
        return "heading_twice"
    return "not_read_by_design" if is_never_read(heading) else "unknown_column"


def _plain(heading: object) -> str:
    return unicodedata.normalize("NFKC", heading) if isinstance(heading, str) else ""


def _claim(heading: object, names: Mapping[str, tuple[int, str]]) -> tuple[int, str] | None:
    """The column a heading names, and how near: whole, without asides in brackets, by either half of 'Chinese / English', or
    with the same words in another order.
    """
    if not isinstance(heading, str) or len(heading) > 200:
        return None
    text = _plain(heading)
    bare = _ASIDE.sub("", text)
    for said in (
        text,
        bare,
        *_HALVES.split(bare),
        *(aside.strip("()[]【】") for aside in _ASIDE.findall(text) if not bare.strip()),
    ):
        if (word := normal(said)) and (found := names.get(word)):
            return found
    return names.get(loose(text))


@cache
def _names(register: str) -> Mapping[str, tuple[int, str]]:
    """Every normal heading of a register: how near it is to the column's own name, and the column."""
    from hegui.facts import registers

    found: dict[str, tuple[int, str]] = {}
    columns = registers()[register].columns
    for column in columns:
        for rank, heading in enumerate(_said(column)):
            found.setdefault(normal(heading), (rank, column.name))
    claims = [(loose(name), rank, column.name) for column in columns for rank, name in enumerate(_said(column))]
    for word in {word for word, *_ in claims if word}:
        claimed = [(rank, name) for other, rank, name in claims if other == word]
        if len({name for _, name in claimed}) == 1:  # words in any order must not stand for two columns
            rank, name = min(claimed)
            found.setdefault(word, (LOOSE + rank, name))
    return found


def _said(column: RegisterColumn) -> tuple[str, ...]:
    return column.name, column.title.en, column.title.zh, *column.headings
