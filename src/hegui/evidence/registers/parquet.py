"""Parquet files: only the columns asked for are read."""

from __future__ import annotations

import decimal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import MOST_ROWS, Numbered, Sheet

if TYPE_CHECKING:
    import pyarrow.parquet as pq

LARGEST = 1024 * 1024 * 1024  # bytes, uncompressed as the file announces them


def sheet(data: bytes) -> Sheet:
    """The one sheet of a Parquet file; raises Unreadable."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        meta = file.metadata
        size = sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups))
        headings = tuple(file.schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise Unreadable("broken_parquet") from None
    if meta.num_rows > MOST_ROWS:
        raise Unreadable("too_many_rows", f"{meta.num_rows} rows")
    if size > LARGEST:
        raise Unreadable("too_large", f"{size} bytes")
    return Sheet(None, headings, lambda positions: _rows(file, [headings[at] for at in positions]))


def _rows(file: pq.ParquetFile, names: Sequence[str]) -> Numbered:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(columns=list(names)):
            columns = [batch.column(name).to_pylist() for name in names]
            for row in zip(*columns, strict=True):
                number += 1
                yield number, [float(cell) if isinstance(cell, decimal.Decimal) else cell for cell in row]
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise Unreadable("broken_parquet", f"row {number + 1}") from None
