"""Bad input is normal input: every file gives rows or a reason, never an exception, and nothing personal."""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
import struct
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hegui.evidence.registers import collector
from hegui.evidence.wording import words
from hegui.recognise import packages
from registers_kept import Rows, kept, package, read, real, reasons, source, workbook

HEAD = "事件编号,发现时间\n"
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def sound(rows: Rows) -> bool:
    """Whether rows, reasons and totals agree: each reason has words, and nothing is counted twice."""
    (coverage,) = rows["coverage"]
    codes = {row["why"] for row in rows["skipped"]} | {row["reason"] for row in rows["unreadable"]}
    wrong = {row["what"].split(" ")[0] for row in rows["skipped"] if "#row=" in row["what"] or "&row=" in row["what"]}
    footers = {row["what"] for row in rows["skipped"] if row["why"] == "footer_row"}
    return (
        codes <= set(words())
        and coverage["examined"] == len(rows["incident"])
        and coverage["population"] == coverage["examined"] + len(wrong - footers)
    )


def xlsx_with(sheet: bytes, strings: bytes = b"") -> bytes:
    """A real workbook whose one sheet is replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as made:
        members = {name: made.read(name) for name in made.namelist()}
    members["xl/worksheets/sheet1.xml"] = SHEET % sheet
    if strings:
        members["xl/sharedStrings.xml"] = strings
    return package(members)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("i.csv", b"", "empty_file"),
        ("i.csv", b"\n\n", "empty_table"),
        ("i.csv", HEAD.replace("发现", "吃饭").encode(), "heading_not_found"),
        ("i.csv", "事件编号,级别,报告时间\n1,一般,2026-01-05".encode(), "column_missing"),
        ("i.csv", b"\x00\x01\x02\x03" * 50, "unknown_encoding"),
        ("i.csv", bytes(range(256)), "unknown_encoding"),
        ("i.xls", "<html><table><tr><td>事件编号</td></tr></table>".encode(), "markup"),
        ("i.xlsx", b"PK\x03\x04 torn", "not_a_package"),
        ("i.xlsx", package({"word/document.xml": b"<w/>"}), "unknown_format"),
        ("i.xlsx", workbook([[]]), "empty_table"),
        ("i.xlsx", workbook([["a", "b"], [1, 2]]), "heading_not_found"),
        ("i.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken_workbook"),
        ("i.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("i.json", b'{"a": ', "broken_json"),
        ("i.json", b"[" * 100_000, "broken_json"),
        ("i.json", b'[{"incident": ' + b"9" * 5000 + b"}]", "broken_json"),
        ("i.json", b'{"a": {"b": 1}}', "not_records"),
        ("i.json", b'{"a": [1], "b": [2]}', "not_records"),
        ("i.json", b'[{"x": 1}]', "heading_not_found"),
        ("i.json", '[{"事件编号": 1}]'.encode(), "column_missing"),
        ("i.parquet", b"PAR1 torn PAR1", "broken_parquet"),
        ("i.db", b"SQLite format 3\0 torn", "broken_database"),
        ("i.pdf", b"%PDF-1.7 x", "unknown_format"),
        ("i.zip", b"PK\x05\x06" + b"\0" * 18, "unknown_format"),
        ("i.gz", b"\x1f\x8b\x08\x00", "unknown_format"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str):
    rows = kept(tmp_path, name, data)
    assert reasons(rows) == [reason]
    assert rows["incident"] == []
    assert sound(rows)


def test_a_missing_required_column_is_named_in_both_languages(tmp_path: Path):
    (row,) = kept(tmp_path, "i.csv", "事件编号,级别\n1,一般\n")["unreadable"]
    assert row["detail"] == "found_at (发现时间)"


def test_places_without_a_file(tmp_path: Path):
    assert reasons(read(source(tmp_path / "gone.csv"))) == ["not_found"]
    assert reasons(read(source(tmp_path))) == ["empty_folder"]
    assert reasons(read(source(tmp_path / "a\0b.csv"))) == ["io_error"]
    os.mkfifo(tmp_path / "pipe.csv")
    assert reasons(read(source(tmp_path / "pipe.csv"))) == ["not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path):
    (tmp_path / "i.csv").write_text(HEAD)
    (tmp_path / "i.csv").chmod(0)
    assert reasons(read(source(tmp_path / "i.csv"))) == ["no_permission"]


def test_a_quote_left_open_loses_what_follows_and_not_what_came_before(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", HEAD + '1,2026-01-05\n2,"2026-01-06\n3,2026-01-07\n4,2026-01-08\n')
    assert [row["incident"] for row in rows["incident"]] == ["1"]
    assert [(row["reason"], row["detail"]) for row in rows["unreadable"]] == [("quote_left_open", "row 3")]


def test_a_cell_without_end_breaks_the_text_and_what_came_before_counts(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", HEAD + "1,2026-01-05\n" + "x" * 200_000 + ",2026-01-06\n2,2026-01-07\n")
    assert [row["incident"] for row in rows["incident"]] == ["1"]
    assert reasons(rows) == ["broken_text"]


def test_rows_too_short_and_too_long(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", HEAD + "1\n2,2026-01-06,,,,x\n")
    assert [row["incident"] for row in rows["incident"]] == ["2"]
    assert sound(rows)


# Packages that want to be opened


def test_a_bomb_of_zeros_is_not_opened(tmp_path: Path):
    rows = kept(
        tmp_path, "i.xlsx", package({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    )
    assert reasons(rows) == ["zip_bomb"]


def test_a_bomb_that_announces_a_small_size_is_not_opened(tmp_path: Path):
    data = package({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    for size in (struct.pack("<I", 60_000_000),):
        data = data.replace(size, struct.pack("<I", 100))
    assert reasons(kept(tmp_path, "i.xlsx", data)) == ["zip_bomb"]


def test_a_cell_in_the_last_corner_is_not_built_into_a_grid(tmp_path: Path):
    corner = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert reasons(kept(tmp_path, "i.xlsx", xlsx_with(corner))) == ["too_many_cells"]


def test_formatted_but_empty_cells_far_away_do_no_harm(tmp_path: Path):
    cells = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>incident</t></is></c><c r="B1" t="inlineStr"><is><t>found_at</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>46027</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    rows = kept(tmp_path, "i.xlsx", xlsx_with(cells))
    assert [row["incident"] for row in rows["incident"]] == ["1"]


def test_one_long_string_in_a_million_cells_is_not_multiplied(tmp_path: Path):
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"long " * 6000
        + b"</t></si></sst>"
    )
    cells = b"<row>" + b'<c t="s"><v>0</v></c>' * 20_000 + b"</row>"
    assert reasons(kept(tmp_path, "i.xlsx", xlsx_with(cells, strings))) == ["too_many_cells"]


@pytest.mark.parametrize("code", ["too_many_members", "encrypted", "not_a_package"])
def test_other_packages_that_are_refused(code: str):
    data = (
        package({str(n): b"" for n in range(packages.MOST_MEMBERS + 1)})
        if code == "too_many_members"
        else package({"a": b"text"})
    )
    if code == "encrypted":
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    elif code == "not_a_package":
        data = data.replace(b"PK\x03\x04", b"PK\x03\x05")
    with pytest.raises(packages.Refused) as refused:
        packages.opened(data)
    assert refused.value.code == code


# Databases in a file


def test_a_database_that_takes_too_long_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hegui.evidence.registers.sqlite.SECONDS", 0)
    with sqlite3.connect(tmp_path / "i.db") as db:
        db.execute("create table incident (incident text, found_at text)")
        db.executemany("insert into incident values (?, ?)", [(str(n), "2026-01-05") for n in range(20_000)])
    db.close()
    rows = read(source(tmp_path / "i.db"))
    assert reasons(rows) == ["query_too_long"]
    assert sound(rows)


def test_a_torn_sqlite_file_gives_what_came_before(tmp_path: Path):
    path = tmp_path / "i.db"
    with sqlite3.connect(path) as db:
        db.execute("create table incident (incident text, found_at text)")
        db.executemany("insert into incident values (?, ?)", [(str(n), "2026-01-05") for n in range(5000)])
    db.close()
    data = path.read_bytes()
    rows = kept(tmp_path, "torn.db", data[: len(data) // 2])
    assert reasons(rows) == ["broken_database"]
    assert sound(rows)


# Anything at all


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"incident": ["1", "2"], "found_at": ["2026-01-05", "2026-01-06"]}), out)
    return out.getvalue()


def _sqlite() -> bytes:
    db = sqlite3.connect(":memory:")
    db.execute("create table incident (incident text, found_at text)")
    db.execute("insert into incident values ('1', '2026-01-05')")
    db.commit()
    data = db.serialize()
    db.close()
    return data


GOOD = {
    "i.parquet": _parquet(),
    "i.db": _sqlite(),
    "i.csv": (HEAD + "1,2026-01-05\n2,2026/1/6\n").encode(),
    "i.xlsx": workbook([["事件编号", "发现时间"], ["1", "2026-01-05"]]),
    "i.json": json.dumps([{"incident": "1", "found_at": "2026-01-05"}]).encode(),
}
HEADS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"PAR1",
        b"SQLite format 3\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"[",
        b"{",
        b"<",
        HEAD.encode(),
    ]
)


def of_bytes(data: bytes) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        return kept(Path(folder), "any", data)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(HEADS, st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_reason(head: bytes, rest: bytes):
    assert sound(of_bytes(head + rest))


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text_below_a_heading_gives_rows_or_reasons(text: str):
    assert sound(of_bytes((HEAD + text).encode("utf-8", "replace")))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_file_damaged_anywhere_gives_rows_or_a_reason(name: str):
    rng = random.Random(name)
    for _ in range(60):
        data = bytearray(GOOD[name])
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        assert sound(of_bytes(bytes(data[: rng.randint(1, len(data))]) if rng.random() < 0.5 else bytes(data)))


# Real files that nobody here wrote


@pytest.mark.parametrize("folder", ["xlsx", "db", "encodings", "pdscan"])
def test_real_files_give_a_reason_and_no_rows(folder: str):
    rows = read(source(real("pi", folder)))
    assert rows["incident"] == []
    assert len(rows["unreadable"]) == len(list(collector.shards(source(real("pi", folder)))))
    assert sound(rows)


def test_a_real_workbook_under_a_password_says_so():
    assert reasons(read(source(real("pi", "xlsx", "password_2002_40_xor.xls")))) == ["broken_workbook"]


def test_a_real_database_is_read_and_holds_no_register():
    assert reasons(read(source(real("pi", "db", "Chinook_Sqlite.sqlite")))) == ["heading_not_found"]
