"""The first look at a block: every byte once, by masks packed to a bit a byte; it leaves the few places worth a second look."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]  # a flag a byte of the block, the first in the lowest bit

PAD = 128  # zero bytes on either side of a block, so that no look to the left or right leaves it
CHUNK = 1 << 16  # bytes that are masked at a time: they fit a core's cache
WORD = 64  # bits
ZERO = np.uint8(48)


class Places(NamedTuple):
    """Offsets in the padded block."""

    number: Ints  # where a run of at least eleven digits begins
    gap: Ints  # a blank or hyphen between a digit and four digits
    code: Ints  # where a run of at least sixteen capitals or digits begins
    at_sign: Ints  # an at sign between letters or digits
    dot: Ints  # a dot between digits


def padded(text: bytes) -> Bytes:
    """The text between zero bytes."""
    block = np.zeros(len(text) + 2 * PAD, np.uint8)
    block[PAD : PAD + len(text)] = np.frombuffer(text, np.uint8)
    return block


def sweep(block: Bytes) -> Places:
    """The places of a padded block."""
    digit, upper, mark, dot = _masks(block)
    before = _behind(digit, 1)
    two = digit & _ahead(digit, 1)
    four = two & _ahead(two, 2)
    eight = four & _ahead(four, 4)
    capitals = upper & _ahead(upper, 1)
    for by in (2, 4, 8):
        capitals &= _ahead(capitals, by)
    return Places(
        number=_set(eight & _ahead(four, 7) & ~before),
        gap=_set(mark & before & _ahead(four, 1)),
        code=_set(capitals & ~_behind(upper, 1)),
        at_sign=np.flatnonzero(block == 64),
        dot=_set(dot & before & _ahead(digit, 1)),
    )


def window(block: Bytes, start: Ints, size: int) -> Bytes:
    """The *size* bytes from each offset on, a row each; rows are copied whole, which is much faster than byte by byte."""
    rows: Bytes = np.lib.stride_tricks.sliding_window_view(block, size)[start]
    return rows


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


def _masks(block: Bytes) -> list[Words]:
    """Which bytes are digits, digits or capitals, blanks or hyphens, dots; the last bytes of the padding stay out."""
    words = len(block) // WORD
    masks = np.empty((4, words * 8), np.uint8)
    for first in range(0, words * WORD, CHUNK):
        view = block[first : min(first + CHUNK, words * WORD)]
        here = slice(first // 8, (first + len(view)) // 8)
        flags = is_digit(view)
        masks[0, here] = np.packbits(flags, bitorder="little")
        flags |= (view - np.uint8(65)) < 26
        masks[1, here] = np.packbits(flags, bitorder="little")
        masks[2, here] = np.packbits((view == 32) | (view == 45), bitorder="little")
        masks[3, here] = np.packbits(view == 46, bitorder="little")
    return [mask.view("<u8") for mask in masks]


def _ahead(flags: Words, by: int) -> Words:
    """For each byte the flag of the byte *by* further on."""
    moved: Words = flags >> np.uint64(by)
    moved[:-1] |= flags[1:] << np.uint64(WORD - by)
    return moved


def _behind(flags: Words, by: int) -> Words:
    """For each byte the flag of the byte *by* before."""
    moved: Words = flags << np.uint64(by)
    moved[1:] |= flags[:-1] >> np.uint64(WORD - by)
    return moved


def _set(flags: Words) -> Ints:
    """The bytes whose flag is set."""
    some = np.flatnonzero(flags != 0)  # of truth values it is much faster than of numbers
    at = np.flatnonzero(np.unpackbits(flags[some].view(np.uint8), bitorder="little").view(np.bool_))
    places: Ints = some[at >> 6] * WORD + (at & 63)
    return places
