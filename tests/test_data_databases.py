"""Databases: a real PostgreSQL server is read by a session that can only read; nothing of its address is said."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hegui.evidence.data import databases
from hegui.scan.data import render, scan


def _program(name: str) -> str:
    found = shutil.which(name) or next((str(p) for p in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), None)
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of our own, with a table of 30,000 customers."""
    import psycopg

    initdb, postgres, control = _program("initdb"), _program("postgres"), _program("pg_ctl")
    as_other: list[str] = []
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
    address = f"postgresql://keeper:hush-hush@127.0.0.1:{port}/postgres"
    try:
        for _ in range(100):
            try:
                with psycopg.connect(address, autocommit=True) as db:
                    db.execute("create table customers (id int primary key, mobile text, note text)")
                    db.execute(
                        "insert into customers select n, '138' || lpad(n::text, 8, '0'), 'x' from generate_series(1, 30000) n"
                    )
                    db.execute("create table zd (a1 text, a2 text)")
                    db.execute("comment on column zd.a1 is '紧急联系人电话'")
                    db.execute("insert into zd values ('010-88888888', 'x')")
                    db.execute("create table genres (id int, name text)")
                    db.execute("insert into genres values (1, 'Rock'), (2, 'Jazz')")
                    db.execute("analyze")
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield address
    finally:
        subprocess.run(
            [*as_other, control, "-D", data, "stop", "-m", "immediate"], check=False, capture_output=True, cwd=folder
        )
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_sample_is_taken_from_all_over_a_large_table(server: str):
    result = scan([server], cache=False)
    customers, genres, _ = result["assets"]
    assert (customers["kind"], customers["rows"]) == ("postgresql", 30_000)
    assert 5_000 < customers["examined"] <= 10_000
    mobile = next(f for f in customers["fields"] if f["name"] == "mobile")
    assert (mobile["class"], mobile["kinds"][0]["kind"]) == ("personal", "cn_mobile")
    assert {f["class"] for f in genres["fields"]} == {"none"}


def test_in_full_every_row_is_read(server: str):
    customers = scan([server], depth="full", cache=False)["assets"][0]
    mobile = next(f for f in customers["fields"] if f["name"] == "mobile")
    assert (customers["examined"], mobile["kinds"][0]["count"], mobile["kinds"][0]["valid"]) == (30_000, 30_000, 30_000)


def test_the_session_cannot_write(server: str):
    import sqlalchemy as sa

    with pytest.raises(Exception, match="no_connection"), databases._connected(databases._url(server)) as db:
        db.execute(sa.text("insert into genres values (3, 'Pop')"))


def test_neither_user_nor_password_is_said(server: str):
    result = scan([server], cache=False)
    said = json.dumps(result) + render(result, "en")
    assert "127.0.0.1" in said
    assert "keeper" not in said
    assert "hush-hush" not in said


def test_a_server_that_is_down_is_unreadable():
    result = scan(["postgresql://u:p4ssw0rd@127.0.0.1:1/x"], cache=False)
    assert result["assets"] == []
    assert result["unreadable"][0]["path"] == "postgresql://127.0.0.1:1/x"
    assert "could not be reached" in result["unreadable"][0]["reason"]["en"]


def test_an_sqlite_address_is_read_too_and_none_is_made(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("create table members (email text)")
        db.execute("insert into members values ('a@corp.example')")
        db.commit()
    (asset,) = scan([f"sqlite:///{tmp_path}/a.db"], cache=False)["assets"]
    assert asset["fields"][0]["class"] == "personal"
    assert (
        scan([f"sqlite:///{tmp_path}/none.db"], cache=False)["unreadable"][0]["reason"]["en"] == "there is no such file"
    )
    assert not (tmp_path / "none.db").exists()


def test_the_comments_on_columns_name_them(server: str):
    coded = scan([server], cache=False)["assets"][2]
    assert [(f["name"], f["class"]) for f in coded["fields"]] == [("a1", "personal"), ("a2", "none")]
    assert "列名指" in coded["fields"][0]["because"]["zh"]


def _when_up(connect: Callable[[], Any]) -> Any:
    """The connection, once the server takes one."""
    for _ in range(300):
        try:
            return connect()
        except Exception:  # noqa: BLE001 - whatever a server that starts may say
            time.sleep(0.1)
    return connect()


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    """The address of a MariaDB server of our own, with the same customers."""
    pymysql = pytest.importorskip("pymysql")
    install, server = shutil.which("mariadb-install-db"), shutil.which("mariadbd") or shutil.which("mysqld")
    if not install or not server:
        pytest.skip("MariaDB is not installed")
    folder = Path(tempfile.mkdtemp(prefix="my", dir="/tmp"))
    user = [f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', 'root')}"]
    made = subprocess.run(
        [install, "--no-defaults", f"--datadir={folder}/data", "--auth-root-authentication-method=normal", *user],
        check=False,
        capture_output=True,
        cwd=folder,
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("MariaDB could not make a data folder")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            server,
            "--no-defaults",
            f"--datadir={folder}/data",
            f"--port={port}",
            f"--socket={folder}/s",
            *user,
            f"--pid-file={folder}/pid",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=0",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        with (
            closing(_when_up(lambda: pymysql.connect(host="127.0.0.1", port=port, user="root"))) as db,
            db.cursor() as cursor,
        ):
            cursor.execute("create database shop character set utf8mb4")
            cursor.execute(
                "create table shop.customers (id int primary key, mobile varchar(20) comment '手机', sex char(1))"
            )
            rows = [(n, f"138{n:08}", "x") for n in range(30_000)]
            cursor.executemany("insert into shop.customers values (%s, %s, %s)", rows)
            cursor.execute("create user keeper@'127.0.0.1' identified by 'hush-hush'")
            cursor.execute("grant all on shop.* to keeper@'127.0.0.1'")
            db.commit()
        yield f"mysql://keeper:hush-hush@127.0.0.1:{port}/shop"
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("scheme", ["mysql", "mariadb"])
def test_a_mysql_database_is_sampled_without_a_lock(mariadb: str, scheme: str):
    result = scan([mariadb.replace("mysql", scheme, 1)], cache=False)
    (customers,) = result["assets"]
    assert (customers["kind"], customers["rows"]) == (scheme, 30_000)
    assert 8_000 < customers["examined"] <= 10_000
    mobile = next(f for f in customers["fields"] if f["name"] == "mobile")
    assert (mobile["class"], mobile["kinds"][0]["kind"]) == ("personal", "cn_mobile")
    said = json.dumps(result) + render(result, "zh")
    assert "keeper" not in said
    assert "hush-hush" not in said


def test_a_mysql_session_cannot_write_and_is_stopped_in_time(mariadb: str):
    import sqlalchemy as sa

    with pytest.raises(Exception, match="no_connection"), databases._connected(databases._url(mariadb)) as db:
        db.execute(sa.text("insert into customers values (0, 'x', 'y')"))
    with databases._connected(databases._url(mariadb)) as db:
        assert db.execute(sa.text("select @@max_statement_time")).scalar_one() == databases.SECONDS
