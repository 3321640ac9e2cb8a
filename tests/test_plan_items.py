"""The plan: what to mend, by when, by whom, with which proof; ordered by the exposure that mending removes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import plan_kept as kept
from hegui.errors import InputError
from hegui.report import planning
from plan_kept import finding, order

Hegui = Callable[..., Result]


def planned(folder: Path, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return planning.plan(kept.write(folder / "d", findings, **more))


def items(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in plan["items"]}


def amount(of: dict[str, Any]) -> tuple[int | None, int | None]:
    return of["min"], of["max"]


def test_an_item_says_what_by_whom_and_which_proof_closes_it(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.log_retention"), people={"it_manager": "李某"})
    (item,) = plan["items"]
    duty = kept.LAW.obligations["csl.log_retention"]
    assert (item["kind"], item["what"], item["causes"]) == (
        "mend",
        duty.text.as_json(),
        [finding("csl.log_retention")["reason"]],
    )
    assert (item["role"], item["held"], item["person"]) == ("it_manager", True, "李某")
    assert item["proof"] == [duty.settled_by.as_json()]
    assert "csl@2026/23(3)" in item["articles"]


def test_what_an_item_removes_is_the_price_without_it(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.log_retention"), finding("csl.notice_acted", subject="chat"))
    total = plan["exposure"]["operator_cny"]
    removed = {id_: item["removes"]["operator_cny"]["max"] for id_, item in items(plan).items()}
    assert removed == {"csl.notice_acted/mend": 500_000, "csl.log_retention/mend": 50_000}
    assert sum(removed.values()) == total["max"]


def test_the_dearest_item_comes_first_and_nothing_is_left_after_the_last(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, finding("csl.log_retention"), finding("csl.notice_acted", subject="chat"), finding("csl.pi_consent")
    )
    shares = [
        (item["removes"]["together_cny"]["open"], item["removes"]["together_cny"]["known"]) for item in plan["items"]
    ]
    assert shares == sorted(shares, reverse=True)
    assert amount(plan["items"][-1]["removes"]["left_cny"]) == (0, 0)


def test_items_of_one_act_remove_nothing_alone_and_say_with_what_they_do(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.log_retention"), finding("csl.mlps_filing"))
    for item in plan["items"]:
        assert amount(item["removes"]["operator_cny"]) == (0, 0)
        assert amount(item["removes"]["together_cny"]) == (0, 50_000)
        assert item["removes"]["code"] == "shared"
        assert len(item["removes"]["shared_with"]) == 1
    assert [item["removes"]["left_cny"]["max"] for item in plan["items"]] == [50_000, 0]


def test_the_item_that_opens_a_tier_removes_what_the_tier_adds(tmp_path: Path) -> None:
    refused = {"circumstance": "refusal", "obligation": "csl.log_retention", "at": date(2026, 11, 1)}
    plan = planned(tmp_path, finding("csl.log_retention"), finding("csl.mlps_filing"), circumstances=[refused])
    first, second = plan["items"]
    assert first["obligation"] == "csl.log_retention"
    assert first["removes"]["operator_cny"]["max"] == 450_000
    assert second["removes"]["operator_cny"]["max"] == 0


def test_an_amount_without_upper_bound_is_null_and_comes_first(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.notice_acted"), finding("csl.certified_equipment"))
    assert plan["exposure"]["operator_cny"]["max"] is None
    first, second = plan["items"]
    assert first["obligation"] == "csl.certified_equipment"
    assert (first["removes"]["operator_cny"]["max"], first["removes"]["code"]) == (None, "open_ends")
    assert first["removes"]["left_cny"]["max"] == second["removes"]["operator_cny"]["max"] == 500_000


def test_what_is_over_cannot_be_undone_and_removes_nothing(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.notice_acted", at="2026-10-05"), finding("csl.log_retention"))
    past = items(plan)["csl.notice_acted/answer"]
    assert amount(past["removes"]["operator_cny"]) == (0, 0)
    assert "500,000" in past["removes"]["because"]["en"]
    assert past["past"]["zh"]
    assert [item["kind"] for item in plan["items"]] == ["mend", "answer"]
    assert past["removes"]["left_cny"]["max"] == 500_000


def test_what_is_unproven_is_not_priced_but_its_stake_is_said(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.log_retention", "unproven"))
    (item,) = plan["items"]
    assert (item["id"], item["removes"]["code"]) == ("csl.log_retention/prove", "stake")
    assert "50,000" in item["removes"]["because"]["en"]
    assert {"en": "the register", "zh": "台账"} in item["proof"]


def test_what_rests_on_an_arguable_role_comes_after_what_is_sure(tmp_path: Path) -> None:
    arguable = finding("csl.notice_acted", role_state="arguable", role="internet_information_service_provider")
    plan = planned(tmp_path, arguable, finding("csl.log_retention"))
    assert [item["obligation"] for item in plan["items"]] == ["csl.log_retention", "csl.notice_acted"]
    assert plan["items"][1]["removes"]["code"] == "arguable"


def test_the_day_of_an_order_comes_before_that_of_the_law(tmp_path: Path) -> None:
    asked = order(obligation="csl.log_retention", due_on=date(2026, 10, 31))
    (item,) = planned(tmp_path, finding("csl.log_retention"), orders=[asked])["items"]
    assert (item["due"], item["overdue"], item["dates"][0]["basis"]) == ("2026-10-31", True, "order")
    assert "字1号" in item["due_because"]["zh"]


def test_without_a_day_a_failure_is_to_be_met_at_once_and_evidence_has_no_day(tmp_path: Path) -> None:
    plan = planned(tmp_path, finding("csl.log_retention"), finding("csl.emergency_plan", "unproven"))
    failed, unproven = plan["items"]
    assert failed["due"] is unproven["due"] is None
    assert "at once" in failed["due_because"]["en"]
    assert unproven["due_because"]["en"] == "no day set"


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ("open", {}),
        ("submitted", {"answered_on": date(2026, 11, 1)}),
        ("submitted", {"rectified_on": date(2026, 11, 1), "result": "pending"}),
        ("rejected", {"answered_on": date(2026, 11, 1), "result": "rejected"}),
        ("accepted", {"rectified_on": date(2026, 11, 1), "result": "accepted"}),
        ("open", {"answered_on": date(2026, 12, 1)}),
    ],
)
def test_a_demand_is_open_submitted_rejected_or_accepted(tmp_path: Path, state: str, more: dict[str, Any]) -> None:
    asked = order(obligation="csl.log_retention", due_on=date(2026, 12, 31), **more)
    plan = planned(tmp_path, finding("csl.log_retention"), orders=[asked])
    assert plan["orders"][0]["state"] == plan["items"][0]["state"] == state
    assert bool(plan["items"][0]["dates"]) is (state != "accepted")


def test_a_demand_that_came_later_is_not_known_yet(tmp_path: Path) -> None:
    assert (
        planned(tmp_path, finding("csl.log_retention"), orders=[order(received_on=date(2026, 12, 1))])["orders"] == []
    )


def test_only_what_a_later_audit_finds_met_is_closed(tmp_path: Path) -> None:
    duties = ["csl.log_retention", "csl.mlps_filing", "csl.mlps_grading", "csl.emergency_plan"]
    before = kept.write(tmp_path / "before", [finding(duty) for duty in duties])
    verdicts = {"csl.log_retention": "met", "csl.mlps_filing": "unproven", "csl.mlps_grading": "not_met"}
    after = kept.write(tmp_path / "after", [finding(duty, verdict) for duty, verdict in verdicts.items()])
    became = {one["obligation"]: one for one in planning.plan(after, before)["since"]}
    assert {duty: one["code"] for duty, one in became.items()} == {
        "csl.log_retention": "mended",
        "csl.mlps_filing": "not_shown",
        "csl.mlps_grading": "still",
        "csl.emergency_plan": "gone",
    }
    assert [duty for duty, one in became.items() if one["closed"]] == ["csl.log_retention"]
    assert became["csl.log_retention"]["exhibits"]


def test_the_dossier_of_somebody_else_closes_nothing(tmp_path: Path) -> None:
    other = kept.write(tmp_path / "other", [], operator="p")
    with pytest.raises(InputError, match="different operators"):
        planning.plan(kept.write(tmp_path / "own", []), other)


def test_a_price_that_differs_from_the_dossiers_is_said(tmp_path: Path) -> None:
    d = kept.write(tmp_path / "d", [finding("csl.log_retention")])
    priced = {**d.document["exposure"], "acts": [], "operator_cny": {"min": 0, "max": 7, "missing": []}}
    changed = kept.write(tmp_path / "changed", [finding("csl.log_retention")], exposure=priced)
    assert planning.plan(d)["warnings"] == []
    assert "Audit again" in planning.plan(changed)["warnings"][0]["en"]


def test_nothing_to_mend_is_said_in_both_languages(tmp_path: Path, hegui: Hegui) -> None:
    kept.write(tmp_path / "d", [finding("csl.log_retention", "met")])
    assert "Nothing is to be mended" in hegui("plan", tmp_path / "d", "--lang", "en").stdout
    assert "没有需要整改" in hegui("plan", tmp_path / "d", "--lang", "zh").stdout


def test_the_plan_as_json_is_the_plan(tmp_path: Path, hegui: Hegui) -> None:
    d = kept.write(tmp_path / "d", [finding("csl.log_retention")])
    assert json.loads(hegui("plan", tmp_path / "d", "--json").stdout) == json.loads(json.dumps(planning.plan(d)))


@pytest.mark.parametrize("arguments", [("--to", "pdf"), ("--since", "nowhere")])
def test_what_cannot_be_done_is_one_sentence_and_status_2(
    tmp_path: Path, hegui: Hegui, arguments: tuple[str, str]
) -> None:
    kept.write(tmp_path / "d", [finding("csl.log_retention")])
    result = hegui("plan", tmp_path / "d", *arguments, "--lang", "en")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
