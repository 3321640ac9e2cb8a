"""SQLite files, opened read-only: every table; views are left out, as they repeat tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from hegui.evidence.data.parts import Item, Table, batches
from hegui.evidence.files import Unreadable

_TORN = (sqlite3.Error, ValueError, OverflowError)  # ValueError: names that are no text


def tables(item: Item) -> Iterator[Table]:
    """The tables of a database; raises Unreadable: broken_sqlite."""
    try:
        with closing(_opened(item)) as db:
            names = [
                row[0]
                for row in db.execute(
                    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
                )
            ]
            for name in names:
                yield _table(db, name)
    except _TORN:
        raise Unreadable("broken_sqlite") from None


def _opened(item: Item) -> sqlite3.Connection:
    if item.path:
        db = sqlite3.connect(f"{Path(item.path).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    else:
        db = sqlite3.connect(":memory:")
        db.deserialize(item.data)
        db.execute("pragma query_only = on")
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


def _table(db: sqlite3.Connection, name: str) -> Table:
    quoted = '"' + name.replace('"', '""') + '"'
    cursor = db.execute(f"select * from {quoted}")
    columns = tuple(str(column[0]) for column in cursor.description)
    (rows,) = db.execute(f"select count(*) from {quoted}").fetchone()
    return Table("sqlite", name, columns, batches(_rows(cursor), len(columns)), rows)


def _rows(cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
    try:
        yield from cursor
    except _TORN:
        raise Unreadable("broken_sqlite") from None
