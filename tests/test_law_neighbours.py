"""The laws beside the Cybersecurity Law: what they ask, what they cost and from which day, and what the data does not know."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui import law as room
from hegui.errors import LawError
from hegui.judge.roles import roles
from hegui.law import cite as cites
from hegui.law import show, tables, verbs
from hegui.law.layout import columns
from hegui.law.model import Obligation, Tier
from hegui.text import LANGS, Lang

LAW = room.load()
FOLDER = Path(room.__file__).parent / "china"
READ = Path(__file__).resolve().parents[2] / "shared" / "law"
CHINESE = "\u3400-\u9fff"
WESTERN_MARK = re.compile(rf"[{CHINESE}）》”][,;:?!]|[,;:?!][{CHINESE}（《“]|[{CHINESE}]\(|\)[{CHINESE}]")
NEIGHBOURS = [duty for duty in LAW.obligations.values() if duty.group != "csl"]
IN_2026 = date(2026, 6, 1)


def day(written: str) -> date:
    return date.fromisoformat(written)


def read(name: str) -> list[dict[str, str]]:
    path = READ / name
    if not path.exists():
        pytest.skip("the law as it was read is not beside this checkout")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# --- situation -> outcome -------------------------------------------------------------------------------------------

# fmt: off
DUTIES = [
    # duty                       on            stands under                                   priced by
    ("pipl.impact_assessment",   "2026-01-01", ["pipl@2021/55", "pipl@2021/56", "cbdf-provisions@2024/10"], ["pipl@2021/66.1", "pipl@2021/66.2"]),
    ("dsl.risk_assessment",      "2021-09-01", ["dsl@2021/30"],                               ["dsl@2021/45.1"]),
    ("dsl.risk_assessment",      "2026-08-20", ["dsl@2021/30", "data-risk-assessment@2026"],  ["dsl@2021/45.1"]),
    ("ndsr.recipients",          "2024-12-31", [],                                            []),
    ("ndsr.recipients",          "2025-01-01", ["ndsr@2025/12"],                              ["ndsr@2025/55"]),
    ("incident.summary",         "2025-10-31", [],                                            []),
    ("incident.summary",         "2025-11-01", ["incident-measures@2025/8"],                  ["csl@2017/59.1"]),
    ("incident.summary",         "2026-01-01", ["incident-measures@2025/8"],                  ["csl@2026/61.1", "csl@2026/61.3"]),
    ("incident.police_cases",    "2017-06-01", ["cis-regulations@2011/14", "mps-order-33@2011/10"], ["cis-regulations@2011/20"]),
    ("apps.behaviours_5",        "2019-11-28", [f"app-method-2019@2019/5({i})" for i in (1, 2, 3)], ["csl@2017/64.1"]),
    ("apps.behaviours_5",        "2021-11-01", [f"app-method-2019@2019/5({i})" for i in (1, 2, 3)], ["csl@2017/64.1", "pipl@2021/66.1", "pipl@2021/66.2"]),
    ("apps.behaviours_5",        "2026-01-01", [f"app-method-2019@2019/5({i})" for i in (1, 2, 3)], ["csl@2026/71.1(2)", "pipl@2021/66.1", "pipl@2021/66.2"]),
    ("miit24.complaints",        "2017-06-01", ["miit-order-24@2013/12"],                     ["miit-order-24@2013/22"]),
    ("fraud.real_identity",      "2022-11-30", [],                                            []),
    ("fraud.real_identity",      "2022-12-01", ["atf@2022/21"],                               ["atf@2022/41"]),
    ("terror.content",           "2017-06-01", ["ctl@2016/19.1", "ctl@2016/19.2"],            ["ctl@2016/84"]),
    ("terror.content",           "2018-04-27", ["ctl@2018/19.1", "ctl@2018/19.2"],            ["ctl@2018/84"]),
]

PRICES = [
    # clause                  on            tier                      operator                 turnover or income  persons
    ("pipl@2021/66",          "2021-11-01", "base",                   (None, None),            (None, None),       (None, None)),
    ("pipl@2021/66",          "2021-11-01", "refusal",                (0, 1_000_000),          (None, None),       (10_000, 100_000)),
    ("pipl@2021/66",          "2026-01-01", "serious",                (0, 50_000_000),         (0, 0.05),          (100_000, 1_000_000)),
    ("dsl@2021/45.1",         "2021-09-01", "base",                   (50_000, 500_000),       (None, None),       (0, 100_000)),
    ("dsl@2021/45.1",         "2021-09-01", "refusal_or_consequence", (500_000, 2_000_000),    (None, None),       (50_000, 200_000)),
    ("dsl@2021/45.2",         "2021-09-01", "serious",                (2_000_000, 10_000_000), (None, None),       (None, None)),
    ("ndsr@2025/57",          "2025-01-01", "refusal_or_consequence", (500_000, 2_000_000),    (None, None),       (50_000, 200_000)),
    ("cii-regulations@2021/39", "2026-01-01", "refusal_or_consequence", (100_000, 1_000_000),  (None, None),       (10_000, 100_000)),
    ("cii-regulations@2021/41", "2021-09-01", "base",                 (None, None),            (1, 10),            (10_000, 100_000)),
    ("miit-order-24@2013/22", "2017-06-01", "base",                   (0, 10_000),             (None, None),       (None, None)),
    ("miit-order-24@2013/23", "2017-06-01", "base",                   (10_000, 30_000),        (None, None),       (None, None)),
    ("minors-online@2024/54", "2024-01-01", "serious",                (0, 50_000_000),         (0, 0.05),          (100_000, 1_000_000)),
    ("ctl@2018/84",           "2018-04-27", "serious",                (500_000, None),         (None, None),       (100_000, 500_000)),
    ("atf@2022/41",           "2022-12-01", "serious",                (500_000, 5_000_000),    (None, None),       (10_000, 200_000)),
    ("ecl@2019/81.1",         "2019-01-01", "serious",                (100_000, 500_000),      (None, None),       (None, None)),
    ("crypto-law@2020/37.1",  "2020-01-01", "refusal_or_consequence", (100_000, 1_000_000),    (None, None),       (10_000, 100_000)),
]

NO_TIERS = [
    ("pipl@2021/66", "2021-10-31"), ("dsl@2021/45.1", "2021-08-31"), ("ctl@2016/84", "2018-04-27"), ("ctl@2018/84", "2018-04-26"),
    ("apl@2009/29", "2018-01-01"), ("apl@2018/29", "2021-07-15"), ("psapl@2013/29", "2026-01-01"), ("psapl@2026/33", "2025-12-31"),
]

CONCURRENCE = [  # several rules with fines: which article of the penalty law of the day
    ("2017-06-01", "apl@2009/24"), ("2017-12-31", "apl@2009/24"), ("2018-01-01", "apl@2018/24"),
    ("2021-07-14", "apl@2018/24"), ("2021-07-15", "apl@2021/29"), ("2026-01-01", "apl@2021/29"),
]
# fmt: on


@pytest.mark.parametrize(("duty", "on", "articles", "clauses"), DUTIES, ids=[f"{row[0]}-{row[1]}" for row in DUTIES])
def test_a_duty_stands_and_is_priced_by_the_law_of_the_day(
    duty: str, on: str, articles: list[str], clauses: list[str]
) -> None:
    found = LAW.obligations[duty]
    assert list(LAW.article_on(found, day(on))) == articles
    if articles:
        assert list(LAW.liability_on(found, day(on))) == clauses


@pytest.mark.parametrize(
    ("clause", "on", "tier", "operator", "multiple", "persons"), PRICES, ids=[f"{r[0]}-{r[2]}-{r[1]}" for r in PRICES]
)
def test_a_clause_costs(clause: str, on: str, tier: str, operator: object, multiple: object, persons: object) -> None:
    (found,) = [t for t in LAW.tiers_of(clause, day(on)) if t.tier == tier]
    assert (found.operator_min, found.operator_max) == operator
    assert (found.multiple_min, found.multiple_max) == multiple
    assert (found.individual_min, found.individual_max) == persons


@pytest.mark.parametrize(("clause", "on"), NO_TIERS)
def test_a_clause_costs_nothing_outside_its_version(clause: str, on: str) -> None:
    assert LAW.tiers_of(clause, day(on)) == []


@pytest.mark.parametrize(("on", "article"), CONCURRENCE)
def test_one_act_under_several_rules_by_the_penalty_law_of_the_day(on: str, article: str) -> None:
    found = [t for t in LAW.tiers if t.tier == "concurrence" and t.span.holds(day(on)) and t.clause.startswith("apl@")]
    assert [t.clause for t in found] == [article]


def test_a_fine_of_the_public_security_law_is_never_invented() -> None:
    tiers = [t for t in LAW.tiers if t.clause.startswith(("psapl@2026/56", "psapl@2026/33", "criminal-law@"))]
    assert tiers
    assert not any(t.fined for t in tiers)


# --- who is likely to act -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "on", "first", "certainty"),
    [
        ("csl@2017/59.1", "2018-01-01", "cyber_police", "practice"),
        ("csl@2026/61.1", "2026-01-01", "cyber_police", "practice"),
        ("pipl@2021/66.1", "2026-01-01", "cac", "practice"),
        ("dsl@2021/46", "2026-01-01", "cac", "memory"),
        ("miit-order-24@2013/22", "2018-01-01", "miit", "law"),
        ("crpl@2014/56.1(9)", "2018-01-01", "samr", "law"),
        ("psapl@2026/56", "2026-01-01", "cyber_police", "law"),
        ("pbc-incident-measures@2025/27", "2026-01-01", "pbc", "law"),
    ],
)
def test_who_is_likely_to_act_first_and_how_sure_that_is(clause: str, on: str, first: str, certainty: str) -> None:
    assert LAW.likely_authorities(clause, day(on))[0] == (first, certainty)


def test_nobody_acts_under_a_clause_that_is_not_in_force() -> None:
    assert LAW.likely_authorities("pipl@2021/66.1", day("2021-10-31")) == []
    assert LAW.likely_authorities("csl@2017/59.1", day("2026-01-01")) == []


def test_every_clause_with_a_tier_has_somebody_who_is_likely_to_act() -> None:
    assert {t.clause for t in LAW.tiers if not LAW.likely_authorities(t.clause, t.span.start or IN_2026)} == set()


# --- roles ----------------------------------------------------------------------------------------------------------


def _subject(kind: str, *kinds: str) -> dict[str, object]:
    return {"kind": kind, "subject": kind, "kinds": list(kinds), "part_of": None, "since": None, "until": None}


SHOP = [_subject("system"), _subject("service", "website", "e_commerce"), _subject("data_set", "personal")]
FIRMWARE = [_subject("service", "firmware_update")]
STORE = [_subject("service", "app_store"), _subject("service", "mobile_app")]
CARRIER = [_subject("service", "network_access", "phone_access")]


@pytest.mark.parametrize(
    ("subjects", "role", "state"),
    [
        (SHOP, "data_processor", "established"),
        (SHOP, "network_data_processor", "established"),
        (SHOP, "important_data_processor", "excluded"),
        (SHOP, "large_pi_processor", "arguable"),
        (SHOP, "large_platform", "excluded"),
        (SHOP, "e_commerce_operator", "established"),
        (SHOP, "e_commerce_platform", "arguable"),
        (SHOP, "business_operator", "established"),
        (SHOP, "app_provider", "excluded"),
        (SHOP, "telecom_operator", "excluded"),
        (FIRMWARE, "network_product_provider", "arguable"),
        (FIRMWARE, "app_store", "arguable"),
        (FIRMWARE, "internet_information_service_provider", "excluded"),
        (STORE, "app_store", "established"),
        (STORE, "app_provider", "established"),
        (STORE, "network_platform", "established"),
        (CARRIER, "telecom_operator", "established"),
        (CARRIER, "financial_institution", "excluded"),
        ([], "data_processor", "excluded"),
    ],
)
def test_the_role_of_an_operator_under_a_neighbour(subjects: list[dict[str, object]], role: str, state: str) -> None:
    operator = {"operator": "o", "kind": "company", "cii_notified": False}
    found = {s.role: s for s in roles(LAW, IN_2026, operator, subjects, [])}
    assert found[role].state == state
    assert all(found[role].because)


# --- one act, one duty ----------------------------------------------------------------------------------------------

JOINED = [
    # duty                     on            stands under
    ("csl.pi_breach_notice",   "2013-09-01", ["miit-order-24@2013/14.1"]),
    ("csl.pi_breach_notice",   "2016-01-01", ["miit-order-24@2013/14.1", "crpl@2014/29"]),
    ("csl.pi_breach_notice",   "2018-01-01", ["csl@2017/42.2", "miit-order-24@2013/14.1", "crpl@2014/29"]),
    ("csl.pi_breach_notice",   "2021-11-01", ["csl@2017/42.2", "pipl@2021/57", "miit-order-24@2013/14.1", "crpl@2014/29"]),
    ("csl.pi_breach_notice",   "2026-01-01", ["csl@2026/44.2", "pipl@2021/57", "miit-order-24@2013/14.1", "crpl@2014/29",
                                              "minors-online@2024/35", "ndsr@2025/11"]),
    ("csl.cii_procurement_review", "2020-06-01", ["csl@2017/35", "review-measures@2020/5.1"]),
    ("csl.real_identity",      "2026-01-01", ["csl@2026/26.1", "app-provisions@2022/6", "minors-online@2024/31.1", "atf@2022/21"]),
    ("csl.notice_acted",       "2018-01-01", ["csl@2017/47", "iis-measures@2011/16"]),
]  # fmt: skip


@pytest.mark.parametrize(("duty", "on", "articles"), JOINED, ids=[f"{row[0]}-{row[1]}" for row in JOINED])
def test_an_act_that_several_laws_ask_for_is_one_duty_with_all_its_dated_articles(
    duty: str, on: str, articles: list[str]
) -> None:
    assert list(LAW.article_on(LAW.obligations[duty], day(on))) == articles


def test_an_article_counts_only_for_those_it_addresses() -> None:
    duty = LAW.obligations["csl.pi_consent"]
    whole = {d.cite for d in duty.articles}
    alone = {d.cite for d in LAW.narrowed(duty, {"telecom_operator", "internet_information_service_provider"}).articles}
    assert whole - alone == {"miit-order-24@2013/9"}
    assert LAW.narrowed(duty, {"telecom_operator"}) == duty  # it is an information service provider still
    assert LAW.narrowed(duty, {"ciio"}) == duty


def test_a_clause_counts_only_for_those_it_addresses() -> None:
    narrowed = LAW.narrowed(LAW.obligations["csl.complaint_channel"], {"content_platform"})
    assert [d.cite for d in narrowed.liability] == ["ndsr@2025/55"]


def test_there_is_one_law_and_most_of_its_duties_stand_beside_the_csl() -> None:
    assert len(NEIGHBOURS) > 90
    assert {duty.group for duty in LAW.obligations.values()} > {"csl", "pipl", "dsl", "ndsr", "apps", "cii"}


def test_what_any_violation_of_the_csl_brings_is_not_mixed_with_the_neighbours() -> None:
    whole = [
        t for t in LAW.tiers if {"violator", "network_operator"} & set(t.bearers) and "/" not in "".join(t.breached)
    ]
    assert {t.clause.split("@")[0] for t in whole} == {"csl"}


@pytest.mark.parametrize("duty", NEIGHBOURS, ids=lambda duty: duty.id)
def test_a_duty_of_a_neighbour_binds_roles_of_a_profile_and_says_what_settles_it(duty: Obligation) -> None:
    assert all(LAW.roles[bearer].can_profile for bearer in duty.bearers)
    assert duty.settling in {"check", "evidence", "not_for_a_machine"}
    assert all((*duty.title, *duty.text, *duty.settled_by))
    assert duty.subject in {"operator", "system", "service", "product", "data_set"}


@pytest.mark.parametrize("duty", NEIGHBOURS, ids=lambda duty: duty.id)
def test_an_article_of_a_duty_has_a_text_and_a_clause_has_tiers(duty: Obligation) -> None:
    assert all(dated.cite in LAW.paragraphs for dated in duty.articles)
    for dated in duty.liability:
        assert dated.span.start
        assert LAW.tiers_of(dated.cite, dated.span.start), dated.cite
        version = LAW.span_of(dated.cite)
        assert version.holds(dated.span.start)
        assert dated.span.end is None or version.holds(dated.span.end)


@pytest.mark.parametrize("duty", NEIGHBOURS, ids=lambda duty: duty.id)
def test_a_clause_of_the_same_text_names_an_article_of_the_duty(duty: Obligation) -> None:
    for clause in duty.liability:
        own = [a.cite for a in duty.articles if a.cite.split("/")[0] == clause.cite.split("/")[0]]
        named = [b for t in LAW.tiers if _touch(t.clause, clause.cite) for b in t.breached]
        if (
            own and named and duty.id != "ndsr.ten_million"
        ):  # Article 28 brings in Articles 30 and 32, which the clause names
            assert any(_touch(b, a) for b in named for a in own), (clause.cite, own)


@pytest.mark.parametrize("article", ["31.1", "37", "46.1"])
def test_the_regulations_on_minors_56_does_not_price_everything(article: str) -> None:
    (unit,) = verbs.show(f"minors-online@2024/{article}", IN_2026)["paragraphs"]
    assert unit["obligations"]
    assert "minors-online@2024/56" not in unit["liability"]


def _touch(one: str, other: str) -> bool:
    return cites.covers(one, other) or cites.covers(other, one)


# --- integrity ------------------------------------------------------------------------------------------------------


def _cites() -> Iterator[str]:
    for paragraph in LAW.paragraphs.values():
        yield from (paragraph.cite, *paragraph.counterparts)
    for tier in LAW.tiers:
        yield from (tier.clause, *tier.breached)
    for role in LAW.roles.values():
        yield from role.cites
    for rule in LAW.role_rules:
        yield from rule.articles
    yield from (number.article for number in LAW.numbers)
    yield from (competence.clause for competence in LAW.competences)


def test_every_cite_is_of_a_version_in_the_data_and_keeps_the_grammar() -> None:
    for cite in set(_cites()):
        assert LAW.instrument_of(cite) is not None, cite
        cites.check(cites.parse(cite), LAW.shapes)


def test_nothing_holds_longer_than_its_version() -> None:
    dated = [(p.cite, p.span) for p in LAW.paragraphs.values() if p.span]
    dated += [(t.clause, t.span) for t in LAW.tiers] + [(n.article, n.span) for n in LAW.numbers]
    assert len(dated) > 300
    for cite, span in dated:
        version = LAW.instrument_of(cite)
        assert version is not None
        assert span.start is None or version.span.holds(span.start), (cite, span)
        assert version.span.end is None or span.end is not None or cite in LAW.paragraphs, (cite, span)
        assert span.end is None or version.span.holds(span.end), (cite, span)


def test_counterparts_in_other_versions_answer_each_other() -> None:
    for paragraph in LAW.paragraphs.values():
        if not paragraph.cite.startswith("csl@"):
            for other in paragraph.counterparts:
                assert paragraph.cite in LAW.paragraphs[other].counterparts, (paragraph.cite, other)


def test_every_text_is_in_both_languages_with_the_marks_of_each() -> None:
    texts = [(p.cite, p.text) for p in LAW.paragraphs.values()]
    texts += [(p.cite, p.uncertain) for p in LAW.paragraphs.values() if p.uncertain]
    texts += [(t.clause, text) for t in LAW.tiers for text in (t.trigger, t.note)]
    texts += [(o.id, text) for o in LAW.obligations.values() for text in (o.title, o.text, o.settled_by)]
    texts += [(r.id, text) for r in LAW.roles.values() for text in (r.title, r.text, r.otherwise) if text]
    texts += [(r.role, r.because) for r in LAW.role_rules]
    texts += [(f"{kind} {code}", text) for kind, codes in LAW.words_by_kind.items() for code, text in codes.items()]
    for where, text in texts:
        assert bool(text.en) == bool(text.zh), where
        assert not WESTERN_MARK.search(text.zh), (where, text.zh)
        assert not re.search(rf"[{CHINESE}]", text.en), (where, text.en)


def test_every_code_has_words() -> None:
    used: dict[str, set[str]] = {
        "kind": {kind for p in LAW.paragraphs.values() for kind in p.kind.split(";")},
        "role": {b for some in (LAW.paragraphs.values(), LAW.tiers) for one in some for b in one.bearers},
        "tier": {t.tier for t in LAW.tiers},
        "circumstance": {re.split("[<>=]", code)[0] for t in LAW.tiers for code in t.opened_by},
        "measure": {m for t in LAW.tiers for m in (*t.measures, *t.measures_optional)},
        "authority": {a for c in LAW.competences for a in c.authorities}
        | {a for t in LAW.tiers for a in t.authorities},
        "certainty": {c.confidence for c in LAW.competences},
        "individuals": {t.individuals for t in LAW.tiers if t.individuals},
        "multiple_of": {t.multiple_of for t in LAW.tiers if t.multiple_of},
        "unit": {n.unit for n in LAW.numbers} | {n.key.rpartition(".")[2] for n in LAW.numbers},
    }
    for kind, codes in used.items():
        assert codes <= set(LAW.words_by_kind[kind]), kind


def test_every_row_of_the_law_as_it_was_read_is_here() -> None:
    wanted = {cite for row in read("neighbours.csv") for cite in row["cite"].split(";") if cite}
    missing = {cite for cite in wanted if not LAW.around(cites.parse(cite))}
    assert missing == set()


def _amounts(tier: Tier) -> tuple[int | None, int | None, float | None, float | None]:
    return tier.operator_min, tier.operator_max, tier.multiple_min, tier.multiple_max


def test_every_fine_agrees_with_the_law_as_it_was_read() -> None:
    rows = [r for r in read("penalties.csv") if r["operator_fine_max_cny"] or r["fine_multiple_max"]]
    rows = [r for r in rows if not r["cite"].startswith(("csl@", "cac-discretion@", "apl@"))]
    assert len(rows) > 60
    for row in rows:
        cells = [row[f"operator_fine_{end}_cny"] for end in ("min", "max")]
        low, high = (int(cell) if cell else None for cell in cells)
        least, most = (
            float(row[f"fine_multiple_{end}"]) if row[f"fine_multiple_{end}"] else None for end in ("min", "max")
        )
        may = row["fine_discretionary"].startswith("may") or row["fine_discretionary"] == "or"
        found = {(*_amounts(t), t.may) for cite in row["cite"].split(";") for t in LAW.tiers if t.clause == cite}
        assert (low, high, least, most, may) in found, row["cite"]


# --- what is not known ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "on", "says"),
    [
        ("crpl/29", "2010-01-01", "unknown for this date"),  # the law of 1993 is not in the data
        ("criminal-law/286_1", "2014-01-01", "unknown for this date"),
        ("pipl/57", "2021-10-31", "pipl was not in force on 2021-10-31"),  # there was none
        ("pipl/2", "2026-01-01", "unknown for this date: the law data has no text of pipl@2021/2"),
        ("public-account-provisions/6", "2022-01-01", "unknown for this date"),  # the revision was not read
    ],
)
def test_a_date_that_the_data_does_not_reach_is_said_to_be_unknown(written: str, on: str, says: str) -> None:
    with pytest.raises(LawError, match=re.escape(says)) as wrong:
        verbs.show(written, day(on))
    assert re.search(rf"[{CHINESE}]", wrong.value.text.zh)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("pipl/66", ["pipl@2021/66.1", "pipl@2021/66.2"]),
        ("pipl/57.1(1)", ["pipl@2021/57"]),  # only the whole article is in the data
        ("miit-order-24/3", ["miit-order-24@2013/2-4"]),
        ("atf/38", ["atf@2022/38"]),
    ],
)
def test_show_gives_the_pieces_of_a_place_or_the_piece_that_holds_it(written: str, shown: list[str]) -> None:
    assert [p["article"] for p in verbs.show(written, IN_2026)["paragraphs"]] == shown


@pytest.mark.parametrize(("lang", "mark"), [("en", "Not certain"), ("zh", "存疑")])
@pytest.mark.parametrize(
    "written", ["pi-audit/15", "mlps-letter-2025/q11", "cbdf-provisions/8.1", "incident-measures/annex.3"]
)
def test_what_is_uncertain_or_in_conflict_is_shown(written: str, lang: Lang, mark: str) -> None:
    assert mark in show.article(verbs.show(written, IN_2026), lang)


@pytest.mark.parametrize(("lang", "mark"), [("en", "(from memory)"), ("zh", "（凭记忆）")])
def test_memory_is_shown_as_memory(lang: Lang, mark: str) -> None:
    assert mark in show.article(verbs.show("vuln-provisions/13", IN_2026), lang)
    assert mark not in show.article(verbs.show("vuln-provisions/7", IN_2026), lang)


def test_what_is_from_memory_in_the_law_as_it_was_read_is_from_memory_here() -> None:
    memory = {c for row in read("neighbours.csv") if row["confidence"] == "memory" for c in row["cite"].split(";")}
    assert len(memory) > 20
    assert {c for c in memory if LAW.paragraphs[c].confidence != "memory"} == set()


def test_search_and_timeline_see_the_neighbours() -> None:
    found = verbs.search("影响评估", IN_2026)
    assert "pipl.impact_assessment" in [o["id"] for o in found["obligations"]]
    assert "pipl@2021/55" in [p["article"] for p in found["paragraphs"]]
    spans = verbs.timeline("apps.behaviours_5")["spans"]
    assert [s["from"] for s in spans] == ["2019-11-28", "2021-11-01", "2026-01-01"]
    chain = verbs.timeline("cpl/66")["spans"]
    assert [s["articles"] for s in chain][-2:] == [["cpl@2022/66"], ["cpl@2024/66"]]


@pytest.mark.parametrize("version", sorted({p.split("/")[0] for p in LAW.paragraphs if not p.startswith("csl@")}))
def test_every_text_can_be_shown_in_both_languages(version: str) -> None:
    found = verbs.show(version, IN_2026)
    json.dumps(found)
    for lang in LANGS:
        assert max(columns(line) for line in show.article(found, lang).splitlines()) <= 100


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_speaks_both_languages_and_cites_versions_of_the_data(name: str) -> None:
    for row in tables.table(name, IN_2026):
        for cite in cites.parse_list(row.get("cites") or row["cite"]):
            assert LAW.version(cite.instrument, cite.version), row
        assert row["confidence"] in {"seen", "memory"}
        assert row["source"]
        for column in (c for c in row if c.endswith("_zh")):
            assert bool(row[column]) == bool(row[column.removesuffix("zh") + "en"]), (column, row)
            assert not WESTERN_MARK.search(row[column]), row[column]


@pytest.mark.parametrize(
    ("name", "on", "rows"),
    [
        ("app_behaviours", "2019-11-28", 31),
        ("app_types", "2021-05-01", 39),
        ("mlps_grading", "2018-01-01", 9),
        ("mlps_grading", "2026-01-01", 9),
    ],
)
def test_a_table_is_whole(name: str, on: str, rows: int) -> None:
    assert len(tables.table(name, day(on))) == rows


@pytest.mark.parametrize(
    ("name", "on"), [("app_behaviours", "2019-11-27"), ("app_types", "2021-04-30"), ("incident_levels", "2017-11-13")]
)
def test_a_table_before_its_first_row_is_unknown(name: str, on: str) -> None:
    with pytest.raises(LawError, match="unknown for this date"):
        tables.table(name, day(on))


def test_the_cell_that_the_grading_standards_dispute_is_level_two_and_says_so() -> None:
    for on in ("2018-01-01", "2026-01-01"):
        cell = next(
            r
            for r in tables.table("mlps_grading", day(on))
            if (r["object"], r["degree"]) == ("citizens_legal_persons_others", "especially_serious")
        )
        assert cell["level"] == "2"
        assert "GA/T 1389" in cell["uncertain_en"]


def test_thresholds_of_incidents_rise_with_the_level() -> None:
    national = [r for r in tables.table("incident_levels", IN_2026) if r["cites"].startswith("incident-measures@")]
    leaks = {
        r["level"]: int(r["threshold"]) for r in national if r["unit"] == "persons" and "leaked" in r["criterion_en"]
    }
    assert leaks == {"relatively_large": 1_000_000, "major": 10_000_000, "especially_major": 100_000_000}


def test_the_clocks_of_an_incident_since_2025_11_01() -> None:
    own = [r for r in tables.table("incident_clocks", IN_2026) if r["cites"].startswith("incident-measures@2025/4")]
    assert {r["cites"]: r["hours"] for r in own if r["hours"] and r["binds"] == "operator"} == {
        "incident-measures@2025/4.2": "1",
        "incident-measures@2025/4.3": "2",
        "incident-measures@2025/4.4": "4",
    }


def test_network_logs_are_kept_six_months_under_both_numbers() -> None:
    for on, cite in (("2017-06-01", "csl@2017/21(3)"), ("2026-01-01", "csl@2026/23(3)")):
        (row,) = [r for r in tables.table("retention", day(on)) if r["cites"] == cite]
        assert (row["value"], row["unit"], row["kind"]) == ("6", "months", "minimum")


# --- overlays -------------------------------------------------------------------------------------------------------

INSTRUMENT = "id,version,title_en,title_zh,short_en,short_zh,rank,from,to,note,confidence,first\n"
PARAGRAPH = "cite,kind,bearers,text_en,text_zh,counterparts,change,source,confidence\n"
DUTY = """
- id: {id}
  title: {{en: House rule, zh: 内部规则}}
  text: {{en: Keep logs for a year., zh: 日志保存一年。}}
  bearers: [network_operator]
  subject: system
  nature: state
  articles: [house-rules@2024/1]
  liability: []
  settling: evidence
  settled_by: {{en: The logs., zh: 日志。}}
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "instruments.csv").write_text(
        INSTRUMENT + "house-rules,2024,House Rules,内部规则,House Rules,内部规则,guide,2024-01-01,,,seen,\n",
        encoding="utf-8",
    )
    (folder / "paragraphs.csv").write_text(
        PARAGRAPH
        + "house-rules@2024/1,obligation,network_operator,Keep logs for a year.,日志保存一年。,,,the house,seen\n",
        encoding="utf-8",
    )
    (folder / "obligations.yaml").write_text(DUTY.format(id="house.logs"), encoding="utf-8")
    return folder


