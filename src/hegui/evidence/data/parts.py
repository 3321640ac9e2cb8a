"""What readers hand on: parts of a file that are tables or running text, in batches, so that memory does not grow with the file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from hegui.evidence.data.backups import Backup
from hegui.recognise.pi.cells import Cells, cells

Batch = Sequence[Cells]  # the columns of some rows, in the order of ``columns``
ROWS = 5_000  # rows of a batch
CELLS = 400_000  # of a batch of rows, as far as that is more than ROWS of them
MOST_COLUMNS = 10_000
LONGEST_VALUE = 100_000  # characters of one value that are looked at


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows in batches; ``rows`` is how many there are where that is known before they are read."""

    kind: str
    name: str  # of the table, sheet or collection within the file; empty where the file is the table
    columns: tuple[str, ...]
    batches: Iterable[Batch]
    rows: int | None = None
    backups: tuple[Backup, ...] = ()  # where the file is a listing of backups
    comments: Mapping[str, str] = field(default_factory=dict)  # what the database says of its columns, where it does


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text: UTF-8 in blocks that end at a line's end."""

    kind: str
    name: str
    blocks: Iterable[bytes]


Part = Table | Prose


@dataclass(frozen=True, slots=True)
class Item:
    """A file, or a member of an archive held in memory; ``name`` is what may be shown of it."""

    name: str
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)

    def open(self) -> IO[bytes]:
        """The bytes from the start."""
        return self.path.open("rb") if self.path else io.BytesIO(self.data)

    def size(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size if self.path else len(self.data)

    def read(self) -> bytes:
        """All bytes."""
        return self.path.read_bytes() if self.path else self.data


def batches(rows: Iterable[Sequence[object]], width: int) -> Iterator[Batch]:
    """Rows as columns of text, some thousand at a time; short rows are filled, long ones cut."""
    source = iter(rows)
    height = max(ROWS, CELLS // max(1, width))
    while some := list(islice(source, height)):
        columns = list(islice(zip_longest(*some), width))
        columns += [(None,) * len(some)] * (width - len(columns))
        yield list(map(cells_of, columns))


def cells_of(values: Sequence[object] | pa.Array) -> Cells:
    """The values of a column as text; where all are text, or all whole numbers, in one call."""
    column = values if isinstance(values, pa.Array) else _array(values)
    if pa.types.is_integer(column.type):
        return column.cast(pa.string())
    if pa.types.is_string(column.type) and (pc.max(pc.binary_length(column)).as_py() or 0) <= LONGEST_VALUE:
        return column
    return cells(map(text_of, values.to_pylist() if isinstance(values, pa.Array) else values))


def _array(values: Sequence[object]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowException, UnicodeEncodeError, OverflowError):  # of many sorts, or too large for Arrow
        return pa.nulls(0)


def text_of(value: object) -> str | None:
    """A cell as text; None for nothing; whole floats without their point, bytes as UTF-8 where they are."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value[:LONGEST_VALUE]).decode("utf-8", "replace")
    return str(value)[:LONGEST_VALUE]
