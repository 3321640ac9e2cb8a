"""A redacted copy: what it keeps, what it must not hold, and whose copy it is."""

from __future__ import annotations

import hashlib
import json
import re

import pyarrow.parquet as pq
import pytest

from conftest import TODAY

NAME = "欧阳明月"
ADDRESS = "203.0.113.77"
HOST = "pay.inside-example.cn"
FLAW = "CVE-2026-40404"
FILE = "机房值守记录.csv"
SECRETS = (NAME, ADDRESS, HOST, FLAW, FILE, "值守", "40404")

PROFILE = f"""
hegui: 1
operators:
  - id: tea
    name: {{en: Tea Ltd, zh: 茶叶有限公司}}
    kind: company
    region: CN-31
    people:
      - {{role: responsible_person, name: {NAME}, since: 2020-01-01}}
    systems:
      - {{id: pay, name: {{en: "Payment at {HOST}", zh: "支付系统（{HOST}）"}}, since: 2020-01-01, level: 2}}
    sources:
      - {{id: v, kind: register, register: vulnerability, path: {FILE}, as_of: 2026-11-20, complete: {{by: responsible_person}}}}
      - {{id: i, kind: register, register: incident, path: 事件/事件.csv, as_of: 2026-11-20, complete: {{by: responsible_person}}}}
    exceptions:
      - {{id: later, obligation: csl.log_retention, about: system/pay, by: responsible_person, on: 2026-10-22, until: 2027-01-20, reason: "{NAME} moves {ADDRESS}"}}
"""


@pytest.fixture
def original(tmp_path, hegui):
    """An audit whose evidence holds a name, addresses and a flaw; gives its folder."""
    folder = tmp_path / "evidence"
    (folder / "事件").mkdir(parents=True)
    (folder / "hegui.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / FILE).write_text(f"漏洞编号,系统名称,发现时间\n{FLAW},pay,2026-03-02 09:00\n", encoding="utf-8")
    rows = f"事件编号,发现时间,事件级别\n{ADDRESS} 被篡改,2026-03-02 09:00,较大\n"
    (folder / "事件" / "事件.csv").write_text(rows, encoding="utf-8")
    result = hegui("audit", folder / "hegui.yaml", "--on", TODAY, "--out", tmp_path / "whole", "--redact", "--json")
    assert result.exit_code == 1, result.output
    return tmp_path / "whole"


def _words(folder):
    """Every byte of a folder as text, its fact tables unpacked, its file names too."""
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            yield str(pq.read_table(path).to_pylist())
        elif path.is_file():
            yield path.read_bytes().decode("utf-8")
        yield path.name


@pytest.mark.parametrize("secret", SECRETS)
def test_the_original_holds_it_and_no_byte_of_the_copy_does(original, secret):
    assert any(secret in words for words in _words(original))
    assert not any(secret in words for words in _words(original.with_name("whole-redacted")))


def test_names_withheld_from_json_escapes_too(original):
    raw = b"".join(p.read_bytes() for p in original.with_name("whole-redacted").rglob("*") if p.is_file())
    for secret in SECRETS:
        assert json.dumps(secret)[1:-1].encode() not in raw


def test_verdicts_counts_dates_and_articles_stay(original):
    copy = original.with_name("whole-redacted")
    for name in ("totals", "on", "law_versions"):
        assert _json(original, "dossier")[name] == _json(copy, "dossier")[name]
    kept = ("obligation", "verdict", "proof", "at", "articles", "liability", "sanctions", "exhibits_total")
    before, after = (_json(folder, "findings") for folder in (original, copy))
    assert [[f[k] for k in kept] for f in before] == [[f[k] for k in kept] for f in after]
    for finding in after:
        assert finding["id"].startswith(f"{finding['obligation']}/{finding['subject']['kind']}/")


def test_one_thing_has_one_token_throughout(original):
    findings = _json(original.with_name("whole-redacted"), "findings")
    flaw = next(f for f in findings if f["obligation"] == "csl.flaws_handled" and f["instance"])
    assert re.fullmatch(r"flaw-\d+", flaw["instance"])
    assert flaw["id"].endswith(f"/{flaw['instance']}")
    names = {re.search(r"address-\d+", f["subject"]["name"]["en"])[0] for f in findings if f["subject"]["id"] == "pay"}
    assert len(names) == 1


def test_an_exhibit_keeps_its_row_and_hash(original):
    findings = _json(original.with_name("whole-redacted"), "findings")
    [exhibit] = next(f for f in findings if f["obligation"] == "csl.flaws_handled" and f["instance"])["exhibits"]
    assert re.fullmatch(r"address-\d+#row=2", exhibit["locator"])
    assert re.fullmatch(r"[0-9a-f]{64}", exhibit["sha256"])


def test_the_copy_says_of_which_dossier_it_is_and_verifies(original, hegui):
    copy = original.with_name("whole-redacted")
    fingerprint = hashlib.sha256((original / "MANIFEST.json").read_bytes()).hexdigest()
    assert _json(copy, "MANIFEST")["redacted_copy_of"] == fingerprint
    assert _json(copy, "dossier")["redacted"]["of"] == fingerprint
    assert fingerprint in (copy / "report.html").read_text(encoding="utf-8")
    verified = json.loads(hegui("verify", copy, "--json").stdout)
    assert verified["whole"]
    assert verified["redacted_copy_of"] == fingerprint
    assert json.loads(hegui("verify", original, "--json").stdout)["redacted_copy_of"] is None


def test_a_copy_whose_origin_was_changed_does_not_verify(original, hegui):
    manifest = original.with_name("whole-redacted") / "MANIFEST.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"redacted_copy_of": "', '"copy_of": "'), encoding="utf-8"
    )
    assert hegui("verify", manifest.parent).exit_code == 1


def test_a_report_alone_can_be_redacted(original, hegui, tmp_path):
    page = tmp_path / "page.html"
    assert hegui("report", original, "--redact", "--to", "html", "--out", page).exit_code == 0
    words = page.read_text(encoding="utf-8")
    assert "<html" in words
    assert not [secret for secret in SECRETS if secret in words]


def test_a_copy_of_the_whole_dossier_by_report(original, hegui, tmp_path):
    result = hegui("report", original, "--redact", "--to", "dossier", "--out", tmp_path / "copy")
    assert result.exit_code == 0
    assert hegui("verify", tmp_path / "copy").exit_code == 0
    assert hegui("explain", tmp_path / "copy", "csl.flaws_handled/system/pay/flaw-1").exit_code == 0


def test_a_whole_copy_or_an_altered_dossier_is_refused(original, hegui, tmp_path):
    assert hegui("report", original, "--to", "dossier", "--out", tmp_path / "copy").exit_code == 2
    (original / "findings.json").write_bytes(b"[]")
    assert hegui("report", original, "--redact", "--to", "dossier", "--out", tmp_path / "copy").exit_code == 2
    assert not (tmp_path / "copy").exists()


def _json(folder, name):
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
