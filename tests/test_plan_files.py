"""A plan as text, Markdown, workbook, calendar and rectification report (整改报告)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import plan_kept as kept
from hegui.rectify import plan_files, plan_formats, rectification
from hegui.rectify.words import data
from hegui.report import planning
from hegui.text import LANGS, Lang
from plan_kept import finding, order

Hegui = Callable[..., Result]

LATIN_COMMA = re.compile(r"[\u4e00-\u9fff][,;:()][\u4e00-\u9fff]")


@pytest.fixture
def plan(tmp_path: Path) -> dict[str, Any]:
    findings = [
        finding("csl.log_retention"),
        finding("csl.mlps_filing"),
        finding("csl.notice_acted", at="2026-10-05"),
        finding("csl.emergency_plan", "unproven", reason={"en": "=1+1 | x", "zh": "=1+1 | 某"}),
    ]
    asked = order(obligation="csl.log_retention", due_on=date(2026, 10, 31), rectified_on=date(2026, 11, 2))
    d = kept.write(tmp_path / "d", findings, orders=[asked], people={"legal_representative": "张某"})
    return planning.plan(d)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("to", ["text", "markdown"])
def test_the_text_names_every_item_and_mixes_no_language(plan: dict[str, Any], to: str, lang: Lang) -> None:
    text = plan_formats.render(plan, to, lang).content
    assert isinstance(text, str)
    for item in plan["items"]:
        assert item["title"][lang][:6] in text.replace("\n", "")
    assert "{" not in text
    assert "None" not in text
    if lang == "zh":
        assert not LATIN_COMMA.search(text)


def test_the_table_has_a_row_an_item_and_nothing_in_it_is_markup(plan: dict[str, Any]) -> None:
    text = plan_formats.render(plan, "markdown", "en").content
    assert isinstance(text, str)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == len(plan["items"]) + 2
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(data("plan.yaml")["columns"]) + 1}


def test_the_workbook_holds_items_and_orders_with_figures_as_numbers(plan: dict[str, Any]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(plan_files.xlsx(plan, "zh")))
    items, orders = book.worksheets
    columns = [cell.value for cell in items[4]]
    rows = list(items.iter_rows(min_row=5, max_row=4 + len(plan["items"]), values_only=True))
    removed = columns.index("降低的罚款风险（元）")
    assert [row[removed] for row in rows] == [item["removes"]["operator_cny"]["max"] for item in plan["items"]]
    assert orders["A2"].value == "字1号"
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_the_calendar_has_an_event_for_every_item_with_a_day_and_says_how_many_have_none(plan: dict[str, Any]) -> None:
    from icalendar import Calendar

    rendered = plan_formats.render(plan, "ics", "en")
    events = Calendar.from_ical(rendered.content).walk("VEVENT")
    dated = [item for item in plan["items"] if item["due"]]
    assert (
        [event.decoded("DTSTART").isoformat() for event in events] == [item["due"] for item in dated] == ["2026-10-31"]
    )
    assert rendered.remarks[0].en.startswith(f"{len(plan['items']) - len(dated)} items")


def words_of(content: bytes) -> str:
    from docx import Document

    read = Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


@pytest.mark.parametrize("lang", LANGS)
def test_the_rectification_report_has_order_items_annexes_signature_and_seal(plan: dict[str, Any], lang: Lang) -> None:
    text = words_of(rectification.docx(plan, lang))
    assert "字1号" in text
    assert ("公安机关：" if lang == "zh" else "To: the public security authority") in text
    for item in plan["items"]:
        assert (item["title"][lang] in text) is (item["kind"] != "prove")
    proofs = sum(len(item["proof"]) for item in plan["items"] if item["kind"] != "prove")
    assert len(re.findall(r"附件\d+：" if lang == "zh" else r"Annex \d+:", text)) == proofs
    for key in ("operator_seal", "legal_representative", "responsible_person", "day"):
        assert data("plan.yaml")["report"][key][lang].split("{")[0].split("＿")[0] in text


def test_what_nobody_recorded_is_a_blank_and_what_the_register_says_is_not(plan: dict[str, Any]) -> None:
    from docx import Document

    report = Document(io.BytesIO(rectification.docx(plan, "zh")))
    table = report.tables[1]
    heads = [cell.text for cell in table.rows[0].cells]
    rows = {
        row.cells[2].text.split(" · ")[0]: dict(zip(heads, (c.text for c in row.cells), strict=True))
        for row in table.rows[1:]
    }
    logs, filing = (rows[kept.LAW.obligations[duty].title.zh] for duty in ("csl.log_retention", "csl.mlps_filing"))
    assert (logs["文书编号"], logs["完成日期"], logs["状态"]) == ("字1号", "2026-11-02", "已提交")
    assert set(filing["文书编号"]) == set(filing["完成日期"]) == {"＿"}
    assert all(set(row[head]) == {"＿"} for row in rows.values() for head in ("原因分析", "已采取的措施"))


def test_the_report_names_what_a_later_audit_closed(tmp_path: Path) -> None:
    before = kept.write(tmp_path / "before", [finding("csl.log_retention"), finding("csl.mlps_filing")])
    after = kept.write(
        tmp_path / "after", [finding("csl.log_retention", "met"), finding("csl.mlps_filing", "unproven")]
    )
    text = words_of(rectification.docx(planning.plan(after, before), "zh"))
    assert "截至2026-11-21已符合" in text
    assert "csl.log_retention.csv#row=2" in text
    assert "csl.mlps_filing.csv" not in text


@pytest.mark.parametrize("to", ["xlsx", "docx", "ics", "markdown"])
def test_a_file_is_written_where_it_is_asked_for(tmp_path: Path, hegui: Hegui, to: str) -> None:
    kept.write(tmp_path / "d", [finding("csl.log_retention")])
    out = tmp_path / f"plan.{to}"
    assert hegui("plan", tmp_path / "d", "--to", to, "--out", out).exit_code == 0
    assert out.stat().st_size > 100
    refused = hegui("plan", tmp_path / "d", "--to", to, "--out", tmp_path / "no" / "where", "--lang", "en")
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (2, True)


def test_every_word_of_the_plan_is_there_in_both_languages_without_a_latin_comma_between_chinese_signs() -> None:
    for group in data("plan.yaml").values():
        for text in group.values():
            if isinstance(text, dict):
                assert set(text) == {"en", "zh"}
                assert not LATIN_COMMA.search(text["zh"]), text["zh"]
                assert set(re.findall(r"{\w+}", text["en"])) >= set(re.findall(r"{\w+}", text["zh"]))
