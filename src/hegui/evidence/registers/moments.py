"""Days and times as people write them in registers: 2026-01-05, 2026年1月5日 10时20分, 20260105, 5 Jan 2026, Excel's serial numbers.

What can be read in two ways (01/02/2026, 26-1-5) is refused, never guessed. Midnight sharp counts as a day without a time: systems
export days that way, and an hour that nobody wrote must not measure an hour.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from hegui.dates import SHANGHAI

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range((EARLIEST - _EXCEL_EPOCH).days, (LATEST - _EXCEL_EPOCH).days + 1)
_EPOCH_SECONDS = range(10**9, 10**10)  # ten digits: 2001 to 2286
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = (
    r"(?:(?:[T,\s]+|(?<=[日号]))(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<h>\d{1,2})\s*(?::|时|点)"
    r"(?:\s*(?P<mi>\d{1,2})\s*(?:(?::|分)\s*(?:(?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?\s*秒?)?)?)?"
    r"\s*(?P<half_en>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|CST|北京时间|[+-]\d{2}(?::?\d{2})?)?)?"
)
_FORMS = tuple(
    re.compile(form + _CLOCK)
    for form in (
        r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?:\s*[日号])?",
        r"(?P<d>\d{1,2})[\s-](?P<mon>[A-Za-z]{3,9})\.?,?[\s-](?P<y>\d{4})",
        r"(?P<mon>[A-Za-z]{3,9})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})",
    )
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:[T\s]?(?P<h>\d\d):?(?P<mi>\d\d)(?::?(?P<s>\d\d))?)?")
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})" + _CLOCK)
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\s.*)?")
_NO_DAY = re.compile(r"\d{4}年?|\d{4}\s*[-/.年]\s*\d{1,2}月?")
_AFTERNOON = frozenset({"下午", "晚上", "中午"})


class Wrong(ValueError):  # noqa: N818 - not an error of ours but what the cell is
    """A cell that cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Moment(NamedTuple):
    """A day in Shanghai, and the instant where the cell gave a time of day."""

    day: date
    at: datetime | None

    def instant(self) -> datetime:
        """The instant; the first of the day where no time is known."""
        return self.at or datetime.combine(self.day, time.min, SHANGHAI)


def moment(raw: object, zone: tzinfo) -> Moment:
    """The moment that a cell gives, stamps without a zone being of *zone*.

    Raises Wrong: not_a_date, ambiguous_date, day_missing, absurd_date.
    """
    if isinstance(raw, datetime):
        return _moment(raw.date(), raw.time(), raw.tzinfo or zone)
    if isinstance(raw, date):
        return _moment(raw, None, zone)
    if isinstance(raw, bool):
        raise Wrong("not_a_date")
    if isinstance(raw, int | float):
        return _from_number(raw, zone)
    if isinstance(raw, str):
        return _from_text(raw, zone)
    raise Wrong("not_a_date")


@lru_cache(maxsize=16_384)
def _from_text(raw: str, zone: tzinfo) -> Moment:
    text = unicodedata.normalize("NFKC", raw).strip()
    if (match := _COMPACT.fullmatch(text)) or (
        match := next((m for form in _FORMS if (m := form.fullmatch(text))), None)
    ):
        return _from_parts(match, zone)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match, zone)
    if _SHORT_YEAR.fullmatch(text):
        raise Wrong("ambiguous_date")
    if _NO_DAY.fullmatch(text):
        raise Wrong("day_missing")
    try:
        number = float(text)
    except ValueError:
        raise Wrong("not_a_date") from None
    return _from_number(number, zone)


def _from_number(number: float, zone: tzinfo) -> Moment:
    """A number: the day as eight digits, Excel's serial number, or seconds or milliseconds since 1970."""
    if number == number and abs(number) < 1e15:  # not NaN
        whole = int(number)
        if number == whole and (match := _COMPACT.fullmatch(str(whole))) and len(str(whole)) in (8, 12, 14):
            return _from_parts(match, zone)
        if whole in _EXCEL_DAYS:
            since_midnight = timedelta(seconds=round((number - whole) * 86_400))
            at = datetime.combine(_EXCEL_EPOCH + timedelta(days=whole), time.min) + since_midnight
            return _moment(at.date(), at.time(), zone)
        for seconds in (number, number / 1000):
            if int(seconds) in _EPOCH_SECONDS:
                at = datetime.fromtimestamp(seconds, UTC)
                return _moment(at.date(), at.time(), UTC)
    raise Wrong("not_a_date")


def _from_parts(match: re.Match[str], zone: tzinfo) -> Moment:
    part = match.groupdict()
    return _moment(
        _day(part["y"], part.get("m") or _month(part["mon"]), part["d"]), _clock(part), _zone(part.get("zone")) or zone
    )


def _year_last(match: re.Match[str], zone: tzinfo) -> Moment:
    """31/12/2026 and 12/31/2026 have one reading each; 01/02/2026 has two and is refused."""
    part = match.groupdict()
    a, b = int(part["a"]), int(part["b"])
    if a != b and a <= 12 and b <= 12:
        raise Wrong("ambiguous_date")
    day, month = (a, b) if a > 12 else (b, a)
    return _moment(_day(part["y"], month, day), _clock(part), _zone(part["zone"]) or zone)


def _day(year: str, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong("not_a_date") from None


def _month(name: str) -> int:
    try:
        return _MONTHS.index(name[:3].lower()) + 1
    except ValueError:
        raise Wrong("not_a_date") from None


def _clock(part: dict[str, str | None]) -> time | None:
    if part.get("h") is None:
        return None
    hour = int(part["h"] or 0)
    half, half_en = part.get("half"), (part.get("half_en") or "")[:1].lower()
    if half in _AFTERNOON or half_en == "p":
        hour += 12 if hour < 12 else 0
    elif (half or half_en) and hour == 12:
        hour = 0
    micros = int((part.get("f") or "0")[:6].ljust(6, "0"))
    try:
        return time(hour, int(part["mi"] or 0), int(part["s"] or 0), micros)
    except ValueError:
        raise Wrong("not_a_date") from None


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name in ("CST", "北京时间"):
        return SHANGHAI
    if name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if ahead >= timedelta(hours=24):
        raise Wrong("not_a_date")
    return timezone(-ahead if name[0] == "-" else ahead)


def _moment(day: date, clock: time | None, zone: tzinfo) -> Moment:
    if not EARLIEST <= day <= LATEST:
        raise Wrong("absurd_date")
    if clock is None or clock == time.min:
        return Moment(day, None)
    at = datetime.combine(day, clock, zone).astimezone(SHANGHAI)
    return Moment(at.date(), at.astimezone(UTC) if at.time() != time.min else None)
