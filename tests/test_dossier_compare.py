"""What changed between two dossiers: every finding in exactly one group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dossier_bundle as bundle
from hegui import dossier
from hegui.dossier import Dossier

VERDICTS = ("met", "not_met", "unproven", "not_applicable")
GROUPS = ("newly_not_met", "mended", "changed", "new", "gone")

some_verdicts = st.dictionaries(
    st.sampled_from([f"csl.duty_{n}/system/s" for n in range(12)]), st.sampled_from(VERDICTS)
)


@pytest.fixture(scope="module")
def d(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return bundle.write(tmp_path_factory.mktemp("kept") / "d")


def having(d: Dossier, verdicts: dict[str, str], **document: Any) -> Dossier:
    findings = [
        {
            "id": id_,
            "obligation": id_.split("/")[0],
            "title": bundle.txt("t", "题"),
            "verdict": verdict,
            "reason": bundle.txt("r", "由"),
        }
        for id_, verdict in verdicts.items()
    ]
    return replace(d, findings=findings, document={**d.document, **document})


@pytest.mark.parametrize(
    ("before", "after", "group"),
    [
        ("met", "not_met", "newly_not_met"),
        ("unproven", "not_met", "newly_not_met"),
        (None, "not_met", "newly_not_met"),
        ("not_met", "met", "mended"),
        ("not_met", "unproven", "changed"),
        ("not_met", "not_applicable", "changed"),
        ("met", "unproven", "changed"),
        (None, "met", "new"),
        (None, "unproven", "new"),
        ("not_met", None, "gone"),
    ],
)
def test_each_change_has_its_group(d: Dossier, before: str | None, after: str | None, group: str) -> None:
    a = having(d, {"csl.x/system/s": before} if before else {})
    b = having(d, {"csl.x/system/s": after} if after else {})
    compared = dossier.compare(a, b)
    assert {name: len(compared[name]) for name in GROUPS} == {name: int(name == group) for name in GROUPS}
    assert (compared[group][0]["before"], compared[group][0]["after"]) == (before, after)
    assert compared["unchanged"]["all"] == 0


@given(some_verdicts, some_verdicts)
def test_every_finding_falls_into_one_group(d: Dossier, old: dict[str, str], now: dict[str, str]) -> None:
    compared = dossier.compare(having(d, old), having(d, now))
    grouped = [change["id"] for name in GROUPS for change in compared[name]]
    same = {id_ for id_ in old.keys() & now.keys() if old[id_] == now[id_]}
    assert sorted([*grouped, *same]) == sorted(old.keys() | now.keys())
    assert compared["unchanged"]["all"] == len(same) == sum(compared["unchanged"][v] for v in VERDICTS)
    newly = {id_ for id_ in now if now[id_] == "not_met" and old.get(id_) != "not_met"}
    assert {change["id"] for change in compared["newly_not_met"]} == newly


@given(some_verdicts, some_verdicts)
def test_looking_back_turns_new_into_gone(d: Dossier, old: dict[str, str], now: dict[str, str]) -> None:
    there, back = dossier.compare(having(d, old), having(d, now)), dossier.compare(having(d, now), having(d, old))
    assert there["unchanged"] == back["unchanged"]
    assert {c["id"] for c in there["gone"]} == set(old) - set(now)
    assert {c["id"] for c in back["gone"]} == set(now) - set(old)


def test_a_dossier_compared_with_itself_is_unchanged(d: Dossier) -> None:
    compared = dossier.compare(d, d)
    assert not any(compared[name] for name in GROUPS)
    assert compared["unchanged"]["all"] == len(d.findings)
    assert compared["before"] == compared["after"]
    assert compared["after"]["exposure"]["operator_cny"] == {"min": 50_000, "max": 550_000, "missing": []}
    assert compared["warnings"] == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"operator": "another"}, "different operators"),
        ({"on": "2018-01-31"}, "judges a later day"),
        ({"law_versions": ["csl@2017"]}, "different versions of the law"),
        ({"as_if": "2018-01-31"}, "hypothetical"),
    ],
)
def test_what_makes_two_dossiers_hard_to_compare_is_said(d: Dossier, changed: dict[str, Any], says: str) -> None:
    warnings = dossier.compare(d, having(d, {}, **changed))["warnings"]
    assert len(warnings) == 1
    assert says in warnings[0]["en"]
