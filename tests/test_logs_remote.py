"""Logs at addresses: listed, read, hashed, remembered by what the address says of them; no credential is ever shown."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from hegui import profile
from hegui.engine import Source, places, run
from hegui.errors import ProfileError
from hegui.evidence.data import collector as data
from hegui.evidence.logs import collector
from hegui.profile.declared import sources
from hegui.scan.logs import render, scan
from logs_of import days, one, scanned, write

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder in memory with a rotated family and an archive."""
    files = fsspec.filesystem("memory")
    text = "".join(f"{at:%Y-%m-%d %H:%M:%S} INFO made up\n" for at in days("2026-01-01", 3))
    files.pipe("/logs/app/a.log", text.replace("2026-01", "2026-02").encode())
    files.pipe("/logs/app/a.log.1.gz", gzip.compress(text.encode()))
    files.pipe("/logs/b.log", text.encode())
    yield "memory://logs"
    files.rm("/logs", recursive=True)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A folder served over HTTP."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    root = tmp_path / "served"
    root.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", root
    server.shutdown()
    thread.join()
    server.server_close()


def shape(result: dict, root: str) -> list[tuple]:
    return [
        (s["path"].removeprefix(root), s["format"], s["files"], s["lines"], s["first"], s["last"], s["days"])
        for s in result["sources"]
    ]


def test_an_address_holds_what_the_same_folder_holds(bucket, tmp_path):
    files = fsspec.filesystem("memory")
    for name in ("app/a.log", "app/a.log.1.gz", "b.log"):
        path = tmp_path / "logs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.cat(f"/logs/{name}"))
    remote, here = (
        scan([bucket], months=6, cache=False, hash=True),
        scan([str(tmp_path / "logs")], months=6, cache=False, hash=True),
    )
    assert shape(remote, "memory://logs") == shape(here, str(tmp_path / "logs")) != []
    assert remote["unreadable"] == []
    hashes = [[member["sha256"] for s in found["sources"] for member in s["members"]] for found in (remote, here)]
    assert hashes[0] == hashes[1]
    assert None not in hashes[0]


def test_patterns_in_addresses_are_expanded(bucket):
    paths = [s["path"].replace("///", "//") for s in scanned(f"{bucket}/app/*")["sources"]]
    assert paths == ["memory://logs/app/a.log", "memory://logs/app/a.log.1.gz"]


def test_a_file_over_http(served):
    root, folder = served
    write(folder / "a.log", days("2026-01-01", 3))
    source = one(f"{root}/a.log")
    assert (source["path"], source["lines"], source["first"]) == (f"{root}/a.log", 12, "2026-01-01T00:07:00+08:00")


def test_windows_events_and_parquet_are_read_at_addresses_too(bucket):
    import pyarrow as pa
    import pyarrow.parquet as pq

    with fsspec.open("memory://logs/p.parquet", "wb") as file:
        pq.write_table(pa.table({"time": pa.array(days("2026-01-01", 2))}), file)
    assert one("memory://logs/p.parquet")["lines"] == 8


# fmt: off
@pytest.mark.parametrize(("url", "code"), [
    ("memory://nothing/here.log",                   "not_found"),
    ("http://127.0.0.1:9/a.log",                    "io_error"),
    ("nosuch://user:secret@host/a.log",             "no_remote"),
    ("http://user:secret@127.0.0.1:9/a.log?sig=secret", "io_error"),
])
def test_what_cannot_be_reached_is_said_without_credentials(url, code):
    result = scanned(url)
    assert [row["code"] for row in result["unreadable"]] == [code] or (code == "io_error" and result["unreadable"])
    assert "secret" not in json.dumps(result) + render(result, "en")


