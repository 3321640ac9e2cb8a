"""The data of the claims room: every article exists, every word is known, every row can be reached, the schema is that of the file."""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

from claims_written import claim_text, written
from conftest import ROOT
from hegui import claims, yaml12
from hegui.claims.blocks import labels
from hegui.claims.data import data
from hegui.claims.rows import rows
from hegui.claims.sources import sources
from hegui.law import cite as cites

FOLDER = Path(claims.__file__).parent
FILES = ("applies", "bases", "remedies", "periods", "procedure", "open", "secure")
CODES = data("shape.yaml")["codes"]
ROWS = [pytest.param(name, row, id=f"{name}-{row.id}") for name in FILES for row in rows(f"{name}.yaml")]
RULES = [
    pytest.param(cite, id=f"{wrong}-{cite}")
    for wrong, entry in data("wrongs.yaml").items()
    for rule in entry["rules"]
    for cite in rule["cites"]
]
WORDS = {  # what each fact can say
    "claimant": set(CODES["claimant_kind"]),
    "claimant_place": {"mainland", "hk_mo_tw", "abroad", "unknown"},
    "respondent_place": {"mainland", "hk_mo_tw", "abroad", "unknown"},
    "network_place": {"mainland", "hk_mo_tw", "abroad", "unknown"},
    "exhibit_place": {"mainland", "hk_mo_tw", "abroad", "unknown"},
    "age": {"under_8", "under_14", "minor", "adult", "unknown", "minor_now"},
    "consumer": {"yes", "no", "unknown"},
    "serious": {"yes", "no", "unknown"},
    "deceived": {"yes", "no", "unknown"},
    "wrong_stood": {"yes", "no"},
    "role": set(CODES["role"]),
    "wrong": set(CODES["wrong"]),
    "harm": set(CODES["harm"]),
    "asked": set(CODES["request"]),
    "answer": set(CODES["reply"]),
    "proceeding": set(CODES["proceeding_kind"]),
    "exhibit": set(CODES["exhibit_kind"]),
    "concerns": {entry["concerns"] for entry in data("wrongs.yaml").values()},
    "reach": {"before", "across", "after", "unknown"},
    "code_reach": {"before", "across", "after", "unknown"},
    "pipl_reach": {"before", "across", "after", "unknown"},
    "numbering_reach": {"before", "across", "after", "unknown"},
    "standing": {"now", "ended"},
    "respondents": {"one", "several"},
    "period": {"two", "longer", "three"},
}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_asks_known_words_and_rests_on_articles_that_exist(name, row):
    for condition in (row.when, row.unless):
        for fact, words in condition.items():
            assert set(words) <= WORDS[fact], fact
    for cite in row.cites:
        sources().span(cite)
        assert sources().paragraph(cite) is not None, cite
    assert row.text.en.endswith((".", "?"))
    assert row.text.zh.endswith(("。", "？"))


@pytest.mark.parametrize("cite", RULES)
def test_a_rule_rests_on_an_article_that_exists(cite):
    assert sources().paragraph(cite) is not None


@pytest.mark.parametrize("name", FILES)
def test_ids_stand_once(name):
    ids = [row.id for row in rows(f"{name}.yaml")]
    assert len(ids) == len(set(ids))


def test_words_of_the_data_are_those_of_the_shape():
    assert set(data("wrongs.yaml")) == set(CODES["wrong"])
    assert set(data("elements.yaml")) == set(CODES["element"])
    for kind in CODES["exhibit_kind"].values():
        assert set(kind["shows"]) <= set(CODES["element"])
    for basis in data("bases.yaml"):
        assert set(basis["elements"]) <= set(CODES["element"])
        assert basis["state"] in ("holds", "arguable", "none")
        assert basis.get("fault") in (None, "fault", "presumed", "none")
    for remedy in data("remedies.yaml"):
        assert set(remedy.get("measure", ())) <= set(CODES["harm"])
    rules = data("limitation.yaml")
    assert set(rules["demands"]) <= set(CODES["request"])
    assert set(rules["agreed"]) <= set(CODES["reply"])
    assert {*rules["suits"], *rules["bodies"]} <= set(CODES["proceeding_kind"])


def test_own_sources_are_sorted_out_from_the_law_and_say_where_they_come_from():
    with (FOLDER / "sources.csv").open(encoding="utf-8") as lines:
        own = list(csv.DictReader(lines))
    assert len({row["cite"] for row in own}) == len(own)
    for row in own:
        cites.parse(row["cite"])
        assert row["source"]
        assert row["confidence"] in ("seen", "memory")
        for other in filter(None, row["counterparts"].split(";")):
            assert other in {one["cite"] for one in own}


