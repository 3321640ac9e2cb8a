"""From every verdict back to reason, check, facts, bytes and articles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import dossier_bundle as bundle
from hegui import dossier
from hegui.dossier import Dossier
from hegui.errors import DossierError


@pytest.fixture(scope="module")
def d(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return bundle.write(tmp_path_factory.mktemp("kept") / "d")


@pytest.fixture(scope="module")
def short_logs(d: Dossier) -> dict[str, Any]:
    return dossier.explain(d, "csl.log_retention/system/portal")


def rows(explained: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return next(entry["rows"] for entry in explained["facts"] if entry["table"] == table)


def test_every_finding_can_be_explained(d: Dossier) -> None:
    for finding in d.findings:
        explained = dossier.explain(d, finding["id"])
        assert explained["verdict"] == finding["verdict"]
        assert [a["article"] for a in explained["articles"]] == finding["articles"]
        assert all(a["text"]["zh"] for a in explained["articles"])
        assert (explained["check"] is None) == (finding["check"] is None)


def test_the_check_is_the_question_as_it_was_asked(short_logs: dict[str, Any]) -> None:
    assert short_logs["check"]["sql"] == bundle.SQL
    assert short_logs["check"]["sentence"] == "too_short"
    assert short_logs["check"]["template"]["zh"] == "{subject}的日志仅可追溯至{first}。"
    assert [entry["table"] for entry in short_logs["facts"]] == short_logs["check"]["needs"]


def test_the_facts_are_those_of_its_sources_and_exhibits(short_logs: dict[str, Any]) -> None:
    assert {row["source"] for row in rows(short_logs, "log_span")} == {"portal-logs", "edge-logs"}
    members = next(entry for entry in short_logs["facts"] if entry["table"] == "log_member")
    assert members["total"] == 92
    assert [row["path"] for row in members["rows"][:3]] == [f"portal/app.log.{n}.gz" for n in range(3)]
    assert len(members["rows"]) == 20
    assert rows(short_logs, "attestation") == []


def test_facts_about_other_subjects_stay_out(d: Dossier) -> None:
    explained = dossier.explain(d, "csl.log_retention/system/legacy")
    assert [row["attestation"] for row in rows(explained, "attestation")] == ["a1"]
    assert rows(explained, "log_span") == []


def test_an_exhibit_says_how_to_compute_its_hash_again(short_logs: dict[str, Any], d: Dossier) -> None:
    first = short_logs["exhibits"][0]
    assert first["recompute"] == "sha256sum portal/app.log.0.gz"
    assert first["sha256"] == bundle.sha("portal/app.log.0.gz")
    attested = dossier.explain(d, "csl.log_retention/system/legacy")["exhibits"][0]
    assert attested["recompute"] == "sha256sum hegui.yaml"
    hostile = dossier.explain(d, "csl.management_system/operator/shop-co")["exhibits"][0]
    assert hostile["recompute"] == "sha256sum 'documents/<b>security-policy</b>.md'"


def test_the_law_comes_with_text_dates_price_and_number(short_logs: dict[str, Any]) -> None:
    assert short_logs["articles"][0]["in_force"] == ["2026-01-01", None]
    assert short_logs["numbers"] == [
        {"key": "log_retention.months", "value": 6, "unit": "months", "article": "csl@2026/23(3)"}
    ]
    assert short_logs["sanctions"][1]["operator_cny"] == [50_000, 500_000]
    assert [act["tier"] for act in short_logs["acts"]] == ["refusal_or_consequence"]


def test_a_tier_of_the_paragraph_is_found_for_its_item() -> None:
    law = {
        "clauses": [
            {"article": "csl@2026/6", "tier": "base", "may": False},
            {"article": "csl@2026/62.1", "tier": "base", "may": True},
        ]
    }
    assert dossier.with_tier(law, {"article": "csl@2026/62.1(2)", "tier": "base", "applied": True})["may"] is True
    assert "may" not in dossier.with_tier(law, {"article": "csl@2026/62.2", "tier": "base", "applied": True})


def test_an_unknown_finding_names_the_nearest(d: Dossier) -> None:
    with pytest.raises(DossierError, match=r"csl\.log_retention/system/portal"):
        dossier.explain(d, "csl.log_retention/portal")
    with pytest.raises(DossierError, match="no finding"):
        dossier.explain(d, "")


def test_a_check_that_does_not_read_is_a_damaged_dossier(d: Dossier) -> None:
    for broken in ("title: [", "[]", "title: {en: a, zh: b}"):
        torn = replace(d, checks={**d.checks, "logs/six_months": {"check.yaml": broken, "check.sql": ""}})
        with pytest.raises(DossierError, match=r"six_months/check\.yaml cannot be read"):
            dossier.explain(torn, "csl.log_retention/system/portal")
