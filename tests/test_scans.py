"""Reports of scanners: counts agree with other tools' counts, in each tool's own words; nothing hostile gets further than a reason."""

import contextlib
import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hegui.cli import main
from hegui.evidence.files import Unreadable
from hegui.evidence.scans.reading import formats, read
from hegui.evidence.scans.tree import all_at, first_at, tree_of
from hegui.scan import scans

REAL = Path(__file__).parents[2] / "shared" / "real"

# Where another tool counts otherwise, and why ours stands.
OTHERWISE = {
    "chkrootkit/chkrootkit_one_vuln.txt": "it folds the lines under one test into it; each warning is counted here",
    "dockerbench/docker-bench-report-many-vulns.json": "it adds notes; only what warns is a finding here",
    "naabu/naabu_many_vuln.json": "it counts hosts; open ports are counted here",
    "nexpose/dns.xml": "it adds a finding that the host is up",
    "nexpose/report_auth.xml": "it adds a finding that the host is up",
    "nuclei/many_findings.json": "it folds ports of a host together",
    "openvas/report_combine_v2.csv": "it folds ports of a host together",
    "sslscan/sslscan_many_vuln.xml": "it counts a weak cipher that was not accepted",
    "testssl/overall_critical.csv": "it folds some remarks together",
    "testssl/overall_medium.csv": "it leaves remarks out where there is a grade",
}


def real(name):
    if not (REAL / "INDEX.csv").exists():
        pytest.skip("the real evidence is not here (../shared/real)")
    return (REAL / name).read_bytes()


def rows_of(name):
    path = REAL / name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


EXPECTED = [
    (row["path"], int(said[1]))
    for row in rows_of("INDEX.csv")
    if row["path"].startswith("scanner/dojo") and (said := re.search(r"expects (\d+) finding", row["ground_truth"]))
]


@pytest.mark.parametrize(("path", "expected"), EXPECTED)
def test_findings_are_counted_as_another_reader_of_forty_formats_counts_them(path, expected):
    data = real(path)
    if why := OTHERWISE.get(path.removeprefix("scanner/dojo/")):
        pytest.skip(why)
    if data.split() in ([], [b"[]"], [b"[", b"]"], [b"null"]):
        assert expected == 0
        return
    assert len(read(data).found) == expected


@pytest.mark.parametrize("row", rows_of("truth/nmap_truth.csv"), ids=lambda row: row["path"])
def test_nmap_hosts_and_open_ports_agree_with_the_truth(row):
    data = real(row["path"])
    if row["error"] or row["hosts"] == "0":
        with pytest.raises(Unreadable):
            read(data)
        return
    report = read(data)
    ports = sum(1 for one in report.found if one.severity == "open")
    assert (report.targets, ports) == (int(row["hosts"]), int(row["open_ports"]))


@pytest.mark.parametrize("row", rows_of("truth/xccdf_truth.csv"), ids=lambda row: row["path"])
def test_xccdf_results_agree_with_the_truth(row):
    truth = json.loads(row["by_result"])
    results = read(real(row["path"])).results
    if row["rule_results"] == "0":
        return
    other = sum(n for word, n in truth.items() if word not in ("pass", "fixed", "fail", "error", "unknown"))
    assert results == {
        "pass": truth.get("pass", 0) + truth.get("fixed", 0),
        "fail": truth.get("fail", 0),
        "error": truth.get("error", 0) + truth.get("unknown", 0),
        "other": other,
    }


def test_every_scanner_file_is_read_or_refused_with_a_reason():
    files = [row["path"] for row in rows_of("INDEX.csv") if row["path"].startswith("scanner/")]
    if not files:
        pytest.skip("the real evidence is not here (../shared/real)")
    result = scans.scan([str(REAL / "scanner")], cache=False)
    assert len(result["scans"]) + len(result["unreadable"]) == len(files)
    assert len(result["scans"]) >= len(files) - 30
    assert all(one["reason"]["en"] and one["reason"]["zh"] for one in result["unreadable"])


NMAP = b"""<nmaprun start="1581930445"><host><ports>
<port portid="22"><state state="open"/></port><port portid="23"><state state="closed"/></port></ports></host></nmaprun>"""
SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {"driver": {"name": "semgrep"}},
            "results": [{"ruleId": "a", "level": "error"}, {"ruleId": "b", "kind": "pass"}],
        }
    ],
}


