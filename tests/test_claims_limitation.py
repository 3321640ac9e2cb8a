"""Limitation by date: two years, three since 2017-10-01, twenty at the latest, and what begins it anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.claims.limitation import Interruption, next_working_day, period, special

DAYS = st.dates(date(2009, 9, 1), date(2040, 12, 31))
CHANGE = date(2017, 10, 1)


@pytest.mark.parametrize(
    ("knew", "last", "years", "longer"),
    [
        (date(2015, 9, 30), date(2017, 9, 30), 2, False),  # over on the last day before the change: stays over
        (date(2015, 10, 1), date(2018, 10, 1), 3, True),  # still running on the day of the change
        (date(2017, 6, 1), date(2020, 6, 1), 3, True),  # the law's first day
        (date(2017, 9, 30), date(2020, 9, 30), 3, True),
        (date(2017, 10, 1), date(2020, 10, 1), 3, False),  # begins under the new rule
        (date(2020, 12, 31), date(2023, 12, 31), 3, False),
        (date(2021, 1, 1), date(2024, 1, 1), 3, False),
        (date(2021, 11, 1), date(2024, 11, 1), 3, False),
        (date(2024, 2, 29), date(2027, 2, 28), 3, False),
        (date(2025, 12, 31), date(2028, 12, 31), 3, False),
        (date(2026, 1, 1), date(2029, 1, 1), 3, False),
    ],
    ids=str,
)
def test_last_day_by_the_day_of_knowing(knew, last, years, longer):
    found = period(knew, knew)
    assert (found.last, found.years, found.longer) == (last, years, longer)


@given(DAYS, DAYS)
def test_who_knows_later_never_loses_earlier(one, other):
    first, second = sorted((one, other))
    assert period(first, date(2009, 9, 1)).last <= period(second, date(2009, 9, 1)).last


@given(DAYS, st.integers(0, 365 * 25))
def test_never_beyond_twenty_years_from_the_harm(harmed, later):
    found = period(harmed + timedelta(days=later), harmed)
    assert found.last <= found.outer
    assert found.outer.year == harmed.year + 20


@given(DAYS, st.lists(st.integers(-400, 3000), max_size=4))
def test_an_interruption_never_shortens(knew, offsets):
    breaks = [Interruption(day, day, "request.compensate") for day in (knew + timedelta(days=n) for n in offsets)]
    found = period(knew, knew, breaks)
    assert found.last >= period(knew, knew).last
    assert len(found.used) + len(found.too_late) == len(breaks)


def test_a_demand_begins_it_anew_and_one_after_its_end_does_not():
    in_time, too_late = date(2023, 3, 1), date(2026, 3, 2)
    found = period(
        date(2020, 3, 20), date(2020, 3, 20), [Interruption(d, d, "request.stop") for d in (in_time, too_late)]
    )
    assert found.last == date(2026, 3, 1)
    assert [one.at for one in found.too_late] == [too_late]


def test_it_does_not_run_while_a_suit_is_pending_and_runs_from_its_end():
    pending = period(
        date(2022, 1, 10), date(2022, 1, 10), [Interruption(date(2023, 1, 10), None, "proceeding_kind.civil")]
    )
    assert (pending.last, pending.state(date(2030, 1, 1))) == (None, "stands_still")
    ended = Interruption(date(2023, 1, 10), date(2024, 5, 20), "proceeding_kind.civil")
    assert period(date(2022, 1, 10), date(2022, 1, 10), [ended]).last == date(2027, 5, 20)


def test_a_demand_during_a_pending_suit_does_not_set_it_running():
    suit = Interruption(date(2023, 1, 10), None, "proceeding_kind.civil")
    demand = Interruption(date(2023, 6, 1), date(2023, 6, 1), "request.stop")
    assert period(date(2022, 1, 10), date(2022, 1, 10), [suit, demand]).stands_still


def test_open_on_its_last_day_and_over_on_the_next_working_day_after():
    found = period(date(2023, 3, 20), date(2023, 3, 20))
    assert found.state(date(2026, 3, 20)) == "open"
    assert found.state(date(2026, 3, 21)) == "over"


def test_a_day_of_rest_moves_to_the_next_working_day():
    assert next_working_day(date(2019, 11, 16)) == date(2019, 11, 18)  # a Saturday
    assert next_working_day(date(2020, 10, 1)) == date(2020, 10, 9)  # the national holidays


@pytest.mark.parametrize(
    ("knew", "last", "years"),
    [
        (date(2016, 9, 30), date(2017, 9, 30), 1),  # the year was over on the last day before the change
        (date(2016, 10, 1), date(2019, 10, 1), 3),  # the year still ran on the day of the change
        (date(2017, 6, 1), date(2020, 6, 1), 3),
        (date(2026, 1, 1), date(2029, 1, 1), 3),
    ],
    ids=str,
)
def test_harm_to_the_body_had_one_year_until_the_change(knew, last, years):
    found = period(knew, knew, bodily=True)
    assert (found.last, found.years) == (last, years)


def test_a_demand_begins_the_bodily_year_anew():
    demand = Interruption(date(2016, 3, 1), date(2016, 3, 1), "request.compensate")
    assert period(date(2015, 6, 1), date(2015, 6, 1), [demand], bodily=True).last == date(2017, 3, 1)


def test_product_liability_read_as_special():
    assert special(date(2016, 10, 24), date(2016, 9, 1)) == (date(2018, 10, 24), date(2026, 9, 1))
    assert special(date(2026, 1, 1), date(2016, 9, 1))[0] == date(2026, 9, 1)
    assert special(date(2016, 10, 24), None) == (date(2018, 10, 24), None)
