"""The two pages for an interview (约谈): what stands in them, and that they are two pages."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import plan_kept as kept
from hegui.errors import InputError
from hegui.evidence.page.browser import NAMES
from hegui.report import brief, brief_files, planning
from hegui.text import LANGS, Lang
from plan_kept import finding, order

Hegui = Callable[..., Result]

BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
FAILED = ["csl.log_retention", "csl.mlps_filing", "csl.pi_consent", "csl.notice_acted", "csl.incident_report"]


def briefed(folder: Path, *findings: dict[str, Any], number: str | None = None, **more: Any) -> dict[str, Any]:
    d = kept.write(folder / "d", findings, **more)
    return brief.content(d, planning.plan(d), number)


def lines(of: dict[str, Any], block: str, lang: Lang = "en") -> str:
    return "\n".join(line[lang] for line in of["blocks"][block]["lines"])


INTERVIEW = order(
    kind="interview",
    number="约1号",
    received_on=date(2026, 11, 2),
    due_on=date(2026, 11, 12),
    obligation="csl.log_retention",
)


def test_who_goes_and_why_are_as_the_profile_and_the_register_say(tmp_path: Path) -> None:
    found = briefed(
        tmp_path, finding("csl.log_retention"), orders=[order(), INTERVIEW], people={"legal_representative": "张某"}
    )
    assert "张某" in lines(found, "who", "zh")
    assert "nobody is named" in lines(found, "who")
    assert "约1号" in lines(found, "called")
    assert kept.LAW.obligations["csl.log_retention"].title.en in lines(found, "called")
    assert "CSL (2026) Art. 58" in lines(found, "called") or "csl@2026/58" in lines(found, "called")


def test_a_demand_can_be_named_and_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    d = kept.write(tmp_path / "d", [finding("csl.log_retention")], orders=[order(), INTERVIEW])
    plan = planning.plan(d)
    assert "字1号" in lines(brief.content(d, plan, "字1号"), "called")
    with pytest.raises(InputError, match=r"约1号, 字1号"):
        brief.content(d, plan, "字9号")


def test_what_is_not_known_is_a_blank(tmp_path: Path) -> None:
    found = briefed(tmp_path, finding("csl.log_retention"))
    for block in ("who", "called", "done"):
        assert "＿＿" in lines(found, block)


def test_facts_price_plan_questions_and_what_is_unproven_are_those_of_the_dossier(tmp_path: Path) -> None:
    refused = {"circumstance": "refusal", "obligation": "csl.log_retention", "at": date(2026, 11, 1)}
    found = briefed(
        tmp_path,
        finding("csl.log_retention"),
        finding("csl.emergency_plan", "unproven"),
        orders=[INTERVIEW],
        circumstances=[refused],
    )
    assert "What was found about shop." in lines(found, "findings")
    assert "CNY 50,000 – 500,000" in lines(found, "exposure")
    assert "每人" in lines(found, "exposure", "zh")
    assert "2026-11-12" in lines(found, "will")
    assert "约1号" in lines(found, "questions")
    assert kept.LAW.obligations["csl.emergency_plan"].title.en in lines(found, "unsaid")
    assert "logs do not reach back" in lines(found, "unsaid")
    assert "csl.log_retention.csv#row=2" in lines(found, "documents")


def test_what_registers_record_as_done_is_said(tmp_path: Path) -> None:
    answered = order(number="字2号", answered_on=date(2026, 10, 9))
    accepted = order(number="字3号", rectified_on=date(2026, 10, 9), result="accepted")
    reported = {"circumstance": "reported", "obligation": "csl.log_retention", "at": date(2026, 10, 1)}
    done = lines(
        briefed(tmp_path, finding("csl.log_retention"), orders=[answered, accepted], circumstances=[reported]), "done"
    )
    assert "2026-10-09: answered the public security authority on 字2号." in done
    assert "accepted the rectification for 字3号" in done
    assert "2026-10-01" in done


def test_without_a_failure_it_says_so(tmp_path: Path) -> None:
    found = briefed(tmp_path, finding("csl.log_retention", "met"))
    assert "nothing that is not met" in lines(found, "findings")
    assert "Nothing stands open" in lines(found, "will")


@pytest.mark.parametrize("to", ["html", "docx", "text"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_format_holds_every_block_in_one_language(tmp_path: Path, to: str, lang: Lang) -> None:
    found = briefed(tmp_path, *(finding(duty) for duty in FAILED), orders=[INTERVIEW])
    written = brief_files.render(found, to, lang)
    if isinstance(written, bytes):
        from docx import Document

        written = "\n".join(p.text for p in Document(io.BytesIO(written)).paragraphs)
    for block in found["blocks"].values():
        assert block["title"][lang] in written
        assert block["title"]["zh" if lang == "en" else "en"] not in written
    assert "://" not in written


def test_it_can_be_asked_for_on_the_command_line(tmp_path: Path, hegui: Hegui) -> None:
    kept.write(tmp_path / "d", [finding("csl.log_retention")], orders=[INTERVIEW])
    assert json.loads(hegui("brief", tmp_path / "d", "--json").stdout)["order"]["number"] == "约1号"
    out = tmp_path / "brief.docx"
    assert hegui("brief", tmp_path / "d", "--to", "docx", "--out", out).exit_code == 0
    assert out.stat().st_size > 1000
    refused = hegui("brief", tmp_path / "d", "--to", "pdf", "--lang", "en")
    assert (refused.exit_code, "there is no such format" in refused.stderr) == (2, True)


def crowded(folder: Path) -> dict[str, Any]:
    """The brief of an operator with long names, long facts, and more of everything than two pages hold."""
    long = {"en": "A fact that goes on and on and on. " * 30, "zh": "一项说来很长的事实，" * 60}
    duties = [name for name, duty in kept.LAW.obligations.items() if kept.LAW.article_on(duty, kept.ON)][:60]
    findings = [finding(duty, "not_met" if n % 2 else "unproven", reason=long) for n, duty in enumerate(duties)]
    orders = [INTERVIEW, *(order(number=f"很长的文号字第{n}号", rectified_on=date(2026, 10, 9)) for n in range(20))]
    return briefed(folder, *findings, orders=orders, people={"legal_representative": "名" * 40})


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine to print with")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", ["small", "crowded"])
def test_it_prints_on_exactly_two_sheets_and_nothing_is_cut_off(tmp_path: Path, lang: Lang, size: str) -> None:
    from pypdf import PdfReader

    found = crowded(tmp_path) if size == "crowded" else briefed(tmp_path, finding("csl.log_retention"))
    page = tmp_path / "brief.html"
    page.write_text(brief_files.html(found, lang), encoding="utf-8")
    always = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path / 'browser'}",
    )
    command = [str(BROWSER), *always, f"--print-to-pdf={tmp_path / 'brief.pdf'}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheets = [_plain(sheet.extract_text()) for sheet in PdfReader(tmp_path / "brief.pdf").pages]
    assert len(sheets) == 2
    for sheet, keys in zip(sheets, brief_files.PAGES, strict=True):
        for key in keys:
            assert _plain(found["blocks"][key]["lines"][-1][lang])[-12:] in sheet
        assert _plain(found["statement"][lang]) in sheet


def _plain(text: str) -> str:
    """A text without blanks, and without the signs that PDF text names by radicals of their own (见, 页)."""
    return re.sub(r"[\s\u2e80-\u2eff见页]", "", unicodedata.normalize("NFKC", text))