def test_an_overlay_adds_its_rules(overlay: Path) -> None:
    law = room.load([overlay])
    assert law.obligations["house.logs"].group == "house"
    assert law.article_on(law.obligations["house.logs"], IN_2026) == ("house-rules@2024/1",)
    assert law.article_on(law.obligations["house.logs"], day("2023-12-31")) == ()
    (unit,) = verbs.show("house-rules/1", IN_2026, law)["paragraphs"]
    assert unit["obligations"] == ["house.logs"]
    assert "house.logs" not in room.load().obligations


def test_an_overlay_that_defines_something_again_is_refused_with_both_files(overlay: Path) -> None:
    (overlay / "obligations.yaml").write_text(DUTY.format(id="csl.log_retention"), encoding="utf-8")
    with pytest.raises(LawError) as wrong:
        room.load([overlay])
    assert "csl.log_retention is defined twice" in wrong.value.text.en
    assert "csl/obligations.yaml" in wrong.value.text.en
    assert str(overlay / "obligations.yaml") in wrong.value.text.en
    assert "重复定义" in wrong.value.text.zh


def test_an_overlay_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no folder"):
        room.load([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("obligations.yaml", b"id: house.logs", "must hold a list of entries"),
        ("obligations.yaml", b"- [", "cannot be read"),
        ("obligations.yaml", b"- just words", "entry 1"),
        ("roles.yaml", b"- role", "must hold keys with values"),
        ("paragraphs.csv", "cite,kind\n条,义务\n".encode("gb18030"), "cannot be read"),
        ("paragraphs.csv", b"cite\nhouse-rules@2024/1\n", "entry 1"),
        ("tiers.csv", b"clause,tier\nhouse-rules@2024/1,base\n", "entry 1"),
        (
            "numbers.csv",
            b"key,value,unit,article,from,to,confidence\nx,many,days,house-rules@2024/1,,,seen\n",
            "entry 1",
        ),
    ],
)
def test_an_overlay_that_cannot_be_read_is_refused_by_file(overlay: Path, name: str, content: bytes, says: str) -> None:
    (overlay / name).write_bytes(content)
    with pytest.raises(LawError, match=says) as wrong:
        room.load([overlay])
    assert str(overlay / name) in wrong.value.text.en


@settings(max_examples=40)  # reading all law data takes as long as the machine takes
@given(st.binary(max_size=60))
def test_whatever_an_overlay_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "obligations.yaml").write_bytes(content)
    try:
        law = room.read(FOLDER, [folder])
    except LawError:
        return
    assert len(law.obligations) >= len(room.load().obligations)


def test_no_two_files_of_the_data_define_the_same_thing() -> None:
    words = Counter((kind, code) for kind, codes in LAW.words_by_kind.items() for code in codes)
    assert max(words.values()) == 1
    assert len({(t.clause, t.tier, t.opened_by, t.bearers, t.span.start) for t in LAW.tiers}) >= len(LAW.tiers) - 3
