"""The scenes: stories that made the law known, each judged at its own date, as if today, and today with the facts left where they are."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conftest import ROOT, TODAY
from hegui import audit, dossier
from hegui.judge.assumed import assumed
from hegui.judge.exposure import exposure
from hegui.law import load as load_law

SCENES = ROOT / "examples" / "scenes"
CASES = ("own_date", "as_if_today", "unmoved_today")


def module_of(path: Path, name: str) -> ModuleType:
    """A script of the examples as a module, under a name of its own."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


scenes = module_of(SCENES / "generate.py", "scenes")
terms = module_of(SCENES / "ten_privacy_terms" / "table.py", "privacy_terms")
SCENE = {name: scenes.scene(name) for name in scenes.names()}


def days(name: str, case: str) -> dict[str, date]:
    """The days of judging of a case of a scene."""
    own = SCENE[name]["date"]
    return {"own_date": {"on": own}, "as_if_today": {"on": own, "as_if": TODAY}, "unmoved_today": {"on": TODAY}}[case]


@dataclass(frozen=True)
class Scene:
    """A scene that was generated and read."""

    profile: Path
    facts: Any


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Callable[[str], Scene]:
    """The evidence of a scene, read once for this module."""
    made: dict[str, Scene] = {}

    def scene(name: str) -> Scene:
        if name not in made:
            profile = scenes.generate(tmp_path_factory.mktemp(name), name)[-1]
            made[name] = Scene(profile, audit.collect(audit.load([profile]), cache=False))
        return made[name]

    return scene


@pytest.fixture(scope="module")
def judged(read, tmp_path_factory):
    """A case of a scene, audited once for this module."""
    made: dict[tuple[str, str], audit.Audit] = {}

    def case(name: str, which: str) -> audit.Audit:
        if (name, which) not in made:
            out = tmp_path_factory.mktemp(which) / "dossier"
            made[name, which] = audit.audit(read(name).facts, out=out, **days(name, which))[0]
        return made[name, which]

    return case


def expected(name: str, case: str) -> dict[str, Any]:
    return SCENE[name]["expected"][case]


def each_duty() -> list[Any]:
    """Every duty of every case of every scene, the article in the id."""
    return [
        pytest.param(name, case, duty, says, id=f"{name}-{case}-{'+'.join(says['articles'])}-{duty}")
        for name in SCENE
        for case in CASES
        for duty, says in expected(name, case)["duties"].items()
    ]


def each_act() -> list[Any]:
    """Every price of every case of every scene, alone and under each reading, the clause in the id."""
    found = []
    for name in SCENE:
        for case in CASES:
            says = expected(name, case)
            for reading, price in {None: says, **says.get("readings", {})}.items():
                clauses = "+".join(act["article"] for act in price["acts"]) or "no price"
                found.append(
                    pytest.param(name, case, reading, price, id=f"{name}-{case}-{clauses}-{reading or 'sure'}")
                )
    return found


# --- verdicts and articles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "case", "duty", "says"), each_duty())
def test_a_duty_is_judged_under_the_articles_of_its_day(judged, name, case, duty, says):
    verdicts = {id_: v for id_, v in expected(name, case)["findings"].items() if id_.split("/")[0] == duty}
    found = {f["id"]: f for f in judged(name, case).findings}
    assert {id_: found[id_]["verdict"] for id_ in verdicts} == verdicts
    for id_, verdict in verdicts.items():
        if verdict != "not_applicable":
            assert (found[id_]["articles"], found[id_]["liability"]) == (says["articles"], says["liability"]), id_


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SCENE)
def test_nothing_else_is_not_met(judged, name, case):
    against = {id_ for id_, verdict in expected(name, case)["findings"].items() if verdict == "not_met"}
    assert {f["id"] for f in judged(name, case).findings if f["verdict"] == "not_met"} == against


# --- prices ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "case", "reading", "says"), each_act())
def test_the_price_is_that_of_the_law_that_applies(judged, name, case, reading, says):
    price = judged(name, case).document["exposure"]
    if reading is not None:
        price = next(r for r in price["readings"] if r["role"] == reading)
    assert _sum_of(price) == {key: says[key] for key in ("operator_cny", "individuals")}
    assert [_act(a) for a in price["acts"]] == [
        {k: v for k, v in act.items() if k != "limitation_until"} for act in says["acts"]
    ]
    for shown, act in zip(price["acts"], says["acts"], strict=True):
        if "limitation_until" in act:
            line = next(line for line in shown["lines"] if line["kind"] == "limitation")
            assert all(act["limitation_until"].isoformat() in line["text"][lang] for lang in ("en", "zh"))


