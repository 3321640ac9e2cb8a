"""The log calendar: for every family of log files, on which days it holds records, against the window the law asks for.

Days are drawn as a strip, one x unit a day, over one span that all families share. How dark a day is compares it with the
family's own median day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median

from hegui.dates import add_months
from hegui.dossier import Dossier

LONGEST = 400  # days drawn
STRIPS = 40
RETENTION = "log_retention.months"
SHARES = (0.25, 0.75, 1.5)  # of the median day: where the shades change


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that look alike; ``shade`` 1–4, or missing (a day of the window without records)."""

    x: int
    days: int
    shade: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One family of log files. ``required`` and ``as_of`` are where the window begins and ends, in days from the left."""

    source: str
    path: str
    subjects: tuple[str, ...]
    first: date
    last: date
    as_of: date
    required: date
    held: int  # days of the window with records
    window: int  # days of the window
    runs: tuple[Run, ...]
    required_x: int
    as_of_x: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """All strips over one span; ``months`` are the months' first days and their distance from the left."""

    start: date
    days: int
    law_months: int
    strips: tuple[Strip, ...]
    total: int
    months: tuple[tuple[date, int], ...]


def calendar(d: Dossier) -> Calendar | None:
    """The calendar of a dossier's log sources; None when it holds no dated log records or the law no window."""
    law_months = next((int(n["value"]) for n in d.law.get("numbers", ()) if n["key"] == RETENTION), None)
    families = _families(d)
    if law_months is None or not families:
        return None
    on = date.fromisoformat(d.document["as_if"] or d.document["on"])
    as_of = {row["source"]: row["as_of"] for row in d.facts("source").to_pylist()}
    ends = {key: as_of.get(key[0]) or max(days) for key, days in families.items()}
    required = {key: add_months(end, -law_months) for key, end in ends.items()}
    earliest = min(min(required.values()), *(min(days) for days in families.values()))
    start = max(earliest, on - timedelta(days=LONGEST - 1))
    about = _subjects(d)
    strips = [
        _strip(key, families[key], start, ends[key], required[key], about.get(key[0], ()))
        for key in sorted(families)[:STRIPS]
    ]
    days = (on - start).days + 1
    return Calendar(start, days, law_months, tuple(strips), len(families), _months(start, days))


def _families(d: Dossier) -> dict[tuple[str, str], dict[date, int]]:
    families: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for row in d.facts("log_day").to_pylist():
        if row["records"]:
            families[row["source"], row["path"]][row["day"]] = row["records"]
    return families


def _subjects(d: Dossier) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in d.facts("source_about").to_pylist():
        found[row["source"]].append(row["subject"])
    return {source: tuple(subjects) for source, subjects in found.items()}


def _strip(
    key: tuple[str, str], days: Mapping[date, int], start: date, as_of: date, required: date, subjects: Sequence[str]
) -> Strip:
    window = [required + timedelta(days=n) for n in range((as_of - required).days + 1)]
    return Strip(
        source=key[0],
        path=key[1],
        subjects=tuple(subjects),
        first=min(days),
        last=max(days),
        as_of=as_of,
        required=required,
        held=sum(day in days for day in window),
        window=len(window),
        runs=_runs(days, start, as_of, required),
        required_x=max(0, (required - start).days),
        as_of_x=max(0, (as_of - start).days + 1),
    )


def _runs(days: Mapping[date, int], start: date, as_of: date, required: date) -> tuple[Run, ...]:
    usual = median(days.values())
    runs = []
    x = 0
    for shade, some in groupby(
        range((as_of - start).days + 1), lambda n: _shade(days, start + timedelta(n), required, usual)
    ):
        length = len(list(some))
        if shade:
            runs.append(Run(x, length, shade))
        x += length
    return tuple(runs)


def _shade(days: Mapping[date, int], day: date, required: date, usual: float) -> str:
    if records := days.get(day):
        return str(1 + sum(records >= share * usual for share in SHARES))
    return "missing" if day >= required else ""


def _months(start: date, days: int) -> tuple[tuple[date, int], ...]:
    first = start.replace(day=1)
    firsts = (add_months(first, n) for n in range(days // 28 + 2))
    return tuple((day, (day - start).days) for day in firsts if 0 <= (day - start).days < days)
