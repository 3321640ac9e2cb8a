"""Registers as operators keep them are read: whichever file, heading, order, encoding; good rows count, wrong ones are named."""

from __future__ import annotations

import io
import json
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from hegui.dates import SHANGHAI
from hegui.facts import registers
from hegui.profile.templates import register_templates
from hegui.text import Lang
from registers_kept import Rows, kept, read, reasons, source, why, workbook

HEADINGS = ["事件编号", "发现时间", "事件级别", "报告时间", "报告部门", "影响人数", "是否关基"]
FIRST = ["SJ-1", "2026-01-05 10:20", "较大", "2026-01-05 12:05", "市公安局、网信办", "1,200", "否"]
CSV = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, FIRST)) + "\n"
EXPECTED = {
    "incident": "SJ-1",
    "found_at": datetime(2026, 1, 5, 10, 20, tzinfo=SHANGHAI),
    "level": "relatively_large",
    "reported_at": datetime(2026, 1, 5, 12, 5, tzinfo=SHANGHAI),
    "reported_to": ["police", "cac"],
    "persons_affected": 1200,
    "cii": False,
    "day_only": [],
}


def counts(rows: Rows) -> tuple[int, int]:
    (coverage,) = rows["coverage"]
    return coverage["population"], coverage["examined"]


def is_the_first(rows: Rows) -> bool:
    (row,) = rows["incident"]
    return {name: row[name] for name in EXPECTED} == EXPECTED and rows["unreadable"] == []


def sqlite_file(path: Path, statements: str) -> bytes:
    with sqlite3.connect(path) as db:
        db.executescript(statements)
    db.close()
    return path.read_bytes()


def test_a_row_carries_its_operator_source_number_and_an_exhibit_that_points_to_it(tmp_path: Path):
    rows = kept(tmp_path, "incidents.csv", CSV)
    (row,) = rows["incident"]
    whole, exhibit = rows["exhibit"]
    assert (row["operator"], row["source"], row["row_number"]) == ("op", "kept", 2)
    assert row["exhibit"] == exhibit["exhibit"] == "kept:incidents.csv#row=2"
    assert exhibit["locator"] == "incidents.csv#row=2"
    assert exhibit["sha256"] == whole["sha256"]
    assert exhibit["proof"] == "registered"
    assert (exhibit["period_from"], exhibit["period_to"]) == (EXPECTED["found_at"], EXPECTED["reported_at"])
    assert whole["locator"] == "incidents.csv"
    assert counts(rows) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "\uff0c"])
def test_delimited_text_in_any_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str):
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (HEADINGS, FIRST)]
    assert is_the_first(kept(tmp_path, "incidents.csv", "\r\n".join(lines).encode(encoding)))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_and_blank_lines(tmp_path: Path, ending: str):
    rows = kept(tmp_path, "incidents.csv", CSV.replace("\n", ending) + ending * 3 + ",,,,,," + ending)
    assert is_the_first(rows)
    assert counts(rows) == (1, 1)


@pytest.mark.parametrize(
    "headings",
    [
        ["incident", "found_at", "level", "reported_at", "reported_to", "persons_affected", "cii"],
        ["Incident no.", "Found at", "Level", "Reported at", "Reported to", "Persons affected", "CII"],
        [
            "事件编号 / Incident no.",
            "发现时间\n(北京时间)",
            "事件 等级",
            "上报时间",
            "上报部门",
            "影响人数(人)",
            "是否涉及关基?",
        ],
        ["Incident No (事件编号)", "FOUND AT", "severity", "首次报告时间", "报送部门", "受影响人数", "关基"],
        ["No.", "Date/Time Detected", "Level", "Time reported", "Reported to", "Affected persons", "CII"],
    ],
)
def test_headings_in_either_language_or_both(tmp_path: Path, headings: list[str]):
    assert is_the_first(kept(tmp_path, "incidents.xlsx", workbook([headings, FIRST])))


