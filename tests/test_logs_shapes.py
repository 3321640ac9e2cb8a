"""Shapes of archives: how files are named and packed, where lines end, several formats in one file, and when what is lost was lost."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime, timedelta

import pytest

from hegui.engine import Source, run
from hegui.evidence.logs import collector
from logs_of import days, line, one, scanned, touch, write

APACHE = '192.0.2.1 - - [{at:%d/%b/%Y:%H:%M:%S} +0800] "GET / HTTP/1.1" 200 7\n'
MONTH = [f"2026-03-{day:02d}" for day in range(1, 13)]


def text(times, form="{at:%Y-%m-%d %H:%M:%S} INFO made up\n"):
    return "".join(line(at, form) for at in times)


def losses(folder):
    """What is lost, by kind: how much, and between which days."""
    facts = run(collector, [Source("op", "s", "logs", str(folder), "x")], cache=False).facts
    return [
        (
            row["kind"],
            row["missing"],
            *(f"{row[end]:%Y-%m-%d}" if row[end] else None for end in ("lost_from", "lost_to")),
        )
        for row in facts["log_loss"].to_pylist()
    ]


# names


@pytest.mark.parametrize(
    "name",
    [
        "app.log.{day}",
        "app-{day}.log.gz",
        "app-{day}.0.log",
        "app.log.{day}-00",
        "app.{day}.log.zip",
        "{day}/app.log",
        "{year}/{month}/{dd}/app.log",
        "{year}{month}{dd}/host/app.log",
    ],
)
def test_a_day_missing_from_a_dated_set_is_seen_however_the_date_is_written(tmp_path, name):
    for day in MONTH:
        if day != "2026-03-06":
            year, month, dd = day.split("-")
            path = tmp_path / name.format(day=day, year=year, month=month, dd=dd)
            if path.suffix == ".zip":
                path.write_bytes(zipped({"app.log": text(days(day, 1))}))
            else:
                write(path, days(day, 1))
    source = one(tmp_path)
    assert source["files"] == len(MONTH) - 1
    (missing,) = source["missing_members"]
    assert "2026-03-06" in missing or "2026/03/06" in missing or "20260306" in missing


def zipped(entries):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_several_files_of_each_day_are_one_set_without_a_hole(tmp_path):
    for day in MONTH:
        for part in (0, 1):
            write(tmp_path / f"app-{day}.{part}.log.gz", days(day, 1)[part * 2 : part * 2 + 2])
    source = one(tmp_path)
    assert (source["files"], source["missing_members"]) == (24, [])


def test_a_read_me_with_a_date_among_the_logs_is_none(tmp_path):
    write(tmp_path / "a.log", days("2026-03-01", 30))
    (tmp_path / "README.md").write_text("# Logs\n\nKept by nobody since 2001-01-01 00:00:00, made up\nand more\n")
    found = scanned(tmp_path)
    assert [source["first"][:10] for source in found["sources"]] == ["2026-03-01"]
    assert [skipped["code"] for skipped in found["coverage"]["skipped"]] == ["no_time_stamps"]


# lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_may_end_in_carriage_returns_alone(tmp_path, encoding):
    times = days("2026-03-01", 30)
    (tmp_path / "a.log").write_bytes(text(times).replace("\n", "\r").encode(encoding))
    source = one(tmp_path / "a.log")
    assert (source["lines"], source["undated_lines"], source["days_with_events"]) == (len(times), 0, 30)


def test_carriage_returns_within_lines_end_none(tmp_path):
    times = days("2026-03-01", 30)
    bar = "progress 1%\rprogress 50%\rprogress 100%" * 30
    (tmp_path / "a.log").write_bytes((bar + "\n" + text(times)).encode())
    assert one(tmp_path / "a.log")["lines"] == len(times) + 1


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param("{at:%Y-%m-%d %H:%M:%S} INFO made up\n", APACHE, id="another format"),
        pytest.param("{at:%b %e %H:%M:%S} host sshd[1]: made up\n", "{at:%Y-%m-%dT%H:%M:%S}+08:00 host sshd[1]: made up\n", id="without the year"),
    ],
)  # fmt: skip
def test_the_few_records_that_a_file_begins_with_in_another_format_count_as_well(tmp_path, older, newer):
    times = days("2026-03-01", 60)
    (tmp_path / "a.log").write_text(text(times[:60], older) + text(times[60:], newer))
    touch(tmp_path / "a.log", times[-1])
    source = one(tmp_path / "a.log")
    assert (source["undated_lines"], source["first"][:10], source["last"][:10]) == (0, "2026-03-01", "2026-04-29")


# losses


def test_a_missing_member_lies_between_its_neighbours(tmp_path):
    for number, first in ((3, "2026-01-01"), (1, "2026-03-01")):
        write(tmp_path / f"app.log.{number}", days(first, 20))
    write(tmp_path / "app.log", days("2026-04-01", 20))
    assert losses(tmp_path) == [("member", 1, "2026-01-20", "2026-02-28")]


def test_members_may_be_numbered_upwards(tmp_path):
    for number, first in ((1, "2026-01-01"), (3, "2026-03-01")):
        write(tmp_path / f"app.log.{number}", days(first, 20))
    assert losses(tmp_path) == [("member", 1, "2026-01-20", "2026-02-28")]


def test_missing_numbers_lie_between_their_neighbours(tmp_path):
    start = datetime(2026, 1, 1, 12)
    records = [(n, start + timedelta(days=n)) for n in range(1, 100) if n not in (40, 41)]
    lines = [f"type=SYSCALL msg=audit({at.timestamp():.3f}:{n}): made up\n" for n, at in records]
    (tmp_path / "audit.log").write_text("".join(lines))
    assert losses(tmp_path) == [("numbers", 2, "2026-02-09", "2026-02-12")]


@pytest.mark.parametrize(
    "form", ["{at:%Y-%m-%d %H:%M:%S} {what}\n", '{{"time": "{at:%Y-%m-%dT%H:%M:%S}Z", "what": "{what}"}}\n']
)
def test_a_cleared_log_was_cleared_when_its_record_says(tmp_path, form):
    times = days("2026-03-01", 30)
    what = ["made up"] * len(times)
    what[50] = "The audit log was cleared."
    (tmp_path / "a.log").write_text(
        "".join(form.format(at=at, what=said) for at, said in zip(times, what, strict=True))
    )
    day = f"{times[50]:%Y-%m-%d}"
    assert losses(tmp_path) == [("clearing", 1, day, day)]


def test_of_a_record_without_a_year_nothing_says_when_a_log_was_cleared(tmp_path):
    (tmp_path / "a.log").write_text(
        "Jan 10 00:00:00 dc1 Security[7]: The audit log was cleared. Subject: made up\n" * 3
    )
    assert losses(tmp_path) == [("clearing", 1, None, None)] * 3


def test_the_calendar_begins_with_the_window(tmp_path):
    from hegui.scan.logs import render

    write(tmp_path / "a.log", days("2026-05-01", 30))
    shown = render(scanned(tmp_path, on=date(2026, 5, 31)), "en", 100)
    (months,) = (row.split() for row in shown.splitlines() if row.split()[-1:] == ["05"])
    assert months[0] == "2025-11"
    assert "Sun  ··" in shown


def test_a_log_of_long_ago_is_drawn_where_its_records_are(tmp_path):
    from hegui.scan.logs import render

    write(tmp_path / "a.log", days("2011-05-01", 30))
    assert "2011-05" in render(scanned(tmp_path, on=date(2026, 5, 31)), "en", 100)


def test_a_packed_member_is_read_like_a_plain_one(tmp_path):
    for name, pack in (("plain", bytes), ("packed", gzip.compress)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.log").write_bytes(pack(text(days("2026-03-01", 30)).replace("\n", "\r").encode()))
    counts = [
        (source["lines"], source["first"]) for source in scanned(tmp_path / "plain", tmp_path / "packed")["sources"]
    ]
    assert counts[0] == counts[1]
