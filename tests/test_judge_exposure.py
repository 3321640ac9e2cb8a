"""What failures cost: by the law of their dates, act by act, for the operator and for persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hegui.law
from hegui.judge.exposure import exposure, mark_applied, sanctions
from hegui.judge.price import Range
from hegui.judge.roles import RoleState
from hegui.law.model import Dated, Span
from hegui.text import Text

LAW = hegui.law.load()
IN_2018, IN_2026 = date(2018, 1, 31), date(2026, 11, 21)
OLD_LAST, NEW_FIRST = date(2025, 12, 31), date(2026, 1, 1)

HARMS = ["refusal", "consequence", "serious", "especially_serious", "mass_leak", "function_loss", "main_function_loss",
         "other_grave_harm", "other_especially_grave_harm"]  # fmt: skip


def operator(kind="company", turnover=None):
    return {"operator": "o", "kind": kind, "turnover_cny": turnover, "cii_notified": False}


def failed(duty, at=None, subject="shop", **more):
    name = "/".join(str(part) for part in (duty, "system", subject, at) if part)
    return {
        "id": name,
        "obligation": duty,
        "subject": {"kind": "system", "id": subject},
        "at": at.isoformat() if at else None,
        "verdict": "not_met",
        "role": "network_operator",
        "role_state": "established",
        "articles": [],
        "liability": [],
        **more,
    }


def happened(kind, duty=None, at=None, value=None, subject=None):
    return {"circumstance": kind, "obligation": duty, "subject": subject, "at": at, "value": value}


def officer(since=None, until=None):
    return {"role": "responsible_person", "name": "李某", "since": since, "until": until}


# The CSL and PIPL alone price what these tests ask; a test that wants a law beside them gives the states itself.
ALONE = [
    RoleState(role, "excluded", Text("not asked", "未涉及"), ())
    for role in ("telecom_operator", "internet_information_service_provider", "internet_service_provider", "network_data_processor",
                 "content_platform", "business_operator", "e_commerce_operator", "e_commerce_platform")
]  # fmt: skip


def priced(on, *findings, circumstances=(), persons=(), what_if=(), states=(), **of_operator):
    known = [state for state in ALONE if state.role not in {s.role for s in states}]
    return exposure(
        LAW, on, operator(**of_operator), findings, list(circumstances), list(persons), [*known, *states], list(what_if)
    )


def price_of(on, duty, *kinds, **more):
    """The single act of one failure that still stands, with some kinds of circumstances."""
    found = priced(on, failed(duty), circumstances=[happened(kind, duty) for kind in kinds], **more)
    (act,) = found["acts"]
    return found, act


NO_INCOME = {"circumstances": [happened("income", "csl.pi_consent", value=0)]}

# fmt: off
EXPECTED = [
    # day       duty                       opened by           clause             tier                      operator                  persons
    (IN_2018,   "csl.log_retention",       [],                 "csl@2017/59.1",   "base",                   (0, 0),                   None),
    (IN_2018,   "csl.log_retention",       ["consequence"],    "csl@2017/59.1",   "refusal_or_consequence", (10_000, 100_000),        (5_000, 50_000)),
    (OLD_LAST,  "csl.log_retention",       ["refusal"],        "csl@2017/59.1",   "refusal_or_consequence", (10_000, 100_000),        (5_000, 50_000)),
    (NEW_FIRST, "csl.log_retention",       [],                 "csl@2026/61.1",   "base",                   (0, 50_000),              None),
    (NEW_FIRST, "csl.log_retention",       ["refusal"],        "csl@2026/61.1",   "refusal_or_consequence", (50_000, 500_000),        (10_000, 100_000)),
    (IN_2026,   "csl.log_retention",       ["serious"],        "csl@2026/61.1",   "base",                   (0, 50_000),              None),
    (IN_2026,   "csl.log_retention",       ["mass_leak"],      "csl@2026/61.3",   "serious",                (500_000, 2_000_000),     (50_000, 200_000)),
    (IN_2018,   "csl.log_retention",       ["mass_leak"],      "csl@2017/59.1",   "refusal_or_consequence", (10_000, 100_000),        (5_000, 50_000)),
    (IN_2026,   "csl.log_retention",       ["main_function_loss"], "csl@2026/61.3", "especially_serious",   (2_000_000, 10_000_000),  (200_000, 1_000_000)),
    (IN_2018,   "csl.log_retention",       ["main_function_loss"], "csl@2017/59.1", "refusal_or_consequence", (10_000, 100_000),      (5_000, 50_000)),
    (IN_2018,   "csl.cii_emergency_drill", ["refusal"],        "csl@2017/59.2",   "refusal_or_consequence", (100_000, 1_000_000),     (10_000, 100_000)),
    (IN_2026,   "csl.cii_emergency_drill", [],                 "csl@2026/61.2",   "base",                   (0, 100_000),             None),
    (IN_2018,   "csl.flaw_remedied",       ["consequence"],    "csl@2017/60(2)",  "refusal_or_consequence", (50_000, 500_000),        (10_000, 100_000)),
    (IN_2026,   "csl.flaw_remedied",       ["consequence"],    "csl@2026/62.1(2)", "refusal_or_consequence", (50_000, 500_000),       (10_000, 100_000)),
    (IN_2026,   "csl.flaw_remedied",       ["mass_leak"],      "csl@2026/62.2",   "serious",                (500_000, 2_000_000),     (50_000, 200_000)),
    (IN_2026,   "csl.security_maintenance", ["mass_leak"],     "csl@2026/62.1(3)", "refusal_or_consequence", (50_000, 500_000),       (10_000, 100_000)),
    (IN_2018,   "csl.real_identity",       ["refusal"],        "csl@2017/61",     "refusal_or_serious",     (50_000, 500_000),        (10_000, 100_000)),
    (IN_2026,   "csl.real_identity",       ["refusal"],        "csl@2026/64",     "refusal_or_serious",     (50_000, 500_000),        (10_000, 100_000)),
    (IN_2026,   "csl.real_identity",       ["consequence"],    "csl@2026/64",     "base",                   (0, 0),                   None),
    (IN_2018,   "csl.notice_acted",        ["serious"],        "csl@2017/68.1",   "refusal_or_serious",     (100_000, 500_000),       (10_000, 100_000)),
    (IN_2026,   "csl.notice_acted",        ["serious"],        "csl@2026/69.1",   "refusal_or_serious",     (500_000, 2_000_000),     (50_000, 200_000)),
    (IN_2026,   "csl.notice_acted",        ["especially_serious"], "csl@2026/69.2", "especially_serious",   (2_000_000, 10_000_000),  (200_000, 1_000_000)),
    (IN_2026,   "csl.notice_acted",        [],                 "csl@2026/69.1",   "base",                   (0, 500_000),             None),
    (IN_2026,   "csl.certified_equipment", [],                 "csl@2026/63",     "base",                   (20_000, None),           None),
    (IN_2018,   "csl.cii_procurement_review", [],              "csl@2017/65",     "base",                   (0, None),                (10_000, 100_000)),
    (IN_2026,   "csl.pi_consent",          [],                 "pipl@2021/66.1",  "base",                   (0, 0),                   None),
    (IN_2026,   "csl.pi_consent",          ["refusal"],        "pipl@2021/66.1",  "refusal",                (0, 1_000_000),           (10_000, 100_000)),
    (IN_2018,   "csl.no_crime_sites",      [],                 "csl@2017/67.2",   "base",                   (100_000, 500_000),       (0, 100_000)),
    (IN_2018,   "csl.no_harmful_use",      [],                 "csl@2017/70",     "referral",               (0, None),                None),
]
# fmt: on


@pytest.mark.parametrize(("on", "duty", "kinds", "clause", "tier", "fine", "persons"), EXPECTED)
def test_a_standing_failure_costs_what_the_law_of_the_day_says(on, duty, kinds, clause, tier, fine, persons):
    found, act = price_of(on, duty, *kinds)
    assert (act["article"], act["tier"], (act["min"], act["max"])) == (clause, tier, fine)
    assert (found["operator_cny"]["min"], found["operator_cny"]["max"]) == fine
    supervisor = [(p["min"], p["max"]) for p in act["individuals"] if p["role"] == "legal_representative"]
    assert supervisor == ([persons] if persons else [])


def test_the_minimum_is_zero_exactly_where_the_fine_is_discretionary():
    _, act = price_of(NEW_FIRST, "csl.log_retention")
    assert (act["may"], act["min"]) == (True, 0)
    _, act = price_of(NEW_FIRST, "csl.log_retention", "refusal")
    assert (act["may"], act["min"]) == (False, 50_000)


# --- personal information: income, turnover, two laws -----------------------------------------------------------------


def consent(on, *circumstances, **more):
    rows = [happened(kind, "csl.pi_consent", value=value) for kind, value in circumstances]
    found = priced(on, failed("csl.pi_consent"), circumstances=rows, **more)
    (act,) = found["acts"]
    return found, act


def test_without_illegal_income_the_fine_reaches_a_million():
    _, act = consent(IN_2018, ("income", 0))
    assert (act["article"], act["min"], act["max"]) == ("csl@2017/64.1", 0, 1_000_000)
    assert [(p["min"], p["max"]) for p in act["individuals"]] == [(10_000, 100_000)] * 2


def test_with_illegal_income_the_fine_is_a_multiple_of_it():
    _, act = consent(IN_2018, ("income", 300_000))
    assert (act["min"], act["max"]) == (0, 3_000_000)  # one to ten times, and discretionary


def test_with_income_unknown_there_is_no_upper_bound_and_it_says_what_is_missing():
    found, act = consent(IN_2018)
    assert (act["min"], act["max"]) == (0, None)
    assert "income" in act["missing"][0]["en"]
    assert found["operator_cny"]["missing"] == act["missing"]


def test_serious_circumstances_of_the_old_clause_add_measures_and_leave_the_fine():
    _, act = consent(IN_2018, ("income", 0), ("serious", None))
    assert (act["tier"], act["min"], act["max"]) == ("serious", 0, 1_000_000)
    assert "revoke_licence" in {m["measure"] for m in act["measures"] if m["optional"]}


def test_the_pipl_caps_by_a_fixed_sum_or_a_share_of_turnover_whichever_is_higher():
    _, act = consent(IN_2026, ("serious", None), turnover=80_000_000)
    assert (act["article"], act["max"]) == ("pipl@2021/66.2", 50_000_000)
    _, act = consent(IN_2026, ("serious", None), turnover=4_000_000_000)
    assert act["max"] == 200_000_000
    _, act = consent(IN_2026, ("serious", None))
    assert act["max"] is None
    assert "turnover" in act["missing"][0]["en"]


def test_one_act_under_two_laws_takes_the_higher_fine_once():
    _, act = consent(OLD_LAST, ("refusal", None), ("income", 0))
    assert act["max"] == 1_000_000
    (line,) = [line for line in act["lines"] if line["kind"] == "concurrence"]
    assert line["articles"] == ["apl@2021/29"]


def test_a_multiple_that_hangs_on_a_known_price_is_computed():
    duty = "csl.cii_procurement_review"
    found = priced(IN_2026, failed(duty), circumstances=[happened("purchase_price", duty, value=200_000)])
    assert (found["operator_cny"]["min"], found["operator_cny"]["max"]) == (200_000, 2_000_000)


# fmt: off
EQUIPMENT = [
    (0,         (20_000, 100_000)),
    (99_999,    (20_000, 100_000)),
    (100_000,   (100_000, 500_000)),
    (1_000_000, (1_000_000, 5_000_000)),
]
# fmt: on


@pytest.mark.parametrize(("income", "fine"), EQUIPMENT)
def test_the_income_decides_which_row_of_a_tier_holds(income, fine):
    duty = "csl.certified_equipment"
    found = priced(IN_2026, failed(duty), circumstances=[happened("income", duty, value=income)])
    assert (found["operator_cny"]["min"], found["operator_cny"]["max"]) == fine


# --- acts -------------------------------------------------------------------------------------------------------------


def test_failures_under_one_clause_that_overlap_are_one_act():
    school = [failed("csl.log_retention"), failed("csl.responsible_person", subject="o"), failed("csl.mlps_grading")]
    found = priced(date(2017, 9, 30), *school, circumstances=[happened("consequence", "csl.log_retention")])
    (act,) = found["acts"]
    assert act["findings"] == [f["id"] for f in school]
    assert (found["operator_cny"]["min"], found["operator_cny"]["max"]) == (10_000, 100_000)


def test_failures_under_different_clauses_are_added():
    found = priced(IN_2026, failed("csl.log_retention"), failed("csl.notice_acted"))
    assert [act["article"] for act in found["acts"]] == ["csl@2026/61.1", "csl@2026/69.1"]
    assert found["operator_cny"]["max"] == 550_000


def test_operators_of_critical_infrastructure_do_not_share_the_act_of_every_operator():
    found = priced(IN_2026, failed("csl.log_retention"), failed("csl.cii_training"))
    assert sorted(act["article"] for act in found["acts"]) == ["csl@2026/61.1", "csl@2026/61.2"]


def test_the_three_acts_of_the_product_clause_are_priced_apart():
    found = priced(IN_2026, failed("csl.no_malicious_program"), failed("csl.flaw_told"), failed("csl.flaw_reported"))
    by_article = {act["article"]: len(act["findings"]) for act in found["acts"]}
    assert by_article == {"csl@2026/62.1(1)": 1, "csl@2026/62.1(2)": 2}


def test_acts_on_different_days_are_added_and_the_figure_counted_once_is_shown_beside():
    days = [date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)]
    found = priced(IN_2026, *(failed("csl.notice_acted", at) for at in days))
    assert [act["until"] for act in found["acts"]] == [day.isoformat() for day in days]
    assert found["operator_cny"]["max"] == 1_500_000
    assert found["counted_once"] == {"min": 0, "max": 500_000}
    assert "open in practice" in found["note"]["en"]


def test_states_that_follow_each_other_without_overlap_are_two_acts():
    first = failed("csl.real_identity", **{"from": "2026-01-05", "until": "2026-02-01"})
    second = failed("csl.real_identity", subject="web", **{"from": "2026-02-02", "until": "2026-03-01"})
    assert len(priced(IN_2026, first, second)["acts"]) == 2
    second["from"] = "2026-02-01"
    assert len(priced(IN_2026, first, second)["acts"]) == 1


def test_a_circumstance_opens_tiers_for_its_own_obligation_and_subject_only():
    duty = "csl.log_retention"
    for row in (happened("refusal", "csl.real_identity"), happened("refusal", duty, subject="elsewhere")):
        assert priced(IN_2026, failed(duty), circumstances=[row])["acts"][0]["tier"] == "base"
    row = happened("refusal", duty, subject="shop")
    assert priced(IN_2026, failed(duty), circumstances=[row])["acts"][0]["tier"] == "refusal_or_consequence"


def test_a_circumstance_belongs_to_the_last_act_begun_by_its_day():
    duty = "csl.notice_acted"
    acts = priced(
        IN_2026,
        failed(duty, date(2026, 3, 1)),
        failed(duty, date(2026, 5, 1)),
        failed(duty, date(2026, 7, 1)),
        circumstances=[happened("refusal", duty, date(2026, 6, 1))],
    )["acts"]
    assert [act["tier"] for act in acts] == ["base", "refusal_or_serious", "base"]


def test_what_happened_after_the_day_of_judging_does_not_count():
    row = happened("refusal", "csl.log_retention", IN_2026 + timedelta(days=1))
    assert priced(IN_2026, failed("csl.log_retention"), circumstances=[row])["acts"][0]["tier"] == "base"


def test_a_circumstance_without_an_obligation_counts_in_a_hypothetical_only():
    general = happened("consequence", None, date(2026, 10, 1))
    assert priced(IN_2026, failed("csl.log_retention"), circumstances=[general])["operator_cny"]["max"] == 50_000
    assumed = priced(IN_2026, failed("csl.log_retention"), circumstances=[general], what_if=[happened("order")])
    assert assumed["operator_cny"]["max"] == 500_000
    assumed = priced(IN_2026, failed("csl.log_retention"), what_if=[happened("main_function_loss")])
    assert assumed["operator_cny"]["max"] == 10_000_000
    assert assumed["what_if"] == [{"kind": "main_function_loss", "value": None}]


def test_met_unproven_and_not_applicable_cost_nothing():
    for verdict in ("met", "unproven", "not_applicable"):
        found = priced(IN_2026, failed("csl.log_retention", verdict=verdict))
        assert found["operator_cny"] == {"min": 0, "max": 0, "missing": []}
        assert (found["acts"], found["individuals"], found["measures"]) == ([], [], [])


# --- time -------------------------------------------------------------------------------------------------------------


def lines_of(act, kind):
    return [line for line in act["lines"] if line["kind"] == kind]


def test_a_completed_act_keeps_the_law_of_its_day_where_the_new_one_is_not_lighter():
    duty = "csl.notice_acted"
    found = priced(IN_2026, failed(duty, OLD_LAST), circumstances=[happened("serious", duty)])
    (act,) = found["acts"]
    assert (act["article"], act["min"], act["max"]) == ("csl@2017/68.1", 100_000, 500_000)
    (line,) = lines_of(act, "lighter_law")
    assert line["articles"] == ["apl@2021/37"]
    for figure in ("100,000", "500,000", "2,000,000"):
        assert figure in line["text"]["en"]
        assert figure in line["text"]["zh"]


def test_at_the_same_price_the_law_of_the_day_stays():
    duty = "csl.flaw_told"
    (act,) = priced(IN_2026, failed(duty, OLD_LAST), circumstances=[happened("refusal", duty)])["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/60(2)", 500_000)


def test_a_completed_act_of_the_new_law_meets_the_new_law():
    duty = "csl.notice_acted"
    (act,) = priced(IN_2026, failed(duty, NEW_FIRST), circumstances=[happened("serious", duty)])["acts"]
    assert (act["article"], act["max"]) == ("csl@2026/69.1", 2_000_000)
    assert lines_of(act, "lighter_law") == []


def test_the_new_law_applies_where_it_is_lighter():
    ended = failed("csl.pi_consent", until="2018-06-30")
    (act,) = priced(IN_2026, ended, **NO_INCOME)["acts"]
    assert (act["article"], act["min"], act["max"]) == ("pipl@2021/66.1", 0, 0)
    (line,) = lines_of(act, "lighter_law")
    assert "1,000,000" in line["text"]["en"]


def test_a_heavier_new_law_does_not_reach_back_to_serious_cases():
    rows = [happened("income", "csl.pi_consent", value=0), happened("serious", "csl.pi_consent")]
    (act,) = priced(IN_2026, failed("csl.pi_consent", until="2018-06-30"), circumstances=rows, turnover=1e9)["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/64.1", 1_000_000)


def test_where_the_old_price_hangs_on_what_is_missing_nothing_is_called_lighter():
    row = happened("refusal", "csl.pi_consent")
    (act,) = priced(IN_2026, failed("csl.pi_consent", until="2018-06-30"), circumstances=[row])["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/64.1", None)
    assert "hangs on what is missing" in lines_of(act, "lighter_law")[0]["text"]["en"]


def test_a_law_that_detains_is_not_lighter_than_one_that_fines():
    rows = [happened("income", "csl.no_pi_trade", value=0)]
    (act,) = priced(IN_2026, failed("csl.no_pi_trade", date(2024, 5, 1)), circumstances=rows)["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/64.2", 1_000_000)


def test_a_state_that_lasted_into_the_new_law_is_judged_by_it():
    lasted = failed("csl.log_retention", **{"from": "2024-01-01", "until": NEW_FIRST.isoformat()})
    (act,) = priced(IN_2026, lasted)["acts"]
    assert (act["article"], act["max"]) == ("csl@2026/61.1", 50_000)
    (act,) = priced(IN_2026, {**lasted, "until": OLD_LAST.isoformat()})["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/59.1", 0)


def test_what_was_completed_before_the_law_is_not_reached_and_says_why():
    found = priced(IN_2018, failed("csl.incident_report", date(2017, 5, 31)))
    assert found["acts"] == []
    (excluded,) = found["not_priced"]
    assert "2017-06-01" in excluded["because"]["en"]
    assert excluded["articles"] == ["legislation-law@2015/93"]


def test_what_began_before_the_law_and_still_stood_then_is_reached():
    (act,) = priced(IN_2018, failed("csl.product_user_information", **{"from": "2016-03-01"}))["acts"]
    assert act["article"] == "csl@2017/64.1"
    assert "2016-03-01" in lines_of(act, "still_stood")[0]["text"]["en"]


def test_not_reporting_forbidden_information_had_no_price_before_2026():
    found = priced(IN_2026, failed("csl.notice_reported", OLD_LAST))
    assert found["acts"] == []
    assert "2026-01-01" in found["not_priced"][0]["because"]["en"]
    assert priced(IN_2026, failed("csl.notice_reported", NEW_FIRST))["operator_cny"]["max"] == 500_000


def test_a_duty_that_no_clause_names_is_listed_without_a_price():
    found = priced(IN_2026, failed("csl.complaint_channel"))
    assert found["acts"] == []
    assert found["not_priced"][0]["finding"] == "csl.complaint_channel/system/shop"


# fmt: off
LIMITATION = [
    # ended              judged              two years         five years mentioned
    (date(2018, 3, 31),  date(2018, 12, 1),  "2020-03-31",     False),
    (date(2022, 3, 31),  date(2023, 12, 1),  "2024-03-31",     True),
    (date(2022, 3, 31),  IN_2026,            "ended on 2024-03-31", True),
    (date(2018, 3, 31),  IN_2026,            "ended on 2020-03-31", False),  # the five years came after it
]
# fmt: on


@pytest.mark.parametrize(("ended", "on", "until", "grave"), LIMITATION)
def test_limitation_is_a_line_and_never_changes_the_figure(ended, on, until, grave):
    duty = "csl.notice_acted"
    (act,) = priced(on, failed(duty, ended), circumstances=[happened("serious", duty)])["acts"]
    (line,) = lines_of(act, "limitation")
    assert until in line["text"]["en"]
    assert ("5 years" in line["text"]["en"]) is grave
    assert act["max"] == 500_000


def test_where_the_police_fine_the_six_months_are_flagged_as_open():
    (act,) = priced(IN_2026, failed("csl.incident_report", date(2026, 2, 28)))["acts"]
    texts = [line["text"]["en"] for line in lines_of(act, "limitation")]
    assert any("2026-08-28" in text and "open" in text for text in texts)


def law_with(duty, *liability):
    """The law data with other clauses for one duty: no price of the CSL changed before 2026, and none met another."""
    dated = tuple(Dated(cite, Span(start, end)) for cite, start, end in liability)
    return replace(LAW, obligations={**LAW.obligations, duty: replace(LAW.obligations[duty], liability=dated)})


@pytest.mark.parametrize(
    ("on", "articles", "contested"),
    [
        (date(2021, 7, 14), ["legislation-law@2015/93", "spc-admin-minutes@2004/3"], True),
        (date(2021, 7, 15), ["apl@2021/37"], False),
    ],
)
def test_the_lighter_law_is_contestable_until_it_became_a_statute(on, articles, contested):
    duty = "csl.notice_acted"
    old, new = ("csl@2017/68.1", date(2017, 6, 1), date(2019, 12, 31)), ("csl@2017/62", date(2020, 1, 1), OLD_LAST)
    law = law_with(duty, old, new)
    rows = [happened("refusal", duty)]
    (act,) = exposure(law, on, operator(), [failed(duty, date(2019, 5, 1))], rows, [])["acts"]
    assert (act["article"], act["max"]) == ("csl@2017/62", 100_000)
    (line,) = lines_of(act, "lighter_law")
    assert line["articles"] == articles
    assert ("courts were not uniform" in line["text"]["en"]) is contested


@pytest.mark.parametrize(
    ("on", "fine", "articles"),
    [
        (date(2017, 12, 31), (10_000, 500_000), ["apl@2009/24"]),
        (date(2021, 7, 14), (10_000, 500_000), ["apl@2018/24"]),
        (date(2021, 7, 15), (100_000, 500_000), ["apl@2021/29"]),
    ],
)
def test_the_highest_fine_applies_once_since_2021_and_before_the_range_spans_the_clauses(on, fine, articles):
    duty = "csl.notice_acted"
    law = law_with(duty, ("csl@2017/62", date(2017, 6, 1), OLD_LAST), ("csl@2017/68.1", date(2017, 6, 1), OLD_LAST))
    (act,) = exposure(law, on, operator(), [failed(duty)], [happened("refusal", duty)], [])["acts"]
    assert (act["min"], act["max"]) == fine
    assert lines_of(act, "concurrence")[0]["articles"] == articles


def test_a_cyberspace_authority_has_bands_since_august_2025():
    _, act = price_of(IN_2026, "csl.notice_acted", "serious")
    (line,) = lines_of(act, "bands")
    assert "950,000" in line["text"]["en"]
    assert "1,550,000" in line["text"]["en"]
    _, act = price_of(date(2025, 7, 31), "csl.notice_acted", "serious")
    assert lines_of(act, "bands") == []


# --- persons, authorities, state organs -------------------------------------------------------------------------------


def test_the_named_officer_is_fined_else_the_legal_representative():
    _, act = price_of(IN_2018, "csl.log_retention", "refusal", persons=[officer()])
    (person,) = act["individuals"]
    assert person["role"] == "responsible_person"
    assert "李某" in person["because"]["zh"]
    _, act = price_of(IN_2018, "csl.log_retention", "refusal", persons=[officer(until=date(2017, 12, 31))])
    (person,) = act["individuals"]
    assert person["role"] == "legal_representative"
    assert "legal representative" in person["because"]["en"]


def test_the_circle_of_persons_is_the_one_the_clause_names():
    _, old = price_of(IN_2018, "csl.log_retention", "refusal")
    _, new = price_of(IN_2026, "csl.log_retention", "refusal")
    _, product = price_of(IN_2026, "csl.flaw_told", "refusal")
    assert [p["role"] for p in old["individuals"]] == ["legal_representative"]
    assert [p["role"] for p in new["individuals"]] == ["legal_representative", "other_responsible_persons"]
    assert [p["role"] for p in product["individuals"]] == ["legal_representative"]


def test_what_a_person_owes_for_several_acts_is_added():
    duties = ("csl.log_retention", "csl.real_identity")
    found = priced(IN_2026, *map(failed, duties), circumstances=[happened("refusal", duty) for duty in duties])
    person = found["individuals"][0]
    assert (person["role"], person["min"], person["max"]) == ("legal_representative", 20_000, 200_000)


def test_a_natural_person_is_fined_as_such_and_has_no_supervisors():
    found = priced(IN_2018, failed("csl.no_intrusion"), kind="individual")
    (act,) = found["acts"]
    assert (act["article"], act["min"], act["max"], act["individuals"]) == ("csl@2017/63.1", 0, 500_000, [])
    (act,) = priced(IN_2018, failed("csl.no_intrusion"))["acts"]
    assert (act["article"], act["min"], act["max"]) == ("csl@2017/63.2", 100_000, 1_000_000)


@pytest.mark.parametrize(("on", "clause"), [(OLD_LAST, "csl@2017/72"), (NEW_FIRST, "csl@2026/74")])
def test_a_state_organ_is_not_fined_but_disciplined(on, clause):
    found, act = price_of(on, "csl.log_retention", "refusal", kind="state_organ")
    assert (act["article"], found["operator_cny"]["max"]) == (clause, 0)
    assert {m["measure"] for m in act["measures"]} == {"order_rectification_by_superior", "discipline"}
    assert [(p["min"], p["max"]) for p in act["individuals"]] == [(0, 0)]
    assert act["opened"] == [{"article": clause, "tier": "base"}]


def test_measures_have_words_and_the_clauses_that_name_them():
    found, _ = price_of(IN_2026, "csl.real_identity", "refusal")
    by_code = {m["measure"]: m for m in found["measures"]}
    assert by_code["order_rectification"]["optional"] is False
    assert by_code["close_app"]["optional"] is True
    assert by_code["close_app"]["text"]["zh"] == "关闭应用程序"
    assert by_code["close_app"]["articles"] == ["csl@2026/64"]


def test_the_harm_clause_closes_nothing():
    _, act = price_of(IN_2026, "csl.log_retention", "mass_leak")
    assert {m["measure"] for m in act["measures"]} == {"order_rectification", "warning"}


@pytest.mark.parametrize(("duty", "authority"), [("csl.log_retention", "cyber_police"), ("csl.notice_acted", "cac")])
def test_the_authority_is_the_one_that_usually_acts(duty, authority):
    assert price_of(IN_2026, duty)[1]["authority"] == authority


def test_what_any_violation_brings_stands_beside_the_price():
    found, _ = price_of(IN_2026, "csl.log_retention")
    general = [one["article"] for one in found["general"]]
    assert general == ["csl@2026/58", "csl@2026/72", "csl@2026/73", "csl@2026/76"]
    assert priced(IN_2026)["general"] == []


# --- readings ---------------------------------------------------------------------------------------------------------


def test_each_arguable_role_is_a_reading_of_its_own():
    arguable = {"role_state": "arguable"}
    store = failed("csl.store_duty", role="message_or_app_store_provider", **arguable)
    logs = failed("csl.log_retention", role="network_operator", **arguable)
    state = RoleState("network_operator", "arguable", Text("may be", "或可"), ())
    found = priced(IN_2026, store, logs, failed("csl.no_malicious_program"), states=[state])
    assert [act["article"] for act in found["acts"]] == ["csl@2026/62.1(1)"]
    readings = {reading["role"]: reading for reading in found["readings"]}
    assert readings["network_operator"]["because"] == {"en": "may be", "zh": "或可"}
    assert readings["network_operator"]["operator_cny"]["max"] == 50_000
    assert [act["article"] for act in readings["message_or_app_store_provider"]["acts"]] == ["csl@2026/69.3"]
    assert readings["message_or_app_store_provider"]["operator_cny"]["max"] == 500_000


def test_where_all_rests_on_arguable_roles_the_note_says_so():
    found = priced(IN_2026, failed("csl.log_retention", role_state="arguable"))
    assert found["operator_cny"]["max"] == 0
    assert "readings" in found["note"]["en"]


# --- sanctions --------------------------------------------------------------------------------------------------------


def test_sanctions_list_every_tier_and_the_price_marks_those_that_are_open():
    duty = LAW.obligations["csl.log_retention"]
    finding = failed(duty.id, sanctions=sanctions(LAW, duty, IN_2026))
    assert [(s["article"], s["tier"]) for s in finding["sanctions"]] == [
        ("csl@2026/61.1", "base"),
        ("csl@2026/61.1", "refusal_or_consequence"),
        ("csl@2026/61.3", "serious"),
        ("csl@2026/61.3", "especially_serious"),
    ]
    assert not any(s["applied"] for s in finding["sanctions"])
    mark_applied([finding], priced(IN_2026, finding, circumstances=[happened("refusal", duty.id)]))
    assert [s["applied"] for s in finding["sanctions"]] == [True, True, False, False]


def test_a_lighter_new_law_is_added_to_the_sanctions():
    duty = LAW.obligations["csl.pi_consent"]
    finding = failed(duty.id, until="2018-06-30", sanctions=sanctions(LAW, duty, date(2018, 6, 30)))
    mark_applied([finding], priced(IN_2026, finding, **NO_INCOME))
    assert {"article": "pipl@2021/66.1", "tier": "base", "applied": True} in finding["sanctions"]


def test_sanctions_of_what_is_met_are_not_applied():
    duty = LAW.obligations["csl.log_retention"]
    finding = failed(duty.id, verdict="met", sanctions=sanctions(LAW, duty, IN_2026))
    mark_applied([finding], priced(IN_2026, finding))
    assert not any(s["applied"] for s in finding["sanctions"])


# --- what always holds ------------------------------------------------------------------------------------------------

DUTIES = sorted(duty.id for duty in LAW.obligations.values() if duty.liability)
days = st.dates(date(2017, 6, 1), date(2026, 12, 31))


@st.composite
def situations(draw):
    on = draw(days)
    findings = {}
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.none() | st.dates(date(2017, 1, 1), on))
        one = failed(draw(st.sampled_from(DUTIES)), at, draw(st.sampled_from(["shop", "app"])))
        findings[one["id"]] = one
    duties = [f["obligation"] for f in findings.values()]
    row = st.builds(
        happened, st.sampled_from(HARMS), st.sampled_from(duties), st.none() | st.dates(date(2017, 1, 1), on)
    )
    return on, list(findings.values()), draw(st.lists(row, max_size=4)), draw(row)


@given(situations())
def test_every_failure_is_priced_once_or_listed_as_not_priced(situation):
    on, findings, rows, _ = situation
    found = priced(on, *findings, circumstances=rows)
    places = [name for act in found["acts"] for name in act["findings"]] + [
        one["finding"] for one in found["not_priced"]
    ]
    assert sorted(places) == sorted(f["id"] for f in findings)


@given(situations())
def test_every_amount_lies_inside_a_tier_of_its_clause(situation):
    on, findings, rows, _ = situation
    for act in priced(on, *findings, circumstances=rows, turnover=0)["acts"]:
        tiers = [t for clause in {o["article"] for o in act["opened"]} for day in (on, date.fromisoformat(act["until"] or "2026-01-01"))
                 for t in LAW.tiers_of(clause, day)]  # fmt: skip
        assert act["tier"] in {t.tier for t in tiers}
        assert act["max"] is None or act["max"] <= max((t.operator_max or 0) for t in tiers)
        assert act["min"] <= max((t.operator_min or 0) for t in tiers)
        assert act["max"] is None or act["min"] <= act["max"]


@given(situations())
def test_the_total_is_the_sum_of_the_acts(situation):
    on, findings, rows, _ = situation
    found = priced(on, *findings, circumstances=rows)
    maxima = [act["max"] for act in found["acts"]]
    assert found["operator_cny"]["min"] == sum(act["min"] for act in found["acts"])
    assert found["operator_cny"]["max"] == (None if None in maxima else sum(maxima))


def rank(amount):
    return float("inf") if amount is None else amount


@given(situations())
def test_a_circumstance_more_never_makes_it_cheaper(situation):
    on, findings, rows, one_more = situation
    before = priced(on, *findings, circumstances=rows)["operator_cny"]
    after = priced(on, *findings, circumstances=[*rows, one_more])["operator_cny"]
    assert after["min"] >= before["min"]
    assert rank(after["max"]) >= rank(before["max"])


@given(situations())
def test_the_order_of_findings_and_circumstances_does_not_matter(situation):
    on, findings, rows, _ = situation
    one = priced(on, *findings, circumstances=rows)
    other = priced(on, *reversed(findings), circumstances=reversed(rows))
    assert one["operator_cny"]["min"] == other["operator_cny"]["min"]
    assert one["operator_cny"]["max"] == other["operator_cny"]["max"]
    assert {frozenset(a["findings"]) for a in one["acts"]} == {frozenset(a["findings"]) for a in other["acts"]}


ranges = st.builds(Range, st.integers(0, 10), st.none() | st.integers(10, 99))


@given(ranges, ranges)
def test_a_hull_spans_both_ranges(one, other):
    hull = one.hull(other)
    assert hull.low == min(one.low, other.low)
    assert rank(hull.high) == max(rank(one.high), rank(other.high))


def test_ten_thousand_findings_of_one_clause_are_one_act_a_day():
    days = [date(2023, 1, 1) + timedelta(days=n % 1000) for n in range(10_000)]
    findings = [failed("csl.notice_acted", day, f"s{n}") for n, day in enumerate(days)]
    found = priced(IN_2026, *findings, circumstances=[happened("refusal", "csl.notice_acted", date(2024, 1, 1))])
    assert len(found["acts"]) == 1000


def test_sector_and_place_of_the_operator_refine_who_acts():
    the_law = hegui.law.load()
    finding = {
        "id": "pipl.export_route/operator/op",
        "obligation": "pipl.export_route",
        "subject": {"kind": "operator", "id": "op"},
    }
    on = date(2026, 11, 21)
    there = {"operator": "op", "kind": "company", "sector": "telecom", "region": "CN-31"}
    nowhere = {"operator": "op", "kind": "company"}
    act, plain = (exposure(the_law, on, who, [finding], (), ())["acts"][0] for who in (there, nowhere))
    assert (plain["authority"], act["authority"]) == ("cac", "miit")
    assert sorted(plain["authorities"]) == sorted(act["authorities"])
    said = [line for line in act["lines"] if line["kind"] == "authority"]
    assert "Shanghai" in said[0]["text"]["en"]
    assert "上海市" in said[0]["text"]["zh"]
    assert not [line for line in plain["lines"] if line["kind"] == "authority"]