@pytest.mark.parametrize(
    ("data", "tool", "found", "results"),
    [
        (NMAP, "Nmap", 1, (0, 1, 0, 0)),
        (NMAP.decode().encode("utf-16"), None, None, None),
        (json.dumps(SARIF).encode(), "semgrep", 1, (1, 1, 0, 0)),
        (b"/srv/a.bin: Eicar-Test FOUND\n\n----------- SCAN SUMMARY -----------\nScanned files: 9\n", "ClamAV", 1, (0, 1, 0, 0)),
        (b"id,fqdn/ip,port,severity,finding\nSSLv3,a,443,OK,not offered\nRC4,a,443,HIGH,offered\n", "testssl.sh", 1, (1, 1, 0, 0)),
        (b"CHECK_ID;STATUS;STATUS_EXTENDED;SEVERITY\na;FAIL;-;high\nb;PASS;-;low\nc;MANUAL;-;low\n", "Prowler", 1, (1, 1, 0, 1)),
        (b'"Report","1"\n"Somebody"\n"QID","Title","Severity","IP"\n"6","DNS","1","192.0.2.1"\n', "Qualys", 1, (0, 1, 0, 0)),
        (b"# Nmap 7.94 scan initiated Mon Feb 17 17:07:25 2020 as: nmap a\nNmap scan report for a\n22/tcp  open  ssh\n80/tcp closed http\n", "Nmap", 1, (0, 1, 0, 0)),
        (b"192.0.2.1:22 open\n[*] alive ports len is: 1\n[+] ftp://192.0.2.1:21:anonymous\n", "fscan", 2, (0, 2, 0, 0)),
        (b'{\n  "config": {"protocol_version": "v1"}\n}\n{\n  "finding": {"osv": "GO-1"}\n}\n', "govulncheck", 1, (0, 1, 0, 0)),
    ],
    ids=["nmap", "nmap in UTF-16 without its declaration", "sarif names its tool", "clamav", "testssl", "a table with semicolons", "a table below its title", "nmap's text", "fscan", "JSON documents over several lines"],
)  # fmt: skip
def test_a_report_is_told_by_its_content(data, tool, found, results):
    if tool is None:
        with pytest.raises(Unreadable):
            read(data)
        return
    report = read(data)
    assert (report.tool, len(report.found), tuple(report.results.values())) == (tool, found, results)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<nmaprun><host>", "damaged_xml"),
        (b"<!-- a -->" * 5000 + b"<nmaprun>", "damaged_xml"),
        (b"<!DOCTYPE html><html><body><p>a report", "no_scan_format"),
        (b'{"matches": [', "damaged_json"),
        (b'{"a": 1}\n{"b": ', "damaged_json"),
        (b'[{"ip": "192.0.2.1"},', "damaged_json"),
        (b"hello", "no_scan_format"),
        (b"\x00\x01\x02\xff\xfe", "no_scan_format"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun>&x;</nmaprun>', "xml_entities"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><nmaprun>&x;</nmaprun>', "xml_entities"),
        (b"[" * 100_000, "nested_too_deep"),
        (b"<a>" * 1000 + b"</a>" * 1000, "nested_too_deep"),
    ],
)
def test_hostile_and_damaged_files_are_refused_with_a_reason(data, reason):
    with pytest.raises(Unreadable) as problem:
        read(data)
    assert problem.value.reason == reason


@given(st.binary(max_size=400) | st.sampled_from(sorted(formats())).map(lambda name: f'{{"{name}": [1]}}'.encode()))
def test_any_bytes_are_a_report_or_a_reason(data):
    with contextlib.suppress(Unreadable):
        assert read(data).format in formats()


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda node: st.lists(node, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=1), node, max_size=3)))  # fmt: skip
def test_a_path_never_fails_whatever_the_tree(node):
    for path in ("a.b[].c", "**.a[]", "*.b", "[].a", "."):
        list(all_at(node, path))
        first_at(node, path)


def test_xml_and_json_are_one_kind_of_tree():
    assert tree_of(b'<x:a xmlns:x="urn:x" k="1"><b>2</b><b>3</b></x:a>') == {"a": {"@k": "1", "b": ["2", "3"]}}


def test_the_verb_answers_in_the_shape_of_the_interface(tmp_path):
    (tmp_path / "scan.xml").write_bytes(NMAP)
    (tmp_path / "noise.txt").write_text("nothing", encoding="utf-8")
    run = CliRunner().invoke(main, ["scan", "scans", str(tmp_path), "--json", "--no-cache"])
    answer = json.loads(run.stdout)
    assert run.exit_code == 0
    assert answer["scans"] == [
        {
            "path": str(tmp_path / "scan.xml"),
            "tool": "Nmap",
            "format": "nmap",
            "at": "2020-02-17T17:07:25+08:00",
            "targets": 1,
            "results": {"pass": 0, "fail": 1, "error": 0, "other": 0},
            "findings": 1,
            "by_severity": {"open": 1},
        }
    ]
    assert [one["path"] for one in answer["unreadable"]] == [str(tmp_path / "noise.txt")]
    assert CliRunner().invoke(main, ["scan", "scans", str(tmp_path / "noise.txt"), "--no-cache"]).exit_code == 2


