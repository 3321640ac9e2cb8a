"""Numbers, copies, silences, pieces of big files, Windows events."""

from __future__ import annotations

import csv
import gzip
import json
import random
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from hegui.engine import Source, run
from hegui.evidence.logs import collector, places
from logs_of import REAL, WHERE_REAL_IS, days, one, scanned, write

SYSLOG = "{at:%b} {at.day:2d} {at:%H:%M:%S} host app[1]: made up\n"
real = pytest.mark.skipif(not REAL.exists(), reason=WHERE_REAL_IS)


def audit(path, serials, first="2026-01-01"):
    start = datetime.fromisoformat(first).timestamp()
    path.write_text(
        "".join(f"type=SYSCALL msg=audit({start + n:.3f}:{serial}): made up\n" for n, serial in enumerate(serials))
    )
    return path


@pytest.mark.parametrize(
    ("serials", "holes"),
    [
        ([*range(1, 50)], []),
        ([1, 1, 1, 2, 2, 3], []),
        ([1, 3, 2, 4, 6, 5], []),
        ([1, 2, 5, 6, 9], [(2, 2), (6, 2)]),
        ([*range(5000, 5100), *range(1, 100)], []),
        ([*range(5000), *range(5010, 12_000)], [(4999, 10)]),
        ([n ^ 1 for n in range(12_000)], []),
    ],
)
def test_holes_in_numbers_are_counted_whatever_the_order_of_neighbours(tmp_path, serials, holes):
    source = one(audit(tmp_path / "audit.log", serials))
    assert [(hole["after"], hole["missing"]) for hole in source["sequence_holes"]] == holes


JOURNALS = {
    "export": "__CURSOR=a\n__REALTIME_TIMESTAMP={micros}\n__SEQNUM={n}\nMESSAGE=made up\n\n",
    "json": '{{"__CURSOR":"a","__REALTIME_TIMESTAMP":"{micros}","__SEQNUM":"{n}","MESSAGE":"made up"}}\n',
}


@pytest.mark.parametrize("form", JOURNALS)
@pytest.mark.parametrize(
    ("numbers", "missing"),
    [([*range(7, 60)], 0), ([*range(7, 40), *range(45, 60)], 5), ([*range(7, 600, 9)], 0)],
    ids=["whole", "with a hole", "a selection, which says nothing"],
)
def test_holes_in_the_numbers_of_an_exported_journal(tmp_path, form, numbers, missing):
    text = "".join(JOURNALS[form].format(micros=1_767_225_601_000_000 + n * 60_000_000, n=n) for n in numbers)
    (tmp_path / "journal.log").write_text(text)
    source = one(tmp_path / "journal.log")
    assert source["lines"] == len(numbers)
    assert sum(hole["missing"] for hole in source["sequence_holes"]) == missing


def test_what_was_read_of_one_log_is_not_carried_into_the_next_that_begins_alike(tmp_path):
    whole, torn = [*range(40_000)], [*range(30_000), *range(30_005, 40_000)]
    for name, serials, holes in (("a", torn, [(29_999, 5)]), ("b", whole, []), ("c", torn, [(29_999, 5)])):
        source = one(audit(tmp_path / name, serials))
        assert [(hole["after"], hole["missing"]) for hole in source["sequence_holes"]] == holes


@pytest.mark.parametrize(
    "number",
    [1102, "1102", {"#attributes": {"Qualifiers": 0}, "#text": 1102}],
    ids=["number", "text", "with attributes"],
)
def test_cleared_logs_are_counted_in_json_over_several_lines_too(tmp_path, number):
    made = {"time": "2026-01-10T00:00:00Z", "EventID": 4624, "Provider": {"Name": "made"}}
    clearing = {"time": "2026-01-11T00:00:00Z", "EventID": number, "Provider": {"Name": "Microsoft-Windows-Eventlog"}}
    (tmp_path / "a.json").write_text(json.dumps([made, clearing, made], indent=4))
    source = one(tmp_path / "a.json")
    assert (source["format"], source["lines"], source["cleared_events"]) == ("json_document", 3, 1)


def test_a_hole_between_two_members_is_one_too(tmp_path):
    audit(tmp_path / "audit.log.1", range(10, 20))
    audit(tmp_path / "audit.log", range(25, 30), "2026-01-02")
    between = {"from": "2026-01-01T00:00:09+00:00", "to": "2026-01-02T00:00:00+00:00"}
    assert one(tmp_path)["sequence_holes"] == [{"after": 19, "missing": 5, **between}]


@real
def test_a_real_audit_log_with_lost_messages():
    numbers = [
        int(line.split(":")[1].split(")")[0])
        for line in (REAL / "logs/auditd/lost_messages.log").read_text().splitlines()
    ]
    held = sorted(set(numbers))
    missing = sum(b - a - 1 for a, b in pairwise(held))
    assert sum(h["missing"] for h in one(REAL / "logs/auditd/lost_messages.log")["sequence_holes"]) == missing > 0


