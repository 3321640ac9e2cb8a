"""Files at addresses: listed, read up to a bound, hashed; no credential is ever shown."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from hegui.engine import Source, run
from hegui.errors import InputError
from hegui.evidence.data import collector
from hegui.scan.data import render, scan

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
TABLE = "mobile,city\n" + "".join(f"1391234{n:04},深圳\n" for n in range(30))


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder in memory with a table, a text and a hidden file."""
    files = fsspec.filesystem("memory")
    files.pipe("/held/users/all.csv", TABLE.encode())
    files.pipe("/held/note.txt", "邮箱：someone@corp.example\n".encode())
    files.pipe("/held/.state", b"hidden 13912340000")
    yield "memory://held"
    files.rm("/held", recursive=True)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A table served over HTTP."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    (tmp_path / "all.csv").write_text(TABLE, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_folder_at_an_address_is_read_like_one_here(bucket: str):
    result = scan([bucket], cache=False)
    kinds = {a["path"]: [k["kind"] for f in a["fields"] for k in f["kinds"]] for a in result["assets"]}
    assert kinds == {"memory://held/note.txt": ["email"], "memory://held/users/all.csv": ["cn_mobile"]}
    assert (result["unreadable"], result["coverage"]["population"], result["coverage"]["examined"]) == ([], 2, 2)


def test_a_file_at_an_address_is_an_exhibit_with_its_hash(bucket: str):
    source = Source("shop", "users", "data", f"{bucket}/users/all.csv", f"{bucket}/users/all.csv", options={})
    [exhibit] = run(collector, [source], "local", False, None).facts["exhibit"].to_pylist()
    assert exhibit["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()


def test_a_file_served_over_http_is_read_and_its_credentials_are_not_shown(served: str):
    pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    result = scan([f"http://{served}/all.csv?token=sesame"], cache=False)
    assert [(a["path"], a["rows"]) for a in result["assets"]] == [(f"http://{served}/all.csv", 30)]
    shown = json.dumps(result, ensure_ascii=False) + render(result, "en")
    assert "sesame" not in shown


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://nothing/here.csv", "there is no such file"),
        ("nowhere://key:sesame@host/a.csv", "nothing here reads such addresses"),
    ],
    ids=["missing", "unknown service"],
)
def test_what_an_address_does_not_yield_is_told(address: str, reason: str):
    result = scan([address], cache=False)
    [row] = result["unreadable"]
    assert reason in row["reason"]["en"]
    assert "sesame" not in json.dumps(result)


def test_a_file_beyond_the_bound_is_not_taken_into_memory(bucket: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hegui.evidence.data.addresses.LARGEST", 100)
    result = scan([f"{bucket}/users/all.csv"], cache=False)
    assert (result["assets"], "larger than" in result["unreadable"][0]["reason"]["en"]) == ([], True)


def test_spans_are_given_of_files_of_this_machine_only(bucket: str):
    with pytest.raises(InputError, match="--spans"):
        list(scan([bucket], spans=True)["spans"])
