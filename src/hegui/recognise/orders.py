"""Dates of three numbers, as 03/04/26: which of them is the day, only many dates together tell.

A log moves on from day to day. Of the orders in which all its dates exist, the right one is that in which they lie closest
together; where two do equally well, nothing in the log tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from hegui.recognise.times import PATTERNS, VALUE_KINDS, Reading, day_number, reading, value

MONTH_FIRST, DAY_FIRST, YEAR_FIRST = (2, 0, 1), (2, 1, 0), (0, 1, 2)
"""Where year, month and day stand among the three numbers."""

ORDERS = {
    "m_d_yy": MONTH_FIRST,
    "d_m_yy": DAY_FIRST,
    "yy_mm_dd": YEAR_FIRST,
    "mm_dd_yyyy": MONTH_FIRST,
    "yy_m_d": YEAR_FIRST,
}
"""The stamp kinds that one and the same date may be of."""

_PLAIN = tuple(kind for kind in VALUE_KINDS if kind not in ORDERS)
_DOUBTFUL = {kind: re.compile(PATTERNS[kind]) for kind in ("m_d_yy", "d_m_yy", "yy_mm_dd")}
_LEAST = 1 << 62
FEW = 3
MOST_TURNS = 0.2
"""So many records may stand before an earlier one: threads and hosts write into one file."""

Order = tuple[int, int, int]
Numbers = tuple[bytes, ...]


def in_turn(times: Sequence[int]) -> bool:
    """Whether times can be those of records one after the other: hardly ever falling, or hardly ever rising, and not all the same."""
    if len(times) < FEW:
        return True
    steps = [b - a for a, b in pairwise(times)]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    return up + down > 0 and min(up, down) <= MOST_TURNS * len(steps)


class Dates:
    """The dates of a log, read in one order. *said*: the order is the format's own, so that only a better one is a reason to doubt."""

    def __init__(self, kind: str, said: bool = False) -> None:
        self.kind, self._order, self._said = kind, ORDERS[kind], said
        self._seen: set[Numbers] = set()

    def add(self, match: re.Match[bytes]) -> None:
        """Take in the date of a stamp, whether or not it exists in this order."""
        self._seen.add(_numbers(match))

    @property
    def doubtful(self) -> bool:
        """Whether another order reads as many of the dates, others than this one does, and leaves them as close together or closer."""
        own = _days(self._seen, self._order)
        for order in {*ORDERS.values()} - {self._order}:
            other = _days(self._seen, order)
            better = _fit(other) < _fit(own)
            if better or (not self._said and other != own and _fit(other) == _fit(own)):
                return True
        return False


class Values:
    """Reads values that stand for times, dates of three numbers in the order that *sample* speaks for."""

    def __init__(self, sample: Iterable[str]) -> None:
        matches = [match for text in sample if (match := _doubtful(text)) is not None]
        seen = {_numbers(match) for match in matches}
        best = min(_DOUBTFUL, key=lambda kind: _fit(_days(seen, ORDERS[kind])))
        self._pattern = _DOUBTFUL[best]
        self.dates = Dates(best)

    def read(self, raw: object) -> Reading | None:
        """The time of a value."""
        if (found := value(raw, _PLAIN)) is not None or not isinstance(raw, str):
            return found
        if (match := _doubtful(raw)) is None:
            return None
        self.dates.add(match)
        own = self._pattern.fullmatch(match.string)
        return None if own is None else reading(own)


def _doubtful(text: str) -> re.Match[bytes] | None:
    raw = text.strip().encode()
    return next((match for pattern in _DOUBTFUL.values() if (match := pattern.fullmatch(raw))), None)


def _numbers(match: re.Match[bytes]) -> Numbers:
    return tuple(match[name] for name in sorted(("y", "mo", "d"), key=match.start))


def _days(seen: Iterable[Numbers], order: Order) -> set[tuple[Numbers, int]]:
    """The days that dates stand for in an order, as far as they exist."""
    year, month, day = order
    days = ((n, day_number(n[year], n[month], n[day])) for n in seen if len(n[year]) in (2, 4))
    return {(numbers, number) for numbers, number in days if number is not None}


def _fit(days: set[tuple[Numbers, int]]) -> tuple[int, int]:
    """How well an order fits its dates, the less the better: how many exist, and how far apart they lie."""
    numbers = [number for _, number in days]
    return -len(numbers), max(numbers) - min(numbers) if numbers else _LEAST
