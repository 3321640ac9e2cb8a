"""The law data of duties and prices: complete, dated in both numberings, and equal to what was read."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

import hegui.law
from hegui import checks
from hegui.law.cite import covers

LAW = hegui.law.load()
DUTIES = [duty for duty in LAW.obligations.values() if duty.group == "csl"]
OLD_LAST, NEW_FIRST = date(2025, 12, 31), date(2026, 1, 1)
FIRST = date(2017, 6, 1)
READ = Path(__file__).resolve().parents[2] / "shared" / "law"

# Paragraphs that address a role of a profile and ask nothing of it.
ASKS_NOTHING = {"csl@2017/12.1", "csl@2026/13.1", "csl@2017/24.2", "csl@2026/26.2", "csl@2017/14.1", "csl@2026/15.1"}


def read(name):
    path = READ / name
    if not path.exists():
        pytest.skip("the law as it was read is not beside this checkout")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def profile_roles():
    return {role.id for role in LAW.roles.values() if role.can_profile}


@pytest.mark.parametrize("version", ["csl@2017", "csl@2026"])
def test_every_paragraph_that_binds_a_role_of_a_profile_has_an_obligation(version):
    binding = {
        cite
        for cite, paragraph in LAW.paragraphs.items()
        if cite.startswith(f"{version}/")
        and LAW.is_unit(cite)
        and set(paragraph.kind.split(";")) & {"obligation", "prohibition"}
        and set(paragraph.bearers) & profile_roles()
    }
    assert len(binding) > 30
    assert {cite for cite in binding - ASKS_NOTHING if not LAW.obligations_of(cite)} == set()


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.id)
def test_an_obligation_has_an_article_on_every_day_since_it_began(duty):
    before, after = LAW.article_on(duty, OLD_LAST), LAW.article_on(duty, NEW_FIRST)
    assert any(cite.startswith("csl@2026/") for cite in after)
    assert not any(cite.startswith("csl@") for cite in LAW.article_on(duty, date(2017, 5, 31)))
    if duty.id != "csl.pi_other_laws":  # new in the amendment
        assert LAW.article_on(duty, FIRST)
        old = [cite for cite in before if cite.startswith("csl@2017/")]
        new = [cite for cite in after if cite.startswith("csl@2026/")]
        assert len(old) == len(new)
        assert all(n in LAW.paragraphs[o].counterparts for o, n in zip(old, new, strict=True))


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.id)
def test_an_obligation_binds_a_role_and_says_what_settles_it(duty):
    assert duty.bearers
    assert set(duty.bearers) <= profile_roles()
    assert all((*duty.title, *duty.text, *duty.settled_by))
    assert duty.subject in {"operator", "system", "service", "product"}


def test_an_obligation_is_settled_by_a_check_if_and_only_if_there_is_one():
    settled = {duty.id for duty in LAW.obligations.values() if duty.settling == "check"}
    assert settled == {check.obligation for check in checks.built_in().values()}


# fmt: off
PRICED = [
    # duty                      on 2025-12-31                                                        on 2026-01-01
    ("csl.log_retention",       ["csl@2017/59.1"],                                                   ["csl@2026/61.1", "csl@2026/61.3"]),
    ("csl.incident_report",     ["csl@2017/59.1"],                                                   ["csl@2026/61.1", "csl@2026/61.3"]),
    ("csl.cii_emergency_drill", ["csl@2017/59.2"],                                                   ["csl@2026/61.2", "csl@2026/61.3"]),
    ("csl.flaw_remedied",       ["csl@2017/60(2)"],                                                  ["csl@2026/62.1(2)", "csl@2026/62.2"]),
    ("csl.security_maintenance", ["csl@2017/60(3)"],                                                 ["csl@2026/62.1(3)"]),
    ("csl.product_standards",   [],                                                                  []),
    ("csl.certified_equipment", [],                                                                  ["csl@2026/63"]),
    ("csl.real_identity",       ["csl@2017/61"],                                                     ["csl@2026/64"]),
    ("csl.pi_consent",          ["csl@2017/64.1", "pipl@2021/66.1", "pipl@2021/66.2"],               ["csl@2026/71.1(2)", "pipl@2021/66.1", "pipl@2021/66.2"]),
    ("csl.user_information_protection", [],                                                          []),
    ("csl.complaint_channel",   [],                                                                  []),
    ("csl.notice_acted",        ["csl@2017/68.1"],                                                   ["csl@2026/69.1", "csl@2026/69.2"]),
    ("csl.notice_reported",     [],                                                                  ["csl@2026/69.1", "csl@2026/69.2"]),
    ("csl.removal_order",       ["csl@2017/69(1)"],                                                  ["csl@2026/69.1", "csl@2026/69.2"]),
    ("csl.inspection_cooperation", ["csl@2017/69(2)"],                                               ["csl@2026/70(1)"]),
]
# fmt: on


@pytest.mark.parametrize(("duty", "old", "new"), PRICED, ids=[row[0] for row in PRICED])
def test_the_clauses_that_price_a_duty_on_either_side_of_the_amendment(duty, old, new):
    duty = LAW.obligations[duty]
    assert _csl_and_pipl(LAW.liability_on(duty, OLD_LAST)) == old
    assert _csl_and_pipl(LAW.liability_on(duty, NEW_FIRST)) == new


def _csl_and_pipl(clauses):
    return [clause for clause in clauses if clause.startswith(("csl@", "pipl@"))]


def test_personal_information_was_priced_by_the_csl_alone_before_the_pipl():
    duty = LAW.obligations["csl.pi_consent"]
    assert LAW.liability_on(duty, date(2021, 10, 31)) == ("csl@2017/64.1",)
    assert "pipl@2021/66.1" in LAW.liability_on(duty, date(2021, 11, 1))


@pytest.mark.parametrize("duty", LAW.obligations.values(), ids=lambda duty: duty.id)
def test_every_clause_of_an_obligation_has_tiers_while_it_holds(duty):
    for dated in duty.liability:
        assert LAW.tiers_of(dated.cite, dated.span.start)
        assert LAW.tiers_of(dated.cite, dated.span.end or NEW_FIRST)


def test_liability_agrees_with_the_law_as_it_was_read():
    clauses = [(row["cite"], row["liability_cite"]) for row in read("csl.csv")]
    clauses += [(article, row["cite"]) for row in read("penalties.csv") for article in row["breached_cite"].split(";")]
    of_article = defaultdict(list)
    for article, some in clauses:
        if place := re.match(r"[^/]+/\d+", article):
            of_article[place[0]] += [clause for clause in some.split(";") if clause]
    for duty in DUTIES:
        for dated in duty.liability:
            if not dated.cite.startswith("csl@"):
                continue
            version = dated.cite.split("/")[0]
            articles = [re.match(r"[^/]+/\d+", a.cite)[0] for a in duty.articles if a.cite.startswith(version)]
            named = [clause for article in articles for clause in of_article[article]]
            assert any(covers(clause, dated.cite) or covers(dated.cite, clause) for clause in named), (
                duty.id,
                dated.cite,
            )


def number(text):
    return int(text) if text else None


def test_every_fine_of_the_cybersecurity_law_agrees_with_the_law_as_it_was_read():
    rows = [row for row in read("penalties.csv") if row["cite"].startswith(("csl@", "pipl@"))]
    priced = [row for row in rows if row["operator_fine_max_cny"] or row["fine_multiple_max"]]
    assert len(priced) > 40
    for row in priced:
        amounts = [
            (t.operator_min, t.operator_max, t.multiple_min, t.multiple_max, t.may, t.span.start)
            for t in LAW.tiers
            if t.clause == row["cite"]
        ]
        multiples = [float(row[key]) if row[key] else None for key in ("fine_multiple_min", "fine_multiple_max")]
        may = row["fine_discretionary"].startswith("may")
        fixed = (number(row["operator_fine_min_cny"]), number(row["operator_fine_max_cny"]))
        assert (*fixed, *multiples, may, date.fromisoformat(row["effective_from"])) in amounts, row["cite"]


def test_every_fine_on_persons_agrees_with_the_law_as_it_was_read():
    for row in read("penalties.csv"):
        if not row["cite"].startswith(("csl@", "pipl@")) or not row["individual_fine_max_cny"]:
            continue
        who = "supervisors" if "only" in row["individual_who"] else "supervisors_and_others"
        wanted = (who, number(row["individual_fine_min_cny"]), number(row["individual_fine_max_cny"]))
        found = [(t.individuals, t.individual_min, t.individual_max) for t in LAW.tiers if t.clause == row["cite"]]
        if row["cite"].endswith(("63.2", "66.2", "67.2", "68.2")) and row["bearer"].startswith("unit"):
            # "as in paragraph 1", where the fine on a person is discretionary and has two steps
            assert {(w, low) for w, low, _ in found} == {(who, 0)}
            assert max(high for _, _, high in found) == wanted[2]
        else:
            assert wanted in found, row["cite"]


def test_the_harm_tiers_of_the_amendment_bring_fines_only():
    tiers = LAW.tiers_of("csl@2026/61.3", NEW_FIRST)
    assert [(t.tier, t.operator_min, t.operator_max) for t in tiers] == [
        ("serious", 500_000, 2_000_000),
        ("especially_serious", 2_000_000, 10_000_000),
    ]
    assert not any(t.measures or t.measures_optional for t in tiers)


# fmt: off
NUMBERS = [
    ("log_retention.months",           FIRST,              6, "csl@2017/21(3)"),
    ("log_retention.months",           OLD_LAST,           6, "csl@2017/21(3)"),
    ("log_retention.months",           NEW_FIRST,          6, "csl@2026/23(3)"),
    ("incident_report.hours",          date(2025, 11, 1),  4, "incident-measures@2025/4.4"),
    ("flaw_report.days",               date(2021, 9, 1),   2, "vuln-provisions@2021/7"),
    ("mlps_filing.days",               FIRST,             30, "mlps-measures-2007@2007/15.1"),
    ("mlps_assessment.level_3.months", FIRST,             12, "mlps-measures-2007@2007/14.1"),
    ("pi_request.working_days",        date(2019, 11, 28), 15, "app-method-2019@2019/6(3)"),
    ("limitation.years",               FIRST,              2, "apl@2009/29"),
    ("limitation.years",               date(2018, 1, 1),   2, "apl@2018/29"),
    ("limitation.years",               date(2021, 7, 15),  2, "apl@2021/36"),
    ("limitation_grave.years",         date(2021, 7, 15),  5, "apl@2021/36"),
]
NOT_YET = [
    ("log_retention.months",    date(2017, 5, 31)),
    ("incident_report.hours",   date(2025, 10, 31)),
    ("flaw_report.days",        date(2021, 8, 31)),
    ("pi_request.working_days", date(2019, 11, 27)),
    ("limitation_grave.years",  date(2021, 7, 14)),
]
# fmt: on


@pytest.mark.parametrize(("key", "day", "value", "article"), NUMBERS)
def test_numbers_hold_from_their_first_day(key, day, value, article):
    found = LAW.number(key, day)
    assert (found.value, found.article) == (value, article)


@pytest.mark.parametrize(("key", "day"), NOT_YET)
def test_numbers_do_not_hold_before(key, day):
    assert LAW.number(key, day) is None


def test_the_law_names_no_period_of_assessment_for_level_two():
    assert LAW.number("mlps_assessment.level_2.months", NEW_FIRST) is None


@pytest.mark.parametrize("name", ["csl/obligations.yaml", "roles.yaml", "tiers.csv"])
def test_chinese_text_has_chinese_punctuation(name):
    text = files("hegui.law").joinpath("china", name).read_text(encoding="utf-8")
    if name.endswith(".csv"):
        text = "\n".join(cell for row in csv.reader(text.splitlines()) for cell in row)
    assert re.findall(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", text) == []
