"""From parts to members: byte ranges put together, years settled, families formed, copies found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hegui.engine import Source
from hegui.evidence.logs import families, years
from hegui.evidence.logs.parts import LOSSES, NUMBERS, STRETCHES, TICKS, Loss, Stretch, stretches_of
from hegui.evidence.logs.reading import DEFAULT_ZONE
from hegui.evidence.logs.tally import WRAP
from hegui.facts import Facts
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import DAY, EPOCH, SECOND

if TYPE_CHECKING:
    from hegui.recognise.times import Times


@dataclass(frozen=True, slots=True)
class Ticks:
    """Slices of time with records, in order: how many, the first and the last of each (microseconds)."""

    records: Times
    first: Times
    last: Times

    def moved(self, by: int) -> Ticks:
        """The same so much later."""
        return Ticks(self.records, self.first + by, self.last + by)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a family, or one entry of an archive; its times settled in UTC."""

    stretch: Stretch
    name: families.Name
    ticks: Ticks
    losses: Sequence[Loss]
    first: int | None
    last: int | None


class Parts:
    """The parts of a source as they come in."""

    def __init__(self) -> None:
        self._stretches: dict[str, list[Stretch]] = defaultdict(list)
        self._ticks: dict[tuple[str, int], Ticks] = {}
        self._losses: dict[str, list[Loss]] = defaultdict(list)

    def add(self, part: Facts) -> None:
        """Take in one part."""
        for stretch in stretches_of(part[STRETCHES]):
            self._stretches[stretch.path].append(stretch)
        if TICKS in part:
            self._ticks.update(_ticks_of(part[TICKS]))
        for row in part[LOSSES].to_pylist() if LOSSES in part else ():
            self._losses[row.pop("path")].append(Loss(**row))

    @property
    def paths(self) -> set[str]:
        """The members that were read."""
        return set(self._stretches)

    def by_family(self, source: Source, whole: bool) -> Iterator[tuple[str, list[Member]]]:
        """Each family with its members, newest first; where the source is no folder (*whole*), each member is one of its own."""
        groups: dict[str, list[str]] = defaultdict(list)
        for path in self._stretches:
            groups[families.family_of(path) if whole else path].append(path)
        for common, paths in sorted(groups.items()):
            names = families.newest_first(families.name_of(path) for path in paths)
            yield common if len(paths) > 1 else paths[0], self._settled(source, names)

    def _settled(self, source: Source, names: Sequence[families.Name]) -> list[Member]:
        """Members with their times in UTC."""
        zone = source.options.get("timezone", DEFAULT_ZONE)
        members = []
        newer: int | None = None  # where the next newer member of year-less records begins
        for name in names:
            stretch, own = self._whole(name.path)
            if stretch.yearless and len(own.first):
                by = [stretch.modified] if newer is None else [stretch.modified, newer]
                if source.as_of is not None:
                    by.append((source.as_of.toordinal() - EPOCH) * DAY)
                year = years.named(own.first, stretch.named_year, stretch.named_at)
                if year is None:
                    year = years.year_of(own.last, min(by), zone)
                own = Ticks(own.records, years.settled(own.first, year, zone), years.settled(own.last, year, zone))
                newer = int(own.first.min())
            first, last = (int(own.first.min()), int(own.last.max())) if len(own.first) else (None, None)
            members.append(Member(stretch, name, own, self._losses[name.path], first, last))
        return members

    def _whole(self, path: str) -> tuple[Stretch, Ticks]:
        """One stretch and its ticks from the byte ranges of a member."""
        ranges = sorted(self._stretches[path], key=lambda stretch: stretch.start)
        whole = ranges[0]
        ticks = [self._ticks[path, whole.start]] if (path, whole.start) in self._ticks else []
        for stretch in ranges[1:]:
            turned = 0
            if stretch.yearless and whole.tail is not None and stretch.head is not None:
                turned = whole.tail // years.YEAR + (stretch.head < whole.tail % years.YEAR - WRAP)
            whole = _after(whole, stretch, turned * years.YEAR)
            if (path, stretch.start) in self._ticks:
                ticks.append(self._ticks[path, stretch.start].moved(turned * years.YEAR))
        return whole, joined(ticks, whole.width)


