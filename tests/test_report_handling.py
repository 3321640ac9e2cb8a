"""The report shows declared against done: one table in words, gaps named, large tables folded, nothing where nothing was handled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dossier_bundle as bundle
from handling_kept import dossier, row
from hegui.report.handling import FOLDED, SHOWN, comparison
from hegui.text import LANGS, Lang

SOME = [
    row("declared", "imei", "乙公司", entity="甲公司"),
    row("sent", "imei", "丙公司", place="US", consent="before"),
    row("contained", "app_list", "丙公司"),
    row("held", "bank_card"),
]


def section(page: str) -> str:
    found = re.search(r'<section class="sheet" id="handling">.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_every_line_says_what_each_side_shows_and_names_its_gaps(tmp_path: Path):
    shown = section(bundle.html(dossier(tmp_path / "d", SOME), "en"))
    for words in ("sent before consent", "registered in US", "contained, not declared", "held, not declared", "recipient not declared",
                  "同意前发送", "登记地：US", "包含，未声明该种类", "存储，未声明该种类", "未声明该接收方"):  # fmt: skip
        assert words in shown
    assert shown.count("<svg") == 4
    assert '<a href="#handling">' in bundle.html(dossier(tmp_path / "e", SOME), "en")


def test_without_a_policy_the_report_says_that_nothing_was_compared(tmp_path: Path):
    shown = section(bundle.html(dossier(tmp_path / "d", SOME[1:]), "zh"))
    assert "因此不指出任何一项未声明" in shown
    assert "，未声明该种类" not in shown


def test_nothing_is_shown_where_nothing_was_handled_or_an_older_dossier_kept_nothing(tmp_path: Path):
    for name, d in (("none", dossier(tmp_path / "none", [])), ("old", bundle.write(tmp_path / "old"))):
        assert comparison(d) is None, name
        assert 'id="handling"' not in bundle.html(d, "en")
        assert 'href="#handling"' not in bundle.html(d, "en")


def test_a_large_table_shows_differences_and_folds_the_rest(tmp_path: Path):
    many = [row("sent", "imei", f"乙{n}公司") for n in range(SHOWN + 5)]
    alike = [row("declared", "email", f"丁{n}公司") for n in range(FOLDED + 20)]
    d = dossier(tmp_path / "d", [*SOME, *many, *alike])
    found = comparison(d)
    assert found is not None
    assert len(found.shown) == SHOWN
    assert all(line.gaps for line in found.shown)
    assert len(found.folded) == FOLDED
    shown = section(bundle.html(d, "en"))
    assert "<details>" in shown
    assert f"The first {SHOWN + FOLDED} of {found.total}" in shown


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_names_stay_text(tmp_path: Path, lang: Lang):
    hostile = "<script>alert(1)</script>\u202e\"'&"
    shown = section(bundle.html(dossier(tmp_path / "d", [*SOME, row("sent", "sms", hostile, place="<b>")]), lang))
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert "<b></" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
