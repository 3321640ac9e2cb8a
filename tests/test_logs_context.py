"""What stands beside the records: retention settings, the category of a log, a file's own time, formats of the user's own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hegui.cli import main
from hegui.engine import Source, run
from hegui.errors import InputError
from hegui.evidence.logs import collector
from hegui.evidence.logs.categories import titles
from hegui.evidence.logs.settings import days_of, settings_in
from hegui.scan.logs import own_formats, render
from logs_of import REAL, WHERE_REAL_IS, days, one, scanned, touch, write

real = pytest.mark.skipif(not REAL.exists(), reason=WHERE_REAL_IS)

LOGROTATE = """
# of the house
weekly
rotate 4
include /etc/logrotate.d
/var/log/nginx/*.log
/var/log/app.log {
    daily
    rotate 200
    compress
}
/var/log/wtmp {
    monthly
    rotate 1
}
/var/log/old.log {
    rotate 400
    maxage 30
}
/var/log/big.log {
    size 100M
    daily
    rotate 7
}
"""
LOKI = """
limits_config:
  retention_period: 744h
  retention_stream:
    - selector: '{namespace="audit"}'
      priority: 1
      period: 4400h
compactor:
  retention_enabled: true
"""
ISM = {
    "policies": [
        {
            "_id": "logs",
            "policy": {
                "states": [
                    {"name": "hot", "transitions": [{"state_name": "gone", "conditions": {"min_index_age": "90d"}}]},
                    {"name": "gone", "actions": [{"delete": {}}], "transitions": []},
                ]
            },
        }
    ]
}


def ism(*ways):
    """A policy that deletes in its last state, *gone*: from one state to the next, on conditions."""
    states = [
        {"name": name, "transitions": [{"state_name": after, **({"conditions": on} if on else {})}]}
        for name, after, on in ways
    ]
    return json.dumps(
        {"policy": {"states": [*states, {"name": "gone", "actions": [{"retry": {"count": 3}, "delete": {}}]}]}}
    )


# fmt: off
@pytest.mark.parametrize(("text", "settings"), [
    (LOGROTATE, [("logrotate", "/var/log/nginx/*.log /var/log/app.log", 200), ("logrotate", "/var/log/wtmp", 31), ("logrotate", "/var/log/old.log", 30), ("logrotate", "/var/log/big.log", 7), ("logrotate", "*", 28)]),
    ("/var/log/x {\n size 1M\n rotate 5\n}\n", [("logrotate", "/var/log/x", None)]),
    ("[Journal]\nMaxRetentionSec=6month\n#SystemMaxUse=\n", [("journald", "systemd-journald", pytest.approx(182.6, abs=0.1))]),
    ("[Journal]\nSystemMaxUse=1G\n", [("journald", "systemd-journald", None)]),
    (json.dumps({"policy": {"phases": {"hot": {}, "delete": {"min_age": "30d"}}}}), [("elasticsearch_ilm", "policy", 30)]),
    (json.dumps({"logs": {"version": 1, "modified_date": "2026-01-01T00:00:00Z", "policy": {"phases": {"delete": {"min_age": "4320h"}}}}}), [("elasticsearch_ilm", "logs", 180)]),
    (json.dumps(ISM, indent=1), [("opensearch_ism", "logs", 90)]),
    (json.dumps({"logstoreName": "access", "ttl": 180, "shardCount": 2}), [("sls", "access", 180)]),
    (json.dumps({"logstoreName": "access", "ttl": 3650, "shardCount": 2}), [("sls", "access", None)]),
    (LOKI, [("loki", "loki", 31), ("loki", '{namespace="audit"}', pytest.approx(183.3, abs=0.1))]),
    ("compactor:\n  retention_enabled: false\nlimits_config:\n  retention_period: 744h\n", []),
    (ism(("hot", "cold", {"min_index_age": "200d"}), ("cold", "gone", None)), [("opensearch_ism", "policy", 200)]),
    (ism(("hot", "warm", {"min_index_age": "7d"}), ("warm", "gone", {"min_rollover_age": "90d"})), [("opensearch_ism", "policy", 90)]),
    (ism(("hot", "gone", {"min_size": "50gb"})), [("opensearch_ism", "policy", None)]),
    ("loki:\n  limits_config: # of the chart\n    retention_period: 168h\n  compactor:\n    retention_enabled: true\n", [("loki", "loki", 7)]),
    ("/var/log/x {\n daily\n rotate 5\n size 1M\n}\n", [("logrotate", "/var/log/x", None)]),
    ("/var/log/x {\n daily\n rotate 52\n postrotate\n  f() {\n  kill x\n }\n endscript\n}\n", [("logrotate", "/var/log/x", 52)]),
    ("{torn", []), ('{"policy": {"phases": 7}}', []), ("rotate 7\n/var {", []),
])
def test_retention_settings_are_read_as_their_programs_mean_them(text, settings):
    found = [tuple(setting) for setting in settings_in(text.encode())]
    assert found == settings or (not settings and found in ([], [("logrotate", "*", None)]))


@pytest.mark.parametrize(("span", "kept"), [("30d", 30), ("744h", 31), ("1month 2days", 32.4375), ("2week", 14), ("0", None), ("for ever", None), ("90min", 0.0625)])
def test_spans_of_time(span, kept):
    assert days_of(span) == kept


def test_a_setting_that_deletes_too_early_is_a_warning_and_no_verdict(tmp_path):
    write(tmp_path / "a.log", days("2026-01-01", 250))
    before = scanned(tmp_path, on=date(2026, 9, 7))["sources"][0]
    (tmp_path / "nginx").write_text("/var/log/nginx/*.log {\n daily\n rotate 14\n}\n")
    (tmp_path / "journald.conf").write_text("[Journal]\nMaxRetentionSec=1year\n")
    found = scanned(tmp_path, on=date(2026, 9, 7))
    assert found["sources"][0]["window"] == before["window"]
    assert {row["path"].rsplit("/", 1)[1]: row["deletes_early"] for row in found["settings"]} == {"nginx": True, "journald.conf": False}
    assert {row["strength"] for row in found["settings"]} == {"context"}
    assert "14 days; 184 days are asked" in render(found, "en")
    assert "将过早删除" in render(found, "zh")
    assert found["coverage"] == {**found["coverage"], "population": 3, "examined": 3, "skipped": []}


def test_settings_are_facts_with_an_exhibit_that_measures_nothing(tmp_path):
    (tmp_path / "nginx").write_text("/var/log/nginx/*.log {\n daily\n rotate 14\n}\n")
    facts = run(collector, [Source("op", "s", "logs", str(tmp_path), "x")], cache=False).facts
    (row,) = facts["log_setting"].to_pylist()
    (exhibit,) = facts["exhibit"].to_pylist()
    assert (row["exhibit"], row["days"]) == (exhibit["exhibit"], 14)
    assert exhibit["proof"] == "registered"
    assert facts["log_span"].num_rows == 0


@pytest.mark.parametrize(("name", "line", "category"), [
    ("a.log",        "Jan {d} 10:00:00 h sshd[1]: Failed password for x",                 "authentication"),
    ("a.log",        "Jan {d} 10:00:00 h kernel: [UFW BLOCK] IN=eth0 OUT= MAC=",          "firewall"),
    ("a.log",        "Jan {d} 10:00:00 r1 7: %LINK-3-UPDOWN: Interface made up",          "network_device"),
    ("a.log",        "01/{d}/2026-12:55:38.765402  [**] [1:366:11] made up [**]",         "security_product"),
    ("a.log",        "2026-01-{d} 10:00:00 堡垒机 用户 甲 打开会话",                        "bastion"),
    ("a.log",        '192.0.2.1 - - [{d}/Jan/2026:10:00:00 +0800] "GET / HTTP/1.1" 200',  "application"),
    ("messages",     "Jan {d} 10:00:00 h systemd[1]: Started made up",                    "operating_system"),
    ("mysql-slow.log", "2026-01-{d} 10:00:00 made up",                                    "database"),
    ("jumpserver/a.log", "2026-01-{d} 10:00:00 made up",                                  "bastion"),
    ("history.log",  "2026-01-{d} 10:00:00 made up",                                      "change"),
    ("made_up.log",  "2026-01-{d} 10:00:00 made up",                                      None),
])
def test_the_category_of_a_log_is_told_by_content_then_name_then_format(tmp_path, name, line, category):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(line.replace("{d}", str(day)) + "\n" for day in range(10, 28)), encoding="utf-8")
    assert one(tmp_path)["category"] == category
    assert category is None or category in titles()


def test_the_profile_s_word_on_the_category_stands(tmp_path):
    write(tmp_path / "a.log", days("2026-01-01", 2))
    source = Source("op", "s", "logs", str(tmp_path), "x", options={"category": "bastion"})
    assert run(collector, [source], cache=False).facts["log_span"]["category"].to_pylist() == ["bastion"]


@real
def test_categories_of_real_logs():
    wanted = {
        "elastic/auth.log": "authentication", "elastic/apache_logs_2015-05": "application", "crowdsec/iptables-logs/iptables-logs.log": "firewall",
        "crowdsec/sshd-logs/sshd-logs.log": "authentication", "crowdsec/mysql-logs/mysql-logs.log": "database",
        "crowdsec/modsecurity-logs/modsecurity-logs.log": "security_product", "loghub/OpenSSH_2k.log": "authentication",
        "plaso/suricata_alert_fast.log": "security_product", "plaso/utmp__wtmp.1": "authentication", "auditd/normal.log": "operating_system",
    }  # fmt: skip
    assert {path: one(REAL / "logs" / path)["category"] for path in wanted} == wanted


def test_a_file_last_written_before_its_last_record_is_noted(tmp_path):
    path = write(tmp_path / "a.log", days("2026-01-01", 30))
    assert one(tmp_path)["misdated_members"] == []
    touch(path, datetime(2026, 1, 3, tzinfo=UTC))
    found = scanned(tmp_path)
    assert found["sources"][0]["misdated_members"] == [str(path)]
    assert "own time or number" in render(found, "en")


def test_rotated_members_that_changed_places_are_noted(tmp_path):
    write(tmp_path / "a.log", days("2026-01-21", 5))
    write(tmp_path / "a.log.1", days("2026-01-01", 5))
    write(tmp_path / "a.log.2", days("2026-01-11", 5))
    assert one(tmp_path)["misdated_members"] == [str(tmp_path / "a.log.2")]


OWN = "our_app:\n  lines: ['REC \\d+ @{iso}#']\n"


@pytest.mark.parametrize("text", [OWN, "formats:\n  " + OWN.replace("\n  ", "\n    ")])
def test_a_format_of_the_user_s_own_takes_three_lines_of_yaml(tmp_path, text):
    (tmp_path / "formats.yaml").write_text(text)
    write(tmp_path / "a.log", days("2026-01-01", 3), "REC 7 @{at:%Y-%m-%d %H:%M:%S}# 2001-01-01 00:00:00\n")
    source = one(tmp_path / "a.log", formats=tmp_path / "formats.yaml")
    assert (source["format"], source["undated_lines"], source["first"][:10]) == ("our_app", 0, "2026-01-01")


@pytest.mark.parametrize("text", ["", "[", "our_app: {}", "our_app: {lines: ['no stamp']}", "our_app: {lines: ['{iso} (']}", "7"])
def test_a_format_that_cannot_be_used_is_an_input_error_in_both_languages(tmp_path, text):
    (tmp_path / "formats.yaml").write_text(text)
    with pytest.raises(InputError):
        own_formats(tmp_path / "formats.yaml")
    with pytest.raises(InputError):
        own_formats(tmp_path / "missing.yaml")


def test_a_profile_s_format_that_cannot_be_used_makes_its_source_unreadable(tmp_path):
    write(tmp_path / "a.log", days("2026-01-01", 2))
    source = Source("op", "s", "logs", str(tmp_path), "x", options={"formats": {"own": {"lines": ["(", "{iso}"]}}})
    facts = run(collector, [source], cache=False).facts
    assert facts["unreadable"]["reason"].to_pylist() == ["own_format"]


def test_the_command_line_takes_formats(tmp_path, capsys):
    (tmp_path / "formats.yaml").write_text(OWN)
    write(tmp_path / "a.log", days("2026-01-01", 3), "REC 7 @{at:%Y-%m-%d %H:%M:%S}#\n")
    with pytest.raises(SystemExit) as ended:
        main(["scan", "logs", str(tmp_path / "a.log"), "--formats", str(tmp_path / "formats.yaml"), "--rehash", "--json", "--no-cache"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["format"] == "our_app"


def test_every_program_whose_settings_are_read_is_told_by_content_alone():
    assert settings_in(Path(__file__).read_bytes()[:0]) == []
    assert settings_in(b"\0" + LOGROTATE.encode()) == []
