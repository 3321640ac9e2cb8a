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
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hegui.recognise.gathered import NO_NUMBER, NOWHERE, behind_first, column, number_at, pairs, rows_at
from hegui.recognise.times import SECOND, Clock, Reading

if TYPE_CHECKING:
    from hegui.recognise.gathered import Bools, Words
    from hegui.recognise.times import Times

UNDATED = -(2**63)
"""The value of a line without a time."""

EPOCH_DIGITS = 10
PREFIX = 8  # so much may stand before a stamp at a fixed place
WORTH_IT = 0.3
MANY = 64
CLOCK = (
    (24, 3600 * SECOND),
    (60, 60 * SECOND),
    (60, SECOND),
)  # hours, minutes, seconds: below how many, worth how much


class Sample(NamedTuple):
    """A sampled line and the match of its format, whose group ``time`` is the stamp."""

    line: bytes
    match: re.Match[bytes]


Read = Callable[[bytes, int | None], Reading | None]
"""Reads a stamp that a layout cut out, followed by one more byte. Given a place, the beginning of the line is before it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the digits of the clock stand in a stamp: hour, minute, second (or an epoch), and a fraction; its width; its zone."""

    clock: tuple[tuple[int, int], ...]
    fraction: tuple[int, int]
    width: int
    zoned: bool


def layout_of(samples: Sequence[Sample], read: Read, anchor: bytes = b"") -> Layout | None:
    """The layout that most sampled lines share; None where they share none that can be read at once.

    Where an *anchor* is given, stamps are looked for behind its first place in a line.
    """
    shapes = [_shape(sample.match) for sample in samples]
    found = Counter(shape for shape in shapes if shape).most_common(1)
    if not found or found[0][1] < WORTH_IT * len(samples):
        return None
    shape = found[0][0]
    alike = [sample for sample, its in zip(samples, shapes, strict=True) if its == shape]
    places = {s.match.start("time") - (s.line.find(anchor) + len(anchor)) for s in alike}
    if len(places) == 1 and 0 <= (at := places.pop()) <= PREFIX and at + shape.width < NOWHERE:
        return Layout(shape, at, anchor, read)
    if anchor:
        return None
    before = {sample.line[: sample.match.start("time")][-1:] for sample in alike}
    anchor = before.pop()
    if before or not anchor or any(s.line.find(anchor) != s.match.start("time") - 1 for s in alike):
        return None
    return Layout(shape, 0, anchor, read)


def _shape(match: re.Match[bytes]) -> Shape | None:
    groups = match.groupdict()
    start, end = match.span("time")
    if groups.get("ap") or end - start >= NOWHERE:
        return None
    names = ("e",) if groups.get("e") else ("h", "mi", "s")
    clock = tuple((match.start(name) - start, match.end(name) - start) for name in names)
    if any(b - a != (EPOCH_DIGITS if names == ("e",) else 2) for a, b in clock):
        return None
    if clock[-1][1] - clock[0][0] > (EPOCH_DIGITS if names == ("e",) else 8):
        return None
    fraction = (match.start("f") - start, match.end("f") - start) if groups.get("f") else (0, 0)
    return Shape(clock, fraction, end - start, bool(groups.get("z")))


