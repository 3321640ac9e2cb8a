"""Time stamps as programs write them: from the bytes of one line to microseconds, exactly and with their doubts.

A *stamp kind* is a regular expression over bytes with named groups (``y mo d h mi s f z ap e``). ``reading`` turns a match into
a number of microseconds on one of three clocks:

- ``UTC``: since 1970 in UTC; the stamp named its zone, or is an epoch;
- ``LOCAL``: the same, but of a clock whose zone the stamp does not name;
- ``YEARLESS``: since the first instant of a leap year; the stamp names no year either.

A value that is no time of day or no day of the calendar (25:00, 30 February) is no stamp: ``reading`` returns None. A leap second
(``:60``) is the last microsecond of its minute, so that it stays in its day and after what came before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Times = NDArray[np.int64]

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = date(1970, 1, 1).toordinal()
LEAP_YEAR = 1972
LEAP_YEAR_DAYS = 366


class Clock(IntEnum):
    """What a number of microseconds counts from."""

    UTC = 0
    LOCAL = 1
    YEARLESS = 2


class Reading(NamedTuple):
    """A stamp read: its clock and its microseconds on that clock."""

    clock: Clock
    micros: int


def _either(word: str) -> bytes:
    """A Chinese word in UTF-8 or GB18030."""
    return b"(?:" + word.encode() + b"|" + re.escape(word.encode("gb18030")) + b")"


_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS_ELSEWHERE = {  # as the locales of French, German, Spanish, Italian, Portuguese and Russian shorten them
    1: "janv ene gen jän янв",
    2: "févr fév febr fev фев",
    3: "mars märz mär mrz мар",
    4: "avr abr апр",
    5: "mai mag мая май",
    6: "juin giu июн",
    7: "juil lug июл",
    8: "août ago авг",
    9: "sept set сен",
    10: "okt ott out окт",
    11: "ноя",
    12: "déc dez dic дек",
}
_MONTH_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_GB_YEAR, _GB_MONTH, _GB_DAY, _GB_HOUR, _GB_MINUTE, _GB_SECOND = (_either(word) for word in "年月日时分秒")
_MONTH = (
    b"(?P<mo>(?:(?i:"
    + "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTH_NAMES).encode()
    + b"|"
    + "|".join(name for names in _MONTHS_ELSEWHERE.values() for name in names.split()).encode()
    + rb")\.?)|(?:1[0-2]|0?[1-9])"
    + _GB_MONTH
    + b"|"
    + b"|".join(_either(f"{numeral}月") for numeral in reversed(_MONTH_NUMERALS))
    + b")"
)
_WEEKDAY = b"(?:" + b"|".join(_either(day) for day in "一二三四五六日") + b")"
_GB_DAY_NAME = b"(?:" + _either("星期") + b"|" + _either("周") + b")?" + _WEEKDAY
_DAY_NAME = rb"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|" + _GB_DAY_NAME + b")"
_AFTERNOON = frozenset({b"PM", b"pm", "下午".encode(), "下午".encode("gb18030")})
_HALF = rb"(?P<ap>[AP]M|[ap]m|" + _either("上午") + b"|" + _either("下午") + b")"
_CLOCK = rb"(?P<h>\d\d):(?P<mi>\d\d):(?P<s>\d\d)"
_LOOSE_CLOCK = rb"(?P<h>\d{1,2}):(?P<mi>\d\d):(?P<s>\d\d)"
_SHORT_CLOCK = (
    rb"(?P<h>\d{1,2})(?::|"
    + _GB_HOUR
    + rb")(?P<mi>\d\d)(?:(?::|"
    + _GB_MINUTE
    + rb")(?P<s>\d\d)"
    + _GB_SECOND
    + rb"?)?"
)
_FRACTION = rb"(?:[.,](?P<f>\d{1,9}))?"
_ZONE = rb"(?P<z>Z|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?(?![\d:])|(?:UTC|GMT)(?:[+-]\d(?!\d))?)"

PATTERNS: dict[str, bytes] = {
    "clf": rb"(?P<d>\d\d)/" + _MONTH + rb"/(?P<y>\d{4}):" + _CLOCK + _FRACTION + rb"(?: " + _ZONE + rb")?",
    "iso": rb"(?P<y>\d{4})(?P<sep>[-/.])(?P<mo>\d\d)(?P=sep)(?P<d>\d\d)(?:[T_\t,-]| {1,2}| - )"
    + rb"(?P<h>\d\d|(?<= )\d):(?P<mi>\d\d):(?P<s>\d\d)"
    + rb"(?:[.,:](?P<f>\d{1,9}))?(?: ?"
    + _ZONE
    + rb")?",
    "iso_basic": rb"(?P<y>\d{4})(?P<mo>\d\d)(?P<d>\d\d)[T ._:-]?(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)"
    + rb"(?:(?:[.,]|(?=\d{3}(?!\d)))(?P<f>\d{1,9}))?(?:"
    + _ZONE
    + rb")?(?!\d)",
    "compact": rb"(?P<y>\d{4})(?P<mo>\d\d)(?P<d>\d\d)[- T]"
    + rb"(?P<h>\d{1,2}):(?P<mi>\d{1,2}):(?P<s>\d{1,2})(?:[.,:](?P<f>\d{1,9}))?",
    "bsd": _MONTH + rb" (?P<d>[ 0-3]?\d) " + _CLOCK + _FRACTION,
    "bsd_year": _MONTH
    + rb" (?P<d>[ 0-3]?\d),? (?P<y>\d{4}),? "
    + _LOOSE_CLOCK
    + _FRACTION
    + rb"(?: "
    + _HALF
    + rb")?(?: ?"
    + _ZONE
    + rb")?",
    "month_slash_year": _MONTH + rb"/(?P<d>\d\d)/(?P<y>\d{4}) " + _CLOCK,
    "iso_dots": rb"(?P<y>\d{4})-(?P<mo>\d\d)-(?P<d>\d\d)-(?P<h>\d\d)\.(?P<mi>\d\d)\.(?P<s>\d\d)\.(?P<f>\d{6})(?P<z>[+-]\d{3})",
    "bsd_then_year": _MONTH + rb" (?P<d>[ 0-3]?\d) " + _CLOCK + rb"(?:[.,:](?P<f>\d{1,9}))? (?P<y>\d{4})(?!\d)",
    "year_bsd": rb"(?P<y>\d{4}) " + _MONTH + rb" (?P<d>[ 0-3]?\d) " + _CLOCK + _FRACTION,
    "day_month": rb"(?P<d>[ 0-3]?\d) " + _MONTH + rb" " + _CLOCK + _FRACTION,
    "asctime": _DAY_NAME
    + rb" "
    + _MONTH
    + rb" (?P<d>[ 0-3]?\d) "
    + _CLOCK
    + _FRACTION
    + rb"(?: (?P<z>UTC|GMT|[+-]\d{4}))?(?: [A-Z]{2,4})? (?P<y>\d{4})",
    "day_month_year": rb"(?:"
    + _DAY_NAME
    + rb",? )?(?P<d>[ 0-3]?\d)[- /]"
    + _MONTH
    + rb"[- /](?P<y>\d{4})(?:::|[ :])"
    + _CLOCK
    + _FRACTION
    + rb"(?: "
    + _ZONE
    + rb")?",
    "yymmdd": rb"(?P<y>\d\d)(?P<mo>\d\d)(?P<d>\d\d) (?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)",
    "yymmdd_clock": rb"(?P<y>\d\d)(?P<mo>\d\d)(?P<d>\d\d) {1,2}" + _LOOSE_CLOCK,
    "yy_mm_dd": rb"(?P<y>\d\d)(?P<sep>[/-])(?P<mo>\d\d)(?P=sep)(?P<d>\d\d)[ -]" + _CLOCK + _FRACTION,
    "yy_m_d": rb"(?P<y>\d\d)-(?P<mo>\d{1,2})-(?P<d>\d{1,2}) " + _LOOSE_CLOCK + rb"(?:[.,:](?P<f>\d{1,9}))?",
    "clock_then_date": _CLOCK + rb" (?P<mo>\d\d)-(?P<d>\d\d)-(?P<y>\d{4})",
    "mm_dd": rb"(?P<mo>\d\d)[-.](?P<d>\d\d) " + _CLOCK + _FRACTION,
    "mmdd": rb"(?P<mo>\d\d)(?P<d>\d\d) " + _CLOCK + _FRACTION,
    "mm_dd_yyyy": rb"(?P<mo>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}),? "
    + _LOOSE_CLOCK
    + _FRACTION
    + rb"(?: "
    + _HALF
    + rb")?",
    "mm_dd_yy": rb"(?P<mo>\d\d)/(?P<d>\d\d)/(?P<y>\d\d)-" + _CLOCK + _FRACTION,
    "mm_dd_yyyy_dash": rb"(?P<mo>\d\d)/(?P<d>\d\d)/(?P<y>\d{4})-" + _CLOCK + _FRACTION,
    "mm_dd_slash": rb"(?P<mo>\d\d)/(?P<d>\d\d)-" + _CLOCK + _FRACTION,
    "yyyy_m_d": rb"(?P<y>\d{4})(?P<sep>[-/])(?P<mo>\d{1,2})(?P=sep)(?P<d>\d{1,2})[ T]{1,2}(?:"
    + _HALF
    + rb" ?)?"
    + _SHORT_CLOCK
    + _FRACTION,
    "m_d_yy": rb"(?P<mo>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})(?:, ?|\t| {1,2})"
    + _SHORT_CLOCK
    + _FRACTION
    + rb"(?: "
    + _HALF
    + rb")?",
    "d_m_yy": rb"(?P<d>\d{1,2})/(?P<mo>\d{1,2})/(?P<y>\d{4}|\d{2})(?:, ?|\t| {1,2}|-)"
    + _SHORT_CLOCK
    + _FRACTION
    + rb"(?: "
    + _HALF
    + rb")?",
    "dd_mm_yyyy": rb"(?P<d>\d\d)(?P<sep>[.-])(?P<mo>\d\d)(?P=sep)(?P<y>\d{4}),? " + _CLOCK + _FRACTION,
    "date_and_time": rb"(?P<y>\d{4})[-/](?P<mo>\d\d)[-/](?P<d>\d\d)\"?[ ,|;\t]{1,3}\"?(?:[a-z_]{0,12}time=\"?)?"
    + _CLOCK
    + _FRACTION,
    "zh": rb"(?P<y>\d{4})"
    + _GB_YEAR
    + rb" ?(?P<mo>\d{1,2})"
    + _GB_MONTH
    + rb" ?(?P<d>\d{1,2})"
    + _GB_DAY
    + rb" ?(?:"
    + _GB_DAY_NAME
    + rb" ?)?(?:"
    + _HALF
    + rb" ?)?(?:(?P<h>\d{1,2})(?::|"
    + _GB_HOUR
    + rb")(?P<mi>\d{1,2})(?:(?::|"
    + _GB_MINUTE
    + rb")(?P<s>\d{1,2})"
    + _GB_SECOND
    + rb"?)?)"
    + _FRACTION,
    "audit_id": rb"(?P<e>\d{9,10})\.(?P<f>\d{3}):\d+",
    "epoch": rb"(?P<e>\d{9,10})(?:\.(?P<f>\d{1,9}))?(?!\d)",
    "epoch_ms": rb"(?P<e>\d{10})(?P<f>\d{3})(?!\d)",
    "epoch_us": rb"(?P<e>\d{10})(?P<f>\d{6})(?!\d)",
    "epoch_ns": rb"(?P<e>\d{10})(?P<f>\d{9})(?!\d)",
}
"""Every stamp kind by name; a format's line pattern names one in braces."""