def test_what_rests_on_memory_is_marked_in_the_answer(tmp_path):
    found = claims.answer(ROOT / "examples" / "claims" / "phone_firmware" / "claim.yaml", date(2017, 11, 15))
    marked = {p["id"] for p in found["court"] if not p["confirmed"]}
    assert "domicile" in marked  # the number of 2017 was not read
    assert claims.html(found).count("not confirmed") > 3


def test_schema_in_the_package_is_made_from_the_shape():
    assert (FOLDER / claims.SCHEMA_FILE).read_text(encoding="utf-8") == claims.schema_text()


@pytest.mark.parametrize(
    "scene", sorted((ROOT / "examples" / "claims").glob("*/claim.yaml")), ids=lambda p: p.parent.name
)
def test_schema_accepts_the_scenes(scene):
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(json.dumps(yaml12.load(scene.read_text(encoding="utf-8")), default=str))
    jsonschema.validate(document, claims.schema())


def test_every_label_asked_for_exists():
    code = "\n".join(p.read_text(encoding="utf-8") for p in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html")])
    asked = set(re.findall(r"""(?:labels\(\)\[|say\(|w\()["']([a-z_0-9.]+)["'][\]),]""", code))
    assert asked
    assert asked <= set(labels())
    states = {"holds", "arguable", "none", "held", "contested", "missing", "open", "over", "stands_still", "not_begun"}
    assert {f"state.{state}" for state in states} <= set(labels())


def test_the_room_reads_no_profile_and_opens_no_dossier():
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    assert not re.search(r"from hegui\.(dossier|profile import|profile\.loading|evidence|judge)", code)


def test_the_how_to_lists_every_code():
    page = (ROOT / "docs" / "how-to" / "claim.md").read_text(encoding="utf-8")
    lists = ("claimant_kind", "role", "wrong", "harm", "exhibit_kind", "element", "request", "reply", "proceeding_kind")
    assert [code for name in lists for code in CODES[name] if f"`{code}`" not in page] == []


@pytest.mark.slow
def test_every_row_of_the_data_can_be_reached(tmp_path):
    who = [f"kind: {kind}" for kind in CODES["claimant_kind"]]
    who += [
        "kind: person, consumer: true",
        "kind: person, consumer: true, born: 2014-01-01",
        "kind: person, consumer: false",
    ]
    tails = (
        "",
        "harms: [{kind: property_loss, amount: 10}, {kind: mental, serious: false}]\n",
        "harms: [{kind: mental}, {kind: health}]\nexhibits: [{id: e, kind: capture, made_in: US}]\n"
        "proceedings: [{kind: civil_abroad, began: 2017-09-01}]\n",
    )
    days = (
        {},
        {"on": "2016-01-01"},
        {"on": "2014-01-01", "act": "learned: 2014-02-01"},
        {"since": "2017-01-01"},
        {"since": "2017-01-01", "until": "2018-01-01"},
        {"since": "2020-01-01", "until": "2021-12-01"},
        {"on": "2022-01-01", "act": "deceived: true, price: 100"},
    )
    suits = (
        "2017-07-01",
        "2017-12-01",
        "2018-09-07",
        "2018-09-20",
        "2019-01-01",
        "2021-03-01",
        "2024-01-01",
        "2026-11-22",
    )
    every = itertools.product(CODES["role"], CODES["wrong"], who, ("CN", "HK", "US"), tails, days, suits, ("CN", "US"))
    waiting = {row.id for name in FILES for row in rows(f"{name}.yaml")}
    for role, wrong, party, place, tail, day, suit, domicile in random.Random(1).sample(list(every), 2500):
        text = claim_text(role=role, wrong=wrong, who=party, place=place, tail=tail, **day)
        text = text.replace("respondents: [{id: r, place: CN", f"respondents: [{{id: q}}, {{id: r, place: {domicile}")
        waiting -= _ids(claims.answer(written(tmp_path, text), date.fromisoformat(suit)))
        if not waiting:
            break
    assert waiting == set()


def _ids(value):
    if isinstance(value, dict):
        return {value["id"]} | _ids(list(value.values())) if "cites" in value else _ids(list(value.values()))
    return set().union(*map(_ids, value)) if isinstance(value, list) else set()
