"""Exhibits: quoted by id and sha256; what is fixed holds, what is not is contested, what contradicts shows nothing."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from hashlib import sha256

import pytest

from claims_written import answered, claim_text, remarks, written
from hegui import claims

ON = date(2023, 6, 1)
FINDINGS = [
    {
        "id": "csl.pi_consent/service/shop",
        "verdict": "not_met",
        "reason": {"en": "Ms Li's number", "zh": "李女士的号码"},
    },
    {"id": "csl.log_retention/system/shop", "verdict": "met"},
]


def elements(found, basis="general_tort"):
    [one] = [b for r in found["readings"] for b in r["bases"] if b["id"] == basis]
    return {e["element"]: e for e in one["elements"]}


def with_exhibit(tmp_path, line, basis="general_tort"):
    found = answered(tmp_path, ON, on="2023-03-01", tail=f"exhibits: [{{id: e, {line}}}]\n")
    return found, elements(found, basis)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("kind: notarial_record", "held"),
        (f"kind: capture, sha256: {'0' * 64}", "held"),
        ("kind: capture", "contested"),
        ("kind: screenshot", "contested"),
        ("kind: receipt", "missing"),
        ("kind: notarial_record, shows: [damage]", "missing"),
        ("kind: notarial_record, date: 2022-01-01", "contested"),
    ],
)
def test_an_act_is_held_contested_or_missing_by_its_exhibit(tmp_path, line, state):
    assert with_exhibit(tmp_path, line)[1]["act"]["state"] == state


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_findings_of_a_dossier_are_quoted_by_id_verdict_and_hash_alone(tmp_path, packed):
    raw = json.dumps(FINDINGS, ensure_ascii=False).encode()
    if packed:
        with zipfile.ZipFile(tmp_path / "dossier", "w") as archive:
            archive.writestr("shop/findings.json", raw)
    else:
        (tmp_path / "dossier").mkdir()
        (tmp_path / "dossier" / "findings.json").write_bytes(raw)
    line = "kind: dossier_findings, path: dossier, findings: [csl.pi_consent/service/shop]"
    found, held = with_exhibit(tmp_path, line, "csl_liability")
    [exhibit] = found["facts"]["exhibits"]
    assert exhibit["quotes"] == [{"finding": "csl.pi_consent/service/shop", "verdict": "not_met"}]
    assert exhibit["sha256"] == sha256(raw).hexdigest()
    assert held["breach"]["state"] == "held"
    assert "Ms Li" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    ("quoted", "says"),
    [("csl.log_retention/system/shop", ""), ("no.such/finding/x", "has no finding 'no.such/finding/x'")],
)
def test_a_finding_that_is_met_or_not_there_shows_no_breach(tmp_path, quoted, says):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "findings.json").write_text(json.dumps(FINDINGS), encoding="utf-8")
    found, held = with_exhibit(tmp_path, f"kind: dossier_findings, path: d, findings: [{quoted}]", "csl_liability")
    assert held["breach"]["state"] != "held"
    assert says in remarks(found)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": 1}', b"PK\x03\x04"])
def test_a_torn_dossier_is_remarked(tmp_path, content):
    (tmp_path / "d").write_bytes(content)
    found, held = with_exhibit(tmp_path, "kind: dossier_findings, path: d, findings: [x]", "csl_liability")
    assert "no findings could be read" in remarks(found)
    assert held["breach"]["state"] != "held"


def test_a_capture_is_told_by_counts_of_hosts_and_kinds(tmp_path):
    flows = [{"host": "a.example", "carries": [{"kind": "imei", "value": "490154203237518"}]}, {"host": "b.example"}]
    (tmp_path / "c.json").write_text(json.dumps({"captures": [{"flows": flows}]}), encoding="utf-8")
    found, held = with_exhibit(tmp_path, "kind: capture, path: c.json")
    assert found["facts"]["exhibits"][0]["quotes"] == [{"host": "a.example", "kind": "imei", "flows": 1}]
    assert held["act"]["state"] == "held"  # its sha256 was taken
    assert "490154203237518" not in json.dumps(found)


def test_a_file_that_was_changed_is_contested(tmp_path):
    (tmp_path / "shot.png").write_bytes(b"picture")
    found, held = with_exhibit(tmp_path, f"kind: screenshot, path: shot.png, sha256: {'1' * 64}")
    assert held["act"]["state"] == "contested"
    assert "is not the one given" in remarks(found)


def test_a_dispute_makes_even_a_shown_or_presumed_element_contested(tmp_path):
    text = claim_text(on="2023-03-01", role="pi_processor", tail="exhibits: [{id: e, kind: notarial_record}]\n")
    disputes = "disputes: [{element: fault, says: audited}, {element: act, says: another app}]"
    path = written(tmp_path, text.replace("roles: [pi_processor]", f"roles: [pi_processor], {disputes}"))
    held = elements(claims.answer(path, ON), "pipl_damages")
    assert (held["fault"]["state"], held["act"]["state"]) == ("contested", "contested")
    assert "another app" in held["act"]["because"]["en"]
