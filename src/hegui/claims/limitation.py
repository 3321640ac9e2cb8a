"""Limitation: how long a claim can be brought, by the law of its day.

Two years under the General Principles, three since 2017-10-01 for every period that began or still ran on that day, at most
twenty years from the harm. A period that was over by then stays over. Interruptions begin it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hegui.claims.data import data
from hegui.dates import add_months, is_working_day


@dataclass(frozen=True, slots=True)
class Interruption:
    """What begins the period anew: on a day, running again from ``again`` (None: it does not run yet)."""

    at: date
    again: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period as computed. ``last`` None with ``stands_still``: it does not run while a suit is pending."""

    start: date
    years: int
    last: date | None
    stands_still: bool
    longer: bool  # two years became three
    outer: date
    used: tuple[Interruption, ...]
    too_late: tuple[Interruption, ...]  # after the period was over

    def state(self, on: date) -> str:
        """Whether it is open, over, or does not run."""
        if self.last is None:
            return "stands_still"
        return "open" if on <= next_working_day(self.last) else "over"


def period(knew: date, harmed: date, interruptions: Sequence[Interruption] = (), bodily: bool = False) -> Period:
    """The period of a claim whose holder knew on a day; *harmed* is the day from which the twenty years run.

    A claim for *bodily* injury had one year before the change, and has the same as every other since.

    >>> period(date(2017, 6, 1), date(2017, 6, 1)).last
    datetime.date(2020, 6, 1)
    """
    outer = add_months(harmed, 12 * int(data("limitation.yaml")["outer_years"]))
    years, last, longer = _run(knew, bodily)
    used: list[Interruption] = []
    late: list[Interruption] = []
    still = False
    for one in sorted(interruptions, key=lambda each: each.at):
        if not still and min(last, outer) < one.at:
            late.append(one)
            continue
        used.append(one)
        still = still or one.again is None
        if one.again is not None:
            years, ends, more = _run(one.again, bodily)
            last, longer = max(last, ends), longer or more
    return Period(knew, years, None if still else min(last, outer), still, longer, outer, tuple(used), tuple(late))


def special(knew: date, delivered: date | None) -> tuple[date, date | None]:
    """The period for defective products read as a special one: two years, and ten from delivery."""
    rules = data("limitation.yaml")["product"]
    last = add_months(knew, 12 * rules["years"])
    lost = None if delivered is None else add_months(delivered, 12 * rules["outer_years"])
    return (min(last, lost) if lost else last), lost


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after a day of rest."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _run(start: date, bodily: bool) -> tuple[int, date, bool]:
    """Years, last day, and whether the change of 2017 made the period longer."""
    rules: Iterable[dict[str, object]] = data("limitation.yaml")["general"]
    old, new = (int(str(rule["years"])) for rule in rules)
    old = int(data("limitation.yaml")["bodily_injury"]["years"]) if bodily else old
    change: date = data("limitation.yaml")["changed"]
    last = add_months(start, 12 * old)
    if start < change and last < change:
        return old, last, False
    return new, add_months(start, 12 * new), start < change