def test_the_cache_knows_an_address_by_what_it_says_of_itself(bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    source = Source("op", "s", "logs", bucket, "x")
    assert run(collector, [source]).reused == 0
    assert run(collector, [source]).reused == 3
    fsspec.filesystem("memory").pipe("/logs/b.log", b"2026-03-01 00:00:00 another\n")
    again = run(collector, [source])
    assert again.reused == 2
    assert sum(row["lines"] for row in again.facts["log_span"].to_pylist()) == 25


@pytest.mark.parametrize(("rehash", "noticed"), [(False, False), (True, True)])
def test_rehash_notices_a_byte_that_changed_under_the_same_size_and_time(tmp_path, monkeypatch, rehash, noticed):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write(tmp_path / "logs" / "a.log", days("2026-01-01", 3))
    before = path.stat()
    first = scan([str(path)], months=6, rehash=rehash)["sources"][0]
    data = bytearray(path.read_bytes())
    data[data.index(b"2026-01-01") + 6] = ord("2")
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = scan([str(path)], months=6, rehash=rehash)["sources"][0]
    assert (second["out_of_order"] != first["out_of_order"]) is noticed


def test_rehash_still_uses_what_has_not_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write(tmp_path / "a.log", days("2026-01-01", 3))
    source = Source("op", "s", "logs", str(path), "a.log")
    assert [run(collector, [source], rehash=True).reused for _ in range(2)] == [0, 1]


def test_what_is_shown_of_an_address_holds_no_user_password_or_signature():
    assert places.shown("https://u:p@host/a/b.log?X-Amz-Signature=1") == "https://host/a/b.log"
    assert places.shown("/var/log/a@b?c") == "/var/log/a@b?c"


def declared(folder: Path, kind: str, url: str) -> Path:
    path = folder / "hegui.yaml"
    path.write_text(
        "hegui: 1\noperators:\n  - id: shop-co\n    name: Shop\n    kind: company\n"
        "    systems:\n      - {id: shop, name: Shop, since: 2016-05-01}\n"
        f'    sources:\n      - {{id: kept, kind: {kind}, about: [system/shop], url: "{url}"}}\n'
    )
    return path


def test_a_profile_may_name_logs_at_an_address(bucket, tmp_path):
    (source,) = sources(profile.load(declared(tmp_path, "logs", bucket)), datetime(2026, 3, 1, tzinfo=UTC))
    facts = run(collector, [source], cache=False).facts
    assert sorted(facts["log_span"].column("files").to_pylist()) == [1, 2]


def test_a_profile_may_name_files_of_data_at_an_address(tmp_path):
    files = fsspec.filesystem("memory")
    files.pipe("/held/people.csv", "姓名,手机号\n".encode() + "王某,13800138000\n".encode() * 20)
    (source,) = sources(profile.load(declared(tmp_path, "data", "memory://held")), datetime(2026, 3, 1, tzinfo=UTC))
    facts = run(data, [source], cache=False).facts
    files.rm("/held", recursive=True)
    assert "unreadable" not in facts or not facts["unreadable"].num_rows
    assert facts["data_asset"].num_rows


@pytest.mark.parametrize("url", ["s3://user:s3cret@bucket/logs", "https://host/a.log?X-Amz-Signature=s3cret"])
def test_a_profile_with_a_secret_in_an_address_of_logs_is_refused_without_repeating_it(tmp_path, url):
    with pytest.raises(ProfileError, match="remove them here") as caught:
        profile.load(declared(tmp_path, "logs", url))
    said = "".join(caught.value.text)
    assert "s3cret" not in said
    assert "AWS_ACCESS_KEY_ID" in said
    assert "HEGUI_" not in said  # that variable is for databases


def test_a_profile_with_a_path_and_an_address_of_logs_or_neither_is_refused(tmp_path):
    path = declared(tmp_path, "logs", "memory://logs")
    whole = path.read_text()
    for wrong, said in ((", path: logs}", "keep 'path', or 'url'"), ("}", "add 'path' or 'url'")):
        path.write_text(whole.replace(', url: "memory://logs"}', wrong if "path" not in wrong else ', url: "memory://logs"' + wrong))
        with pytest.raises(ProfileError, match=said):
            profile.load(path)
