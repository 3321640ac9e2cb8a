"""Evidence as it really comes: each broken, hostile or odd file ends in a stated reason, and never in a window reached."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import socket
import tarfile
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hegui.recognise import lines
from logs_of import days, one, scanned, write

TEXT = b"".join(
    b"2026-01-01 %02d:%02d:%02d INFO record %d\n" % (n // 3600, n // 60 % 60, n % 60, n) for n in range(40_000)
)


def said(result):
    """What a scan could not read or passed over, by file name."""
    found = [*result["unreadable"], *result["coverage"]["skipped"]]
    return {(row.get("path") or row["what"]).rsplit("/", 1)[1]: row["code"] for row in found}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.log.gz", gzip.compress(TEXT)[:-2000], "truncated"),
        ("a.log.gz", gzip.compress(TEXT)[:-8] + b"\0\0\0\0" + gzip.compress(TEXT)[-4:], "checksum"),
        ("a.log.gz", gzip.compress(TEXT) + b"\x1f\x8b rubbish that is no member", "corrupt"),
        ("a.log.bz2", bz2.compress(TEXT)[:-20], "truncated"),
        ("a.log.xz", lzma.compress(TEXT)[:-20], "truncated"),
        ("a.log", b"\x7fELF" + bytes(range(256)) * 300, "binary"),
        ("a.log", os.urandom(5000), "binary"),
    ],
)
def test_what_cannot_be_read_to_its_end_says_why(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert said(scanned(tmp_path)) == {name: code}


def test_what_stands_before_the_damage_counts(tmp_path):
    whole = gzip.compress(TEXT)
    (tmp_path / "a.log.gz").write_bytes(whole[: len(whole) // 2])
    source = one(tmp_path)
    assert 10_000 < source["lines"] < 30_000
    assert source["damaged_members"] == [str(tmp_path / "a.log.gz")]
    assert source["first"] == "2026-01-01T00:00:00+08:00"


def test_members_one_after_the_other_are_one_file(tmp_path):
    half = TEXT.index(b"\n", len(TEXT) // 2) - 9
    (tmp_path / "a.log.gz").write_bytes(
        gzip.compress(TEXT[:half]) + gzip.compress(b"") + gzip.compress(TEXT[half:]) + bytes(512)
    )
    assert (one(tmp_path)["lines"], scanned(tmp_path)["unreadable"]) == (40_000, [])


def test_a_bomb_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("hegui.recognise.containers.RATIO_COUNTS_FROM", 1_000_000)
    (tmp_path / "a.log.bz2").write_bytes(bz2.compress(b"2026-01-01 00:00:00 x\n" * 500_000))
    assert said(scanned(tmp_path)) == {"a.log.bz2": "bomb"}


def test_archives_within_archives_are_followed_so_far_and_no_further(tmp_path):
    packed, name = TEXT, "a.log"
    for level in range(5):
        packed, name = tarred(name, packed), f"{level}.tar"
    (tmp_path / "nest.tar").write_bytes(packed)
    assert list(said(scanned(tmp_path)).values()) == ["too_deep"]


def test_an_archive_holds_families_like_a_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.writestr("var/log/a.log", TEXT)
        archive.writestr("var/log/a.log.1.gz", gzip.compress(TEXT.replace(b"2026-01-01", b"2025-12-31")))
    source = one(tmp_path)
    assert (source["lines"], source["days_with_events"]) == (80_000, 2)
    assert source["path"].endswith("logs.zip!/var/log/a.log") or source["path"].endswith("logs!/var/log/a.log")


def test_an_encrypted_archive_says_so(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.log", TEXT)
    raw = bytearray(buffer.getvalue())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    assert list(said(scanned(tmp_path)).values()) == ["encrypted"]


def tarred(name, content):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("size", [lines.HEAD - 3, lines.BLOCK - 1, lines.BLOCK, lines.BLOCK + 1, 3 * lines.BLOCK + 7])
def test_a_line_longer_than_any_buffer_is_one_record(tmp_path, size):
    long = b"2026-01-02 00:00:00 " + b"x" * size + b"\n"
    (tmp_path / "a.log").write_bytes(TEXT[:34] + long + b"2026-01-03 00:00:00 short\n" + long[:-1])
    source = one(tmp_path)
    assert (source["lines"], source["undated_lines"]) == (4, 0)


def test_nuls_before_a_record_do_not_hide_its_time(tmp_path):
    (tmp_path / "a.log").write_bytes(bytes(5000) + TEXT)
    assert (one(tmp_path)["lines"], one(tmp_path)["undated_lines"]) == (40_000, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "gb18030", "latin-1"])
def test_encodings(tmp_path, encoding):
    words = "编造" if encoding != "latin-1" else "fabriqué"
    (tmp_path / "a.log").write_bytes(
        "".join(f"2026-01-0{n} 00:00:00 {words}\r\n" for n in range(1, 8)).encode(encoding)
    )
    source = one(tmp_path)
    assert (source["lines"], source["undated_lines"], source["first"][:10]) == (7, 0, "2026-01-01")


@pytest.mark.parametrize(
    "bad", ["1970-01-01 00:00:00", "1601-01-01 00:00:00", "2199-01-01 00:00:00", "0001-01-01 00:00:00"]
)
def test_a_clock_that_was_never_set_makes_no_window(tmp_path, bad):
    path = write(tmp_path / "a.log", days("2026-06-01", 30))
    path.write_text(f"{bad} odd\n" + path.read_text() + f"{bad} odd\n")
    source = one(path, on=date(2026, 6, 30))
    assert source["undated_lines"] == 2
    assert source["first"][:10] == "2026-06-01"
    assert source["window"]["reaches_back"] is False
    if not bad.startswith("0001"):
        assert said(scanned(tmp_path)) == {"a.log": "implausible_time"}


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\n\n\n", b"2026", b"\0", b"\xff\xfe", b"PK\x03\x04", b"\x1f\x8b", b"\xef\xbb\xbf"]
)
def test_almost_nothing_is_no_log(tmp_path, content):
    (tmp_path / "a.log").write_bytes(content)
    found = scanned(tmp_path / "a.log")
    assert all(source["window"]["reaches_back"] is None for source in found["sources"])


def test_places_that_are_no_files(tmp_path):
    write(tmp_path / "real.log", days("2026-01-01", 1))
    (tmp_path / "linked.log").symlink_to(tmp_path / "real.log")
    (tmp_path / "broken.log").symlink_to(tmp_path / "gone")
    (tmp_path / "loop.log").symlink_to(tmp_path / "loop.log")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.log")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s"))
        found = scanned(tmp_path)
    assert said(found) == {
        "linked.log": "same_file",
        "broken.log": "broken_link",
        "loop.log": "link_loop",
        "round": "linked_folder",
        "pipe.log": "not_a_file",
        "s": "not_a_file",
    }
    assert [source["lines"] for source in found["sources"]] == [4]


def test_a_place_that_is_not_there(tmp_path):
    assert said(scanned(tmp_path / "gone.log")) == {"gone.log": "not_found"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    write(tmp_path / "a.log", days("2026-01-01", 1)).chmod(0)
    assert said(scanned(tmp_path)) == {"a.log": "no_permission"}


def test_a_file_that_grows_while_it_is_read_is_read_as_it_was(tmp_path, monkeypatch):
    path = write(tmp_path / "a.log", days("2026-01-01", 3))
    from hegui.evidence.logs import reading

    def grow(*args):
        with path.open("a") as file:
            file.write("2026-01-09 00:00:00 later\n")
        return dater_for(*args)

    dater_for = reading.dater_for
    monkeypatch.setattr(reading, "dater_for", grow)
    found = scanned(path)
    assert (found["sources"][0]["lines"], said(found)) == (12, {"a.log": "changed_while_read"})


def test_a_file_that_is_rotated_while_it_is_read_is_read_as_it_was(tmp_path, monkeypatch):
    path = write(tmp_path / "a.log", days("2026-01-01", 3))
    from hegui.evidence.logs import reading

    def rotate(*args):
        path.rename(tmp_path / "a.log.1")
        path.write_text("2026-01-09 00:00:00 later\n")
        return dater_for(*args)

    dater_for = reading.dater_for
    monkeypatch.setattr(reading, "dater_for", rotate)
    source = scanned(path)["sources"][0]
    assert (source["lines"], source["last"][:10]) == (12, "2026-01-03")


@pytest.mark.slow
def test_very_many_tiny_files(tmp_path):
    for n in range(20_000):
        (tmp_path / f"app.{n}").write_bytes(b"2026-01-01 00:00:00 x\n")
    assert sum(source["lines"] for source in scanned(tmp_path)["sources"]) == 20_000


def test_a_log_in_the_future_says_nothing_of_a_window(tmp_path):
    ahead = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=400)
    source = one(write(tmp_path / "a.log", [ahead + timedelta(days=n) for n in range(300)]))
    assert (source["first"], source["window"]["reaches_back"]) == (None, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.binary(max_size=3000) | st.text(max_size=500).map(str.encode))
def test_no_content_makes_a_scan_fail(tmp_path, content):
    (tmp_path / "a.log").write_bytes(content)
    found = scanned(tmp_path / "a.log")
    assert "collector_error" not in said(found).values()
    fed = content if b"\n" in content else content.replace(b"\r", b"\n")  # lines may end in carriage returns alone
    for source in found["sources"]:
        if source["format"] != "journald_export" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            assert source["lines"] == fed.count(b"\n") + (fed[-1:] not in (b"", b"\n"))
