"""Bytes from many places of a block at once: rows of 64-bit words, the places of a byte, and the numbers that digits make.

Wherever 64-bit words are taken from a place on, the block has to go on for as many bytes behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hegui.recognise.times import Times

    Words = NDArray[np.uint64]
    Counts = NDArray[np.uint8]
    Bools = NDArray[np.bool_]

NOWHERE = 64
"""A place so many bytes before the end of the block stands for none."""

SEARCHED = 128  # so many bytes of each line are searched at once
LONG = 32
NO_NUMBER = 2**40
_NIBBLES = 0x0F0F0F0F0F0F0F0F


def rows_at(block: bytearray, places: Times, words: int) -> Any:
    """*words* words from each place on, a row a place."""
    import numpy as np

    width = words * 8
    gathered = np.ndarray((len(block) - width + 1,), f"V{width}", block, 0, (1,))[places]
    return gathered.view("<u8").reshape(len(places), words)


def column(rows: Words, at: int) -> Words:
    """The eight bytes (fewer at a row's end) from byte *at* of each row, as a word."""
    import numpy as np

    number, shift = divmod(at * 8, 64)
    words: Words = rows[:, number] >> np.uint64(shift)
    if shift and number + 1 < rows.shape[1]:
        words |= rows[:, number + 1] << np.uint64(64 - shift)
    return words


def behind_first(block: bytearray, starts: Times, ends: Times, text: bytes) -> Times:
    """The place behind the first *text* of each line (of a single byte: within its beginning); nowhere where a line holds none."""

    if len(text) > LONG:
        return _behind_far(block, starts, ends, text)
    width = 32 if len(text) == 1 else 64
    places, left = _searched(block, starts, text, width)
    at = step = width - len(text) + 1
    while len(left) and at < SEARCHED:
        places[left], missed = _searched(block, starts.take(left) + at, text, width)
        left = left.take(missed)
        at += step
    if len(left):
        places[left] = _behind_far(block, starts, ends, text)[left] if len(text) > 1 else len(block) - NOWHERE
    return places


def _searched(block: bytearray, begins: Times, text: bytes, width: int) -> tuple[Times, Times]:
    """The place behind the first *text* in the *width* bytes from each place on, and the numbers of those that hold none."""
    hits = _hits(block, begins, text, width)
    places = begins + lowest_bit(hits)
    places += len(text)
    return places, (hits == 0).nonzero()[0]


def _hits(block: bytearray, places: Times, text: bytes, width: int) -> Any:
    """A bit for each of the *width* bytes from each place on, set where the text begins; it has to end within them."""
    import numpy as np

    flat = rows_at(block, places, width // 8).view(np.uint8).ravel()
    hits = flat == text[0]
    for at, byte in enumerate(text[1:], 1):
        hits[:-at] &= flat[at:] == byte
    bits = np.packbits(hits, bitorder="little").view(f"<u{width // 8}")
    return bits if len(text) == 1 else bits & bits.dtype.type(2 ** (width - len(text) + 1) - 1)


def _behind_far(block: bytearray, starts: Times, ends: Times, text: bytes) -> Times:
    """The place behind the first *text* of each line, however far into it."""
    import numpy as np

    places = np.full(len(starts), len(block) - NOWHERE, np.int64)
    found = [match.end() for match in re.finditer(re.escape(text), memoryview(block)[: int(ends[-1])])]
    where = np.array(found, np.int64)
    lines = starts.searchsorted(where, "right") - 1
    first = np.flatnonzero(np.diff(lines, prepend=-1))
    places[lines[first]] = where[first]
    return places


def lowest_bit(words: Any) -> Counts:
    """The number of the lowest bit that is set in each word: how many bits are below it; of a word of 0, its width."""
    import numpy as np

    below: Counts = np.bitwise_count((words - words.dtype.type(1)) & ~words)
    return below


def pairs(words: Words, at: int, below: int, worth: int) -> Times:
    """The number of two digits at byte *at* of each word, times its *worth*; at least NO_NUMBER where it is none *below* that."""
    import numpy as np

    two = (words >> np.uint64(at * 8)) & np.uint64(0xFFFF)
    found: Times = _pairs(below, worth).take(two.view(np.int64))
    return found


@cache
def _pairs(below: int, worth: int) -> Times:
    """For two bytes, as a number, what the number of which they are the digits is worth."""
    import numpy as np

    table = np.full(65536, NO_NUMBER, np.int64)
    for number in range(below):
        table[int.from_bytes(b"%02d" % number, "little")] = number * worth
    return table


def number_at(rows: Words, at: int, width: int) -> tuple[Times, Bools]:
    """The number written in *width* digits from byte *at* of each row, and whether they all are digits."""
    import numpy as np

    total = np.zeros(len(rows), np.int64)
    good = np.ones(len(rows), np.bool_)
    for start in range(0, width, 8):
        here = min(8, width - start)
        digits, bad = _digits(column(rows, at + start), range(here))
        good &= bad == 0
        digits <<= np.uint64((8 - here) * 8)  # leading zeros, so that there are eight digits
        total = total * 10**here + _eight_digits(digits)
    return total, good


def leading_numbers(block: bytearray, places: Times) -> tuple[Times, Bools]:
    """The number of up to sixteen digits that begins at each place, and whether one does."""
    import numpy as np

    rows = rows_at(block, places, 2)
    first, width = _leading_number(rows[:, 0])
    if (width == 8).any():
        second, more = _leading_number(rows[:, 1])
        first = np.where(width == 8, first * 10**more + second, first)
    return first, width > 0


def _leading_number(words: Words) -> tuple[Times, Times]:
    """The number that the leading digits of each word make, and how many they are."""
    import numpy as np

    digits, bad = _digits(words, range(8))
    width = (lowest_bit(bad) >> 3).astype(np.int64)
    shift = ((8 - np.maximum(width, 1)) * 8).astype(np.uint64)
    value = _eight_digits(digits << shift)
    return np.where(width == 0, 0, value), width


def _eight_digits(digits: Words) -> Times:
    """The number that the eight digits of each word make, the first one lowest."""
    import numpy as np

    twos = (digits * np.uint64(2561)) >> np.uint64(8)
    fours = ((twos & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    eights = ((fours & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
    numbers: Times = eights.view(np.int64)
    return numbers


def _digits(words: Words, at: Sequence[int]) -> tuple[Words, Words]:
    """The values of the digits at the given bytes of each word (the other bytes 0), and bits where one is no digit."""
    import numpy as np

    chosen = sum(0xFF << 8 * n for n in at)
    high = np.uint64(0xF0F0F0F0F0F0F0F0 & chosen)
    digits = words & np.uint64(_NIBBLES & chosen)
    bad = (words & high) ^ np.uint64(0x3030303030303030 & chosen)
    bad |= (digits + np.uint64(0x0606060606060606 & chosen)) & high
    return digits, bad
