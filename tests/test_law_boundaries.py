"""What a failure costs on the day before and the day after a law begins, and where laws overlap.

The outcomes were worked out from the penalty table by hand, before the judge was asked. An event has the day on which it was done; a state
is asked as of the day of judging.
"""

from __future__ import annotations

from datetime import date

import pytest

import hegui.law
from hegui.judge.exposure import exposure
from hegui.judge.roles import RoleState
from hegui.text import Text

LAW = hegui.law.load()
TODAY = date(2026, 11, 21)
CSL_LAST_DAY_BEFORE, CSL_FIRST = date(2017, 5, 31), date(2017, 6, 1)
OLD_LAST, NEW_FIRST = date(2025, 12, 31), date(2026, 1, 1)

# Laws beside the CSL that name the same duty for some operators only; a row that wants one names its role.
ELSEWHERE = ("telecom_operator", "internet_information_service_provider", "internet_service_provider", "network_data_processor",
             "content_platform", "business_operator", "e_commerce_operator", "e_commerce_platform", "ciio")  # fmt: skip


def acts(on, duty, at=None, opened=(), roles=(), turnover=None):
    """The priced acts of one failure that still stands, or was done *at* a day."""
    finding = {
        "id": f"{duty}/system/shop",
        "obligation": duty,
        "subject": {"kind": "system", "id": "shop"},
        "at": at.isoformat() if at else None,
        "verdict": "not_met",
        "role": "network_operator",
        "role_state": "established",
        "articles": [],
        "liability": [],
    }
    rows = [
        {"circumstance": kind, "obligation": duty, "subject": None, "at": None, "value": value}
        for kind, value in dict(opened).items()
    ]
    operator = {"operator": "o", "kind": "company", "turnover_cny": turnover, "cii_notified": False}
    held = {*roles, *LAW.obligations[duty].bearers}
    states = [RoleState(role, "excluded", Text("no", "否"), ()) for role in ELSEWHERE if role not in held]
    return exposure(LAW, on, operator, [finding], rows, [], states)["acts"]


REFUSED, HARM, SERIOUS, LEAK = {"refusal": None}, {"consequence": None}, {"serious": None}, {"mass_leak": None}
NO_INCOME = {"income": 0.0}

