"""What a person asks of the law and what comes back, as JSON and in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hegui import law as room
from hegui.errors import LawError
from hegui.law import show, verbs
from hegui.law.layout import columns
from hegui.text import LANGS, Lang

LAW = room.load()
IN_2018, IN_2026, TODAY = date(2018, 1, 1), date(2026, 6, 1), date(2026, 11, 21)
LAST_OF_OLD, FIRST_OF_NEW = date(2025, 12, 31), date(2026, 1, 1)


# --- show -----------------------------------------------------------------------------------------------------------


def test_show_answers_in_the_promised_shape() -> None:
    found = verbs.show("csl/21", IN_2018)
    assert {k: found[k] for k in ("instrument", "version", "article", "in_force", "counterparts")} == {
        "instrument": "csl",
        "version": "2017",
        "article": "21",
        "in_force": ["2017-06-01", "2025-12-31"],
        "counterparts": ["csl@2026/23"],
    }
    logs = next(p for p in found["paragraphs"] if p["article"] == "csl@2017/21(3)")
    assert logs["kind"] == "obligation"
    assert logs["bearer"] == "network_operator"
    assert "six months" in logs["text"]["en"]
    assert "六个月" in logs["text"]["zh"]
    assert "csl.log_retention" in logs["obligations"]
    assert logs["liability"] == ["csl@2017/59.1"]
    assert logs["numbers"] == {"months": 6}
    assert logs["confidence"] == "seen"
    assert logs["source"]
    json.dumps(found)


@pytest.mark.parametrize(
    ("written", "on", "pieces", "counterparts"),
    [
        ("csl/21", IN_2018, ["21", "21(1)", "21(2)", "21(3)", "21(4)", "21(5)"], ["csl@2026/23"]),
        ("csl/21(3)", IN_2018, ["21(3)"], ["csl@2026/23(3)"]),
        ("csl/22", IN_2018, ["22.1", "22.2", "22.3"], ["csl@2026/24"]),
        ("csl/22.3", IN_2018, ["22.3"], ["csl@2026/24.3"]),
        ("csl/62", IN_2026, ["62.1", "62.1(1)", "62.1(2)", "62.1(3)", "62.2"], ["csl@2017/60"]),
        (
            "csl/62.1",
            IN_2026,
            ["62.1", "62.1(1)", "62.1(2)", "62.1(3)"],
            ["csl@2017/60", "csl@2017/60(1)", "csl@2017/60(2)", "csl@2017/60(3)"],
        ),
        ("csl/63", IN_2026, ["63"], []),
        ("csl/18", IN_2018, ["18.1", "18.2"], ["csl@2026/19", "csl@2026/20"]),
        ("csl/69", IN_2018, ["69", "69(1)", "69(2)", "69(3)"], ["csl@2026/69", "csl@2026/70"]),
        (
            "csl/71",
            IN_2026,
            ["71.1", "71.1(1)", "71.1(2)", "71.1(3)", "71.2"],
            ["csl@2017/64", "csl@2017/66", "csl@2017/70"],
        ),
        ("csl/9-10", IN_2018, ["9", "10"], ["csl@2026/10", "csl@2026/11"]),
    ],
)
def test_show_lists_the_pieces_of_a_place_and_where_it_went(
    written: str, on: date, pieces: list[str], counterparts: list[str]
) -> None:
    found = verbs.show(written, on)
    assert [p["article"].split("/")[1] for p in found["paragraphs"]] == pieces
    assert found["counterparts"] == counterparts


def test_show_of_the_old_version_prices_by_the_old_law_even_today() -> None:
    (unit,) = verbs.show("csl@2017/25", TODAY)["paragraphs"]
    assert unit["liability"] == ["csl@2017/59.1"]


@pytest.mark.parametrize("article", ["10", "57"])
def test_show_names_no_liability_where_no_clause_does(article: str) -> None:
    (unit,) = verbs.show(f"csl@2026/{article}", IN_2026)["paragraphs"]
    assert unit["obligations"]
    assert unit["liability"] == []


def test_show_of_a_whole_version_has_every_piece() -> None:
    assert len(verbs.show("csl", IN_2026)["paragraphs"]) == 141


@pytest.mark.parametrize(
    ("written", "on", "says"),
    [
        ("csl/82", IN_2026, "articles 1 to 81"),
        ("csl/21", date(2010, 1, 1), "was not in force"),
        ("pipl/2", IN_2026, "unknown for this date: the law data has no text of pipl@2021/2"),
    ],
)
def test_show_of_what_is_not_there_is_refused(written: str, on: date, says: str) -> None:
    with pytest.raises(LawError, match=says):
        verbs.show(written, on)


def test_a_date_later_than_the_law_data_warns() -> None:
    assert verbs.show("csl/21", IN_2026)["warnings"] == []
    found = verbs.show("csl/21", TODAY)
    assert "2026-09-30" in found["warnings"][0]["en"]
    assert "2026-09-30" in show.article(found, "zh")


def test_show_in_words_gives_text_duties_price_and_number() -> None:
    english = show.article(verbs.show("csl/21", IN_2018), "en")
    chinese = show.article(verbs.show("csl/21", IN_2018), "zh")
    assert english.startswith("CSL (2017) Art. 21  csl@2017/21\nChapter III")
    assert "In the other version: csl@2026/23 (renumbered)" in english
    assert "obligation · Network operator" in english
    assert "Numbers: 6 months" in english
    assert "If not met: csl@2017/59.1" in english
    assert "《网络安全法》（2017）第二十一条" in chinese
    assert "数字：6 个月" in chinese
    assert "义务 · 网络运营者" in chinese


@pytest.mark.parametrize(("lang", "mark"), [("en", "(from memory)"), ("zh", "（凭记忆）")])
def test_what_is_known_from_memory_is_marked_wherever_printed(lang: Lang, mark: str) -> None:
    cite, duty = "csl@2017/21(3)", "csl.log_retention"
    law = replace(
        LAW,
        paragraphs={**LAW.paragraphs, cite: replace(LAW.paragraphs[cite], confidence="memory")},
        obligations={**LAW.obligations, duty: replace(LAW.obligations[duty], confidence="memory")},
        tiers=tuple(replace(t, confidence="memory") if t.clause == "csl@2026/61.3" else t for t in LAW.tiers),
    )
    printed = {
        show.article(verbs.show(cite, IN_2018, law), lang): 1,
        show.search(verbs.search(duty, IN_2018, law), lang): 1,
        show.timeline(verbs.timeline(cite, law), lang): 1,
        show.diff(verbs.diff(LAST_OF_OLD, FIRST_OF_NEW, law), lang): 2,
        show.article(verbs.show(cite, IN_2018), lang): 0,
    }
    assert [" ".join(text.split()).count(mark) for text in printed] == list(printed.values())


# --- diff -----------------------------------------------------------------------------------------------------------


DIFF = verbs.diff(LAST_OF_OLD, FIRST_OF_NEW)


def _pairs(group: str) -> list[tuple[list[str], list[str]]]:
    return [([c.split("/")[1] for c in e["old"]], [c.split("/")[1] for c in e["new"]]) for e in DIFF[group]]


def test_diff_accounts_for_every_article_of_both_versions() -> None:
    old = {*DIFF["unchanged"], *(e["old"] for e in DIFF["renumbered"])}
    new = {e["new"] for e in DIFF["renumbered"]} | {c.replace("2017", "2026") for c in DIFF["unchanged"]}
    for group in ("amended", "repriced", "new", "gone", "merged", "split"):
        for entry in DIFF[group]:
            old |= set(entry["old"])
            new |= set(entry["new"])
    assert {c for c in old if c in LAW.shapes} == {c for c in LAW.shapes if "2017" in c}
    assert {c for c in new if c in LAW.shapes} == {c for c in LAW.shapes if "2026" in c}


def test_diff_groups_the_amendment() -> None:
    assert DIFF["versions"] == ["csl@2017", "csl@2026"]
    assert DIFF["unchanged"] == ["csl@2017/1", "csl@2017/2"]
    assert len(DIFF["renumbered"]) == 64
    assert _pairs("amended") == [(["40"], ["42"]), (["75"], ["77"])]
    assert _pairs("gone") == [(["64"], ["71"]), (["66"], ["71"])]
    assert _pairs("merged") == [(["68", "69"], ["69"]), (["64", "66", "70"], ["71"])]
    assert _pairs("split") == [(["18"], ["19", "20"]), (["69"], ["69", "70"])]
    assert [new for _, new in _pairs("new")] == [
        ["3"],
        ["20"],
        ["42.2"],
        ["61.3"],
        ["62.2"],
        ["63"],
        ["65.2"],
        ["69.2"],
        ["73"],
    ]


@pytest.mark.parametrize(
    ("old_clause", "new_clause", "tier", "old", "new"),
    [
        ("59.1", "61.1", "base", [None, None], [10_000, 50_000]),
        ("59.1", "61.1", "refusal_or_consequence", [10_000, 100_000], [50_000, 500_000]),
        ("59.2", "61.2", "base", [None, None], [50_000, 100_000]),
        (None, "61.3", "especially_serious", None, [2_000_000, 10_000_000]),
        (None, "62.2", "serious", None, [500_000, 2_000_000]),
        ("62", "65.1", "refusal_or_serious", [10_000, 100_000], [100_000, 1_000_000]),
        ("68.1", "69.1", "refusal_or_serious", [100_000, 500_000], [500_000, 2_000_000]),
        ("69(1)", "69.1", "refusal_or_serious", [50_000, 500_000], [500_000, 2_000_000]),
        ("66", "71.1(3)", "base", [50_000, 500_000], [None, None]),
    ],
)
def test_diff_sets_the_prices_side_by_side(
    old_clause: str | None, new_clause: str, tier: str, old: list[int] | None, new: list[int]
) -> None:
    rows = {(r["old_clause"], r["new_clause"], r["tier"]): r for group in DIFF["repriced"] for r in group["tiers"]}
    row = rows[old_clause and f"csl@2017/{old_clause}", f"csl@2026/{new_clause}", tier]
    assert (row["old"] and row["old"]["operator_cny"]) == old
    assert row["new"]["operator_cny"] == new


def test_diff_leaves_out_what_costs_the_same() -> None:
    clauses = {r["new_clause"] for group in DIFF["repriced"] for r in group["tiers"]}
    assert not clauses & {"csl@2026/62.1", "csl@2026/66.1", "csl@2026/68.1", "csl@2026/70", "csl@2026/72"}


def test_diff_within_one_version_has_no_change() -> None:
    found = verbs.diff(IN_2018, LAST_OF_OLD)
    assert len(found["unchanged"]) == 79
    assert not any(found[group] for group in ("renumbered", "amended", "repriced", "new", "gone", "merged", "split"))
    assert "nothing changed" in show.diff(found, "en")


@pytest.mark.parametrize(
    ("first", "second"), [(FIRST_OF_NEW, LAST_OF_OLD), (IN_2018, IN_2018), (date(2016, 1, 1), IN_2018)]
)
def test_diff_of_days_that_make_no_sense_is_refused(first: date, second: date) -> None:
    with pytest.raises(LawError):
        verbs.diff(first, second)


def test_diff_in_words_can_be_read_on_a_terminal() -> None:
    english = show.diff(DIFF, "en")
    assert "3–17 → 4–18 · 19–58 → 21–60" in english
    assert "no fine → may 10,000–50,000" in english
    assert "persons" in english
    assert "5,000–50,000 (supervisors) → 10,000–100,000 (supervisors and others)" in " ".join(english.split())
    assert "new → 61.3 · new → 62.2 · new → 65.2" in english
    assert "1–10 × illegal income → see other laws" in english
    assert "64 + 66 + 70 → 71" in english
    chinese = show.diff(DIFF, "zh")
    assert "不罚款 → 可处 10,000–50,000" in chinese
    assert "条号变动\n  3–17 → 4–18" in chinese
    for text in (english, chinese):
        assert max(columns(line) for line in text.splitlines()) <= 100
        assert len(text.splitlines()) < 140


# --- search, coverage, timeline -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "on", "duty", "article"),
    [
        ("logs", IN_2018, "csl.log_retention", "csl@2017/21(3)"),
        ("日志", IN_2026, "csl.log_retention", "csl@2026/23(3)"),
        ("REAL identity", IN_2018, "csl.real_identity", "csl@2017/24.1"),
        ("真实身份", IN_2026, "csl.real_identity", "csl@2026/26.1"),
        ("csl@2026/49", IN_2026, "csl.notice_acted", "csl@2026/49"),
    ],
)
def test_search_finds_the_duty_and_its_article_of_that_day(words: str, on: date, duty: str, article: str) -> None:
    found = verbs.search(words, on)
    assert duty in [o["id"] for o in found["obligations"]]
    assert article in [p["article"] for p in found["paragraphs"]]
    version = "csl@2026" if on.year >= 2026 else "csl@2017"
    assert {p["article"].split("/")[0] for p in found["paragraphs"] if p["article"].startswith("csl@")} == {version}


def test_search_puts_a_title_that_names_it_first() -> None:
    assert verbs.search("日志", IN_2018)["obligations"][0]["id"] == "csl.log_retention"


def test_search_takes_western_words_from_their_beginning() -> None:
    assert "csl@2017/18.1" not in [p["article"] for p in verbs.search("log", IN_2018)["paragraphs"]]  # technology


def test_search_wants_all_the_words_and_says_when_there_is_nothing() -> None:
    found = verbs.search("logs submarine", IN_2018)
    assert found["obligations"] == found["paragraphs"] == []
    assert show.search(found, "en") == "Nothing found."


@pytest.mark.parametrize(("words", "on"), [("  ", IN_2018), ("logs", date(1900, 1, 1))])
def test_search_for_nothing_or_on_a_day_of_no_known_law_is_refused(words: str, on: date) -> None:
    with pytest.raises(LawError):
        verbs.search(words, on)


def test_coverage_answers_in_the_promised_shape_and_adds_up() -> None:
    found = verbs.coverage({"csl.log_retention"})
    assert list(found) == ["csl@2017", "csl@2026"]
    keys = [
        "articles",
        "paragraphs",
        "binding",
        "with_obligation",
        "with_deciding_check",
        "with_named_evidence",
        "not_for_a_machine",
    ]
    for counts in found.values():
        assert list(counts) == keys
        assert counts["with_obligation"] == counts["with_named_evidence"] + counts["not_for_a_machine"]
        assert 0 < counts["with_deciding_check"] < counts["with_obligation"] <= counts["binding"] < counts["paragraphs"]
    assert [(c["articles"], c["paragraphs"]) for c in found.values()] == [(79, 132), (81, 141)]


def test_coverage_leaves_no_binding_paragraph_without_an_obligation() -> None:
    for counts in verbs.coverage(()).values():
        assert counts["with_obligation"] == counts["binding"]


def test_coverage_counts_a_deciding_check_for_the_item_and_the_list_it_stands_in() -> None:
    none, logs = verbs.coverage(()), verbs.coverage({"csl.log_retention"})
    assert [c["with_deciding_check"] for c in none.values()] == [0, 0]
    assert [c["with_deciding_check"] for c in logs.values()] == [2, 2]  # 21 and 21(3); 23 and 23(3)


def test_a_paragraph_that_binds_regulators_is_not_binding_here() -> None:
    law = replace(LAW, obligations={})
    binding = {c["binding"] for c in verbs.coverage((), law).values()}
    regulators = {p.cite: replace(p, bearers=("regulators",)) for p in LAW.paragraphs.values()}
    assert binding != {0}
    assert {c["binding"] for c in verbs.coverage((), replace(law, paragraphs=regulators)).values()} == {0}


def test_timeline_of_an_obligation_shows_each_span_with_its_article_and_price() -> None:
    spans = verbs.timeline("csl.log_retention")["spans"]
    assert [(s["from"], s["to"], s["articles"], s["liability"]) for s in spans] == [
        ("2017-06-01", "2025-12-31", ["csl@2017/21(3)"], ["csl@2017/59.1"]),
        ("2026-01-01", None, ["csl@2026/23(3)"], ["csl@2026/61.1", "csl@2026/61.3"]),
    ]
    assert all(s["numbers"] == {"log_retention.months": 6} for s in spans)


def test_timeline_of_an_obligation_changes_where_a_measure_came_in_between() -> None:
    spans = {s["from"]: s for s in verbs.timeline("csl.incident_report")["spans"]}
    assert set(spans) >= {"2017-06-01", "2025-11-01", "2026-01-01"}
    assert spans["2017-06-01"]["numbers"] == {}
    assert spans["2025-11-01"]["numbers"]["incident_report.hours"] == 4


@pytest.mark.parametrize(
    ("words", "on", "article"),
    [("用户 投诉", date(2015, 1, 1), "miit-order-24@2013/12"), ("消费者 同意", date(2015, 1, 1), "crpl@2014/29")],
)
def test_search_knows_the_older_law_on_days_before_the_csl(words: str, on: date, article: str) -> None:
    found = verbs.search(words, on)
    assert article in [unit["article"] for unit in found["paragraphs"]]
    assert not any(unit["article"].startswith("csl@") for unit in found["paragraphs"])


def test_show_knows_an_older_law_on_a_day_before_the_csl_and_the_csl_not() -> None:
    assert verbs.show("miit-order-24/12", date(2015, 1, 1))["article"] == "12"
    with pytest.raises(LawError, match="not in force on 2015-01-01"):
        verbs.show("csl/21", date(2015, 1, 1))


@pytest.mark.parametrize(
    ("thing", "chain"), [("csl@2017/25", ["csl@2017/25", "csl@2026/27"]), ("csl/27", ["csl@2017/25", "csl@2026/27"])]
)
def test_timeline_of_an_article_shows_it_in_both_versions(thing: str, chain: list[str]) -> None:
    assert [s["articles"] for s in verbs.timeline(thing)["spans"]] == [[cite] for cite in chain]


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        ("csl.log_retentoin", "did you mean csl.log_retention"),
        ("csl/99", "articles 1 to 81"),
        ("pipl/2", "no text"),
        ("csl", "no text"),
    ],
)
def test_timeline_of_what_is_not_there_is_refused(thing: str, says: str) -> None:
    with pytest.raises(LawError, match=says):
        verbs.timeline(thing)


@pytest.mark.parametrize("lang", LANGS)
def test_every_answer_is_json_and_has_words(lang: Lang) -> None:
    answers: list[tuple[dict[str, Any], Any]] = [
        (verbs.show("csl", IN_2026), show.article),
        (DIFF, show.diff),
        (verbs.search("网络", IN_2018), show.search),
        (verbs.coverage(()), show.coverage),
        *((verbs.timeline(duty), show.timeline) for duty in LAW.obligations),
    ]
    for found, words in answers:
        json.dumps(found)
        text = words(found, lang)
        assert text
        assert max(columns(line) for line in text.splitlines()) <= 100
