"""Daters: from blocks of lines to the times of their records, one value a record, in order, UNDATED where one has none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hegui.evidence.logs.formats import LEADING, Format, Reader
from hegui.evidence.logs.sequences import Sequence
from hegui.evidence.logs.years import without_year, year_at
from hegui.recognise.gathered import leading_numbers
from hegui.recognise.lines import FEED, PADDING, Block, newlines
from hegui.recognise.orders import Dates
from hegui.recognise.stamps import UNDATED, Layout, Sample, layout_of
from hegui.recognise.times import DAY, Clock, Reading
from hegui.recognise.zones import to_utc

if TYPE_CHECKING:
    from hegui.recognise.times import Times

LOOKED_AT = 2**20
"""So many bytes of a line are looked at for its time."""

OFTEN = 0.05
"""Where more than this share of a block stays undated, another way to date its lines is looked for."""

LEARNT_FROM = 40
UNBELIEVABLE = 10**15
"""No number that counts records is as large."""

MOST_WAYS = 3


class NamedYear(NamedTuple):
    """A year that a stamp in a year-less stream names, and its time on the year-less clock."""

    year: int
    micros: int


class Dater(Protocol):
    """Dates the lines of one stream."""

    format: str
    yearless: bool
    zone_inferred: bool
    sequence: Sequence | None  # of the numbers that its records carry, where they do
    named_year: NamedYear | None  # of a year-less stream, where a stamp names one after all
    cleared: list[int]  # the times of records that say that a log was cleared, where it looks for them itself
    dates: Dates | None  # what it read of dates whose numbers may stand in another order

    def times(self, block: Block) -> Times:
        """The time of every line of the block (microseconds UTC, or from the start of a leap year where *yearless*)."""
        ...


class LineDater:
    """Dates line by line with whatever *read* makes of a line."""

    def __init__(
        self,
        format: str,
        yearless: bool,
        zone: str,
        read: Callable[[bytes], Reading | None],
        dates: Dates | None = None,
    ) -> None:
        self.format, self.yearless, self.zone_inferred, self.dates = format, yearless, False, dates
        self.sequence: Sequence | None = None
        self.named_year: NamedYear | None = None
        self.cleared: list[int] = []
        self._zone, self._read = zone, read

    def times(self, block: Block) -> Times:
        """As the protocol says."""
        import numpy as np

        lines = bytes(memoryview(block.buffer)[: block.size]).split(b"\n")
        if not lines[-1]:
            lines.pop()
        times = np.full(len(lines), UNDATED, np.int64)
        local = np.zeros(len(lines), np.bool_)
        for at, line in enumerate(lines):
            if (found := self.read(line)) is not None:
                times[at], local[at] = found.micros, found.clock is Clock.LOCAL
        return self.settled(times, np.flatnonzero(local))

    def read(self, line: bytes) -> Reading | None:
        """The time of one line; a year-less time in a format whose times have years, or the other way round, is none."""
        found = self._read(line[:LOOKED_AT])
        if found is None or (found.clock is Clock.YEARLESS) is not self.yearless:
            return None
        return found

    def settled(self, times: Times, local: Times) -> Times:
        """The times, those of a local clock (*local* says which) turned into UTC."""
        if len(local):
            self.zone_inferred = True
            if len(local) == len(times):
                return to_utc(times, self._zone)
            times[local] = to_utc(times[local], self._zone)
        return times


class StampReader(Protocol):
    """Knows where the stamp of a line is. *anchor*: what stands before it; *shaped*: whether it can be looked for by shape."""

    format: str
    anchor: bytes
    shaped: bool
    dates: Dates | None

    def match(self, line: bytes) -> re.Match[bytes] | None:
        """The line's match up to the stamp, which is the group ``time``."""
        ...

    def read(self, line: bytes) -> Reading | None:
        """The time of the line."""
        ...

    def cut(self, text: bytes, at: int | None) -> Reading | None:
        """The time of a stamp that was cut out, as ``stamps.Read`` wants it."""
        ...


@dataclass(slots=True)
class Way:
    """One of the ways in which the lines of a stream carry their times. *named*: whether its stamps name the year."""

    reader: StampReader
    layout: Layout | None
    named: bool


FURTHEST = 366 * DAY  # beyond what the stream has reached, for a line in another way
BEFORE = UNDATED + DAY  # what a stream has reached before its first record


More = Callable[[list[bytes]], "StampReader | None"]
"""Finds what reads most of some lines that no way of the stream has read; None for nothing."""


