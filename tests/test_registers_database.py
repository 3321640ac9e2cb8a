"""Registers in databases: read-only, only the columns asked for, credentials nowhere but in the environment or the keyring."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hegui.dates import SHANGHAI
from registers_kept import Rows, read, reasons, source, why

VARIABLE = "HEGUI_KEPT_URL"
SECRET = "s3cret-word"


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


def of_database(register: str = "incident", **options: Any) -> Rows:
    return read(source("", register, **{"url_variable": VARIABLE, "table": None, "url": None, **options}))


@pytest.fixture
def made(tmp_path: Path) -> str:
    """The address of a small database."""
    path = tmp_path / "kept.db"
    with sqlite3.connect(path) as db:
        db.executescript(
            "create table incident (no integer primary key, incident text, found_at text, level text, complainant text);"
            "insert into incident values (2, 'SJ-2', '2026-02-05', '很大', '某人'), (1, 'SJ-1', '2026-01-05 10:20', '较大', '某人');"
        )
    db.close()
    return f"sqlite:///{path}"


def test_a_table_is_read_through_the_address_in_the_environment(made: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, made)
    rows = of_database()
    (row,) = rows["incident"]
    assert (row["incident"], row["level"], row["exhibit"]) == ("SJ-1", "relatively_large", "kept:incident#row=1")
    assert row["found_at"] == datetime(2026, 1, 5, 10, 20, tzinfo=SHANGHAI)
    assert ("incident#row=2 level", "unknown_code") in why(rows)
    assert ("incident#column=complainant", "not_read_by_design") in why(rows)
    assert len(rows["exhibit"][0]["sha256"]) == 64
    assert "某人" not in repr(rows)


def test_the_hash_of_a_table_changes_with_its_rows(made: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, made)
    before = of_database()["exhibit"][0]["sha256"]
    assert of_database()["exhibit"][0]["sha256"] == before
    with sqlite3.connect(made.removeprefix("sqlite:///")) as db:
        db.execute("update incident set level = '重大' where no = 1")
    db.close()
    assert of_database()["exhibit"][0]["sha256"] != before


def test_the_address_may_stand_in_the_profile_without_a_password(made: str):
    assert [row["incident"] for row in of_database(url=made, table="incident")["incident"]] == ["SJ-1"]


def test_the_address_may_lie_in_the_keyring(made: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "keyring.get_password", lambda service, user: made if (service, user) == ("hegui", "kept") else None
    )
    assert len(of_database()["incident"]) == 1


@pytest.mark.parametrize(
    ("options", "environment", "reason"),
    [
        ({"url": f"postgresql://u:{SECRET}@db.test/x"}, None, "password_in_profile"),
        ({"url": "not an address"}, None, "bad_address"),
        ({}, None, "bad_address"),
        ({}, "nosuchdialect://u@h/x", "no_database_support"),
        ({"table": "gone"}, "sqlite://", "no_such_table"),
        ({}, "sqlite:////no/such/folder/x.db", "database_down"),
        ({}, f"postgresql://u:{SECRET}@127.0.0.1:1/x", "database_down"),
        ({}, f"postgresql://u:{SECRET}@127.0.0.1:1/x?sslmode=nonsense", "database_down"),
    ],
)
def test_what_goes_wrong_has_a_reason_and_tells_no_secret(
    options: dict[str, Any],
    environment: str | None,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    if environment:
        monkeypatch.setenv(VARIABLE, environment)
    rows = of_database(**options)
    assert reasons(rows) == [reason]
    assert SECRET not in repr(rows) + "".join(capfd.readouterr())
    assert (rows["coverage"][0]["population"], rows["coverage"][0]["examined"]) == (0, 0)


# A real PostgreSQL server


def _program(name: str) -> Path:
    found = shutil.which(name) or next(
        iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        pytest.skip("PostgreSQL is not on this machine")
    return Path(found)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of our own, stopped at the end."""
    initdb, postgres = _program("initdb"), _program("postgres")
    as_other = []
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:  # the server refuses to run as root
        if (
            not shutil.which("runuser")
            or subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode
        ):
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        as_other = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [*as_other, initdb, "-D", data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    process = subprocess.Popen(
        [*as_other, postgres, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        yield f"postgresql://keeper@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_other, _program("pg_ctl"), "-D", data, "stop", "-m", "immediate"],
            check=False,
            capture_output=True,
            cwd=folder,
        )
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def filled(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    import psycopg

    monkeypatch.setenv(VARIABLE, server)
    for _ in range(100):
        try:
            with psycopg.connect(server, autocommit=True) as db:
                db.execute(
                    "drop view if exists slow; drop table if exists sj; drop role if exists guest; create role guest login"
                )
                db.execute("create table sj (id int primary key, bh text, fx timestamptz, jb text, text_of_it text)")
                db.execute(
                    "comment on column sj.bh is '事件编号'; comment on column sj.fx is '发现时间'; comment on column sj.jb is '事件级别'"
                )
                db.execute(
                    "insert into sj values (2, 'SJ-2', null, '一般', '原话'), (1, 'SJ-1', '2026-01-05 10:20+08', '较大', '原话')"
                )
                db.execute(
                    "create view slow as select bh as incident, fx as found_at, pg_sleep(5)::text as level from sj"
                )
            return server
        except psycopg.OperationalError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def test_postgresql_by_the_comments_on_its_columns(filled: str):
    rows = of_database(table="sj")
    (row,) = rows["incident"]
    assert (row["incident"], row["level"], row["found_at"]) == (
        "SJ-1",
        "relatively_large",
        datetime(2026, 1, 5, 10, 20, tzinfo=SHANGHAI),
    )
    assert ("sj#row=2 found_at", "required_empty") in why(rows)
    assert "原话" not in repr(rows)


def test_postgresql_with_a_schema_and_without_the_table(filled: str):
    assert len(of_database(table="public.sj")["incident"]) == 1
    assert reasons(of_database(table="gone")) == ["no_such_table"]


def test_postgresql_that_refuses(filled: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, filled.replace("/postgres", "/gone"))
    assert reasons(of_database(table="sj")) == ["database_down"]
    monkeypatch.setenv(VARIABLE, filled.replace("keeper@", "guest@"))
    assert reasons(of_database(table="sj")) == ["access_denied"]


def test_postgresql_takes_no_writing_and_no_long_question(filled: str, monkeypatch: pytest.MonkeyPatch):
    from sqlalchemy import text
    from sqlalchemy.engine import make_url

    from hegui.evidence.files import Unreadable
    from hegui.evidence.registers import database

    url = make_url(filled).set(drivername="postgresql+psycopg")
    with pytest.raises(Unreadable), database._connected(url) as db:
        db.execute(text("delete from sj"))
    monkeypatch.setitem(
        database._FIRST, "postgresql", ("set transaction read only", "set local statement_timeout = 200")
    )
    assert reasons(of_database(table="slow")) == ["query_too_long"]
    assert len(of_database(table="sj")["incident"]) == 1
