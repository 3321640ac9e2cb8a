"""A calendar to be read at a glance: a column a week, a row a weekday, a shade a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

SHADES = "░▒▓█"
EMPTY = "·"
WEEK = timedelta(days=7)


def calendar(days: Mapping[date, int], weeks: int) -> tuple[list[str], bool]:
    """Eight lines (the months, then Monday to Sunday) for records by day; at most the last *weeks* weeks.

    Shades are quarters of the days by their number of records. The second value says whether earlier weeks were left out.
    """
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    earliest = last - timedelta(days=last.weekday()) - WEEK * (weeks - 1)
    cut = monday < earliest
    monday = max(monday, earliest)
    columns = [monday + WEEK * n for n in range((last - monday).days // 7 + 1)]
    levels = sorted(days.values())
    rows = [
        "".join(_square(monday + timedelta(days=row), days, levels, first, last) for monday in columns)
        for row in range(7)
    ]
    return [_months(columns), *rows], cut


def _square(day: date, days: Mapping[date, int], levels: list[int], first: date, last: date) -> str:
    if not first <= day <= last:
        return " "
    if not days.get(day):
        return EMPTY
    quarter = sum(level < days[day] for level in levels) * len(SHADES) // len(levels)
    return SHADES[min(quarter, len(SHADES) - 1)]


def _months(columns: list[date]) -> str:
    """The months over their first weeks, as ``2026-01`` where there is room, else as ``02``."""
    line = [" "] * (len(columns) + 7)
    free = 0
    for at, monday in enumerate(columns):
        sunday = monday + WEEK - timedelta(days=1)
        begins = sunday.day <= 7 or at == 0
        label = f"{sunday:%Y-%m}" if at == 0 or sunday.month == 1 else f"{sunday:%m}"
        if begins and at >= free:
            line[at : at + len(label)] = label
            free = at + len(label) + 1
    return "".join(line).rstrip()
