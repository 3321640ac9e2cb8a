"""Opening a file of logs: its bytes bounded and hashed as they pass, its compression and archives undone, down to streams of lines."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from hegui.engine import places
from hegui.engine.places import Status
from hegui.evidence.logs import binaries
from hegui.evidence.logs.windowsxml import EventLines, is_windows_xml
from hegui.recognise import containers
from hegui.recognise.containers import Damage, Stream
from hegui.recognise.lines import decoded

LARGEST_ZIP = 1024**3
"""A zip inside an archive is laid down to be read, up to this size."""

SEARCHED = 64 * 1024
"""So far a text is searched for a line feed before its carriage returns are taken for the ends of its lines."""

APART = 8 * 1024 * 1024
"""A file of more bytes than this is hashed in a thread of its own."""


class Leaf(NamedTuple):
    """A stream in a file, the way to it, its first bytes, and whether it is inside anything; or the damage in its place."""

    way: str
    stream: Stream | Damage
    head: bytes = b""
    inside: bool = False


class Digest:
    """The SHA-256 of bytes as they pass; of many, computed beside the reading."""

    def __init__(self, size: int) -> None:
        self._hash = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1) if size > APART else None
        self._last: Future[None] | None = None

    def update(self, data: memoryview) -> None:
        """Take in the next bytes."""
        if self._thread is None:
            self._hash.update(data)
            return
        if self._last is not None:
            self._last.result()
        self._last = self._thread.submit(self._hash.update, bytes(data))

    def hex(self) -> str:
        """The digest; nothing can be added after it."""
        if self._thread is not None:
            self._thread.shutdown()
        return self._hash.hexdigest()


class Raw:
    """So many bytes of a file from where it stands, hashed as they pass."""

    def __init__(self, file: IO[bytes], size: int, digest: Digest | None = None) -> None:
        self._file, self._left, self._digest = cast("Any", file), size, digest

    def readinto(self, target: memoryview, /) -> int:
        """As a Stream does."""
        got = int(self._file.readinto(target[: self._left]) or 0)
        self._left -= got
        if self._digest is not None:
            self._digest.update(target[:got])
        return got

    def drain(self) -> None:
        """Read what is left, so that the hash is of the whole file."""
        buffer = memoryview(bytearray(containers.RAW))
        with suppress(OSError):
            while self.readinto(buffer):
                pass


def opened(place: str) -> IO[bytes]:
    """The file, unbuffered; raises Damage for a pipe or device, whose opening alone may block, and OSError."""
    if places.is_url(place):
        return places.opened(place)
    path = Path(place)
    if not stat.S_ISREG(path.stat().st_mode):
        raise Damage("not_a_file")
    return path.open("rb", buffering=0)


def status_of(file: IO[bytes], place: str) -> Status:
    """What an open file says of itself."""
    if places.is_url(place):
        return places.status(place)
    found = os.fstat(file.fileno())
    return Status(found.st_size, found.st_mtime_ns, "")


def border(file: IO[bytes], at: int) -> int:
    """The first place from *at* on where a line begins, or the end of the file."""
    if at == 0:
        return 0
    file.seek(at - 1)
    place = at - 1
    while piece := file.read(containers.RAW):
        found = piece.find(b"\n")
        if found >= 0:
            return place + found + 1
        place += len(piece)
    return place


def leaves(raw: Raw, file: IO[bytes]) -> Iterator[Leaf]:
    """The streams of lines in a file."""
    head, stream = _peeked(raw)
    kind = containers.kind_of(head)
    if kind == "zip":
        yield from _inner("", containers.entries("zip", file), 1)
        file.seek(len(head))
        return
    yield from _unpacked("", stream, head, 0)


def _unpacked(way: str, stream: Stream, head: bytes, depth: int) -> Iterator[Leaf]:
    kind = containers.kind_of(head)
    try:
        if kind == "plain":
            text = fed(head, decoded(head, stream))
            yield Leaf(way, EventLines(text) if is_windows_xml(head) else text, head, bool(depth))
        elif depth >= containers.DEEPEST:
            yield Leaf(way, Damage("too_deep"))
        elif kind == "zip":
            with binaries.spooled(stream, LARGEST_ZIP) as inside:
                yield from _inner(way, containers.entries("zip", inside), depth + 1)
        elif kind in containers.ARCHIVES:
            yield from _inner(way, containers.entries(kind, cast("IO[bytes]", containers.Whole(stream))), depth + 1)
        else:
            inner_head, inner = _peeked(containers.inflate(kind, stream))
            yield from _unpacked(way, inner, inner_head, depth + 1)
    except Damage as damage:
        yield Leaf(way, damage)


def _inner(way: str, entries: Iterator[tuple[str, Stream]], depth: int) -> Iterator[Leaf]:
    try:
        for name, entry in entries:
            inside = f"{way}!/{name.lstrip('/')}"
            try:
                head, stream = _peeked(entry)
            except Damage as damage:
                yield Leaf(inside, damage)
                continue
            yield from _unpacked(inside, stream, head, depth)
    except Damage as damage:
        yield Leaf(way, damage)


def fed(head: bytes, text: Stream) -> Stream:
    """The text with line feeds for its carriage returns, where its lines end in these alone; *head* is its beginning."""
    if b"\r" not in head or b"\n" in head:
        return text
    start, text = _peeked(text, SEARCHED)
    return text if b"\n" in start else _Fed(text)


class _Fed:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def readinto(self, target: memoryview, /) -> int:
        got = self._stream.readinto(target)
        target[:got] = bytes(target[:got]).replace(b"\r", b"\n")
        return got


def _peeked(stream: Stream, most: int = 512) -> tuple[bytes, Stream]:
    """The first bytes of a stream, and the stream as if they had not been read."""
    buffer = memoryview(bytearray(most))
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
