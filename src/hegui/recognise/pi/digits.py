"""Numbers in text, found and judged by whole arrays: runs of 11 to 19 digits, and runs broken by blanks or hyphens.

A Python loop over candidates costs about a microsecond each; here every step is one NumPy operation over all candidates of a block.
The validators in ``validators`` say the same one value at a time; a test holds the two equal.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi.sweep import ZERO, Bools, Bytes, Ints, is_digit, is_letter, is_word, window
from hegui.recognise.pi.validators import (
    CODED_SINCE,
    RESIDENT_CHECKS,
    RESIDENT_WEIGHTS,
    SHORT_FORM_UNTIL,
    USCC_AUTHORITIES,
    Answer,
    areas,
    card_lengths,
    landline_areas,
    mobile_ranges,
    provinces,
)

SHORTEST, LONGEST = 11, 19


class Found(NamedTuple):
    """Candidates of one kind: where they begin and end, and the validator's answer; never Answer.NO."""

    kind: str
    start: Ints
    end: Ints
    answer: npt.NDArray[np.int8]


def numbers(block: Bytes, start: Ints) -> list[Found]:
    """The kinds among runs of digits that begin at *start* (a final X of a resident number included)."""
    value = window(block, start, LONGEST + 2) - ZERO
    size = np.where((value < 10).all(axis=1), LONGEST + 2, (value >= 10).argmax(axis=1))
    end = start + size
    x = (size == 17) & ((block[end] | 32) == ord("x")) & ~is_word(block[end + 1])
    size, end = size + x, end + x
    fits = (size >= SHORTEST) & (size <= LONGEST) & _stands_alone(block, start, end)
    start, end, size, value = start[fits], end[fits], size[fits], value[fits]
    if not len(start):
        return []
    return [*_eleven(start, end, size, value), *_fifteen(start, end, size, value), *_long(start, end, size, value)]


def _stands_alone(block: Bytes, start: Ints, end: Ints) -> Bools:
    """Whether a run is a number of its own: no part of a decimal, an identifier, a dashed code or a hexadecimal string."""
    before, before2, after, after2 = block[start - 1], block[start - 2], block[end], block[end + 1]
    digit2, digit_after2, letter2 = is_digit(before2), is_digit(after2), is_letter(before2)
    joined_left = (before == 46) & digit2 | (before == 45) & (digit2 | letter2 | (before2 == 95)) & ~_country_code(
        block, start
    )
    joined_right = (after == 46) & digit_after2 | (after == 45) & is_word(after2) | is_word(after)
    letter = is_letter(before)
    alone: Bools = ~joined_left & ~joined_right & (~letter | _after_label(block, start, letter))
    return alone


def _country_code(block: Bytes, start: Ints) -> Bools:
    """Whether ``86-`` stands before, itself not part of a longer number."""
    found: Bools = (block[start - 1] == 45) & (block[start - 2] == 54) & (block[start - 3] == 56)
    return found


def _after_label(block: Bytes, start: Ints, letter: Bools) -> Bools:
    """Whether the letters that touch a run are a label such as ``tel`` and not part of a longer word."""
    allowed = np.zeros(len(start), np.bool_)
    for i in np.flatnonzero(letter):
        text = bytes(block[start[i] - 12 : start[i]]).lower()
        word = text[len(text.rstrip(b"abcdefghijklmnopqrstuvwxyz")) :]
        allowed[i] = word in LABELS and not text[: -len(word)][-1:].isalnum()
    return allowed


LABELS = frozenset(
    b"tel t phone ph mobile mob mp cell m no id idcard sfz sj card kh imei imsi n p call sms fax wx qq zfb alipay".split()
)


def _eleven(start: Ints, end: Ints, size: Ints, value: Bytes) -> list[Found]:
    first = np.where(size == 13, 2, np.where(size == 15, 4, 0))
    here = (size == 11) | (size == 13) & (value[:, 0] == 8) & (value[:, 1] == 6)
    here |= (size == 15) & (value[:, 0] == 0) & (value[:, 1] == 0) & (value[:, 2] == 8) & (value[:, 3] == 6)
    rows = np.arange(len(start))
    prefix = value[rows, first] * np.int64(100) + value[rows, first + 1] * np.int64(10) + value[rows, first + 2]
    is_mobile = here & _mobile_table()[np.minimum(prefix, 999)]
    zero = (size <= 12) & (value[:, 0] == 0)
    three = value[:, 0] * np.int64(100) + value[:, 1] * np.int64(10) + value[:, 2]
    four = three * 10 + value[:, 3]
    is_landline = zero & (
        (size == 11) & _landline_table()[np.minimum(three, 999)] & _subscriber(value[:, 3])
        | _landline_table()[1000 + np.minimum(four, 8999)] & _subscriber(value[:, 4])
    )
    return [_found("cn_mobile", is_mobile, start, end), _found("cn_landline", is_landline, start, end)]


def _fifteen(start: Ints, end: Ints, size: Ints, value: Bytes) -> list[Found]:
    rows = size == 15
    if not rows.any():
        return []
    start, end, value = start[rows], end[rows], value[rows]
    area, year, month, day = (
        _number(value, 0, 6),
        1900 + _number(value, 6, 8),
        _number(value, 8, 10),
        _number(value, 10, 12),
    )
    luhn, head = _luhn(value, 15), _number(value, 0, 2)
    is_imei = luhn & np.isin(head, (1, 35, 86, 99))
    is_imsi = (_number(value, 0, 3) == 460) & (_number(value, 3, 5) <= 20)
    # Devices come before the 15-digit form, which nobody has been given since 1999: 35 is Fujian too, 4600 Hainan.
    old_id = _area_table()[1][area] & _real_date(year, month, day) & ~is_imei & ~is_imsi
    return [
        _found("cn_resident_id", old_id, start, end, Answer.CANNOT_TELL),
        _found("imei", is_imei, start, end),
        _found("imsi", is_imsi, start, end),
        _found("bank_card", luhn & np.isin(head, (34, 37)) & ~old_id, start, end),
    ]


