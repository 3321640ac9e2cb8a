"""Days that contradict each other, or cannot be: ends before beginnings, acts before the law or in the future."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hegui.profile.places import Spot
from hegui.profile.problems import Problem, data

_SPANS = (  # list, beginning, end
    ("people", "since", "until"),
    ("systems", "since", "until"),
    ("services", "since", "until"),
    ("products", "since", "until"),
    ("attestations", "on", "until"),
    ("exceptions", "on", "until"),
)
_ACTS = (("attestations", "on"), ("exceptions", "on"), ("overrides", "on"), ("circumstances", "at"))
_TERMS = ("attestations", "exceptions")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def days(operator: Spot, today: date) -> Iterator[Problem]:
    """Every contradiction and remark about days in one operator."""
    yield from _spans(operator)
    for among, key in _ACTS:
        for spot in operator.each(among):
            yield from _act(spot, key, today)
    for spot in operator.inner("cii"):
        yield from _act(spot, "on", today)
    yield from _evidence(operator, today)
    for among in ("people", "systems", "services", "products"):
        for spot in operator.each(among):
            if (since := _day(spot, "since")) and since > today:
                yield spot.problem("future_since", "since", day=since)
    for among in _TERMS:
        for spot in operator.each(among):
            if (until := _day(spot, "until")) and until < today:
                yield spot.problem("expired", "until", day=until)


def _spans(operator: Spot) -> Iterator[Problem]:
    for among, begins, ends in _SPANS:
        for spot in operator.each(among):
            since, until = _day(spot, begins), _day(spot, ends)
            if since and until and until < since:
                yield spot.problem("until_before", ends, until=until, since=since, since_key=begins)


def _act(spot: Spot, key: str, today: date) -> Iterator[Problem]:
    day, law_begins = _day(spot, key), data("bounds.yaml")["law_begins"]
    if day and day < law_begins:
        yield spot.problem("before_law", key, day=day, law_begins=law_begins)
    if day and day > today:
        yield spot.problem("in_future", key, day=day)


def _evidence(operator: Spot, today: date) -> Iterator[Problem]:
    """What evidence speaks for has happened; documents may well be older than the law."""
    law_begins = data("bounds.yaml")["law_begins"]
    for source in operator.each("sources"):
        as_of = _day(source, "as_of")
        if as_of and as_of < law_begins:
            yield source.problem("evidence_before_law", "as_of", day=as_of, law_begins=law_begins)
        spots = [(source, "as_of")]
        for paper in source.each("documents"):
            spots += [(paper, "dated"), *((approval, "on") for approval in paper.inner("approved"))]
        for spot, key in spots:
            if (day := _day(spot, key)) and day > today:
                yield spot.problem("in_future", key, day=day)


def _day(spot: Spot, key: str) -> date | None:
    """The day under a key; None where there is none, or one that the shape refuses anyway."""
    written, bounds = (spot.text(key) or "").strip(), data("bounds.yaml")
    try:
        day = date.fromisoformat(written) if _ISO_DAY.fullmatch(written) else None
    except ValueError:
        return None
    return day if day and bounds["earliest_day"] <= day <= bounds["latest_day"] else None
