"""Numbers in text, found and judged by whole arrays: runs of 11 to 19 digits, and runs broken by blanks or hyphens.

A Python loop over candidates costs about a microsecond each; here every step is one NumPy operation over all candidates of a block.
The validators in ``validators`` say the same one value at a time; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi.sweep import ZERO, Bools, Bytes, Ints, Runs, is_digit, is_letter, is_word, window
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

LONGEST = 19


class Found(NamedTuple):
    """Candidates of one kind: where they begin and end, and the validator's answer; never Answer.NO."""

    kind: str
    start: Ints
    end: Ints
    answer: npt.NDArray[np.int8]


def numbers(block: Bytes, runs: Runs) -> list[Found]:
    """The kinds among runs of digits (a final X of a resident number included)."""
    start, size = runs
    end = start + size
    x = (size == 17) & ((block[end] | 32) == ord("x")) & ~is_word(block[end + 1])
    size, end = size + x, end + x
    fits = (size <= LONGEST) & _stands_alone(block, start, end)
    start, size = start[fits], size[fits]
    found = []
    for length, judges in JUDGES.items():
        here = start[size == length]
        if len(here):
            value = np.ascontiguousarray(window(block, here, length).T) - ZERO
            found += [_graded(kind, answer, here, length) for kind, answer in judges(value, length)]
    return found


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


Judged = list[tuple[str, npt.NDArray[np.int8]]]  # kind and the answer for each number


def _eleven(value: Bytes, _: int) -> Judged:
    three, four = _numbers(value, (0, 3), (0, 4))
    is_landline = (value[0] == 0) & (
        _landline_table()[three] & _subscriber(value[3]) | _landline_table()[1000 + four] & _subscriber(value[4])
    )
    return [("cn_mobile", _yes(_mobile_table()[three])), ("cn_landline", _yes(is_landline))]


def _twelve(value: Bytes, _: int) -> Judged:
    (four,) = _numbers(value, (0, 4))
    found = (value[0] == 0) & _landline_table()[1000 + four] & _subscriber(value[4])
    return [("cn_landline", _yes(found))]


def _thirteen(value: Bytes, _: int) -> Judged:
    country, prefix = _numbers(value, (0, 2), (2, 5))
    return [("cn_mobile", _yes((country == 86) & _mobile_table()[prefix]))]


def _fifteen(value: Bytes, length: int) -> Judged:
    country, prefix, area, year, month, day, head, network, operator = _numbers(
        value, (0, 4), (4, 7), (0, 6), (6, 8), (8, 10), (10, 12), (0, 2), (0, 3), (3, 5)
    )
    luhn = _luhn(value)
    is_imei = luhn & np.isin(head, (1, 35, 86, 99))
    is_imsi = (network == 460) & (operator <= 20)
    # Subscribers come before the 15-digit form, which nobody has been given since 1999: 4600 is Hainan too. Few numbers of devices
    # hold a place and a date; one resident in ten of Fujian (35) has the check digit of a device.
    old_id = _area_table()[1][area] & _real_date(1900 + year, month, day) & ~is_imsi
    return [
        ("cn_mobile", _yes((country == 86) & _mobile_table()[prefix])),
        ("cn_resident_id", old_id * np.int8(Answer.CANNOT_TELL)),
        ("imei", _yes(is_imei & ~old_id)),
        ("imsi", _yes(is_imsi)),
        ("bank_card", _yes(luhn & np.isin(head, (34, 37)) & ~old_id)),
    ]


def _card(value: Bytes, length: int) -> Judged:
    (issuer,) = _numbers(value, (0, 6))
    return [("bank_card", _yes(_among(_card_table(length)[issuer], _is_card, value)))]


def _eighteen(value: Bytes, length: int) -> Judged:
    area, year, month, day, head, place, authority, office = _numbers(
        value, (0, 6), (6, 10), (10, 12), (12, 14), (0, 1), (1, 3), (0, 2), (2, 4)
    )
    known, _, until = _area_table()
    born = _real_date(year, month, day)
    native, foreign = born & known[area], born & (head == 9) & _province_table()[place]
    checked = _among(native | foreign, _is_checked, value)
    in_time = until[area] >= np.maximum(year, CODED_SINCE)
    resident = np.where(in_time, np.int8(Answer.YES), np.int8(Answer.CANNOT_TELL)) * (native & checked)
    free = ~native  # one with a wrong check digit is no card
    coded = _authority_table()[authority] & (_province_table()[office] | (office == 10))
    return [
        ("cn_resident_id", resident),
        ("foreigner_id", _yes(foreign & checked)),
        ("cn_uscc", _yes(_among(free & coded, _is_uscc, value))),
        ("bank_card", _yes(_among(free & _card_table(length)[area], _is_card, value))),
    ]


