"""What ``read`` hands to ``merge``: one row a stretch of a member, and its ticks, as Arrow tables of the collector's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

STRETCHES = "_log_stretch"
TICKS = "_log_tick"

Tick = tuple[int, int, int, int]
"""Number of the tick, records in it, first and last of them."""


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
    damage: str | None
    sha256: str | None
    taken_at: int


@cache
def _schemas() -> tuple[pa.Schema, pa.Schema]:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
    stretch = pa.schema([(f.name, types[str(f.type).split(" ")[0]]) for f in fields(Stretch)])
    tick = pa.schema(
        [("path", pa.string()), *((name, pa.int64()) for name in ("start", "tick", "records", "first", "last"))]
    )
    return stretch, tick


def tables_of(parts: Iterable[tuple[Stretch, Sequence[Tick]]]) -> dict[str, pa.Table]:
    """The private tables of some stretches."""
    import pyarrow as pa

    stretch_schema, tick_schema = _schemas()
    stretches: list[dict[str, object]] = []
    ticks: list[tuple[str, int, int, int, int, int]] = []
    for stretch, own in parts:
        stretches.append(asdict(stretch))
        ticks.extend((stretch.path, stretch.start, *tick) for tick in own)
    columns = list(zip(*ticks, strict=True)) or [()] * len(tick_schema)
    return {
        STRETCHES: pa.Table.from_pylist(stretches, schema=stretch_schema),
        TICKS: pa.table([pa.array(c, f.type) for c, f in zip(columns, tick_schema, strict=True)], schema=tick_schema),
    }


def stretches_of(table: pa.Table) -> list[Stretch]:
    """The stretches of a private table."""
    return [Stretch(**row) for row in table.to_pylist()]