VALUE_KINDS = (
    *("iso", "epoch_ns", "epoch_us", "epoch_ms", "epoch", "clf", "asctime", "bsd_year", "day_month_year"),
    *("iso_basic", "compact", "mm_dd_yyyy", "dd_mm_yyyy", "zh", "yy_mm_dd", "yyyy_m_d", "m_d_yy", "d_m_yy"),
    *("bsd_then_year", "date_and_time", "audit_id"),
)
"""The stamp kinds that a whole value may be of, tried in this order."""

_VALUES = {kind: re.compile(PATTERNS[kind]) for kind in VALUE_KINDS}
_MONTHS = {
    **{name[:3].encode(): n for n, name in enumerate(_MONTH_NAMES, 1)},
    **{name.encode(): n for n, names in _MONTHS_ELSEWHERE.items() for name in names.split()},
    **{f"{name}月".encode(code): n for n, name in enumerate(_MONTH_NUMERALS, 1) for code in ("utf-8", "gb18030")},
}


def reading(match: re.Match[bytes]) -> Reading | None:
    """The time that a match of a stamp kind stands for; None where it is no time of the calendar."""
    part = match.groupdict()
    fraction = _fraction(part.get("f"))
    if (epoch := part.get("e")) is not None:
        return Reading(Clock.UTC, int(epoch) * SECOND + fraction)
    hour, minute, second = int(part["h"]), int(part["mi"]), int(part.get("s") or 0)
    if half := part.get("ap"):
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    days = day_number(part.get("y"), part["mo"], part["d"])
    if days is None:
        return None
    micros = SECOND * 60 - 1 if second == 60 else second * SECOND + fraction
    micros += days * DAY + (hour * 60 + minute) * 60 * SECOND
    if part.get("y") is None:
        return Reading(Clock.YEARLESS, micros)
    if zone := part.get("z"):
        return Reading(Clock.UTC, micros - zone_offset(zone))
    return Reading(Clock.LOCAL, micros)


