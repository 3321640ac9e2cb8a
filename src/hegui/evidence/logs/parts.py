"""What ``read`` hands to ``merge``: one row a stretch of a member, and its ticks, as Arrow tables of the collector's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

STRETCHES = "_log_stretch"
TICKS = "_log_tick"
HOLES = "_log_hole"

Tick = tuple[int, int, int, int]
"""Number of the tick, records in it, first and last of them."""

Hole = tuple[int, int]
"""The number after which numbers are missing, and how many."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One member, or a byte range of it. Times are microseconds on the member's clock (see ``tally``)."""

    path: str
    start: int
    bytes: int
    modified: int
    format: str | None
    yearless: bool
    zone_inferred: bool
    width: int
    lines: int
    undated: int
    implausible: int
    out_of_order: int
    head: int | None
    tail: int | None
    first: int | None
    last: int | None
    first_line: int
    last_line: int
    sequence_first: int | None
    sequence_last: int | None
    sequence_missing: int
    cleared: int
    named_year: int | None  # a year that a stamp of a year-less member names …
    named_at: int | None  # … and that stamp on the year-less clock
    hint: str | None  # the category that its lines speak of
    damage: str | None
    sha256: str | None
    taken_at: int


class Part(NamedTuple):
    """What was read of one member, or of a byte range of it."""

    stretch: Stretch
    ticks: Sequence[Tick]
    holes: Sequence[Hole]


@cache
def _schemas() -> dict[str, pa.Schema]:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "bool": pa.bool_()}

    def numbers(*names: str) -> pa.Schema:
        return pa.schema([("path", pa.string()), *((name, pa.int64()) for name in names)])

    return {
        STRETCHES: pa.schema([(f.name, types[str(f.type).split(" ")[0]]) for f in fields(Stretch)]),
        TICKS: numbers("start", "tick", "records", "first", "last"),
        HOLES: numbers("start", "after", "missing"),
    }


def tables_of(parts: Iterable[Part]) -> dict[str, pa.Table]:
    """The private tables of some parts; none that would be empty."""
    import pyarrow as pa

    parts = list(parts)
    own: dict[str, list[tuple[Any, ...]]] = {
        TICKS: [(part.stretch.path, part.stretch.start, *tick) for part in parts for tick in part.ticks],
        HOLES: [(part.stretch.path, part.stretch.start, *hole) for part in parts for hole in part.holes],
    }
    own[STRETCHES] = [tuple(getattr(part.stretch, name) for name in Stretch.__slots__) for part in parts]
    found = {}
    for name, rows in own.items():
        if rows:
            schema = _schemas()[name]
            columns = zip(*rows, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            found[name] = pa.table(arrays, schema=schema)
    return found


def stretches_of(table: pa.Table) -> list[Stretch]:
    """The stretches of a private table."""
    return [Stretch(*row) for row in zip(*(column.to_pylist() for column in table.columns), strict=True)]
