"""One file of logs, or one byte range of it, read into a part: opened, unpacked, recognised, dated, added up.

Whatever is wrong with the file is said in ``unreadable`` or ``skipped``; nothing of a record's text leaves this module.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from hegui.engine import Shard, places
from hegui.engine.places import NoReaderError, Status
from hegui.evidence.logs import clearings
from hegui.evidence.logs.binaries import Opener, Records, opener_for, spooled
from hegui.evidence.logs.categories import by_content
from hegui.evidence.logs.daters import Dater
from hegui.evidence.logs.dating import dater_for, sampled
from hegui.evidence.logs.formats import usable
from hegui.evidence.logs.jsondocuments import FORMAT as DOCUMENT
from hegui.evidence.logs.jsondocuments import LARGEST, Document, document_in, may_be_document
from hegui.evidence.logs.opening import Digest, Leaf, Raw, border, leaves, opened, status_of
from hegui.evidence.logs.parts import CLEARING, Loss, Part, Stretch, tables_of
from hegui.evidence.logs.sequences import Sequence as Numbers
from hegui.evidence.logs.settings import Setting, settings_of
from hegui.evidence.logs.tally import Tally, width_for
from hegui.facts import Facts, table_of
from hegui.recognise.containers import Damage
from hegui.recognise.lines import BLOCK, Block, Blocks
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import DAY, SECOND

SNIFFED = 64 * 1024
LARGEST_INSIDE = 2 * 1024**3
"""What has to be laid down to be read is no larger."""

MOST_CONTROL_BYTES = 0.05
DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_MAX_GAP = 86_400
DOUBTFUL = frozenset({"text_with_time", "csv"})
"""Formats that a JSON document over several lines may be taken for."""
NEVER_CLEARED = frozenset({"apache_access", "windows_xml"})
"""Formats in which no line speaks of a cleared log, or which count such records themselves."""
PERHAPS_SETTINGS = frozenset({"json_lines", "csv", "text_with_time"})
"""Formats that a file of settings may be taken for."""
_PLAIN = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x100)) - {0x7F})
_OS_CODES = {
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOENT: "not_found",
    errno.ELOOP: "link_loop",
    errno.ENAMETOOLONG: "not_found",
}


def os_code(error: OSError) -> str:
    """The reason code of an error of the operating system."""
    return "no_remote" if isinstance(error, NoReaderError) else _OS_CODES.get(error.errno or 0, "io_error")


def locator(shard: Shard) -> str:
    """The member's path as facts show it: within its source, or the file's own name where the source is one file."""
    return shard.path or Path(places.shown(shard.source.location)).name


def read(shard: Shard) -> Facts:
    """The part of one shard."""
    reading = _Reading(shard)
    if problem := shard.options.get("problem"):
        reading.skip(str(problem)) if shard.options.get("skip") else reading.unreadable(str(problem))
    elif not usable(shard.source.options.get("formats") or {}):
        reading.unreadable("own_format")
    else:
        reading.file()
    return reading.facts()


@dataclass(slots=True)
class _Reading:
    shard: Shard
    parts: list[Part] = field(default_factory=list)
    unread: list[Mapping[str, Any]] = field(default_factory=list)
    skipped: list[Mapping[str, Any]] = field(default_factory=list)
    settings: list[Mapping[str, Any]] = field(default_factory=list)

    def facts(self) -> Facts:
        said = {"unreadable": self.unread, "skipped": self.skipped, "log_setting": self.settings}
        return {**tables_of(self.parts), **{name: table_of(name, rows) for name, rows in said.items() if rows}}

    def unreadable(self, reason: str, inner: str = "", detail: str | None = None) -> None:
        """Say that a member, or the rest of it, could not be read."""
        source = self.shard.source
        row = {"operator": source.operator, "source": source.id, "path": locator(self.shard) + inner}
        self.unread.append({**row, "reason": reason, "detail": detail})

    def skip(self, why: str, inner: str = "", detail: str | None = None) -> None:
        """Say that something was passed over."""
        source = self.shard.source
        row = {"operator": source.operator, "source": source.id, "what": locator(self.shard) + inner}
        self.skipped.append({**row, "why": why, "detail": detail})

    def file(self) -> None:
        """Read the file of the shard."""
        try:
            place = places.beneath(self.shard.source.location, self.shard.path)
            with opened(place) as file:
                before = status_of(file, place)
                self._whole(file, before) if self.shard.end is None else self._range(file, before)
                if status_of(file, place) != before:
                    self.skip("changed_while_read")
        except Damage as damage:
            self.unreadable(damage.code)
        except OSError as error:
            self.unreadable(os_code(error))

    def _whole(self, file: IO[bytes], status: Status) -> None:
        digest = Digest(status.size) if self.shard.source.options.get("hash", True) else None
        raw = Raw(file, status.size, digest)
        for leaf in leaves(raw, file):
            if isinstance(leaf.stream, Damage):
                self.unreadable(leaf.stream.code, leaf.way)
            elif (open_ := opener_for(leaf.head)) is not None:
                self._binary(leaf, open_, file, status)
            else:
                self._lines(leaf.way, Blocks(leaf.stream), status)
        if digest is not None:
            raw.drain()
            sha256 = digest.hex()
            self.parts = [part._replace(stretch=replace(part.stretch, sha256=sha256)) for part in self.parts]

    def _range(self, file: IO[bytes], status: Status) -> None:
        """Read the lines that begin in the range, or (an empty range) only hash the file."""
        start, end = self.shard.start, self.shard.end or 0
        if start == end:
            digest = Digest(status.size)
            Raw(file, status.size, digest).drain()
            part = self._part("", self._tally(), None, status)
            self.parts.append(part._replace(stretch=replace(part.stretch, start=-1, sha256=digest.hex())))
            return
        head = next(iter(Blocks(Raw(file, BLOCK))))
        first, last = border(file, start), border(file, end)
        file.seek(first)
        self._lines("", Blocks(Raw(file, last - first)), status, self._dater(head))

    def _binary(self, leaf: Leaf, open_: Opener, file: IO[bytes], status: Status) -> None:
        """Read a log that is no text; one inside an archive is laid down first."""
        try:
            if leaf.inside:
                with spooled(leaf.stream, LARGEST_INSIDE) as inside:
                    self._records(leaf.way, open_(inside, self._zone), status)
            else:
                file.seek(0)
                self._records(leaf.way, open_(file, self._zone), status)
        except Damage as damage:
            self.unreadable(damage.code, leaf.way)
        if not leaf.inside:
            file.seek(len(leaf.head))

    def _records(self, way: str, records: Records, status: Status) -> None:
        """Add up the records of a log that is no text."""
        tally = self._tally()
        for times in records.times():
            tally.add(times)
        if records.sequence is not None:
            records.sequence.close()
        if records.damage:
            self.unreadable(records.damage, way)
        part = self._part(way, tally, None, status, records.sequence)
        stretch = replace(
            part.stretch,
            format=records.format,
            zone_inferred=records.zone_inferred,
            damage=records.damage,
        )
        self.parts.append(part._replace(stretch=stretch, losses=[*part.losses, *cleared_at(records.cleared)]))

    def _lines(self, way: str, blocks: Blocks, status: Status, dater: Dater | None = None) -> None:
        """Read one stream of lines, whose dater is found from its first block where it is not given."""
        tally = self._tally()
        pieces = iter(blocks)
        first = next(pieces, None)
        hint = None if first is None or self.shard.start else by_content(sampled(first))  # the beginning tells for all
        if first is not None and dater is None:
            if is_binary(first):
                self.unreadable("binary", way)
                return
            dater = self._dater(first)
            if (dater is None or dater.format in PERHAPS_SETTINGS) and (found := settings_of(first)):
                self._settings(way, found)
                return
            if (dater is None or dater.format in DOUBTFUL) and may_be_document(first):
                held, pieces = _held(first, pieces)
                if (document := document_in(held)) is not None:
                    self._document(way, document, status)
                    return
                first = None
        tally.yearless = dater is not None and dater.yearless
        cleared: list[int] = []
        for block in pieces if first is None else chain([first], pieces):
            times = _undated(block) if dater is None else dater.times(block)
            tally.add(times)
            if dater is not None and dater.format not in NEVER_CLEARED:
                places = clearings.cleared(block.buffer, block.size)
                cleared += [UNDATED if tally.yearless else _time_at(place, block, times) for place in places]
        if blocks.damage:
            self.unreadable(blocks.damage, way)
        if tally.implausible:
            self.skip("implausible_time", way, str(tally.implausible))
        if dater is not None and dater.dates is not None and dater.dates.doubtful:
            self.unreadable("ambiguous_dates", way)
        sequence = dater.sequence if dater else None
        if sequence is not None:
            sequence.close()
        part = self._part(way, tally, dater, status, sequence)
        cleared += dater.cleared if dater else []
        stretch = replace(part.stretch, damage=blocks.damage, hint=hint)
        self.parts.append(part._replace(stretch=stretch, losses=[*part.losses, *cleared_at(cleared)]))

    def _settings(self, way: str, found: Sequence[Setting]) -> None:
        """Keep retention settings, which are no log."""
        source = self.shard.source
        path = locator(self.shard) + way
        rows = {"operator": source.operator, "source": source.id, "path": path, "exhibit": f"{source.id}:{path}"}
        self.settings.extend({**rows, "kind": one.kind, "name": one.name, "days": one.days} for one in found)

    def _document(self, way: str, document: Document, status: Status) -> None:
        """Add up the records of a JSON document."""
        tally = self._tally()
        times = document.times(self._zone)
        tally.add(times)
        if document.dates is not None and document.dates.doubtful:
            self.unreadable("ambiguous_dates", way)
        part = self._part(way, tally, None, status)
        lines = document.lines()
        cleared = [int(times[lines.count(b"\n", 0, place)]) for place in clearings.cleared(lines, len(lines))]
        stretch = replace(part.stretch, format=DOCUMENT, zone_inferred=document.zone_inferred)
        self.parts.append(part._replace(stretch=stretch, losses=cleared_at(cleared)))

    def _dater(self, block: Block) -> Dater | None:
        return dater_for(block, self._zone, self.shard.source.options.get("formats"))

    @property
    def _zone(self) -> str:
        return str(self.shard.source.options.get("timezone", DEFAULT_ZONE))

    @property
    def _taken_at(self) -> datetime:
        return self.shard.source.taken_at or datetime.now(UTC)

    def _tally(self) -> Tally:
        max_gap = int(self.shard.source.options.get("max_gap", DEFAULT_MAX_GAP))
        return Tally(width_for(max_gap), False, int(self._taken_at.timestamp()) * SECOND + DAY)

    def _part(
        self, way: str, tally: Tally, dater: Dater | None, status: Status, sequence: Numbers | None = None
    ) -> Part:
        numbers = sequence or Numbers()
        named = dater.named_year if dater else None
        stretch = Stretch(
            path=locator(self.shard) + way,
            start=self.shard.start,
            bytes=status.size,
            modified=status.modified_ns // 1000,
            format=None if dater is None else dater.format,
            yearless=tally.yearless,
            zone_inferred=dater is not None and dater.zone_inferred,
            width=tally.width,
            lines=tally.lines,
            undated=tally.undated,
            implausible=tally.implausible,
            out_of_order=tally.out_of_order,
            head=tally.head,
            tail=tally.tail,
            first=tally.first,
            last=tally.last,
            first_line=tally.first_line,
            last_line=tally.last_line,
            sequence_first=numbers.first,
            sequence_last=numbers.last,
            named_year=named.year if named else None,
            named_at=named.micros if named else None,
            hint=None,
            damage=None,
            sha256=None,
            taken_at=int(self._taken_at.timestamp() * SECOND),
        )
        return Part(stretch, [(tick, a, b, c) for tick, (a, b, c) in tally.ticks.items()], numbers.holes)


def is_binary(block: Block) -> bool:
    """Whether the block's beginning is no text: more than a few control bytes (NULs at the start do not count)."""
    head = bytes(memoryview(block.buffer)[: min(block.size, SNIFFED)]).lstrip(b"\0")
    return len(head.translate(None, _PLAIN)) > MOST_CONTROL_BYTES * len(head)


def _held(first: Block, pieces: Iterator[Block]) -> tuple[bytes, Iterator[Block]]:
    """What may be a document, as far as documents go, and all of the blocks again."""
    held = bytearray(memoryview(first.buffer)[: first.size])
    for block in pieces:
        held += memoryview(block.buffer)[: block.size]
        if len(held) > LARGEST:
            break
    text = bytes(held)
    return text, chain(Blocks(io.BytesIO(text)), pieces)


def cleared_at(times: Sequence[int]) -> list[Loss]:
    """The losses that clearings at some times stand for."""
    return [Loss(CLEARING, 1, None, time, time) for time in times]


def _time_at(place: int, block: Block, times: Any) -> int:
    """The time of the last dated record of a block up to a place; of its last one, where records are no lines."""
    line = block.buffer.count(b"\n", 0, place)
    upto = times[: line + 1] if len(times) > line else times
    dated = upto[upto != UNDATED]
    return int(dated[-1]) if len(dated) else UNDATED


def _undated(block: Block) -> Any:
    import numpy as np

    lines = block.buffer.count(b"\n", 0, block.size) + (block.buffer[block.size - 1] != 10)
    return np.full(lines, UNDATED, np.int64)
