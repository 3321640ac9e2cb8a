"""`hegui grade`: the level of each system, by the text of the day; where texts differ, both are shown."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from conftest import ROOT, TODAY
from hegui import facts, law, profile
from hegui.judge import grading
from hegui.law import levels

LAW = law.load()
OLD = date(2018, 1, 31)
CITIZENS, SOCIETY, STATE = "citizens_legal_persons_others", "social_order_public_interest", "national_security"
GENERAL, SERIOUS, GRAVE = "general", "serious", "especially_serious"
EDITIONS = [(date(2020, 10, 31), "gbt-22240@2008"), (date(2020, 11, 1), "gbt-22240@2020")]


def graded(on=TODAY, *, information=None, service=None, declared=None, row=None, kinds=(), unreadable=False):
    """The answer for one system, from its stated harm and its row in the register."""
    named = {
        "operator": "op",
        "kind": "system",
        "subject": "s",
        "name_en": "S",
        "name_zh": "系统",
        "kinds": list(kinds),
    }
    harms = {"information": information, "service": service}
    source = {"operator": "op", "source": "book", "kind": "register", "what": "grading"}
    rows = {
        "subject": [{**named, "level": declared, "since": date(2016, 1, 1)}],
        "source": [source],
        "impact": [
            {"operator": "op", "subject": "s", "limb": limb, "object": harm[0], "degree": harm[1]}
            for limb, harm in harms.items()
            if harm
        ],
        "grading": [{"operator": "op", "source": "book", "subject": "s", **row}] if row else [],
        "unreadable": [{"operator": "op", "source": "book", "path": "book.csv"}] if unreadable else [],
    }
    return grading.grade(facts.facts_of(rows), LAW, on)["systems"][0]


def filed(level, on=date(2025, 3, 1), **more):
    return {"level": level, "graded_on": on, "filed_on": on + timedelta(20), "filing_number": "备0001", **more}


@pytest.mark.parametrize(("on", "standard"), EDITIONS)
@pytest.mark.parametrize(
    ("harmed", "general", "serious", "grave"), [(CITIZENS, 1, 2, 2), (SOCIETY, 2, 3, 4), (STATE, 3, 4, 5)]
)
def test_the_matrix_of_gbt_22240_gives_the_level(on, standard, harmed, general, serious, grave):
    for degree, level in zip((GENERAL, SERIOUS, GRAVE), (general, serious, grave), strict=True):
        found = graded(on, information=(harmed, degree))
        assert (found["level"], found["standard"], found["basis"]) == (level, standard, "computed"), degree


def test_the_higher_of_information_and_service_counts_6_4():
    found = graded(information=(CITIZENS, GENERAL), service=(SOCIETY, SERIOUS))
    assert found["level"] == 3
    assert [cell["level"] for cell in found["cells"]] == [1, 3]
    assert "The higher of the two counts: level 3." in found["because"]["en"]
    assert "GB/T 22240-2020 6.4" in found["because"]["en"]
    assert "取两者中较高的等级：第3级" in found["because"]["zh"]


def test_one_side_alone_gives_a_level_that_is_at_least_that():
    assert "at least 2" in graded(service=(SOCIETY, GENERAL))["because"]["en"]


@pytest.mark.parametrize(
    ("on", "harm", "level", "said"),
    [
        (OLD, (CITIZENS, GRAVE), 2, "GA/T 1389-2017 has level 3 where GB/T 22240-2008 has level 2, from memory"),
        (
            TODAY,
            (CITIZENS, GRAVE),
            2,
            "GA/T 1389-2017 has level 3 where GB/T 22240-2020 4.3, GB/T 22240-2020 6.4 has level 2, from memory",
        ),
        (
            TODAY,
            (STATE, SERIOUS),
            4,
            "question 7 has level 5 where GB/T 22240-2020 4.3, GB/T 22240-2020 6.4 has level 4",
        ),
    ],
)
def test_cells_on_which_texts_differ_are_shown_with_both_levels(on, harm, level, said):
    found = graded(on, information=harm)
    assert found["level"] == level, "the national standard decides"
    assert any(said in conflict["en"] for conflict in found["conflicts"])


@pytest.mark.parametrize(
    ("on", "harm"),
    [
        (date(2017, 5, 31) + timedelta(1), (CITIZENS, SERIOUS)),
        (date(2025, 4, 26), (STATE, SERIOUS)),
        (TODAY, (STATE, GRAVE)),
    ],
)
def test_other_cells_and_days_show_no_conflict_of_cells(on, harm):
    assert not any("where GB/T 22240" in c["en"] for c in graded(on, information=harm)["conflicts"])


def test_a_number_from_memory_says_so():
    assert "GB/T 22240-2008, from memory" in graded(OLD, information=(CITIZENS, GRAVE))["because"]["en"]
    assert "凭记忆" in graded(OLD, information=(CITIZENS, GRAVE))["because"]["zh"]
    assert "memory" not in graded(TODAY, information=(CITIZENS, GRAVE))["because"]["en"]


@pytest.mark.parametrize(
    ("stated", "unproven", "said"),
    [
        ((SOCIETY, SERIOUS), True, "unproven until experts review it"),
        ((CITIZENS, GENERAL), False, "the certificate, which stands until the system is graded again"),
        ((SOCIETY, GENERAL), False, "gives the same level"),
        (None, False, "The police filing certificate decides: level 2 (no. 备0001, filed on 2025-03-21)"),
    ],
    ids=["higher", "lower", "equal", "no harm stated"],
)
def test_the_filing_certificate_decides_over_a_computed_level(stated, unproven, said):
    found = graded(information=stated, row=filed(2))
    assert (found["level"], found["basis"], found["unproven"]) == (2, "filed", unproven)
    assert said in found["because"]["en"]


def test_a_filing_after_the_day_of_judging_decides_nothing_yet():
    row = filed(3, on=TODAY + timedelta(1))
    assert graded(information=(CITIZENS, GENERAL), row=row)["basis"] == "computed"


def test_a_system_filed_under_the_old_edition_keeps_its_level_and_says_so():
    found = graded(row=filed(3, on=date(2018, 5, 1)))
    assert (found["level"], found["standard"]) == (3, "gbt-22240@2020")
    assert "GB/T 22240-2008; a filed system keeps its level until it is graded again" in found["because"]["en"]


@pytest.mark.parametrize(
    ("given", "basis", "level"),
    [
        ({"declared": 3}, "declared", 3),
        ({"declared": 1, "row": {"level": 2}}, "registered", 2),
        ({"declared": 1, "row": {"level": 2}, "service": (SOCIETY, SERIOUS)}, "computed", 3),
        ({}, "none", None),
    ],
)
def test_without_a_filing_the_level_rests_on_the_next_best(given, basis, level):
    found = graded(**given)
    assert (found["basis"], found["level"]) == (basis, level)
    assert found["because"]["en"]
    assert bool(found["asks"]) == (level is not None)


def test_an_unreadable_register_is_said_where_no_filing_was_found():
    assert "could not be read" in graded(service=(SOCIETY, SERIOUS), unreadable=True)["because"]["en"]


# level, words of an ask, day, asked?
ASKS = [
    (1, "no expert review, approval or filing is needed (GB/T 22240-2020 4.4)", TODAY, True),
    (1, "Filing with the police", TODAY, False),
    (2, "within 30 days after its level is set (MLPS Measures (2007) Art. 15.1)", TODAY, True),
    (2, "Expert review of the level", TODAY, True),
    (2, "Expert review of the level", OLD, False),
    (2, "A self-check", TODAY, False),
    (3, "at least every 12 months (MLPS Measures (2007) Art. 14.1)", TODAY, True),
    (3, "at least every 12 months (MLPS Measures (2007) Art. 14.1)", OLD, True),
    (3, "Advice: Assessment every 12 months by the answer", OLD, False),
    (4, "at least every 6 months (MLPS Measures (2007) Art. 14.1)", TODAY, True),
    (4, "national expert committee (MLPS Measures (2007) Art. 10, from memory)", OLD, True),
    (5, "GA/T 2182-2024", TODAY, True),
    (3, "Secure area boundary: requirements 20, control points 6", TODAY, True),
    (3, "Secure area boundary", date(2019, 11, 30), False),
    (3, "requirements 290, control points 73", date(2019, 11, 30), True),
    (3, "logs kept at least 6 months, data classified, backed up and encrypted (CSL (2026) Art. 23)", TODAY, True),
    (3, "(CSL (2017) Art. 21)", OLD, True),
]


@pytest.mark.parametrize(("level", "words", "on", "asked"), ASKS)
def test_what_a_level_asks_on_a_day(level, words, on, asked):
    found = graded(on, declared=level)
    assert any(words in ask["en"] for ask in found["asks"]) == asked


def test_an_extension_is_asked_of_its_kind_of_system_alone():
    assert any("cloud extension" in a["en"] for a in graded(declared=3, kinds=["cloud_platform"])["asks"])
    assert not any("cloud extension" in a["en"] for a in graded(declared=3)["asks"])


@pytest.mark.parametrize(("level", "requirements", "points"), [(1, 55, 42), (2, 135, 68), (3, 211, 71), (4, 228, 71)])
def test_the_families_of_the_standard_add_up_to_its_total(level, requirements, points):
    *families, total = levels.controls(level, (), TODAY)
    assert all(family.covers for family in families)
    assert sum(f.requirements for f in families) == total.requirements == requirements
    assert sum(f.points for f in families) == total.points == points


@pytest.mark.parametrize(
    ("level", "assessed", "strength", "overdue", "words"),
    [
        (2, date(2024, 1, 10), "advice", True, "advice, not a failure"),
        (2, date(2025, 1, 10), "advice", False, "The next assessment falls due on 2027-01-10"),
        (3, date(2025, 11, 20), "duty", True, "The assessment fell due on 2026-11-20"),
        (3, date(2025, 11, 21), "duty", False, "The next assessment falls due on 2026-11-21"),
        (4, date(2026, 5, 20), "duty", False, "By the shorter period the assessment fell due on 2026-11-20"),
        (4, date(2025, 11, 20), "duty", True, "The assessment fell due on 2026-11-20"),
    ],
)
def test_an_overdue_assessment_is_advice_at_level_2_and_a_duty_above(level, assessed, strength, overdue, words):
    said = graded(row=filed(level, assessed_on=assessed))["assessment"]
    assert (said["strength"], said["overdue"]) == (strength, overdue)
    assert words in said["because"]["en"]


def test_the_periods_of_level_4_conflict_since_the_answer_of_2025():
    says = "MLPS Measures (2007) Art. 14.1: 6 months; MPS letters and Q&A on MLPS (2025) question 11: 12 months"
    assert any(says in c["en"] for c in graded(declared=4)["conflicts"])
    assert not graded(date(2025, 4, 26), declared=4)["conflicts"]


def test_the_matrix_agrees_with_the_shared_law_table():
    path = ROOT.parent / "shared" / "law" / "mlps.csv"
    if not path.is_file():
        pytest.skip("the shared law table is not here")
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["section"].startswith("grading_matrix")]
    assert len(rows) == 18
    for row in rows:
        cell = levels.cell(*row["item"].split(" x "), date.fromisoformat(row["effective_from"]))
        assert (cell.level, cell.confidence) == (int(row["level"]), row["confidence"]), row["item"]


def test_every_cite_and_number_of_the_data_exists():
    from hegui.checks import thresholds

    for ask in levels.asks():
        assert [LAW.span_of(cite) for cite in ask.cites]
        assert bool(ask.number or ask.threshold) == ("{n}" in ask.text.en) == ("{n}" in ask.text.zh), ask.id
        assert ask.number is None or any(n.key == ask.number for n in LAW.numbers)
        assert ask.threshold is None or ask.threshold in thresholds()


def test_chinese_words_hold_no_western_comma():
    raw = [files("hegui.judge") / "grading.yaml", files("hegui.law") / "china" / "mlps" / "level_asks.yaml"]
    for path in raw:
        assert not re.findall(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", path.read_text(encoding="utf-8")), path.name


# --- the verb -----------------------------------------------------------------------------------------------------------


def test_the_example_is_graded_from_its_register(example, hegui):
    result = hegui("grade", example(TODAY) / "hegui.yaml", "--on", TODAY, "--json")
    systems = {s["id"]: s for s in json.loads(result.stdout)["systems"]}
    assert result.exit_code == 0
    assert {id: (s["level"], s["declared"], s["basis"]) for id, s in systems.items()} == {
        "shop": (3, 3, "filed"),
        "pay": (2, 2, "registered"),
        "crm": (1, 1, "registered"),
        "legacy": (None, None, "none"),
    }
    assert systems["shop"]["standard"] == "gbt-22240@2020"
    assert {"en", "zh"} == set(systems["shop"]["because"]) == set(systems["shop"]["asks"][0])


def test_the_harm_of_the_profile_is_taken_with_its_line(example, hegui, tmp_path):
    text = (example(TODAY) / "hegui.yaml").read_text(encoding="utf-8")
    harm = "impact: {information: {object: social_order_public_interest, degree: serious}}"
    path = tmp_path / "hegui.yaml"
    path.write_text(re.sub(r"(id: legacy, [^\n]*)}", rf"\1, {harm}}}", text), encoding="utf-8")
    system = json.loads(hegui("grade", path, "--on", TODAY, "--json").stdout)["systems"][3]
    line = next(n for n, words in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "impact" in words)
    assert (system["id"], system["level"]) == ("legacy", 3)
    assert system["cells"][0]["exhibit"] == f"profile:hegui.yaml#line={line}"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("impact: {information: {object: nobody, degree: serious}}", "nobody"),
        ("impact: {information: {object: national_security}}", "degree"),
        ("impact: {sevice: {object: national_security, degree: serious}}", "service"),
    ],
)
def test_a_harm_that_cannot_be_used_is_named(tmp_path, harm, said):
    from hegui.errors import ProfileError

    path = tmp_path / "hegui.yaml"
    path.write_text(
        f"hegui: 1\noperators:\n  - id: a\n    name: A\n    kind: company\n    systems:\n      - {{id: s, name: S, {harm}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProfileError, match=said):
        profile.load(path)


def test_a_day_before_the_law_is_refused(example, hegui):
    result = hegui("grade", example(TODAY) / "hegui.yaml", "--on", "2016-01-01", "--lang", "en")
    assert result.exit_code == 2
    assert "2017-06-01" in result.stderr


@pytest.mark.parametrize(("lang", "words"), [("en", "level 3, declared 3"), ("zh", "第3级，声明为第3级")])
def test_the_screen_says_the_level_in_either_language(example, hegui, lang, words):
    out = hegui("grade", example(TODAY) / "hegui.yaml", "--on", TODAY, "--lang", lang).stdout
    assert words in out


def test_words_of_a_profile_cannot_steer_the_terminal():
    found = graded(declared=1)
    found["name"] = {"en": "S\x1b[2J", "zh": "S\x1b[2J"}
    assert "\x1b" not in grading.render({"systems": [found]}, "en")


def test_impacts_are_facts_of_the_profile(tmp_path):
    path = tmp_path / "hegui.yaml"
    path.write_text(
        "hegui: 1\noperators:\n  - id: a\n    name: A\n    kind: company\n    systems:\n"
        "      - {id: s, name: S, impact: {service: {object: national_security, degree: general}}}\n",
        encoding="utf-8",
    )
    rows = profile.facts(profile.load(path), datetime.now(UTC))["impact"].to_pylist()
    assert [(r["subject"], r["limb"], r["object"], r["degree"]) for r in rows] == [("s", "service", STATE, GENERAL)]