def value(raw: object, kinds: Iterable[str] = VALUE_KINDS) -> Reading | None:
    """The time that a whole value stands for: a text in one of the stamp *kinds*, or an epoch in s, ms, µs or ns."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return _epoch(raw)
    if isinstance(raw, str):
        text = raw.strip().encode()
        for kind in kinds:
            if (match := _VALUES[kind].fullmatch(text)) and (found := reading(match)) is not None:
                return found
    return None


@lru_cache(maxsize=4096)
def day_number(year: bytes | None, month: bytes, day: bytes) -> int | None:
    """Days since 1970 (since the year's first day, in a leap year, where *year* is None); None for no day of the calendar."""
    month_number = _month_number(month)
    try:
        if year is None:
            return date(LEAP_YEAR, month_number, int(day)).toordinal() - date(LEAP_YEAR, 1, 1).toordinal()
        number = int(year)
        if len(year) == 2:
            number += 1900 if number >= 70 else 2000
        return date(number, month_number, int(day)).toordinal() - EPOCH
    except ValueError:
        return None


def _month_number(month: bytes) -> int:
    """1 to 12 for a month as any stamp writes it; 0 for none."""
    if month[:1].isdigit():
        return int(bytes(byte for byte in month if 48 <= byte <= 57))
    return _MONTHS.get(month) or _MONTHS.get(month.lower().rstrip(b"."), 0) or _MONTHS.get(month[:3].lower(), 0)


@lru_cache(maxsize=256)
def zone_offset(zone: bytes) -> int:
    """Microseconds that a zone (``Z``, ``UTC``, ``+0800``, ``GMT-07:00``, ``+08``; three digits are minutes) is ahead of UTC."""
    zone = zone.lstrip(b"UTCGMZ")
    if not zone:
        return 0
    digits = zone[1:].replace(b":", b"")
    minutes = int(digits) if len(digits) == 3 else int(digits[:2]) * 60 + int(digits[2:] or 0)
    return (-minutes if zone[:1] == b"-" else minutes) * 60 * SECOND


def _fraction(digits: bytes | None) -> int:
    return int(digits[:6].ljust(6, b"0")) if digits else 0


def _epoch(number: float) -> Reading | None:
    for low, micros in ((1e8, SECOND), (1e11, 1000), (1e14, 1)):
        if low <= number < low * 1000:
            return Reading(Clock.UTC, round(number * micros))
    if 1e17 <= number < 1e20:
        return Reading(Clock.UTC, int(number // 1000))
    return None
