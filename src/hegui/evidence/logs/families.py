"""Names of log files: which belong together, in which order, and which are missing from a rotated set.

``access.log``, ``access.log.1``, ``access.log.2.gz``; ``access.log-20260101.gz``; ``server.log.2016-12-19-16``;
``app-2026-01-01.log``; ``u_ex260101.log``: the family is the name without number, date and compression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

INSIDE = "!/"
DENSE = 0.5
MICRO = timedelta(microseconds=1)
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst|zstd|lz4|z|zip|tar|tgz|tbz2|txz)$", re.IGNORECASE)
_CLOUD = re.compile(r"_(?P<date>\d{8}T\d{4})Z_\w{16}(?=\.)")
_DATE = re.compile(
    r"[-._]?(?<!\d)(?P<date>(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?:[-_.T]?(?:[01]\d|2[0-3])(?:[-_.:]?[0-5]\d){0,2})?)(?!\d)"
)
_FOLDERS = re.compile(
    r"(?:^|/)(?P<date>(?:19|20)\d\d(?:[-_/]?(?:0[1-9]|1[0-2])(?:[-_/]?(?:0[1-9]|[12]\d|3[01]))?))(?=/)"
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
    """Read the name of a member from its path, written with ``/``; an entry of an archive that has no number or date has the archive's."""
    outer, mark, inner = path.partition(INSIDE)
    if not mark:
        return _name_of(path)
    holder, entry = name_of(outer), name_of(inner)
    found = holder if entry.number is None and entry.dated is None else _moved(entry, len(outer) + len(mark))
    return replace(found, path=path, family=holder.family + mark + entry.family)


def _moved(name: Name, by: int) -> Name:
    """The name where its path stands so much further on."""
    date_at, number_at = (((a + by, b + by) if b else (a, b)) for a, b in (name.date_at, name.number_at))
    return replace(name, date_at=date_at, number_at=number_at)


def _name_of(path: str) -> Name:
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
    found = _moved(Name(path, base, number, dated, digits, date_at, number_at), shift)
    if (match := _FOLDERS.search(folder + "/")) is None:
        return replace(found, family=str(PurePosixPath(folder, base)) if folder else base)
    family = str(PurePosixPath((folder[: match.start()] + folder[match.end() :]).lstrip("/"), base))
    if dated is None and (read := _date(match["date"], False)):
        return replace(found, family=family, dated=read[0], digits=read[1], date_at=match.span("date"))
    return replace(found, family=family)


def newest_first(names: Iterable[Name]) -> list[Name]:
    """Members of one family from the newest to the oldest: the live file, then by date, then by number."""
    return sorted(
        names, key=lambda n: (n.dated is not None, -(n.dated.timestamp()) if n.dated else 0.0, n.number or 0, n.path)
    )


class Spanned(NamedTuple):
    """The name of a member with the times of its first and last record, microseconds."""

    name: Name
    first: int | None
    last: int | None


class Missing(NamedTuple):
    """A path that a rotated set ought to hold and does not, and the times of the records before and after its own."""

    path: str
    since: int | None
    until: int | None


def missing(members: Sequence[Spanned]) -> list[Missing]:
    """The members that a rotated set ought to hold and does not.

    Numbers have no holes between the first and the highest. Dates keep a step; a date without
    a file is missing only where no other member's records reach into its period.
    """
    numbered = {m.name.number: m for m in members if m.name.number is not None and m.name.dated is None}
    dated = sorted(
        (m for m in members if m.name.dated is not None), key=lambda m: (m.name.dated or 0, m.name.number or 0)
    )
    live = next((m for m in members if m.name.number is None and m.name.dated is None), None)
    return _missing_numbers(numbered, live) + _missing_dates(dated) if len(members) > 1 else []


def _missing_numbers(held: Mapping[int, Spanned], live: Spanned | None) -> list[Missing]:
    """What lacks between the numbers of a set, of which 0 may be the first and which *live* comes before."""
    found = []
    for number in range(min(1, *held), max(held)) if held else ():
        if number not in held:
            older = held[min(n for n in held if n > number)]
            newer = held.get(max((n for n in held if n < number), default=-1), live)
            before, after = older, newer
            if newer is not None and (newer.first or 0) < (older.first or 0):  # some count upwards
                before, after = newer, older
            start, end = older.name.number_at
            path = older.name.path[:start] + str(number) + older.name.path[end:]
            found.append(Missing(path, before.last, None if after is None else after.first))
    return found


def _missing_dates(members: Sequence[Spanned]) -> list[Missing]:
    days = sorted({m.name.dated for m in members if m.name.dated is not None})
    digits = {m.name.digits for m in members}
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
            if last is None or first is None or first - last >= step // MICRO:
                found.append(Missing(_renamed(later, expected), last, first))
            expected += step
    return found


def _step(days: Sequence[datetime], digits: int) -> timedelta | None:
    """The rhythm of a dated set: its smallest step, where every step is a multiple of it and at least half of them are there.

    Hours in the names are an hourly rhythm. Other sets (a month in the name, times of day) keep none.
    """
    steps = [b - a for a, b in pairwise(days)]
    step = timedelta(hours=1) if digits == 10 and len({day.hour for day in days}) > 1 else min(steps)
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
    return name_of(path).family


def file_of(path: str) -> str:
    """The file on disk that holds a member."""
    return path.partition(INSIDE)[0]