# By the length of a run; each takes the digits of all runs, a row each place.
JUDGES: dict[int, Callable[[Bytes, int], Judged]] = {
    11: _eleven,
    12: _twelve,
    13: _thirteen,
    14: _card,
    15: _fifteen,
    16: _card,
    17: _card,
    18: _eighteen,
    19: _card,
}


def _among(likely: Bools, judge: Callable[[Bytes], Bools], value: Bytes) -> Bools:
    """What a judge says of the numbers that are likely; of the others no."""
    rows = np.flatnonzero(likely)
    found = np.zeros(len(likely), np.bool_)
    if len(rows):
        found[rows] = judge(value[:, rows])
    return found


def _is_checked(value: Bytes) -> Bools:
    """Which numbers of 18 digits (the last may be X) end in the check character of GB 11643."""
    check = np.frombuffer(RESIDENT_CHECKS.encode(), np.uint8)[_weighted(value[:17], RESIDENT_WEIGHTS) % 11] - ZERO
    good: Bools = check == np.where(value[17] == ord("x") - 48, ord("X") - 48, value[17])
    return good


def _is_uscc(value: Bytes) -> Bools:
    """Which numbers of 18 digits end in the check character of GB 32100."""
    good: Bools = value[17] == (-_weighted(value[:17], [pow(3, i, 31) for i in range(17)])) % 31
    return good


def _is_card(value: Bytes) -> Bools:
    """Which numbers have the Luhn sum and are not one digit again and again."""
    good: Bools = (value[-1] < 10) & (value != value[0]).any(axis=0) & _luhn(value)
    return good


def _numbers(value: Bytes, *places: tuple[int, int]) -> list[Ints]:
    """The decimal numbers between two places."""
    return [_weighted(value[first:last], [10**n for n in reversed(range(last - first))]) for first, last in places]


def _weighted(value: Bytes, weights: Sequence[int]) -> Ints:
    """The sum of each number's digits by their weights."""
    total = np.zeros(value.shape[1], np.int32)
    for digits, weight in zip(value, weights, strict=True):
        total += digits.astype(np.int32) * np.int32(weight)
    found: Ints = total.astype(np.int64)
    return found


def _luhn(value: Bytes) -> Bools:
    doubled = value[-2::-2]
    over_nine = (doubled > 4) * np.uint8(9)
    total = value[::-2].sum(axis=0, dtype=np.uint8) + (2 * doubled - over_nine).sum(axis=0, dtype=np.uint8)
    good: Bools = total % 10 == 0
    return good


def _real_date(year: Ints, month: Ints, day: Ints) -> Bools:
    from datetime import date

    today = date.today()
    leap = (year & 3 == 0) & ((year % 100 != 0) | (year & 15 == 0))
    days = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *(0 for _ in range(87))])[month]
    number = year * 10000 + month * 100 + day
    real: Bools = (day >= 1) & (day <= days + ((month == 2) & leap))
    real &= (year >= today.year - 130) & (number <= today.year * 10000 + today.month * 100 + today.day)
    return real


def _subscriber(first: Bytes) -> Bools:
    return (first >= 2) & (first <= 8)


def _yes(rows: Bools) -> npt.NDArray[np.int8]:
    return rows * np.int8(Answer.YES)


def _graded(kind: str, answer: npt.NDArray[np.int8], start: Ints, length: int) -> Found:
    rows = answer > 0
    return Found(kind, start[rows], start[rows] + length, answer[rows])


@cache
def _mobile_table() -> Bools:
    flags = np.zeros(1000, np.bool_)
    flags[[int(p) for p in mobile_ranges()]] = True
    return flags


@cache
def _landline_table() -> Bools:
    """Area codes by their digits: three-digit ones at 0…999, four-digit ones from 1000."""
    flags = np.zeros(11000, np.bool_)
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
def _authority_table() -> Bools:
    """Whether two digits begin a unified social credit code."""
    flags = np.zeros(100, np.bool_)
    flags[[int(a) for a in USCC_AUTHORITIES if a.isdigit()]] = True
    return flags


@cache
def _province_table() -> Bools:
    """Whether two digits begin area codes."""
    flags = np.zeros(100, np.bool_)
    flags[[int(p) for p in provinces()]] = True
    return flags


@cache
def _card_table(length: int) -> Bools:
    """Whether the first six digits belong to an issuer whose cards have this length."""
    flags = np.zeros(10**6, np.bool_)
    for prefix, lengths in card_lengths().items():
        if length in lengths:
            step = 10 ** (6 - len(prefix))
            flags[int(prefix) * step : (int(prefix) + 1) * step] = True
    return flags
