"""What an injured person makes of a product's raw evidence: the capture's answer and the audit's findings as exhibits of a claim."""

import json
import shutil
from datetime import date

from click.testing import CliRunner

from conftest import ROOT
from hegui import audit, yaml12
from hegui.cli import main
from test_scenes import module_of

generator = module_of(ROOT / "examples" / "products" / "generate.py", "products")
CLAIM = ROOT / "examples" / "claims" / "phone_firmware" / "claim.yaml"
FINDINGS = ["csl.pi_consent/service/updates", "csl.product_user_information/product/agent"]


def run(*arguments):
    ended = CliRunner().invoke(main, [*map(str, arguments), "--json"])
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def test_a_claim_quotes_the_capture_and_the_findings_and_no_value_of_anybody(tmp_path):
    profile = generator.generate(tmp_path / "phone", "phone_firmware")
    capture = next((tmp_path / "phone").rglob("*.har"))
    canaries = [part for kind, value in generator.IDENTITY.items() for part in ("--canary", f"{kind}={value}")]
    folder = tmp_path / "claim"
    folder.mkdir()
    (folder / "capture.json").write_text(run("scan", "traffic", capture, *canaries), encoding="utf-8")
    audit.audit(audit.collect(audit.load([profile]), cache=False), on=date(2017, 9, 15), out=folder / "dossier")
    shutil.copy(CLAIM, folder / "claim.yaml")
    text = (folder / "claim.yaml").read_text(encoding="utf-8")
    finding = (
        f"  - {{id: audit, kind: dossier_findings, path: dossier, findings: [{', '.join(FINDINGS)}], acts: agent}}\n"
    )
    text = text.replace("exhibits:\n", f"exhibits:\n{finding}")
    (folder / "claim.yaml").write_text(text, encoding="utf-8")
    said = run("claim", folder / "claim.yaml", "--on", "2017-10-01")
    quotes = {one["id"]: one["quotes"] for one in json.loads(said)["facts"]["exhibits"]}
    assert [(q["finding"], q["verdict"]) for q in quotes["audit"]] == [(one, "not_met") for one in FINDINGS]
    assert {q["kind"] for q in quotes["capture"]} >= {"sms", "contacts", "call_log", "imei"}
    assert yaml12.load(text)["title"]
    assert not [value for value in generator.IDENTITY.values() if value in said]
