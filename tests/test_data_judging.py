"""From tables to verdicts: the example of data, audited, says what was found against the inventory, the forms and the days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TODAY, module
from hegui import audit, yaml12

EXPECTED: dict[str, list[str]] = yaml12.load((ROOT / "examples" / "data" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("data")
    module(ROOT / "examples" / "data" / "generate.py").generate(folder, TODAY)
    facts = audit.collect(audit.load([folder / "hegui.yaml"]), cache=False)
    (one,) = audit.audit(facts, on=TODAY, out=folder / "dossier")
    return {"facts": facts, "findings": {f["id"]: f for f in one.findings}, "folder": folder}


@pytest.mark.parametrize("finding", EXPECTED)
def test_the_example_is_judged_as_reviewed(audited: dict[str, Any], finding: str):
    found = audited["findings"][finding]
    assert [found["verdict"], found["proof"] or "-", found["sentence"]] == EXPECTED[finding]


def test_what_is_held_is_a_fact_beside_what_is_declared(audited: dict[str, Any]):
    held = {(row["source"], row["kind"]) for row in audited["facts"]["handling"].to_pylist() if row["side"] == "held"}
    assert {
        ("customer-base", "cn_resident_id"),
        ("customer-base", "cn_mobile"),
        ("office-files", "cn_resident_id"),
    } <= held


def test_persons_and_children_are_counted_and_days_are_spanned(audited: dict[str, Any]):
    assets = {row["source"]: row for row in audited["facts"]["data_asset"].to_pylist()}
    assert assets["customer-base"]["persons"] == 400
    assert 0 < assets["customer-base"]["children"] < 100
    created = next(row for row in audited["facts"]["data_field"].to_pylist() if row["field"] == "created_at")
    assert (TODAY - created["first"]).days == 30 + 4 * 399
    assert (TODAY - created["last"]).days == 30


def test_no_value_of_a_person_is_in_the_dossier(audited: dict[str, Any]):
    import csv

    rows = list(csv.reader((audited["folder"] / "data" / "staff.csv").read_text(encoding="utf-8").splitlines()))[1:]
    kept = b"".join(path.read_bytes() for path in Path(audited["folder"] / "dossier").rglob("*") if path.is_file())
    assert len(kept) > 100_000
    assert [row[1] for row in rows if row[1].encode() in kept] == []
