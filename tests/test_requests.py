"""`hegui request`: who hands over what, for which system and which article, and what is there already."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from conftest import TODAY
from hegui import checks, facts, law
from hegui.errors import InputError
from hegui.profile.kinds import code_words
from hegui.rectify import requests as room
from hegui.rectify import showing
from hegui.rectify.words import data

LAW = law.load()
HAND_OVER = data("hand_over.yaml")
FRESH = TODAY - timedelta(1)


def asked(*, sources=(), on=TODAY, **tables):
    """The request list of an operator with one system and what it has handed over."""
    operator = {"operator": "op", "name_en": "Op", "name_zh": "运营者", "kind": "company"}
    subjects = [
        {"kind": "operator", "subject": "op", "name_en": "Op", "name_zh": "运营者", "kinds": ["company"]},
        {"kind": "system", "subject": "s", "name_en": "S", "name_zh": "系统", "kinds": [], "level": 3},
        {"kind": "service", "subject": "w", "name_en": "W", "name_zh": "服务", "kinds": ["website"], "part_of": "s"},
    ]
    rows = {
        "operator": [operator],
        "subject": [{"operator": "op", **s} for s in subjects],
        "source": [{"operator": "op", "given": True, "as_of": FRESH, **s} for s in sources],
        **{name: [] for name in ("override", "person", "source_about", "document", "unreadable")},
        **{name: [{"operator": "op", **row} for row in some] for name, some in tables.items()},
    }
    return room.requests(facts.facts_of(rows), LAW, checks.built_in(), on)


def item(result, duty, system="s"):
    """The only piece that is asked for a duty and system."""
    groups = (group for group in result["requests"] if group["system"] == system)
    (found,) = (i for group in groups for i in group["items"] if duty in {d["obligation"] for d in i["for"]})
    return found


BOOK = {"source": "book", "kind": "register", "what": "grading"}
ROW = {"source": "book", "subject": "s", "level": 3}
LOGS = {"source": "logs", "kind": "logs"}
PAPERS = {"source": "papers", "kind": "documents"}
OLD = TODAY - timedelta(200)

# name: duty, system, what was handed over, status
SITUATIONS = {
    "nothing": ("csl.mlps_grading", "s", {}, "not_given"),
    "a register with the system": ("csl.mlps_grading", "s", {"sources": [BOOK], "grading": [ROW]}, "given"),
    "a register without the system": (
        "csl.mlps_grading",
        "s",
        {"sources": [BOOK], "grading": [{**ROW, "subject": "other"}]},
        "no_row",
    ),
    "a row without the filing": ("csl.mlps_filing", "s", {"sources": [BOOK], "grading": [ROW]}, "no_row"),
    "a row with the filing": (
        "csl.mlps_filing",
        "s",
        {"sources": [BOOK], "grading": [{**ROW, "filed_on": date(2024, 1, 1)}]},
        "given",
    ),
    "an old register": ("csl.mlps_grading", "s", {"sources": [{**BOOK, "as_of": OLD}], "grading": [ROW]}, "stale"),
    "a register that cannot be read": (
        "csl.mlps_grading",
        "s",
        {"sources": [BOOK], "unreadable": [{"source": "book", "path": "b"}]},
        "unreadable",
    ),
    "a register that is not at its place": (
        "csl.mlps_grading",
        "s",
        {"sources": [{**BOOK, "given": False}]},
        "not_given",
    ),
    "a paper instead of the register": (
        "csl.mlps_filing",
        "s",
        {
            "sources": [PAPERS],
            "document": [
                {"source": "papers", "document": "filing_certificate", "about": ["system/s"], "placeholder": False}
            ],
        },
        "given",
    ),
    "a paper about another system": (
        "csl.mlps_filing",
        "s",
        {
            "sources": [PAPERS],
            "document": [
                {"source": "papers", "document": "filing_certificate", "about": ["system/t"], "placeholder": False}
            ],
        },
        "not_given",
    ),
    "an unfilled template": (
        "csl.emergency_plan",
        None,
        {"sources": [PAPERS], "document": [{"source": "papers", "document": "emergency_plan", "placeholder": True}]},
        "unfilled",
    ),
    "logs of the system": (
        "csl.log_retention",
        "s",
        {"sources": [LOGS], "source_about": [{"source": "logs", "kind": "system", "subject": "s"}]},
        "given",
    ),
    "logs of nobody knows what": ("csl.log_retention", "s", {"sources": [LOGS]}, "not_given"),
    "an empty register of events": (
        "csl.incident_report",
        None,
        {"sources": [{"source": "i", "kind": "register", "what": "incident"}], "incident": []},
        "given",
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_was_handed_over_settles_the_status(name):
    duty, system, given, status = SITUATIONS[name]
    found = item(asked(**given), duty, system)
    assert (found["status"], found["given"]) == (status, status == "given")


def test_the_article_is_that_of_the_day():
    for on, article in ((date(2018, 1, 31), "csl@2017/21(3)"), (TODAY, "csl@2026/23(3)")):
        (duty,) = item(asked(on=on), "csl.log_retention")["for"]
        assert article in duty["articles"]


def test_a_service_is_asked_for_under_the_system_that_carries_it():
    found = item(asked(), "csl.pi_delete")
    assert [(s["kind"], s["id"]) for s in found["subjects"]] == [("service", "w")]


def test_one_piece_for_several_duties_is_asked_for_once():
    duties = [d["obligation"] for d in item(asked(), "csl.pi_delete")["for"]]
    assert {"csl.pi_delete", "csl.pi_correct"} <= set(duties)


def test_what_no_machine_judges_and_what_does_not_bind_asks_for_nothing():
    wanted = {d["obligation"] for g in asked()["requests"] for i in g["items"] for d in i["for"]}
    assert "csl.no_intrusion" not in wanted, "not for a machine"
    assert "csl.cii_emergency_drill" not in wanted, "binds operators of critical infrastructure alone"
    assert "csl.flaw_reported" not in wanted, "there is no product"
    judged = {d.id for d in LAW.obligations.values() if d.settling != "not_for_a_machine"}
    assert wanted <= judged
    assert "csl.log_retention" in wanted


def test_a_role_that_nobody_holds_says_so():
    people = [{"role": "responsible_person", "name": "示例", "since": date(2020, 1, 1)}]
    held = {group["role"]: group["held"] for group in asked(person=people)["requests"]}
    assert held["responsible_person"]
    assert not held["it_manager"]


def test_totals_add_up():
    result = asked(sources=[BOOK], grading=[ROW])
    statuses = [i["given"] for group in result["requests"] for i in group["items"]]
    totals = result["totals"]
    assert totals == {"all": len(statuses), "given": sum(statuses), "not_given": len(statuses) - sum(statuses)}
    assert totals["given"] > 0


# --- the data -----------------------------------------------------------------------------------------------------------


def test_every_piece_role_and_duty_of_the_data_exists():
    every = law.load().obligations
    columns = {r.id: {c.name for c in r.columns} for r in facts.registers().values()}
    for duty, pieces in HAND_OVER["pieces"].items():
        assert duty in every
        for piece in (p for alternatives in pieces for p in alternatives):
            kind, _, code = piece.partition("/")
            register, _, column = code.partition(".")
            assert kind in ("logs", "register", "document")
            assert kind != "register" or not column or column in columns[register], piece
            assert kind != "document" or code in code_words("documents"), piece
    groups = {duty.group for duty in every.values()}
    for key, role in HAND_OVER["usually_with"].items():
        assert role in code_words("people_roles")
        assert key in ("else", "logs") or "/" in key or key in every or key in groups, key


def test_chinese_words_hold_no_western_comma():
    raw = (files("hegui.rectify") / "hand_over.yaml").read_text(encoding="utf-8")
    assert not re.findall(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", raw)


# --- the verb -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def profile(example):
    return example(TODAY) / "hegui.yaml"


def test_the_example_has_given_some_and_owes_the_rest(profile, hegui):
    result = json.loads(hegui("request", profile, "--on", TODAY, "--json").stdout)
    assert item(result, "csl.log_retention", "shop")["sources"] == ["shop-logs"]
    assert item(result, "csl.log_retention", "crm")["status"] == "stale"
    assert item(result, "csl.log_retention", "legacy")["status"] == "not_given"
    assert item(result, "csl.mlps_grading", "legacy")["status"] == "no_row"
    assert item(result, "csl.mlps_filing", "pay")["status"] == "no_row"
    assert item(result, "csl.emergency_plan", None)["status"] == "unfilled"
    assert 0 < result["totals"]["given"] < result["totals"]["all"]


@pytest.mark.parametrize(("lang", "words"), [("en", "from whom"), ("zh", "提交人")])
def test_the_list_is_written_as_csv_for_spreadsheets(profile, hegui, tmp_path, lang, words):
    out = tmp_path / "list.csv"
    assert hegui("request", profile, "--on", TODAY, "--to", "csv", "--out", out, "--lang", lang).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline=""))
    assert words in [cell.lower() for cell in heading]
    assert {len(row) for row in rows} == {len(heading)}


def test_the_list_is_written_as_markdown(profile, hegui):
    lines = hegui("request", profile, "--on", TODAY, "--to", "markdown", "--lang", "en").stdout.splitlines()
    assert lines[0] == "# Evidence request, as of 2026-11-21"
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")} == {10}


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Log archives [given, but too old"), ("zh", "日志归档 [已提交，但截止日过早]")]
)
def test_the_screen_says_it_in_either_language(profile, hegui, lang, words):
    assert words in hegui("request", profile, "--on", TODAY, "--lang", lang).stdout


def test_an_unknown_format_is_refused(profile, hegui):
    result = hegui("request", profile, "--on", TODAY, "--to", "docx", "--lang", "en")
    assert result.exit_code == 2
    assert "docx" in result.stderr
    with pytest.raises(InputError):
        showing.rendered({}, "docx", "en")


def test_without_a_profile_the_missing_file_is_named(hegui, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = hegui("request", "--lang", "en")
    assert result.exit_code == 2
    assert "hegui.yaml" in result.stderr


@for_all(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_the_csv_is_a_formula(rows):
    written = showing.comma_separated(["a", "b"], rows)
    for row in csv.reader(io.StringIO(written.removeprefix(showing.BOM), newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell


@for_all(st.text(max_size=40))
def test_no_cell_of_the_markdown_breaks_its_row(cell):
    table = showing.markdown(["a"], [[cell]], "t").split("\n\n", 1)[1]
    assert len(table.splitlines()) == 3
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", table.splitlines()[2])) == 2
