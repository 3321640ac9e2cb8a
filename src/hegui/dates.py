"""Time as the law counts it: Asia/Shanghai, calendar months, working days.

Months (Civil Code 201–203 by analogy): *n* months before or after a day is the same day number *n* months on; where that month
is shorter, its last day. Working days follow the State Council's yearly notices as published in ``chinese_calendar``; past its
last year weekends alone are known, and ``beyond_calendar`` says so.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hegui.text import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The present day in Shanghai."""
    return datetime.now(SHANGHAI).date()


def add_months(day: date, months: int) -> date:
    """The day *months* calendar months after *day* (before, if negative), clamped to the month's end.

    >>> add_months(date(2018, 8, 31), -6)
    datetime.date(2018, 2, 28)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def working_calendar_ends() -> date:
    """The last day for which public holidays are known."""
    from chinese_calendar import constants

    return date(max(day.year for day in constants.holidays), 12, 31)


def beyond_calendar(day: date) -> tuple[Text, ...]:
    """What to say of working days counted up to a day that the known holidays do not reach."""
    ends = working_calendar_ends()
    if day <= ends:
        return ()
    return (
        Text(
            f"Public holidays are known up to {ends}; later working days are counted as Monday to Friday.",
            f"已知的节假日安排截至{ends}；此后的工作日按星期一至星期五计算。",
        ),
    )


@cache
def is_working_day(day: date) -> bool:
    """Whether *day* is a working day by the State Council's notice; outside the known years, whether it is Monday to Friday."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(day: date, days: int) -> date:
    """The *days*-th working day after *day*; the day itself is not counted."""
    step = timedelta(days=1)
    while days > 0:
        day += step
        days -= is_working_day(day)
    return day


def parse_day(raw: str) -> date:
    """Read an ISO date (``2026-11-21``); raises ValueError with the mend in words."""
    try:
        return date.fromisoformat(raw.strip())
    except ValueError:
        raise ValueError(f"{raw!r} is not a day; write it like 2026-11-21") from None


def start_of(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time.min, SHANGHAI)
