"""Databases through SQLAlchemy: every table of the default schema, in a read-only transaction with a time limit on each statement.

The address comes from the command line, or for a source of a profile from the environment or the keyring; a password that it lacks from the
variable ``HEGUI_DATABASE_PASSWORD``. Neither the address nor a server's message leaves this module.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from hegui.engine import Source
from hegui.evidence.data.parts import ROWS, Table, batches
from hegui.evidence.files import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

SECONDS = 60
CONNECT_SECONDS = 10
FIRST = {  # what a session is told before it is asked
    "postgresql": (
        "set transaction read only",
        f"set local statement_timeout = {SECONDS * 1000}",
        "set local lock_timeout = 2000",
    ),
    "mysql": (
        "set session transaction read only",
        f"set session max_execution_time = {SECONDS * 1000}",
        "set session lock_wait_timeout = 2",
        "start transaction read only",
    ),
    "mariadb": (
        "set session transaction read only",
        f"set session max_statement_time = {SECONDS}",
        "set session lock_wait_timeout = 2",
        "start transaction read only",
    ),
    "sqlite": ("pragma query_only = on",),
}
CONNECT: dict[str, dict[str, Any]] = {
    "postgresql": {"connect_timeout": CONNECT_SECONDS},
    "mysql": {"connect_timeout": CONNECT_SECONDS},
    "mariadb": {"connect_timeout": CONNECT_SECONDS},
    "sqlite": {"timeout": CONNECT_SECONDS},
}
DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}


def is_address(location: str) -> bool:
    """Whether a location is the address of a database."""
    scheme = location.partition("://")[0].partition("+")[0]
    return "://" in location and scheme in ("postgresql", "postgres", "mysql", "mariadb", "sqlite", "oracle", "mssql")


def address_of(source: Source) -> str | None:
    """The address of the database that a source is, with its credentials where the environment or the keyring has them; None of files.

    The option ``url_variable`` names the variable with the whole address.
    """
    variable = source.options.get("url_variable")
    if variable and (is_address(source.location) or not source.location):
        return os.environ.get(variable) or _from_keyring(source.id) or source.location
    return source.location if is_address(source.location) else None


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


def shown(location: str) -> str:
    """An address as it may be shown: without user, password and parameters."""
    scheme, _, rest = location.partition("://")
    host = rest.rpartition("@")[2].partition("?")[0]
    return f"{scheme.partition('+')[0]}://{host}"


def tables(location: str, most: int | None) -> Iterator[Table]:
    """The tables of a database, at most *most* rows of each (None: all). Raises Unreadable: no_database_support, no_connection …"""
    import sqlalchemy as sa

    url = _url(location)
    dialect = url.get_backend_name()
    with _connected(url) as db:
        inspector = sa.inspect(db)
        found = [
            (name, {str(c["name"]): str(c.get("comment") or "") for c in inspector.get_columns(name)})
            for name in sorted(inspector.get_table_names())
        ]
    for name, columns in found:
        with _connected(url) as db:
            table = sa.table(name, *map(sa.column, columns))
            rows = db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            yield Table(
                dialect,
                name,
                tuple(columns),
                batches(_rows(db, table, rows, most), len(columns)),
                rows,
                comments=columns,
            )


def _rows(db: Connection, table: Any, rows: int, most: int | None) -> Iterator[Sequence[object]]:
    """The rows, or a random sample where the server can give one without a lock, so that old rows count as much as new ones."""
    import sqlalchemy as sa

    source = table
    if most and rows > most and db.dialect.name == "postgresql":
        source = sa.tablesample(table, sa.func.system(min(100.0, 130.0 * most / rows)))
    query = sa.select(*(source.c[c.name] for c in table.columns))
    if most and rows > most and db.dialect.name in ("mysql", "mariadb"):
        query = query.where(sa.func.rand() < min(1.0, 1.3 * most / rows))
    with closing(
        db.execution_options(stream_results=True, yield_per=ROWS).execute(query.limit(most) if most else query)
    ) as result:
        for row in result:
            yield tuple(row)


def _url(location: str) -> URL:
    try:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError
    except ImportError:
        raise Unreadable("no_database_support") from None
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        raise Unreadable("bad_address") from None
    if password := os.environ.get("HEGUI_DATABASE_PASSWORD"):
        url = url.set(password=password)
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """A connection that can only read; whatever goes wrong becomes Unreadable with a reason and nothing else."""
    import sqlalchemy as sa
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    dialect = url.get_backend_name()
    if dialect == "sqlite" and url.database and not os.path.isfile(url.database):  # noqa: PTH113 - else an empty one would be made
        raise Unreadable("not_found")
    try:
        engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=CONNECT.get(dialect, {}))
        with engine.connect() as db:
            for statement in FIRST.get("mariadb" if getattr(db.dialect, "is_mariadb", False) else dialect, ()):
                db.execute(sa.text(statement))
            yield db
            db.rollback()
    except (ImportError, NoSuchModuleError):
        raise Unreadable("no_database_support", dialect) from None
    except (SQLAlchemyError, UnicodeError):
        raise Unreadable("no_connection") from None