def test_a_heading_in_ten_thousands_multiplies_its_numbers(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", "事件编号,发现时间,影响人数(万人)\n1,2026-01-05,1.2\n")
    assert rows["incident"][0]["persons_affected"] == 12_000


def test_the_heading_row_is_found_below_titles_and_signatures_below_are_no_records(tmp_path: Path):
    rows = kept(
        tmp_path,
        "incidents.xlsx",
        workbook(
            [
                ["网络安全事件台账"],
                ["单位:示例公司", None, "填表日期:2026-11-01"],
                [],
                HEADINGS,
                FIRST,
                ["合计", "1"],
                ["审核人:某"],
            ]
        ),
    )
    assert is_the_first(rows)
    assert rows["incident"][0]["row_number"] == 5
    assert why(rows) == [("incidents.xlsx#row=6", "footer_row"), ("incidents.xlsx#row=7", "footer_row")]
    assert counts(rows) == (1, 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_template_is_an_empty_register(tmp_path: Path, lang: Lang):
    templates = {name: data for name, data in register_templates(lang).items() if name.endswith(".csv")}
    assert {name.removesuffix(".csv") for name in templates} == set(registers())
    for name, data in templates.items():
        rows = kept(tmp_path, name, data, register=name.removesuffix(".csv"))
        assert (counts(rows), why(rows), reasons(rows)) == ((0, 0), [], []), name


def test_columns_that_the_register_does_not_know_are_named_once_and_not_read(tmp_path: Path):
    rows = kept(
        tmp_path,
        "i.csv",
        "事件编号,发现时间,经办科室,联系人手机,上报时间,报告时间\n1,2026-01-05,信息部,13800138000,,2026-01-06\n",
    )
    assert why(rows) == [
        ("i.csv#column=经办科室", "unknown_column"),
        ("i.csv#column=联系人手机", "not_read_by_design"),
        ("i.csv#column=上报时间", "heading_twice"),
    ]
    assert rows["incident"][0]["reported_at"].astimezone(SHANGHAI).date() == date(2026, 1, 6)
    assert "13800138000" not in repr(rows)


def test_text_speaker_and_address_of_a_notice_register_are_never_read(tmp_path: Path):
    digest = "ab" * 32
    rows = kept(
        tmp_path,
        "n.csv",
        "编号,举报时间,举报内容,发布者昵称,链接,IP地址,内容哈希,处置结果,处置时间,是否保存记录\n"
        f"N-1,2026-01-05 10:00,他说了什么,某网友,http://e.test/1,192.0.2.1,{digest},已删除,2026-01-05 11:00,是\n",
        register="notice",
    )
    (row,) = rows["notice"]
    assert (row["notice"], row["digest"], row["decision"], row["recorded"]) == ("N-1", digest, "removed", True)
    assert {reason for _, reason in why(rows)} == {"not_read_by_design"}
    assert len(why(rows)) == 4
    for said in ("他说了什么", "某网友", "e.test", "192.0.2.1"):
        assert said not in repr(rows)


def test_wrong_rows_are_named_one_cell_at_a_time_and_the_good_ones_count(tmp_path: Path):
    body = "A,2026-01-05,一般,5\nB,01/02/2026,很大,x\n,2026-01-07,,\nA,2026-01-08,,\nC,2026-01-09,,\n"
    rows = kept(tmp_path, "i.csv", "事件编号,发现时间,级别,影响人数\n" + body)
    assert [row["incident"] for row in rows["incident"]] == ["A", "C"]
    assert counts(rows) == (5, 2)
    assert why(rows) == [
        ("i.csv#row=3 found_at", "ambiguous_date"),
        ("i.csv#row=3 level", "unknown_code"),
        ("i.csv#row=3 persons_affected", "not_a_number"),
        ("i.csv#row=4 incident", "required_empty"),
        ("i.csv#row=5 incident", "number_twice"),
    ]
    assert [row["detail"] for row in rows["skipped"]] == ["99/99/9999", "字字", "a", None, None]


def test_what_a_wrong_cell_holds_is_shown_in_shape_only(tmp_path: Path):
    rows = kept(tmp_path, "g.csv", "系统名称,等级\n商城,110101199003077758\n", register="grading")
    assert rows["skipped"][0]["detail"] == "9" * 18
    assert "19900307" not in repr(rows)


def test_a_day_without_a_time_says_so(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", "事件编号,发现时间,报告时间\n1,2026-01-05,2026-01-05 10:00\n")
    (row,) = rows["incident"]
    assert row["day_only"] == ["found_at"]
    assert row["found_at"] == datetime(2026, 1, 5, tzinfo=SHANGHAI)


def test_times_without_a_zone_are_of_the_zone_of_the_source(tmp_path: Path):
    rows = kept(tmp_path, "i.csv", "事件编号,发现时间\n1,2026-01-05 10:00\n", timezone="Asia/Tokyo")
    assert rows["incident"][0]["found_at"] == datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def test_subjects_named_as_people_name_them_become_ids(tmp_path: Path):
    rows = kept(
        tmp_path, "g.csv", "系统,等级\n商城 系统,三级\nerp,二级\n", register="grading", subjects={"商城系统": "shop"}
    )
    assert [row["subject"] for row in rows["grading"]] == ["shop", "erp"]


def test_text_that_a_spreadsheet_would_run_is_noted_and_stays_text(tmp_path: Path):
    rows = kept(
        tmp_path,
        "d.csv",
        '演练日期,演练场景\n2026-01-05,"=HYPERLINK(""http://e.test"")"\n2026-02-05,断网\n',
        register="drill",
    )
    assert counts(rows) == (2, 2)
    assert [(*entry, rows["skipped"][0]["detail"]) for entry in why(rows)] == [
        ("d.csv#column=scenario", "formula_text", "1")
    ]


def test_an_empty_register_is_readable_and_empty(tmp_path: Path):
    empty = workbook([HEADINGS])
    for name, data in {"i.csv": ",".join(HEADINGS), "i.xlsx": empty, "i.json": "[]"}.items():
        rows = kept(tmp_path, name, data)
        assert (rows["incident"], counts(rows), reasons(rows)) == ([], (0, 0), []), name
        assert [row["locator"] for row in rows["exhibit"]] == [name]


def test_a_folder_of_registers_is_one_source(tmp_path: Path):
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "a.csv").write_text("事件编号,发现时间\n1,2025-01-05\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("事件编号,发现时间\n2,2026-01-05\n3,\n", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\x00\xff\x00")
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    rows = read(source(tmp_path))
    assert [row["exhibit"] for row in rows["incident"]] == ["kept:2025/a.csv#row=2", "kept:b.csv#row=2"]
    assert counts(rows) == (3, 2)
    assert [(row["path"], row["reason"]) for row in rows["unreadable"]] == [("c.txt", "unknown_encoding")]


# Spreadsheets


def test_dates_numbers_and_truth_of_a_spreadsheet(tmp_path: Path):
    cells: list[Any] = [1001, datetime(2026, 1, 5, 10, 20), "较大", datetime(2026, 1, 5), "网信", 12.0, True]
    (row,) = kept(tmp_path, "i.xlsx", workbook([HEADINGS, cells]))["incident"]
    assert (row["incident"], row["persons_affected"], row["cii"]) == ("1001", 12, True)
    assert row["found_at"] == EXPECTED["found_at"]
    assert row["day_only"] == ["reported_at"]


def test_merged_cells_hold_for_all_rows_they_span_and_a_heading_of_two_rows_is_read(tmp_path: Path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "等级保护定级备案台账")
        sheet.merge_range("A2:A3", "系统名称")
        sheet.merge_range("B2:D2", "定级备案情况")
        sheet.write_row("B3", ["安全保护等级", "备案编号", "测评日期"])
        sheet.merge_range("A4:A5", "商城")
        sheet.write_row("B4", ["二级", "B-1", "2025-03-01"])
        sheet.write_row("B5", ["三级", "B-2", "2026-03-01"])
    rows = kept(tmp_path, "g.xlsx", out.getvalue(), register="grading")
    assert [(row["subject"], row["level"], row["filing_number"], row["row_number"]) for row in rows["grading"]] == [
        ("商城", 2, "B-1", 4),
        ("商城", 3, "B-2", 5),
    ]


def test_formulas_give_their_stored_values_and_failed_ones_are_wrong(tmp_path: Path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["统计日期", "账号总数", "已实名账号数"])
        for row, value in enumerate([90, "#REF!"], 1):
            sheet.write_row(row, 0, ["2026-01-05", 100])
            sheet.write_formula(row, 2, "=B2-10", value=value)
    rows = kept(tmp_path, "a.xlsx", out.getvalue(), register="account")
    assert [row["verified"] for row in rows["account"]] == [90]
    assert why(rows) == [("a.xlsx#row=3 verified", "formula_error")]


def test_of_several_sheets_those_that_are_the_register_are_read(tmp_path: Path):
    data = workbook(
        [["部门", "电话"]],
        [HEADINGS, FIRST],
        [["事件编号", "备注"], ["x", "y"]],
        [HEADINGS, ["SJ-1", *FIRST[1:]]],
        names=("通讯录", "2025", "字典", "2026"),
    )
    rows = kept(tmp_path, "i.xlsx", data)
    assert [row["exhibit"] for row in rows["incident"]] == [
        "kept:i.xlsx#sheet=2025&row=2",
        "kept:i.xlsx#sheet=2026&row=2",
    ]
    assert why(rows) == [("i.xlsx#sheet=通讯录", "heading_not_found"), ("i.xlsx#sheet=字典", "heading_not_found")]


def test_two_hundred_columns(tmp_path: Path):
    rows = kept(tmp_path, "i.xlsx", workbook([[*(f"列{n}" for n in range(193)), *HEADINGS], [*range(193), *FIRST]]))
    assert is_the_first(rows)
    assert len(why(rows)) == 193


# JSON, Parquet, SQLite


@pytest.mark.parametrize(
    "wrap", [lambda r: r, lambda r: {"total": len(r), "rows": r}, lambda r: {"code": 0, "data": {"list": r}}]
)
def test_json_in_a_list_or_in_an_object_that_holds_one(tmp_path: Path, wrap: Any):
    record = dict(zip(HEADINGS, FIRST, strict=True)) | {
        "报告部门": ["市公安局", "网信办"],
        "影响人数": 1200,
        "是否关基": False,
    }
    assert is_the_first(kept(tmp_path, "i.json", json.dumps(wrap([record]), ensure_ascii=False)))


def test_json_lines_of_which_one_is_torn(tmp_path: Path):
    good = json.dumps({"incident": "1", "found_at": "2026-01-05"})
    rows = kept(tmp_path, "i.jsonl", f'{good}\n\n{{"incident": \n{good.replace("1", "2", 1)}\n[1]\n')
    assert [row["row_number"] for row in rows["incident"]] == [1, 4]
    assert why(rows) == [("i.jsonl#row=3", "broken_row"), ("i.jsonl#row=5", "broken_row")]
    assert counts(rows) == (4, 2)


def test_a_structure_in_a_cell_is_no_value(tmp_path: Path):
    rows = kept(tmp_path, "i.json", json.dumps([{"incident": {"no": 1}, "found_at": "2026-01-05"}]))
    assert why(rows) == [("i.json#row=1 incident", "not_plain")]


def test_parquet(tmp_path: Path):
    table = pa.table(
        {
            "事件编号": ["SJ-1"],
            "发现时间": pa.array([datetime(2026, 1, 5, 2, 20, tzinfo=UTC)], pa.timestamp("ms", "UTC")),
            "level": ["较大"],
            "报告时间": ["2026-01-05 12:05"],
            "报告部门": [["市公安局", "网信办"]],
            "影响人数": pa.array([Decimal("1200")], pa.decimal128(10, 0)),
            "cii": [False],
            "举报人": ["某人"],
        }
    )
    pq.write_table(table, tmp_path / "made")
    rows = kept(tmp_path, "i.parquet", (tmp_path / "made").read_bytes())
    assert rows["incident"][0]["level"] == "relatively_large"
    assert rows["incident"][0]["persons_affected"] == 1200
    assert why(rows) == [("i.parquet#column=举报人", "not_read_by_design")]


def test_sqlite_is_read_and_not_touched(tmp_path: Path):
    path = tmp_path / "kept.db"
    sqlite_file(
        path,
        "create table 事件 (事件编号 text, 发现时间 text, 级别 text); create table users (name text, phone text);"
        "insert into 事件 values ('SJ-1', '2026-01-05 10:20', '较大'), ('SJ-2', 45000, null);"
        "create view v as select * from users;",
    )
    before = (path.read_bytes(), sorted(p.name for p in tmp_path.iterdir()))
    path.chmod(0o444)
    rows = read(source(path))
    assert [row["exhibit"] for row in rows["incident"]] == [
        "kept:kept.db#sheet=事件&row=1",
        "kept:kept.db#sheet=事件&row=2",
    ]
    assert why(rows) == [("kept.db#sheet=users", "heading_not_found")]
    assert (path.read_bytes(), sorted(p.name for p in tmp_path.iterdir())) == before


def test_a_journal_beside_a_sqlite_file_is_named(tmp_path: Path):
    path = tmp_path / "i.db"
    db = sqlite3.connect(path)
    db.executescript(
        "pragma journal_mode=wal; create table incident (incident text, found_at text); pragma wal_checkpoint(truncate)"
    )
    db.execute("insert into incident values ('1', '2026-01-05')")
    db.commit()
    rows = read(source(path))
    db.close()
    assert ("i.db-wal", "journal_not_read") in why(rows)
    assert rows["incident"] == []


@pytest.mark.parametrize("register", sorted(registers()))
def test_every_register_can_be_kept_under_its_own_titles(tmp_path: Path, register: str):
    """A register written with the first word of each column's codes, in either language, is read without one wrong cell."""
    sample = {
        "text": "A-1",
        "date": "2026-01-05",
        "time": "2026-01-05 10:20",
        "int": "3",
        "bool": "是",
        "texts": "shop",
    }
    columns = [column for column in registers()[register].columns if column.name != "day_only"]
    cells = ["ab" * 32 if c.name == "digest" else next(iter(c.codes)) if c.codes else sample[c.type] for c in columns]
    for lang in ("en", "zh"):
        headings = [column.title.in_(lang) for column in columns]
        rows = kept(tmp_path, f"{lang}.xlsx", workbook([headings, cells]), register=register)
        assert (why(rows), reasons(rows), counts(rows)) == ([], [], (1, 1))
        assert all(rows[register][0][column.name] is not None for column in columns)
