"""The first look at a block: every byte once, by masks that fit a core's cache; it leaves the few places worth a second look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PAD = 128  # zero bytes on either side of a block, so that no look to the left or right leaves it
CHUNK = 1 << 16
REACH = 32  # bytes a chunk looks beyond its end
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
    parts = list(_chunks(block))
    return Places(*(np.concatenate(column) for column in zip(*parts, strict=True)))


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


def _chunks(block: Bytes) -> Iterator[tuple[Ints, ...]]:
    for first in range(PAD, len(block) - PAD, CHUNK):
        size = min(CHUNK, len(block) - PAD - first)
        view = block[first - 1 : first + size + REACH]
        digit = is_digit(view)
        upper = digit | ((view - np.uint8(65)) < 26)
        four = _doubled(_doubled(digit, 1), 2)
        eight = _doubled(four, 4)
        sixteen = _doubled(_doubled(_doubled(_doubled(upper, 1), 2), 4), 8)
        middle = view[1 : size + 1]
        flags = (
            eight[1 : size + 1] & four[8 : size + 8] & ~digit[:size],
            digit[:size] & four[2 : size + 2] & ((middle == 32) | (middle == 45)),
            sixteen[1 : size + 1] & ~upper[:size],
            middle == 64,
            digit[:size] & digit[2 : size + 2] & (middle == 46),
        )
        some = np.flatnonzero(flags[0] | flags[1] | flags[2] | flags[3] | flags[4])  # one search is cheaper than five
        yield tuple(some[flag[some]] + first for flag in flags)


def _doubled(run: Bools, by: int) -> Bools:
    flags: Bools = run[:-by] & run[by:]
    return flags