@real
def test_windows_events_as_two_other_readers_count_them():
    rows = list(csv.DictReader((REAL / "truth/evtx_truth.csv").read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        source = one(REAL / row["path"])
        assert source["format"] == "evtx"
        assert (source["lines"], source["undated_lines"]) == (int(row["records(evtx-rs)"]), 0), row["path"]
        ends = {source[end][:19] for end in ("first", "last")}
        assert ends == {row["first_utc"][:19], row["last_utc"][:19]}, row["path"]


@real
def test_a_torn_event_log_says_so(tmp_path):
    whole = (REAL / "logs/evtx/post-Security.evtx").read_bytes()
    torn = bytearray(whole)
    torn[70_000:200_000] = bytes(130_000)
    (tmp_path / "Security.evtx").write_bytes(torn)
    (tmp_path / "Head.evtx").write_bytes(whole[:3000])
    (tmp_path / "Half.evtx").write_bytes(whole[:100_000])
    found = scanned(tmp_path)
    assert {Path(row["path"]).name: row["code"] for row in found["unreadable"]} == {
        "Security.evtx": "corrupt",
        "Head.evtx": "truncated",
        "Half.evtx": "truncated",
    }


def test_a_member_kept_twice_counts_once(tmp_path):
    times = days("2026-01-01", 3)
    write(tmp_path / "a.log", days("2026-01-04", 3))
    write(tmp_path / "a.log.1", times)
    write(tmp_path / "a.log.1.gz", times)
    found = scanned(tmp_path)
    assert (found["sources"][0]["lines"], found["sources"][0]["files"]) == (24, 2)
    assert [row["code"] for row in found["coverage"]["skipped"]] == ["duplicate"]


def hourly(first, count, leave_out=lambda at: False):
    start = datetime.fromisoformat(first)
    return [at for n in range(count * 24) if not leave_out(at := start + timedelta(hours=n, minutes=7))]


# fmt: off
@pytest.mark.parametrize(("times", "plausible"), [
    (hourly("2026-01-01", 90, lambda at: 40 <= at.timetuple().tm_yday < 45),                              False),
    (hourly("2026-01-01", 90, lambda at: at.weekday() >= 5),                                              True),
    (hourly("2026-01-01", 90, lambda at: not 9 <= at.hour < 18),                                          True),
    (hourly("2026-01-01", 90, lambda at: at.weekday() >= 5 or 40 <= at.timetuple().tm_yday < 50),         False),
    (days("2026-01-01", 180, per_day=1),                                                                  True),
    (days("2026-01-01", 180, per_day=1, leave_out=["2026-03-03"]),                                        True),
    (days("2026-01-01", 180, per_day=1, leave_out=[f"2026-03-{n:02d}" for n in range(3, 25)]),            False),
    (hourly("2026-01-01", 5, lambda at: at.day == 3),                                                     None),
])
def test_a_silence_is_weighed_against_the_rhythm_of_its_source(tmp_path, times, plausible):
    gaps = one(write(tmp_path / "a.log", times), max_gap="3h")["gaps"]
    longest = max(gaps, key=lambda gap: gap["seconds"])["implausible"]
    assert (None if longest is None else longest > 0.001) is plausible


def test_irregular_silences_of_a_quiet_source_are_plausible(tmp_path):
    odd = random.Random(3)
    at = datetime(2026, 1, 1)
    times = [at := at + timedelta(hours=odd.expovariate(1 / 30)) for _ in range(200)]
    gaps = one(write(tmp_path / "a.log", times))["gaps"]
    assert len(gaps) > 20
    assert min(gap["implausible"] for gap in gaps) > 0.001


@pytest.mark.parametrize("hash", [True, False])
@pytest.mark.parametrize("form", ["{at:%Y-%m-%d %H:%M:%S} INFO made up\n", SYSLOG, "type=X msg=audit({at:%s}.123:77): x\n"])
def test_a_big_file_read_in_pieces_is_the_same_file(tmp_path, monkeypatch, form, hash):
    times = days("2025-06-01", 400, per_day=5)
    times[700], times[900] = times[900], times[700]
    form = form.replace("{at:%s}", "{at:%s}") if "%s" not in form else "type=X msg=audit(17000{at:%H%M%S}.123:77): x\n"
    path = write(tmp_path / "big.log", times, form)
    path.write_bytes(path.read_bytes()[:-1])
    whole = one(path, hash=hash)
    for piece in (999, 4096, 5000):
        monkeypatch.setattr(places, "PIECE", piece)
        assert len(list(places.shards(Source("op", "s", "logs", str(path), "x")))) > 3
        assert one(path, hash=hash) == whole


def test_the_ends_of_a_family_are_exhibits_with_their_lines(tmp_path):
    write(tmp_path / "a.log", days("2026-01-03", 1))
    write(tmp_path / "a.log.1.gz", days("2026-01-01", 2))
    facts = run(collector, [Source("op", "s", "logs", str(tmp_path), "x")], cache=False).facts
    exhibits = {row["exhibit"]: row for row in facts["exhibit"].to_pylist()}
    assert sorted(exhibits) == ["s:a.log", "s:a.log#line=4", "s:a.log.1.gz", "s:a.log.1.gz#line=1"]
    assert all(row["proof"] == "measured" and len(row["sha256"]) == 64 for row in exhibits.values())
    assert {row["exhibit"] for row in facts["log_member"].to_pylist()} <= set(exhibits)
    assert gzip.decompress((tmp_path / "a.log.1.gz").read_bytes()).count(b"\n") == 8


def test_no_text_of_a_record_leaves_the_collector(tmp_path):
    (tmp_path / "a.log").write_text("".join(f"2026-01-0{n} 00:00:00 secret-13812345678\n" for n in range(1, 9)))
    (tmp_path / "b.log").write_bytes(gzip.compress(b"2026-01-01 00:00:00 secret-13812345678\n" * 999)[:-4])
    facts = run(collector, [Source("op", "s", "logs", str(tmp_path), "x")], cache=False).facts
    assert "13812345678" not in str({name: table.to_pylist() for name, table in facts.items()})


# fmt: off
@pytest.mark.parametrize(("format", "text", "records", "undated"), [
    ("w3c", "#Software: x\n#Fields: date time c-ip\n2026-01-01 00:00:01 192.0.2.1\n2026-01-02 00:00:01 192.0.2.1\n", 4, 2),
    ("w3c", "#Date: 2026-01-01 00:00:00\n#Fields: time c-ip\n00:00:01 192.0.2.1\n#Date: 2026-01-02 00:00:00\n00:00:01 -\n", 5, 3),
    ("csv", "编号,时间,内容\n1,2026/1/1 0:00:01,\"一,二\"\n2,2026/1/2 0:00:01,三\n", 3, 1),
    ("csv", "srcip;datetime\n1032051418;2026-01-01 00:00:01\n1032051419;2026-01-02 00:00:01\n", 3, 1),
    ("json_document", '{"Records": [{"eventTime": "2026-01-01T00:00:01Z"}, {"eventTime": "2026-01-02T00:00:01Z"}]}', 2, 0),
    ("json_lines", '[{"time": 1767225601},\n{"time": 1767312001, "a": [1]}]\n', 2, 0),
    ("json_document", '{\n "timestamp": "2026-01-01T00:00:01Z"\n}\n{\n "timestamp": "2026-01-02T00:00:01Z"\n}\n', 2, 0),
    ("json_document", '{"hits": {"hits": [{"_source": {"@timestamp": "2026-01-01T00:00:01Z"}}, {"_source": {"@timestamp": "2026-01-02T00:00:01Z"}}]}}', 2, 0),
    ("journald_export", "__CURSOR=a\n__REALTIME_TIMESTAMP=1767225601000000\nMESSAGE=x\n\n__CURSOR=b\n__REALTIME_TIMESTAMP=1767312001000000\nMESSAGE=y\n\n", 2, 0),
    ("leef", "LEEF:1.0|made|up|1|1|devTime=1767225601000\tsrc=x\nLEEF:1.0|made|up|1|1|devTime=1767312001000\tsrc=x\n", 2, 0),
    ("mysql_slow", "# Time: 2026-01-01T00:00:01.000000Z\nselect 1;\n# Time: 2026-01-02T00:00:01.000000Z\nselect 2;\n", 4, 2),
    ("huawei_vrp", "<189>Jan  1 2026 00:00:01 sw %%01SHELL/5/LOGIN(l): made up\n<189>Jan  2 2026 00:00:01 sw %%01SHELL/5/LOGIN(l): x\n", 2, 0),
])
def test_formats_of_other_kinds(tmp_path, format, text, records, undated):
    (tmp_path / "some.file").write_text(text, encoding="utf-8")
    source = one(tmp_path / "some.file", timezone="UTC")
    assert (source["format"], source["lines"], source["undated_lines"]) == (format, records, undated)
    assert (source["first"], source["last"]) == ("2026-01-01T00:00:01+00:00", "2026-01-02T00:00:01+00:00")


@real
def test_cloudtrail_and_suricata_hold_as_many_records_as_json_says():
    import json

    trails = sorted((REAL / "logs/cloudtrail").glob("*.json"))
    count = sum(len(json.loads(path.read_text(encoding="utf-8"))["Records"]) for path in trails)
    assert sum(source["lines"] for source in scanned(REAL / "logs/cloudtrail")["sources"]) == count
    for path in (REAL / "logs/suricata").glob("*.json"):
        assert (one(path)["lines"], one(path)["undated_lines"]) == (path.read_text(encoding="utf-8").count('"timestamp"'), 0)


def test_a_format_of_the_users_own(tmp_path):
    (tmp_path / "own.file").write_text("".join(f"@@ app|host|01.0{n}.2026 10:00:00|made up\n" for n in range(1, 9)))
    own = {"formats": {"ours": {"lines": [r"@@ \w+\|\w+\|{dd_mm_yyyy}\|"]}}}
    source = Source("op", "s", "logs", str(tmp_path / "own.file"), "x", options=own)
    (span,) = run(collector, [source], cache=False).facts["log_span"].to_pylist()
    assert (span["format"], span["lines"], span["undated_lines"]) == ("ours", 8, 0)
