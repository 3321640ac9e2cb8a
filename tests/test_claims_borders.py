"""Which law a day meets: the borders of 2017-06-01, 2017-10-01, 2021-01-01, 2021-11-01 and 2025-12-31/2026-01-01."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_written import answered, points

ON = date(2026, 11, 22)


def cited(tmp_path, day, role="network_operator", **more):
    found = answered(tmp_path, ON, on=day, role=role, **more)
    [reading] = found["readings"]
    return {c for b in reading["bases"] for c in (*b["cites"], *b["rules"])}, {b["id"]: b for b in reading["bases"]}


@pytest.mark.parametrize(
    ("day", "has", "has_not"),
    [
        ("2017-05-31", {"gpcl@2009/106", "tort-law@2010/6"}, {"csl@2017/74.1", "general-provisions@2017/111"}),
        ("2017-06-01", {"csl@2017/74.1", "csl@2017/41.1", "gpcl@2009/106"}, {"general-provisions@2017/111"}),
        ("2017-09-30", {"csl@2017/74.1"}, {"general-provisions@2017/111"}),
        ("2017-10-01", {"general-provisions@2017/111", "gpcl@2009/106"}, {"civil-code@2021/1165"}),
        ("2020-12-31", {"general-provisions@2017/111", "tort-law@2010/6"}, {"civil-code@2021/1165"}),
        ("2021-01-01", {"civil-code@2021/1165", "civil-code@2021/1034"}, {"gpcl@2009/106", "tort-law@2010/6"}),
        ("2025-12-31", {"csl@2017/74.1", "csl@2017/41.1"}, {"csl@2026/76.1", "csl@2026/43.1"}),
        ("2026-01-01", {"csl@2026/76.1", "csl@2026/43.1"}, {"csl@2017/74.1", "csl@2017/41.1"}),
    ],
)
def test_the_law_of_the_day(tmp_path, day, has, has_not):
    found, _ = cited(tmp_path, day)
    assert has <= found
    assert not has_not & found


@pytest.mark.parametrize(("day", "presumed"), [("2021-10-31", False), ("2021-11-01", True)])
def test_fault_is_presumed_from_the_first_day_of_the_information_law(tmp_path, day, presumed):
    _, bases = cited(tmp_path, day, role="pi_processor")
    assert ("pipl_damages" in bases) == presumed
    fault = {e["element"]: e for b in bases.values() for e in b["elements"] if b["id"] == "pipl_damages"}.get("fault")
    assert (fault and (fault["state"], fault["proved_by"])) == (("held", "respondent") if presumed else None)


@pytest.mark.parametrize(
    ("since", "until", "reach"),
    [
        ("2016-01-01", "2017-05-31", "csl_before"),
        ("2016-01-01", "2017-06-01", "csl_across"),
        ("2017-06-01", "2017-06-01", "csl_after"),
    ],
)
def test_a_wrong_that_still_stood_is_reached(tmp_path, since, until, reach):
    found = answered(tmp_path, ON, since=since, until=until)
    assert reach in points(found, "applies")
    states = {b["id"]: b["state"] for b in found["readings"][0]["bases"]}
    assert ("csl_liability" in states) == (reach != "csl_before")


def test_a_wrong_that_stands_into_2026_is_judged_by_the_amended_law(tmp_path):
    found = answered(tmp_path, ON, since="2025-12-01")
    assert {"csl@2026/76.1"} <= set(found["sources"])
    assert "csl_renumbered" in points(found, "applies")


@settings(max_examples=40)
@given(st.dates(date(2010, 7, 1), date(2026, 11, 22)))
def test_every_article_of_a_basis_is_in_force_on_the_act_s_day(tmp_path_factory, day):
    found = answered(tmp_path_factory.mktemp("claim"), ON, on=day.isoformat(), role="pi_processor")
    for basis in found["readings"][0]["bases"]:
        for cite in (*basis["cites"], *basis["rules"]):
            first, last = found["sources"][cite]["in_force"]
            assert (first or "") <= day.isoformat() <= (last or "9999"), cite


@pytest.mark.parametrize(
    ("suit", "has", "has_not"),
    [
        ("2017-08-17", set(), {"hangzhou_first", "three_courts"}),
        ("2017-08-18", {"hangzhou_first"}, {"three_courts"}),
        ("2018-09-06", {"hangzhou_first"}, {"beijing_not_open"}),
        ("2018-09-07", {"beijing_not_open"}, {"hangzhou_first"}),
        ("2018-09-09", {"guangzhou_not_open"}, {"beijing_not_open"}),
        ("2018-09-28", {"three_courts"}, {"guangzhou_not_open"}),
        ("2025-10-31", {"three_courts"}, {"courts_2025"}),
        ("2025-11-01", {"courts_2025"}, {"three_courts"}),
    ],
)
def test_internet_courts_by_the_day_of_the_suit(tmp_path, suit, has, has_not):
    found = {p["id"] for p in answered(tmp_path, date.fromisoformat(suit), on="2017-07-01")["court"]}
    assert has <= found
    assert not has_not & found


@pytest.mark.parametrize(("suit", "wanted"), [("2023-11-06", "power_legalised"), ("2023-11-07", "power_apostille")])
def test_powers_of_attorney_from_abroad(tmp_path, suit, wanted):
    found = answered(tmp_path, date.fromisoformat(suit), on="2022-03-01", place="US")
    assert {p["id"] for p in found["foreign"] if p["id"] in ("power_legalised", "power_apostille")} == {wanted}


@pytest.mark.parametrize(("suit", "wanted"), [("2021-08-31", "export_before"), ("2021-09-01", "export_data")])
def test_export_of_evidence(tmp_path, suit, wanted):
    proceedings = "proceedings: [{kind: civil_abroad, began: 2021-07-01}]\n"
    found = answered(tmp_path, date.fromisoformat(suit), on="2021-06-01", place="US", tail=proceedings)
    assert {p["id"] for p in found["abroad"] if p["id"].startswith("export")} == {wanted}


def test_a_later_day_of_answering_never_opens_a_period_that_was_over(tmp_path):
    states = []
    for days in range(0, 1600, 100):
        on = date(2021, 6, 1) + timedelta(days=days)
        [one] = answered(tmp_path, on, on="2021-05-01")["readings"][0]["limitation"]
        states.append(one["state"])
    assert states == sorted(states)  # open before over
    assert set(states) == {"open", "over"}


@pytest.mark.parametrize(
    ("day", "bodily", "said"),
    [
        ("2016-09-30", {"last_day": "2017-09-30", "state": "over"}, True),  # over the day before the three years came
        ("2016-10-01", None, True),  # still running then: as every other claim
        ("2017-10-01", None, False),
    ],
)
def test_harm_to_the_body_shows_its_own_shorter_period(tmp_path, day, bodily, said):
    found = answered(tmp_path, ON, on=day, tail="harms: [{kind: health}]\n")
    [reading] = found["readings"]
    [period] = reading["limitation"]
    assert period["if_bodily_injury"] == bodily
    assert ("bodily" in {point["id"] for point in period["points"]}) is said


def test_other_harm_has_no_period_of_the_body(tmp_path):
    found = answered(tmp_path, ON, on="2016-09-30", tail="harms: [{kind: mental}]\n")
    assert found["readings"][0]["limitation"][0]["if_bodily_injury"] is None
