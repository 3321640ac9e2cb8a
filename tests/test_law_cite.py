"""Citations: what is one, what lies in what, which exist, and how they are read aloud."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui import law as room
from hegui.errors import LawError
from hegui.law.cite import (
    Annex,
    Article,
    Cite,
    Clause,
    Question,
    Range,
    covers,
    parse,
    parse_list,
)
from hegui.law.numerals import chinese_number

LAW = room.load()
IN_2018, IN_2026 = date(2018, 1, 1), date(2026, 1, 1)

numbers = st.integers(1, 9999)
maybe = st.none() | st.integers(1, 99)
articles = st.builds(Article, numbers, maybe, maybe, maybe)
ranges = st.tuples(numbers, numbers).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: Range(*sorted(ends)))
annexes = st.builds(Annex) | st.builds(Annex, st.integers(1, 99), maybe)
clauses = st.builds(
    Clause, st.lists(st.integers(1, 99), min_size=1, max_size=5).map(tuple), st.none() | st.sampled_from("abcz")
)
versions = st.integers(1990, 2030).map(str)
law_cites = st.builds(
    Cite,
    st.sampled_from(["csl", "mps-order-33", "app-method-2019"]),
    versions,
    st.none() | articles | ranges | annexes | st.builds(Question, numbers),
)
standard_cites = st.builds(
    Cite, st.sampled_from(["gbt-22239", "gat-1389", "tc260-pg-20202a"]), versions, st.none() | clauses
)
any_cite = law_cites | standard_cites
# few numbers, so that one often lies in the other
near_cites = st.builds(
    Cite,
    st.just("csl"),
    st.sampled_from(["2017", "2026"]),
    st.none()
    | st.builds(Article, st.integers(1, 3), st.none(), st.none() | st.integers(1, 2), st.none() | st.integers(1, 2))
    | st.sampled_from([Range(1, 2), Range(1, 3), Range(2, 3)]),
)


@given(any_cite)
def test_a_cite_written_and_read_again_is_the_same(cite: Cite) -> None:
    assert parse(str(cite)) == cite


@given(st.text(max_size=40) | st.from_regex(r"csl@20[0-9]{2}/[0-9._()a-z-]{1,12}", fullmatch=True))
def test_any_text_is_a_cite_or_refused_in_both_languages(text: str) -> None:
    cite, refused = None, None
    try:
        cite = parse(text)
    except LawError as error:
        refused = error.text
    assert str(cite) == text or (refused is not None and refused.en and refused.zh)


@given(st.text(max_size=200))
def test_whatever_a_person_types_is_resolved_or_refused(text: str) -> None:
    try:
        cite = LAW.resolve(text, IN_2018)
    except LawError:
        return
    assert LAW.instrument_of(str(cite)) is not None


@given(near_cites, near_cites, near_cites)
def test_containment_is_an_order(a: Cite, b: Cite, c: Cite) -> None:
    assert covers(a, a)
    assert not (covers(a, b) and covers(b, c)) or covers(a, c)


@given(st.integers(1, 9999))
def test_chinese_numbers_can_be_read_back(number: int) -> None:
    assert _read(chinese_number(number)) == number


def _read(words: str) -> int:
    units = {"千": 1000, "百": 100, "十": 10}
    total, digit = 0, 0
    for character in words.replace("零", ""):
        if character in units:
            total, digit = total + (digit or 1) * units[character], 0
        else:
            digit = "〇一二三四五六七八九".index(character)
    return total + digit


@pytest.mark.parametrize(
    "text",
    [
        "csl/21",  # without a version only a person writes so
        "csl@21",
        "csl@1817/21",
        "CSL@2017/21",
        "csl@2017/",
        "csl@2017/021",
        "csl@2017/21.0",
        "csl@2017/21(0)",
        "csl@2017/21()",
        "csl@2017/25-21",
        "csl@2017/21-21",
        "csl@2017/21(3).1",
        "csl@2017/21(c)",
        "csl@2017/8.1.4.3(c)",
        "gbt-22239@2019/8.1.4.3(3)",
        "csl@2017/99999",
        "csl@2017/21 ",
        "csl@2017/21；csl@2017/25",
        "",
        "x" * 10_000,
    ],
)
def test_what_breaks_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(LawError):
        parse(text)


def test_a_list_is_joined_by_semicolons() -> None:
    assert [str(c) for c in parse_list("csl@2017/21; csl@2017/25;")] == ["csl@2017/21", "csl@2017/25"]
    assert parse_list("") == ()


def test_the_whole_contains_the_range_the_article_and_the_item() -> None:
    chain = ["csl@2017", "csl@2017/21-25", "csl@2017/21", "csl@2017/21(3)"]
    for outer, inner in pairwise(chain):
        assert covers(outer, inner)
        assert not covers(inner, outer)


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        ("csl@2017/59", "csl@2026/59", False),  # the same number, another duty
        ("csl@2017/59", "csl@2017/59.2", True),
        ("csl@2026/71.1", "csl@2026/71.1(2)", True),
        ("csl@2026/71.1", "csl@2026/71.2", False),
        ("csl@2017/2", "csl@2017/21", False),
        ("csl@2017/31-39", "csl@2017/34(1)", True),
        ("csl@2017/31-39", "csl@2017/33-35", True),
        ("csl@2017/33-35", "csl@2017/31-39", False),
        ("criminal-law@2021/253", "criminal-law@2021/253_1", False),  # an article of its own
        ("criminal-law@2021/253_1", "criminal-law@2021/253_1.2", True),
        ("incident-measures@2025/annex", "incident-measures@2025/annex.3(5)", True),
        ("incident-measures@2025/annex.3", "incident-measures@2025/annex.4", False),
        ("gbt-22239@2019/8.1", "gbt-22239@2019/8.1.4.3(c)", True),
        ("gbt-22239@2019/8.1", "gbt-22239@2019/8.10", False),
        ("mlps-letter-2025@2025/q1", "mlps-letter-2025@2025/q11", False),
    ],
)
def test_containment_as_a_lawyer_reads_it(outer: str, inner: str, inside: bool) -> None:
    assert covers(outer, inner) is inside


@pytest.mark.parametrize(
    ("written", "on", "cite"),
    [
        ("csl/21", IN_2018, "csl@2017/21"),
        ("csl/21", IN_2026, "csl@2026/21"),
        ("csl/21", date(2025, 12, 31), "csl@2017/21"),
        ("csl@2017/21", IN_2026, "csl@2017/21"),
        ("CSL/21(3)", IN_2018, "csl@2017/21(3)"),
        (" csl／21（3） ", IN_2018, "csl@2017/21(3)"),  # as a Chinese keyboard writes it
        ("csl/61.3", IN_2026, "csl@2026/61.3"),
        ("csl/31-39", IN_2018, "csl@2017/31-39"),
        ("csl", IN_2018, "csl@2017"),
        ("pipl/57", IN_2026, "pipl@2021/57"),
        ("apl/33", IN_2018, "apl@2018/33"),
    ],
)
def test_a_person_writes_short_and_the_date_fixes_the_version(written: str, on: date, cite: str) -> None:
    assert str(LAW.resolve(written, on)) == cite


@pytest.mark.parametrize(
    ("written", "on", "says"),
    [
        ("csl@2017/21.1(3)", IN_2018, "one paragraph"),
        ("csl@2026/82", IN_2026, "articles 1 to 81"),
        ("csl@2017/80", IN_2018, "articles 1 to 79"),
        ("csl/70-90", IN_2018, "articles 1 to 79"),
        ("csl/21(6)", IN_2018, "5 items"),
        ("csl/22(1)", IN_2018, "3 paragraphs; name the one"),
        ("csl/22.4", IN_2018, "3 paragraphs"),
        ("csl/1(1)", IN_2018, "0 items"),
        ("csl/21_1", IN_2018, "articles 1 to 79"),
        ("csl/annex", IN_2018, "articles 1 to 79"),
        ("csl/21", date(2016, 12, 31), "was not in force on 2016-12-31; known: csl@2017 (2017-06-01 to 2025-12-31)"),
        ("csl@2020/21", IN_2018, "no version 2020 of csl"),
        ("csll/21", IN_2018, "did you mean csl?"),
        ("article 21", IN_2018, "write it like csl/21"),
    ],
)
def test_what_does_not_exist_is_refused_with_the_mend(written: str, on: date, says: str) -> None:
    with pytest.raises(LawError, match=r".") as refused:
        LAW.resolve(written, on)
    assert says in refused.value.text.en
    assert refused.value.text.zh != refused.value.text.en


@pytest.mark.parametrize(
    ("cite", "en", "zh"),
    [
        ("csl@2017", "CSL (2017)", "《网络安全法》（2017）"),
        ("csl@2017/21(3)", "CSL (2017) Art. 21(3)", "《网络安全法》（2017）第二十一条第三项"),
        ("csl@2026/61.1", "CSL (2026) Art. 61.1", "《网络安全法》（2026）第六十一条第一款"),
        ("csl@2026/71.1(2)", "CSL (2026) Art. 71.1(2)", "《网络安全法》（2026）第七十一条第一款第二项"),
        ("csl@2017/31-39", "CSL (2017) Arts 31–39", "《网络安全法》（2017）第三十一条至第三十九条"),
        ("csl@2017/10", "CSL (2017) Art. 10", "《网络安全法》（2017）第十条"),
        (
            "gpcl@2009/134.1(7)",
            "General Principles of Civil Law (2009) Art. 134.1(7)",
            "《民法通则》（2009）第一百三十四条第一款第七项",
        ),
        ("criminal-law@2021/253_1", "Criminal Law (2021) Art. 253_1", "《刑法》（2021）第二百五十三条之一"),
        ("civil-code@2021/1034", "Civil Code (2021) Art. 1034", "《民法典》（2021）第一千零三十四条"),
        (
            "incident-measures@2025/annex.3(5)",
            "Cybersecurity Incident Reporting Measures (2025) Annex 3(5)",
            "《国家网络安全事件报告管理办法》（2025）附件三第5项",
        ),
        ("gbt-22239@2019/8.1.4.3(c)", "GB/T 22239-2019 8.1.4.3 c)", "GB/T 22239-2019 8.1.4.3 c)"),
        (
            "mlps-letter-2025@2025/q11",
            "MPS letters and Q&A on MLPS (2025) question 11",
            "《关于进一步做好网络安全等级保护有关工作的函》（2025）第十一问",
        ),
        (
            "app-method-2019@2019/3(1)",
            "Method of identifying illegal PI collection by apps (2019) group 3(1)",
            "《App违法违规收集使用个人信息行为认定方法》（2019）第三类第1项",
        ),
    ],
)
def test_a_cite_is_read_aloud_in_both_languages(cite: str, en: str, zh: str) -> None:
    assert LAW.name(cite) == (en, zh)


@pytest.mark.parametrize("cite", ["csl@1999/1", "nonsense@2017/1"])
def test_a_cite_of_an_unknown_version_has_no_name(cite: str) -> None:
    with pytest.raises(LawError):
        LAW.name(cite)
