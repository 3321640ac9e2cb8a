"""What the terminal says fits a screen, in both languages, and cannot be steered by evidence."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

import dossier_bundle as bundle
from hegui import dossier, report
from hegui.dossier import Dossier
from hegui.errors import InputError
from hegui.text import LANGS, Lang

FOLDER = Path("dossiers/shop-co")


@pytest.fixture(scope="module")
def d(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return bundle.write(tmp_path_factory.mktemp("kept") / "d")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 80, 110])
def test_the_summary_fits_a_screen(d: Dossier, lang: Lang, width: int) -> None:
    lines = report.summary(d.document, d.findings, FOLDER, lang, width).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert width < 80 or len(lines) <= 50


def test_the_summary_says_counts_price_worst_next_and_where(d: Dossier) -> None:
    said = report.summary(d.document, d.findings, FOLDER, "en", 110)
    for part in (
        "×     6  not met",
        "?     5  unproven",
        "operator: CNY 50,000 – 550,000",
        "person responsible for network security: CNY 10,000 – 100,000",
        "× Network logs kept for the time the law asks  csl@2026/23(3)  up to CNY 500,000",
        "2 more in the report",
        "1. Mend: Network logs kept for the time the law asks",
        "unproven 5, unreadable 1, skipped 412",
        f"Report: {FOLDER / 'report.html'}",
    ):
        assert part in said
    chinese = report.summary(d.document, d.findings, FOLDER, "zh", 110)
    assert "运营者：5万元至55万元" in chinese
    assert not re.search(r"not met|unproven:|Mend|Report", chinese)


def test_colour_only_where_asked_for_and_never_from_evidence(d: Dossier) -> None:
    findings = copy.deepcopy(list(d.findings))
    findings[1]["reason"] = {"en": "\x1b[2Jgone [bold]x[/bold] :smile:", "zh": "\x1b]0;title\x07"}
    findings[3]["verdict"] = "met"
    plain = report.summary(d.document, findings, FOLDER, "en", 110)
    assert "\x1b" not in plain
    assert "�[2Jgone [bold]x[/bold] :smile:" in plain
    assert "\x1b[1;31m×     6  not met" in report.summary(d.document, d.findings, FOLDER, "en", 110, colour=True)


def test_an_operator_with_nothing_against_it(d: Dossier) -> None:
    met = [finding for finding in d.findings if finding["verdict"] == "met"]
    nothing = {**d.document["exposure"], "acts": [], "readings": [], "individuals": []}
    document = {**d.document, "exposure": nothing, "totals": bundle.totals(met)}
    said = report.summary(document, met, FOLDER, "en", 110)
    assert "Nothing is found not met, so nothing is priced." in said
    assert "Mend" not in said


def test_a_failure_under_an_arguable_role_alone_is_priced_as_a_reading(d: Dossier) -> None:
    exposure = {**d.document["exposure"], "acts": [], "individuals": []}
    said = report.summary({**d.document, "exposure": exposure}, d.findings, FOLDER, "en", 110)
    assert (
        "under the arguable role Provider of messages or downloads: CNY 50,000 or more, upper limit not known" in said
    )
    assert "nothing is priced" not in said
    unpriced = {**exposure, "readings": [], "not_priced": [{}]}
    said = report.summary({**d.document, "exposure": unpriced}, d.findings, FOLDER, "en", 110)
    assert "No clause puts a price on what is not met." in said


@pytest.mark.parametrize("lang", LANGS)
def test_every_finding_can_be_explained_in_words(d: Dossier, lang: Lang) -> None:
    for finding in d.findings:
        said = report.explanation(dossier.explain(d, finding["id"]), lang, 110)
        assert finding["id"] in said
        assert finding["articles"][0] in said


def test_an_explanation_leads_to_query_rows_bytes_and_law(d: Dossier) -> None:
    said = report.explanation(dossier.explain(d, "csl.log_retention/system/portal"), "en", 110)
    for part in (
        "× not met, measured, decides",
        "logs/six_months: Network logs reach back as far as the law asks",
        "from expected e left join span s using (operator, subject)",
        "log_member: rows 92",
        "The first 3 of 92",
        "sha256sum portal/app.log.0.gz",
        bundle.sha("portal/app.log.0.gz"),
        "csl@2026/23(3)  CSL (2026) Art. 23(3)  since 2026-01-01",
        "csl@2026/61.1  failure to perform the duty  CNY 10,000 – 50,000 [applied]",
    ):
        assert part in said
    assert "from memory" in report.explanation(dossier.explain(d, "csl.mlps_assessment/system/shop"), "en", 110)


def test_a_comparison_says_the_bad_news_first(d: Dossier) -> None:
    findings = copy.deepcopy(list(d.findings))
    findings[0]["verdict"], findings[1]["verdict"] = "not_met", "met"
    said = report.comparison(dossier.compare(d, replace(d, findings=findings)), "en", 110)
    assert said.index("Newly not met") < said.index("Mended")
    assert "× csl.log_retention/system/shop  met → not met" in said
    assert "√ csl.log_retention/system/portal  not met → met" in said
    assert "Unchanged: 19" in said
    assert "新增不符合" in report.comparison(dossier.compare(d, replace(d, findings=findings)), "zh", 110)


def test_a_verification_in_words(d: Dossier, tmp_path: Path) -> None:
    folder = dossier.write(tmp_path / "d", **bundle.parts())
    whole = dossier.verification(folder)
    assert report.verification(whole, "en").startswith("The dossier is whole and unaltered.")
    assert whole["fingerprint"] in report.verification(whole, "en", 110)
    (folder / "law.json").unlink()
    assert "卷宗中缺少 law.json。" in report.verification(dossier.verification(folder), "zh")


@pytest.mark.parametrize(("to", "says"), [("pdf", "comes with a later release"), ("odt", "no such format")])
def test_other_formats_say_what_works(d: Dossier, to: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as wrong:
        report.render(d, to)
    assert "html" in wrong.value.text.zh
    assert report.render(d, "html", "zh") == report.html(d, "zh")
