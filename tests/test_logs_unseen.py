"""Logs of programs that no format was written for, and times that must not be taken for those of records."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hegui.evidence.logs import places
from hegui.recognise.orders import Dates, Values, in_turn
from logs_of import one, scanned, touch
from logs_unseen import DAYS, LOGS, QUIET, SHANGHAI, TIMES, Unseen

FIRST, LAST = (t.replace(microsecond=0) for t in (TIMES[0], TIMES[-1]))


def log_of(folder, unseen: Unseen, times=TIMES):
    path = folder / "some.log"
    path.write_bytes(unseen.text(times).encode(unseen.encoding))
    touch(path, times[-1])
    return path


def text_file(path, text: str):
    path.write_text(text)
    touch(path, TIMES[-1])
    return path


@pytest.mark.parametrize("name", LOGS)
def test_an_unseen_log_shows_its_span_and_counts(tmp_path, name):
    unseen = LOGS[name]
    source = one(log_of(tmp_path, unseen))
    first, last = (datetime.fromisoformat(source[end]).replace(microsecond=0) for end in ("first", "last"))
    assert (first, last) == (FIRST, LAST)
    assert source["lines"] == unseen.text().count("\n")
    assert source["lines"] - source["undated_lines"] == len(TIMES)
    assert source["days_with_events"] == DAYS - len(QUIET)
    assert len([gap for gap in source["gaps"] if gap["seconds"] > 5 * 86_400]) == 1
    assert source["year_inferred"] is unseen.yearless


@pytest.mark.parametrize("name", ["iis", "windows dhcp", "day first"])
def test_a_big_file_in_pieces_is_read_as_its_beginning_says(tmp_path, monkeypatch, name):
    path = log_of(tmp_path, LOGS[name])
    whole = one(path)
    monkeypatch.setattr(places, "PIECE", 8 * 1024)
    assert one(path) == whole


NOVEMBER = [datetime(2025, 11, 1, 3, tzinfo=SHANGHAI) + timedelta(days=n) for n in range(20)]
"""Days whose dates exist month first as well, up to the twelfth: January to December."""


@pytest.mark.parametrize(
    ("stamp", "each_day_a_file"),
    [
        pytest.param("%d/%m/%Y %H:%M:%S", True, id="day first, a file a day"),
        pytest.param("%d-%m-%y %H:%M:%S", False, id="an order that is not known, which reads as year first"),
        pytest.param("%d/%m/%y %H:%M:%S", True, id="two digits each, a file a day"),
    ],
)
def test_dates_that_read_in_two_ways_show_no_reach(tmp_path, stamp, each_day_a_file):
    for n, day in enumerate(NOVEMBER):
        name = f"app-{day:%Y%m%d}.log" if each_day_a_file else "app.log"
        with (tmp_path / name).open("a") as file:
            file.writelines(f"{(day + timedelta(minutes=k)):{stamp}} INFO made up {n}\n" for k in range(30))
    answer = scanned(tmp_path)
    assert {found["code"] for found in answer["unreadable"]} == {"ambiguous_dates"}
    assert {source["window"]["reaches_back"] for source in answer["sources"]} == {None}


def test_dates_that_turn_out_to_be_in_another_order_show_no_reach(tmp_path):
    rows = [f"{day:%d/%m/%Y} 0{k % 10}:00:00,{'x' * 60}\n" for day in NOVEMBER[4:] for k in range(9000)]
    answer = scanned(text_file(tmp_path / "busy.csv", "time,what\n" + "".join(rows)))
    assert [found["code"] for found in answer["unreadable"]] == ["ambiguous_dates"]
    assert answer["sources"][0]["window"]["reaches_back"] is None


def test_dates_inside_messages_are_not_those_of_the_records(tmp_path):
    lines = [
        f"{t:%H:%M:%S.%f} INFO order of {2015 + n * 7 % 10}-03-1{n % 9} 10:00:00 paid\n" for n, t in enumerate(TIMES)
    ]
    source = one(text_file(tmp_path / "app.log", "".join(lines)))
    assert (source["first"], source["undated_lines"], source["window"]["reaches_back"]) == (None, len(TIMES), None)


@pytest.mark.parametrize(
    ("lines", "inside"),
    [
        pytest.param("{0:%b %d %H:%M:%S} gw app: time={0:%Y-%m-%d %H:%M:%S} made up\n", False, id="of the same day"),
        pytest.param("{0:%b %d %H:%M:%S} gw app: ticket of 2019-07-04 10:00:00 made up\n", True, id="of another day"),
    ],
)
def test_a_full_date_in_a_syslog_message_names_the_year_only_where_it_is_of_the_same_day(tmp_path, lines, inside):
    text = "".join(lines.format(t.astimezone(SHANGHAI)) for t in TIMES)
    source = one(text_file(tmp_path / "gw.log", text))
    assert source["year_inferred"] is inside
    assert source["last"][:10] == f"{LAST.astimezone(SHANGHAI):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["03/04/2026 10:00:00", "04/04/2026 10:00:00", "05/04/2026 10:00:00"], "2026-04-03"),
        (["03/04/2026 10:00:00", "03/05/2026 10:00:00", "03/06/2026 10:00:00"], "2026-03-04"),
        (["03/04/2026 10:00:00", "13/04/2026 10:00:00"], "2026-04-03"),
        (["25/04/03 10:00:00", "25/04/04 10:00:00"], "2025-04-03"),
        (["03/04/25 10:00:00", "04/04/25 10:00:00"], "2025-04-03"),
    ],
)
def test_of_several_orders_the_one_that_keeps_days_together_is_right(written, read):
    values = Values(written)
    days = [datetime.fromtimestamp(values.read(text).micros / 1e6, tz=SHANGHAI) for text in written]
    assert (days[0] - timedelta(hours=8)).date().isoformat() == read
    assert not values.dates.doubtful


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [(["03/04/2026 10:00:00"], True), (["04/04/2026 10:00:00"], False), (["13/04/2026 10:00:00"], False), ([], False)],
)
def test_a_single_date_is_doubtful_where_two_orders_read_it_otherwise(written, doubtful):
    values = Values(written)
    for text in written:
        values.read(text)
    assert values.dates.doubtful is doubtful


def test_the_order_of_a_known_program_is_doubted_only_for_a_better_one():
    assert not Dates("yy_mm_dd", said=True).doubtful


@pytest.mark.parametrize(
    ("times", "turn"),
    [([1, 2, 2, 3], True), ([9, 7, 7, 1], True), ([5, 5, 5], False), ([1, 9, 2, 8, 3], False), ([1], True)],
)
def test_times_of_records_hardly_ever_turn_back(times, turn):
    assert in_turn(times) is turn
