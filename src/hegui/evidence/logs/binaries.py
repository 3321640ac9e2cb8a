"""Logs that are no text: Windows events, systemd journals, login records (wtmp, btmp), Parquet. Each gives the times of its records."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

from hegui.evidence.logs import events
from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.containers import Damage
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import SECOND

if TYPE_CHECKING:
    from hegui.recognise.times import Times

PIECE = 1024 * 1024


class Records(Protocol):
    """The records of one file. After ``times`` was used up the rest is known."""

    format: str
    damage: str | None
    cleared: list[int]  # the times of those that say that a log was cleared
    sequence: Sequence | None
    zone_inferred: bool

    def times(self) -> Iterator[Times]:
        """The times of the records, in the file's order, some at a time; microseconds UTC, UNDATED for none."""
        ...


Opener = Callable[[IO[bytes], str], Records]
"""Opens a seekable file, given the zone of zone-less stamps. Raises Damage."""


def opener_for(head: bytes) -> Opener | None:
    """What opens the binary log that begins like this (at least 512 bytes, where there are as many); None for no such."""
    if head.startswith(events.MAGIC):
        return lambda file, _zone: events.Events(file)
    if head.startswith(JOURNAL):
        return lambda file, _zone: Journal(file)
    if head.startswith(b"PAR1"):
        return _parquet
    if (layout := layout_of(head)) is not None:
        return lambda file, _zone: Logins(file, layout)
    return None


def _parquet(file: IO[bytes], zone: str) -> Records:
    from hegui.evidence.logs.parquet import ParquetTimes

    return ParquetTimes(file, zone)


@dataclass(slots=True)
class _Plain:
    """What records without numbers have in common."""

    file: IO[bytes]
    format: str
    damage: str | None = None
    cleared: list[int] = field(default_factory=list)
    sequence: Sequence | None = None
    zone_inferred: bool = False


JOURNAL = b"LPKSHHRH"
_HEADER_SIZE, _TAIL = 88, 136
_ENTRY = 3
_OBJECT = struct.Struct("<B7xQ8xQ")


class Journal(_Plain):
    """A systemd journal file: its objects one after the other, of which the entries have a time.

    Entry numbers are shared between the journals of a machine, so that a hole in one file says nothing.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "journald")

    def times(self) -> Iterator[Times]:
        """As Records do."""
        import numpy as np

        self.file.seek(0)
        header = self.file.read(_TAIL + 8)
        if len(header) < _TAIL + 8:
            raise Damage("truncated")
        (at,) = struct.unpack_from("<Q", header, _HEADER_SIZE)
        (tail,) = struct.unpack_from("<Q", header, _TAIL)
        base, data = 0, b""
        found: list[int] = []
        while 0 < at <= tail:
            if not base <= at <= base + len(data) - _OBJECT.size:
                self.file.seek(at)
                base, data = at, self.file.read(PIECE)
                if len(data) < _OBJECT.size:
                    self.damage = "truncated"
                    break
                if len(found) >= PIECE // 64:
                    yield np.array(found, np.int64)
                    found = []
            kind, size, realtime = _OBJECT.unpack_from(data, at - base)
            if size < 16:
                self.damage = "corrupt"
                break
            if kind == _ENTRY:
                found.append(realtime if realtime < 2**62 else UNDATED)
            at += -(-size // 8) * 8
        yield np.array(found, np.int64)


class Layout(NamedTuple):
    """How login records lie: their size, the byte order, the width of seconds and where they stand."""

    size: int
    order: str
    width: int
    seconds: int


LAYOUTS = (Layout(384, "<", 4, 340), Layout(384, ">", 4, 340), Layout(400, "<", 8, 344), Layout(400, ">", 8, 344))
_KINDS = range(10)
_TEXTS = ((8, 40), (44, 76))  # the terminal, the user
_BELIEVED = range(631_152_000, 4_102_444_800)


def layout_of(head: bytes) -> Layout | None:
    """The layout of the login records that begin like this; None where these are none."""
    return next((layout for layout in LAYOUTS if len(head) >= layout.size and _fits(head, layout)), None)


def _fits(head: bytes, layout: Layout) -> bool:
    kind, seconds = (
        int(struct.unpack_from(f"{layout.order}{code}", head, at)[0])
        for code, at in (("h", 0), ("q" if layout.width == 8 else "i", layout.seconds))
    )
    texts = (head[a:b].rstrip(b"\0") for a, b in _TEXTS)
    return (
        kind in _KINDS
        and head[2:4] == b"\0\0"
        and seconds in _BELIEVED
        and all(text.isascii() and b"\0" not in text and text.decode().isprintable() for text in texts)
    )


class Logins(_Plain):
    """Login records of Linux: wtmp, btmp, utmp. An empty record is none."""

    def __init__(self, file: IO[bytes], layout: Layout) -> None:
        super().__init__(file, "wtmp")
        self._layout = layout

    def times(self) -> Iterator[Times]:
        """As Records do."""
        import numpy as np

        size, order, width, at = self._layout
        self.file.seek(0)
        while data := self.file.read(size * 4096):
            if len(data) % size:
                self.damage = "truncated"
            rows = np.frombuffer(data, np.uint8, len(data) // size * size).reshape(-1, size)
            rows = rows[rows.any(axis=1)]
            seconds, micros = (
                rows[:, a : a + width].copy().view(f"{order}i{width}")[:, 0].astype(np.int64) for a in (at, at + width)
            )
            yield np.where(seconds == 0, UNDATED, seconds * SECOND + np.clip(micros, 0, SECOND - 1))


def spooled(stream: Any, most: int) -> IO[bytes]:
    """A stream as a file that can be read anywhere; raises Damage where it is longer than *most*."""
    from tempfile import TemporaryFile

    file = TemporaryFile()  # noqa: SIM115 - the caller closes it
    buffer = memoryview(bytearray(PIECE))
    written = 0
    try:
        while got := stream.readinto(buffer):
            written += got
            if written > most:
                raise Damage("bomb")
            file.write(buffer[:got])
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
