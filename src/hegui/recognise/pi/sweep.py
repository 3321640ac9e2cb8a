"""The first look at a block: a few whole-array steps over words of eight bytes; it leaves the few places worth a second look."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.unsignedinteger]  # a flag a byte, the first in the lowest bit

PAD = 128  # zero bytes on either side of a block, so that no look to the left or right leaves it
WORD = 8  # bytes
CHUNK = 1 << 13  # words looked at a time: they fit a core's cache
ZERO = np.uint8(48)
DOT, AT_SIGN = 46, 64
_HIGH = np.uint32(0x80808080)
# Of eight flags, the first in the lowest bit: how many of the last are set without a break.
_LAST_SET = np.array([8 - (255 - flags).bit_length() for flags in range(256)], np.int64)


class Runs(NamedTuple):
    """Where runs of bytes of one sort begin, and how long they are; three words and more count as three."""

    start: Ints
    size: Ints


class Places(NamedTuple):
    """Offsets in the padded block."""

    number: Runs  # of at least eleven digits
    code: Runs  # of seventeen or eighteen capitals or digits
    at_sign: Ints
    dot: Ints  # dots with two others close by


def padded(text: bytes) -> Bytes:
    """The text between zero bytes, whole words long."""
    block = np.zeros(-(-len(text) // WORD) * WORD + 2 * PAD, np.uint8)
    block[PAD : PAD + len(text)] = np.frombuffer(text, np.uint8)
    return block


def sweep(block: Bytes) -> Places:
    """The places of a padded block."""
    halves = block.view("<u4")
    words = [
        tuple(np.flatnonzero(found) + first for found in _look(block, halves, first))
        for first in range(0, len(block) // WORD, CHUNK)
    ]
    number, code, at_sign, dotted = (np.concatenate(found) for found in zip(*words, strict=True))
    code = code[_of_codes(halves[2 * code + 1])]
    near = np.zeros(len(block) // WORD, np.bool_)
    near[dotted - 1] = near[dotted] = near[dotted + 1] = True
    return Places(
        _runs(block, number * WORD, is_digit, 11, 3 * WORD),
        _runs(block, code * WORD, _is_of_code, 17, 18),
        _bytes(block, at_sign, AT_SIGN),
        _bytes(block, np.flatnonzero(near), DOT),
    )


def _look(block: Bytes, halves: Bits, first: int) -> tuple[Bools, Bools, Bools, Bools]:
    """Of some words, which begin with four digits, with four bytes of a code, hold an at sign, hold two dots."""
    half = halves[2 * first : 2 * (first + CHUNK) : 2].copy()
    view = block[first * WORD : (first + CHUNK) * WORD]
    dots = (view == DOT).view("<u8")
    return _digits(half), _of_codes(half), (view == AT_SIGN).view("<u8") != 0, dots & (dots - np.uint64(1)) != 0


def _digits(half: Bits) -> Bools:
    """Which words of four bytes are digits; what a byte carries over to the next comes of a byte that is none."""
    value = half ^ np.uint32(0x30303030)
    none: Bools = ((value + np.uint32(0x76767676)) | value) & _HIGH == 0
    return none


def _of_codes(half: Bits) -> Bools:
    """Which words of four bytes lie between ``0`` and ``Z``."""
    beyond = (half + np.uint32(0x25252525)) | half
    inside: Bools = (half + np.uint32(0x50505050)) & ~beyond & _HIGH == _HIGH
    return inside


def _bytes(block: Bytes, words: Ints, byte: int) -> Ints:
    """The places of a byte in some words."""
    at = np.flatnonzero(block.reshape(-1, WORD)[words] == byte)
    places: Ints = words[at >> 3] * WORD + (at & 7)
    return places


def _runs(block: Bytes, at: Ints, member: Callable[[Bytes], Bools], shortest: int, longest: int) -> Runs:
    """The runs that hold the bytes at some multiples of a word; a run of three words, which holds several, is one at the first."""
    flags = bits(member(window(block, at - WORD, 4 * WORD)))
    left = _LAST_SET[flags & np.uint32(255)]
    size = np.minimum(left + trailing(flags >> np.uint32(WORD)), 3 * WORD)
    fits = (left < WORD) & (size >= shortest) & (size <= longest)
    return Runs((at - left)[fits], size[fits])


def bits(flags: Bools) -> Bits:
    """Rows of 32 or 64 flags as a number each, the first in its lowest bit."""
    packed: Bits = np.packbits(flags, axis=1, bitorder="little").view(f"<u{flags.shape[1] // 8}")[:, 0]
    return packed


def trailing(flags: Bits) -> Ints:
    """How many of the lowest bits are set without a break."""
    count: Ints = np.bitwise_count(flags & ~(flags + flags.dtype.type(1))).astype(np.int64)
    return count


def window(block: Bytes, start: Ints, size: int) -> Bytes:
    """The *size* bytes from each offset on, a row each; rows are copied whole, which is much faster than byte by byte."""
    rows: Bytes = np.lib.stride_tricks.sliding_window_view(block, size)[start]
    return rows


def is_digit(byte: Bytes) -> Bools:
    """Which bytes are ASCII digits."""
    flags: Bools = (byte - ZERO) < 10
    return flags


def _is_of_code(byte: Bytes) -> Bools:
    flags: Bools = is_digit(byte) | ((byte - np.uint8(65)) < 26)
    return flags


def is_letter(byte: Bytes) -> Bools:
    """Which bytes are ASCII letters."""
    flags: Bools = ((byte | 32) - np.uint8(97)) < 26
    return flags


def is_word(byte: Bytes) -> Bools:
    """Which bytes are ASCII letters, digits or the underscore."""
    flags: Bools = is_letter(byte) | is_digit(byte) | (byte == 95)
    return flags