def test_every_scene_says_something_of_every_case():
    for name in SCENE:
        for case in CASES:
            assert expected(name, case)["findings"], (name, case)


def each_assumption() -> list[Any]:
    return [
        pytest.param(name, says, id=f"{name}-{says['case']}-{says['act']['article']}-{says['assume']}")
        for name in SCENE
        for says in SCENE[name].get("what_if", ())
    ]


@pytest.mark.parametrize(("name", "says"), each_assumption())
def test_one_more_circumstance_opens_the_next_tier(read, tmp_path, name, says):
    one = audit.audit(
        read(name).facts,
        out=tmp_path / "d",
        what_if=assumed(says["assume"], load_law()),
        **days(name, says["case"]),
    )[0]
    price = one.document["exposure"]
    assert _sum_of(price) == {key: says[key] for key in ("operator_cny", "individuals")}
    assert says["act"] in [{"article": a["article"], "tier": a["tier"]} for a in price["acts"]]


def each_showing() -> list[Any]:
    return [
        pytest.param(name, says, id=f"{name}-{says['case']}-{says['act']['article']}")
        for name in SCENE
        for says in SCENE[name].get("if_shown", ())
    ]


@pytest.mark.parametrize(("name", "says"), each_showing())
def test_what_is_unproven_would_cost_this_if_it_were_shown(read, judged, name, says):
    from hegui import facts

    when = days(name, says["case"])
    finding = next(f for f in judged(name, says["case"]).findings if f["id"] == says["finding"])
    assert finding["verdict"] == "unproven"
    day = when.get("as_if", when["on"])
    moved = facts.shift(read(name).facts, (day - when["on"]).days)
    rows = {table: moved[table].to_pylist() for table in ("operator", "circumstance", "person")}
    shown = {**finding, "verdict": "not_met"}
    price = exposure(load_law(), day, rows["operator"][0], [shown], rows["circumstance"], rows["person"])
    assert _sum_of(price) == {key: says[key] for key in ("operator_cny", "individuals")}
    assert says["act"] == {key: price["acts"][0][key] for key in ("article", "tier")}


def _sum_of(price: dict[str, Any]) -> dict[str, Any]:
    return {
        "operator_cny": {key: price["operator_cny"][key] for key in ("min", "max")},
        "individuals": [{key: i[key] for key in ("role", "min", "max")} for i in price["individuals"]],
    }


def _act(act: dict[str, Any]) -> dict[str, Any]:
    """An act as ``scene.yaml`` writes it: of its lines, those that say which law applies and how long."""
    telling = dict.fromkeys(
        line["kind"] for line in act["lines"] if line["kind"] in ("still_stood", "lighter_law", "limitation")
    )
    return {
        **{key: act[key] for key in ("article", "tier", "min", "max")},
        "findings": len(act["findings"]),
        "lines": list(telling),
    }


def _paragraph(cite: str) -> str:
    """A cite without its item: tiers stand at either."""
    return cite.split("(")[0]


# --- what each story teaches ---------------------------------------------------------------------------------------------


def test_csl_59_1_where_nobody_is_appointed_the_legal_representative_answers(judged):
    for case in CASES:
        people = judged("school_without_logs", case).document["exposure"]["individuals"]
        assert people[0]["role"] == "legal_representative"
        assert "No officer for network security is named" in people[0]["because"]["en"]


def test_csl_27_the_defaced_home_page_runs_against_a_clock_of_hours_since_2025(judged):
    id_ = "csl.incident_report/operator/example-school/W-1"
    then, now = ({f["id"]: f for f in judged("school_without_logs", c).findings}[id_] for c in CASES[:2])
    assert "incident-measures@2025/4" not in then["articles"]
    assert "incident-measures@2025/4" in now["articles"]
    assert "relatively large" in now["reason"]["en"]


def test_csl_41_what_began_before_the_law_and_still_stood_is_reached_and_what_ended_before_is_not(judged):
    found = {f["id"]: f for f in judged("phone_firmware", "own_date").findings}
    stood, over = found["csl.pi_consent/service/updates"], found["csl.pi_consent/service/pilot"]
    assert (stood["verdict"], stood["from"]) == ("not_met", "2016-03-01")
    assert over["verdict"] == "not_applicable"
    assert "completed on 2017-03-31, before the duty came into force on 2017-06-01" in over["reason"]["en"]
    assert "2017-03-31" in over["reason"]["zh"]