def _long(start: Ints, end: Ints, size: Ints, value: Bytes) -> list[Found]:
    found = []
    taken = np.zeros(len(start), np.bool_)
    rows = size == 18
    if rows.any():
        begin, stop, digits = start[rows], end[rows], value[rows]
        resident = _resident(digits)
        found.append(_found_graded("cn_resident_id", resident, begin, stop))
        found.append(_found("cn_uscc", _uscc(digits) & (resident == 0), begin, stop))
        taken[rows] = resident > 0
    for length in (14, 16, 17, 18, 19):
        here = (size == length) & ~taken
        if not here.any():
            continue
        begin, stop, digits = start[here], end[here], value[here]
        proper = (digits[:, :length] < 10).all(axis=1) & (digits[:, :length] != digits[:, :1]).any(axis=1)
        six = _number(np.minimum(digits, 9), 0, 6)
        found.append(_found("bank_card", proper & _card_table(length)[six] & _luhn(digits, length), begin, stop))
    return found


def _resident(value: Bytes) -> npt.NDArray[np.int8]:
    """The answers of ``validators.resident_id`` for rows of 18 digits (the last may be X)."""
    body = value[:, :17].astype(np.int64)
    check = np.frombuffer(RESIDENT_CHECKS.encode(), np.uint8)[(body @ np.array(RESIDENT_WEIGHTS)) % 11] - ZERO
    last = np.where(value[:, 17] == ord("x") - 48, ord("X") - 48, value[:, 17])
    area, year = _number(value, 0, 6), _number(value, 6, 10)
    known, until = _area_table()[0], _area_table()[2]
    good = (check == last) & known[area] & _real_date(year, _number(value, 10, 12), _number(value, 12, 14))
    in_time = until[area] >= np.maximum(year, CODED_SINCE)
    answers: npt.NDArray[np.int8] = (good * np.where(in_time, int(Answer.YES), int(Answer.CANNOT_TELL))).astype(np.int8)
    return answers


def _uscc(value: Bytes) -> Bools:
    """Rows of 18 digits that are a unified social credit code without letters."""
    weights = np.array([pow(3, i, 31) for i in range(17)])
    good = value[:, 17] == (-(value[:, :17].astype(np.int64) @ weights)) % 31
    authority = np.zeros(100, np.bool_)
    authority[[int(a) for a in USCC_AUTHORITIES if a.isdigit()]] = True
    province = np.zeros(100, np.bool_)
    province[[10, *(int(p) for p in provinces())]] = True
    coded: Bools = good & authority[_number(value, 0, 2)] & province[_number(value, 2, 4)]
    return coded


def _number(value: Bytes, first: int, last: int) -> Ints:
    total = np.zeros(len(value), np.int64)
    for i in range(first, last):
        total = total * 10 + value[:, i]
    return total


def _luhn(value: Bytes, length: int) -> Bools:
    doubled = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], np.uint8)
    digits = np.minimum(value[:, :length], 9)
    even = digits[:, length - 2 :: -2]
    odd = digits[:, length - 1 :: -2]
    good: Bools = (doubled[even].sum(axis=1, dtype=np.int64) + odd.sum(axis=1, dtype=np.int64)) % 10 == 0
    return good


def _real_date(year: Ints, month: Ints, day: Ints) -> Bools:
    from datetime import date

    today = date.today()
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[np.where(month <= 12, month, 0)] + (
        (month == 2) & leap
    )
    past = (year * 10000 + month * 100 + day) <= today.year * 10000 + today.month * 100 + today.day
    real: Bools = (day >= 1) & (day <= days) & (year >= today.year - 130) & past
    return real


def _subscriber(first: Bytes) -> Bools:
    return (first >= 2) & (first <= 8)


def _found(kind: str, rows: Bools, start: Ints, end: Ints, answer: Answer = Answer.YES) -> Found:
    return _found_graded(kind, rows * np.int8(answer), start, end)


def _found_graded(kind: str, answer: npt.NDArray[np.int8], start: Ints, end: Ints) -> Found:
    rows = answer > 0
    return Found(kind, start[rows], end[rows], answer[rows].astype(np.int8))


@cache
def _mobile_table() -> Bools:
    flags = np.zeros(1000, np.bool_)
    flags[[int(p) for p in mobile_ranges()]] = True
    return flags


@cache
def _landline_table() -> Bools:
    """Area codes by their digits: three-digit ones at 0…999, four-digit ones from 1000."""
    flags = np.zeros(10000, np.bool_)
    flags[[int(c) + 1000 * (len(c) == 4) for c in landline_areas()]] = True
    return flags


@cache
def _area_table() -> tuple[Bools, Bools, Ints]:
    """By area code: known, known while 15-digit numbers were given out, last year listed."""
    known, old, until = np.zeros(10**6, np.bool_), np.zeros(10**6, np.bool_), np.zeros(10**6, np.int64)
    for code, (since, last) in areas().items():
        known[int(code)] = True
        old[int(code)] = since is None or since <= SHORT_FORM_UNTIL
        until[int(code)] = 9999 if last is None else last
    return known, old, until


@cache
def _card_table(length: int) -> Bools:
    """Whether the first six digits belong to an issuer whose cards have this length."""
    flags = np.zeros(10**6, np.bool_)
    for prefix, lengths in card_lengths().items():
        if length in lengths:
            step = 10 ** (6 - len(prefix))
            flags[int(prefix) * step : (int(prefix) + 1) * step] = True
    return flags
