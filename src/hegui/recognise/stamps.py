"""Time stamps of many lines at once: blocks of bytes as arrays of 64-bit words.

Most lines of a log carry their stamp in one shape: the same widths at the same place, or after the first ``[`` or blank of the
line. A ``Layout`` knows that shape. It compares everything of a stamp but the digits of its clock with the line before, as whole
words; where that changed, the exact reader of ``times`` says what the new date and zone are; the digits of the clock are computed
for all lines together. Lines of another shape are left to the caller.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from hegui.recognise.times import SECOND, Clock, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hegui.recognise.times import Times

    Words = NDArray[np.uint64]
    Bools = NDArray[np.bool_]

UNDATED = -(2**63)
"""The value of a line without a time."""

ROW = 64  # bytes looked at from a line's start for its anchor, and at most so many of a stamp
PREFIX = 8  # so much may stand before a stamp at a fixed place
WORTH_IT = 0.3
MANY = 64
_ONES, _HIGHS = 0x0101010101010101, 0x8080808080808080
_NIBBLES = 0x0F0F0F0F0F0F0F0F
_BYTE_NUMBER = 0x0001020304050607


class Sample(NamedTuple):
    """A sampled line and the match of its format, whose group ``time`` is the stamp."""

    line: bytes
    match: re.Match[bytes]


Read = Callable[[bytes, int | None], Reading | None]
"""Reads a stamp that a layout cut out, followed by one more byte. Given a place, the beginning of the line is before it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the digits of the clock stand in a stamp: hour, minute, second (or an epoch), and a fraction; and its width."""

    clock: tuple[tuple[int, int], ...]
    fraction: tuple[int, int]
    width: int


def newlines(buffer: bytearray, size: int) -> Times:
    """Where the line feeds of ``buffer[:size]`` stand."""
    import numpy as np

    found = np.frombuffer(buffer, np.uint8, size) == ord("\n")
    eights = np.packbits(found)
    which = np.flatnonzero(eights != 0)
    bits = np.flatnonzero(np.unpackbits(eights[which]))
    positions: Times = (which[bits >> 3] << 3) + (bits & 7)
    return positions


def layout_of(samples: Sequence[Sample], read: Read) -> Layout | None:
    """The layout that most sampled lines share; None where they share none that can be read at once."""
    shapes = Counter(shape for sample in samples if (shape := _shape(sample.match)))
    if not shapes:
        return None
    shape, times = shapes.most_common(1)[0]
    if times < WORTH_IT * len(samples):
        return None
    alike = [sample for sample in samples if _shape(sample.match) == shape]
    places = {sample.match.start("time") for sample in alike}
    if len(places) == 1 and (at := places.pop()) <= PREFIX and at + shape.width < ROW:
        return Layout(shape, at, None, read)
    before = {sample.line[: sample.match.start("time")][-1:] for sample in alike}
    anchor = before.pop()
    if before or not anchor or any(s.line.find(anchor) != s.match.start("time") - 1 for s in alike):
        return None
    return Layout(shape, 0, anchor[0], read)


def _shape(match: re.Match[bytes]) -> Shape | None:
    groups = match.groupdict()
    start, end = match.span("time")
    if groups.get("ap") or end - start >= ROW:
        return None
    names = ("e",) if groups.get("e") else ("h", "mi", "s")
    clock = tuple((match.start(name) - start, match.end(name) - start) for name in names)
    if any(b - a != (10 if names == ("e",) else 2) for a, b in clock):
        return None
    if clock[-1][1] - clock[0][0] > (10 if names == ("e",) else 8):
        return None
    fraction = (match.start("f") - start, match.end("f") - start) if groups.get("f") else (0, 0)
    return Shape(clock, fraction, end - start)


class Layout:
    """Reads stamps of one shape at one place: *at* bytes into the line, or behind the first byte *anchor* of the line."""

    def __init__(self, shape: Shape, at: int, anchor: int | None, read: Read) -> None:
        self._shape, self._at, self._anchor, self._read = shape, at, anchor, read
        self._span = at + shape.width + 1
        digits = [n for a, b in (*shape.clock, shape.fraction) for n in range(at + a, at + b)]
        self._digits = digits
        self._words = -(-self._span // 8)
        kept = bytes(0 if n in digits or n >= self._span else 0xFF for n in range(self._words * 8))
        self._kept = tuple(int.from_bytes(kept[n : n + 8], "little") for n in range(0, len(kept), 8))
        self._known: dict[bytes, Reading | None] = {}

    def times(self, buffer: bytearray, starts: Times, ends: Times) -> tuple[Times, Bools]:
        """The time of each line on its clock (UNDATED for a line of another shape), and which of them are of a local clock.

        ``buffer`` must hold 256 bytes more than the last line's end.
        """
        import numpy as np

        places, good = starts, np.ones(len(starts), np.bool_)
        if self._anchor is not None:
            places, good = self._behind_anchor(buffer, starts)
        good &= places + self._span - 1 <= ends
        places = np.where(good, places, 0)
        base, local, known = self._dates(buffer, places)
        good &= known
        clock, plain = self._clock(buffer, places)
        good &= plain
        return np.where(good, base + clock, UNDATED), local & good

    def _behind_anchor(self, buffer: bytearray, starts: Times) -> tuple[Times, Bools]:
        """The place behind the first anchor of each line, where it stands in the first 64 bytes."""
        import numpy as np

        pattern = np.uint64(_ONES * (self._anchor or 0))
        rows = _rows(buffer, starts, ROW // 8)
        places = np.zeros(len(starts), np.int64)
        found = np.zeros(len(starts), np.bool_)
        for word in range(ROW // 8):
            x = rows[:, word] ^ pattern
            hit = (x - np.uint64(_ONES)) & ~x & np.uint64(_HIGHS)
            fresh = (hit != 0) & ~found
            if not fresh.any():
                continue
            lowest = (hit & (~hit + np.uint64(1))) >> np.uint64(7)
            number = ((lowest * np.uint64(_BYTE_NUMBER)) >> np.uint64(56)).astype(np.int64)
            places = np.where(fresh, number + (word * 8 + 1), places)
            found |= fresh
            if found.all():
                break
        return starts + places, found

    def _dates(self, buffer: bytearray, places: Times) -> tuple[Times, Bools, Bools]:
        """Of each stamp, all but its clock: the time it stands for at 00:00:00, whether that is local, whether it is a stamp."""
        import numpy as np

        rows = _rows(buffer, places, self._words) & np.array(self._kept, np.uint64)
        first = np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1 if len(rows) and (rows != rows[0]).any() else []
        starts = np.concatenate(([0], np.asarray(first, np.int64)))
        if len(starts) > MANY:
            keys, one, which = np.unique(
                rows.view(f"V{self._words * 8}").ravel(), return_index=True, return_inverse=True
            )
            values = self._values(rows[one])
            return values[0][which], values[1][which], values[2][which]
        values = self._values(rows[starts])
        if len(starts) == 1:
            return tuple(np.broadcast_to(v, len(rows)) for v in values)  # type: ignore[return-value]
        lengths = np.diff(starts, append=len(rows))
        return np.repeat(values[0], lengths), np.repeat(values[1], lengths), np.repeat(values[2], lengths)

    def _values(self, rows: Words) -> tuple[Times, Bools, Bools]:
        import numpy as np

        readings = [self._reading(row.tobytes()) for row in rows]
        micros = np.array([0 if r is None else r.micros for r in readings], np.int64)
        local = np.array([r is not None and r.clock is Clock.LOCAL for r in readings], np.bool_)
        return micros, local, np.array([r is not None for r in readings], np.bool_)

    def _reading(self, key: bytes) -> Reading | None:
        if key not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            text = bytearray(key[: self._span])
            for n in self._digits:
                text[n] = ord("0")
            self._known[key] = self._read(bytes(text), self._at if self._anchor is None else None)
        return self._known[key]

    def _clock(self, buffer: bytearray, places: Times) -> tuple[Times, Bools]:
        """Microseconds of the clock's digits, and whether they are digits of a time of day (or any epoch)."""
        import numpy as np

        spans = self._shape.clock
        start = self._at + spans[0][0]
        if len(spans) == 1:
            seconds, good = _number(buffer, places + start, 10)
        else:
            shifts = [(a - spans[0][0]) * 8 for a, _ in spans]
            digits, good = _digits(_word(buffer, places + start), [s // 8 + n for s in shifts for n in (0, 1)])
            pairs = digits * np.uint64(10) + (digits >> np.uint64(8))
            hour, minute, second = (((pairs >> np.uint64(s)) & np.uint64(0xFF)).astype(np.int64) for s in shifts)
            good &= (hour < 24) & (minute < 60) & (second < 60)
            seconds = (hour * 60 + minute) * 60 + second
        micros = seconds * SECOND
        a, b = self._shape.fraction
        if b > a:
            fraction, plain = _number(buffer, places + (self._at + a), b - a)
            good &= plain
            micros += fraction * 10 ** (6 - (b - a)) if b - a <= 6 else fraction // 10 ** (b - a - 6)
        return micros, good


def _number(buffer: bytearray, places: Times, width: int) -> tuple[Times, Bools]:
    """The number written in *width* digits at each place, and whether they all are digits."""
    import numpy as np

    total = np.zeros(len(places), np.int64)
    good = np.ones(len(places), np.bool_)
    for at in range(0, width, 8):
        here = min(8, width - at)
        digits, plain = _digits(_word(buffer, places + at), range(here))
        good &= plain
        digits <<= np.uint64((8 - here) * 8)  # leading zeros, so that eight digits are read
        pairs = (digits * np.uint64(2561)) >> np.uint64(8)
        fours = ((pairs & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
        eights = ((fours & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
        total = total * 10**here + eights.astype(np.int64)
    return total, good


def _digits(words: Words, at: Sequence[int]) -> tuple[Words, Bools]:
    """The values of the digits at the given bytes of each word (the other bytes 0), and whether all of them are digits."""
    import numpy as np

    chosen = sum(0xFF << 8 * n for n in at)
    high, low = np.uint64(0xF0F0F0F0F0F0F0F0 & chosen), np.uint64(_NIBBLES & chosen)
    zeros = np.uint64(0x3030303030303030 & chosen)
    digits = words & low
    good = ((words & high) == zeros) & (((digits + np.uint64(0x0606060606060606 & chosen)) & high) == 0)
    return digits, good


def _word(buffer: bytearray, places: Times) -> Words:
    import numpy as np

    words: Words = np.ndarray((len(buffer) - 7,), "<u8", buffer, 0, (1,))[places]
    return words


def _rows(buffer: bytearray, places: Times, words: int) -> Any:
    """*words* words from each place on, a row a place."""
    import numpy as np

    width = words * 8
    gathered = np.ndarray((len(buffer) - width + 1,), f"V{width}", buffer, 0, (1,))[places]
    return gathered.view("<u8").reshape(len(places), words)
