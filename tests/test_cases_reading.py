"""Files of cases: what is read, what is refused and how it is said."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.cases import load, project
from hegui.cases.articles import cited
from hegui.cases.corpus import the_law
from hegui.cases.reading import COLUMNS, read
from hegui.errors import InputError
from hegui.text import LANGS

SOUND = {
    "id": "2025-03-example-school",
    "decided_on": "2025-03",
    "authority": "Example police",
    "authority_kind": "cyber_police",
    "level": "county",
    "respondent": "unnamed (school)",
    "respondent_kind": "school",
    "category": "security_protection",
    "sub_issue": "no_policies; logs_not_retained",
    "instrument_articles": "CSL 21(3); CSL 59(1)",
    "measures": "warning;order_rectification",
    "outcome_summary_en": "Warned.",
    "outcome_summary_zh": "被警告。",
    "source_title": "通报",
    "source_url": "https://example.org/1",
    "confidence": "confirmed",
}


def table(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({**SOUND, **row} for row in rows)
    return text.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.csv"


def test_the_projects_cases_are_sound_and_newest_first() -> None:
    cases = project()
    assert len(cases.all) == 189
    assert cases.problems == ()
    assert [c.day for c in cases.all] == sorted((c.day for c in cases.all), reverse=True)


@pytest.mark.parametrize(
    ("written", "day", "cites"),
    [
        ("CSL 21(3); CSL 59(1)", date(2019, 1, 1), ("csl@2017/21(3)", "csl@2017/59.1")),
        ("CSL 23(3); CSL 61", date(2026, 1, 1), ("csl@2026/23(3)", "csl@2026/61")),
        ("MLPS Measures (2007) 14(1)", date(2019, 1, 1), ("mlps-measures-2007@2007/14.1",)),
        ("MIIT Order 25 art 17", date(2019, 1, 1), ("miit-order-25@2013/17",)),
        ("International Networking Security Measures (1997) 10, 12", date(2019, 1, 1), ("mps-order-33@2011/10", "mps-order-33@2011/12")),
        ("PIPL (arts 38, 39 as read by a law firm)", date(2025, 1, 1), ("pipl@2021/38", "pipl@2021/39")),
        ("网络安全法第21条", date(2019, 1, 1), ("csl@2017/21",)),
        ("csl@2017/21(3)", date(2019, 1, 1), ("csl@2017/21(3)",)),
        ("CSL; MIIT Order 24; Hunan Regulation 12", date(2019, 1, 1), ()),
        ("not cited per case (source reprints CSL 21; CSL 59)", date(2019, 1, 1), ()),
        ("", date(2019, 1, 1), ()),
    ],
)  # fmt: skip
def test_articles_are_read_as_cites_of_the_law_of_the_day(written: str, day: date, cites: tuple[str, ...]) -> None:
    found = cited(the_law(), written, day)
    assert found.cites == cites
    assert found.problems == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decided_on": "2025-02-30"}, "no date"),
        ({"decided_on": "March 2025"}, "no date"),
        ({"decided_on": "2099-01"}, "future"),
        ({"operator_fine_cny": "5万"}, "no amount"),
        ({"operator_fine_cny": "-1"}, "no amount"),
        ({"individual_fine_cny": "1e5"}, "no amount"),
        ({"id": ""}, "id is empty"),
        ({"id": "a b"}, "no id"),
        ({"category": ""}, "category is empty"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_said_by_line(file: Path, change: dict[str, str], said: str) -> None:
    file.write_text(table({"id": "good"}, change), encoding="utf-8")
    cases = read(file)
    assert [case.id for case in cases.all] == ["good"]
    (problem,) = cases.problems
    assert (problem.line, problem.dropped) == (3, True)
    assert said in problem.text.en
    assert problem.text.zh


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"instrument_articles": "CSL 99"}, "had no article 99"),
        ({"instrument_articles": "CSL 22.9"}, "had no article 22.9"),
        ({"instrument_articles": "PIPL 51", "decided_on": "2020"}, "not in force"),
        ({"instrument_articles": "csl@2026/23(3)"}, "not in force"),
        ({"category": "aliens"}, "not known here"),
        ({"measures": "scolding"}, "not known here"),
        ({"source_url": "somewhere"}, "source"),
    ],
)
def test_an_odd_row_is_kept_and_the_oddity_said(file: Path, change: dict[str, str], said: str) -> None:
    file.write_text(table(change), encoding="utf-8")
    cases = read(file)
    assert len(cases.all) == 1
    (problem,) = cases.problems
    assert not problem.dropped
    assert said in problem.text.en


def test_the_same_id_twice_or_one_of_the_project_is_refused(file: Path) -> None:
    taken = project().all[0].id
    file.write_text(table({"id": "x"}, {"id": "x"}, {"id": taken}), encoding="utf-8")
    cases = load([file])
    assert [p.case for p in cases.problems] == ["x", taken]
    assert len(cases.all) == 190


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_spreadsheets_are_read(file: Path, encoding: str) -> None:
    file.write_bytes(table({}).encode(encoding))
    assert read(file).all[0].summary.zh == "被警告。"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"id,when\n1,2\n", "columns are missing"),
        (b"PK\x03\x04\0\0", "not a text file"),
        (b"\xff\xfe\xff", "not a text file"),
    ],
)
def test_what_is_no_table_of_cases_is_refused_in_one_sentence(file: Path, raw: bytes, said: str) -> None:
    file.write_bytes(raw)
    with pytest.raises(InputError) as refused:
        read(file)
    assert said in refused.value.text.en
    assert str(file) in refused.value.text.zh


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "none.csv")


def test_an_unknown_amount_is_not_no_fine(file: Path) -> None:
    file.write_text(table({"measures": "fine_operator"}), encoding="utf-8")
    (case,) = read(file).all
    assert (case.fined, case.operator_fine, case.amount_unknown) == (True, None, True)


def test_summaries_exist_in_both_languages() -> None:
    assert all(case.summary.in_(lang) for case in project().all for lang in LANGS)


DAYS = st.dates(date(2017, 6, 1), date(2026, 11, 21))
CITATIONS = st.text(st.sampled_from("CSLPID 0123456789();,.第条款項《》@/网络安全法art"), max_size=60)


@given(st.one_of(st.text(max_size=80), CITATIONS), DAYS)
def test_whatever_is_written_of_articles_only_cites_in_force_come_out(written: str, day: date) -> None:
    law = the_law()
    assert all(law.span_of(cite).holds(day) for cite in cited(law, written, day).cites)


@given(number=st.integers(1, 79), day=DAYS)
def test_an_article_of_the_cybersecurity_law_is_found_again(number: int, day: date) -> None:
    version = "2026" if day >= date(2026, 1, 1) else "2017"
    assert cited(the_law(), f"CSL {number}; 网络安全法第{number}条", day).cites == (f"csl@{version}/{number}",)


@given(st.binary(max_size=400))
def test_any_bytes_are_cases_or_one_clear_refusal(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "cases.csv"
    for content in (raw, table({}).encode() + raw):
        file.write_bytes(content)
        with contextlib.suppress(InputError):
            assert all(p.text.en and p.text.zh for p in read(file).problems)
