"""Daters: from blocks of lines to the times of their records, one value a record, in order, UNDATED where one has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from hegui.evidence.logs.formats import LEADING, Format
from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.lines import FEED, PADDING, Block
from hegui.recognise.stamps import UNDATED, Sample, layout_of, newlines
from hegui.recognise.times import Clock, Reading, value
from hegui.recognise.zones import to_utc

if TYPE_CHECKING:
    from hegui.recognise.times import Times

LOOKED_AT = 2**20
"""So many bytes of a line are looked at for its time."""

JOURNAL_TIME = b"__REALTIME_TIMESTAMP="
_JOURNAL_TIMES = re.compile(rb"^__REALTIME_TIMESTAMP=(\d{1,18})$", re.MULTILINE)


class Dater(Protocol):
    """Dates the lines of one stream."""

    format: str
    yearless: bool
    zone_inferred: bool
    sequence: Sequence | None  # of the numbers that its records carry, where they do

    def times(self, block: Block) -> Times:
        """The time of every line of the block (microseconds UTC, or from the start of a leap year where *yearless*)."""
        ...


class LineDater:
    """Dates line by line with whatever *read* makes of a line."""

    def __init__(self, format: str, yearless: bool, zone: str, read: Callable[[bytes], Reading | None]) -> None:
        self.format, self.yearless, self.zone_inferred = format, yearless, False
        self.sequence: Sequence | None = None
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

    def match(self, line: bytes) -> re.Match[bytes] | None:
        """The line's match up to the stamp, which is the group ``time``."""
        ...

    def read(self, line: bytes) -> Reading | None:
        """The time of the line."""
        ...

    def cut(self, text: bytes, at: int | None) -> Reading | None:
        """The time of a stamp that was cut out, as ``stamps.Read`` wants it."""
        ...


class BlockDater(LineDater):
    """Dates all lines of a block that share the layout of most at once, and the rest line by line."""

    def __init__(self, reader: StampReader, yearless: bool, zone: str, sample: list[bytes]) -> None:
        super().__init__(reader.format, yearless, zone, reader.read)
        self._cut = reader.cut
        plain = (line for line in sample if line[:1] not in LEADING)
        matches = [Sample(line, match) for line in plain if (match := reader.match(line)) is not None]
        self._layout = layout_of(matches, self._stamp, reader.anchor) if reader.shaped else None

    def _stamp(self, text: bytes, at: int | None) -> Reading | None:
        found = self._cut(text, at)
        return found if found and (found.clock is Clock.YEARLESS) is self.yearless else None

    def times(self, block: Block) -> Times:
        """As the protocol says."""
        import numpy as np

        if self._layout is None:
            return super().times(block)
        buffer, size = block
        if buffer[size - 1] != FEED:
            buffer[size : size + PADDING] = bytes(PADDING)
        ends = newlines(buffer, size)
        starts = np.concatenate(([0], ends + 1))
        if starts[-1] == size:
            starts = starts[:-1]
        else:
            ends = np.append(ends, size)
        times, local = self._layout.times(buffer, starts, ends)
        others = np.flatnonzero(times == UNDATED)
        view = memoryview(buffer)
        read = [
            self.read(bytes(view[a:b])) for a, b in zip(starts[others].tolist(), ends[others].tolist(), strict=True)
        ]
        for at, found in zip(others.tolist(), read, strict=True):
            if found is not None:
                times[at], local[at] = found.micros, found.clock is Clock.LOCAL
        return self.settled(times, np.flatnonzero(local))


class NumberedDater(LineDater):
    """Dates line by line a format whose records carry numbers."""

    def __init__(self, format: Format, zone: str) -> None:
        super().__init__(format.id, False, zone, self._numbered)
        self._format = format
        self.sequence = Sequence()

    def _numbered(self, line: bytes) -> Reading | None:
        match = self._format.match(line)
        if match is None:
            return None
        if self.sequence is not None:
            self.sequence.add([int(match["seq"])])
        return self._format.time(match)


class JournalDater(LineDater):
    """Dates the records of a systemd journal export, which are of many lines each."""

    def __init__(self, zone: str) -> None:
        super().__init__("journald_export", False, zone, value)

    def times(self, block: Block) -> Times:
        """The time of every record whose time stands in the block."""
        import numpy as np

        text = bytes(memoryview(block.buffer)[: block.size])
        return np.array([int(found[1]) for found in _JOURNAL_TIMES.finditer(text)], np.int64)
