"""One file of logs, or one byte range of it, read into a part: opened, unpacked, recognised, dated, added up.

Whatever is wrong with the file is said in ``unreadable`` or ``skipped``; nothing of a record's text leaves this module.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from hegui.engine import Shard
from hegui.evidence.logs.dating import Dater, dater_for
from hegui.evidence.logs.parts import Stretch, Tick, tables_of
from hegui.evidence.logs.tally import Tally, width_for
from hegui.facts import Facts, table_of
from hegui.recognise import containers
from hegui.recognise.containers import Damage, Stream
from hegui.recognise.lines import Block, Blocks, decoded
from hegui.recognise.times import DAY, SECOND

SNIFFED = 64 * 1024
MOST_CONTROL_BYTES = 0.05
DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_MAX_GAP = 86_400
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
    return _OS_CODES.get(error.errno or 0, "io_error")


def locator(shard: Shard) -> str:
    """The member's path as facts show it: within its source, or the file's own name where the source is one file."""
    return shard.path or Path(shard.source.location).name


def read(shard: Shard) -> Facts:
    """The part of one shard."""
    reading = _Reading(shard)
    if problem := shard.options.get("problem"):
        reading.skip(str(problem)) if shard.options.get("skip") else reading.unreadable(str(problem))
    else:
        reading.file()
    return reading.facts()


@dataclass(slots=True)
class _Reading:
    shard: Shard
    parts: list[tuple[Stretch, list[Tick]]] = field(default_factory=list)
    unread: list[Mapping[str, Any]] = field(default_factory=list)
    skipped: list[Mapping[str, Any]] = field(default_factory=list)

    def facts(self) -> Facts:
        return {
            **tables_of(self.parts),
            "unreadable": table_of("unreadable", self.unread),
            "skipped": table_of("skipped", self.skipped),
        }

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
            with _opened(Path(self.shard.source.location, self.shard.path)) as file:
                self._opened_file(file)
        except Damage as damage:
            self.unreadable(damage.code)
        except OSError as error:
            self.unreadable(os_code(error))

    def _opened_file(self, file: IO[bytes]) -> None:
        before = os.fstat(file.fileno())
        hasher = hashlib.sha256() if self.shard.source.options.get("hash", True) else None
        raw = Raw(file, before.st_size, hasher)
        found = [self._member(inner, stream, before) for inner, stream in _leaves(raw, file)]
        digest = None
        if hasher is not None:
            raw.drain()
            digest = hasher.hexdigest()
        for stretch, ticks in (member for member in found if member):
            self.parts.append((_with_digest(stretch, digest), ticks))
        after = os.fstat(file.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            self.skip("changed_while_read")

    def _member(self, inner: str, stream: Stream | Damage, status: os.stat_result) -> tuple[Stretch, list[Tick]] | None:
        """Read one stream of lines; None where it is no text."""
        if isinstance(stream, Damage):
            self.unreadable(stream.code, inner)
            return None
        source = self.shard.source
        taken_at = source.taken_at or datetime.now(UTC)
        options = source.options
        tally = Tally(
            width=width_for(int(options.get("max_gap", DEFAULT_MAX_GAP))),
            yearless=False,
            latest=int(taken_at.timestamp()) * SECOND + DAY,
        )
        blocks = Blocks(stream)
        dater: Dater | None = None
        for number, block in enumerate(blocks):
            if number == 0:
                if is_binary(block):
                    self.unreadable("binary", inner)
                    return None
                dater = dater_for(block, options.get("timezone", DEFAULT_ZONE), options.get("formats"))
                tally.yearless = dater is not None and dater.yearless
            tally.add(_undated(block) if dater is None else dater.times(block))
        if blocks.damage:
            self.unreadable(blocks.damage, inner)
        if tally.implausible:
            self.skip("implausible_time", inner, str(tally.implausible))
        stretch = Stretch(
            path=locator(self.shard) + inner,
            start=0,
            bytes=status.st_size,
            modified=status.st_mtime_ns // 1000,
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
            damage=blocks.damage,
            sha256=None,
            taken_at=int(taken_at.timestamp() * SECOND),
        )
        return stretch, [(tick, *sums) for tick, sums in tally.ticks.items()]  # type: ignore[misc]


class Raw:
    """The bytes of a file up to the size it had when it was opened, hashed as they pass."""

    def __init__(self, file: IO[bytes], size: int, hasher: Any | None) -> None:
        self._file, self._left, self._hasher = cast("Any", file), size, hasher

    def readinto(self, target: memoryview, /) -> int:
        """As a Stream does."""
        got = int(self._file.readinto(target[: self._left]) or 0)
        self._left -= got
        if self._hasher is not None:
            self._hasher.update(target[:got])
        return got

    def drain(self) -> None:
        """Read what is left, so that the hash is of the whole file."""
        buffer = memoryview(bytearray(containers.RAW))
        with suppress(OSError):
            while self.readinto(buffer):
                pass


def is_binary(block: Block) -> bool:
    """Whether the block's beginning is no text: more than a few control bytes (NULs at the start do not count)."""
    head = bytes(memoryview(block.buffer)[: min(block.size, SNIFFED)]).lstrip(b"\0")
    return len(head.translate(None, _PLAIN)) > MOST_CONTROL_BYTES * len(head)