def test_csl_76_3_the_administrator_of_firmware_is_read_both_ways(judged):
    for case in CASES:
        document = judged("phone_firmware", case).document
        states = {role["role"]: role["state"] for role in document["roles"]}
        assert states["network_operator"] == "arguable"
        assert states["message_or_app_store_provider"] == "arguable"
        assert "nothing but administer firmware" in document["exposure"]["readings"][0]["because"]["en"]


def test_apl_37_the_lighter_new_law_takes_the_price_of_the_annual_bill_away(judged):
    (act,) = judged("annual_bill", "unmoved_today").document["exposure"]["acts"]
    (line,) = [line for line in act["lines"] if line["kind"] == "lighter_law"]
    assert "apl@2021/37" in line["articles"]
    assert "is lighter and applies" in line["text"]["en"]


def test_apl_37_a_heavier_new_law_does_not_reach_back_to_the_school(judged):
    acts = judged("school_without_logs", "unmoved_today").document["exposure"]["acts"]
    texts = [line["text"]["en"] for act in acts for line in act["lines"] if line["kind"] == "lighter_law"]
    assert texts
    assert all("is not lighter" in text for text in texts)


def test_csl_41_and_43_ten_terms_improve_or_drift(judged, tmp_path):
    story = SCENE["ten_privacy_terms"]
    before, after = scenes.generate(tmp_path, "ten_privacy_terms")
    for profile, on in ((before, story["before"]), (after, story["date"])):
        audit.audit(audit.collect(audit.load([profile]), cache=False), on=on, out=profile.parent / "dossier")
    first, second = (terms.kept(dossier.read(profile.parent / "dossier")) for profile in (before, after))

    def row(points: set[str]) -> str:
        return "".join("+" if point in points else "-" for point in terms.POINTS)

    found = {s: [row(first[s]), row(second[s]), terms.change(first[s], second[s])] for s in first}
    assert found == story["table"]


# --- as a user goes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SCENE)
def test_the_command_line_audits_and_explains(read, hegui, tmp_path, name, case):
    options = [part for key, day in days(name, case).items() for part in (f"--{key.replace('_', '-')}", day)]
    result = hegui("audit", read(name).profile, *options, "--out", tmp_path / "d", "--json")
    against = [id_ for id_, verdict in expected(name, case)["findings"].items() if verdict == "not_met"]
    assert result.exit_code == (1 if against else 0)
    document = json.loads(result.stdout)
    assert {f["id"] for f in document["findings"] if f["verdict"] == "not_met"} == set(against)
    for id_ in expected(name, case)["findings"]:
        for lang in ("en", "zh"):
            said = hegui("explain", tmp_path / "d", id_, "--lang", lang)
            assert said.exit_code == 0, id_
            assert id_ in said.stdout, id_


@pytest.mark.parametrize("name", SCENE)
def test_the_same_scene_comes_out_of_the_generator_twice(tmp_path, name):
    for folder in ("one", "two"):
        scenes.generate(tmp_path / folder, name)
    one, two = (
        {p.relative_to(tmp_path / f): p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()}
        for f in ("one", "two")
    )
    assert list(one.values()) == list(two.values())
    assert one


@pytest.mark.parametrize("name", SCENE)
def test_a_scene_tells_its_story_in_both_languages(name):
    text = (SCENES / name / "README.md").read_text(encoding="utf-8")
    english, chinese = text.split("\n---\n")
    assert SCENE[name]["title"]["en"] in english
    assert SCENE[name]["title"]["zh"] in chinese


@pytest.mark.parametrize("name", SCENE)
def test_a_dossier_of_today_holds_the_clauses_and_numbers_of_then(judged, name):
    says = expected(name, "unmoved_today")
    law = dossier.read(judged(name, "unmoved_today").folder).law
    priced = {clause for duty in says["duties"].values() for clause in duty["liability"]}
    held = {row["article"] for row in law["clauses"]}
    assert {_paragraph(clause) for clause in priced} <= {_paragraph(clause) for clause in held}
    if "csl.log_retention" in says["duties"]:
        assert "csl@2017/21(3)" in {number["article"] for number in law["numbers"]}