# fmt: off
EVENTS = [
    # situation                                          duty                        done on                opened by                   clause               tier                      operator                 each supervisor
    ("a flaw left open on the law's first day",          "csl.flaws_handled",        CSL_FIRST,             REFUSED,                    "csl@2017/59.1",     "refusal_or_consequence", (10_000, 100_000),       (5_000, 50_000)),
    ("an incident not reported, the old law's last day", "csl.incident_report",      OLD_LAST,              {},                         "csl@2017/59.1",     "base",                   (0, 0),                  None),
    ("the same with harm, judged under the new law",     "csl.incident_report",      OLD_LAST,              HARM,                       "csl@2017/59.1",     "refusal_or_consequence", (10_000, 100_000),       (5_000, 50_000)),
    ("an incident not reported, the new law's first day", "csl.incident_report",     NEW_FIRST,             {},                         "csl@2026/61.1",     "base",                   (0, 50_000),             None),
    ("security news against the rules, last old day",    "csl.security_publication", OLD_LAST,              {},                         "csl@2017/62",       "base",                   (0, 0),                  None),
    ("the same refused, last old day",                   "csl.security_publication", OLD_LAST,              REFUSED,                    "csl@2017/62",       "refusal_or_serious",     (10_000, 100_000),       (5_000, 50_000)),
    ("the same, first new day: a fine at once",          "csl.security_publication", NEW_FIRST,             {},                         "csl@2026/65.1",     "base",                   (0, 100_000),            None),
    ("the same refused, first new day",                  "csl.security_publication", NEW_FIRST,             REFUSED,                    "csl@2026/65.1",     "refusal_or_serious",     (100_000, 1_000_000),    (10_000, 100_000)),
    ("an intrusion by a company, last old day",          "csl.no_intrusion",         OLD_LAST,              {},                         "csl@2017/63.2",     "base",                   (100_000, 1_000_000),    (0, 500_000)),  # persons as the first paragraph says, which is "may"
    ("an intrusion by a company, first new day",         "csl.no_intrusion",         NEW_FIRST,             {},                         "csl@2026/66.2",     "base",                   (100_000, 1_000_000),    (0, 500_000)),
    ("trade in personal information, last old day",      "csl.no_pi_trade",          OLD_LAST,              NO_INCOME,                  "csl@2017/64.2",     "base",                   (0, 1_000_000),          None),
    ("the same with an income of 30,000: one to ten times", "csl.no_pi_trade",       OLD_LAST,              {"income": 30_000.0},       "csl@2017/64.2",     "base",                   (30_000, 300_000),       None),
    ("a mass leak through a flaw, last old day",         "csl.flaw_remedied",        OLD_LAST,              LEAK,                       "csl@2017/60(2)",    "refusal_or_consequence", (50_000, 500_000),       (10_000, 100_000)),
    ("a mass leak through a flaw, first new day",        "csl.flaw_remedied",        NEW_FIRST,             LEAK,                       "csl@2026/62.2",     "serious",                (500_000, 2_000_000),    (50_000, 200_000)),
    ("forbidden information left up, last old day",      "csl.notice_acted",         OLD_LAST,              REFUSED,                    "csl@2017/68.1",     "refusal_or_serious",     (100_000, 500_000),      (10_000, 100_000)),
    ("forbidden information left up, first new day",     "csl.notice_acted",         NEW_FIRST,             REFUSED,                    "csl@2026/69.1",     "refusal_or_serious",     (500_000, 2_000_000),    (50_000, 200_000)),
    ("a summary not sent, first day of the measures",    "incident.summary",         date(2025, 11, 1),     {},                         "csl@2017/59.1",     "base",                   (0, 0),                  None),
    ("a summary not sent, first day of the new law",     "incident.summary",         NEW_FIRST,             {},                         "csl@2026/61.1",     "base",                   (0, 50_000),             None),
    ("no security review, first day of the regulations", "ndsr.security_review",     date(2025, 1, 1),      {},                         "ndsr@2025/56",      "base",                   (0, 1_000_000),          (0, 100_000)),
    ("the same refused",                                 "ndsr.security_review",     date(2025, 1, 1),      REFUSED,                    "ndsr@2025/56",      "refusal_or_serious",     (1_000_000, 10_000_000), (100_000, 1_000_000)),
]

STATES = [
    # situation                                          duty                        asked on               opened by                   clause               tier                      operator                 each supervisor
    ("staff of infrastructure untrained, last old day",  "csl.cii_training",         OLD_LAST,              {},                         "csl@2017/59.2",     "base",                   (0, 0),                  None),
    ("staff of infrastructure untrained, first new day", "csl.cii_training",         NEW_FIRST,             {},                         "csl@2026/61.2",     "base",                   (0, 100_000),            None),
    ("part of its function lost, last old day",          "csl.cii_training",         OLD_LAST,              {"function_loss": None},    "csl@2017/59.2",     "refusal_or_consequence", (100_000, 1_000_000),    (10_000, 100_000)),
    ("part of its function lost, first new day",         "csl.cii_training",         NEW_FIRST,             {"function_loss": None},    "csl@2026/61.3",     "serious",                (500_000, 2_000_000),    (50_000, 200_000)),
    ("purchases not reviewed, at a known price",         "csl.cii_procurement_review", date(2021, 8, 31),   {"purchase_price": 200_000.0}, "csl@2017/65",    "base",                   (200_000, 2_000_000),    (10_000, 100_000)),
    ("consent, the day before the PIPL",                 "csl.pi_consent",           date(2021, 10, 31),    NO_INCOME,                  "csl@2017/64.1",     "base",                   (0, 1_000_000),          (10_000, 100_000)),
    ("consent, the PIPL's first day: the CSL fines more", "csl.pi_consent",          date(2021, 11, 1),     NO_INCOME,                  "csl@2017/64.1",     "base",                   (0, 1_000_000),          (10_000, 100_000)),
    ("consent, last old day",                            "csl.pi_consent",           OLD_LAST,              NO_INCOME,                  "csl@2017/64.1",     "base",                   (0, 1_000_000),          (10_000, 100_000)),
    ("consent, first new day: no fine of the CSL's own", "csl.pi_consent",           NEW_FIRST,             NO_INCOME,                  "pipl@2021/66.1",    "base",                   (0, 0),                  None),
    ("identity not asked, before the fraud law",         "csl.real_identity",        date(2022, 11, 30),    {},                         "csl@2017/61",       "base",                   (0, 0),                  None),
    ("no officer for personal information, refused",     "pipl.officer",             date(2021, 11, 1),     REFUSED,                    "pipl@2021/66.1",    "refusal",                (0, 1_000_000),          (10_000, 100_000)),
    ("customers not verified, before the law's renewal", "terror.customer_identity", date(2018, 4, 26),     REFUSED,                    "ctl@2016/86.1",     "refusal",                (200_000, 500_000),      (0, 100_000)),
    ("customers not verified, after it",                 "terror.customer_identity", date(2018, 4, 27),     REFUSED,                    "ctl@2018/86.1",     "refusal",                (200_000, 500_000),      (0, 100_000)),
]
# fmt: on


