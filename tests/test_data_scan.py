"""``hegui scan data``: every format, every depth, hostile files, and that nothing found ever leaves raw."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import pickle
import random
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hegui.errors import InputError
from hegui.evidence.data.examining import Asset, examine
from hegui.evidence.data.parts import Item
from hegui.recognise.pi.validators import resident_check
from hegui.scan.data import render, scan

REAL = Path(__file__).parent.parent.parent / "shared" / "real"


def resident(n: int) -> str:
    body = f"440305198806{1 + n % 28:02}{n % 1000:03}"
    return body + resident_check(body)


ROWS = [(f"客户{n}", f"1391234{n:04}", resident(n), f"user{n}@corp.example", 10 + n) for n in range(40)]
HEAD = ("备注", "手机号", "身份证号", "email", "amount")
CANARIES = [value for row in ROWS for value in row[1:4]]


def told(*paths: Path | str, **options: Any) -> dict[str, Any]:
    return scan([str(p) for p in paths], cache=False, **options)


def by_name(asset: dict[str, Any]) -> dict[str, str]:
    return {f["name"]: f["class"] for f in asset["fields"]}


def as_csv(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(HEAD)
        writer.writerows(ROWS)


def as_json(path: Path) -> None:
    path.write_text(json.dumps({"data": [dict(zip(HEAD, row, strict=True)) for row in ROWS]}, ensure_ascii=True))


def as_json_lines(path: Path) -> None:
    path.write_text(
        "".join(json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) + "\n" for row in ROWS),
        encoding="utf-8",
    )


def as_parquet(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({name: [row[n] for row in ROWS] for n, name in enumerate(HEAD)}), path)


def as_orc(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import orc

    orc.write_table(pa.table({name: [row[n] for row in ROWS] for n, name in enumerate(HEAD)}), path)


def as_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"create table customers ({', '.join(HEAD)})")
        db.executemany("insert into customers values (?, ?, ?, ?, ?)", ROWS)
        db.commit()


def as_workbook(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["客户名单"])
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(path)


def as_dump(path: Path) -> None:
    columns = ",\n".join(f"  `{name}` varchar(64) default '' comment '说明(一)'" for name in HEAD)
    values = ", ".join(str(tuple(str(v) for v in row)) for row in ROWS)
    path.write_text(
        f"CREATE TABLE `customers` (\n{columns},\n  PRIMARY KEY (`email`)\n) ENGINE=InnoDB;\nINSERT INTO `customers` VALUES {values};\n",
        encoding="utf-8",
    )


def as_avro(path: Path) -> None:
    import fastavro

    fields = [{"name": f"c{n}", "type": "string" if n < 4 else "long"} for n in range(5)]
    names = ("remark", "mobile", "id_card", "email", "amount")
    for field, name in zip(fields, names, strict=True):
        field["name"] = name
    schema = {"type": "record", "name": "row", "fields": fields}
    with path.open("wb") as file:
        fastavro.writer(file, schema, [dict(zip(names, row, strict=True)) for row in ROWS])


TABLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a.csv": (as_csv, "csv"),
    "a.tsv": (lambda p: as_csv(p, "\t"), "tsv"),
    "semicolon.csv": (lambda p: as_csv(p, ";"), "csv"),
    "gb.csv": (lambda p: as_csv(p, ",", "gb18030"), "csv"),
    "utf16.csv": (lambda p: as_csv(p, ",", "utf-16"), "csv"),
    "a.json": (as_json, "json"),
    "a.jsonl": (as_json_lines, "jsonl"),
    "a.parquet": (as_parquet, "parquet"),
    "a.orc": (as_orc, "orc"),
    "a.db": (as_sqlite, "sqlite"),
    "a.xlsx": (as_workbook, "xlsx"),
    "a.sql": (as_dump, "sql"),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_format_gives_the_same_classes(name: str, tmp_path: Path):
    make, kind = TABLES[name]
    make(tmp_path / name)
    result = told(tmp_path / name)
    (asset,) = result["assets"]
    assert (asset["kind"], asset["rows"], asset["examined"]) == (kind, 40, 40)
    assert by_name(asset) == {
        "备注": "none",
        "手机号": "personal",
        "身份证号": "sensitive_personal",
        "email": "personal",
        "amount": "none",
    }
    numbers = next(f for f in asset["fields"] if f["name"] == "身份证号")["kinds"][0]
    assert (numbers["kind"], numbers["count"], numbers["valid"], numbers["sensitive"]) == (
        "cn_resident_id",
        40,
        40,
        True,
    )
    assert numbers["sample"] == "4403**********" + ROWS[0][2][-4:]
    assert result["unreadable"] == []


def as_word(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(f"联系人手机{ROWS[0][1]}")
    document.add_table(1, 1).cell(0, 0).text = f"身份证{ROWS[0][2]}"
    document.save(str(path))


def as_slides(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "ppt/slides/slide1.xml",
            f"<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>手机{ROWS[0][1]}</a:t></a:p><a:p><a:t>{ROWS[0][2]}</a:t></a:p></p:sld>",
        )


def as_pdf(path: Path) -> None:
    text = f"BT /F1 12 Tf 72 700 Td (Tel {ROWS[0][1]} id {ROWS[0][2]}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    path.write_bytes(out.getvalue())


def as_mail(path: Path) -> None:
    import email.message

    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "a@corp.example", "名单"
    message.set_content(f"手机{ROWS[0][1]}\n身份证{ROWS[0][2]}\n", cte="base64")
    path.write_bytes(message.as_bytes())


def as_mailbox(path: Path) -> None:
    """Two messages; what is looked for stands in the second."""
    as_mail(path)
    second = path.read_bytes()
    first = b"From: b@corp.example\nSubject: nothing\n\n>From the start\n"
    mark = b"From b@corp.example Thu Jan  1 00:00:00 2026\n"
    path.write_bytes(mark + first + b"\n" + mark + second)


def as_page(path: Path) -> None:
    path.write_text(
        f"<!doctype html><script>13800138000</script><p>手机<b>{ROWS[0][1]}</b></p><input value='{ROWS[0][2]}'>",
        encoding="utf-8",
    )


def as_text(path: Path) -> None:
    path.write_text(f"手机{ROWS[0][1]}，身份证{ROWS[0][2]}\n", encoding="gb18030")


def as_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(f"手机{ROWS[0][1]}，身份证{ROWS[0][2]}\n".encode(), mtime=0))


def as_nested(path: Path) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("deep.txt", f"手机{ROWS[0][1]}，身份证{ROWS[0][2]}\n")
    with tarfile.open(fileobj=outer, mode="w:gz") as tar:
        info = tarfile.TarInfo("in.zip")
        info.size = len(inner.getvalue())
        tar.addfile(info, io.BytesIO(inner.getvalue()))
    path.write_bytes(outer.getvalue())


PROSE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a.docx": (as_word, "docx"),
    "a.pptx": (as_slides, "pptx"),
    "a.pdf": (as_pdf, "pdf"),
    "a.eml": (as_mail, "email"),
    "a.mbox": (as_mailbox, "email"),
    "a.html": (as_page, "html"),
    "a.txt": (as_text, "text"),
    "a.log.gz": (as_gzip, "text"),
    "a.tgz": (as_nested, "text"),
}


@pytest.mark.parametrize("name", PROSE)
def test_every_text_format_is_searched(name: str, tmp_path: Path):
    make, kind = PROSE[name]
    make(tmp_path / name)
    result = told(tmp_path / name)
    (asset,) = result["assets"]
    found = {k["kind"]: k["count"] for k in asset["fields"][0]["kinds"]}
    assert asset["kind"] == kind
    assert (found.get("cn_mobile"), found.get("cn_resident_id")) == (1, 1)
    assert asset["fields"][0]["class"] == "sensitive_personal"


def test_nothing_planted_is_ever_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG)
    for name, (make, _) in {**TABLES, **PROSE}.items():
        make(tmp_path / name)
    (tmp_path / "torn.json").write_text('{"a": "' + ROWS[0][1])
    (tmp_path / "torn.parquet").write_bytes(b"PAR1" + ROWS[0][1].encode())
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4 " + ROWS[0][1].encode())
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04" + ROWS[0][1].encode())
    result = told(tmp_path, depth="full")
    said = json.dumps(result, ensure_ascii=False) + render(result, "en") + render(result, "zh")
    said += "".join(render(told(tmp_path, spans=True), "en")) + caplog.text + "".join(capfd.readouterr())
    assert len(result["assets"]) >= 20
    assert [value for value in CANARIES if value in said] == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("a.pkl", pickle.dumps({"a": 1}), "opening a pickle runs code"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        ("a.bin", bytes(range(256)) * 8, "nothing here reads this format"),
        ("a.json", b'{"a": [1, 2', "no whole JSON document"),
        ("deep.json", b"[" * 100_000, "no whole JSON document"),
        ("a.parquet", b"PAR1 and no more", "damaged"),
        ("a.db", b"SQLite format 3\0" + bytes(100), "damaged"),
        ("a.pdf", b"%PDF-1.7\nno more", "damaged"),
        ("wide.csv", b",".join(b"c%d" % n for n in range(20_000)) + b"\n", "more than 10000 columns"),
        ("a.gz", gzip.compress(b"13800138000" * 1000, mtime=0)[:40], "ends too early"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_reason(name: str, data: bytes, reason: str, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    result = told(tmp_path / name)
    assert result["assets"] == []
    assert reason in result["unreadable"][0]["reason"]["en"]


def test_an_office_file_that_calls_for_other_files_or_grows_is_refused(tmp_path: Path):
    laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"
    with zipfile.ZipFile(tmp_path / "laughs.docx", "w") as package:
        package.writestr("word/document.xml", laughs)
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 300_000_000)
    with zipfile.ZipFile(tmp_path / "far.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr(
            "xl/worksheets/sheet1.xml", '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
        )
    result = told(tmp_path)
    assert result["assets"] == []
    assert {Path(u["path"]).name: u["reason"]["en"] for u in result["unreadable"]} == {
        "laughs.docx": "the document is damaged or holds a forbidden construct",
        "bomb.docx": "the package inflates beyond all measure",
        "far.xlsx": "a sheet spans more cells than can be read",
    }


def test_depth_names_reads_no_value(tmp_path: Path):
    as_sqlite(tmp_path / "a.db")
    (asset,) = told(tmp_path / "a.db", depth="names")["assets"]
    assert (asset["rows"], asset["examined"]) == (40, 0)
    assert by_name(asset)["身份证号"] == "sensitive_personal"
    assert all(f["confidence"] <= 0.6 for f in asset["fields"])


def test_a_sample_says_what_it_can_have_missed(tmp_path: Path):
    (tmp_path / "a.csv").write_text("n,remark\n" + "1,x\n" * 20_000 + "2,13800138000\n")
    (sampled,) = told(tmp_path / "a.csv")["assets"]
    (full,) = told(tmp_path / "a.csv", depth="full")["assets"]
    assert (sampled["rows"], sampled["examined"], sampled["missed_at_most"]) == (
        20_001,
        10_000,
        pytest.approx(0.0003, abs=1e-5),
    )
    assert by_name(sampled)["remark"] == "none"
    assert (full["examined"], full["missed_at_most"], by_name(full)["remark"]) == (20_001, 0.0, "personal")


def test_plaintext_and_unsalted_passwords_decide(tmp_path: Path):
    (tmp_path / "plain.csv").write_text("login,password\n" + "".join(f"u{n}name,secret-{n}\n" for n in range(9)))
    (tmp_path / "md5.csv").write_text(
        "login,password\n" + "".join(f"u{n}name,e10adc3949ba59abbe56e057f20f883e\n" for n in range(9))
    )
    rules = {(Path(f["where"]).parent.name, f["rule"], f["strength"]) for f in told(tmp_path)["findings"]}
    assert rules == {("plain.csv", "plaintext_passwords", "decides"), ("md5.csv", "unsalted_fast_hash", "decides")}


def test_a_password_in_a_remark_is_no_store_of_passwords(tmp_path: Path):
    lines = [f"{n},{'password: Secret-77x' if n == 3 else 'paid in full'}" for n in range(50)]
    (tmp_path / "orders.csv").write_text("number,remark\n" + "\n".join(lines) + "\n")
    result = told(tmp_path)
    (kind,) = result["assets"][0]["fields"][1]["kinds"]
    assert (kind["kind"], kind["count"], kind["whole"]) == ("credential_password", 1, False)
    assert result["findings"] == []


def test_spans_are_json_lines_of_characters(tmp_path: Path):
    as_text(tmp_path / "a.txt")
    lines = [json.loads(line) for line in render(told(tmp_path / "a.txt", spans=True), "en").splitlines()]
    assert lines == [
        {"path": str(tmp_path / "a.txt"), "line": 1, "start": 2, "end": 13, "kind": "cn_mobile"},
        {"path": str(tmp_path / "a.txt"), "line": 1, "start": 17, "end": 35, "kind": "cn_resident_id"},
    ]


@pytest.mark.parametrize(
    ("on", "article"),
    [("2018-01-31", "csl@2017/42.2"), ("2025-12-31", "pipl@2021/51"), ("2026-01-01", "csl@2026/44.2")],
)
def test_a_finding_names_the_articles_of_the_day(on: str, article: str, tmp_path: Path):
    (tmp_path / "plain.csv").write_text("login,password\n" + "".join(f"u{n}name,secret-{n}\n" for n in range(9)))
    (found,) = told(tmp_path, on=date.fromisoformat(on))["findings"]
    assert (found["rule"], found["strength"]) == ("plaintext_passwords", "decides")
    assert article in found["articles"]
    assert all(cite.startswith("csl@2026") is (on >= "2026") for cite in found["articles"] if cite.startswith("csl"))


def test_children_are_counted_by_date_of_birth_and_by_identity_number(tmp_path: Path):
    born = [date.today().replace(day=1) - timedelta(days=365 * years) for years in (3, 10, 13, 16, 40)]
    (tmp_path / "pupils.csv").write_text(
        "学号,出生日期\n" + "".join(f"{n},{day}\n" for n, day in enumerate(born)), encoding="utf-8"
    )
    body = f"110101{born[1]:%Y%m%d}123"
    (tmp_path / "ids.csv").write_text(
        f"姓名,身份证号\n示例甲,{body + resident_check(body)}\n示例乙,{resident(1)}\n", encoding="utf-8"
    )
    result = told(tmp_path)
    assert {Path(a["path"]).name: a["children"] for a in result["assets"]} == {"pupils.csv": 3, "ids.csv": 1}
    assert {f["rule"] for f in result["findings"]} >= {"children"}
    assert result["quantities"]["children_at_least"] == 3


def test_persons_are_told_apart_and_the_numbers_they_reach_are_named(tmp_path: Path):
    rows = [f"{n},138{n % 100_500:08}" for n in range(120_000)]
    (tmp_path / "users.csv").write_text("id,mobile\n" + "\n".join(rows) + "\n")
    quantities = told(tmp_path, depth="full", on=date(2026, 11, 21))["quantities"]
    assert quantities["persons_at_least"] == 100_500
    assert max(reached["persons"] for reached in quantities["reached"]) == 100_000
    assert told(tmp_path, depth="full", on=date(2020, 1, 1))["quantities"]["reached"] == []


def test_days_are_spanned_and_rows_that_are_only_marked_as_deleted_are_told(tmp_path: Path):
    lines = [f"1391234{n:04},2019-03-{1 + n % 28:02} 10:00:00,{int(n < 3)}" for n in range(50)]
    (tmp_path / "users.csv").write_text("mobile,create_time,del_flag\n" + "\n".join(lines) + "\n")
    result = told(tmp_path)
    fields = {f["name"]: f for f in result["assets"][0]["fields"]}
    assert (fields["create_time"]["first"], fields["create_time"]["last"]) == ("2019-03-01", "2019-03-28")
    assert (fields["mobile"]["first"], fields["mobile"]["marked_deleted"]) == (None, None)
    (found,) = result["findings"]
    assert (found["rule"], found["strength"]) == ("marked_deleted", "supports")
    assert "3" in found["reason"]["zh"]


@pytest.mark.parametrize(("day", "rules"), [("2026-11-20", []), ("2026-01-20", ["backup_old"])])
def test_a_listing_of_old_backups_is_a_finding(day: str, rules: list[str], tmp_path: Path):
    snapshot = {"time": f"{day}T02:00:00+08:00", "tree": "t", "paths": ["/srv"], "id": "abcdef0123456789"}
    (tmp_path / "backups.json").write_text(json.dumps([snapshot]))
    assert [f["rule"] for f in told(tmp_path, on=date(2026, 11, 21))["findings"]] == rules


def test_every_rule_points_to_duties_that_stand_today():
    from hegui.scan.rules import articles, rules

    assert all(articles(rule.duties, date(2026, 11, 21)) for rule in rules("data").values())


def test_an_avro_file_is_read(tmp_path: Path):
    pytest.importorskip("fastavro")
    as_avro(tmp_path / "a.avro")
    (asset,) = told(tmp_path / "a.avro")["assets"]
    assert asset["kind"] == "avro"
    assert by_name(asset) == {
        "remark": "none",
        "mobile": "personal",
        "id_card": "sensitive_personal",
        "email": "personal",
        "amount": "none",
    }
    whole = (tmp_path / "a.avro").read_bytes()
    (tmp_path / "torn.avro").write_bytes(whole[: len(whole) // 2])
    assert told(tmp_path / "torn.avro")["unreadable"][0]["reason"]["en"] == "the Avro file is damaged"


@pytest.mark.parametrize("delimiter", ["|", ";", "\x01", "\t"])
def test_any_delimiter_is_told_from_the_rows(delimiter: str, tmp_path: Path):
    as_csv(tmp_path / "a.csv", delimiter)
    (asset,) = told(tmp_path / "a.csv")["assets"]
    assert by_name(asset)["身份证号"] == "sensitive_personal"


def test_a_pdf_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from hegui.evidence.data import office

    PROSE["a.pdf"][0](tmp_path / "a.pdf")
    monkeypatch.setattr(office, "MOST_SECONDS", -1)
    assert "longer than a minute" in told(tmp_path / "a.pdf")["unreadable"][0]["reason"]["en"]


def test_options_and_paths_that_cannot_be_used_are_said_at_once(tmp_path: Path):
    with pytest.raises(InputError, match="names, sample or full"):
        told(tmp_path, depth="deep")
    assert "no such file" in told(tmp_path / "none")["unreadable"][0]["reason"]["en"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*TABLES, *PROSE]), st.integers(0, 2**32))
def test_no_torn_file_breaks_a_reader(tmp_path: Path, name: str, seed: int):
    path = tmp_path / name
    if not path.exists():
        {**TABLES, **PROSE}[name][0](path)
    data, r = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(r.randint(1, 20)):
        data[r.randrange(len(data))] = r.randrange(256)
    data = data[: r.randint(1, len(data))]
    for found in examine(Item(f"torn-{name}", data=bytes(data)), "full"):
        assert isinstance(found, Asset) or found[1].reason


@pytest.mark.parametrize("folder", ["pi", "policies"])
def test_the_real_evidence_is_read(folder: str):
    if not (REAL / folder).is_dir():
        pytest.skip("the real evidence is not beside the checkout")
    result = told(REAL / folder)
    assert len(result["assets"]) > 25
    assert {u["reason"]["en"] for u in result["unreadable"]} <= {"the file is empty", "the workbook is damaged"}


def test_a_pool_of_processes_finds_the_same(tmp_path: Path):
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        TABLES[name][0](tmp_path / name)
    assert told(tmp_path, engine="processes")["assets"] == told(tmp_path)["assets"]


def test_a_real_dump_is_read_without_running_it():
    path = REAL / "pi" / "db" / "ry_20260319.sql"
    if not path.is_file():
        pytest.skip("the real databases are not beside the checkout")
    result = told(path)
    users = next(a for a in result["assets"] if a["path"].endswith("#sys_user"))
    personal = {f["name"] for f in users["fields"] if f["class"] != "none"}
    assert personal == {"login_name", "user_name", "email", "phonenumber", "password", "salt", "login_ip"}
    password = next(f for f in users["fields"] if f["name"] == "password")
    assert (password["stored"], password["hash"]) == ("hashed", {"algorithm": "md5", "weak": True, "salted": None})
    assert [f["rule"] for f in result["findings"]] == ["fast_hash"]
    holding = [a for a in result["assets"] if any(f["class"] != "none" for f in a["fields"])]
    assert {a["path"].rpartition("#")[2] for a in holding if a["rows"]} == {"sys_user", "sys_dept"}
    empty = {
        a["path"].rpartition("#")[2]: {f["name"] for f in a["fields"] if f["class"] != "none"}
        for a in holding
        if not a["rows"]
    }
    assert empty["sys_logininfor"] == {"login_name", "ipaddr"}


def test_no_markup_and_no_dump_makes_a_reader_slow(tmp_path: Path):
    (tmp_path / "a.html").write_text("<script>" * 300_000 + "13800138000")
    (tmp_path / "b.html").write_text("<p>13800138000</p>" + "<!--" * 300_000 + "<a " * 100_000)
    (tmp_path / "a.sql").write_text("insert into t values ('13800138000');\n" + "insert into t values ('" * 20_000)
    (tmp_path / "b.sql").write_text(
        "copy t (a) from stdin;\n13800138000\n\\.\n" + "copy t (a) from stdin;\nx\n" * 20_000
    )
    result = told(tmp_path)
    found = {
        Path(a["path"]).name.partition("#")[0]: sum(k["count"] for f in a["fields"] for k in f["kinds"])
        for a in result["assets"]
    }
    assert found == {"a.html": 0, "b.html": 1, "a.sql": 1, "b.sql": 1}
    assert {u["reason"]["en"].partition(";")[0] for u in result["unreadable"]} == {
        "a statement of the dump does not end"
    }


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (
            [
                {
                    "time": "2026-11-20T02:00:00.123456789+08:00",
                    "tree": "t",
                    "paths": ["/srv"],
                    "hostname": "h",
                    "id": "abcdef0123456789",
                    "short_id": "abcdef01",
                }
            ],
            {"tool": "restic", "count": 1, "failed": 0, "last_success": "2026-11-20T02:00:00.123456+08:00"},
        ),
        (
            {
                "archives": [
                    {"name": "a", "time": "2026-11-19T02:00:00.000000"},
                    {"name": "b", "time": "2026-11-20T02:00:00.000000"},
                ],
                "encryption": {"mode": "none"},
                "repository": {"id": "x"},
            },
            {"tool": "borg", "count": 2, "failed": 0, "last_success": "2026-11-20T02:00:00+08:00"},
        ),
        (
            [
                {
                    "name": "main",
                    "backup": [
                        {"label": "F1", "error": False, "timestamp": {"start": 1, "stop": 1763596800}},
                        {"label": "F2", "error": True, "timestamp": {"start": 1, "stop": 1763700000}},
                    ],
                }
            ],
            {"tool": "pgbackrest", "count": 2, "failed": 1, "last_success": "2025-11-20T08:00:00+08:00"},
        ),
        (
            {
                "apiVersion": "v1",
                "kind": "List",
                "items": [
                    {
                        "apiVersion": "velero.io/v1",
                        "kind": "Backup",
                        "metadata": {"name": "daily"},
                        "status": {"phase": "Failed"},
                    }
                ],
            },
            {"tool": "velero", "count": 1, "failed": 1, "last_success": None},
        ),
        ([{"id": 1, "time": "x"}], None),
    ],
)
def test_listings_of_backups_say_when_the_last_one_succeeded(listing: Any, expected: Any, tmp_path: Path):
    (tmp_path / "backups.json").write_text(json.dumps(listing))
    result = told(tmp_path / "backups.json")
    assert result["assets"][0]["backups"] == expected
    assert (expected is None) or ("success" in render(result, "en") and "最近成功" in render(result, "zh"))


@pytest.mark.parametrize(
    ("dump", "encoding"),
    [
        (
            "INSERT [dbo].[Customer] ([Id], [CustName], [Mobile]) VALUES (1, N'王小明', CAST(N'13800138000' AS VarChar(18)))\r\nGO\r\n",
            "utf-16",
        ),
        (
            "create table Customer (\n Id int,\n CustName text,\n Mobile text\n);\nreplace into Customer values (b'1', _utf8mb4'王小明', '13800138000');",
            "utf-8",
        ),
        (
            "comment on column hr.Customer.C3 is '手机号码';\ninsert into hr.Customer (Id, CustName, C3) values (to_number('1'), '王小明', '13800138000');",
            "gb18030",
        ),
        ('COPY public."Customer" ("Id", "CustName", "Mobile") FROM stdin;\n1\t王小明\t13800138000\n\\.\n', "utf-8"),
        (
            "insert into other values ('torn;\n\ninsert into Customer (Id, CustName, Mobile) values (1, '王小明', '13800138000');",
            "utf-8",
        ),
    ],
    ids=["sql server", "mysql", "oracle", "postgresql", "after a torn statement"],
)
def test_dumps_of_every_make_are_read(dump: str, encoding: str, tmp_path: Path):
    (tmp_path / "a.sql").write_bytes(dump.encode(encoding))
    customers = next(a for a in told(tmp_path / "a.sql")["assets"] if a["path"].endswith("#Customer"))
    assert [[kind["kind"] for kind in field["kinds"]][:1] for field in customers["fields"]][1:] == [
        ["person_name"],
        ["cn_mobile"],
    ]


def test_a_dump_without_rows_tells_of_its_columns(tmp_path: Path):
    (tmp_path / "a.sql").write_text(
        "create table t (\n `f1` varchar(18) comment '身份证号码',\n `sn` varchar(32) comment '订单号'\n);"
    )
    (asset,) = told(tmp_path / "a.sql")["assets"]
    assert (asset["rows"], by_name(asset)) == (0, {"f1": "sensitive_personal", "sn": "none"})


def test_titles_stand_above_a_heading_and_persons_are_none(tmp_path: Path):
    (tmp_path / "a.csv").write_text("客户明细表,,\n导出：2026-03-01,,\n客户,手机号,金额\n王小明,13800138000,5\n")
    (tmp_path / "b.csv").write_text("王小明,销售部,本科\n李娜,财务部,硕士\n陈静,研发部,本科\n")
    titled, persons = told(tmp_path)["assets"]
    assert (titled["rows"], by_name(titled)) == (1, {"客户": "personal", "手机号": "personal", "金额": "none"})
    assert (persons["rows"], list(by_name(persons))) == (3, ["#1", "#2", "#3"])


def test_numbers_of_persons_in_names_are_shown_masked(tmp_path: Path):
    (tmp_path / "客户 13800138000.csv").write_text("姓名,m_13900139000\n王小明,1\n")
    (tmp_path / "合同 110101199003074610.pdf").write_bytes(b"%PDF-1.4 torn")
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute('create table "u 13700137000" ("a@example.com" text)')
        db.commit()
    result = told(tmp_path)
    said = json.dumps(result, ensure_ascii=False) + render(result, "zh") + render(result, "en")
    assert len(result["assets"]) == 2
    assert len(result["unreadable"]) == 1
    for value in ("13800138000", "13900139000", "110101199003074610", "13700137000", "a@example.com"):
        assert value not in said
    assert "138****8000" in said