class Layout:
    """Reads stamps of one shape at one place: *at* bytes into the line, or behind the first *anchor* in the line."""

    def __init__(self, shape: Shape, at: int, anchor: bytes, read: Read) -> None:
        import numpy as np

        self._shape, self._at, self._anchor, self._read = shape, at, anchor, read
        self._span = at + shape.width + 1
        digits = [n for a, b in (*shape.clock, shape.fraction) for n in range(at + a, at + b)]
        self._digits = digits
        self._open = not shape.zoned and not (
            len(shape.clock) == 1 and shape.fraction[1]
        )  # may a longer stamp begin like it?
        self._words = -(-(self._span + 2) // 8)
        kept = bytes(0 if n in digits or n >= self._span else 0xFF for n in range(self._words * 8))
        self._kept = tuple(int.from_bytes(kept[n : n + 8], "little") for n in range(0, len(kept), 8))
        self._mask: Words = np.empty(0, np.uint64)
        self._known: dict[bytes, Reading | None] = {}

    def times(self, buffer: bytearray, starts: Times, ends: Times) -> tuple[Times, Bools, Times]:
        """The time of each line on its clock (UNDATED for a line of another shape), whether that is local, and where it ends.

        ``buffer`` must hold 256 bytes more than the last line's end.
        """
        import numpy as np

        places = behind_first(buffer, starts, ends, self._anchor) if self._anchor else starts
        behind = places + (self._span - 1)
        within = behind <= ends
        if not within.all():
            places = np.where(within, places, 0)
            behind = places + (self._span - 1)
        rows = rows_at(buffer, places, self._words)
        base, local, known = self._dates(rows)
        times, plain = self._clock(rows)
        good = within & known & plain
        if self._open:
            good &= ~_goes_on(column(rows, self._span - 1))
        times += base
        if not good.all():
            times[~good] = UNDATED
        return times, local & good, behind

    def _dates(self, rows: Words) -> tuple[Any, ...]:
        """Of each stamp, all but its clock: the time it stands for at 00:00:00, whether that is local, whether it is a stamp.

        Arrays, or single values where all stamps agree.
        """
        import numpy as np

        count, words = rows.shape
        if len(self._mask) < count * words:
            self._mask = np.tile(np.array(self._kept, np.uint64), count * 2)
        flat = rows.ravel() & self._mask[: count * words]
        rows = flat.reshape(count, words)
        changed = flat[words:] != flat[:-words]
        if not changed.any():
            return tuple(values[0] for values in self._values(rows[:1]))
        starts = np.concatenate(([0], np.flatnonzero(changed.reshape(count - 1, words).any(axis=1)) + 1))
        if len(starts) <= MANY:
            lengths = np.diff(starts, append=count)
            return tuple(np.repeat(values, lengths) for values in self._values(rows[starts]))
        keys = rows.view(f"V{self._words * 8}").ravel()
        _, one, which = np.unique(keys, return_index=True, return_inverse=True)
        return tuple(values[which] for values in self._values(rows[one]))

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
            self._known[key] = self._read(bytes(text), self._at if self._at or not self._anchor else None)
        return self._known[key]

    def _clock(self, rows: Words) -> tuple[Times, Bools]:
        """Microseconds of the clock's digits, and whether they are digits of a time of day (or any epoch)."""
        spans = self._shape.clock
        start = self._at + spans[0][0]
        if len(spans) == 1:
            micros, good = number_at(rows, start, EPOCH_DIGITS)
            micros *= SECOND
        else:
            words = column(rows, start)
            micros, minutes, seconds = (
                pairs(words, a - spans[0][0], below, worth) for (a, _), (below, worth) in zip(spans, CLOCK, strict=True)
            )
            micros += minutes
            micros += seconds
            good = micros < NO_NUMBER  # a leap second is left to the exact reader
        a, b = self._shape.fraction
        if b > a:
            fraction, plain = number_at(rows, self._at + a, b - a)
            good &= plain
            micros += fraction * 10 ** (6 - (b - a)) if b - a <= 6 else fraction // 10 ** (b - a - 6)
        return micros, good


def _goes_on(tails: Words) -> Bools:
    """Whether what follows a stamp may be more of it: a fraction, a zone, a half of the day. Rather once too often."""
    import numpy as np

    doubtful: Bools = _continuations()[(tails & np.uint64(0xFFFF)).view(np.int64)]
    if doubtful.any():
        second, third = ((tails >> np.uint64(n)) & np.uint64(0xFF) for n in (8, 16))
        after_blank = (tails & np.uint64(0xFF)) == ord(" ")
        zone = np.isin(third, np.frombuffer(b"0123456789TM", np.uint8)) | (second == ord("Z"))
        doubtful &= ~after_blank | zone
    return doubtful


@cache
def _continuations() -> Bools:
    """For the two bytes after a stamp, as a number: whether a longer stamp may go on with them."""
    import numpy as np

    table = np.zeros(65536, np.bool_)
    digits = b"0123456789"
    twos = [(b".,:+-", digits), (b"Z", range(256)), (b"U", b"T"), (b"G", b"M"), (b" ", b"Z+-UGAP")]
    for firsts, seconds in twos:
        for first in firsts:
            for second in seconds:
                table[first | second << 8] = True
    return table
