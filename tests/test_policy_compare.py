"""Ten services' privacy terms on four points, then again after promises: the table, what drifted, and which promises were kept."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import ROOT
from hegui.cli import main
from hegui.scan import policy
from hegui.yaml12 import load

EXAMPLE = ROOT / "examples" / "policies"
EXPECTED = load((EXAMPLE / "expected.yaml").read_text(encoding="utf-8"))
LETTERS = {"f": "full", "p": "partly", "n": "none"}
ON = EXPECTED["dates"]["on"]


@pytest.fixture(scope="module")
def ten(tmp_path_factory) -> Path:
    """The folder of the example."""
    spec = importlib.util.spec_from_file_location("ten_policies", EXAMPLE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("ten")
    module.generate(folder)
    return folder


@pytest.fixture(scope="module")
def answer(ten) -> dict[str, Any]:
    return policy.scan([str(ten / "policies")], on=ON, compare=True, promises=str(ten / "commitments.csv"), cache=False)


def test_the_table_is_the_one_written_by_hand(answer):
    found = {
        (row["service"], row["version"]): [point["state"] for point in row["points"].values()]
        for row in answer["comparison"]["services"]
    }
    wanted = {
        (one["name"], EXPECTED["dates"][when].isoformat()): [LETTERS[letter] for letter in one[when]]
        for one in EXPECTED["services"].values()
        for when in ("before", "after")
    }
    assert found == wanted


def test_promises_are_held_against_both_versions(answer):
    found = {(row["service"], row["promise"]): row["outcome"] for row in answer["promises"]}
    wanted = {
        (one["name"], promise): outcome
        for one in EXPECTED["services"].values()
        for promise, outcome in one["promise"].items()
    }
    assert found == wanted


def test_drift_says_what_got_worse_and_what_appeared(answer):
    drift = {pair["service"]: pair["changes"] for pair in answer["drift"]}
    assert [c for c in drift["墨竹微记"] if c["what"] == "point"] == [
        {"what": "point", "id": "express_consent", "change": "worsened", "from": "full", "to": "partly"}
    ]
    appeared = {(c["what"], c["id"]) for c in drift["白马出行"] if c["change"] == "appeared"}
    assert {("element", "rights_close_account"), ("kinds", "address"), ("recipient_kinds", "logistics")} <= appeared
    assert drift["海燕机票"] == []


def test_one_service_never_drifts_into_another(ten):
    answer = policy.scan([str(ten / "policies" / name) for name in ("shop-before.md", "map-after.md")], compare=True)
    assert answer["drift"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_terminal_shows_the_table_the_drift_and_the_promises(ten, lang):
    arguments = ["--compare", "--promises", str(ten / "commitments.csv"), "--on", ON.isoformat(), "--lang", lang]
    shown = CliRunner().invoke(main, ["scan", "policy", str(ten / "policies"), *arguments], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    words = {"en": ["better", "worse", "nothing better is seen"], "zh": ["改善", "退步", "未见改善"]}[lang]
    assert all(word in shown.stdout for word in [*words, "墨竹微记", "Heron Mail"])


def test_a_register_that_is_not_there_is_named(ten):
    shown = CliRunner().invoke(
        main, ["scan", "policy", str(ten / "policies"), "--promises", "nowhere.csv", "--lang", "en"]
    )
    assert shown.exit_code == 2
    assert "nowhere.csv" in shown.stderr


def test_the_json_on_the_terminal_is_the_same_answer(ten, answer):
    arguments = ["--compare", "--promises", str(ten / "commitments.csv"), "--on", ON.isoformat(), "--json"]
    shown = CliRunner().invoke(main, ["scan", "policy", str(ten / "policies"), *arguments])
    assert json.loads(shown.stdout)["comparison"] == json.loads(
        json.dumps(answer["comparison"], default=date.isoformat)
    )
