"""One direction of a conversation, put in order: TCP by its sequence numbers, each byte once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from hegui.evidence.traffic.flows import moment
from hegui.evidence.traffic.packets import Packet

MOST_BYTES = 64 * 1024 * 1024  # of one direction of one conversation; more is left out and said


@dataclass(slots=True)
class Side:
    """What came of one direction: sequence number, time and bytes; ``start`` is the number of the first byte, where it was seen."""

    pieces: list[tuple[int, float, memoryview]] = field(default_factory=list)
    size: int = 0
    start: int | None = None

    def add(self, packet: Packet) -> None:
        """Add a packet of this direction."""
        if len(packet.payload) and self.size < MOST_BYTES:
            self.pieces.append((packet.sequence, packet.at, packet.payload))
            self.size += len(packet.payload)


@dataclass(frozen=True, slots=True)
class Stream:
    """The bytes of one direction in order, and which of them came when."""

    data: bytes
    starts: list[int]
    times: list[float]

    def at(self, place: int) -> datetime | None:
        """When the byte at a place came; of a place before the first byte, when that came."""
        return moment(self.times[max(0, bisect_right(self.starts, place) - 1)]) if self.times else None

    @property
    def last(self) -> datetime | None:
        """When the last of it came."""
        return moment(max(self.times)) if self.times else None


def joined(side: Side, tcp: bool, most: int = MOST_BYTES) -> Stream:
    """One direction in order, or the first *most* bytes of it and a little more; a hole is a NUL, so that nothing is read across it, and datagrams are lines."""
    pieces: list[bytes | memoryview] = []
    starts, times, size = [], [], 0
    for at, piece in _segments(side) if tcp else _lines(side):
        starts.append(size)
        times.append(at)
        pieces.append(piece)
        size += len(piece)
        if size >= most:
            break
    return Stream(b"".join(pieces), starts, times)


def _lines(side: Side) -> Iterator[tuple[float, bytes]]:
    return ((at, bytes(piece) + b"\n") for _, at, piece in side.pieces)


def _segments(side: Side) -> Iterator[tuple[float, bytes | memoryview]]:
    if not side.pieces:
        return
    base = side.start if side.start is not None else side.pieces[0][0]
    end = None
    ordered = ((_apart(sequence, base), at, piece) for sequence, at, piece in side.pieces)
    for place, at, piece in sorted(ordered, key=itemgetter(0)):
        after = place + len(piece)
        if end is None or place == end:
            yield at, piece
        elif place > end:
            yield at, b"\0" + bytes(piece)
        elif after > end:
            yield at, piece[end - place :]
        end = after if end is None else max(after, end)


def _apart(sequence: int, base: int) -> int:
    """How far a sequence number lies after another, with their wrap at 32 bits."""
    return ((sequence - base + 0x80000000) & 0xFFFFFFFF) - 0x80000000
