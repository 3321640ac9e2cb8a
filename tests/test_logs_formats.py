"""Formats of many makers, each told by its content and dated to the second; mixed streams, exports, binary logs."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import struct
import subprocess
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.evidence.logs.windowsxml import CUT, END, EventLines
from hegui.recognise.times import PATTERNS, reading
from logs_of import REAL, WHERE_REAL_IS, one, scanned, write

DAYS = range(10, 28)
CN = timezone(timedelta(hours=8))
WRITER = Path("/lib/systemd/systemd-journal-remote")
real = pytest.mark.skipif(not REAL.exists(), reason=WHERE_REAL_IS)

# name: (format found, one line a day, the day's time, year inferred)
# fmt: off
LINES = {
    "android":     ("android",          "03-{d} 16:13:38.811  1702  2395 D WindowManager: made up",                        "2026-03-{d}T16:13:38+08:00", True),
    "hpc":         ("hpc",              "1346{d} node-246 unix.hw state_change.unavailable 10778{d}742 1 Component",       None,                         False),
    "healthapp":   ("compact_text",     "201712{d}-1:{d}:9:6{d}|Step_LSC|30002312|onStandStepChanged 3579",                "2017-12-{d}T01:{d}:09+08:00", False),
    "proxifier":   ("dated_text",       "[10.{d} 16:49:06] chrome.exe - made.up:5070 open through proxy",                  "2026-10-{d}T16:49:06+08:00", True),
    "zookeeper":   ("iso_text",         "2015-07-{d} 17:41:44,747 - INFO  [QuorumPeer] - Notification",                     "2015-07-{d}T17:41:44+08:00", False),
    "openstack":   ("openstack",        "nova-api.log.1.2017-05-16_13:53:08 2017-05-{d} 00:00:00.008 25746 INFO nova",      "2017-05-{d}T00:00:00+08:00", False),
    "fortinet":    ("fortinet",         'date=2019-05-{d} time=11:45:03 devname="FG" type="traffic"',                      "2019-05-{d}T11:45:03+08:00", False),
    "palo_alto":   ("csv",              "1,2021/02/{d} 07:46:20,0011,TRAFFIC,end,2560,2021/02/{d} 07:46:19,192.0.2.1",      "2021-02-{d}T07:46:20+08:00", False),
    "h3c":         ("huawei_vrp",       "%Apr {d} 12:00:00:123 2024 H3C SHELL/5/SHELL_LOGIN: made up",                     "2024-04-{d}T12:00:00+08:00", False),
    "h3c_sent":    ("huawei_vrp",       "<188>Apr {d} 12:00:00 2024 H3C %%10SHELL/5/SHELL_LOGIN: made up",                 "2024-04-{d}T12:00:00+08:00", False),
    "huawei":      ("huawei_vrp",       "<189>Apr {d} 2024 12:00:00+08:00 HW %%01SHELL/5/CMD(s)[1]:made up",               "2024-04-{d}T12:00:00+08:00", False),
    "ruijie":      ("cisco_ios",        "*Oct {d} 12:00:00: %SYS-5-CONFIG_I: made up",                                     "2026-10-{d}T12:00:00+08:00", True),
    "topsec":      ("text_with_time",   '<134>id=tos time="2021-01-{d} 10:00:00" fw=TopsecOS type=mgmt',                   "2021-01-{d}T10:00:00+08:00", False),
    "zh_syslog":   ("syslog_rfc3164",   "10月 {d} 12:00:00 host sshd[1]: made up",                                         "2026-10-{d}T12:00:00+08:00", True),
    "zh_text":     ("zh_text",          "2024年11月{d}日 下午1:00:00 用户登录",                                             "2024-11-{d}T13:00:00+08:00", False),
    "zh_date":     ("zh_text",          "2024年 11月 {d}日 星期一 12:00:00 CST 备份完成",                                    "2024-11-{d}T12:00:00+08:00", False),
    "day_first":   ("day_first_text",   "{d}/11/2024 12:00:00 made up",                                                    "2024-11-{d}T12:00:00+08:00", False),
    "month_first": ("month_first_text", "11/{d}/2024 12:00:00 PM made up",                                                 "2024-11-{d}T12:00:00+08:00", False),
    "german":      ("dated_text",       "{d}.11.2024 12:00:00 made up",                                                    "2024-11-{d}T12:00:00+08:00", False),
    "log4j":       ("dated_text",       "[{d}/Nov/2024 12:00:00] INFO made up",                                            "2024-11-{d}T12:00:00+08:00", False),
    "java_util":   ("syslog_with_year", "November {d}, 2024 1:00:00 PM com.made.Up main",                                  "2024-11-{d}T13:00:00+08:00", False),
    "mariadb":     ("iso_text",         "2021-11-{d}  5:13:12 8 [Warning] made up",                                        "2021-11-{d}T05:13:12+08:00", False),
    "sophos":      ("basic_text",       "202411{d} 120000 made up",                                                        "2024-11-{d}T12:00:00+08:00", False),
    "colours":     ("syslog_rfc3164",   "\x1b[0m\x1b[32mOct {d} \x1b[0m12:00:00\x1b[31m host app[1]: made up",             "2026-10-{d}T12:00:00+08:00", True),
    "bash":        ("shell_history",    "#17312{d}400\nmade up",                                                           None,                         False),
    "elb":         ("aws_load_balancer", "h2 2020-01-{d}T16:55:32.115600Z app/made/up 192.0.2.1:55753",                    "2020-01-{d}T16:55:32+00:00", False),
    "snort":       ("snort_year_first", "21/12/{d}-12:55:38.765402 [**] [1:366:11] made up",                               "2021-12-{d}T12:55:38+08:00", False),
    "sls":         ("json_lines",       '{"__time__": "17000{d}000", "__topic__": "", "msg": "made up"}',                  None,                         False),
    "cls":         ("json_lines",       '{"__TIMESTAMP__": "17000{d}000123", "msg": "made up"}',                           None,                         False),
    "splunk":      ("json_lines",       '{"preview": false, "result": {"_time": "2024-11-{d}T00:00:00.000+08:00"}}',       "2024-11-{d}T00:00:00+08:00", False),
    "laurel":      ("json_lines",       '{"ID": "16880{d}710.843:308{d}", "SYSCALL": {"pid": 7}}',                         None,                         False),
    "opentelemetry": ("json_lines",     '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": "17000{d}008000000000"}]}]}]}', None,         False),
    "compose":     ("json_lines",       'caddy  | {"level": "info", "ts": 17610{d}822.5, "msg": "made up"}',               None,                         False),
    "bitbucket":   ("csv",              "192.0.2.1 | Event | admin | 14006{d}361906 | - | -",                              None,                         False),
}
# fmt: on
EPOCHS = {
    "hpc": "10778{d}742",
    "bash": "17312{d}400",
    "sls": "17000{d}000",
    "cls": "17000{d}000",
    "laurel": "16880{d}710",
    "opentelemetry": "17000{d}008",
    "compose": "17610{d}822",
    "bitbucket": "14006{d}361",
}  # fmt: skip


def made(name: str, day: int) -> str:
    return LINES[name][1].replace("{d}", str(day))


def meant(name: str, day: int) -> datetime:
    at = LINES[name][2]
    if at is None:
        return datetime.fromtimestamp(int(EPOCHS[name].replace("{d}", str(day))), UTC)
    return datetime.fromisoformat(at.replace("{d}", str(day)))


@pytest.mark.parametrize("name", LINES)
def test_a_maker_s_lines_are_told_and_dated(tmp_path, name):
    format, _, _, yearless = LINES[name]
    path = tmp_path / "a.log"
    path.write_text("".join(f"{made(name, day)}\n" for day in DAYS), encoding="utf-8")
    written = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    source = one(path)
    found = [datetime.fromisoformat(source[end]).replace(microsecond=0) for end in ("first", "last")]
    assert (source["format"], source["year_inferred"]) == (format, yearless)
    assert found == [meant(name, DAYS[0]), meant(name, DAYS[-1])]
    assert source["lines"] - source["undated_lines"] == len(DAYS)


@pytest.mark.parametrize("name", ["zh_text", "zh_date", "zh_syslog"])
def test_chinese_dates_in_the_national_encoding(tmp_path, name):
    (tmp_path / "a.log").write_text("".join(f"{made(name, day)}\n" for day in DAYS), encoding="gb18030")
    assert one(tmp_path / "a.log")["undated_lines"] == 0


# fmt: off
@pytest.mark.parametrize(("columns", "first"), [
    (["编号,操作时间,结果", "{d},2024-11-{d} 12:00:00,成功"],                      "2024-11-10T12:00:00"),
    (["Level,Date and Time,Source", 'Information,11/{d}/2024 1:00:00 PM,x,"made\nup\nover\nlines"'], "2024-11-10T13:00:00"),
    (["LineId,Date,Time,Content", "{d},081109,2031{d},x"],                         "2008-11-09T20:31:10"),
    (["LineId,Date,Time,Content", "{d},81109,2031{d},x"],                          "2008-11-09T20:31:10"),
    (["id;day;clock", "{d};2024-11-{d};12:00:00"],                                 "2024-11-10T12:00:00"),
    (["LineId\tDate\tTime", "{d}\t2024/11/{d}\t12:00:00"],                         "2024-11-10T12:00:00"),
    (["LineId,Month,Date,Time,Level", "{d},Oct,{d},12:00:00,x"],                   "-10-10T12:00:00"),
])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_with_its_time_in_one_column_or_in_several(tmp_path, columns, first, encoding):
    heading, row = columns
    rows = [heading, *(row.replace("{d}", str(day)) for day in DAYS)]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding=encoding)
    source = one(tmp_path / "a.csv")
    assert source["format"] == "csv"
    assert first in source["first"]
    assert source["lines"] - source["undated_lines"] == len(DAYS)


def test_a_stream_whose_daemon_was_set_to_another_stamp_midway(tmp_path):
    old = [datetime(2026, 1, 1, 0, 30) + timedelta(hours=n) for n in range(3000)]
    new = [old[-1] + timedelta(hours=n + 1) for n in range(3000)]
    text = "".join(f"{at:%b} {at.day:2d} {at:%H:%M:%S} host app[1]: made up\n" for at in old)
    text += "".join(f"{at:%Y-%m-%dT%H:%M:%S}.123456+08:00 host app[1]: made up\n" for at in new)
    (tmp_path / "auth.log").write_text(text)
    source = one(tmp_path / "auth.log")
    assert (source["lines"], source["undated_lines"], source["out_of_order"]) == (6000, 0, 0)
    assert (source["first"][:19], source["last"][:19]) == ("2026-01-01T00:30:00", f"{new[-1]:%Y-%m-%dT%H:%M:%S}")
    assert source["year_inferred"] is True


def test_the_year_that_later_stamps_name_is_the_year_of_the_earlier_ones(tmp_path):
    text = "Nov 30 10:00:00 host app[1]: x\n" * 5 + "Dec 31 10:00:00 host app[1]: x\n" * 5
    text += "2023-01-02T10:00:00+08:00 host app[1]: x\n" * 5
    (tmp_path / "auth.log").write_text(text)
    assert one(tmp_path / "auth.log")["first"] == "2022-11-30T10:00:00+08:00"


def test_an_old_date_inside_a_message_does_not_make_a_log_reach_back(tmp_path):
    record = "2026-01-{day} 10:00:00 ERROR made up\n"
    lines = [record.format(day=day) * 2 + "Jan  1 00:00:00 2001 host a row of the message\n" for day in DAYS]
    (tmp_path / "a.log").write_text("".join(lines))
    source = one(tmp_path / "a.log")
    assert source["first"].startswith("2026-01-10")
    assert source["undated_lines"] == len(DAYS)


EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{by}'/><EventID>{number}</EventID>"
    "<TimeCreated SystemTime='2026-01-{day}T11:25:51.1234567Z'/></System><EventData>made up</EventData></Event>"
)


def exported(clearing: int | None = None) -> str:
    return "".join(
        EVENT.format(by="Microsoft-Windows-Eventlog" if day == clearing else "made", number=1102, day=day) for day in DAYS
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("form", ["one_line", "a_line_each", "pretty"])
def test_windows_events_exported_as_xml(tmp_path, form, encoding):
    text = {
        "one_line": f"<?xml version='1.0'?><Events>{exported(12)}</Events>",
        "a_line_each": exported(12).replace("</Event>", "</Event>\r\n"),
        "pretty": f"<Events>{exported(12)}</Events>".replace("><", ">\n  <"),
    }[form]
    (tmp_path / "Security.xml").write_text(text, encoding=encoding)
    source = one(tmp_path / "Security.xml")
    assert (source["format"], source["lines"], source["undated_lines"]) == ("windows_xml", len(DAYS), 0)
    assert [source[end] for end in ("first", "last")] == [f"2026-01-{d}T11:25:51.123456+00:00" for d in (10, 27)]
    assert source["cleared_events"] == 1
    assert source["sequence_holes"] == []


@given(st.lists(st.sampled_from([b"<", b"</Event>", b"</EventData>", b"x" * 9, b"\n", b"</Event"])), st.integers(1, 40))
def test_events_are_cut_into_lines_whatever_size_the_pieces_have(parts, size):
    class Given:
        def __init__(self) -> None:
            self.file = io.BytesIO(b"".join(parts))

        def readinto(self, target: memoryview, /) -> int:
            return self.file.readinto(target[:size])

    stream, out, buffer = EventLines(Given()), b"", memoryview(bytearray(size))
    while got := stream.readinto(buffer):
        out += bytes(buffer[:got])
    assert out == b"".join(parts).replace(END, CUT)


# fmt: off
@pytest.mark.parametrize(("line", "count"), [
    ('{"time": "2026-01-10T00:00:00Z", "EventID": 1102, "SourceName": "Microsoft-Windows-Eventlog"}',  1),
    ('{"time": "2026-01-10T00:00:00Z", "event_id": "104", "provider": "Microsoft-Windows-Eventlog"}',  1),
    ('{"time": "2026-01-10T00:00:00Z", "EventID": 1105, "SourceName": "Microsoft-Windows-Eventlog"}',  0),
    ("Jan 10 00:00:00 dc1 MSWinEventLog\t1\tSecurity\t5\tSat\t1102\tMicrosoft-Windows-Eventlog\tx",      1),
    ("Jan 10 00:00:00 dc1 Security[7]: The audit log was cleared. Subject: made up",                   1),
    ("Jan 10 00:00:00 dc1 Security[7]: 审核日志已清除。",                                               1),
    ("Jan 10 00:00:00 h sudo: root : COMMAND=/usr/bin/journalctl --vacuum-time=1d",                    1),
    ("Jan 10 00:00:00 h systemd-journald[1]: Vacuuming done, freed 0B of archived journals",           0),
    ("Jan 10 00:00:00 h sudo: root : COMMAND=/usr/bin/journalctl --disk-usage",                        0),
    ("<189>Jan 10 2026 00:00:00+08:00 HW %%01SHELL/5/CMDRECORD(s)[1]: Command=\"reset logbuffer\"",     1),
    ("Jan 10 00:00:00 r1 7: %PARSER-5-CFGLOG_LOGGEDCMD: User:x logged command:clear logging",          1),
])
def test_records_that_say_a_log_was_cleared_are_counted_wherever_they_were_forwarded(tmp_path, line, count):
    (tmp_path / "a.log").write_text(f"{line}\n" * 3, encoding="utf-8")
    assert one(tmp_path / "a.log")["cleared_events"] == 3 * count


@pytest.mark.skipif(not WRITER.exists(), reason="systemd's own writer of journals is not installed")
def test_a_systemd_journal_and_its_export_hold_the_same(tmp_path):
    start = 1_767_225_601_000_000
    entries = (
        f"__CURSOR=s=0;i={n}\n__REALTIME_TIMESTAMP={start + n * 3_600_000_000}\n__MONOTONIC_TIMESTAMP={n}\n"
        f"_BOOT_ID={'c3d9a5e7a7c14f3a' * 2}\nMESSAGE=made up {n}\nPRIORITY=6\n\n"
        for n in range(3000)
    )
    export = tmp_path / "a.export"
    export.write_text("".join(entries))
    subprocess.run([WRITER, "-o", tmp_path / "a.journal", export], check=True, capture_output=True)
    journal, text = one(tmp_path / "a.journal"), one(export)
    assert (journal["format"], text["format"]) == ("journald", "journald_export")
    for key in ("lines", "undated_lines", "first", "last", "days"):
        assert journal[key] == text[key]
    (tmp_path / "torn.journal").write_bytes((tmp_path / "a.journal").read_bytes()[:900_000])
    assert [row["code"] for row in scanned(tmp_path / "torn.journal")["unreadable"]] == ["truncated"]


@real
@pytest.mark.skipif(shutil.which("utmpdump") is None, reason="utmpdump is not installed")
def test_login_records_as_utmpdump_has_them():
    path = REAL / "logs/plaso/utmp__utmp_x86_64"
    said = subprocess.run(["utmpdump", path], capture_output=True, text=True, check=True).stdout
    times = [datetime.fromisoformat(row.rsplit("[", 1)[1].rstrip("]").replace(",", ".")) for row in said.splitlines()]
    source = one(path)
    assert (source["format"], source["lines"]) == ("wtmp", len(times))
    assert [datetime.fromisoformat(source[end]) for end in ("first", "last")] == [min(times), max(times)]


@pytest.mark.parametrize(("order", "wide"), [("<", False), (">", False), ("<", True), (">", True)])
def test_login_records_of_every_machine(tmp_path, order, wide):
    shape = f"{order}h2xi32s4s32s256shh" + ("qqq16s24x" if wide else "iii16s20x")
    assert struct.calcsize(shape) == (400 if wide else 384)
    rows = [
        struct.pack(shape, 7, 70, b"pts/0", b"ts0", b"made", b"up", 0, 0, 1, 1_767_225_600 + 3600 * n, 5, b"\0" * 16)
        for n in range(50)
    ]
    (tmp_path / "wtmp").write_bytes(b"".join(rows) + bytes(len(rows[0])))
    source = one(tmp_path / "wtmp")
    assert (source["format"], source["lines"], source["undated_lines"]) == ("wtmp", 50, 0)
    assert source["first"] == "2026-01-01T00:00:00.000005+00:00"


@pytest.mark.parametrize("kind", ["timestamp", "aware", "date", "text", "epoch", "none"])
def test_parquet_with_a_time_column(tmp_path, kind):
    import pyarrow as pa
    import pyarrow.parquet as pq

    at = [datetime(2026, 1, 1, 12) + timedelta(days=n) for n in range(60)]
    column = {
        "timestamp": pa.array(at, pa.timestamp("ns")),
        "aware": pa.array([t.replace(tzinfo=CN) for t in at], pa.timestamp("ms", "Asia/Shanghai")),
        "date": pa.array([t.date() for t in at]),
        "text": pa.array([f"{t:%Y-%m-%d %H:%M:%S}" for t in at]),
        "epoch": pa.array([int(t.replace(tzinfo=CN).timestamp() * 1000) for t in at]),
        "none": pa.array(range(60)),
    }[kind]
    names = ["id", "note", "event_time" if kind != "none" else "amount"]
    pq.write_table(pa.table([pa.array(range(60)), pa.array(["made up"] * 60), column], names=names), tmp_path / "a.parquet")
    source = one(tmp_path / "a.parquet")
    assert (source["format"], source["lines"]) == ("parquet", 60)
    if kind == "none":
        assert source["undated_lines"] == 60
    else:
        first = datetime.fromisoformat(source["first"])
        assert first == datetime(2026, 1, 1, 0 if kind == "date" else 12, tzinfo=CN)
        assert source["days_with_events"] == 60


@real
def test_event_logs_and_zips_inside_archives_are_read(tmp_path):
    events = (REAL / "logs/evtx/post-Security.evtx").read_bytes()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Security.evtx", events)
        archive.writestr("a.log", "2026-01-01 00:00:00 made up\n")
    (tmp_path / "Security.evtx.gz").write_bytes(gzip.compress(events))
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("inner.zip")
        info.size = len(inner.getvalue())
        archive.addfile(info, io.BytesIO(inner.getvalue()))
    found = scanned(tmp_path)
    assert found["unreadable"] == []
    assert sorted((s["format"], s["lines"]) for s in found["sources"]) == [("evtx", 126), ("evtx", 126), ("iso_text", 1)]


def test_loki_s_answer_is_read_stream_by_stream(tmp_path):
    streams = [{"stream": {"n": n}, "values": [[f"17000{d}000000000{n:03d}", "x"] for d in DAYS]} for n in range(3)]
    (tmp_path / "a.json").write_text(json.dumps({"status": "success", "data": {"result": streams}}))
    source = one(tmp_path / "a.json")
    assert (source["lines"], source["undated_lines"]) == (3 * len(DAYS), 0)


@pytest.mark.parametrize(("told", "zone"), [("#Time Format: Local\n", "+08:00"), ("", "+00:00")])
def test_w3c_times_are_utc_unless_the_log_says_local(tmp_path, told, zone):
    text = f"#Version: 1.5\n{told}#Fields: date time action\n" + "".join(f"2026-01-{d} 10:00:00 DROP\n" for d in DAYS)
    (tmp_path / "pfirewall.log").write_text(text)
    assert one(tmp_path / "pfirewall.log")["first"] == f"2026-01-10T10:00:00{zone}"


def test_sequences_of_audit_records_read_at_once_are_those_read_line_by_line(tmp_path):
    odd = np.random.default_rng(7)
    serials = np.sort(odd.choice(np.arange(1, 40_000), 30_000, replace=False)).tolist()
    lines = [f"type=SYSCALL msg=audit({1_767_225_600 + s}.{s % 1000:03d}:{s}): made up\n" for s in serials]
    (tmp_path / "audit.log").write_text("".join(lines))
    source = one(tmp_path / "audit.log")
    assert sum(h["missing"] for h in source["sequence_holes"]) <= serials[-1] - serials[0] + 1 - len(serials)
    assert source["undated_lines"] == 0
    assert source["first"] == datetime.fromtimestamp(1_767_225_600 + serials[0], UTC).replace(
        microsecond=serials[0] % 1000 * 1000
    ).isoformat(timespec="auto")


@real
@pytest.mark.parametrize("system", ["Apache", "BGL", "Linux", "OpenSSH"])
def test_loghub_s_own_columns_give_the_span_of_the_raw_log(system):
    raw, own = one(REAL / f"logs/loghub/{system}_2k.log"), one(REAL / f"logs/loghub/{system}_2k.log_structured.csv")
    assert own["format"] == "csv"
    assert own["lines"] - own["undated_lines"] == raw["lines"] - raw["undated_lines"] == 2000
    assert (own["first"][5:19], own["last"][5:19]) == (raw["first"][5:19], raw["last"][5:19])


@real
def test_a_slow_reader_of_its_own_agrees_line_by_line():
    """dateutil reads the stamp of every line of logs that lead with an ISO-like or English date."""
    parser = pytest.importorskip("dateutil.parser", reason="dateutil is not installed")
    columns = {"loghub/Windows_2k.log": (0, 19), "loghub/Hadoop_2k.log": (0, 19), "plaso/dpkg.log": (0, 19), "plaso/vsftpd.log": (0, 24)}
    for path, (start, end) in columns.items():
        lines = (REAL / "logs" / path).read_text(errors="replace").splitlines()
        times = [parser.parse(line[start:end]) for line in lines]
        source = one(REAL / "logs" / path)
        assert (source["lines"], source["undated_lines"]) == (len(times), 0)
        assert (source["first"][:19], source["last"][:19]) == (min(times).isoformat(), max(times).isoformat())


@real
def test_crowdsec_s_expected_times_are_found():
    """Where the parser's own test says which time a line has, the last and the first of them are ours."""
    found = {}
    for folder in sorted((REAL / "logs/crowdsec").iterdir()):
        (log,) = [path for path in folder.iterdir() if path.name != "parser.assert"]
        source = one(log)
        found[folder.name] = source["undated_lines"] / source["lines"]
    assert [name for name, share in found.items() if share > 0.5] == []
    assert sum(share == 0 for share in found.values()) >= 24


