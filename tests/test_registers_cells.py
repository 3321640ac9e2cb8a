"""Cells as people write them become values, or say why not."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.dates import SHANGHAI
from hegui.evidence.registers.cells import Reading, is_formula, reader
from hegui.evidence.registers.moments import Moment, Wrong, moment
from hegui.facts import registers
from hegui.recognise.shapes import masked, masked_name, shape

HOW = Reading(SHANGHAI, date(2026, 11, 21), {"商城系统": "shop"})


def read(name: str, raw: object, scale: int = 1) -> Any:
    register, _, column = name.partition(".")
    found = next(c for c in registers()[register].columns if c.name == column)
    return reader(register, found, HOW, scale)(raw)


def code_of(name: str, raw: object) -> str:
    with pytest.raises(Wrong) as wrong:
        read(name, raw)
    return wrong.value.code


DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-01-05",
        "2026/1/5",
        "2026.1.5",
        "2026年1月5日",
        "2026 年 1 月 5 日",
        "20260105",
        "2026年01月05号",
        "5 Jan 2026",
        "January 5, 2026",
        "Jan 5th, 2026",
        "2026-01-05 00:00:00",
        "46027",
        46027,
        46027.0,
        20260105,
        date(2026, 1, 5),
        datetime(2026, 1, 5),
        "2026-01-04T16:00:00Z",
    ],
)
def test_a_day_without_a_time(raw: object):
    assert moment(raw, SHANGHAI) == Moment(DAY, None)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-01-05 10:20",
        "2026/1/5 10:20:00",
        "2026年1月5日10时20分",
        "2026年1月5日 10点20分",
        "2026-01-05T10:20:00+08:00",
        "2026-01-05T02:20Z",
        "20260105 10:20",
        "202601051020",
        "20260105102000",
        "2026年1月5日上午10时20分",
        "5 Jan 2026 10:20 AM",
        "2026-01-05 10:20 北京时间",
        datetime(2026, 1, 5, 10, 20),
        1767579600,
        1767579600000,
        "1767579600",
        46027 + (10 * 60 + 20) / 1440,
    ],
)
def test_a_day_with_a_time(raw: object):
    assert moment(raw, SHANGHAI) == Moment(DAY, datetime(2026, 1, 5, 2, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("raw", "hour"),
    [("2026年1月5日下午3时", 15), ("2026-01-05 3:00 PM", 15), ("2026-01-05 12:30 AM", 0), ("2026年1月5日中午12点", 12)],
)
def test_halves_of_the_day(raw: str, hour: int):
    found = moment(raw, SHANGHAI).at
    assert found is not None
    assert found.astimezone(SHANGHAI).hour == hour


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("01/02/2026", "ambiguous_date"),
        ("1-2-2026 10:00", "ambiguous_date"),
        ("26-1-5", "ambiguous_date"),
        ("1/5/26", "ambiguous_date"),
        ("2026-01", "day_missing"),
        ("2026年1月", "day_missing"),
        ("2026", "day_missing"),
        ("2026-02-30", "not_a_date"),
        ("2026-01-05 25:00", "not_a_date"),
        ("2026-01-05至2026-01-07", "not_a_date"),
        ("昨天", "not_a_date"),
        ("5 Foo 2026", "not_a_date"),
        ("nan", "not_a_date"),
        ("2026-01-05 10:00+99:00", "not_a_date"),
        (float("inf"), "not_a_date"),
        (10**400, "not_a_date"),
        (True, "not_a_date"),
        (timedelta(hours=3), "not_a_date"),
        ("1066-10-14", "absurd_date"),
        ("9999-12-31", "absurd_date"),
    ],
)
def test_what_is_no_date_or_reads_two_ways_is_refused(raw: object, code: str):
    with pytest.raises(Wrong) as wrong:
        moment(raw, SHANGHAI)
    assert wrong.value.code == code


@pytest.mark.parametrize("raw", ["31/12/2025", "12/31/2025", "31.12.2025"])
def test_a_date_with_the_year_last_that_reads_one_way_only_is_taken(raw: str):
    assert moment(raw, SHANGHAI).day == date(2025, 12, 31)


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2100, 12, 30)))
def test_every_time_written_in_iso_is_read_back(when: datetime):
    found = moment(when.isoformat(sep=" "), SHANGHAI)
    assert found.day == when.date()
    assert found.instant() == when.replace(tzinfo=SHANGHAI)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_alike_in_every_form(day: date):
    forms = ("{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}")
    serial = (day - date(1899, 12, 30)).days
    assert {moment(form.format(day), SHANGHAI) for form in forms} | {moment(serial, SHANGHAI)} == {Moment(day, None)}


@given(st.text(max_size=40) | st.floats() | st.integers() | st.booleans() | st.binary(max_size=8) | st.none())
def test_any_cell_is_read_or_wrong_in_every_column(raw: object):
    for register in registers().values():
        for column in register.columns:
            with contextlib.suppress(Wrong):
                reader(register.id, column, HOW)(raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1,234", 1234),
        ("1，234", 1234),
        ("1.2万", 12000),
        ("3亿", 300000000),
        ("12人", 12),
        ("120万人", 1200000),
        ("0", 0),
        (12.0, 12),
        ("12", 12),
        ("+5", 5),
        ("2千", 2000),
        ("—", None),
        ("无", None),
        ("", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_counts(raw: object, number: int | None):
    assert read("incident.persons_affected", raw) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("约12", "not_a_number"),
        ("1,23", "not_a_number"),
        ("1e5", "not_a_number"),
        ("9" * 50, "not_a_number"),
        ("-3", "negative_number"),
        (-3, "negative_number"),
        (1.5, "not_a_whole_number"),
        (True, "not_a_number"),
        (float("inf"), "not_a_number"),
        ("#DIV/0!", "formula_error"),
        ({"n": 1}, "not_plain"),
    ],
)
def test_what_is_no_count(raw: object, code: str):
    assert code_of("incident.persons_affected", raw) == code


def test_a_heading_in_ten_thousands_multiplies():
    assert read("incident.persons_affected", "1.5", scale=10_000) == 15_000


@pytest.mark.parametrize(
    ("raw", "truth"),
    [
        ("是", True),
        ("√", True),
        ("Yes", True),
        (1, True),
        (True, True),
        ("否", False),
        ("×", False),
        ("x", False),
        ("无", False),
        (0, False),
        (False, False),
        ("", None),
        ("/", None),
        ("不详", None),
    ],
)
def test_yes_and_no(raw: object, truth: bool | None):
    assert read("incident.cii", raw) is truth


def test_neither_yes_nor_no():
    assert code_of("incident.cii", "部分") == "not_yes_or_no"


@pytest.mark.parametrize(
    ("column", "raw", "code"),
    [
        ("incident.level", "Ⅲ级", "relatively_large"),
        ("incident.level", "III级", "relatively_large"),
        ("incident.level", "较大(Ⅲ级)", "relatively_large"),
        ("incident.level", "relatively large", "relatively_large"),
        ("incident.level", "RELATIVELY_LARGE", "relatively_large"),
        ("incident.level", "待定", "ungraded"),
        ("incident.level", "", None),
        ("grading.level", "第三级", 3),
        ("grading.level", "S2A3G3", 3),
        ("grading.level", 3.0, 3),
        ("grading.conclusion", "不符合", "does_not_conform"),
        ("notice.decision", "不予处置", "refused"),
        ("order.authority", "上海市公安局徐汇分局", "police"),
        ("order.authority", "国家互联网信息办公室(国家网信办)", "cac"),
        ("order.kind", "责令限期改正", "order"),
        ("appointment.role", "网络安全负责人", "responsible_person"),
    ],
)
def test_codes_by_any_of_their_words(column: str, raw: object, code: object):
    assert read(column, raw) == code


@pytest.mark.parametrize(
    ("column", "raw", "code"),
    [
        ("incident.level", "非重大", "unknown_code"),  # never by a word inside another
        ("notice.decision", "未删除", "unknown_code"),
        ("grading.level", "六级", "unknown_code"),
        ("grading.level", 6, "unknown_code"),
        ("order.authority", "市公安局、市网信办", "ambiguous_code"),
        ("incident.reported_to", "网信办、某某处", "unknown_code"),
    ],
)
def test_words_that_stand_for_no_code_or_for_two(column: str, raw: object, code: str):
    assert code_of(column, raw) == code


@pytest.mark.parametrize(
    "raw", ["市公安局、市网信办", "网信办;公安", "网信,公安机关", "网信\n网警支队", "网信办及公安局"]
)
def test_several_authorities_in_one_cell(raw: str):
    assert sorted(read("incident.reported_to", raw)) == ["cac", "police"]


def test_subjects_by_name_become_ids_and_others_stay_as_written():
    assert read("incident.systems", "商城系统、crm") == ["shop", "crm"]
    assert read("grading.subject", " 商城 系统 ") == "shop"


def test_a_day_that_has_not_come_is_refused_but_where_it_may_lie_ahead():
    assert code_of("incident.found_at", "2026-11-22 10:00") == "future_date"
    assert read("order.due_on", "2027-01-31").day == date(2027, 1, 31)


def test_a_name_is_kept_as_its_first_character():
    assert read("appointment.person", "王小明") == "王**" == masked_name(" 王小明 ")


@pytest.mark.parametrize(
    "raw", ["用户举报说这条信息是谣言: 请处理", "http://example.test/p/1", "张三@qq", "13800138000", "x" * 41]
)
def test_what_people_said_or_where_they_live_does_not_pass_as_a_number(raw: str):
    assert code_of("notice.notice", raw) == "wrong_form"


def test_a_hash_is_64_hexadecimal_digits():
    assert read("notice.digest", "AB" * 32) == "AB" * 32
    assert code_of("notice.digest", "评论原文") == "wrong_form"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系13800138000处理", "联系138****8000处理"),
        ("110101199003077758", "1101**********7758"),
        ("卡号6222600260001072444", "卡号6222***********2444"),
        ("a.person@example.test", "a***@example.test"),
        ("11010813001-00001", "11010813001-00001"),  # a filing number
        ("202601051030001", "202601051030001"),  # a number by date
        ("网信办〔2026〕12号", "网信办〔2026〕12号"),
    ],
)
def test_personal_numbers_are_masked_in_texts_and_others_are_not(text: str, shown: str):
    assert masked(text) == shown
    assert read("order.number", text) == shown


def test_a_long_text_is_cut():
    assert len(read("drill.scenario", "演" * 5000)) == 200


@given(st.text())
def test_a_shape_shows_no_letter_or_digit_of_the_value(text: str):
    assert set(shape(text)) <= {"9", "a", "字", *(c for c in text if not c.isalnum()), " "}


@pytest.mark.parametrize(
    ("raw", "formula"),
    [
        ("=1+1", True),
        ("@sum(a1)", True),
        ("+cmd|' /c calc'!A0", True),
        ("-A1", True),
        ("-", False),
        ("+86 21", False),
        ("-3", False),
        (3, False),
    ],
)
def test_what_a_spreadsheet_would_run(raw: object, formula: bool):
    assert is_formula(raw) is formula
