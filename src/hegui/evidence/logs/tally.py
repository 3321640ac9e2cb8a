"""What a stretch of records adds up to, without keeping the records: counts, ends, order, and ticks.

A *tick* is a slice of time no longer than the gaps asked for (at most a quarter of an hour): how many records fall into it, the
first and the last of them. From the ticks of all members follow days, rhythm and every gap, whatever the order of the records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import DAY, EPOCH, LEAP_YEAR_DAYS, SECOND

if TYPE_CHECKING:
    from hegui.recognise.times import Times

WIDTHS = (900, 60, 1)
"""Tick widths in seconds; every offset of a zone in use is a multiple of the widest."""

EARLIEST = (date(1990, 1, 1).toordinal() - EPOCH) * DAY
"""Records before this are not believed: clocks that were never set, zero epochs, 1601."""

WRAP = LEAP_YEAR_DAYS // 2 * DAY


def width_for(max_gap: int) -> int:
    """The tick width, in seconds, that finds every gap longer than *max_gap* seconds."""
    return next((width for width in WIDTHS if width <= max_gap), WIDTHS[-1])


@dataclass(slots=True)
class Tally:
    """The sum so far. Times are microseconds: UTC, or from the start of a leap year (a year a lap) where *yearless*."""

    width: int
    yearless: bool
    latest: int
    lines: int = 0
    undated: int = 0
    implausible: int = 0
    out_of_order: int = 0
    head: int | None = None
    tail: int | None = None
    first: int | None = None
    last: int | None = None
    first_line: int = 0
    last_line: int = 0
    ticks: dict[int, list[int]] = field(default_factory=dict)  # tick -> [records, first, last]
    _lap: int = 0

    def add(self, times: Times) -> None:
        """Add the next records, in the order of the stream; UNDATED stands for a record without a time."""
        import numpy as np

        base = self.lines
        self.lines += len(times)
        where = None
        low, high = (0, LEAP_YEAR_DAYS * DAY) if self.yearless else (EARLIEST, self.latest)
        if len(times) and (times.min() < low or times.max() > high):
            where = self._believed(times, low, high)
            times = times[where]
        if not len(times):
            return
        if self.yearless:
            times = self._unwrapped(times)
        falls = int(np.count_nonzero(times[1:] < times[:-1]))
        self._ends(times, falls, where, base)
        self._tick(np.sort(times) if falls else times)

    def _believed(self, times: Times, low: int, high: int) -> Times:
        """Which records have a time that is believed; the others are counted."""
        import numpy as np

        believed = np.flatnonzero((times >= low) & (times <= high))
        undated = int(np.count_nonzero(times == UNDATED))
        self.undated += len(times) - len(believed)
        self.implausible += len(times) - len(believed) - undated
        return believed

    def _unwrapped(self, times: Times) -> Times:
        """Times with the years counted: half a year back is the turn of a year; half a year forward after one is its undoing."""
        import numpy as np

        year = LEAP_YEAR_DAYS * DAY
        previous = times[0] if self.tail is None else self.tail - self._lap * year
        if max(previous, times.max()) - min(previous, times.min()) <= WRAP:
            return times + self._lap * year if self._lap else times
        steps = np.diff(times, prepend=previous)
        jumps = np.flatnonzero(np.abs(steps) > WRAP)
        laps: Times = np.zeros(len(times), np.int64)
        laps[0] = self._lap
        for at in jumps:
            step = 1 if steps[at] < 0 else -1 if self._lap else 0
            self._lap += step
            laps[at] += step
        unwrapped: Times = times + laps.cumsum() * year
        return unwrapped

    def _ends(self, times: Times, falls: int, where: Times | None, base: int) -> None:
        self.out_of_order += falls + (self.tail is not None and int(times[0]) < self.tail)
        if self.head is None:
            self.head = int(times[0])
        self.tail = int(times[-1])
        low, high = (int(times.argmin()), int(times.argmax())) if falls else (0, int(times.searchsorted(times[-1])))
        if self.first is None or times[low] < self.first:
            self.first, self.first_line = int(times[low]), base + 1 + (low if where is None else int(where[low]))
        if self.last is None or times[high] > self.last:
            self.last, self.last_line = int(times[high]), base + 1 + (high if where is None else int(where[high]))

    def _tick(self, times: Times) -> None:
        """Add times that never fall."""
        import numpy as np

        ticks = times // (self.width * SECOND)
        starts = np.concatenate(([0], np.flatnonzero(ticks[1:] != ticks[:-1]) + 1))
        stops = np.append(starts[1:], len(times))
        found = (ticks[starts], stops - starts, times[starts], times[stops - 1])
        for tick, count, low, high in zip(*(column.tolist() for column in found), strict=True):
            seen = self.ticks.get(tick)
            if seen is None:
                self.ticks[tick] = [count, low, high]
            else:
                seen[0] += count
                seen[1] = min(seen[1], low)
                seen[2] = max(seen[2], high)
