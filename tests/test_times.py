"""Time stamps of one line: what they say, and what is no time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.recognise.times import DAY, PATTERNS, SECOND, Clock, reading, value


def read(kind: str, text: str | bytes):
    raw = text.encode() if isinstance(text, str) else text
    match = re.fullmatch(PATTERNS[kind], raw)
    return None if match is None else reading(match)


def micros(iso: str) -> int:
    return (datetime.fromisoformat(iso).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )


# fmt: off
@pytest.mark.parametrize(("kind", "text", "clock", "at"), [
    ("clf",       "17/May/2015:10:05:03 +0000",          Clock.UTC,   "2015-05-17T10:05:03"),
    ("clf",       "26/Jul/2023:00:01:26 -0700",          Clock.UTC,   "2023-07-26T07:01:26"),
    ("clf",       "01/Jan/2026:00:00:00 +0545",          Clock.UTC,   "2025-12-31T18:15:00"),
    ("clf",       "03/Jul/2019:14:13:29.123",            Clock.LOCAL, "2019-07-03T14:13:29.123"),
    ("iso",       "2015-10-18 18:01:47,978",             Clock.LOCAL, "2015-10-18T18:01:47.978"),
    ("iso",       "2020-05-31T00:00:45.698463+00:00",    Clock.UTC,   "2020-05-31T00:00:45.698463"),
    ("iso",       "2016-10-25T12:37:23.297265-07:00",    Clock.UTC,   "2016-10-25T19:37:23.297265"),
    ("iso",       "2026-02-28T23:59:59.123456789Z",      Clock.UTC,   "2026-02-28T23:59:59.123456"),
    ("iso",       "2024/02/29 12:00:00",                 Clock.LOCAL, "2024-02-29T12:00:00"),
    ("iso",       "2016-12-31 23:59:60",                 Clock.LOCAL, "2016-12-31T23:59:59.999999"),
    ("asctime",   "Sun Dec 04 04:47:44 2005",            Clock.LOCAL, "2005-12-04T04:47:44"),
    ("asctime",   "Sun Dec 04 04:47:44.123456 2005",     Clock.LOCAL, "2005-12-04T04:47:44.123456"),
    ("bsd_year",  "May 17 2015 10:05:03",                Clock.LOCAL, "2015-05-17T10:05:03"),
    ("day_month_year", "18 Oct 2015 18:01:47.123",       Clock.LOCAL, "2015-10-18T18:01:47.123"),
    ("yymmdd",    "081109 203615",                       Clock.LOCAL, "2008-11-09T20:36:15"),
    ("yy_mm_dd",  "17/06/09 20:10:40",                   Clock.LOCAL, "2017-06-09T20:10:40"),
    ("mm_dd_yyyy", "7/4/2015 1:02:03 PM",                Clock.LOCAL, "2015-07-04T13:02:03"),
    ("mm_dd_yyyy", "7/4/2015 12:02:03 AM",               Clock.LOCAL, "2015-07-04T00:02:03"),
    ("zh",        "2026年1月9日 8时05分03秒",              Clock.LOCAL, "2026-01-09T08:05:03"),
    ("zh",        "2026年1月9日 8:05:03".encode("gb18030"), Clock.LOCAL, "2026-01-09T08:05:03"),
    ("epoch",     "1117838570",                          Clock.UTC,   "2005-06-03T22:42:50"),
    ("epoch",     "1481076984.827",                      Clock.UTC,   "2016-12-07T02:16:24.827"),
    ("epoch_ms",  "1481076984827",                       Clock.UTC,   "2016-12-07T02:16:24.827"),
    ("epoch_us",  "1481076984827001",                    Clock.UTC,   "2016-12-07T02:16:24.827001"),
    ("epoch_ns",  "1481076984827001999",                 Clock.UTC,   "2016-12-07T02:16:24.827001"),
])
def test_a_stamp_of_each_kind(kind, text, clock, at):
    assert read(kind, text) == (clock, micros(at))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iso", "2026-02-29 00:00:00"),
        ("iso", "2026-13-01 00:00:00"),
        ("iso", "2026-01-01 24:00:00"),
        ("iso", "2026-01-01 23:60:00"),
        ("iso", "2026-01-01 23:00:61"),
        ("iso", "0000-01-01 00:00:00"),
        ("clf", "31/Apr/2015:10:05:03 +0000"),
        ("bsd", "Feb 30 00:00:00"),
        ("bsd", "Jan  0 00:00:00"),
    ],
)
def test_what_no_calendar_holds_is_no_time(kind, text):
    assert read(kind, text) is None


def test_a_stamp_without_year_counts_from_the_start_of_a_leap_year():
    assert read("bsd", "Jan  1 00:00:01") == (Clock.YEARLESS, SECOND)
    assert read("bsd", "Feb 29 00:00:00") == (Clock.YEARLESS, 59 * DAY)
    assert read("bsd", "Mar  1 00:00:00") == (Clock.YEARLESS, 60 * DAY)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_reading_undoes_writing(at):
    exact = (at - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    whole = exact // SECOND * SECOND
    assert read("iso", f"{at:%Y-%m-%d %H:%M:%S.%f}") == (Clock.LOCAL, exact)
    assert read("clf", f"{at:%d/%b/%Y:%H:%M:%S} +0000") == (Clock.UTC, whole)
    assert read("asctime", f"{at:%a %b %d %H:%M:%S %Y}") == (Clock.LOCAL, whole)


@given(st.binary(max_size=60), st.sampled_from(sorted(PATTERNS)))
def test_no_bytes_make_a_reader_fail(raw, kind):
    for match in re.finditer(PATTERNS[kind], raw):
        reading(match)


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        (1481076984, "2016-12-07T02:16:24"),
        (1481076984.827, "2016-12-07T02:16:24.827"),
        (1481076984827, "2016-12-07T02:16:24.827"),
        (1481076984827001, "2016-12-07T02:16:24.827001"),
        (1481076984827001999, "2016-12-07T02:16:24.827001"),
        ("1481076984827", "2016-12-07T02:16:24.827"),
        ("2016-12-07T02:16:24Z", "2016-12-07T02:16:24"),
    ],
)
def test_a_value_is_an_epoch_of_any_unit_or_a_text(raw, at):
    assert value(raw).micros == micros(at)


@pytest.mark.parametrize("raw", [True, None, 0, 0.005, -1, 42, "yesterday", "", float("nan"), float("inf"), [], {}, 10**40])
def test_other_values_are_no_time(raw):
    assert value(raw) is None