def joined(parts: Sequence[Ticks], width: int) -> Ticks:
    """The ticks of several as one, in order of time."""
    import numpy as np

    if not parts:
        return Ticks(*(np.empty(0, np.int64),) * 3)
    if len(parts) == 1:
        return parts[0]
    records, first, last = (np.concatenate([getattr(p, name) for p in parts]) for name in ("records", "first", "last"))
    order = np.argsort(first, kind="stable")
    records, first, last = records[order], first[order], last[order]
    if not len(first):
        return Ticks(records, first, last)
    number = first // (width * SECOND)
    starts = np.concatenate(([0], np.flatnonzero(number[1:] != number[:-1]) + 1))
    sums = np.add.reduceat(records, starts), np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
    return Ticks(*sums)


def without_copies(members: Sequence[Member]) -> tuple[list[Member], list[Member]]:
    """The members, and apart from them those that hold what another one holds (``access.log.1`` and its ``.gz`` both kept)."""
    seen: set[Any] = set()
    kept: list[Member] = []
    copies: list[Member] = []
    for member in members:
        s = member.stretch
        content = (
            s.lines,
            s.undated,
            s.out_of_order,
            s.head,
            s.tail,
            member.ticks.records.tobytes(),
            member.ticks.last.tobytes(),
        )
        copies.append(member) if s.lines > 1 and content in seen else kept.append(member)
        seen.add(content)
    return kept, copies


def losses_of(members: Sequence[Member]) -> list[Loss]:
    """What is lost of a family beside whole members: numbers and clearings within them, and numbers between one and the next."""
    found = [loss for member in members for loss in member.losses]
    ordered = sorted((m for m in members if m.stretch.sequence_first is not None), key=lambda m: m.first or 0)
    for older, newer in pairwise(ordered):
        last, first = older.stretch.sequence_last, newer.stretch.sequence_first
        if last is not None and first is not None and first > last + 1:
            found.append(Loss(NUMBERS, first - last - 1, last, older.last or UNDATED, newer.first or UNDATED))
    return sorted(found, key=lambda loss: (loss.kind, loss.after or 0, loss.until))


def _after(whole: Stretch, more: Stretch, by: int) -> Stretch:
    """Two stretches of one member as one; the times of the second lie *by* later."""

    def moved(at: int | None) -> int | None:
        return None if at is None else at + by

    def least(a: tuple[int | None, int], b: tuple[int | None, int], sign: int) -> tuple[int | None, int]:
        given = [(at * sign, line) for at, line in (a, b) if at is not None]
        at, line = min(given, default=(None, 0))
        return (None if at is None else at * sign), line

    head, tail = moved(more.head), moved(more.tail)
    first, first_line = least((whole.first, whole.first_line), (moved(more.first), whole.lines + more.first_line), 1)
    last, last_line = least((whole.last, whole.last_line), (moved(more.last), whole.lines + more.last_line), -1)
    backwards = whole.tail is not None and head is not None and head < whole.tail
    return replace(
        whole,
        format=whole.format or more.format,
        yearless=whole.yearless or more.yearless,
        zone_inferred=whole.zone_inferred or more.zone_inferred,
        lines=whole.lines + more.lines,
        undated=whole.undated + more.undated,
        implausible=whole.implausible + more.implausible,
        out_of_order=whole.out_of_order + more.out_of_order + backwards,
        head=head if whole.head is None else whole.head,
        tail=whole.tail if tail is None else tail,
        first=first,
        last=last,
        first_line=first_line,
        last_line=last_line,
        sequence_first=more.sequence_first if whole.sequence_first is None else whole.sequence_first,
        sequence_last=whole.sequence_last if more.sequence_last is None else more.sequence_last,
        hint=whole.hint or more.hint,
        named_year=whole.named_year if more.named_year is None else more.named_year,
        named_at=whole.named_at if more.named_year is None else more.named_at,
        damage=whole.damage or more.damage,
        sha256=whole.sha256 or more.sha256,
    )


def _ticks_of(table: Any) -> Iterator[tuple[tuple[str, int], Ticks]]:
    """The ticks of each stretch in a part."""
    import numpy as np

    keys = list(zip(table.column("path").to_pylist(), table.column("start").to_pylist(), strict=True))
    records, first, last = (table.column(name).to_numpy() for name in ("records", "first", "last"))
    borders = [0, *(at for at in range(1, len(keys)) if keys[at] != keys[at - 1]), len(keys)]
    for a, b in pairwise(borders):
        if a < b:
            order = np.argsort(first[a:b], kind="stable")
            yield keys[a], Ticks(records[a:b][order], first[a:b][order], last[a:b][order])
