"""JSON: every path of keys is a column; lists do not count in a path."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from hegui.evidence.data import backups
from hegui.evidence.data.parts import MOST_COLUMNS, ROWS, Batch, Item, Table, text_of
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise.pi.cells import cells
from hegui.recognise.pi.decode import encoding_of

DEEPEST = 40


def json_table(item: Item) -> Table:
    """The records of a JSON file; raises Unreadable: too_large, broken_json, too_many_columns."""
    if item.size() > LARGEST // 4:
        raise Unreadable("too_large")
    data = item.read()
    try:
        document = json.loads(data.decode(encoding_of(data), "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("broken_json") from None
    records = list(_records(document))
    columns = columns_of(records)
    return Table("json", "", columns, in_columns(records, columns), len(records), tuple(backups.listed(document) or ()))


def _records(document: Any) -> Iterator[Any]:
    """A list is its records; an object of one list likewise; any other object is one record."""
    if isinstance(document, list):
        yield from document
    elif (
        isinstance(document, dict)
        and len(lists := [v for v in document.values() if isinstance(v, list)]) == 1
        and len(document) <= 5
    ):
        yield from lists[0]
    else:
        yield document


def columns_of(records: Iterable[Any]) -> tuple[str, ...]:
    """Every path of keys in some records; raises Unreadable: too_many_columns."""
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(path for path, _ in leaves(record)))
        if len(names) > MOST_COLUMNS:
            raise Unreadable("too_many_columns")
    return tuple(names)


def in_columns(records: Iterable[Any], columns: tuple[str, ...]) -> Iterator[Batch]:
    """Columns of unequal height: a record may hold a path many times, or never."""
    values: dict[str, list[str | None]] = defaultdict(list)
    for number, record in enumerate(records, 1):
        held = set()
        for path, value in leaves(record):
            values[path].append(value)
            held.add(path)
        for missing in columns:
            if missing not in held:
                values[missing].append(None)
        if number % ROWS == 0:
            yield [cells(values[c]) for c in columns]
            values = defaultdict(list)
    if values:
        yield [cells(values[c]) for c in columns]


def leaves(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str | None]]:
    """Every scalar of a document with its path of keys."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path, depth + 1)
    elif not isinstance(value, bool):
        yield path, text_of(value)
