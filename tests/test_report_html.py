"""The page: self-contained, both languages complete, evidence inert, made from the dossier alone."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dossier_bundle as bundle
from hegui.dossier import Dossier
from hegui.report import html
from hegui.report.words import labels

VOID = {"meta", "input", "br", "wbr", "use", "rect", "path", "circle"}
NEUTRAL = {
    "code",
    "pre",
    "style",
    "title",
    "label",
}  # ids, citations, queries; the language switch names both languages


class Page(HTMLParser):
    """The tags of a page, and the text that shows in each language."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: dict[str, list[str]] = {"en": [], "zh-CN": []}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self._open}
        classes = {c for _, attrs in self._open for c in (attrs.get("class") or "").split()}
        if not data.strip() or inside & NEUTRAL or classes & {"brand", "origin"}:
            return
        langs = {attrs["lang"] for tag, attrs in self._open if "lang" in attrs and tag != "html"}
        for lang, texts in self.shown.items():
            if not langs or lang in langs:
                texts.append(data.strip())


@pytest.fixture(scope="module")
def d(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return bundle.write(tmp_path_factory.mktemp("kept") / "d")


@pytest.fixture(scope="module")
def page(d: Dossier) -> Page:
    return Page(html(d))


def with_finding(d: Dossier, **changed: Any) -> Dossier:
    findings = copy.deepcopy(list(d.findings))
    findings[1] |= changed
    return replace(d, findings=findings)


# --- self-contained ---------------------------------------------------------------------------------------------------


def test_nothing_is_requested_from_anywhere(page: Page, d: Dossier) -> None:
    for tag, attrs in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "base", "form", "video", "audio"}
        assert not set(attrs) & {
            "src",
            "srcset",
            "action",
            "data",
            "poster",
            "background",
            "ping",
            "formaction",
            "xlink:href",
        }
        assert not [name for name in attrs if name.startswith("on")]
        assert (attrs.get("href") or "#").startswith("#")
    style = html(d).partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|@font-face|https?:", style)
    policy = next(attrs["content"] for tag, attrs in page.tags if tag == "meta" and attrs.get("http-equiv"))
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    places = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(places), "an id stands twice"
    assert {href[1:] for _, attrs in page.tags if (href := attrs.get("href"))} <= places


