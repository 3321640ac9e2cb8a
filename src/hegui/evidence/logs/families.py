"""Names of log files: which belong together, in which order, and which are missing from a rotated set.

``access.log``, ``access.log.1``, ``access.log.2.gz``; ``access.log-20260101.gz``; ``server.log.2016-12-19-16``;
``app-2026-01-01.log``; ``u_ex260101.log``: the family is the name without number, date and compression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath

INSIDE = "!/"
DENSE = 0.5
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst|zstd|lz4|z|zip|tar|tgz|tbz2|txz)$", re.IGNORECASE)
_CLOUD = re.compile(r"_(?P<date>\d{8}T\d{4})Z_\w{16}(?=\.)")
_DATE = re.compile(
    r"[-._]?(?<!\d)(?P<date>(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?:[-_.T]?(?:[01]\d|2[0-3])(?:[-_.:]?[0-5]\d){0,2})?)(?!\d)"
)
_IIS = re.compile(r"(?<=ex)(?P<date>\d{6,8})(?=\.log)")
_MONTHLY = re.compile(r"[-._](?<!\d)(?P<date>(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2]))(?!\d)")
_NUMBER = re.compile(r"\.(?P<number>\d{1,4})$")
_LAYOUTS = {6: "%Y%m", 8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name read: its family (with its folder), and the number or date that the rotation gave it."""

    path: str
    family: str
    number: int | None = None
    dated: datetime | None = None
    digits: int = 0  # of the date: 6 a month, 8 a day, 10 an hour, more a time
    date_at: tuple[int, int] = (0, 0)
    number_at: tuple[int, int] = (0, 0)


def name_of(path: str) -> Name:
    """Read the name of a file from its path, written with ``/``."""
    folder, _, whole = path.rpartition("/")
    base = whole
    while match := _PACKED.search(base):
        base = base[: match.start()]
    number, number_at = None, (0, 0)
    if match := _NUMBER.search(base):
        number, number_at = int(match["number"]), match.span("number")
        base = base[: match.start()]
    dated, digits, date_at = None, 0, (0, 0)
    for pattern in (_CLOUD, _DATE, _IIS, _MONTHLY):
        if (match := pattern.search(base)) and (read := _date(match["date"], pattern is _IIS)):
            dated, digits = read
            date_at = match.span("date")
            base = base[: match.start()] + base[match.end() :]
            break
    if number is None and dated is not None and (match := re.search(r"\.(\d{1,4})(?=\.[a-z]+$)", base)):
        number = int(match[1])
        base = base[: match.start()] + base[match.end() :]
    if not base or base.startswith("."):
        base = f"*{base}"
    shift = len(folder) + 1 if folder else 0
    return Name(
        path=path,
        family=str(PurePosixPath(folder, base)) if folder else base,
        number=number,
        dated=dated,
        digits=digits,
        date_at=(date_at[0] + shift, date_at[1] + shift),
        number_at=(number_at[0] + shift, number_at[1] + shift),
    )


def newest_first(names: Iterable[Name]) -> list[Name]:
    """Members of one family from the newest to the oldest: the live file, then by date, then by number."""
    return sorted(
        names, key=lambda n: (n.dated is not None, -(n.dated.timestamp()) if n.dated else 0.0, n.number or 0, n.path)
    )


def missing(members: Sequence[tuple[Name, datetime | None, datetime | None]]) -> list[str]:
    """The paths that a rotated set ought to hold and does not; *members* are names with their first and last record.

    Numbers have no holes between the first and the highest. Dates keep a step; a date without
    a file is missing only where no other member's records reach into its period.
    """
    numbered = [n for n, _, _ in members if n.number is not None and n.dated is None and n.number_at[1]]
    dated = sorted(
        (m for m in members if m[0].dated is not None and m[0].number is None), key=lambda m: m[0].dated or 0
    )
    return _missing_numbers(numbered, len(members)) + _missing_dates(dated)


def _missing_numbers(names: Sequence[Name], members: int) -> list[str]:
    if members < 2 or not names:
        return []
    held = {name.number: name for name in names if name.number is not None}
    found = []
    for number in range(min(1, *held), max(held)):
        if number not in held:
            older = held[min(n for n in held if n > number)]
            found.append(older.path[: older.number_at[0]] + str(number) + older.path[older.number_at[1] :])
    return found


def _missing_dates(members: Sequence[tuple[Name, datetime | None, datetime | None]]) -> list[str]:
    days = sorted({m[0].dated for m in members if m[0].dated is not None})
    digits = {m[0].digits for m in members}
    if len(digits) != 1 or len(days) < 2:
        return []
    step = _step(days, digits.pop())
    if step is None:
        return []
    found = []
    for (name, _, last), (later, first, _) in pairwise(members):
        if name.dated is None or later.dated is None:
            continue
        expected = name.dated + step
        while expected < later.dated:
            if last is None or first is None or first - last >= step:
                found.append(_renamed(later, expected))
            expected += step
    return found


def _step(days: Sequence[datetime], digits: int) -> timedelta | None:
    """The rhythm of a dated set: its smallest step, where every step is a multiple of it and at least half of them are there.

    An hour in the names is an hourly rhythm. Other sets (a month in the name, several files a day) keep none.
    """
    steps = [b - a for a, b in pairwise(days)]
    step = timedelta(hours=1) if digits == 10 else min(steps)
    if digits not in (8, 10) or any(other % step for other in steps):
        return None
    expected = (days[-1] - days[0]) / step + 1
    return step if len(days) >= DENSE * expected else None


def _renamed(name: Name, date: datetime) -> str:
    """The path of *name* with another date, written as the name writes its own."""
    fresh = iter(date.strftime("%Y%m%d%H%M%S")[2 if _short(name) else 0 :])
    start, end = name.date_at
    return name.path[:start] + re.sub(r"\d", lambda _: next(fresh), name.path[start:end]) + name.path[end:]


def _short(name: Name) -> bool:
    return sum(c.isdigit() for c in name.path[slice(*name.date_at)]) < name.digits


def _date(text: str, short: bool) -> tuple[datetime, int] | None:
    digits = re.sub(r"\D", "", text)
    if short:
        digits = "20" + digits
    try:
        return datetime.strptime(digits, _LAYOUTS[len(digits)]), len(digits)
    except (KeyError, ValueError):
        return None


def family_of(path: str) -> str:
    """The family of a member; inside an archive, the families of the archive and of the entry together."""
    outer, mark, inner = path.partition(INSIDE)
    return name_of(outer).family + mark + name_of(inner).family if mark else name_of(path).family


def file_of(path: str) -> str:
    """The file on disk that holds a member."""
    return path.partition(INSIDE)[0]