def _opened(path: Path) -> IO[bytes]:
    """The file, unbuffered; a pipe or device is not opened, because that alone may block."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Damage("not_a_file")
    return path.open("rb", buffering=0)


def _leaves(raw: Raw, file: IO[bytes]) -> Iterator[tuple[str, Stream | Damage]]:
    """The streams of lines in a file, each with the way to it inside the file; Damage in the place of what cannot be had."""
    head, stream = _peeked(raw)
    kind = containers.kind_of(head)
    if kind == "zip":
        yield from _inner("", containers.entries("zip", file), 1)
        file.seek(len(head))
        return
    yield from _unpacked("", stream, head, 0)


def _unpacked(way: str, stream: Stream, head: bytes, depth: int) -> Iterator[tuple[str, Stream | Damage]]:
    kind = containers.kind_of(head)
    try:
        if kind == "plain":
            yield way, decoded(head, stream)
        elif depth >= containers.DEEPEST:
            yield way, Damage("too_deep")
        elif kind == "zip":
            yield way, Damage("nested_zip")
        elif kind in containers.ARCHIVES:
            yield from _inner(way, containers.entries(kind, cast("IO[bytes]", containers.Whole(stream))), depth + 1)
        else:
            inner_head, inner = _peeked(containers.inflate(kind, stream))
            yield from _unpacked(way, inner, inner_head, depth + 1)
    except Damage as damage:
        yield way, damage


def _inner(way: str, entries: Iterator[tuple[str, Stream]], depth: int) -> Iterator[tuple[str, Stream | Damage]]:
    try:
        for name, entry in entries:
            inside = f"{way}!/{name.lstrip('/')}"
            try:
                head, stream = _peeked(entry)
            except Damage as damage:
                yield inside, damage
                continue
            yield from _unpacked(inside, stream, head, depth)
    except Damage as damage:
        yield way, damage


def _peeked(stream: Stream) -> tuple[bytes, Stream]:
    """The first bytes of a stream, and the stream as if they had not been read."""
    buffer = memoryview(bytearray(512))
    filled = 0
    broken = None
    try:
        while filled < len(buffer) and (got := stream.readinto(buffer[filled:])):
            filled += got
    except Damage as damage:
        if not filled:
            raise
        broken = damage
    head = bytes(buffer[:filled])
    return head, _Peeked(head, stream, broken)


class _Peeked:
    def __init__(self, head: bytes, stream: Stream, broken: Damage | None) -> None:
        self._head, self._stream, self._broken = head, stream, broken

    def readinto(self, target: memoryview, /) -> int:
        if self._head:
            given = self._head[: len(target)]
            self._head = self._head[len(given) :]
            target[: len(given)] = given
            return len(given)
        if self._broken:
            raise self._broken
        return self._stream.readinto(target)


def _undated(block: Block) -> Any:
    import numpy as np

    from hegui.recognise.stamps import UNDATED

    lines = block.buffer.count(b"\n", 0, block.size) + (block.buffer[block.size - 1] != 10)
    return np.full(lines, UNDATED, np.int64)


def _with_digest(stretch: Stretch, digest: str | None) -> Stretch:
    from dataclasses import replace

    return stretch if digest is None else replace(stretch, sha256=digest)
