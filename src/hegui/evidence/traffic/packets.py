"""Packets of pcap and pcapng files, as views into the file: no byte is copied until a stream is put together."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from hegui.evidence.files import Unreadable

_MAGIC = {
    b"\xd4\xc3\xb2\xa1": ("<", 1e6),
    b"\xa1\xb2\xc3\xd4": (">", 1e6),
    b"\x4d\x3c\xb2\xa1": ("<", 1e9),
    b"\xa1\xb2\x3c\x4d": (">", 1e9),
}
_SECTION = b"\x0a\x0d\x0d\x0a"
LARGEST = 1 << 20  # a packet that says it is larger is damage
MOST_FRAGMENTED = 10_000  # datagrams that wait for their other fragments
# Link layers: bytes before the network layer, and where the type of the network layer stands (None: told by its first nibble)
_LINKS: dict[int, tuple[int, int | None]] = {
    0: (4, None),  # BSD loopback
    1: (14, 12),  # Ethernet
    12: (0, None),  # raw IP
    14: (0, None),
    101: (0, None),
    108: (4, None),
    113: (16, 14),  # Linux cooked
    228: (0, None),
    229: (0, None),
    276: (20, 0),  # Linux cooked, version 2
}
# First byte, length, number, fragment, protocol, addresses; ports, sequence number, length of the head, flags
_IPV4_HEAD = struct.Struct(">BxH2sHxBxx4s4s").unpack_from
_TCP_HEAD = struct.Struct(">HHI4xBB").unpack_from
_IPV4, _IPV6, _VLAN, _PPPOE = 0x0800, 0x86DD, (0x8100, 0x88A8, 0x9100), 0x8864


@dataclass(slots=True)
class Packet:
    """One TCP segment or UDP datagram: addresses as bytes, ``flags`` and ``sequence`` of TCP (0 for UDP)."""

    at: float
    source: bytes
    target: bytes
    sport: int
    dport: int
    tcp: bool
    flags: int
    sequence: int
    payload: memoryview


class Reader:
    """Reads the packets of one file; afterwards ``frames`` says how many there were, ``first`` and ``last`` when, ``cut`` whether it broke off."""

    def __init__(self, data: bytes) -> None:
        if data[:4] not in _MAGIC and data[:4] != _SECTION:
            raise Unreadable("no_capture")
        self._data = memoryview(data)
        self._links: list[tuple[int, float, float]] = []  # of pcapng: link type, ticks a second, offset
        self.frames = 0
        self.first: float | None = None
        self.last: float | None = None
        self.cut = False
        self.unknown = 0  # frames of a link layer that is not known
        self._fragments = _Fragments()

    def __iter__(self) -> Iterator[Packet]:
        frames = self._blocks() if bytes(self._data[:4]) == _SECTION else self._records()
        for at, link, frame in frames:
            self.frames += 1
            if self.first is None or at < self.first:
                self.first = at
            if self.last is None or at > self.last:
                self.last = at
            if link not in _LINKS:
                self.unknown += 1
                continue
            try:
                packet = _packet(at, link, frame, self._fragments)
            except (struct.error, IndexError):  # a packet cut by the snap length
                continue
            if packet is not None:
                yield packet

    def _records(self) -> Iterator[tuple[float, int, memoryview]]:
        data, size = self._data, len(self._data)
        order, ticks = _MAGIC[bytes(data[:4])]
        if size < 24:
            self.cut = True
            return
        link = struct.unpack_from(order + "I", data, 20)[0] & 0x0FFFFFFF
        head = struct.Struct(order + "IIII").unpack_from
        place = 24
        while place + 16 <= size:
            seconds, fraction, kept, _ = head(data, place)
            place += 16
            if kept > LARGEST or place + kept > size:
                self.cut = True
                return
            yield seconds + fraction / ticks, link, data[place : place + kept]
            place += kept
        self.cut = place != size

    def _blocks(self) -> Iterator[tuple[float, int, memoryview]]:
        data, size, place, order = self._data, len(self._data), 0, "<"
        while place + 12 <= size:
            if bytes(data[place : place + 4]) == _SECTION:
                order = "<" if bytes(data[place + 8 : place + 12]) == b"\x4d\x3c\x2b\x1a" else ">"
                self._links = []
            kind, length = struct.unpack_from(order + "II", data, place)
            if length < 12 or place + length > size:
                self.cut = True
                return
            body = data[place + 8 : place + length - 4]
            if kind == 1 and len(body) >= 8:
                self._links.append((struct.unpack_from(order + "H", body)[0], *_clock(body[8:], order)))
            elif kind == 6 and len(body) >= 20:
                number, high, low, kept = struct.unpack_from(order + "IIII", body)
                if number < len(self._links) and kept <= len(body) - 20:
                    link, ticks, offset = self._links[number]
                    yield ((high << 32) | low) / ticks + offset, link, body[20 : 20 + kept]
            elif kind == 3 and self._links and len(body) >= 4:
                kept = min(struct.unpack_from(order + "I", body)[0], len(body) - 4)
                yield 0.0, self._links[0][0], body[4 : 4 + kept]
            place += length
        self.cut = self.cut or place != size


def _clock(options: memoryview, order: str) -> tuple[float, float]:
    """Ticks a second and offset of a pcapng interface (options 9 and 14)."""
    ticks, offset, place = 1e6, 0.0, 0
    while place + 4 <= len(options):
        code, length = struct.unpack_from(order + "HH", options, place)
        value = options[place + 4 : place + 4 + length]
        if code == 0:
            break
        if code == 9 and length:
            ticks = 2.0 ** (value[0] & 0x7F) if value[0] & 0x80 else 10.0 ** value[0]
        elif code == 14 and length == 8 and len(value) == 8:
            offset = float(struct.unpack_from(order + "q", value)[0])
        place += 4 + (length + 3) // 4 * 4
    return ticks, offset


class _Fragments:
    """Datagrams that were sent in fragments (RFC 791, RFC 8200), until they are whole."""

    def __init__(self) -> None:
        self._open: dict[tuple[bytes, ...], dict[int, bytes]] = {}

    def put(self, key: tuple[bytes, ...], place: int, more: bool, data: memoryview) -> memoryview | None:
        """Add a fragment, *place* bytes after the first; returns the datagram if that makes it whole."""
        if len(self._open) > MOST_FRAGMENTED:
            self._open.clear()
        pieces = self._open.setdefault(key, {})
        pieces[place] = bytes(data)
        if not more:
            pieces[-1] = b""  # the last is there
        whole = b""
        while piece := pieces.get(len(whole)):
            whole += piece
        if -1 not in pieces or len(whole) < max(pieces):
            return None
        del self._open[key]
        return memoryview(whole)


def _packet(at: float, link: int, frame: memoryview, fragments: _Fragments) -> Packet | None:
    skip, place = _LINKS[link]
    if place is not None:
        kind = frame[place] << 8 | frame[place + 1]
        while kind in _VLAN:
            kind = frame[skip + 2] << 8 | frame[skip + 3]
            skip += 4
        if kind == _PPPOE:
            skip += 8
        elif kind not in (_IPV4, _IPV6):
            return None
    match frame[skip] >> 4:
        case 4:
            return _ipv4(at, frame, skip, fragments)
        case 6:
            return _ipv6(at, frame[skip:], fragments)
    return None


def _ipv4(at: float, frame: memoryview, start: int, fragments: _Fragments) -> Packet | None:
    first, total, number, where, kind, source, target = _IPV4_HEAD(frame, start)
    head = (first & 15) * 4
    inner: memoryview | None = frame[start + head : start + total if total >= head else None]
    if inner is not None and where & 0x3FFF:
        key = source, target, number, bytes((kind,))
        inner = fragments.put(key, (where & 0x1FFF) * 8, bool(where & 0x2000), inner)
    return None if inner is None else _transport(at, kind, source, target, inner)


def _ipv6(at: float, network: memoryview, fragments: _Fragments) -> Packet | None:
    kind, place, length = network[6], 40, network[4] << 8 | network[5]
    source, target = bytes(network[8:24]), bytes(network[24:40])
    end = 40 + length if length else None
    while kind in (0, 43, 60):  # options before the transport
        kind, place = network[place], place + 8 + network[place + 1] * 8
    inner: memoryview | None = network[place:end]
    if kind == 44:  # a fragment
        kind, where = network[place], network[place + 2] << 8 | network[place + 3]
        key = source, target, bytes(network[place + 4 : place + 8])
        inner = fragments.put(key, where & 0xFFF8, bool(where & 1), network[place + 8 : end])
    return None if inner is None else _transport(at, kind, source, target, inner)


def _transport(at: float, kind: int, source: bytes, target: bytes, inner: memoryview) -> Packet | None:
    if kind == 6:
        sport, dport, sequence, head, flags = _TCP_HEAD(inner)
        return Packet(at, source, target, sport, dport, True, flags, sequence, inner[(head >> 4) * 4 :])
    if kind == 17:
        sport, dport = struct.unpack_from(">HH", inner)
        return Packet(at, source, target, sport, dport, False, 0, 0, inner[8:])
    return None
