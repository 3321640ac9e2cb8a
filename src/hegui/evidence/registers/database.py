"""Databases through SQLAlchemy: one table, in a read-only transaction with a time limit, only the columns asked for.

The address with its credentials comes from the environment (the variable that the option ``url_variable`` names) or the keyring
(service ``hegui``, user the source's id). The profile may hold an address without a password. None of it, and no message of a
server, leaves this module.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hegui.engine import Source
from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import MOST_ROWS, Numbered, Sheet

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

SECONDS = 60
CONNECT_SECONDS = 10
_FIRST = {  # what a session is told before it is asked
    "postgresql": ("set transaction read only", f"set local statement_timeout = {SECONDS * 1000}"),
    "sqlite": ("pragma query_only = on",),
}
_CONNECT = {"postgresql": {"connect_timeout": CONNECT_SECONDS}, "sqlite": {"timeout": CONNECT_SECONDS}}
_TOO_LONG = "57014"  # SQLSTATE query_canceled
_DENIED = re.compile(r"password|authentication|permission denied|access denied", re.IGNORECASE)


def is_database(source: Source) -> bool:
    """Whether a source names a database rather than a file."""
    return "://" in source.location or "url_variable" in source.options


def sheet(source: Source, table: str) -> Sheet:
    """The table of a database source; a column is known by its comment as well as its name. Raises Unreadable."""
    url = _url(source)
    with _connected(url) as db:
        from sqlalchemy import inspect

        schema, _, name = table.rpartition(".")
        found = inspect(db).get_columns(name, schema=schema or None)
        key = inspect(db).get_pk_constraint(name, schema=schema or None).get("constrained_columns") or []
    names = [str(column["name"]) for column in found]
    headings = tuple(
        f"{column.get('comment') or ''}/{column['name']}" if column.get("comment") else str(column["name"])
        for column in found
    )
    return Sheet(
        None, headings, lambda positions: _rows(url, name, schema or None, [names[at] for at in positions], key)
    )


def _rows(url: URL, name: str, schema: str | None, columns: Sequence[str], key: Sequence[str]) -> Numbered:
    import sqlalchemy as sa

    wanted = sa.table(name, *map(sa.column, dict.fromkeys((*columns, *key))), schema=schema)
    query = (
        sa.select(*(wanted.c[column] for column in columns))
        .order_by(*(wanted.c[column] for column in key))
        .limit(MOST_ROWS + 1)
    )
    with _connected(url) as db:
        rows = [list(row) for row in db.execute(query)]
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    return enumerate(rows, 1)


def _url(source: Source) -> URL:
    try:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError
    except ImportError:
        raise Unreadable("no_database_support") from None
    secret = os.environ.get(source.options.get("url_variable", "")) or _from_keyring(source.id)
    try:
        url = make_url(secret or str(source.options.get("url") or source.location))
    except (ArgumentError, ValueError):
        raise Unreadable("bad_address") from None
    if not secret and url.password:
        raise Unreadable("password_in_profile")
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password("hegui", name)
    except KeyringError:  # also: no keyring on this machine
        return None


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """A connection that can only read; whatever goes wrong becomes Unreadable with a reason and nothing else."""
    import sqlalchemy as sa
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, NoSuchTableError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    dialect = url.get_backend_name()
    try:
        engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_CONNECT.get(dialect, {}))
        with engine.connect() as db:
            for statement in _FIRST.get(dialect, ()):
                db.execute(sa.text(statement))
            yield db
            db.rollback()
    except NoSuchTableError:
        raise Unreadable("no_such_table") from None
    except (ImportError, NoSuchModuleError):
        raise Unreadable("no_database_support", dialect) from None
    except ArgumentError:
        raise Unreadable("bad_address") from None
    except DBAPIError as error:
        raise Unreadable(_reason(error.orig)) from None
    except (SQLAlchemyError, OSError, ValueError):
        raise Unreadable("database_down") from None


def _reason(error: Any) -> str:
    if getattr(error, "sqlstate", None) == _TOO_LONG:
        return "query_too_long"
    return "access_denied" if _DENIED.search(str(error)) else "database_down"
