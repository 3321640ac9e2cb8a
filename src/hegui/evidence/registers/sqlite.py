"""SQLite files, opened so that nothing beside or in them is changed; only ordinary tables, and of them only the columns asked for."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import Numbered, Sheet

SECONDS = 60
MOST_TABLES = 1_000
_LONGEST_VALUE = 16 * 1024 * 1024
_STEPS = 10_000


def sheets(path: Path) -> list[Sheet]:
    """Each ordinary table of the file; raises Unreadable."""
    with _opened(path) as db:
        tables = db.execute("select name, sql from sqlite_master where type = 'table' order by name").fetchmany(
            MOST_TABLES
        )
        names = [
            name
            for name, sql in tables
            if not name.startswith("sqlite_") and not (sql or "").upper().startswith("CREATE VIRTUAL")
        ]
        return [_sheet(db, path, name) for name in names]


def _sheet(db: sqlite3.Connection, path: Path, table: str) -> Sheet:
    headings = tuple(row[0] for row in db.execute("select name from pragma_table_info(?)", (table,)))
    return Sheet(table, headings, lambda positions: _rows(path, table, [headings[at] for at in positions]))


def _rows(path: Path, table: str, columns: Sequence[str]) -> Numbered:
    with _opened(path) as db:
        yield from enumerate(db.execute(f"select {', '.join(map(_quoted, columns))} from {_quoted(table)}"), 1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, read-only and as it lies there (no journal is replayed), with a limit on time and on the size of a value."""
    until = time.monotonic() + SECONDS
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            db.text_factory = lambda raw: raw.decode("utf-8", "replace")
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            db.execute("pragma trusted_schema = off")
            db.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            yield db
    except (
        sqlite3.Error,
        ValueError,
        OverflowError,
        MemoryError,
    ) as error:  # ValueError: an error message that is no text
        cut_off = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        raise Unreadable("query_too_long" if cut_off else "broken_database") from None
