"""Numbers that people break up (``138 0013 8000``, ``6222-0212-…``, ``010-88888888``) and codes of capitals and digits (VIN, USCC).

Arrays find the few places where a layout begins; a pattern and a validator decide on each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from hegui.recognise.pi.digits import Found
from hegui.recognise.pi.sweep import PAD, Bools, Bytes, Ints, Runs, is_digit, is_word, window
from hegui.recognise.pi.validators import (
    USCC_ALPHABET,
    USCC_AUTHORITIES,
    VIN_VALUES,
    VIN_WEIGHTS,
    Answer,
    bank_card,
    imei,
    landline,
    mobile,
    provinces,
    resident_id,
)


class Hit(NamedTuple):
    """One candidate that its validator did not refuse."""

    kind: str
    start: int
    end: int
    answer: Answer


NOT_JOINED = rb"(?<![0-9A-Za-z_])(?<![0-9][.-])"
NOT_GOING_ON = rb"(?![0-9A-Za-z_])(?![.-][0-9A-Za-z])"
LAYOUTS = (
    (
        "cn_mobile",
        re.compile(
            NOT_JOINED
            + rb"(?:(?:\+|00)?86[ -]?|\((?:\+|00)?86\)[ -]?)?"
            + rb"(1[3-9]\d(?:([ +-])\d{4}\2\d{4}|\d([ +-])\d{4}\3\d{3}))"
            + NOT_GOING_ON
        ),
        mobile,
    ),
    (
        "cn_resident_id",
        re.compile(
            NOT_JOINED
            + rb"(\d{6}([ +-])\d{4}\2?\d{2}\2?\d{2}\2?\d{3}[\dXx]|\d{3}([ +-])\d{3}\3\d{4}\3\d{4}\3\d{3}[\dXx]"
            + rb"|\d{4}([ +-])\d{4}\4\d{4}\4\d{4}\4\d[\dXx])"
            + NOT_GOING_ON
        ),
        resident_id,
    ),
    (
        "bank_card",
        re.compile(NOT_JOINED + rb"(\d{4}([ +-])\d{4}\2\d{4}\2\d{4}(?:\2\d{1,3})?)" + NOT_GOING_ON),
        bank_card,
    ),
    (
        "cn_landline",
        re.compile(
            NOT_JOINED
            + rb"((?:(?:\+|00)?86[ -]0?\d{2,3}|0\d{2,3})[ +-](?:\d{7,8}|\d{3,4}[ -]\d{4}))(?:-\d{1,5})?(?![0-9A-Za-z_])"
        ),
        landline,
    ),
    ("imei", re.compile(rb"(?<![0-9A-Za-z_.-])(\d{2}([ -])\d{6}\2\d{6}\2\d)(?![0-9A-Za-z_-])"), imei),
)
UNKNOWN = 99  # the number of a character that has none
LEFT = 7
REACH = 26  # bytes to the left of a separator within which a broken number begins


def broken(text: bytes, block: Bytes, gap: Ints) -> Iterator[Hit]:
    """Numbers with blanks or hyphens in the layouts people use; *gap* are places of blanks or hyphens between digits in the block."""
    seen = -1
    for place, number in _layouts_at(block, gap):
        if place <= seen:
            continue
        kind, pattern, check = LAYOUTS[number]
        match = _covering(pattern, text, place)
        if match and (answer := check(match[1].translate(None, b" +-").decode())):
            seen = match.end()
            yield Hit(kind, match.start(), match.end(), answer)


def _covering(pattern: re.Pattern[bytes], text: bytes, place: int) -> re.Match[bytes] | None:
    for match in pattern.finditer(text, max(0, place - REACH), min(len(text), place + 2 * REACH)):
        if match.start() < place < match.end():
            return match
    return None


def _layouts_at(block: Bytes, gap: Ints) -> list[tuple[int, int]]:
    """(text offset of the gap, layout) wherever one of the layouts may stand."""
    around = window(block, gap - LEFT, LEFT + 13)
    digit = is_digit(around)
    separator = (around == 32) | (around == 43) | (around == 45)  # forms in URLs write a blank as a plus

    def digits(first: int, last: int) -> Bools:
        flags: Bools = np.logical_and.reduce(digit[:, LEFT + first : LEFT + last], axis=1)
        return flags

    def one(place: int, byte: int) -> Bools:
        flags: Bools = around[:, LEFT + place] == byte
        return flags

    fours = digits(-4, 0) & separator[:, LEFT + 5] & digits(6, 10) & separator[:, LEFT + 10]
    likely = (
        digits(6, 9) & separator[:, LEFT + 5] & (one(-3, 49) & ~digit[:, LEFT - 4] | one(-4, 49) & ~digit[:, LEFT - 5]),
        digits(-6, 0) | digits(-3, 0) & separator[:, LEFT - 4] & digits(-7, -4) & separator[:, LEFT + 5] | fours,
        fours,
        _area_code(around, digit, separator)
        & (digits(1, 8) | digits(1, 4) & (separator[:, LEFT + 4] | separator[:, LEFT + 5])),
        digits(1, 7) & separator[:, LEFT + 7],
    )
    return sorted((place, number) for number, rows in enumerate(likely) for place in (gap[rows] - PAD).tolist())


def _area_code(around: Bytes, digit: Bools, separator: Bools) -> Bools:
    """Whether a long-distance area code ends at the gap: after 0, or after 86 and a separator."""
    zero = (around[:, LEFT - 3] == 48) & ~digit[:, LEFT - 4] | (around[:, LEFT - 4] == 48) & ~digit[:, LEFT - 5]
    country = separator[:, LEFT - 3] & (around[:, LEFT - 4] == 54) & (around[:, LEFT - 5] == 56)
    country |= separator[:, LEFT - 4] & (around[:, LEFT - 5] == 54) & (around[:, LEFT - 6] == 56)
    found: Bools = zero | country
    return found


def codes(block: Bytes, runs: Runs) -> list[Found]:
    """VIN and USCC: runs of 17 or 18 capitals and digits that hold both."""
    start = runs.start
    value = window(block, start - 2, 23)
    joined = is_word(value[:, 1]) | (value[:, 1] == 45) & is_word(value[:, 0])
    found = []
    for size, kind, judge in ((17, "vin", _vin), (18, "cn_uscc", _uscc)):
        inside, last, after = value[:, 2 : 2 + size], value[:, 2 + size], value[:, 3 + size]
        digit, upper = is_digit(inside), (inside - np.uint8(65)) < 26
        mixed = (digit | upper).all(axis=1) & digit.any(axis=1) & upper.any(axis=1)
        rows = np.flatnonzero(mixed & ~joined & ~is_word(last) & ~((last == 45) & is_word(after)))
        rows = rows[judge(value[rows, 2 : 2 + size])] if len(rows) else rows
        found.append(Found(kind, start[rows], start[rows] + size, np.full(len(rows), Answer.YES, np.int8)))
    return found


def _vin(value: Bytes) -> Bools:
    """``validators.vin`` by rows of 17."""
    numbers, weights, checks = _vin_tables()
    numbers = numbers[value]
    good: Bools = (numbers < UNKNOWN).all(axis=1) & (value[:, 8] == checks[(numbers @ weights) % 11])
    return good


def _uscc(value: Bytes) -> Bools:
    """``validators.uscc`` by rows of 18."""
    numbers, weights, authority, office = _uscc_tables()
    numbers = numbers[value]
    good: Bools = (
        (numbers < UNKNOWN).all(axis=1) & ((numbers @ weights) % 31 == 0) & is_digit(value[:, 2:8]).all(axis=1)
    )
    return good & authority[value[:, 0], value[:, 1]] & office[value[:, 2], value[:, 3]]


@cache
def _vin_tables() -> tuple[Ints, Ints, Bytes]:
    """The number of each character, the weight of each place, the check character of each sum."""
    numbers = np.full(256, UNKNOWN)
    numbers[list("".join(VIN_VALUES).encode())] = list(VIN_VALUES.values())
    return numbers, np.array(VIN_WEIGHTS), np.frombuffer(b"0123456789X", np.uint8)


@cache
def _uscc_tables() -> tuple[Ints, Ints, Bools, Bools]:
    """The number of each character, the weight of each place, by two characters the authorities and the places they have offices in."""
    numbers = np.full(256, UNKNOWN)
    numbers[list(USCC_ALPHABET.encode())] = range(31)
    pairs = np.zeros((2, 256, 256), np.bool_)
    for known, heads in zip(pairs, (USCC_AUTHORITIES, (*provinces(), "10")), strict=True):
        known[tuple(zip(*(head.encode() for head in heads), strict=True))] = True
    return numbers, np.array([*(pow(3, i, 31) for i in range(17)), 1]), pairs[0], pairs[1]
