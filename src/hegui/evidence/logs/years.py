"""The year of records that name none, from what is known besides: when their file was last written, and what it holds.

A member ends no later than it was written, and no later than the next newer member of its set begins. The latest year that
allows this, and that has a 29 February where the records have one, is taken; it stays an inference, and facts say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import DAY, EPOCH, LEAP_YEAR, LEAP_YEAR_DAYS
from hegui.recognise.zones import to_local, to_utc

if TYPE_CHECKING:
    from hegui.recognise.times import Times

YEAR = LEAP_YEAR_DAYS * DAY
FEBRUARY_29 = date(LEAP_YEAR, 2, 29).timetuple().tm_yday - 1
CLOCKS_DIFFER = DAY
LEAP_CYCLE = 8  # 1896–1904 and 2096–2104: never longer between two leap years


def settled(times: Times, year: int, zone: str) -> Times:
    """Times on the year-less clock as microseconds UTC, lap 0 being *year*."""
    import numpy as np

    days, within = np.divmod(times, DAY)
    laps, day_of_year = np.divmod(days, LEAP_YEAR_DAYS)
    real = np.empty(len(times), np.int64)
    for lap in np.unique(laps).tolist():
        which = laps == lap
        real[which] = np.array(_calendar(year + lap), np.int64)[day_of_year[which]]
    return to_utc(real * DAY + within, zone)


def year_of(times: Times, no_later_than: int, zone: str) -> int:
    """The latest year of lap 0 with which *times* end by *no_later_than* (microseconds UTC) and every 29 February exists."""
    import numpy as np

    day_numbers = np.unique(times // DAY).tolist()
    february_29 = {day // LEAP_YEAR_DAYS for day in day_numbers if day % LEAP_YEAR_DAYS == FEBRUARY_29}
    last = times.max(keepdims=True)
    laps = int(last[0]) // YEAR
    latest = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=no_later_than)).year + 1 - laps
    fitting = [
        year
        for year in range(latest, latest - LEAP_CYCLE - 2, -1)
        if int(settled(last, year, zone)[0]) <= no_later_than + CLOCKS_DIFFER
    ]
    return next((year for year in fitting if _has_all(february_29, year)), fitting[0])


def named(times: Times, year: int | None, at: int | None) -> int | None:
    """The year of lap 0, where a stamp (*at* on the year-less clock) names its own *year*; None where none does."""
    if year is None or at is None:
        return None
    laps = range(int(times[-1]) // YEAR, -1, -1)
    day = at // DAY
    return year - next((lap for lap in laps if (times // DAY == lap * LEAP_YEAR_DAYS + day).any()), 0)


def without_year(times: Times, zone: str) -> Times:
    """Times in UTC (UNDATED for none) as the year-less clock of the zone shows them."""
    import numpy as np

    dated = np.flatnonzero(times != UNDATED)
    days, within = np.divmod(to_local(times[dated], zone), DAY)
    known, which = np.unique(days, return_inverse=True)
    of_year = [_day_of_leap_year(date.fromordinal(EPOCH + day)) for day in known.tolist()]
    found = times.copy()
    found[dated] = np.array(of_year, np.int64)[which] * DAY + within
    return found


def year_at(times: Times, zone: str) -> int:
    """The year of the first of some times in UTC, on the zone's clock."""
    return date.fromordinal(EPOCH + int(to_local(times, zone)[0]) // DAY).year


def _day_of_leap_year(day: date) -> int:
    return day.replace(year=LEAP_YEAR).timetuple().tm_yday - 1


def _has_all(laps: Iterable[int], year: int) -> bool:
    return all(_is_leap(year + lap) for lap in laps)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=64)
def _calendar(year: int) -> tuple[int, ...]:
    """Days since 1970 of each day of a leap year, as they fall in *year*; a 29 February that it lacks falls on 1 March."""
    first = date(year, 1, 1).toordinal() - EPOCH
    late = 0 if _is_leap(year) else 1
    return tuple(first + day - (late if day > FEBRUARY_29 else 0) for day in range(LEAP_YEAR_DAYS))