def shown(act):
    each = [(p["min"], p["max"]) for p in act["individuals"] if p["role"] == "legal_representative"]
    return act["article"], act["tier"], (act["min"], act["max"]), each[0] if each else None


@pytest.mark.parametrize(
    ("duty", "at", "opened", "clause", "tier", "fine", "each"), [r[1:] for r in EVENTS], ids=[r[0] for r in EVENTS]
)
def test_an_event_costs_what_the_law_of_its_day_says(duty, at, opened, clause, tier, fine, each):
    (act,) = acts(TODAY, duty, at, opened)
    assert shown(act) == (clause, tier, fine, each)


@pytest.mark.parametrize(
    ("duty", "on", "opened", "clause", "tier", "fine", "each"), [r[1:] for r in STATES], ids=[r[0] for r in STATES]
)
def test_a_state_costs_what_the_law_of_the_day_of_judging_says(duty, on, opened, clause, tier, fine, each):
    (act,) = acts(on, duty, opened=opened)
    assert shown(act) == (clause, tier, fine, each)


def test_from_its_first_day_the_fraud_law_fines_a_missing_identity_where_the_csl_only_orders():
    (act,) = acts(date(2022, 12, 1), "csl.real_identity", roles=("internet_service_provider",))
    assert shown(act)[:3] == ("atf@2022/41", "base", (0, 500_000))


def test_of_two_laws_the_heavier_fine_is_taken_once():
    (act,) = acts(date(2022, 12, 1), "csl.real_identity", opened=SERIOUS, roles=("internet_service_provider",))
    assert shown(act) == ("atf@2022/41", "serious", (500_000, 5_000_000), (10_000, 200_000))


@pytest.mark.parametrize(("turnover", "most"), [(1_000_000_000.0, 50_000_000), (1_200_000_000.0, 60_000_000)])
def test_a_serious_breach_costs_up_to_fifty_million_or_a_twentieth_of_the_turnover(turnover, most):
    (act,) = acts(NEW_FIRST, "csl.pi_consent", opened=SERIOUS, turnover=turnover)
    assert shown(act) == ("pipl@2021/66.2", "serious", (0, most), (100_000, 1_000_000))


@pytest.mark.parametrize(
    ("duty", "on", "at"),
    [
        ("csl.incident_response", TODAY, CSL_LAST_DAY_BEFORE),  # done before the law
        ("csl.notice_reported", TODAY, OLD_LAST),  # not reporting was no listed breach
        ("csl.certified_equipment", OLD_LAST, None),  # no liability article before 2026
    ],
    ids=lambda value: str(value),
)
def test_before_a_clause_there_is_no_price(duty, on, at):
    assert acts(on, duty, at) == []


@pytest.mark.parametrize(("done", "confiscated"), [(date(2021, 7, 14), False), (date(2021, 7, 15), True)], ids=str)
def test_illegal_income_is_confiscated_in_any_case_since_the_penalty_law_of_2021(done, confiscated):
    (act,) = acts(date(2021, 7, 15), "csl.notice_acted", done, REFUSED)
    assert any(line["kind"] == "confiscation" for line in act["lines"]) is confiscated
