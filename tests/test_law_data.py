"""The law data accounts for the whole CSL in both versions, and its files agree with each other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hegui import law as room
from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.text import Text

LAW = room.load()
FOLDER = Path(room.__file__).parent / "china"
CSL = {cite: p for cite, p in LAW.paragraphs.items() if cite.startswith("csl@")}
UNITS = [p for p in CSL.values() if LAW.is_unit(p.cite)]
CHINESE = "\u3400-\u9fff"
WESTERN_MARK = re.compile(rf"[{CHINESE}）》”][,;:?!]|[,;:?!][{CHINESE}（《“]|[{CHINESE}]\(|\)[{CHINESE}]")


# --- the CSL, whole -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "articles", "pieces"), [("csl@2017", 79, 132), ("csl@2026", 81, 141)])
def test_every_article_paragraph_and_item_is_there(version: str, articles: int, pieces: int) -> None:
    assert sum(cite.startswith(f"{version}/") for cite in LAW.shapes) == articles
    assert sum(p.cite.startswith(f"{version}/") for p in UNITS) == pieces


def test_the_rows_are_exactly_the_places_that_the_structure_has() -> None:
    assert list(CSL) == list(_places())


def _places() -> Iterator[str]:
    for article, shape in LAW.shapes.items():
        yield article
        for paragraph, items in enumerate(shape.items, 1):
            place = article if len(shape.items) == 1 else f"{article}.{paragraph}"
            if place != article:
                yield place
            yield from (f"{place}({item})" for item in range(1, items + 1))


def test_counterparts_answer_each_other() -> None:
    for paragraph in LAW.paragraphs.values():
        for other in paragraph.counterparts:
            back = LAW.paragraphs[other].counterparts
            assert any(_touch(paragraph.cite, cite) for cite in back), f"{paragraph.cite} -> {other} -> {back}"


def test_counterparts_lie_in_the_other_version() -> None:
    for paragraph in CSL.values():
        own = paragraph.cite.split("/")[0]
        assert {c.split("/")[0] for c in paragraph.counterparts} <= {"csl@2017", "csl@2026"} - {own}


def test_an_article_goes_where_its_paragraphs_and_items_go() -> None:
    for article in LAW.shapes:
        inside = [p for p in LAW.paragraphs.values() if p.cite != article and cites.covers(article, p.cite)]
        if inside:
            went = {_article(c) for p in inside for c in p.counterparts}
            assert {_article(c) for c in LAW.paragraphs[article].counterparts} == went, article


def _article(cite: str) -> str:
    return re.split(r"[.(]", cite)[0]


def _touch(one: str, other: str) -> bool:
    return cites.covers(one, other) or cites.covers(other, one)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1", "1"),
        ("3", "4"),
        ("17", "18"),
        ("18.1", "19"),
        ("18.2", "20.2"),
        ("21(3)", "23(3)"),
        ("34(5)", "36(5)"),
        ("40", "42.1"),
        ("58", "60"),
        ("59.1", "61.1"),
        ("60", "62.1"),
        ("60(2)", "62.1(2)"),
        ("61", "64"),
        ("62", "65.1"),
        ("63.2", "66.2"),
        ("64.1", "71.1(2)"),
        ("64.2", "71.2"),
        ("65", "67"),
        ("66", "71.1(3)"),
        ("67.1", "68.1"),
        ("68.1", "69.1"),
        ("68.2", "69.3"),
        ("69(1)", "69.1"),
        ("69(2)", "70(1)"),
        ("69(3)", "70(2)"),
        ("70", "71.1(1)"),
        ("71", "72"),
        ("72", "74"),
        ("76(5)", "78(5)"),
        ("79", "81"),
    ],
)
def test_where_the_amendment_put_a_rule(old: str, new: str) -> None:
    assert f"csl@2026/{new}" in LAW.paragraphs[f"csl@2017/{old}"].counterparts
    assert f"csl@2017/{old}" in LAW.paragraphs[f"csl@2026/{new}"].counterparts


@pytest.mark.parametrize("new", ["3", "20.1", "42.2", "61.3", "62.2", "63", "65.2", "69.2", "73"])
def test_what_the_amendment_added_has_no_counterpart(new: str) -> None:
    assert LAW.paragraphs[f"csl@2026/{new}"].change == "new"
    assert LAW.paragraphs[f"csl@2026/{new}"].counterparts == ()


def test_change_and_counterparts_agree() -> None:
    for unit in UNITS:
        assert bool(unit.counterparts) == (unit.change != "new"), unit.cite
        numbers = {c.split("/")[1] for c in unit.counterparts}
        assert (unit.change == "unchanged") == (numbers == {unit.cite.split("/")[1]} and unit.change != "repriced"), (
            unit.cite
        )


@pytest.mark.parametrize(
    ("cite", "bearers"),
    [
        ("csl@2017/24.1", {"network_operator"}),
        ("csl@2017/24.2", {"state"}),
        ("csl@2026/50.1", {"any_person_or_organisation"}),
        ("csl@2026/50.2", {"message_or_app_store_provider"}),
        ("csl@2017/56", {"provincial_and_above_departments", "network_operator"}),
        ("csl@2017/59.2", {"ciio"}),
        ("csl@2026/36(1)", {"ciio"}),
    ],
)
def test_a_paragraph_has_its_own_bearer(cite: str, bearers: set[str]) -> None:
    assert set(LAW.paragraphs[cite].bearers) == bearers


# --- all files together ---------------------------------------------------------------------------------------------


def test_every_cite_exists() -> None:
    for cite in set(_cites()):
        parsed = cites.parse(cite)
        assert LAW.instrument_of(cite) is not None, cite
        cites.check(parsed, LAW.shapes)


def _cites() -> Iterator[str]:
    for paragraph in LAW.paragraphs.values():
        yield from (paragraph.cite, *paragraph.counterparts)
    for duty in LAW.obligations.values():
        yield from (d.cite for d in (*duty.articles, *duty.liability))
    for tier in LAW.tiers:
        yield from (tier.clause, *tier.breached)
    yield from (number.article for number in LAW.numbers)
    for role in LAW.roles.values():
        yield from role.cites
    for rule in LAW.role_rules:
        yield from rule.articles


def test_every_code_has_words() -> None:
    missing = {
        (kind, code) for kind, codes in _codes().items() for code in codes if code not in LAW.words_by_kind[kind]
    }
    assert missing == set()


def _codes() -> dict[str, set[str]]:
    paragraphs, tiers, duties = LAW.paragraphs.values(), LAW.tiers, LAW.obligations.values()
    rows = (*LAW.instruments, *paragraphs, *duties, *tiers, *LAW.numbers)
    return {
        "chapter": set(LAW.chapters.values()),
        "kind": {kind for p in paragraphs for kind in p.kind.split(";")},
        "change": {p.change for p in paragraphs if p.change},
        "rank": {i.rank for i in LAW.instruments},
        "confidence": {row.confidence for row in rows},
        "nature": {o.nature for o in duties},
        "settling": {o.settling for o in duties},
        "role": {bearer for row in (*paragraphs, *duties, *tiers) for bearer in row.bearers},
        "tier": {t.tier for t in tiers},
        "circumstance": {re.split("[<>=]", opened)[0] for t in tiers for opened in t.opened_by},
        "individuals": {t.individuals for t in tiers if t.individuals},
        "multiple_of": {t.multiple_of for t in tiers if t.multiple_of},
        "measure": {measure for t in tiers for measure in (*t.measures, *t.measures_optional)},
        "authority": {authority for t in tiers for authority in t.authorities},
        "unit": {n.unit for n in LAW.numbers} | {n.key.rpartition(".")[2] for n in LAW.numbers},
    }


def test_a_code_is_worded_by_its_kind_and_without_one_by_the_first_that_has_it() -> None:
    assert LAW.word("authority", "cac").zh == LAW.words["cac"].zh == "网信部门"
    assert LAW.word("role", "cac").zh == "国家网信部门"


def test_a_role_rule_speaks_of_a_role_that_a_profile_can_have() -> None:
    assert all(LAW.roles[rule.role].can_profile for rule in LAW.role_rules)
    assert all(role.otherwise is not None for role in LAW.roles.values() if role.can_profile)


def test_both_languages_say_something_and_chinese_has_chinese_marks() -> None:
    for where, text in _texts(LAW):
        assert bool(text.en) == bool(text.zh), where
        assert not WESTERN_MARK.search(text.zh), f"{where}: {text.zh}"
        assert "\n" not in text.en + text.zh, where


def test_texts_that_must_not_be_empty_are_not() -> None:
    for where, text in _texts(LAW):
        assert text.en or where.endswith("note"), where


def _texts(of: Any, where: str = "law") -> Iterator[tuple[str, Text]]:
    if isinstance(of, Text):
        yield where, of
    elif is_dataclass(of):
        name = getattr(of, "cite", None) or getattr(of, "id", None) or getattr(of, "clause", None) or where
        for field in fields(of):
            yield from _texts(getattr(of, field.name), f"{name} {field.name}")
    elif isinstance(of, dict):
        for key, value in of.items():
            yield from _texts(value, f"{where} {key}")
    elif isinstance(of, tuple):
        for value in of:
            yield from _texts(value, where)


def test_versions_of_an_instrument_do_not_overlap() -> None:
    versions: dict[str, list[Any]] = {}
    for instrument in LAW.instruments:
        versions.setdefault(instrument.id, []).append(instrument)
    for some in versions.values():
        for earlier, later in pairwise(sorted(some, key=lambda i: i.version)):
            assert earlier.span.end is not None, earlier
            assert earlier.span.end < later.span.start, later


def test_the_csl_is_in_force_without_a_gap_since_2017_06_01() -> None:
    old, new = (i for i in LAW.instruments if i.id == "csl")
    assert old.span.start == date(2017, 6, 1)
    assert new.span.start == old.span.end + timedelta(days=1) == date(2026, 1, 1)
    assert new.span.end is None


def test_a_clause_that_prices_an_obligation_has_tiers_that_reach_its_article() -> None:
    for duty in (d for d in LAW.obligations.values() if d.group == "csl"):
        for clause in (d for d in duty.liability if d.cite.startswith("csl@")):
            tiers = [t for t in LAW.tiers if _touch(t.clause, clause.cite)]
            assert tiers, f"{duty.id}: no tier of {clause.cite}"
            own = [d.cite for d in duty.articles if d.cite.startswith(clause.cite.split("/")[0])]
            # a referral reaches further than the article it names: "and what other laws ban"
            reached = [b for t in tiers if t.tier != "referral" for b in t.breached] or own
            assert any(_touch(b, a) for b in reached for a in own), f"{duty.id}: {clause.cite} does not reach {own}"


def test_numbers_of_one_paragraph_have_names_of_their_own() -> None:
    named = [(n.article, n.key.rpartition(".")[2]) for n in LAW.numbers if n.article in CSL]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("day", "article", "clauses"),
    [
        (date(2017, 5, 31), (), ()),
        (date(2017, 6, 1), ("csl@2017/21(3)",), ("csl@2017/59.1",)),
        (date(2025, 12, 31), ("csl@2017/21(3)",), ("csl@2017/59.1",)),
        (date(2026, 1, 1), ("csl@2026/23(3)",), ("csl@2026/61.1", "csl@2026/61.3")),
    ],
)
def test_the_six_month_duty_of_21_3_by_day(day: date, article: tuple[str, ...], clauses: tuple[str, ...]) -> None:
    duty = LAW.obligations["csl.log_retention"]
    assert LAW.article_on(duty, day) == article
    assert LAW.liability_on(duty, day) == clauses


@pytest.mark.parametrize(
    ("clause", "day", "tiers"),
    [
        ("csl@2017/59.1", date(2018, 1, 1), [("base", None), ("refusal_or_consequence", 100_000)]),
        ("csl@2026/61.1", date(2026, 1, 1), [("base", 50_000), ("refusal_or_consequence", 500_000)]),
        ("csl@2026/61.3", date(2026, 1, 1), [("serious", 2_000_000), ("especially_serious", 10_000_000)]),
        ("csl@2026/62.1(3)", date(2026, 1, 1), [("base", None), ("refusal_or_consequence", 500_000)]),
        ("csl@2017/59.1", date(2026, 1, 1), []),
    ],
)
def test_the_tiers_of_a_clause_on_a_day(clause: str, day: date, tiers: list[tuple[str, int | None]]) -> None:
    assert [(t.tier, t.operator_max) for t in LAW.tiers_of(clause, day)] == tiers


def test_a_number_of_the_law_is_asked_by_key_and_day() -> None:
    number = LAW.number("log_retention.months", date(2026, 1, 1))
    assert number is not None
    assert (number.value, number.article) == (6, "csl@2026/23(3)")
    assert LAW.number("log_retention.months", date(2017, 5, 31)) is None


def test_a_day_after_the_last_reading_warns_and_one_before_the_law_is_refused() -> None:
    assert LAW.warnings(date(2026, 9, 30)) == ()
    (warning,) = LAW.warnings(date(2026, 11, 21))
    assert "2026-09-30" in warning.en
    assert "2026-09-30" in warning.zh
    LAW.refuse_before(date(2017, 6, 1))
    with pytest.raises(LawError, match="not in force on 2017-05-31"):
        LAW.refuse_before(date(2017, 5, 31))


def test_a_code_without_words_is_named() -> None:
    assert LAW.word("measure", "warning") == ("warning", "警告")
    with pytest.raises(LawError, match="no words for the measure 'flogging'"):
        LAW.word("measure", "flogging")


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "good", "bad", "says"),
    [
        ("tiers.csv", "csl@2017/59.1,base,,", "csl@2017/59.1,base,", "tiers.csv, entry 12"),
        ("instruments.csv", "2017-06-01", "2017-06-31", "instruments.csv, entry 1"),
        ("csl/structure.csv", "csl@2017/1,I,1,0", "csl@2017/1,I,2,0", "2 paragraphs, but items for 1"),
        ("csl/obligations.yaml", "csl@2017/9,", "csl-2017/9,", "csl-2017/9"),
        ("csl/obligations.yaml", "- id: csl.general_duty", "- name: csl.general_duty", "csl/obligations.yaml, entry 1"),
    ],
)
def test_a_folder_with_a_broken_entry_is_refused_by_name(
    tmp_path: Path, name: str, good: str, bad: str, says: str
) -> None:
    folder = tmp_path / "law"
    shutil.copytree(FOLDER, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert good in text
    (folder / name).write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(says)):
        room.read(folder)