class BlockDater(LineDater):
    """Dates all lines of a block that share the layout of most at once, and the rest line by line.

    Lines that the stream's own format cannot date may be of another (a daemon was set to write ISO stamps; two programs share
    a file): *more* finds it. So that an old date inside a message counts for nothing, such a line may not lie
    before what the stream has reached, nor a year beyond it: a broken line can look like a stamp of another form.
    """

    def __init__(
        self, reader: StampReader, yearless: bool, zone: str, sample: list[bytes], more: More | None = None
    ) -> None:
        super().__init__(reader.format, yearless, zone, reader.read, reader.dates)
        self._more, self._wait, self._tries = more, 0, 0
        self._reached = BEFORE
        self._ways = [self._way(reader, sample, yearless)]
        self._learn([line for line in sample if self.read(line) is None])

    def times(self, block: Block) -> Times:
        """As the protocol says."""
        import numpy as np

        buffer, size, feeds = block
        if buffer[size - 1] != FEED:
            buffer[size : size + PADDING] = bytes(PADDING)
        ends = newlines(feeds, size)
        starts = np.concatenate(([0], ends + 1))
        if starts[-1] == size:
            starts = starts[:-1]
        else:
            ends = np.append(ends, size)
        times = self._first(buffer, starts, ends)
        left = np.flatnonzero(times == UNDATED)
        if len(left) and self._more is not None:
            self._others(times, left, buffer, starts, ends)
        return times

    def _first(self, buffer: bytearray, starts: Times, ends: Times) -> Times:
        """The times of all lines that the stream's own format can date."""
        return self._read_all(self._ways[0], buffer, starts, ends)

    def _others(self, times: Times, left: Times, buffer: bytearray, starts: Times, ends: Times) -> None:
        """Date lines that are *left*, in place, in the other ways of the stream, of which a new one may show itself."""
        import numpy as np

        self._wait -= 1
        if self._wait < 0 and len(left) > OFTEN * len(times):
            some = left[:: max(1, len(left) // LEARNT_FROM)].tolist()
            self._learn([bytes(buffer[starts[at] : min(ends[at], starts[at] + LOOKED_AT)]) for at in some])
        dated = times != UNDATED
        last = np.maximum.accumulate(np.where(dated, np.arange(len(times)), -1))
        latest = int(times[dated].max()) if dated.any() else self._reached
        for way in self._ways[1:]:
            found = self._read_all(way, buffer, starts[left], ends[left])
            if way.named and self.yearless:
                utc, found = found, without_year(found, self._zone)
                if len(named := np.flatnonzero(utc != UNDATED)):
                    self.named_year = NamedYear(year_at(utc[named[-1:]], self._zone), int(found[named[-1]]))
            else:
                reached = np.where(last[left] < 0, self._reached, times[last[left]])
                found[found < reached - DAY] = UNDATED
                if latest != BEFORE:
                    found[found > latest + FURTHEST] = UNDATED
            times[left] = found
            left = left[found == UNDATED]
            if not len(left):
                break
        if dated.any():
            self._reached = int(times[last[-1]])

    def _read_all(self, way: Way, buffer: bytearray, starts: Times, ends: Times) -> Times:
        """The times of lines in one way."""
        import numpy as np

        if way.layout is None:
            times, local = np.full(len(starts), UNDATED, np.int64), np.zeros(len(starts), np.bool_)
        else:
            times, local, _ = way.layout.times(buffer, starts, ends)
        others = np.flatnonzero(times == UNDATED)
        view = memoryview(buffer)
        for at, a, b in zip(others.tolist(), starts[others].tolist(), ends[others].tolist(), strict=True):
            found = way.reader.read(bytes(view[a : min(b, a + LOOKED_AT)]))
            if found is not None and (found.clock is not Clock.YEARLESS) is way.named:
                times[at], local[at] = found.micros, found.clock is Clock.LOCAL
        return self.settled(times, np.flatnonzero(local))

    def _learn(self, lines: list[bytes]) -> None:
        """Look for one more way among lines that none has read; the more often in vain, the rarer."""
        if not lines or self._more is None or len(self._ways) > MOST_WAYS:
            return
        self._tries += 1
        self._wait = 2**self._tries
        if (reader := self._more(lines)) is not None:
            clocks = Counter(found.clock for line in lines if (found := reader.read(line)) is not None)
            yearless = clocks.most_common(1)[0][0] is Clock.YEARLESS
            if self.yearless or not yearless:
                self._ways.append(self._way(reader, lines, yearless))
                self._wait = self._tries = 0

    def _way(self, reader: StampReader, sample: list[bytes], yearless: bool) -> Way:
        stamp = partial(_stamp, reader, yearless)
        plain = (line for line in sample if line[:1] not in LEADING)
        matches = [Sample(line, match) for line in plain if (match := reader.match(line)) is not None]
        return Way(reader, layout_of(matches, stamp, reader.anchor) if reader.shaped else None, not yearless)


def _stamp(reader: StampReader, yearless: bool, text: bytes, at: int | None) -> Reading | None:
    """The time of a stamp that was cut out, where it names a year or names none as it should."""
    found = reader.cut(text, at)
    return found if found and (found.clock is Clock.YEARLESS) is yearless else None


class NumberedDater(BlockDater):
    """Dates the lines of a format whose records carry numbers, which stand one byte behind the stamp."""

    def __init__(self, format: Format, zone: str, sample: list[bytes], more: More | None = None) -> None:
        super().__init__(Reader(format), False, zone, sample, more)
        self._format = format
        self.sequence = Sequence()

    def _first(self, buffer: bytearray, starts: Times, ends: Times) -> Times:
        """As a BlockDater does; the numbers are taken in besides."""
        import numpy as np

        layout = self._ways[0].layout
        if layout is None:
            times = held = np.full(len(starts), UNDATED, np.int64)
        else:
            times, _, behind = layout.times(buffer, starts, ends)
            held, good = leading_numbers(buffer, behind + 1)
            times[~good] = UNDATED
        held = np.where(times == UNDATED, -1, held)
        for at in np.flatnonzero(times == UNDATED).tolist():
            match = self._format.match(bytes(buffer[starts[at] : min(ends[at], starts[at] + LOOKED_AT)]))
            found = None if match is None else self._format.time(match)
            if match is not None and found is not None and int(match["seq"]) < UNBELIEVABLE:
                times[at], held[at] = found.micros, int(match["seq"])
        if self.sequence is not None:
            dated = np.flatnonzero(held >= 0)
            changed = dated[np.flatnonzero(np.diff(held[dated], prepend=-1))]
            self.sequence.add(held[changed], times[changed])
        return times
