"""Numbers in text, found and judged by whole arrays: runs of 11 to 19 digits, and runs broken by blanks or hyphens.

A Python loop over candidates costs about a microsecond each; here every step is one NumPy operation over all candidates of a block.
The validators in ``validators`` say the same one value at a time; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
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
DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *[0] * 87])  # of the month that two digits name


class Found(NamedTuple):
    """Candidates of one kind: where they begin and end, and the validator's answer; never Answer.NO."""

    kind: str
    start: Ints
    end: Ints
    answer: npt.NDArray[np.int8]


def numbers(block: Bytes, runs: Runs) -> list[Found]:
    """The kinds among runs of digits (a final X of a resident number included)."""
    start, size = runs.start, runs.size.copy()
    end = start + size
    almost = np.flatnonzero(size == 17)
    after = end[almost]
    almost = almost[((block[after] | 32) == ord("x")) & ~is_word(block[after + 1])]
    size[almost] += 1
    end[almost] += 1
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
    before3, before2, before = np.ascontiguousarray(window(block, start - 3, 3).T)
    after, after2 = block[end], block[end + 1]
    country_code = (before == 45) & (before2 == 54) & (before3 == 56)  # ``86-``
    letter = is_letter(before)
    joined_left = (before == 46) & is_digit(before2) | (before == 45) & is_word(before2) & ~country_code
    joined_right = (after == 46) & is_digit(after2) | (after == 45) & is_word(after2) | is_word(after)
    alone: Bools = ~joined_left & ~joined_right & (~letter | _after_label(block, start, letter))
    return alone


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


def _eleven(value: Bytes, length: int) -> Judged:
    one, two, *_ = _pairs(value)
    three, four = one * 10 + value[2], one * 100 + two
    is_landline = (value[0] == 0) & (
        _landline_table()[three] & _subscriber(value[3]) | _landline_table()[1000 + four] & _subscriber(value[4])
    )
    return [("cn_mobile", _yes(_mobile_table()[three])), ("cn_landline", _yes(is_landline))]


def _twelve(value: Bytes, length: int) -> Judged:
    one, two, *_ = _pairs(value)
    four = one * 100 + two
    found = (value[0] == 0) & _landline_table()[1000 + four] & _subscriber(value[4])
    return [("cn_landline", _yes(found))]


def _thirteen(value: Bytes, length: int) -> Judged:
    country, prefix, *_ = _pairs(value)
    return [("cn_mobile", _yes((country == 86) & _mobile_table()[prefix * 10 + value[4]]))]


def _fifteen(value: Bytes, length: int) -> Judged:
    head, second, third, year, month, day, _ = _pairs(value)
    country, area = head * 100 + second, head * 10000 + second * 100 + third
    network, operator, prefix = head * 10 + value[2], value[3] * 10 + value[4], third * 10 + value[6]
    luhn = _luhn(value)
    is_imei = luhn & ((head == 1) | (head == 35) | (head == 86) | (head == 99))
    is_imsi = (network == 460) & (operator <= 20)
    # Subscribers come before the 15-digit form, which nobody has been given since 1999: 4600 is Hainan too. Few numbers of devices
    # hold a place and a date; one resident in ten of Fujian (35) has the check digit of a device.
    old_id = _area_table()[1][area] & _real_date(1900 + year, month, day) & ~is_imsi
    return [
        ("cn_mobile", _yes((country == 86) & _mobile_table()[prefix])),
        ("cn_resident_id", old_id * np.int8(Answer.CANNOT_TELL)),
        ("imei", _yes(is_imei & ~old_id)),
        ("imsi", _yes(is_imsi)),
        ("bank_card", _yes(luhn & ((head == 34) | (head == 37)) & ~old_id)),
    ]


def _card(value: Bytes, length: int) -> Judged:
    one, two, three, *_ = _pairs(value)
    issuer = one * 10000 + two * 100 + three
    return [("bank_card", _yes(_among(_card_table(length)[issuer], _is_card, value)))]


def _eighteen(value: Bytes, length: int) -> Judged:
    authority, office, county, century, decade, month, day, *_ = _pairs(value)
    area, year = authority * 10000 + office * 100 + county, century * 100 + decade
    place = value[1] * np.int64(10) + value[2]
    known, _, until = _area_table()
    born = _real_date(year, month, day)
    native, foreign = born & known[area], born & (value[0] == 9) & _province_table()[place]
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
    return likely & judge(value) if likely.any() else likely


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


def _pairs(value: Bytes) -> list[Ints]:
    """The numbers that each two digits make, from the first on."""
    even = len(value) // 2 * 2
    return list(value[0:even:2] * np.int64(10) + value[1:even:2])


def _weighted(value: Bytes, weights: Sequence[int]) -> npt.NDArray[np.int32]:
    """The sum of each number's digits by their weights."""
    total: npt.NDArray[np.int32] = np.array(weights, np.int32) @ value.astype(np.int32)
    return total


def _luhn(value: Bytes) -> Bools:
    doubled = value[-2::-2]
    over_nine = (doubled > 4) * np.uint8(9)
    total = value[::-2].sum(axis=0, dtype=np.uint8) + (2 * doubled - over_nine).sum(axis=0, dtype=np.uint8)
    good: Bools = total % 10 == 0
    return good


def _real_date(year: Ints, month: Ints, day: Ints) -> Bools:
    """Which dates are of somebody who may live: in the calendar, past, within 130 years."""
    today = date.today()
    leap = (month == 2) & (year & 3 == 0) & ((year % 100 != 0) | (year & 15 == 0))
    past = year * 10000 + month * 100 + day <= today.year * 10000 + today.month * 100 + today.day
    real: Bools = (day >= 1) & (day <= DAYS[month] + leap) & (year >= today.year - 130) & past
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
