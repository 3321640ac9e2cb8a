"""What a scan of a policy finds against: lacks by the law of the day, vague words, consent by use, slow answers; a clean policy gives nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hegui.evidence.policy.elements import elements
from hegui.law import load
from hegui.scan import policy
from hegui.scan.policy_findings import _rules
from policy_kept import CHINESE, ENGLISH

CLEAN = CHINESE.replace("等相关信息", "")


def findings(folder: Path, text: str, on: date = date(2026, 11, 21)) -> dict[str, dict[str, Any]]:
    (folder / "p.md").write_text(text, encoding="utf-8")
    answer = policy.scan([str(folder / "p.md")], on=on, cache=False)
    return {finding["rule"]: finding for finding in answer["policies"][0]["findings"]}


def test_a_clean_policy_gives_nothing(tmp_path: Path):
    assert findings(tmp_path, CLEAN) == {}


def test_the_answer_has_the_shape_that_the_interface_names(tmp_path: Path):
    (tmp_path / "p.md").write_text(CHINESE, encoding="utf-8")
    answer = policy.scan([str(tmp_path / "p.md")], on=date(2026, 11, 21), cache=False)
    assert {"policies", "unreadable", "coverage", "blind_spots"} <= set(answer)
    (one,) = answer["policies"]
    assert {"path", "language", "elements", "declared", "findings"} <= set(one)
    assert {"kinds", "purposes", "recipients", "cross_border", "sdks"} <= set(one["declared"])
    assert [row["element"] for row in one["elements"]] == list(elements())
    (kinds,) = [row for row in one["elements"] if row["element"] == "kinds"]
    start, end = kinds["at"]
    assert CHINESE[start:end] == kinds["quote"]


def test_a_lack_is_a_finding_under_the_law_of_the_day(tmp_path: Path):
    without = CLEAN.replace("订单信息保存三年。", "")
    now = findings(tmp_path, without)["lacks_retention_period"]
    assert now["strength"] == "supports"
    assert {"pipl@2021/17", "ndsr@2025/21"} <= set(now["articles"])
    assert not any(cite.startswith("csl@") for cite in now["articles"])
    assert "lacks_retention_period" not in findings(tmp_path, without, on=date(2018, 3, 1))
    then = findings(
        tmp_path,
        "隐私政策。本政策说明我们如何对待您，欢迎使用我们的服务，祝您生活愉快，再见，谢谢。",
        on=date(2018, 3, 1),
    )
    assert "csl@2017/41.1" in then["lacks_purposes"]["articles"]
    assert "no_rules" in then


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        ("您使用本服务即视为同意本政策。", "consent_by_use"),
        ("我们会收集您的姓名等相关信息。", "vague_list"),
        ("我们会在40个工作日内答复您的请求。", "slow_answer"),
        ("本政策由某某公司制定。", "unfilled"),
    ],
)
def test_a_wording_is_a_finding(tmp_path: Path, added: str, rule: str):
    found = findings(tmp_path, CLEAN.replace("一、我们", added + "\n\n一、我们"))
    assert set(found) == {rule}
    assert found[rule]["articles"]


def test_an_english_policy_names_what_it_lacks(tmp_path: Path):
    found = findings(tmp_path, ENGLISH)
    assert {"lacks_complaint_channel", "lacks_minors"} <= set(found)
    assert "lacks_automated_decisions" not in found  # nothing is declared that would call for it


def test_every_rule_points_to_duties_and_elements_that_exist():
    rules = _rules()
    assert set(rules["elements"]) <= set(elements())
    for rule in (*rules["elements"].values(), *rules["others"].values()):
        assert set(rule["duties"]) <= set(load().obligations)
        assert rule["strength"] in ("decides", "supports", "context")