def test_it_is_made_from_the_dossier_alone(d: Dossier, tmp_path: Path) -> None:
    folder = d.tree.root
    script = (
        "import sys\n"
        "for gone in ('hegui.law', 'hegui.checks', 'hegui.judge', 'hegui.profile', 'hegui.evidence'): sys.modules[gone] = None\n"
        "from pathlib import Path\n"
        "from hegui.dossier import read\n"
        "from hegui.report import html\n"
        f"sys.stdout.buffer.write(html(read(Path({str(folder)!r}))).encode())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=tmp_path)
    assert done.stdout.decode() == html(d)


# --- both languages ---------------------------------------------------------------------------------------------------


def test_the_first_language_is_the_one_asked_for(d: Dossier) -> None:
    for lang, tag in (("en", "en"), ("zh", "zh-CN")):
        tags = Page(html(d, lang)).tags
        assert next(attrs["lang"] for name, attrs in tags if name == "html") == tag
        assert [attrs["id"] for name, attrs in tags if name == "input" and "checked" in attrs] == [f"show-{lang}"]


def _fixed_parts(template: str) -> list[str]:
    return [part.strip(" :：,，.。;；()（）") for part in re.split(r"\{[^}]*\}", template)]


def test_in_chinese_no_english_label_shows(page: Page) -> None:
    shown = "\n".join(page.shown["zh-CN"])
    for key, label in labels().items():
        for part in _fixed_parts(label.en):
            if part and part not in label.zh and re.search("[a-z]", part):
                if " " in part:
                    assert part not in shown, key
                else:
                    assert part not in page.shown["zh-CN"], key


def test_in_english_no_chinese_shows(page: Page) -> None:
    names = {person["name"] for person in bundle.document(bundle.findings())["people"]}
    chinese = [text for text in page.shown["en"] if re.search("[\u4e00-\u9fff]", text) and text not in names]
    assert chinese == []


def test_both_languages_have_equally_many_texts(page: Page) -> None:
    assert len(page.shown["en"]) == len(page.shown["zh-CN"]) > 500


# --- evidence is inert ------------------------------------------------------------------------------------------------


def test_evidence_that_tries_to_be_html_is_shown_as_text(page: Page, d: Dossier) -> None:
    source = html(d)
    assert "&lt;img src=x onerror=alert(1)&gt; \N{REPLACEMENT CHARACTER}gnp.exe" in source
    assert "documents/&lt;b&gt;security-policy&lt;/b&gt;.md" in source
    assert "&lt;script&gt;" in source
    assert "<img" not in source
    assert "<script" not in source
    assert "\u202e" not in source


@settings(max_examples=40)
@given(
    evil=st.one_of(
        st.text(),
        st.sampled_from(
            [
                "</style><script>x</script>",
                "{{ 7*7 }}",
                "{% raw %}",
                "{0}",
                "{unit}",
                "'\"><svg onload=x>",
                "\x1b[31m\x00\x85",
            ]
        ),
    )
)
def test_no_string_of_the_evidence_changes_the_page(d: Dossier, page: Page, evil: str) -> None:
    exhibit = {**d.findings[1]["exhibits"][0], "locator": evil, "source": evil, "sha256": evil}
    changed = with_finding(
        d,
        reason={"en": evil, "zh": evil + "。"},
        missing=[{"en": evil, "zh": evil + "。"}],
        instance=evil or None,
        sentence=evil or "x",
        exhibits=[exhibit, *d.findings[1]["exhibits"][1:]],
    )
    tags = {tag for tag, _ in Page(html(changed)).tags}
    assert tags == {tag for tag, _ in page.tags}


# --- what it says -----------------------------------------------------------------------------------------------------


def text(d: Dossier, lang: str = "en") -> str:
    return "\n".join(Page(html(d)).shown[lang])


def test_page_one_counts_with_its_denominator_and_gives_no_score(page: Page) -> None:
    shown = "\n".join(page.shown["en"])
    assert "By obligation, each at its worst subject: 5 not met, 4 unproven, 4 met, 1 not applicable, of 14." in shown
    assert page.shown["en"].count("of 21 findings") == 4
    assert "%" not in shown.replace("100%", "")


def test_it_says_once_that_it_is_a_self_check(page: Page) -> None:
    assert sum("own self-check" in t for t in page.shown["en"]) == 1
    assert sum("自查结果" in t for t in page.shown["zh-CN"]) == 1


def test_the_dearest_established_failure_comes_first_and_an_arguable_one_last(page: Page) -> None:
    shown = page.shown["en"]
    order = [
        shown.index(bundle.DUTIES[id_][0]["en"])
        for id_ in ("csl.log_retention", "csl.incident_report", "csl.store_duty")
    ]
    assert order == sorted(order)


def test_money_is_written_as_each_language_does(page: Page) -> None:
    assert "CNY 50,000 – 550,000" in page.shown["en"]
    assert "5万元至55万元" in page.shown["zh-CN"]


def test_an_open_price_says_what_it_hangs_on(page: Page) -> None:
    assert "amount not known" in page.shown["en"]
    assert "Hangs on the illegal income." in page.shown["en"]


def test_both_readings_of_an_arguable_role_are_priced(page: Page) -> None:
    shown = page.shown["en"]
    assert "Established roles alone" in shown
    assert "Also as message sender or app store" in shown
    assert "CNY 50,000 or more, upper limit not known" in shown


def test_a_failure_under_an_arguable_role_alone_is_priced_on_page_one(d: Dossier) -> None:
    exposure = {**d.document["exposure"], "acts": [], "individuals": []}
    shown = Page(html(replace(d, document={**d.document, "exposure": exposure}))).shown["en"]
    first = shown[: shown.index("Obligations at a glance", 20)]
    assert "Also as message sender or app store" in first
    assert "CNY 50,000 or more, upper limit not known" in first
    assert not any("nothing is priced" in text for text in shown)


def test_text_that_nobody_read_is_marked_wherever_it_is_cited(d: Dossier, page: Page) -> None:
    cited = html(d).count('<code>mlps-measures-2007@2007/14.1</code></a><span class="memory">')
    assert cited == html(d).count("<code>mlps-measures-2007@2007/14.1</code></a>") > 3
    assert "from memory, the text was not read" in page.shown["en"]


def test_a_finding_carries_proof_strength_reason_coverage_and_what_is_missing(page: Page) -> None:
    shown = page.shown["en"]
    for said in (
        "attested",
        "registered",
        "measured",
        "supports",
        "a log archive that speaks for the day of judging",
        "92 of 92 files",
        "skipped: 1",
        "The first 3 of 92; all are in facts/ of the dossier.",
        "4 files, of how many is not known",
        "nothing was found there",
    ):
        assert any(said in t for t in shown), said


def test_exceptions_and_attestations_are_listed_with_their_last_day(page: Page) -> None:
    shown = "\n".join(page.shown["en"])
    assert (
        "Exception on file by the person responsible for network security, until 2026-12-31: Storage is being extended."
        in shown
    )
    assert "2026-11-01 to 2027-05-01" in shown
    assert "expired" not in shown


def test_an_expired_attestation_is_marked(d: Dossier) -> None:
    document = copy.deepcopy(dict(d.document))
    document["attestations"][0]["until"] = "2026-11-20"
    assert "expired" in Page(html(replace(d, document=document))).shown["en"]


def test_a_hypothetical_says_so_at_the_top(d: Dossier) -> None:
    warning = bundle.txt("Hypothetical: the facts were moved.", "假设情形：事实已移动。")
    shown = Page(html(replace(d, document={**d.document, "as_if": "2018-01-31", "warnings": [warning]}))).shown["en"]
    assert shown.index(warning["en"]) < shown.index("The worst failures")


def test_the_calendar_shows_window_and_silence(page: Page) -> None:
    shown = page.shown["en"]
    assert any("They had to reach back to 2026-05-20 on 2026-11-20: records on 91 of 185 days" in t for t in shown)
    assert any("records on 168 of 185 days" in t for t in shown), "the seventeen silent days of edge-logs"
    assert sum("missing" in (attrs.get("class") or "").split() for tag, attrs in page.tags if tag == "span") == 3


def test_without_logs_there_is_no_calendar(tmp_path: Path) -> None:
    facts = {name: table for name, table in bundle.parts()["facts"].items() if not name.startswith("log_")}
    assert "No dated log records were handed over." in Page(html(bundle.write(tmp_path / "d", facts=facts))).shown["en"]


def test_an_operator_with_nothing_against_it_has_a_page_too(d: Dossier) -> None:
    met = [finding for finding in d.findings if finding["verdict"] == "met"]
    nothing = {
        **d.document["exposure"],
        "acts": [],
        "readings": [],
        "individuals": [],
        "measures": [],
        "not_priced": [],
    }
    document = {**d.document, "totals": bundle.totals(met), "exposure": nothing}
    shown = Page(html(replace(d, findings=met, document=document))).shown["en"]
    assert "Nothing is found not met, so nothing is priced." in shown
    none_at_all = Page(html(replace(d, findings=[], document={**document, "totals": bundle.totals([])}))).shown["zh-CN"]
    assert "未发现不符合项。" in none_at_all


def test_the_files_beside_the_page_are_listed_with_their_hash(d: Dossier) -> None:
    source = html(d)
    assert all(entry.sha256 in source for entry in d.manifest if entry.path != "report.html")


def test_ten_thousand_findings_stay_small_and_say_what_is_left_out(d: Dossier) -> None:
    findings = [{**finding, "id": f"{finding['id']}-{n}"} for n in range(480) for finding in d.findings]
    many = replace(d, findings=findings, document={**d.document, "totals": bundle.totals(findings)})
    source = html(many)
    assert len(source) < 3_000_000
    shown = Page(source).shown["en"]
    assert "The first 20 of 1,440; all are in findings.json of the dossier." in shown
    assert "The first 200 of 3,360; all are in findings.json of the dossier." in shown