def test_json_of_which_nothing_could_be_read_says_why_beside_it(tmp_path):
    (tmp_path / "noise.txt").write_text("no report")
    result = CliRunner().invoke(main, ["scan", "scans", str(tmp_path / "noise.txt"), "--json", "--lang", "en"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["unreadable"]
    assert result.stderr.startswith(f"{tmp_path}/noise.txt: ")


def severities(document):
    return [one.severity for one in read(json.dumps(document).encode()).found]


def test_a_severity_that_stands_at_the_rule_is_found_there():
    rules = [{"id": "A", "defaultConfiguration": {"level": "error"}}, {"id": "B"}]
    results = [{"ruleId": "A"}, {"ruleId": "A", "level": "note"}, {"ruleId": "B"}]
    run = {"tool": {"driver": {"name": "T", "rules": rules}}, "results": results}
    assert severities({"version": "2.1.0", "runs": [run]}) == ["error", "note", "warning"]


@pytest.mark.parametrize(
    "document",
    [
        {"Target": {"Url": "http://a.example"}, "Issues": []},
        {"ScanId": "1", "Target": "http://a.example", "Severities": []},
        {"results": [{"id": "sha256:1", "packages": [{"name": "a"}], "vulnerabilities": []}]},
        {"dependencies": [{"name": "a"}], "metadata": {}},
    ],
    ids=["a target", "a target in words", "packages of another tool", "dependencies of another tool"],
)
def test_a_report_that_only_shares_a_word_with_a_known_one_is_not_read_as_that(document):
    with pytest.raises(Unreadable, match="no_scan_format"):
        read(json.dumps(document).encode())


@pytest.mark.parametrize("pretty", [False, True])
def test_what_testssl_finds_in_json_is_what_it_finds_in_its_table(pretty):
    rows = [("SSLv3", "CRITICAL"), ("TLS1_2", "OK"), ("cert", "INFO"), ("BREACH", "WARN")]
    found = [
        {"id": name, "ip": "a/192.0.2.1", "port": "443", "severity": grade, "finding": "-"} for name, grade in rows
    ]
    host = {"targetHost": "a", "ip": "192.0.2.1", "port": "443", "protocols": found[:2], "vulnerabilities": found[2:]}
    report = read(json.dumps({"Invocation": "testssl a", "scanResult": [host]} if pretty else found).encode())
    assert (report.tool, report.targets) == ("testssl.sh", 1)
    assert report.results == {"pass": 1, "fail": 1, "error": 1, "other": 1}
    assert sorted((one.id, one.severity) for one in report.found) == [
        ("BREACH", "WARN"),
        ("SSLv3", "CRITICAL"),
        ("cert", "INFO"),
    ]


def test_what_nessus_only_notes_is_kept_and_is_no_failure():
    items = "".join(
        f'<ReportItem pluginID="{n}" severity="{n}"><risk_factor>{word}</risk_factor></ReportItem>'
        for n, word in enumerate(["None", "Low"])
    )
    report = read(
        f'<NessusClientData_v2><Report><ReportHost name="a">{items}</ReportHost></Report></NessusClientData_v2>'.encode()
    )
    assert [(one.id, one.severity) for one in report.found] == [("0", "None"), ("1", "Low")]
    assert report.results == {"pass": 0, "fail": 1, "error": 0, "other": 1}


def test_what_sslyze_found_is_told_from_what_it_only_asked():
    """A certificate that any store trusts is trusted; an old protocol counts where the server accepted it."""
    stores = [{"verified_certificate_chain": None}, {"verified_certificate_chain": [{}]}]
    asked = {
        "certificate_info": {"result": {"certificate_deployments": [{"path_validation_results": stores}]}},
        "heartbleed": {"result": {"is_vulnerable_to_heartbleed": True}},
        "tls_1_0_cipher_suites": {"result": {"accepted_cipher_suites": []}},
        "tls_1_1_cipher_suites": {"result": {"accepted_cipher_suites": [{"cipher_suite": {}}]}},
    }
    found = read(json.dumps({"server_scan_results": [{"scan_result": asked}]}).encode()).found
    assert [one.id for one in found] == ["heartbleed", "TLS 1.1"]


@pytest.mark.parametrize(
    "sections",
    [
        {"manifest_analysis": [{"title": "a", "stat": "high"}], "binary_analysis": [{"name": "a.so", "nx": {"severity": "info", "description": "b"}}]},
        {"manifest_analysis": {"manifest_findings": [{"rule": "a", "severity": "high"}]}, "certificate_analysis": {"certificate_findings": [["info", "text", "b"]]}},
    ],
    ids=["older", "newer"],
)  # fmt: skip
def test_mobsf_reports_of_older_and_newer_versions_are_read(sections):
    report = read(
        json.dumps({"file_name": "a.apk", "app_name": "A", "app_type": "apk", "sha256": "0"} | sections).encode()
    )
    assert [(one.id, one.severity) for one in report.found if one.severity == "high"] == [("a", "high")]
    assert (report.tool, report.results) == ("MobSF", {"pass": 0, "fail": 1, "error": 0, "other": 1})


def test_of_several_ratings_of_one_finding_the_gravest_stands():
    ratings = [{"severity": "low"}, {"severity": "critical"}, {"severity": "medium"}]
    flaw = {"id": "CVE-2024-1", "ratings": ratings, "affects": [{"ref": "a"}]}
    assert severities({"bomFormat": "CycloneDX", "vulnerabilities": [flaw]}) == ["critical"]


def test_a_severity_is_the_word_of_the_tool_without_how_sure_it_is():
    site = {"alerts": [{"pluginid": "1", "riskdesc": "Low (Medium)"}]}
    assert severities({"@generated": "", "@version": "2", "site": [site]}) == ["Low"]
