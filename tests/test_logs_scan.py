"""Scanning made-up archives: spans, families, windows, silences, years and zones."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, datetime, timedelta

import pytest

from hegui.errors import InputError
from hegui.scan.logs import render, scan
from logs_of import days, one, scanned, touch, write

SYSLOG = "{at:%b} {at.day:2d} {at:%H:%M:%S} host app[1]: made up\n"
ACCESS = '192.0.2.7 - - [{at:%d/%b/%Y:%H:%M:%S} +0800] "GET / HTTP/1.1" 200 12 "-" "made up"\n'
JSON = '{{"level":"info","meta":{{"@timestamp":"{at:%Y-%m-%dT%H:%M:%S}+08:00"}},"msg":"made up"}}\n'


# fmt: off
FORMATS = [
    ("apache_access",    ACCESS),
    ("apache_error",     "[{at:%a %b %d %H:%M:%S.%f %Y}] [core:notice] [pid 1] AH00094: made up\n"),
    ("nginx_error",      "{at:%Y/%m/%d %H:%M:%S} [error] 7#7: *1 made up\n"),
    ("syslog_rfc3164",   SYSLOG),
    ("syslog_rfc5424",   "<34>1 {at:%Y-%m-%dT%H:%M:%S}.003+08:00 host su - ID47 - made up\n"),
    ("syslog_iso",       "{at:%Y-%m-%dT%H:%M:%S.%f}+08:00 host app[12]: made up\n"),
    ("iso_text",         "{at:%Y-%m-%d %H:%M:%S},123 INFO [main] made.Up: made up\n"),
    ("iso_text",         "[{at:%Y-%m-%d %H:%M:%S},123] INFO made up\n"),
    ("json_lines",       JSON),
    ("epoch_text",       "- {at:%s} 2005.06.03 R02 made up\n"),
    ("zh_text",          "{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S} 编造\n"),
    ("dated_text",       "{at:%d-%b-%Y %H:%M:%S}.123 INFO [main] made up\n"),
    ("cisco_ios",        "<189>45: *{at:%b %d %Y %H:%M:%S}.033: %SYS-5-CONFIG_I: made up\n"),
    ("auditd",           "type=SYSCALL msg=audit({at:%s}.123:77): arch=c000003e\n"),
    ("redis",            "1:M {at:%d %b %Y %H:%M:%S}.123 * made up\n"),
    ("postgresql",       "{at:%Y-%m-%d %H:%M:%S}.123 CST [77] LOG:  made up\n"),
    ("glog",             "I{at:%m%d %H:%M:%S}.123456 7 made.go:1] made up\n"),
    ("cef",              "{at:%b} {at.day:2d} {at:%H:%M:%S} host CEF:0|made|up|1|1|x|1|src=192.0.2.1\n"),
]
# fmt: on


@pytest.mark.parametrize(("format", "form"), FORMATS)
def test_each_format_is_recognised_from_content_and_dated_to_the_record(tmp_path, format, form):
    times = days("2026-02-27", 5)
    if "%s" in form:
        lines = "".join(form.replace("{at:%s}", str(int(at.timestamp() - 8 * 3600))).format(at=at) for at in times)
        path = tmp_path / "some.file"
        path.write_text(lines, encoding="utf-8")
    else:
        path = write(tmp_path / "some.file", times, form)
    source = one(path, timezone="Asia/Shanghai")
    assert source["format"] == format
    assert (source["lines"], source["undated_lines"]) == (20, 0)
    assert source["first"][:19].replace("T00:07:00", "") in ("2026-02-27", "2026-02-26T16:07:00")
    span = datetime.fromisoformat(source["last"]) - datetime.fromisoformat(source["first"])
    assert abs(span - timedelta(days=4, hours=18)) < timedelta(seconds=1)
    assert (source["days_with_events"], source["days_without"], source["out_of_order"]) == (5, 0, 0)


def test_a_rotated_set_is_one_source_whatever_its_members_are_packed_in(tmp_path):
    write(tmp_path / "access.log", days("2026-03-10", 5), ACCESS)
    write(tmp_path / "access.log.1", days("2026-03-05", 5), ACCESS)
    write(tmp_path / "access.log.2.gz", days("2026-02-28", 5), ACCESS)
    write(tmp_path / "error.log-20260310", days("2026-03-09", 1))
    write(tmp_path / "error.log", days("2026-03-10", 1))
    found = {s["path"].rsplit("/", 1)[1]: s for s in scanned(tmp_path)["sources"]}
    assert sorted(found) == ["access.log", "error.log"]
    access = found["access.log"]
    assert (access["files"], access["lines"], access["days_with_events"]) == (3, 60, 15)
    assert access["missing_members"] == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["a.log", "a.log.1", "a.log.2.gz", "a.log.4.gz"], ["a.log.3.gz"]),
        (["a.log", "a.log.2.gz"], ["a.log.1.gz"]),
        (["a.log.0", "a.log.1", "a.log.3"], ["a.log.2"]),
        (["a.log", "a.log.1"], []),
        (["a.log-20260101", "a.log-20260102", "a.log-20260104"], ["a.log-20260103"]),
        (["a-2026-01-01.log", "a-2026-01-08.log", "a-2026-01-15.log", "a-2026-01-29.log"], ["a-2026-01-22.log"]),
        (["a.log.2026-01-01-00", "a.log.2026-01-01-01", "a.log.2026-01-01-03"], ["a.log.2026-01-01-02"]),
        (["a.log-20260101", "a.log-20260211"], []),
        (["a.log.2026-01-01-00", "a.log.2026-01-01-23"], []),
        (["u_ex260101.log", "u_ex260102.log", "u_ex260104.log"], ["u_ex260103.log"]),
    ],
)
def test_members_that_a_rotated_set_lacks_are_named(tmp_path, names, missing):
    for name in names:
        digits = "".join(c for c in name if c.isdigit())
        dated = len(digits) >= 6
        day = (
            datetime.strptime(
                (digits if len(digits) > 6 else "20" + digits)[:10], "%Y%m%d%H" if len(digits) == 10 else "%Y%m%d"
            )
            if dated
            else None
        )
        start = day or datetime(2026, 1, 20) - timedelta(days=int(digits or 0))
        write(tmp_path / name, [start + timedelta(minutes=m) for m in (1, 50)])
    (source,) = scanned(tmp_path)["sources"]
    assert [path.rsplit("/", 1)[1] for path in source["missing_members"]] == missing


def test_a_dated_file_is_not_missing_where_its_neighbour_holds_its_records(tmp_path):
    for day in (1, 2, 3, 5):
        write(tmp_path / f"a.log-2026010{day}", days(f"2026-01-0{day}", 1))
    write(tmp_path / "a.log-20260105", days("2026-01-04", 2))
    assert one(tmp_path)["missing_members"] == []


@pytest.mark.parametrize(
    ("first", "count", "on", "reaches_back", "start"),
    [
        ("2026-01-01", 200, None, True, "2026-01-19"),
        ("2026-05-20", 185, date(2026, 11, 20), True, "2026-05-20"),
        ("2026-05-21", 184, date(2026, 11, 20), False, "2026-05-20"),
        ("2018-02-28", 185, date(2018, 8, 31), True, "2018-02-28"),
        ("2026-01-01", 200, date(2026, 11, 20), None, "2026-05-20"),
    ],
)
def test_the_window_ends_on_the_day_asked_for_or_with_the_last_record(tmp_path, first, count, on, reaches_back, start):
    window = one(write(tmp_path / "a.log", days(first, count)), on=on)["window"]
    last = date.fromisoformat(first) + timedelta(days=count - 1)
    assert window == {"from": start, "as_of": (on or last).isoformat(), "reaches_back": reaches_back}


def test_without_months_the_law_gives_them(tmp_path):
    path = write(tmp_path / "a.log", days("2026-01-01", 200))
    (source,) = scan([str(path)], on=date(2026, 7, 19), cache=False)["sources"]
    assert source["window"]["from"] == "2026-01-19"


def test_a_silence_longer_than_asked_is_listed_whatever_the_order_of_the_lines(tmp_path):
    times = days("2026-01-01", 20, leave_out=["2026-01-05", "2026-01-06", "2026-01-12"])
    times[3], times[40] = times[40], times[3]
    source = one(write(tmp_path / "a.log", times))
    assert [(gap["from"], gap["to"], gap["seconds"]) for gap in source["gaps"]] == [
        ("2026-01-04T18:07:00+08:00", "2026-01-07T00:07:00+08:00", 54 * 3600),
        ("2026-01-11T18:07:00+08:00", "2026-01-13T00:07:00+08:00", 30 * 3600),
    ]
    assert (source["days_with_events"], source["days_without"]) == (17, 3)
    assert source["out_of_order"] == 2
    assert one(tmp_path / "a.log", max_gap="2d")["gaps"][0]["seconds"] == 54 * 3600
    assert len(one(tmp_path / "a.log", max_gap="2d")["gaps"]) == 1
    assert len(one(tmp_path / "a.log", max_gap="5h")["gaps"]) == len(set(times)) - 1


def test_a_silence_across_members_is_one(tmp_path):
    write(tmp_path / "a.log.1", days("2026-01-01", 2))
    write(tmp_path / "a.log", days("2026-01-10", 2))
    assert [gap["seconds"] for gap in one(tmp_path)["gaps"]] == [(7 * 24 + 6) * 3600]


def test_years_are_inferred_backwards_from_the_files_own_times(tmp_path):
    newest = write(tmp_path / "messages", days("2026-01-02", 3), SYSLOG)
    older = write(tmp_path / "messages.1", days("2025-12-20", 14), SYSLOG)
    oldest = write(tmp_path / "messages.2.gz", days("2025-02-20", 300), SYSLOG)
    source = one(tmp_path)
    assert (source["first"][:10], source["last"][:10]) == ("2025-02-20", "2026-01-04")
    assert source["year_inferred"]
    assert source["out_of_order"] == 0
    assert source["window"]["reaches_back"] is None
    for path in (newest, older, oldest):
        touch(path, datetime(2026, 11, 1))
    assert (one(tmp_path)["first"][:10], one(tmp_path)["last"][:10]) == ("2025-02-20", "2026-01-04")


def test_a_year_that_turns_twice_within_a_file(tmp_path):
    source = one(write(tmp_path / "messages", days("2023-11-01", 500, per_day=1), SYSLOG))
    assert (source["first"][:10], source["last"][:10]) == ("2023-11-01", "2025-03-14")


def test_a_29_february_decides_the_year(tmp_path):
    path = write(tmp_path / "messages", days("2024-02-27", 5), SYSLOG)
    touch(path, datetime(2026, 6, 1))
    assert one(path)["first"][:10] == "2024-02-27"


def test_records_too_short_to_reach_back_do_not_in_any_year(tmp_path):
    assert one(write(tmp_path / "messages", days("2026-01-02", 3), SYSLOG))["window"]["reaches_back"] is False


def test_zone_less_stamps_are_in_the_zone_asked_for(tmp_path):
    path = write(tmp_path / "a.log", days("2026-01-01", 2))
    assert one(path)["first"] == "2026-01-01T00:07:00+08:00"
    assert one(path)["zone_inferred"]
    assert one(path, timezone="America/New_York")["first"] == "2026-01-01T00:07:00-05:00"


def test_an_hour_that_a_clock_shows_twice_loses_no_record(tmp_path):
    times = [datetime(2025, 11, 2, 0, 30) + timedelta(minutes=15 * n) for n in range(12)]
    source = one(write(tmp_path / "a.log", times), timezone="America/New_York")
    assert (source["lines"], source["undated_lines"], source["days_with_events"]) == (12, 0, 1)


def test_hash_adds_the_digest_of_each_member(tmp_path):
    import hashlib

    plain = write(tmp_path / "a.log", days("2026-01-02", 1))
    packed = write(tmp_path / "a.log.1.gz", days("2026-01-01", 1))
    members = one(tmp_path, hash=True)["members"]
    assert {m["path"]: m["sha256"] for m in members} == {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in (plain, packed)
    }
    assert "members" not in one(tmp_path)


def test_a_folder_without_logs_has_no_source(tmp_path):
    (tmp_path / "read-me.txt").write_text("nothing here is a log\n" * 9)
    found = scanned(tmp_path)
    assert found["sources"] == []
    assert [(s["what"], s["code"]) for s in found["coverage"]["skipped"]] == [
        (str(tmp_path / "read-me.txt"), "no_time_stamps")
    ]


@pytest.mark.parametrize("option", [{"timezone": "Mars/Olympus"}, {"max_gap": "soon"}, {"max_gap": "0d"}])
def test_an_option_that_cannot_be_used_is_said_in_both_languages(tmp_path, option):
    with pytest.raises(InputError) as error:
        scanned(tmp_path, **option)
    assert error.value.text.en
    assert error.value.text.zh


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_terminal_shows_a_calendar_and_what_is_wrong(tmp_path, lang):
    write(tmp_path / "a.log", days("2026-03-01", 60, leave_out=["2026-03-11"]))
    write(tmp_path / "a.log.2.gz", days("2025-12-01", 20))
    (tmp_path / "b.log.gz").write_bytes(gzip.compress(b"2026-01-01 00:00:00 x\n" * 9000)[:-9])
    shown = render(scanned(tmp_path), lang, 60)
    assert "a.log.1" in shown
    assert "2025-12" in shown
    assert "·" in shown
    assert {"en": "breaks off", "zh": "中断"}[lang] in shown
    assert max(len(line) for line in shown.splitlines()) < 200
    assert json.dumps(shown)


def test_every_code_that_can_be_shown_has_words():
    from pathlib import Path

    import hegui
    from hegui.evidence.logs.formats import formats, titles
    from hegui.evidence.logs.words import words

    assert set(titles()) >= {format.id for format in formats()} | {"json_lines", "json_document", "evtx", "csv", "w3c"}
    rooms = [Path(hegui.__file__).parent / name for name in ("evidence/logs", "recognise", "engine")]
    code = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in room.glob("*.py"))
    damages = set(re.findall(r'Damage\("(\w+)"', code)) | set(re.findall(r'errno\.E\w+: "(\w+)"', code))
    problems = set(re.findall(r'_problem\(source, path, "(\w+)"\)', code)) | {
        "collector_error",
        "worker_lost",
        "binary",
    }
    assert len(damages) > 8
    assert set(words()["unreadable"]) >= damages | problems
    skips = set(re.findall(r'\.skip\("(\w+)"', code)) | set(re.findall(r'"(\w+)", skip=True', code))
    assert len(skips) > 5
    assert set(words()["skipped"]) >= skips


def test_one_record_of_a_clock_set_wrong_does_not_reach_back(tmp_path):
    path = write(tmp_path / "a.log", [datetime(2000, 1, 1), *days("2026-06-01", 60, per_day=24)])
    window = one(path)["window"]
    assert (window["from"], window["reaches_back"]) == ("2026-01-30", None)


def test_a_quiet_week_over_the_start_of_the_window_does_not_hide_it(tmp_path):
    weekly = [datetime(2025, 6, 2, 3) + timedelta(days=7 * n) for n in range(60)]
    assert one(write(tmp_path / "a.log", weekly))["window"]["reaches_back"] is True


def test_a_format_that_few_of_few_lines_are_in_is_still_recognised(tmp_path):
    (tmp_path / "a.log").write_text("a heading\n" * 12 + "I0102 03:04:05.000001 7 made.go:1] made up\n" * 3)
    assert one(tmp_path / "a.log")["format"] == "glog"
