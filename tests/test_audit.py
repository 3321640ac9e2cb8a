"""The whole way, as a user goes it: the example operator on two days, its price, its dossier, and what can go wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest

from conftest import OLD_DAY, ROOT, TODAY, module
from hegui import yaml12

EXPECTED = yaml12.load((ROOT / "examples" / "shop" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def both_days(tmp_path_factory):
    """The example audited on both days, once for this module."""
    from hegui import audit

    generate = module(ROOT / "examples" / "shop" / "generate.py").generate
    found = {}
    for on in (OLD_DAY, TODAY):
        folder = tmp_path_factory.mktemp("both") / on.isoformat()
        generate(folder, on)
        facts = audit.collect(audit.load([folder / "hegui.yaml"]), cache=False)
        found[on] = audit.audit(facts, on=on, out=folder / "dossier")[0]
    return found


# --- the four archives ---------------------------------------------------------------------------------------------------

# fmt: off
ARCHIVES = [
    # day      system    verdict     proof        article               clause
    (OLD_DAY, "shop",   "met",      "measured",  "csl@2017/21(3)", "csl@2017/59.1"),
    (OLD_DAY, "pay",    "not_met",  "measured",  "csl@2017/21(3)", "csl@2017/59.1"),
    (OLD_DAY, "crm",    "unproven", "measured",  "csl@2017/21(3)", "csl@2017/59.1"),
    (OLD_DAY, "legacy", "not_met",  "attested",  "csl@2017/21(3)", "csl@2017/59.1"),
    (TODAY,   "shop",   "met",      "measured",  "csl@2026/23(3)", "csl@2026/61.1"),
    (TODAY,   "pay",    "not_met",  "measured",  "csl@2026/23(3)", "csl@2026/61.1"),
    (TODAY,   "crm",    "unproven", "measured",  "csl@2026/23(3)", "csl@2026/61.1"),
    (TODAY,   "legacy", "not_met",  "attested",  "csl@2026/23(3)", "csl@2026/61.1"),
]
# fmt: on


@pytest.mark.parametrize(("on", "system", "verdict", "proof", "article", "clause"), ARCHIVES)
def test_csl_21_3_four_archives_come_out_as_they_are(both_days, on, system, verdict, proof, article, clause):
    finding = next(f for f in both_days[on].findings if f["id"] == f"csl.log_retention/system/{system}")
    assert (finding["verdict"], finding["proof"]) == (verdict, proof)
    assert article in finding["articles"]
    assert clause in finding["liability"]


@pytest.mark.parametrize("on", [OLD_DAY, TODAY], ids=str)
def test_every_checked_finding_is_as_reviewed(both_days, on):
    found = {
        f["id"]: [f["verdict"], f["proof"] or "-", f["sentence"]]
        for f in both_days[on].findings
        if f["check"] or f["sentence"].startswith("attested")
    }
    assert found == EXPECTED[on]["findings"]


@pytest.mark.parametrize("on", [OLD_DAY, TODAY], ids=str)
def test_the_price_is_as_reviewed(both_days, on):
    exposure = both_days[on].document["exposure"]
    acts = [
        {k: a[k] for k in ("article", "tier", "min", "max")} | {"findings": len(a["findings"])}
        for a in exposure["acts"]
    ]
    assert acts == EXPECTED[on]["acts"]
    assert {k: exposure["operator_cny"][k] for k in ("min", "max")} == EXPECTED[on]["operator_cny"]
    assert [{k: i[k] for k in ("role", "min", "max")} for i in exposure["individuals"]] == EXPECTED[on]["individuals"]


# --- totals --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [OLD_DAY, TODAY], ids=str)
def test_totals_add_up(both_days, on):
    totals, findings = both_days[on].document["totals"], both_days[on].findings
    for counts in totals.values():
        assert counts["all"] == sum(counts[v] for v in ("met", "not_met", "unproven", "not_applicable"))
    assert totals["findings"]["all"] == len(findings)
    assert totals["obligations"]["all"] == len({f["obligation"] for f in findings})


@pytest.mark.parametrize("on", [OLD_DAY, TODAY], ids=str)
def test_no_verdict_without_an_exhibit_that_has_a_hash(both_days, on):
    for finding in both_days[on].findings:
        if finding["verdict"] in ("met", "not_met"):
            assert finding["exhibits"], finding["id"]
            assert all(len(e["sha256"]) == 64 for e in finding["exhibits"]), finding["id"]


@pytest.mark.parametrize("on", [OLD_DAY, TODAY], ids=str)
def test_every_finding_leads_back_to_bytes_by_explain(both_days, on, hegui):
    telling = [f for f in both_days[on].findings if f["verdict"] != "not_applicable"]
    for finding, lang in zip(telling, cycle(("en", "zh")), strict=False):
        said = hegui("explain", both_days[on].folder, finding["id"], "--lang", lang)
        assert said.exit_code == 0, finding["id"]
        assert all(e["sha256"] in said.stdout for e in finding["exhibits"][:1]), finding["id"]


# --- days ----------------------------------------------------------------------------------------------------------------


def test_the_same_facts_as_if_today_meet_the_new_article_and_price(audited):
    status, document = audited(OLD_DAY, "--as-if", TODAY)
    pay = next(f for f in document["findings"] if f["id"] == "csl.log_retention/system/pay")
    assert status == 1
    assert (document["on"], document["as_if"]) == ("2018-01-31", "2026-11-21")
    assert (pay["verdict"], pay["articles"]) == ("not_met", ["csl@2026/23(3)"])
    assert "Hypothetical" in document["warnings"][0]["en"]


def test_old_facts_judged_today_without_moving_them_are_stale_not_failed(example, hegui, tmp_path):
    result = hegui("audit", example(OLD_DAY) / "hegui.yaml", "--on", TODAY, "--out", tmp_path / "d", "--json")
    findings = {f["id"]: f for f in json.loads(result.stdout)["findings"]}
    assert findings["csl.log_retention/system/shop"]["verdict"] == "unproven"
    assert findings["csl.log_retention/system/pay"]["sentence"] == "stale"


def test_a_day_before_the_law_is_refused(example, hegui, tmp_path):
    result = hegui(
        "audit", example(TODAY) / "hegui.yaml", "--on", "2016-01-01", "--out", tmp_path / "d", "--lang", "en"
    )
    assert result.exit_code == 2
    assert "2017-06-01" in result.stderr
    assert not (tmp_path / "d").exists()


# --- what if -------------------------------------------------------------------------------------------------------------


def test_csl_61_3_what_if_a_mass_leak_opens_the_harm_tier(audited):
    _, plain = audited(TODAY, out="plain")
    _, assumed = audited(TODAY, "--what-if", "refused,mass_leak=2000000", out="assumed")
    assert plain["exposure"]["operator_cny"]["max"] < assumed["exposure"]["operator_cny"]["max"]
    assert any(act["article"] == "csl@2026/61.3" or act["tier"] == "serious" for act in assumed["exposure"]["acts"])


@pytest.mark.parametrize("raw", ["mass_leak=many", "no_such_kind"])
def test_an_unusable_what_if_is_refused(example, hegui, tmp_path, raw):
    result = hegui("audit", example(TODAY) / "hegui.yaml", "--on", TODAY, "--what-if", raw, "--out", tmp_path / "d")
    assert result.exit_code == 2
    assert result.stderr.strip()


# --- exit status -----------------------------------------------------------------------------------------------------------


def test_exit_status_tells_not_met_from_unproven_from_nothing(tmp_path, hegui):
    profile = tmp_path / "hegui.yaml"
    profile.write_text(
        "hegui: 1\noperators:\n  - {id: small, name: {en: Small, zh: 小}, kind: company}\n", encoding="utf-8"
    )
    assert hegui("audit", profile, "--on", TODAY, "--out", tmp_path / "a").exit_code == 0
    assert hegui("audit", profile, "--on", TODAY, "--out", tmp_path / "b", "--fail-on", "unproven").exit_code in (0, 3)


def test_an_existing_dossier_is_never_written_over(audited, example, hegui, tmp_path):
    audited(TODAY)
    again = hegui("audit", example(TODAY) / "hegui.yaml", "--on", TODAY, "--out", tmp_path / "dossier")
    assert again.exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [("audit", "nowhere.yaml"), ("verify", "nowhere"), ("law", "show", "csl/999"), ("law", "show", "xyz/1")],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_unusable_input_is_one_sentence_and_status_2(hegui, arguments, lang):
    result = hegui(*arguments, "--lang", lang)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()


# --- collect here, judge elsewhere -----------------------------------------------------------------------------------------


def test_sealed_facts_judge_to_the_same_findings(audited, example, hegui, tmp_path):
    _, direct = audited(TODAY)
    assert hegui("collect", example(TODAY) / "hegui.yaml", "--out", tmp_path / "facts").exit_code == 0
    sealed = hegui("audit", "--facts", tmp_path / "facts", "--on", TODAY, "--out", tmp_path / "elsewhere", "--json")
    keys = ("id", "verdict", "proof", "reason", "articles")
    assert [{k: f[k] for k in keys} for f in json.loads(sealed.stdout)["findings"]] == [
        {k: f[k] for k in keys} for f in direct["findings"]
    ]


def test_altered_sealed_facts_are_refused(example, hegui, tmp_path):
    hegui("collect", example(TODAY) / "hegui.yaml", "--out", tmp_path / "facts")
    table = next((tmp_path / "facts" / "facts").glob("log_span*"))
    table.write_bytes(table.read_bytes()[:-1] + b"?")
    assert hegui("audit", "--facts", tmp_path / "facts", "--on", TODAY, "--out", tmp_path / "d").exit_code == 2


# --- the dossier -----------------------------------------------------------------------------------------------------------


def test_a_flipped_bit_an_added_and_a_missing_file_are_found(audited, hegui, tmp_path):
    audited(TODAY)
    dossier = tmp_path / "dossier"
    assert hegui("verify", dossier).exit_code == 0
    findings = dossier / "findings.json"
    original = findings.read_bytes()
    findings.write_bytes(bytes([original[0] ^ 1]) + original[1:])
    assert hegui("verify", dossier).exit_code == 1
    findings.write_bytes(original)
    (dossier / "added.txt").write_text("x", encoding="utf-8")
    assert hegui("verify", dossier).exit_code == 1
    (dossier / "added.txt").unlink()
    (dossier / "law.json").unlink()
    assert hegui("verify", dossier).exit_code == 1


def test_compare_shows_what_was_mended(example, hegui, tmp_path):
    import shutil

    before, after = tmp_path / "before", tmp_path / "after"
    folder = shutil.copytree(example(TODAY), tmp_path / "operator")
    hegui("audit", folder / "hegui.yaml", "--on", TODAY, "--out", before)
    grading = (folder / "registers" / "grading.csv").read_text(encoding="utf-8-sig")
    mended = grading.replace(
        "pay,二级,2025-10-17,2025-10-27,,", "pay,二级,2025-10-17,2025-10-27,2025-11-10,示例备字0002"
    )
    assert mended != grading
    (folder / "registers" / "grading.csv").write_text(mended, encoding="utf-8-sig")
    hegui("audit", folder / "hegui.yaml", "--on", TODAY, "--out", after)
    forward = hegui("compare", before, after, "--json")
    assert forward.exit_code == 0
    assert "csl.mlps_filing/system/pay" in forward.stdout
    assert hegui("compare", after, before).exit_code == 1


def test_no_machine_path_and_no_raw_name_in_the_dossier(audited, example, tmp_path):
    audited(TODAY)
    here = str(example(TODAY)).encode()
    for path in (tmp_path / "dossier").rglob("*"):
        if path.is_file():
            assert here not in path.read_bytes(), path.name


# --- readings --------------------------------------------------------------------------------------------------------------


def test_a_firmware_administrator_is_read_both_ways(hegui, tmp_path):
    result = hegui(
        "audit", ROOT / "examples" / "firmware" / "hegui.yaml", "--on", "2017-09-15", "--out", tmp_path / "d", "--json"
    )
    document = json.loads(result.stdout)
    states = {r["role"]: r["state"] for r in document["roles"]}
    assert states["network_operator"] == "arguable"
    assert states["message_or_app_store_provider"] == "arguable"
    assert all(r["because"]["en"] and r["because"]["zh"] for r in document["roles"])
    readings = {r["role"]: r for r in document["exposure"]["readings"]}
    assert readings["network_operator"]["acts"]
    assert document["exposure"]["operator_cny"] == {"min": 0, "max": 0, "missing": []}


# --- start-up ----------------------------------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy():
    heavy = ("duckdb", "pyarrow", "numpy", "pydantic", "jinja2", "rich", "sqlalchemy", "yaml")
    code = f"import sys, hegui.cli; print([m for m in {heavy!r} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_two_operators_give_two_dossiers(tmp_path, hegui):
    profile = tmp_path / "hegui.yaml"
    text = "hegui: 1\noperators:\n" + "".join(
        f"  - {{id: op{n}, name: {{en: Op {n}, zh: 甲{n}}}, kind: company}}\n" for n in (1, 2)
    )
    profile.write_text(text, encoding="utf-8")
    document = json.loads(hegui("audit", profile, "--on", TODAY, "--out", tmp_path / "out", "--json").stdout)
    assert [d["operator"] for d in document["audits"]] == ["op1", "op2"]
    assert all(Path(d["report"]).is_file() for d in document["audits"])


def test_the_same_audit_twice_says_the_same(audited):
    _, one = audited(TODAY, out="one")
    _, two = audited(TODAY, out="two")
    assert [f["id"] for f in one["findings"]] == [f["id"] for f in two["findings"]]
    assert one["totals"] == two["totals"]


def test_a_future_day_of_the_law_data_warns(audited):
    _, document = audited(TODAY)
    assert any("read up to" in warning["en"] for warning in document["warnings"])
    assert date.fromisoformat(document["on"]) == TODAY


def test_what_is_not_met_shows_comparable_decisions_in_the_report(audited, tmp_path):
    _, document = audited(TODAY)
    pay = next(f for f in document["findings"] if f["id"] == "csl.log_retention/system/pay")
    kept = {case["id"]: case for case in json.loads((tmp_path / "dossier" / "cases.json").read_text(encoding="utf-8"))}
    assert pay["similar_cases"]
    assert set(pay["similar_cases"]) <= set(kept)
    page = (tmp_path / "dossier" / "report.html").read_text(encoding="utf-8")
    assert all(kept[id_]["authority"] in page for id_ in pay["similar_cases"])
    assert all(not f["similar_cases"] for f in document["findings"] if f["verdict"] == "met")
