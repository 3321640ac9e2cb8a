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

from hegui.recognise.times import SECOND, Clock, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hegui.recognise.lines import Bits
    from hegui.recognise.times import Times

    Words = NDArray[np.uint64]
    Counts = NDArray[np.uint8]
    Bools = NDArray[np.bool_]

UNDATED = -(2**63)
"""The value of a line without a time."""

ROW = 64  # no stamp is wider
ANCHOR_WITHIN = 128  # so many bytes of a line are searched for the anchor
EPOCH_DIGITS = 10
PREFIX = 8  # so much may stand before a stamp at a fixed place
WORTH_IT = 0.3
MANY = 64
_HIGHS = 0x8080808080808080
_NIBBLES = 0x0F0F0F0F0F0F0F0F


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


def newlines(feeds: Bits, size: int) -> Times:
    """Where the line feeds of a block of that *size* stand."""
    import numpy as np

    words = feeds[: -(-size // 64) * 8].view("<u8")
    which = np.flatnonzero(words != 0)
    left = words[which]
    turns = []
    while len(which):  # the first line feed of each 64 bytes, then the second, …
        turns.append((which << 6) + _lowest_bit(left))
        left &= left - np.uint64(1)
        more = left != 0
        which, left = which[more], left[more]
    if not turns:
        return np.empty(0, np.int64)
    positions: Times = turns[0] if len(turns) == 1 else np.sort(np.concatenate(turns), kind="stable")
    return positions[: positions.searchsorted(size)]


def layout_of(samples: Sequence[Sample], read: Read, anchor: bytes = b"") -> Layout | None:
    """The layout that most sampled lines share; None where they share none that can be read at once.

    Where an *anchor* is given, stamps are looked for behind its first place in a line.
    """
    shapes = Counter(shape for sample in samples if (shape := _shape(sample.match)))
    if not shapes:
        return None
    shape, times = shapes.most_common(1)[0]
    if times < WORTH_IT * len(samples):
        return None
    alike = [sample for sample in samples if _shape(sample.match) == shape]
    places = {s.match.start("time") - (s.line.find(anchor) + len(anchor)) for s in alike}
    if len(places) == 1 and 0 <= (at := places.pop()) <= PREFIX and at + shape.width < ROW:
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
    if groups.get("ap") or end - start >= ROW:
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

        places = starts
        if self._anchor:
            find = _behind if len(self._anchor) == 1 else _behind_word
            places = find(buffer, starts, ends, self._anchor)
        behind = places + (self._span - 1)
        within = behind <= ends
        if not within.all():
            places = np.where(within, places, 0)
            behind = places + (self._span - 1)
        rows = _rows(buffer, places, self._words)
        base, local, known = self._dates(rows)
        clock, plain = self._clock(buffer, places, rows)
        good = within & known & plain
        if self._open:
            good &= ~_goes_on(_column(rows, self._span - 1))
        clock += base
        return (clock if good.all() else np.where(good, clock, UNDATED)), local & good, behind

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

    def _clock(self, buffer: bytearray, places: Times, rows: Words) -> tuple[Times, Bools]:
        """Microseconds of the clock's digits, and whether they are digits of a time of day (or any epoch)."""

        spans = self._shape.clock
        start = self._at + spans[0][0]
        if len(spans) == 1:
            seconds, good = _number(buffer, places + start, EPOCH_DIGITS)
        else:
            seconds, good = _time_of_day(_column(rows, start), [a - spans[0][0] for a, _ in spans])
        micros = seconds * SECOND
        a, b = self._shape.fraction
        if b > a:
            fraction, plain = _number(buffer, places + (self._at + a), b - a)
            good &= plain
            micros += fraction * 10 ** (6 - (b - a)) if b - a <= 6 else fraction // 10 ** (b - a - 6)
        return micros, good


def _behind_word(buffer: bytearray, starts: Times, ends: Times, anchor: bytes) -> Times:
    """The place behind the first *anchor* of each line; behind the buffer's last line where a line holds none."""
    import numpy as np

    places = np.full(len(starts), len(buffer) - ROW, np.int64)
    found = [match.end() for match in re.finditer(re.escape(anchor), memoryview(buffer)[: int(ends[-1])])]
    where = np.array(found, np.int64)
    lines = starts.searchsorted(where, "right") - 1
    first = np.flatnonzero(np.diff(lines, prepend=-1))
    places[lines[first]] = where[first]
    return places


def _behind(buffer: bytearray, starts: Times, ends: Times, anchor: bytes) -> Times:
    """The same for one byte, within the first bytes of each line."""
    import numpy as np

    hits = _hits(buffer, starts, anchor[0])
    places = starts + 1
    places += _lowest_bit(hits)
    left = np.flatnonzero(hits == 0)
    places[left] = len(buffer) - ROW
    for at in range(32, ANCHOR_WITHIN, 32):
        if not len(left):
            break
        hits = _hits(buffer, starts[left] + at, anchor[0])
        some = hits != 0
        found = left[some]
        places[found] = starts[found] + (at + 1) + _lowest_bit(hits[some])
        left = left[~some]
    return places


def _hits(buffer: bytearray, places: Times, byte: int) -> Any:
    """A bit for each of the 32 bytes from each place on, set where the byte stands."""
    import numpy as np

    return np.packbits(_rows(buffer, places, 4).view(np.uint8) == byte, bitorder="little").view("<u4")


def _lowest_bit(words: Any) -> Counts:
    """The number of the lowest bit that is set in each word: how many bits are below it; of a word of 0, its width."""
    import numpy as np

    below: Counts = np.bitwise_count((words - words.dtype.type(1)) & ~words)
    return below


def _time_of_day(words: Words, at: Sequence[int]) -> tuple[Times, Bools]:
    """Seconds of a day from hour, minute and second of two digits each, at the given bytes; and whether they are such.

    A leap second is left to the exact reader.
    """
    import numpy as np

    digits, bad = _digits(words, [n + k for n in at for k in (0, 1)])
    pairs = (digits * np.uint64(10) + (digits >> np.uint64(8))) & np.uint64(sum(0xFF << 8 * n for n in at))
    room = sum((0x7F - most) << 8 * n for n, most in zip(at, (23, 59, 59), strict=True))
    bad |= (pairs + np.uint64(room)) & np.uint64(_HIGHS)
    hour, minute, second = ((pairs >> np.uint64(8 * n)) & np.uint64(0xFF) for n in at)
    seconds = (hour * np.uint64(60) + minute) * np.uint64(60) + second
    return seconds.view(np.int64), bad == 0


def _goes_on(tails: Words) -> Bools:
    """Whether what follows a stamp may be more of it: a fraction, a zone, a half of the day. Rather once too often."""
    import numpy as np

    doubtful: Bools = _continuations()[tails & np.uint64(0xFFFF)]
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
    pairs = [(b".,:+-", digits), (b"Z", range(256)), (b"U", b"T"), (b"G", b"M"), (b" ", b"Z+-UGAP")]
    for firsts, seconds in pairs:
        for first in firsts:
            for second in seconds:
                table[first | second << 8] = True
    return table


def _number(buffer: bytearray, places: Times, width: int) -> tuple[Times, Bools]:
    """The number written in *width* digits at each place, and whether they all are digits."""
    import numpy as np

    total = np.zeros(len(places), np.int64)
    good = np.ones(len(places), np.bool_)
    for at in range(0, width, 8):
        here = min(8, width - at)
        digits, bad = _digits(_word(buffer, places + at), range(here))
        good &= bad == 0
        digits <<= np.uint64((8 - here) * 8)  # leading zeros, so that there are eight digits
        total = total * 10**here + _eight_digits(digits)
    return total, good


def numbers(buffer: bytearray, places: Times) -> tuple[Times, Bools]:
    """The number of up to sixteen digits that begins at each place, and whether one does."""
    first, width = _leading_number(_word(buffer, places))
    second, more = _leading_number(_word(buffer, places + 8))
    total = first if not (width == 8).any() else _where_full(first, width, second, more)
    return total, width > 0


def _where_full(first: Times, width: Times, second: Times, more: Times) -> Times:
    import numpy as np

    longer: Times = np.where(width == 8, first * 10**more + second, first)
    return longer


def _leading_number(words: Words) -> tuple[Times, Times]:
    """The number that the leading digits of each word make, and how many they are."""
    import numpy as np

    digits, bad = _digits(words, range(8))
    width = (_lowest_bit(bad) >> 3).astype(np.int64)
    shift = ((8 - np.maximum(width, 1)) * 8).astype(np.uint64)
    value = _eight_digits(digits << shift)
    return np.where(width == 0, 0, value), width


def _eight_digits(digits: Words) -> Times:
    """The number that the eight digits of each word make, the first one lowest."""
    import numpy as np

    pairs = (digits * np.uint64(2561)) >> np.uint64(8)
    fours = ((pairs & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    eights: Times = (((fours & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)).view(
        np.int64
    )
    return eights


def _digits(words: Words, at: Sequence[int]) -> tuple[Words, Words]:
    """The values of the digits at the given bytes of each word (the other bytes 0), and bits where one is no digit."""
    import numpy as np

    chosen = sum(0xFF << 8 * n for n in at)
    high = np.uint64(0xF0F0F0F0F0F0F0F0 & chosen)
    digits = words & np.uint64(_NIBBLES & chosen)
    bad = (words & high) ^ np.uint64(0x3030303030303030 & chosen)
    bad |= (digits + np.uint64(0x0606060606060606 & chosen)) & high
    return digits, bad


def _column(rows: Words, at: int) -> Words:
    """The eight bytes (fewer at a row's end) from byte *at* of each row, as a word."""
    import numpy as np

    number, shift = divmod(at * 8, 64)
    words: Words = rows[:, number] >> np.uint64(shift)
    if shift and number + 1 < rows.shape[1]:
        words |= rows[:, number + 1] << np.uint64(64 - shift)
    return words


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
