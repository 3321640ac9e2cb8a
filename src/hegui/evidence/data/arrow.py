"""Parquet and ORC through Arrow; nested columns are read by their leaves' text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hegui.evidence.data.parts import MOST_COLUMNS, ROWS, Batch, Item, Table, cells_of
from hegui.evidence.files import Unreadable


def parquet(item: Item) -> Table:
    """The rows of a Parquet file; raises Unreadable: broken_parquet, too_many_columns."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(_source(item)) as file:
            names, rows = tuple(file.schema_arrow.names), file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("broken_parquet") from None
    if len(names) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    return Table("parquet", "", names, _row_groups(item), rows)


def orc(item: Item) -> Table:
    """The rows of an ORC file; raises Unreadable: broken_orc, too_many_columns."""
    import pyarrow as pa
    from pyarrow.orc import ORCFile

    try:
        file = ORCFile(_source(item))
        names, rows = tuple(file.schema.names), file.nrows
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("broken_orc") from None
    if len(names) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    return Table("orc", "", names, _stripes(file), rows)


def _source(item: Item) -> Any:
    """The file for Arrow, which opens and closes it itself."""
    import pyarrow as pa

    return str(item.path) if item.path else pa.BufferReader(item.data)


def _row_groups(item: Item) -> Iterator[Batch]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(_source(item)) as file:
            for batch in file.iter_batches(batch_size=ROWS):
                yield _texts(batch)
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("broken_parquet") from None


def _stripes(file: Any) -> Iterator[Batch]:
    import pyarrow as pa

    try:
        for number in range(file.nstripes):
            yield _texts(file.read_stripe(number))
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("broken_orc") from None


def _texts(batch: Any) -> Batch:
    return list(map(cells_of, batch.columns))
