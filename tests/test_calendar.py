"""`hegui calendar`: what falls due, from registers, the profile and the law's numbers of the day; as a table and as iCalendar."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import OLD_DAY, TODAY
from hegui import facts, law
from hegui.checks import thresholds
from hegui.rectify import due as room
from hegui.rectify.ics import escaped, fold, ics

LAW = law.load()
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # 12:00 in Shanghai


def falling(table, *rows, **situation):
    """What falls due for an operator with one subject of each kind, from rows of one table."""
    return asked(table, *rows, **situation)["due"]


def asked(table, *rows, on=TODAY, kind="company", cii=False, service="website"):
    """The whole answer for such an operator."""
    subjects = [
        ("operator", "op", [kind]),
        ("system", "s", []),
        ("service", "w", [service]),
        ("product", "p", ["firmware"]),
    ]
    found = {
        "operator": [{"operator": "op", "name_en": "Op", "name_zh": "运营者", "kind": kind, "cii_notified": cii}],
        "subject": [
            {"operator": "op", "kind": k, "subject": s, "name_en": s.upper(), "name_zh": s, "kinds": kinds}
            for k, s, kinds in subjects
        ],
        "override": [],
        table: [{"operator": "op", **row} for row in rows],
    }
    return room.due(facts.facts_of(found), LAW, on)


def graded(level, **days):
    return {"subject": "s", "level": level, "filed_on": date(2025, 6, 1), **days}


ASSESSED = date(2026, 1, 31)
# rule, table, row, due, articles among those named
RULES = [
    ("mlps_assessment_3", "grading", graded(3, assessed_on=ASSESSED), "2027-01-31", "mlps-measures-2007@2007/14.1"),
    ("mlps_assessment_3", "grading", graded(3, graded_on=ASSESSED), "2027-01-31", "csl@2026/23(5)"),
    (
        "mlps_assessment_4",
        "grading",
        graded(4, assessed_on=date(2026, 8, 31)),
        "2027-02-28",
        "mlps-measures-2007@2007/14.1",
    ),
    ("mlps_assessment_letter", "grading", graded(4, assessed_on=ASSESSED), "2027-01-31", "mlps-letter-2025@2025/q11"),
    ("mlps_assessment_2", "grading", graded(2, assessed_on=ASSESSED), "2028-01-31", "gbt-22239@2019/7.1.9.9"),
    ("mlps_certificate", "grading", graded(2), "2028-06-01", "mlps-letter-2025@2025/q6"),
    ("mlps_certificate", "grading", graded(2, filed_on=date(2019, 5, 1)), "2028-01-01", "mlps-letter-2025@2025/q6"),
    (
        "mlps_filing",
        "grading",
        graded(2, filed_on=None, graded_on=date(2026, 11, 1), live_on=date(2026, 11, 11)),
        "2026-12-11",
        "mlps-measures-2007@2007/15.1",
    ),
    (
        "incident_report",
        "incident",
        {"incident": "I", "level": "major", "found_at": NOON},
        "2026-11-20T16:00:00+08:00",
        "incident-measures@2025/4.4",
    ),
    (
        "incident_report",
        "incident",
        {"incident": "I", "found_at": NOON, "learned_at": NOON - timedelta(hours=2)},
        "2026-11-20T14:00:00+08:00",
        "csl@2026/27",
    ),
    (
        "incident_report_cii",
        "incident",
        {"incident": "I", "level": "major", "found_at": NOON, "cii": True},
        "2026-11-20T13:00:00+08:00",
        "incident-measures@2025/4.2",
    ),
    (
        "incident_summary",
        "incident",
        {"incident": "I", "level": "major", "found_at": NOON, "reported_at": NOON, "closed_on": date(2026, 11, 20)},
        "2026-12-20",
        "incident-measures@2025/8",
    ),
    ("flaw_report", "flaw", {"flaw": "F", "subject": "p", "known_at": NOON}, "2026-11-22", "vuln-provisions@2021/7"),
    ("order", "order", {"authority": "police", "kind": "order", "due_on": date(2026, 12, 1)}, "2026-12-01", None),
    (
        "attestation",
        "attestation",
        {"attestation": "a", "obligation": "csl.log_retention", "by_role": "auditor", "until": date(2027, 1, 1)},
        "2027-01-01",
        None,
    ),
    (
        "exception",
        "exception",
        {"exception": "e", "obligation": "csl.log_retention", "until": TODAY},
        "2026-11-21",
        None,
    ),
    ("measure", "measure", {"subject": "s", "kind": "backup", "until": date(2027, 3, 1)}, "2027-03-01", None),
    ("pi_audit", "review", {"kind": "pi_audit", "done_on": ASSESSED}, "2028-01-31", "pi-audit@2025/4"),
    ("restore_test", "backup", {"subject": "s", "restored_on": ASSESSED}, "2027-01-31", "csl@2026/23(4)"),
    ("filing", "filing", {"kind": "icp", "due_on": TODAY}, "2026-11-21", None),
    ("filing_ends", "filing", {"kind": "icp_licence", "filed_on": ASSESSED, "until": TODAY}, "2026-11-21", None),
    ("certificate", "certificate", {"subject": "p", "number": "C", "until": TODAY}, "2026-11-21", None),
    ("transfer", "transfer", {"recipient": "x", "until": TODAY}, "2026-11-21", None),
    ("supplier", "supplier", {"supplier": "x", "until": TODAY}, "2026-11-21", None),
    ("processor", "processor", {"recipient": "x", "until": TODAY}, "2026-11-21", None),
    ("commitment", "commitment", {"promise": "rectification", "subject": "p", "due_on": TODAY}, "2026-11-21", None),
    (
        "complaint",
        "complaint",
        {"complaint": "K", "kind": "personal_information", "received_at": NOON},
        "2026-12-05",
        "miit-order-24@2013/12",
    ),
    (
        "appointment",
        "appointment",
        {"role": "responsible_person", "appointed_on": date(2020, 1, 1), "ended_on": date(2026, 12, 31)},
        "2026-12-31",
        "csl@2026/23(1)",
    ),
]


@pytest.mark.parametrize(("rule", "table", "row", "end", "article"), RULES)
def test_a_rule_gives_its_day_and_article(rule, table, row, end, article):
    (entry,) = [e for e in falling(table, row) if e["rule"] == rule]
    assert entry["due"] == end
    assert article is None or article in entry["articles"]


DONE = [
    ("mlps_filing", "grading", graded(2, graded_on=date(2026, 11, 1))),
    ("mlps_filing", "grading", graded(1, filed_on=None, graded_on=date(2026, 11, 1))),
    ("incident_report", "incident", {"incident": "I", "level": "major", "found_at": NOON, "reported_at": NOON}),
    ("incident_report", "incident", {"incident": "I", "level": "general", "found_at": NOON}),
    ("incident_report", "incident", {"incident": "I", "level": "major", "found_at": datetime(2025, 10, 1, tzinfo=UTC)}),
    ("flaw_report", "flaw", {"flaw": "F", "subject": "p", "known_at": NOON, "reported_at": NOON}),
    ("flaw_report", "flaw", {"flaw": "F", "subject": "p", "known_at": datetime(2021, 8, 1, tzinfo=UTC)}),
    ("pi_request", "rights_request", {"request": "R", "subject": "w", "received_on": date(2026, 11, 2)}),
    ("order", "order", {"authority": "police", "due_on": TODAY, "rectified_on": date(2026, 11, 1)}),
    ("appointment", "appointment", {"role": "responsible_person", "appointed_on": date(2020, 1, 1)}),
    ("appointment", "appointment", {"role": "it_manager", "appointed_on": date(2020, 1, 1), "ended_on": TODAY}),
    ("cii_drill", "drill", {"held_on": date(2026, 1, 1)}),
]


@pytest.mark.parametrize(("rule", "table", "row"), DONE)
def test_what_was_done_or_is_not_asked_is_not_listed(rule, table, row):
    assert rule not in [e["rule"] for e in falling(table, row)]


def test_an_app_answers_a_request_within_working_days_6():
    row = {"request": "R", "subject": "w", "received_on": date(2026, 9, 28)}
    (entry,) = falling("rights_request", row, service="mobile_app")
    assert entry["due"] > "2026-10-19", "fifteen working days, and the holidays of October between them"
    assert "app-method-2019@2019/6(3)" in entry["articles"]


@pytest.mark.parametrize(("received_on", "warned"), [(date(2026, 9, 28), False), (date(2027, 6, 1), True)])
def test_working_days_beyond_the_known_holidays_are_warned_of(received_on, warned):
    row = {"request": "R", "subject": "w", "received_on": received_on}
    answer = asked("rights_request", row, on=received_on, service="mobile_app")
    assert any("Public holidays are known" in text["en"] for text in answer["warnings"]) == warned


def test_a_state_organ_reports_an_incident_within_two_hours_4_3():
    (entry,) = falling("incident", {"incident": "I", "level": "major", "found_at": NOON}, kind="state_organ")
    assert (entry["rule"], entry["due"]) == ("incident_report_central", "2026-11-20T14:00:00+08:00")


def test_critical_infrastructure_holds_drills_by_advice():
    (entry,) = falling("drill", {"held_on": date(2025, 6, 1)}, {"held_on": date(2026, 2, 1)}, cii=True)
    assert (entry["due"], entry["strength"]) == ("2027-02-01", "advice")
    assert "csl@2026/36(4)" in entry["articles"]


@pytest.mark.parametrize(
    ("rule", "table", "row", "article"),
    [
        ("cii_assessment", "review", {"kind": "cii_assessment", "done_on": ASSESSED}, "csl@2026/40"),
        ("cii_training", "training", {"held_on": ASSESSED}, "csl@2026/36(2)"),
    ],
)
def test_other_yearly_duties_bind_critical_infrastructure_alone(rule, table, row, article):
    (entry,) = falling(table, row, cii=True)
    assert (entry["rule"], entry["due"]) == (rule, "2027-01-31")
    assert article in entry["articles"]
    assert falling(table, row) == []


def test_only_the_latest_grading_of_a_system_counts():
    old = graded(3, graded_on=date(2020, 1, 1), assessed_on=date(2020, 2, 1))
    new = graded(3, graded_on=date(2025, 1, 1), assessed_on=ASSESSED)
    planned = graded(3, graded_on=TODAY + timedelta(30))
    ends = [e["due"] for e in falling("grading", old, new, planned) if e["rule"] == "mlps_assessment_3"]
    assert ends == ["2027-01-31"]


def test_a_successor_fills_the_post():
    left = {"role": "responsible_person", "appointed_on": date(2020, 1, 1), "ended_on": date(2024, 1, 1)}
    follows = {"role": "responsible_person", "appointed_on": date(2024, 1, 1)}
    assert falling("appointment", left, follows) == []
    assert [e["state"] for e in falling("appointment", left)] == ["overdue"]


def test_before_the_letter_of_2025_no_certificate_ends():
    row = graded(2, filed_on=date(2019, 5, 1))
    assert "mlps_certificate" not in [e["rule"] for e in falling("grading", row, on=date(2025, 4, 26))]


@pytest.mark.parametrize(("day", "state", "days"), [(-1, "overdue", -1), (0, "ahead", 0), (1, "ahead", 1)])
def test_what_is_due_today_is_not_overdue(day, state, days):
    (entry,) = falling("exception", {"exception": "e", "obligation": "x.y", "until": TODAY + timedelta(day)})
    assert (entry["state"], entry["days"]) == (state, days)


def test_the_earliest_stands_first_and_ids_are_unique():
    rows = [{"authority": "police", "due_on": TODAY + timedelta(n), "received_on": TODAY} for n in (5, 3, 4)]
    entries = falling("order", *rows)
    assert [e["days"] for e in entries] == [3, 4, 5]
    assert len({e["id"] for e in entries}) == 3


# --- the data -----------------------------------------------------------------------------------------------------------


def test_every_table_column_number_and_duty_of_the_rules_exists():
    columns = {table.name: {c.name for c in table.columns} for table in facts.tables().values()}
    for rule in room.rules():
        known = columns[rule.table]
        named = {*rule.start, *rule.start_else, *rule.unless, *rule.latest, *rule.key, rule.by or rule.start[0]}
        named |= {c for c in rule.when if "." not in c}
        assert named <= known, rule.id
        for column in (c for c in rule.when if "." in c):
            table, _, name = column.partition(".")
            assert name in columns[table], rule.id
        assert rule.number is None or any(n.key == rule.number for n in LAW.numbers), rule.id
        assert rule.threshold is None or rule.threshold in thresholds(), rule.id
        assert rule.obligation is None or rule.obligation in LAW.obligations, rule.id
        assert rule.strength in ("duty", "advice", "own")
        assert all(LAW.instrument_of(cite) for cite in rule.cites), rule.id
        blanks = set(re.findall(r"{(\w+)}", rule.title.en))
        assert blanks == set(re.findall(r"{(\w+)}", rule.title.zh)) <= known, rule.id
        assert blanks.isdisjoint({"person", "name"}), "a calendar names no person"


def test_every_code_in_a_title_has_words_in_both_languages():
    for rule in room.rules():
        for column in facts.registers()[rule.table].columns if rule.table in facts.registers() else ():
            if f"{{{column.name}}}" in rule.title.en:
                for code in rule.when.get(column.name, column.codes):
                    assert room._word(rule.table, column.name, code, LAW) != code, f"{rule.id}: {code}"


def test_chinese_words_hold_no_western_comma():
    raw = (files("hegui.rectify") / "due.yaml").read_text(encoding="utf-8")
    assert not re.findall(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", raw)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        (date(2026, 8, 31), 6, "months", date(2027, 2, 28)),
        (date(2024, 2, 29), 3, "years", date(2027, 2, 28)),
        (date(2026, 11, 20), 1, "working_days", date(2026, 11, 23)),
        (datetime(2026, 11, 20, 17, tzinfo=UTC), 2, "days", date(2026, 11, 23)),
        (NOON, 4, "hours", NOON + timedelta(hours=4)),
        (date(2026, 11, 20), 1, "hours", datetime(2026, 11, 19, 17, tzinfo=UTC)),
    ],
)
def test_periods_are_counted_in_shanghai(start, count, unit, end):
    assert room.later(start, count, unit) == end


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="moons"):
        room.later(TODAY, 1, "moons")


# --- iCalendar ----------------------------------------------------------------------------------------------------------


def unfolded(text):
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def entry(title="t", end="2026-11-21", id="a/b"):
    said = {"en": title, "zh": title}
    return {"id": id, "title": said, "due": end, "strength": "duty", "articles": ["csl@2026/23(5)"]}


def stream(*entries, on="2026-11-21", lang="en"):
    return ics({"on": on, "due": list(entries)}, lang)


def test_a_day_and_an_instant_are_written_as_the_standard_asks_3_6_1():
    lines = unfolded(stream(entry(), entry(end="2026-11-20T16:00:00+08:00", id="c")))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20261121" in lines
    assert "DTEND;VALUE=DATE:20261122" in lines
    assert "DTSTART:20261120T080000Z" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2


def test_identifiers_stay_when_the_date_or_the_day_of_asking_moves():
    uid = re.compile(r"^UID:(.+)\r$", re.MULTILINE)
    first, moved = stream(entry()), stream(entry(end="2027-05-05", title="other"), on="2027-01-01", lang="zh")
    assert uid.findall(first) == uid.findall(moved)
    assert uid.findall(first) != uid.findall(stream(entry(id="a/c")))


@given(st.text(max_size=300))
def test_text_comes_back_as_it_was_whatever_it_holds(title):
    text = stream(entry(title))
    (line,) = [line for line in unfolded(text) if line.startswith("SUMMARY:")]
    meant = {"n": "\n"}
    back = re.sub(r"\\(.)", lambda m: meant.get(m[1], m[1]), line.removeprefix("SUMMARY:"))
    plain = title.replace("\r\n", "\n").replace("\r", "\n")
    assert back == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", plain)
    assert all(len(piece.encode("utf-8")) <= 75 for piece in text.split("\r\n"))


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=400))
def test_no_folded_line_is_longer_than_75_octets_3_1(line):
    folded = fold(line)
    assert folded.replace("\r\n ", "") == line
    assert all(len(piece.encode("utf-8")) <= 75 for piece in folded.split("\r\n"))


def test_marks_are_escaped_3_3_11():
    assert escaped("a,b;c\\d\r\ne\x07") == "a\\,b\\;c\\\\d\\ne"


# --- the verb -----------------------------------------------------------------------------------------------------------


def test_the_example_has_dates_past_and_ahead(example, hegui, tmp_path):
    path = tmp_path / "due.ics"
    result = hegui("calendar", example(TODAY) / "hegui.yaml", "--on", TODAY, "--ics", path, "--json", "--lang", "zh")
    entries = json.loads(result.stdout)["due"]
    assert {(e["rule"], e["due"], e["state"]) for e in entries} >= {
        ("mlps_filing", "2025-11-26", "overdue"),
        ("mlps_assessment_3", "2026-08-18", "overdue"),
        ("order", "2026-10-22", "overdue"),
        ("exception", "2027-01-20", "ahead"),
        ("attestation", "2027-04-30", "ahead"),
        ("mlps_assessment_2", "2027-10-27", "ahead"),
        ("mlps_certificate", "2028-01-01", "ahead"),
    }
    assert [e["days"] for e in entries] == sorted(e["days"] for e in entries)
    raw = path.read_bytes()
    assert raw.count(b"BEGIN:VEVENT\r\n") == len(entries)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert "示例甲" not in raw.decode("utf-8"), "the person responsible is not named"
    assert "示例丙" not in raw.decode("utf-8")


def test_the_example_of_2018_knows_nothing_of_later_numbers(example, hegui):
    result = hegui("calendar", example(OLD_DAY) / "hegui.yaml", "--on", OLD_DAY, "--json")
    entries = json.loads(result.stdout)["due"]
    assert {e["rule"] for e in entries}.isdisjoint({"mlps_certificate", "mlps_assessment_2", "flaw_report"})
    (assessment,) = [e for e in entries if e["rule"] == "mlps_assessment_3"]
    assert "csl@2017/21(5)" in assessment["articles"]


@pytest.mark.parametrize(("lang", "words"), [("en", "past   duty"), ("zh", "已过期  义务")])
def test_the_screen_says_it_in_either_language(example, hegui, lang, words):
    assert words in hegui("calendar", example(TODAY) / "hegui.yaml", "--on", TODAY, "--lang", lang).stdout


def test_a_place_that_cannot_be_written_is_named(example, hegui, tmp_path):
    place = tmp_path / "nowhere" / "due.ics"
    result = hegui("calendar", example(TODAY) / "hegui.yaml", "--on", TODAY, "--ics", place, "--lang", "en")
    assert result.exit_code == 2
    assert "due.ics: cannot be written" in result.stderr
    assert result.stdout == ""


def test_nothing_due_is_said():
    from hegui.rectify.showing import calendar_text

    assert calendar_text({"on": "2026-11-21", "due": [], "warnings": []}, "en") == "Nothing falls due."
