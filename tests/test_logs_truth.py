"""The real logs give the spans and counts that other tools counted."""

from __future__ import annotations

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from logs_of import REAL, WHERE_REAL_IS, one, scanned

TRUTH = REAL / "truth" / "log_truth.csv"
ROWS = list(csv.DictReader(TRUTH.read_text(encoding="utf-8").splitlines())) if TRUTH.exists() else []
SHANGHAI = ZoneInfo("Asia/Shanghai")
LEAP_DAY = "logs/plaso/syslog__syslog"
"""The counter of the truth tried every line in the year 1900, which has no 29 February: it has one dated line less there."""

pytestmark = pytest.mark.skipif(not ROWS, reason=WHERE_REAL_IS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["path"])
def test_lines_dated_lines_and_span_are_as_counted_elsewhere(row):
    source = one(REAL / row["path"])
    assert source["lines"] == int(row["lines"])
    assert source["lines"] - source["undated_lines"] == int(row["dated_lines"]) + (row["path"] == LEAP_DAY)
    first, last = (_as_written(source[end], row) for end in ("first", "last"))
    yearless = row["first"].startswith("1900")
    assert source["year_inferred"] is yearless
    if not yearless:
        assert (f"{first:%Y-%m-%d %H:%M:%S}", f"{last:%Y-%m-%d %H:%M:%S}") == (row["first"], row["last"])
    elif row["in_time_order"] == "yes":
        assert (f"{first:%m-%d %H:%M:%S}", f"{last:%m-%d %H:%M:%S}") == (row["first"][5:], row["last"][5:])
    if row["in_time_order"] == "yes" and "epoch" not in row["format"]:
        assert f"{first:%Y-%m-%d}" <= f"{last:%Y-%m-%d}"


def test_bgl_spans_213_days_and_reaches_back_six_months():
    source = one(REAL / "logs/loghub/BGL_2k.log")
    first, last = datetime.fromisoformat(source["first"]), datetime.fromisoformat(source["last"])
    assert round((last - first).total_seconds() / 86_400, 1) == 213.7
    assert source["window"] == {"from": "2005-07-03", "as_of": "2006-01-03", "reaches_back": True}
    assert len(source["gaps"]) == 65


def test_records_by_day_in_the_zone_asked_for():
    assert one(REAL / "logs/elastic/apache_logs_2015-05", timezone="UTC")["days_with_events"] == 4


def test_a_year_turns_inside_a_syslog():
    source = one(REAL / "logs/lnav/logfile_syslog.1")
    first, last = datetime.fromisoformat(source["first"]), datetime.fromisoformat(source["last"])
    assert (f"{first:%m-%d}", f"{last:%m-%d}", last.year - first.year) == ("12-03", "01-03", 1)
    assert source["out_of_order"] == 0


def test_rotated_sets_are_one_source_a_family():
    found = scanned(REAL / "logs/kafka_rotated")["sources"]
    assert {source["path"].rsplit("/", 1)[1]: source["files"] for source in found} == {
        "kafka0__logs__controller.log": 9,
        "kafka0__logs__server.log": 9,
        "kafka1__logs__controller.log": 3,
        "kafka1__logs__server.log": 9,
        "kafka2__logs__controller.log": 2,
        "kafka2__logs__server.log": 9,
    }
    holes = [source["missing_members"] for source in found if source["missing_members"]]
    assert [[path.rsplit("/", 1)[1] for path in hole] for hole in holes] == [
        ["kafka1__logs__controller.log.2016-12-19-17"]
    ]


def test_one_syslog_in_five_containers_is_always_the_same():
    spans = set()
    for name in ("syslog.gz", "syslog.bz2", "syslog.xz", "syslog.zip", "syslog.tar", "syslog.tgz"):
        found = [s for s in scanned(REAL / "logs/plaso" / name)["sources"] if s["path"].endswith(("syslog", name))]
        spans.add((found[0]["lines"], found[0]["undated_lines"], found[0]["first"], found[0]["last"]))
    assert len(spans) == 1


def _as_written(at: str, row: dict[str, str]) -> datetime:
    """The time on the clock that wrote it, as the truth has it."""
    read = datetime.fromisoformat(at)
    if row["path"] == "logs/lnav/logfile_regexp_access_log.0":
        return read.astimezone(ZoneInfo("America/Los_Angeles"))
    if row["path"] == "logs/plaso/syslog__syslog_chromeos":
        return read.astimezone(ZoneInfo("America/Los_Angeles"))
    return read
