"""A calendar to be read at a glance: a column a week, a row a weekday, a shade a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

SHADES = "░▒▓█"
EMPTY = "·"
WEEK = timedelta(days=7)
WIDE = 2
"""A day is so many characters wide, where all weeks fit; else one."""


def calendar(days: Mapping[date, int], first: date, last: date, width: int) -> tuple[list[str], bool]:
    """Eight lines (the months, then Monday to Sunday) for records by day from *first* to *last*; at most so many characters wide.

    Shades are quarters of the days by their number of records. The second value says whether earlier weeks were left out.
    """
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    square = WIDE if weeks * WIDE <= width else 1
    shown = min(weeks, max(width // square, 1))
    columns = [monday + WEEK * n for n in range(weeks - shown, weeks)]
    levels = sorted(days.values())
    rows = [
        "".join(_square(monday + timedelta(days=row), days, levels, first, last) * square for monday in columns)
        for row in range(7)
    ]
    return [_months(columns, square), *rows], shown < weeks


def _square(day: date, days: Mapping[date, int], levels: list[int], first: date, last: date) -> str:
    if not first <= day <= last:
        return " "
    if not days.get(day):
        return EMPTY
    quarter = sum(level < days[day] for level in levels) * len(SHADES) // len(levels)
    return SHADES[min(quarter, len(SHADES) - 1)]


def _months(columns: list[date], square: int) -> str:
    """The months over their first weeks, as ``2026-01`` where there is room, else as ``02``."""
    line = [" "] * (len(columns) * square + 7)
    free = 0
    for at, monday in enumerate(columns):
        sunday = monday + WEEK - timedelta(days=1)
        begins = sunday.day <= 7 or at == 0
        label = f"{sunday:%Y-%m}" if at == 0 or sunday.month == 1 else f"{sunday:%m}"
        if begins and at * square >= free:
            line[at * square : at * square + len(label)] = label
            free = at * square + len(label) + 1
    return "".join(line).rstrip()
