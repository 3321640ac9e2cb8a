"""What ``read`` hands to ``merge``: one row a stretch of a member, and its ticks, as Arrow tables of the collector's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hegui.facts import array_of

if TYPE_CHECKING:
    import pyarrow as pa

STRETCHES = "_log_stretch"
TICKS = "_log_tick"
LOSSES = "_log_loss"

NUMBERS, CLEARING, MEMBER = "numbers", "clearing", "member"
"""What is lost: numbers of a sequence, what a log held before it was cleared, a member of a rotated set."""

Tick = tuple[int, int, int, int]
"""Number of the tick, records in it, first and last of them."""


class Loss(NamedTuple):
    """So many records or files that are gone, and between which times (microseconds UTC, UNDATED: not known) they were.

    ``after``: of numbers, the one behind which they are missing.
    """

    kind: str
    missing: int
    after: int | None
    since: int
    until: int


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
    losses: Sequence[Loss]


@cache
def _schemas() -> dict[str, pa.Schema]:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "bool": pa.bool_()}

    def numbers(*names: str) -> list[pa.Field]:
        return [pa.field(name, pa.int64()) for name in names]

    path, kind = (pa.field(name, pa.string()) for name in ("path", "kind"))
    return {
        STRETCHES: pa.schema([(f.name, types[str(f.type).split(" ")[0]]) for f in fields(Stretch)]),
        TICKS: pa.schema([path, *numbers("start", "tick", "records", "first", "last")]),
        LOSSES: pa.schema([path, kind, *numbers(*Loss._fields[1:])]),
    }


def tables_of(parts: Iterable[Part]) -> dict[str, pa.Table]:
    """The private tables of some parts; none that would be empty."""
    import pyarrow as pa

    parts = list(parts)
    own: dict[str, list[tuple[Any, ...]]] = {
        TICKS: [(part.stretch.path, part.stretch.start, *tick) for part in parts for tick in part.ticks],
        LOSSES: [(part.stretch.path, *loss) for part in parts for loss in part.losses],
    }
    own[STRETCHES] = [tuple(getattr(part.stretch, name) for name in Stretch.__slots__) for part in parts]
    found = {}
    for name, rows in own.items():
        if rows:
            schema = _schemas()[name]
            columns = zip(*rows, strict=True)
            arrays = [array_of(column, field.type) for column, field in zip(columns, schema, strict=True)]
            found[name] = pa.table(arrays, schema=schema)
    return found


def stretches_of(table: pa.Table) -> list[Stretch]:
    """The stretches of a private table."""
    return [Stretch(*row) for row in zip(*(column.to_pylist() for column in table.columns), strict=True)]
