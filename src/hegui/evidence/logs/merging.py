"""From the parts of a source to its facts: families, spans, days, gaps, exhibits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hegui.engine import Source
from hegui.evidence.logs import families, years
from hegui.evidence.logs.parts import STRETCHES, TICKS, Stretch, stretches_of
from hegui.evidence.logs.reading import DEFAULT_MAX_GAP, DEFAULT_ZONE
from hegui.facts import Facts, table_of
from hegui.recognise.times import DAY, EPOCH, SECOND
from hegui.recognise.zones import to_local

if TYPE_CHECKING:
    from hegui.recognise.times import Times

_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Slices of time with records: how many, the first and the last of each (microseconds UTC once settled)."""

    records: Times
    first: Times
    last: Times


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a family, its times settled in UTC."""

    stretch: Stretch
    name: families.Name
    ticks: Ticks
    first: int | None
    last: int | None


def merge(source: Source, parts: Iterable[Facts]) -> Facts:
    """The facts of a source of logs."""
    rows: dict[str, list[Mapping[str, Any]]] = {
        name: [] for name in ("log_span", "log_member", "log_day", "log_gap", "exhibit", "coverage")
    }
    said: dict[str, list[Any]] = {"unreadable": [], "skipped": []}
    stretches: list[Stretch] = []
    ticks: dict[tuple[str, int], Ticks] = {}
    for part in parts:
        for name, tables in said.items():
            if name in part and part[name].num_rows:
                tables.append(part[name])
        if STRETCHES in part:
            stretches.extend(stretches_of(part[STRETCHES]))
            ticks.update(_ticks_of(part[TICKS]))
    whole = Path(source.location).is_dir()
    unread = {path for table in said["unreadable"] for path in table.column("path").to_pylist()}
    timeless: list[Mapping[str, Any]] = []
    for family, members in _families(source, stretches, ticks, whole):
        if whole and _is_timeless(members):
            timeless.extend(_timeless(source, members))
        else:
            _family_rows(source, family, members, rows)
    said["skipped"].append(table_of("skipped", timeless))
    read = {stretch.path for stretch in stretches}
    counted = {"operator": source.operator, "source": source.id, "unit": "files", "how": "all"}
    rows["coverage"].append({**counted, "population": len(read | unread), "examined": len(read)})
    return {**{name: table_of(name, some) for name, some in rows.items()}, **_said(said)}


def _is_timeless(members: Sequence[Member]) -> bool:
    """Whether no line of any member has a time, though there are lines: a read-me among the logs, or a format not known."""
    stretches = [member.stretch for member in members]
    return any(s.lines for s in stretches) and all(s.lines == s.undated and not s.implausible for s in stretches)


def _timeless(source: Source, members: Sequence[Member]) -> list[Mapping[str, Any]]:
    row = {"operator": source.operator, "source": source.id, "why": "no_time_stamps"}
    return [{**row, "what": member.stretch.path} for member in members]


def _said(said: Mapping[str, list[Any]]) -> Facts:
    import pyarrow as pa

    return {name: pa.concat_tables(tables) if tables else table_of(name, []) for name, tables in said.items()}


def _ticks_of(table: Any) -> Iterator[tuple[tuple[str, int], Ticks]]:
    """The ticks of each stretch in a part."""
    import numpy as np

    paths, starts = table.column("path").to_pylist(), table.column("start").to_pylist()
    records, first, last = (table.column(name).to_numpy() for name in ("records", "first", "last"))
    keys = list(zip(paths, starts, strict=True))
    borders = [0, *(at for at in range(1, len(keys)) if keys[at] != keys[at - 1]), len(keys)]
    for a, b in pairwise(borders):
        if a < b:
            order = np.argsort(first[a:b], kind="stable")
            yield keys[a], Ticks(records[a:b][order], first[a:b][order], last[a:b][order])


def _families(
    source: Source, stretches: Sequence[Stretch], ticks: Mapping[tuple[str, int], Ticks], whole: bool
) -> Iterator[tuple[str, list[Member]]]:
    """Each family with its members, newest first, their years settled."""
    groups: dict[str, list[tuple[families.Name, Stretch]]] = {}
    for stretch in stretches:
        name = families.name_of(stretch.path)
        groups.setdefault(families.family_of(stretch.path) if whole else stretch.path, []).append((name, stretch))
    for common, group in sorted(groups.items()):
        family = common if len(group) > 1 else group[0][0].path
        by_path = {name.path: stretch for name, stretch in group}
        ordered = [(name, by_path[name.path]) for name in families.newest_first(name for name, _ in group)]
        yield family, _settled(source, ordered, ticks)


def _settled(
    source: Source, ordered: Sequence[tuple[families.Name, Stretch]], ticks: Mapping[tuple[str, int], Ticks]
) -> list[Member]:
    import numpy as np

    zone = source.options.get("timezone", DEFAULT_ZONE)
    none = Ticks(*(np.empty(0, np.int64),) * 3)
    members = []
    newer: int | None = None  # where the next newer member of year-less records begins
    for name, stretch in ordered:
        own = ticks.get((stretch.path, stretch.start), none)
        if stretch.yearless and len(own.first):
            by = [stretch.modified] if newer is None else [stretch.modified, newer]
            if source.as_of is not None:
                by.append((source.as_of.toordinal() - EPOCH) * DAY)
            year = years.year_of(own.last, min(by), zone)
            own = Ticks(own.records, years.settled(own.first, year, zone), years.settled(own.last, year, zone))
            newer = int(own.first.min())
        first, last = (int(own.first.min()), int(own.last.max())) if len(own.first) else (None, None)
        members.append(Member(stretch, name, own, first, last))
    return members


def _family_rows(
    source: Source, family: str, members: Sequence[Member], rows: dict[str, list[Mapping[str, Any]]]
) -> None:
    zone = source.options.get("timezone", DEFAULT_ZONE)
    of = {"operator": source.operator, "source": source.id}
    ticks = _joined(members)
    days = _days(ticks, zone)
    gaps = _gaps(ticks, int(source.options.get("max_gap", DEFAULT_MAX_GAP)))
    dated = [m for m in members if m.first is not None]
    first = min((m.first for m in dated if m.first is not None), default=None)
    last = max((m.last for m in dated if m.last is not None), default=None)
    stretches = [m.stretch for m in members]
    formats = Counter[str]()
    for stretch in stretches:
        if stretch.format:
            formats[stretch.format] += stretch.lines - stretch.undated
    rows["log_span"].append(
        {
            **of,
            "path": family,
            "format": formats.most_common(1)[0][0] if formats else None,
            "files": len({families.file_of(s.path) for s in stretches}),
            "bytes": sum({families.file_of(s.path): s.bytes for s in stretches}.values()),
            "lines": sum(s.lines for s in stretches),
            "undated_lines": sum(s.undated for s in stretches),
            "first": instant(first),
            "last": instant(last),
            "year_inferred": any(s.yearless for s in stretches),
            "zone_inferred": any(s.zone_inferred or s.yearless for s in stretches),
            "days_with_events": len(days),
            "days_without": max(days) - min(days) + 1 - len(days) if days else 0,
            "out_of_order": sum(s.out_of_order for s in stretches),
            "sequence_missing": 0,
            "cleared_events": 0,
            "missing_members": families.missing([(m.name, naive(m.first), naive(m.last)) for m in members]),
            "damaged_members": [s.path for s in stretches if s.damage],
        }
    )
    rows["log_day"].extend(
        {**of, "path": family, "day": date.fromordinal(EPOCH + day), "records": n} for day, n in days.items()
    )
    rows["log_gap"].extend(
        {**of, "path": family, "gap_from": instant(a), "gap_to": instant(b), "seconds": (b - a) // SECOND}
        for a, b in gaps
    )
    for member in members:
        rows["log_member"].append({**of, "family": family, **_member_row(source, member)})
        rows["exhibit"].append({**of, **_exhibit(source, member, member.stretch.path)})
    for end, line in _ends(members):
        locator = f"{end.stretch.path}#line={line}"
        rows["exhibit"].append({**of, **_exhibit(source, end, locator)})


def _joined(members: Sequence[Member]) -> Ticks:
    """The ticks of all members as one, in order of time."""
    import numpy as np

    if not members:
        return Ticks(*(np.empty(0, np.int64),) * 3)
    width = members[0].stretch.width * SECOND
    records, first, last = (
        np.concatenate([getattr(m.ticks, name) for m in members]) for name in ("records", "first", "last")
    )
    order = np.argsort(first, kind="stable")
    records, first, last = records[order], first[order], last[order]
    if not len(first):
        return Ticks(records, first, last)
    number = first // width
    starts = np.concatenate(([0], np.flatnonzero(number[1:] != number[:-1]) + 1))
    return Ticks(
        np.add.reduceat(records, starts), np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
    )


def _days(ticks: Ticks, zone: str) -> dict[int, int]:
    """Records of each day, as days since 1970 in the zone."""
    import numpy as np

    days, which = np.unique(to_local(ticks.first, zone) // DAY, return_inverse=True)
    return dict(zip(days.tolist(), np.bincount(which, ticks.records).astype(int).tolist(), strict=True))


def _gaps(ticks: Ticks, max_gap: int) -> list[tuple[int, int]]:
    """Every silence longer than *max_gap* seconds, as its two ends."""
    import numpy as np

    silences = ticks.first[1:] - ticks.last[:-1]
    return [(int(ticks.last[at]), int(ticks.first[at + 1])) for at in np.flatnonzero(silences > max_gap * SECOND)]


def _member_row(source: Source, member: Member) -> dict[str, Any]:
    stretch = member.stretch
    return {
        "path": stretch.path,
        "bytes": stretch.bytes,
        "lines": stretch.lines,
        "undated_lines": stretch.undated,
        "first": instant(member.first),
        "last": instant(member.last),
        "damaged": stretch.damage is not None,
        "exhibit": f"{source.id}:{stretch.path}",
    }


def _exhibit(source: Source, member: Member, locator: str) -> dict[str, Any]:
    return {
        "exhibit": f"{source.id}:{locator}",
        "locator": locator,
        "sha256": member.stretch.sha256,
        "period_from": instant(member.first),
        "period_to": instant(member.last),
        "taken_at": instant(member.stretch.taken_at),
        "proof": "measured",
    }


def _ends(members: Sequence[Member]) -> list[tuple[Member, int]]:
    """The members and lines of the first and of the last record."""
    dated = [m for m in members if m.first is not None]
    if not dated:
        return []
    first, last = min(dated, key=lambda m: m.first or 0), max(dated, key=lambda m: m.last or 0)
    ends = [(first, first.stretch.first_line), (last, last.stretch.last_line)]
    return ends[:1] if (first.stretch.path, ends[0][1]) == (last.stretch.path, ends[1][1]) else ends


def instant(micros: int | None) -> datetime | None:
    """Microseconds since 1970 as an instant."""
    return None if micros is None else _START + timedelta(microseconds=micros)


def naive(micros: int | None) -> datetime | None:
    """The same without a zone, to be compared with its like."""
    return None if micros is None else (_START + timedelta(microseconds=micros)).replace(tzinfo=None)
