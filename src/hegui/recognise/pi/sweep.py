"""The first look at a block: each sort of byte is a string of bits, and runs and layouts are found by shifting these strings.

A word of 64 bits tells of 64 bytes, so that a step over a block costs little more than a step over a few bytes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.unsignedinteger]  # a flag a byte, the first in the lowest bit

PAD = 128  # zero bytes on either side of a block, so that no look to the left or right leaves it
WORD = 64  # bytes
CHUNK = 1 << 18  # bytes looked at a time: they fit a core's cache
ZERO = np.uint8(48)
DOT, AT_SIGN = 46, 64
SEPARATOR = np.isin(np.arange(256), (32, 43, 45))  # within a number: blank, plus (a blank in forms), hyphen


class Runs(NamedTuple):
    """Where runs of bytes of one sort begin, and how long they are, up to a word."""

    start: Ints
    size: Ints


class Places(NamedTuple):
    """Offsets in the padded block."""

    number: Runs  # of at least eleven digits
    code: Runs  # of seventeen or eighteen capitals or digits, a capital among them
    at_sign: Ints
    quad: Ints  # the first of three dots with one to three digits between
    gap: Ints  # a separator after two digits and before four


SHORT = 2048  # bytes of a block that an expression looks through faster than arrays are made
PLACE = re.compile(rb"@|[0-9]{11}|[0-9]{2}[ +-][0-9]{4}|\.[0-9]{1,3}\.[0-9]{1,3}\.|[0-9A-Z]{17}")
NONE = np.zeros(0, np.int64)
NOWHERE = Places(Runs(NONE, NONE), Runs(NONE, NONE), NONE, NONE, NONE)


def padded(text: bytes) -> Bytes:
    """The text between zero bytes, whole words long."""
    block = np.zeros(-(-len(text) // WORD) * WORD + 2 * PAD, np.uint8)
    block[PAD : PAD + len(text)] = np.frombuffer(text, np.uint8)
    return block


def sweep(block: Bytes) -> Places:
    """The places of a padded block."""
    if len(block) < SHORT and not PLACE.search(block.data, PAD, len(block) - PAD):
        return NOWHERE
    digit, capital, at_sign, dot = _sorts(block)
    following = [_ahead(digit, by) for by in (1, 2, 3)]
    four = digit & following[0] & following[1] & following[2]
    number = _runs(digit, four & _ahead(four, 4) & _ahead(four, 7))
    code = _codes(digit | capital, capital)
    gap = _set(digit & following[0] & ~following[1] & _ahead(four, 3)) + 2
    return Places(number, code, _set(at_sign), _quads(dot, *following), gap[SEPARATOR[block[gap]]])


def _sorts(block: Bytes) -> list[Bits]:
    """Which bytes are digits, capitals, at signs, dots."""
    strings = [np.empty(len(block) // 8, np.uint8) for _ in range(4)]
    for first in range(0, len(block), CHUNK):
        part = block[first : first + CHUNK]
        for string, flags in zip(
            strings, (is_digit(part), (part - np.uint8(65)) < 26, part == AT_SIGN, part == DOT), strict=True
        ):
            string[first >> 3 : (first + CHUNK) >> 3] = np.packbits(flags, bitorder="little")
    return [string.view("<u8") for string in strings]


def _runs(member: Bits, long: Bits) -> Runs:
    """Runs of bytes that are *long* at their first."""
    before = member << np.uint64(1)
    before[1:] |= member[:-1] >> np.uint64(WORD - 1)
    start = _set(long & ~before)
    return Runs(start, trailing(_from(member, start)))


def _codes(member: Bits, capital: Bits) -> Runs:
    """Runs of 17 or 18 bytes, a capital among them."""
    long = member
    for step in (1, 2, 4, 8, 1):  # so a bit of *long* tells of two, four, eight, sixteen, seventeen bytes
        long = long & _ahead(long, step)
    code = _runs(member, long)
    kept = (code.size <= 18) & (_from(capital, code.start) << (np.uint64(64) - code.size.astype(np.uint64)) != 0)
    return Runs(code.start[kept], code.size[kept])


def _quads(dot: Bits, first: Bits, second: Bits, third: Bits) -> Ints:
    """The first of three dots with one to three digits between one and the next, from where digits follow."""

    def before(dots: Bits) -> Bits:
        """The dots with one to three digits between them and one of *dots*."""
        return dot & first & (_ahead(dots, 2) | second & (_ahead(dots, 3) | third & _ahead(dots, 4)))

    return _set(before(before(dot)))


def _ahead(bits: Bits, by: int) -> Bits:
    """What stands some bytes ahead of each."""
    moved = bits >> np.uint64(by)
    moved[:-1] |= bits[1:] << np.uint64(WORD - by)
    return moved


def _from(bits: Bits, at: Ints) -> Bits:
    """The flags from each place on, a word of them."""
    word, shift = at >> 6, (at & 63).astype(np.uint64)
    flags: Bits = bits[word] >> shift | bits[word + 1] << np.uint64(1) << (np.uint64(WORD - 1) - shift)
    return flags


def _set(bits: Bits) -> Ints:
    """The places of the bits that are set."""
    eights = bits.view(np.uint8)
    some: Ints = (eights != 0).nonzero()[0]  # many times faster than of numbers
    if not len(some):
        return some
    at = np.unpackbits(eights[some], bitorder="little").view(np.bool_).nonzero()[0]
    places: Ints = some[at >> 3] << 3 | at & 7
    return places


def bits(flags: Bools) -> Bits:
    """Rows of 8, 32 or 64 flags as a number each, the first in its lowest bit."""
    packed: Bits = np.packbits(flags.ravel(), bitorder="little").view(f"<u{flags.shape[1] // 8}")
    return packed


def trailing(flags: Bits) -> Ints:
    """How many of the lowest bits are set without a break."""
    count: Ints = np.bitwise_count(flags & ~(flags + flags.dtype.type(1))).astype(np.int64)
    return count


def window(block: Bytes, start: Ints, size: int) -> Bytes:
    """The *size* bytes from each offset on, a row each; rows are copied whole, which is much faster than byte by byte."""
    windows: npt.NDArray[np.void] = np.ndarray(len(block) - size + 1, f"V{size}", block, strides=(1,))
    return windows[start].view(np.uint8).reshape(-1, size)


def is_digit(byte: Bytes) -> Bools:
    """Which bytes are ASCII digits."""
    flags: Bools = (byte - ZERO) < 10
    return flags


def is_letter(byte: Bytes) -> Bools:
    """Which bytes are ASCII letters."""
    flags: Bools = ((byte | 32) - np.uint8(97)) < 26
    return flags


def is_word(byte: Bytes) -> Bools:
    """Which bytes are ASCII letters, digits or the underscore."""
    flags: Bools = is_letter(byte) | is_digit(byte) | (byte == 95)
    return flags
