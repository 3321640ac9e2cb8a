"""Search, show, stats and similar, as a person asks them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from click.testing import Result

from hegui import cases
from hegui.cases import verbs
from hegui.cases.corpus import the_law
from hegui.cases.index import Index
from hegui.cases.likeness import Likeness
from hegui.cases.stats import DIMENSIONS, group, stats

Hegui = Callable[..., Result]
ON = date(2026, 11, 21)


def ids(query: str, *where: str) -> list[str]:
    return [case["id"] for case in verbs.search(query, where, 500, ())["cases"]]


@pytest.mark.parametrize(
    ("query", "where", "holds"),
    [
        ("售楼部 人脸", (), "2021-07-shunde-developer-a"),
        ("弱口令", (), "2024-10-zhengzhou-emptypwd"),
        ("weak password", (), "2024-10-zhengzhou-emptypwd"),
        ("six-month logs", (), "2024-11-meizhou-school"),
        ("meizhou", (), "2024-11-meizhou-school"),
        ("vulnerab", ("respondent=healthcare",), "2019-06-ningxiang-hospital"),
        ("", ("article=csl@2017/21", "year=2019"), "2019-09-leiyang-forum-court"),
        ("", ("measure=detention",), "2019-jiangsu-lianyungang-pua"),
        ("", ("region=Hunan", "authority=cac"), "2024-07-wangcheng-training-school"),
    ],
)
def test_words_of_both_languages_and_columns_find_a_case(query: str, where: tuple[str, ...], holds: str) -> None:
    assert holds in ids(query, *where)


def test_every_word_and_column_must_hold_and_the_newest_comes_first() -> None:
    found = verbs.search("", ["category=real_name", "measure=fine_operator"], 500, ())
    assert all(case["category"]["code"] == "real_name" for case in found["cases"])
    days = [case["decided_on"][:4] for case in found["cases"]]
    assert days == sorted(days, reverse=True)
    assert ids("real", "category=cii") == []
    assert ids("!?") == []


def test_an_index_finds_what_reading_every_case_finds() -> None:
    every = cases.project().all
    index = Index(every)
    by_reading = [place for place, case in enumerate(every) if "fine_operator" in case.measures]
    assert index.find("", [("measure", "fine_operator")]) == by_reading


def test_more_than_the_limit_is_counted_and_said(hegui: Hegui) -> None:
    result = hegui("cases", "search", "--limit", "2", "--lang", "en")
    assert "187 more" in result.stdout


def test_show_gives_source_confidence_and_obligations(hegui: Hegui) -> None:
    found = json.loads(hegui("cases", "show", "2024-11-meizhou-school", "--json").stdout)
    assert found["source"]["url"].startswith("http")
    assert found["confidence"]["code"] == "confirmed"
    assert "csl.log_retention" in [duty["id"] for duty in found["obligations"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "2024-11-meizou-school"), "Did you mean 2024-11-meizhou-school?"),
        (("similar", "csl.log_retension"), "Did you mean csl.log_retention?"),
        (("stats", "--by", "colour"), "year, authority"),
        (("search", "--where", "colour=red"), "FIELD=VALUE"),
        (("search", "--file", "none.csv"), "none.csv"),
        (("backtest", "none.csv"), "none.csv"),
        (("stats", "--chart", "no/where/chart.svg"), "chart.svg"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence_and_status_2(
    hegui: Hegui, arguments: tuple[str, ...], said: str
) -> None:
    result = hegui("cases", *arguments, "--lang", "en")
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_groups_cover_every_case_and_say_n_dates_and_unknown_amounts(dimension: str) -> None:
    every = cases.project().all
    groups = stats(every, [dimension])["by"][dimension]
    counted = sum(one["n"] for one in groups)
    assert counted == len(every) if dimension != "measure" else counted > len(every)
    for one in groups:
        assert one["from"] <= one["to"]
        assert one["unknown_amounts"] == one["fined"] - (one["operator_cny"] or {"n": 0})["n"]


def test_amounts_are_medians_quartiles_and_ranges() -> None:
    every = cases.project().all
    amounts = sorted(case.operator_fine for case in every if case.operator_fine is not None)
    spread = group(every)["operator_cny"]
    assert spread["median"] == round(median(amounts))
    assert (spread["min"], spread["max"]) == (amounts[0], amounts[-1])
    assert spread["min"] <= spread["q1"] <= spread["median"] <= spread["q3"] <= spread["max"]
    assert not any("mean" in key for key in spread)


def test_no_case_gives_no_numbers() -> None:
    nothing = group([])
    assert (nothing["n"], nothing["from"], nothing["operator_cny"]) == (0, None, None)


def test_cases_are_told_apart_by_the_amendment() -> None:
    before, since = stats(cases.project().all, ["amendment"])["by"]["amendment"]
    assert before["to"] < "2026" <= since["from"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_chart_is_sound_svg_with_a_bar_and_n_for_every_group(
    hegui: Hegui, tmp_path: Path, lang: str, dimension: str
) -> None:
    file = tmp_path / "chart.svg"
    assert hegui("cases", "stats", "--by", dimension, "--chart", file, "--lang", lang).exit_code == 0
    svg = file.read_text(encoding="utf-8")
    picture = tmp_path / "chart.png"
    assert hegui("cases", "stats", "--by", dimension, "--chart", picture, "--lang", lang).exit_code == 0
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    ElementTree.fromstring(svg)  # our own output, not input
    assert svg.count("n = ") == len(stats(cases.project().all, [dimension])["by"][dimension]) + 1  # and the footing
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def finding(obligation: str, **more: Any) -> dict[str, Any]:
    return {"obligation": obligation, "sanctions": [], **more}


def test_similar_cases_failed_the_same_obligation_and_say_in_words_why() -> None:
    first, *_ = cases.similar(finding("csl.log_retention"), "school", ON)
    assert "logs_not_retained" in first.case.sub_issues
    assert first.case.respondent_kind == "school"
    assert any("logs not kept" in reason.en for reason in first.reasons)
    assert all(reason.en and reason.zh for reason in first.reasons)


def test_the_circumstances_of_a_finding_count() -> None:
    opened = [{"article": "csl@2017/59.1", "tier": "refusal_or_consequence", "applied": True}]
    matches = cases.similar(finding("csl.mlps_grading", sanctions=opened), None, date(2025, 6, 1))
    assert {"refused_to_rectify", "data_breach"}.intersection(matches[0].case.sub_issues)
    assert any("the same circumstances" in reason.en for reason in matches[0].reasons)


def test_nothing_decided_after_the_day_is_similar() -> None:
    matches = cases.similar(finding("csl.log_retention"), "school", date(2018, 1, 1), limit=50)
    assert matches
    assert all(match.case.day <= date(2018, 1, 1) for match in matches)


@pytest.mark.parametrize(
    ("obligation", "code"),
    [("pipl.deletion", "no_account_cancellation"), ("csl.flaw_told", "vulnerability_not_reported")],
)
def test_a_duty_of_a_neighbour_law_is_like_the_cases_under_its_article(obligation: str, code: str) -> None:
    matches = cases.similar(finding(obligation), None, ON, limit=20)
    assert any(code in match.case.sub_issues for match in matches)
    assert len({match.case.id for match in matches}) == len(matches)


def test_an_obligation_that_no_case_failed_has_no_similar_case() -> None:
    assert cases.similar(finding("csl.cii_training"), "company", ON) == []


@pytest.mark.parametrize("obligation", ["csl.log_retention", "csl.pi_consent", "dsl.whole_process"])
def test_the_likest_come_first_and_more_are_only_added_after_them(obligation: str) -> None:
    likeness = Likeness(cases.project().all)
    few, many = (likeness.similar(obligation, ON, "school", limit=limit) for limit in (3, 50))
    assert [match.case.id for match in many[:3]] == [match.case.id for match in few]
    assert [match.score for match in many] == sorted((match.score for match in many), reverse=True)


def test_what_similar_cases_show_ends_with_the_bias() -> None:
    said = cases.shown([match.case for match in cases.similar(finding("csl.pi_consent"), None, ON)])
    assert "not a sample" in said[-1].en
    assert "并非" in said[-1].zh or "不是" in said[-1].zh
    assert cases.shown([]) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "arguments",
    [("search", "logs"), ("show", "2024-11-meizhou-school"), ("stats",), ("similar", "csl.log_retention")],
)
def test_no_code_and_no_other_language_shows_in_the_text(hegui: Hegui, lang: str, arguments: tuple[str, ...]) -> None:
    text = hegui("cases", *arguments, "--lang", lang).stdout
    assert "{" not in text
    assert "fine_operator" not in text
    assert "None" not in text
    if lang == "zh":
        assert "warning" not in text


def test_a_users_own_cases_are_searched_too_and_their_oddities_go_to_standard_error(
    hegui: Hegui, tmp_path: Path
) -> None:
    header, row, *_ = (Path(cases.__file__).parent / "cases.csv").read_text(encoding="utf-8").splitlines()
    own = tmp_path / "own.csv"
    own.write_text("\n".join([header, row.replace("2017-07-shantou-mlps", "own-1"), row]), encoding="utf-8")
    result = hegui("cases", "search", "--where", "id=own-1", "--file", own, "--lang", "en", "--json")
    assert json.loads(result.stdout)["n"] == 1
    assert "line 3: left out" in result.stderr


def test_every_obligation_of_the_mapping_can_be_asked_for() -> None:
    likeness = Likeness(cases.project().all)
    for obligation in the_law().obligations:
        for match in likeness.similar(obligation, ON):
            assert match.reasons
