"""Local clocks to UTC and back, many times at once. An hour that a clock shows twice is taken as its first showing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hegui.recognise.times import DAY, SECOND

if TYPE_CHECKING:
    from hegui.recognise.times import Times

QUARTER = 900 * SECOND
STEADY = 20 * DAY  # no zone changes its offset twice within this time
_START = datetime(1970, 1, 1)
_START_UTC = datetime(1970, 1, 1, tzinfo=UTC)


def to_utc(local: Times, zone: str) -> Times:
    """Microseconds of a local clock as UTC; offsets are looked up once a quarter of an hour, or once where they do not change."""
    return _shifted(local, zone, _offset_at_local, -1)


def to_local(utc: Times, zone: str) -> Times:
    """Microseconds UTC as a local clock shows them."""
    return _shifted(utc, zone, _offset_at_utc, 1)


def _shifted(times: Times, zone: str, offset_at: Callable[[int, str], int], sign: int) -> Times:
    import numpy as np

    if not len(times):
        return times
    low, high = int(times.min()) // QUARTER, int(times.max()) // QUARTER
    if (high - low) * QUARTER < STEADY and offset_at(low, zone) == offset_at(high, zone):
        return times + sign * offset_at(low, zone)
    quarters, which = np.unique(times // QUARTER, return_inverse=True)
    offsets = np.array([offset_at(quarter, zone) for quarter in quarters.tolist()], np.int64)
    return times + sign * offsets[which]


@lru_cache(maxsize=65536)
def _offset_at_local(quarter: int, zone: str) -> int:
    return _micros((_START + timedelta(microseconds=quarter * QUARTER)).replace(tzinfo=ZoneInfo(zone)).utcoffset())


@lru_cache(maxsize=65536)
def _offset_at_utc(quarter: int, zone: str) -> int:
    return _micros((_START_UTC + timedelta(microseconds=quarter * QUARTER)).astimezone(ZoneInfo(zone)).utcoffset())


def _micros(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // timedelta(microseconds=1)
