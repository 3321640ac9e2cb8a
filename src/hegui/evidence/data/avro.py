"""Avro object container files; nested records are columns by their paths, as in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from hegui.evidence.data.documents import columns_of, in_columns
from hegui.evidence.data.json_lines import FIRST
from hegui.evidence.data.parts import Item, Table
from hegui.evidence.files import Unreadable


def table(item: Item) -> Table:
    """The records of an Avro file; raises Unreadable: no_avro_support, broken_avro, too_many_columns."""
    columns = columns_of(islice(_records(item), FIRST))
    return Table("avro", "", columns, in_columns(_records(item), columns))


def _records(item: Item) -> Iterator[Any]:
    try:
        import fastavro
    except ImportError:
        raise Unreadable("no_avro_support") from None
    try:
        with item.open() as file:
            yield from fastavro.reader(file)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - torn files make the reader fail in any way at all
        raise Unreadable("broken_avro") from None
