"""From the parts of a source to its facts: spans, days, silences, members, exhibits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hegui.engine import Source, places
from hegui.evidence.logs import families
from hegui.evidence.logs.categories import category_of
from hegui.evidence.logs.members import Member, Parts, Ticks, joined, losses_of, without_copies
from hegui.evidence.logs.parts import CLEARING, MEMBER, NUMBERS, STRETCHES, Loss
from hegui.evidence.logs.reading import DEFAULT_MAX_GAP, DEFAULT_ZONE
from hegui.evidence.logs.rhythm import Rhythm
from hegui.facts import Facts, table_of
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import DAY, EPOCH, SECOND
from hegui.recognise.zones import to_local

_START = datetime(1970, 1, 1, tzinfo=UTC)
FEW = 3
"""Fewer times than this, anywhere in the lines of a text, make no log of it."""

TABLES = (
    "log_span",
    "log_member",
    "log_day",
    "log_gap",
    "log_loss",
    "log_setting",
    "exhibit",
    "coverage",
    "unreadable",
    "skipped",
)

Rows = dict[str, list[Mapping[str, Any]]]


def merge(source: Source, parts: Iterable[Facts]) -> Facts:
    """The facts of a source of logs."""
    rows: Rows = {name: [] for name in TABLES}
    gathered = Parts()
    for part in parts:
        for name in ("unreadable", "skipped", "log_setting"):
            rows[name].extend(part[name].to_pylist() if name in part else ())
        if STRETCHES in part:
            gathered.add(part)
    family = _Family(source, rows)
    whole = _is_folder(source)
    for row in rows["log_setting"]:
        family.point(row["path"])
    for path, members in gathered.by_family(source, whole):
        if whole and _is_timeless(members):
            family.skip("no_time_stamps", members)
        else:
            family.add(path, members)
    unread = {row["path"] for row in rows["unreadable"]}
    counted = {"operator": source.operator, "source": source.id, "unit": "files", "how": "all"}
    settings = {row["path"] for row in rows["log_setting"]}
    files = {families.file_of(path) for path in gathered.paths | settings}
    found = {families.file_of(path) for path in unread} | files
    rows["coverage"].append({**counted, "population": len(found), "examined": len(files)})
    return {name: table_of(name, some) for name, some in rows.items()}


def _is_folder(source: Source) -> bool:
    try:
        return places.is_folder(source.location)
    except OSError:
        return False


def _is_timeless(members: Sequence[Member]) -> bool:
    """Whether no line of any member has a time, or hardly one in a text: a read-me among the logs, or a format not known."""
    stretches = [member.stretch for member in members]
    lines, undated = sum(s.lines for s in stretches), sum(s.undated for s in stretches)
    stray = all(s.format in (None, "text_with_time") for s in stretches) and undated > 1 and lines - undated < FEW
    return lines > 0 and (lines == undated or stray) and not any(s.implausible for s in stretches)


@dataclass(slots=True)
class _Family:
    """Writes the rows of one family after the other."""

    source: Source
    rows: Rows

    @property
    def _of(self) -> dict[str, str]:
        return {"operator": self.source.operator, "source": self.source.id}

    def skip(self, why: str, members: Sequence[Member]) -> None:
        """Say that members were passed over."""
        self.rows["skipped"].extend({**self._of, "why": why, "what": m.stretch.path} for m in members)

    def add(self, path: str, members: Sequence[Member]) -> None:
        """Write all rows of a family."""
        members, copies = without_copies(members)
        self.skip("duplicate", copies)
        zone = self.source.options.get("timezone", DEFAULT_ZONE)
        ticks = joined([m.ticks for m in members], members[0].stretch.width)
        days = _days(ticks, zone)
        rhythm = Rhythm(ticks.first, zone) if len(ticks.first) else None
        longest = _longest(ticks)
        silence = dict(zip(("silence_from", "silence_to"), map(instant, longest or (None, None)), strict=True))
        weighed = rhythm.probability(*longest) if rhythm and longest else None
        losses = losses_of(members)
        gone = families.missing([families.Spanned(m.name, m.first, m.last) for m in members])
        self.rows["log_span"].append(
            {
                **self._of,
                "path": path,
                **_sums(members),
                "sequence_missing": sum(loss.missing for loss in losses if loss.kind == NUMBERS),
                "cleared_events": sum(loss.kind == CLEARING for loss in losses),
                "missing_members": [one.path for one in gone],
                "category": self._category(path, members),
                "days_with_events": len(days),
                "days_without": max(days) - min(days) + 1 - len(days) if days else 0,
                **silence,
                "silence_probability": weighed,
            }
        )
        self.rows["log_loss"].extend({**self._of, "path": path, **_loss(loss)} for loss in losses)
        for one in gone:
            between = {"lost_from": instant(one.since), "lost_to": instant(one.until)}
            row = {**self._of, "path": path, "kind": MEMBER, "missing": 1, "member": one.path, **between}
            self.rows["log_loss"].append(row)
        self.rows["log_day"].extend(
            {**self._of, "path": path, "day": date.fromordinal(EPOCH + day), "records": n} for day, n in days.items()
        )
        for begins, ends in _gaps(ticks, int(self.source.options.get("max_gap", DEFAULT_MAX_GAP))):
            gap = {"gap_from": instant(begins), "gap_to": instant(ends), "seconds": (ends - begins) // SECOND}
            probability = rhythm.probability(begins, ends) if rhythm else None
            self.rows["log_gap"].append({**self._of, "path": path, **gap, "probability": probability})
        for member in members:
            self.rows["log_member"].append({**self._of, "family": path, **self._member(member)})
            self._exhibit(member, member.stretch.path)
        for member, line in _ends(members):
            self._exhibit(member, f"{member.stretch.path}#line={line}")

    def _category(self, path: str, members: Sequence[Member]) -> str | None:
        told = self.source.options.get("category")
        hints = [m.stretch.hint for m in members if m.stretch.hint]
        whole = path if _is_folder(self.source) else self.source.name
        return told or category_of(whole, _format(members), hints)

    def _member(self, member: Member) -> dict[str, Any]:
        stretch = member.stretch
        return {
            "path": stretch.path,
            "bytes": stretch.bytes,
            "lines": stretch.lines,
            "undated_lines": stretch.undated,
            "first": instant(member.first),
            "last": instant(member.last),
            "damaged": stretch.damage is not None,
            "modified": instant(stretch.modified),
            "exhibit": f"{self.source.id}:{stretch.path}",
        }

    def point(self, locator: str) -> None:
        """Point to a file that is no log."""
        taken = {"locator": locator, "taken_at": self.source.taken_at, "proof": "registered"}
        self.rows["exhibit"].append({**self._of, "exhibit": f"{self.source.id}:{locator}", **taken})

    def _exhibit(self, member: Member, locator: str) -> None:
        self.rows["exhibit"].append(
            {
                **self._of,
                "exhibit": f"{self.source.id}:{locator}",
                "locator": locator,
                "sha256": member.stretch.sha256,
                "period_from": instant(member.first),
                "period_to": instant(member.last),
                "taken_at": instant(member.stretch.taken_at),
                "proof": "measured",
            }
        )


def _sums(members: Sequence[Member]) -> dict[str, Any]:
    """What a span says of its members together."""
    stretches = [m.stretch for m in members]
    sizes = {families.file_of(s.path): s.bytes for s in stretches}
    return {
        "format": _format(members),
        "files": len(sizes),
        "bytes": sum(sizes.values()),
        "lines": sum(s.lines for s in stretches),
        "undated_lines": sum(s.undated for s in stretches),
        "first": instant(min((m.first for m in members if m.first is not None), default=None)),
        "last": instant(max((m.last for m in members if m.last is not None), default=None)),
        "year_inferred": any(s.yearless for s in stretches),
        "zone_inferred": any(s.zone_inferred or s.yearless for s in stretches),
        "out_of_order": sum(s.out_of_order for s in stretches),
        "damaged_members": [s.path for s in stretches if s.damage],
        "misdated_members": [m.stretch.path for m in members if _misdated(m)] + _misplaced(members),
    }


def _misdated(member: Member) -> bool:
    """Whether a file was last written before its last record, by its own time; a day for clocks that differ."""
    return member.last is not None and not member.stretch.yearless and member.stretch.modified < member.last - DAY


def _misplaced(members: Sequence[Member]) -> list[str]:
    """Numbered members, newest first, that begin after the one with the next smaller number does."""
    numbered = [m for m in members if m.name.number_at[1] and m.name.dated is None and m.first is not None]
    return [older.stretch.path for newer, older in pairwise(numbered) if (older.first or 0) > (newer.first or 0)]


def _format(members: Sequence[Member]) -> str | None:
    """The format of most records."""
    formats = Counter[str]()
    for stretch in (m.stretch for m in members):
        if stretch.format:
            formats[stretch.format] += stretch.lines - stretch.undated
    return formats.most_common(1)[0][0] if formats else None


def _longest(ticks: Ticks) -> tuple[int, int] | None:
    """The longest silence, as its two ends."""
    if len(ticks.first) < 2:
        return None
    at = int((ticks.first[1:] - ticks.last[:-1]).argmax())
    return int(ticks.last[at]), int(ticks.first[at + 1])


def _loss(loss: Loss) -> dict[str, Any]:
    """A loss of numbers, or of what was cleared, as its row has it."""
    since, until = (None if at == UNDATED else instant(at) for at in (loss.since, loss.until))
    return {"kind": loss.kind, "missing": loss.missing, "after": loss.after, "lost_from": since, "lost_to": until}


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
