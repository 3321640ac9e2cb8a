"""Whom the law addresses: established, arguable or excluded, by the profile, and by counsel."""

from __future__ import annotations

from datetime import date

import pytest

import hegui.law
from hegui.errors import ProfileError
from hegui.judge.roles import roles

LAW = hegui.law.load()
IN_2018, IN_2026 = date(2018, 1, 31), date(2026, 11, 21)


def operator(kind="company", cii=False):
    return {"operator": "o", "kind": kind, "cii_notified": cii}


def subject(kind, name, kinds=(), part_of=None, since=None, until=None):
    return {"kind": kind, "subject": name, "kinds": list(kinds), "part_of": part_of, "since": since, "until": until}


def override(role, state, made_on=date(2026, 3, 1)):
    return {"role": role, "state": state, "made_on": made_on, "because_en": "it is a shop", "because_zh": "仅为商店"}


def states(subjects=(), on=IN_2026, overrides=(), **of_operator):
    return {s.role: s for s in roles(LAW, on, operator(**of_operator), list(subjects), list(overrides))}


SHOP = [subject("system", "shop"), subject("service", "web", ["website", "e_commerce"], "shop")]
FIRMWARE_ADMINISTRATOR = [subject("service", "fota", ["firmware_update"])]
MAKER = [subject("product", "phone", ["firmware"])]

# fmt: off
TABLE = [
    # profile                                            role                             state
    ("a shop with a system",      SHOP,                  "network_operator",              "established"),
    ("a shop is not critical",    SHOP,                  "ciio",                          "excluded"),
    ("a shop sells no equipment", SHOP,                  "seller_or_supplier_of_critical_equipment", "excluded"),
    ("a shop runs services",      SHOP,                  "network_builder_operator_or_service_provider", "established"),
    ("firmware administration",   FIRMWARE_ADMINISTRATOR, "network_operator",             "arguable"),
    ("firmware as a download",    FIRMWARE_ADMINISTRATOR, "message_or_app_store_provider", "arguable"),
    ("firmware for sale",         MAKER,                 "product_or_service_provider",   "established"),
    ("a product is no network",   MAKER,                 "network_operator",              "excluded"),
    ("services without product",  SHOP,                  "product_or_service_provider",   "arguable"),
    ("an app store",              [subject("service", "store", ["app_store"])], "message_or_app_store_provider", "established"),
    ("equipment",                 [subject("product", "fw", ["security_product"])], "seller_or_supplier_of_critical_equipment", "established"),
    ("everybody",                 [],                    "any_person_or_organisation",    "established"),
    ("nothing at all",            [],                    "network_operator",              "excluded"),
]
# fmt: on


@pytest.mark.parametrize(("subjects", "role", "state"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_state_of_a_role_follows_from_the_profile(subjects, role, state):
    assert states(subjects)[role].state == state


def test_every_role_of_a_profile_has_a_state_a_reason_in_both_languages_and_articles_of_the_day():
    for on, version in ((IN_2018, "2017"), (IN_2026, "2026")):
        for state in states(SHOP, on=on).values():
            assert all(state.because)
            assert all(a.startswith(f"csl@{version}/") for a in state.articles if a.startswith("csl@"))
    assert states(SHOP, on=IN_2018)["network_operator"].articles == ("csl@2017/76(3)",)
    assert states(SHOP, on=IN_2026)["network_operator"].articles == ("csl@2026/78(3)",)


def test_only_a_notification_makes_an_operator_of_critical_infrastructure():
    assert states(SHOP, cii=True)["ciio"].state == "established"
    excluded = states(SHOP)["ciio"]
    assert "notified" in excluded.because.en
    assert "通知" in excluded.because.zh


def test_a_system_that_does_more_than_carry_firmware_makes_a_network_operator():
    only_update = [subject("system", "update"), subject("service", "fota", ["firmware_update"], "update")]
    assert states(only_update)["network_operator"].state == "arguable"
    assert states([*only_update, subject("system", "office")])["network_operator"].state == "established"
    assert states([*only_update, subject("service", "site", ["website"])])["network_operator"].state == "established"


def test_what_began_later_or_ended_before_gives_no_role_on_that_day():
    later = [subject("system", "shop", since=date(2019, 1, 1))]
    gone = [subject("system", "shop", until=date(2017, 12, 31))]
    assert states(later, on=IN_2018)["network_operator"].state == "excluded"
    assert states(gone, on=IN_2018)["network_operator"].state == "excluded"
    assert states(later, on=date(2019, 1, 1))["network_operator"].state == "established"


def test_a_state_organ_is_shown_to_answer_by_discipline():
    role = states(SHOP, kind="state_organ")["state_organ_network_operator"]
    assert role.state == "established"
    assert role.articles == ("csl@2026/74",)
    assert states(SHOP)["state_organ_network_operator"].state == "excluded"


def test_counsel_decides_and_both_reasons_are_shown():
    role = states(SHOP, overrides=[override("network_operator", "excluded")])["network_operator"]
    assert (role.state, role.by_counsel) == ("excluded", True)
    assert "it is a shop" in role.because.en
    assert "established" in role.because.en
    assert "仅为商店" in role.because.zh
    assert role.as_json()["because"]["zh"] == role.because.zh


def test_the_latest_word_of_counsel_stands():
    words = [override("ciio", "established", date(2026, 5, 1)), override("ciio", "excluded", date(2026, 4, 1))]
    assert states(SHOP, overrides=words)["ciio"].state == "established"


def test_a_role_that_the_law_does_not_know_is_refused_with_those_it_knows():
    with pytest.raises(ProfileError) as wrong:
        states(SHOP, overrides=[override("network_operater", "excluded")])
    assert "network_operator" in wrong.value.text.en
    assert "network_operator" in wrong.value.text.zh


def test_a_decision_on_an_obligation_is_no_decision_on_a_role():
    row = {"role": None, "obligation": "csl.log_retention", "made_on": date(2026, 1, 1)}
    assert states(SHOP, overrides=[row])["network_operator"].by_counsel is False


# --- numbers of persons ---------------------------------------------------------------------------------------------


def personal(*persons):
    return [
        {"kind": "data_set", "subject": f"d{n}", "kinds": ["personal"], "persons": p, "since": None, "until": None}
        for n, p in enumerate(persons)
    ]


@pytest.mark.parametrize(
    ("role", "persons", "day", "state", "says"),
    [
        ("large_pi_processor", [1_000_000], date(2026, 1, 1), "established", "1,000,000"),
        ("large_pi_processor", [999_999], date(2026, 1, 1), "excluded", "fewer persons"),
        ("large_pi_processor", [600_000, 600_000], date(2026, 1, 1), "arguable", "1,200,000 persons together"),
        ("large_pi_processor", [5, None], date(2026, 1, 1), "arguable", "does not say"),
        ("large_pi_processor", [2_000_000], date(2024, 1, 1), "arguable", "no number of persons"),
        ("large_pi_processor", [], date(2026, 1, 1), "excluded", "no personal data"),
        ("pi_processor_over_10m", [10_000_000], date(2026, 1, 1), "established", "10,000,000"),
        ("pi_processor_over_10m", [6_000_000, 5_000_000], date(2026, 1, 1), "arguable", "11,000,000"),
        ("pi_processor_over_10m", [None], date(2026, 1, 1), "excluded", "does not say"),
    ],
)
def test_a_role_that_turns_on_a_number_of_persons_is_counted_from_the_profile(role, persons, day, state, says):
    found = states(personal(*persons), on=day)
    assert found[role].state == state
    assert says in found[role].because.en
    assert found[role].because.zh