@pytest.mark.parametrize("month", range(1, 13))
def test_months_in_english_and_chinese(month):
    import re

    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    name = f"{datetime(2026, month, 1):%B}"
    forms = [name, name[:3], name[:3].upper(), name.lower(), f"{month}月", f"{month:02d}月", f"{numerals[month - 1]}月"]
    spoken = [form.encode(code) for form in forms for code in ("utf-8", "gb18030")]
    readings = {reading(re.match(PATTERNS["bsd"], form + b" 05 10:00:00")) for form in spoken}
    assert len(readings) == 1


def test_csv_written_by_a_library_is_read_back(tmp_path):
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(["用户", "登录时间", "说明"])
        rows.writerows([["甲", f"2026/1/{day} 9:05", "逗号,引号\"，"] for day in DAYS])
    source = one(tmp_path / "a.csv")
    assert (source["format"], source["lines"], source["undated_lines"]) == ("csv", len(DAYS) + 1, 1)


def test_two_programs_in_one_file_each_keep_their_way(tmp_path):
    times = [datetime(2026, 1, 1) + timedelta(hours=n) for n in range(400)]
    path = write(tmp_path / "a.log", times, "{at:%Y-%m-%d %H:%M:%S} INFO made up\n[{at:%a %b %d %H:%M:%S %Y}] [error] made up\n")
    source = one(path)
    assert (source["lines"], source["undated_lines"], source["out_of_order"]) == (800, 0, 0)
