"""Requests of HTTP/2 (RFC 9113) out of the frames that a client sent. The packing of headers (HPACK) is undone where the extra traffic is installed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
LARGEST_HEADERS = 1 << 20  # of one request
_DATA, _HEADERS, _CONTINUATION = 0, 1, 9
_END_HEADERS, _PADDED, _PRIORITY = 0x04, 0x08, 0x20


@dataclass(slots=True)
class Request:
    """One request: where it begins, its headers, the ones that begin with a colon among them, and its body."""

    place: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)


def requests(sent: bytes, place: int) -> Iterator[Request]:
    """The requests after a preface at *place*, in the order in which they began; none where there is no preface."""
    if not sent.startswith(PREFACE, place):
        return
    found: dict[int, Request] = {}
    packed, read = bytearray(), _headers_reader()
    for at, kind, flags, stream, payload in _frames(sent, place + len(PREFACE)):
        if kind not in (_DATA, _HEADERS, _CONTINUATION):
            continue
        one = found.setdefault(stream, Request(at))
        if kind == _DATA:
            one.body += _unpadded(payload, flags)
            continue
        packed += payload if kind == _CONTINUATION else _unpadded(payload, flags)[5 if flags & _PRIORITY else 0 :]
        if flags & _END_HEADERS:
            one.headers += read(bytes(packed))
            packed.clear()
    yield from found.values()


def _frames(sent: bytes, place: int) -> Iterator[tuple[int, int, int, int, bytes]]:
    """Place, type, flags, stream and payload of each frame (section 4.1); the last may be cut."""
    while place + 9 <= len(sent):
        length, stream = int.from_bytes(sent[place : place + 3]), int.from_bytes(sent[place + 5 : place + 9])
        yield place, sent[place + 3], sent[place + 4], stream & 0x7FFFFFFF, sent[place + 9 : place + 9 + length]
        place += 9 + length


def _unpadded(payload: bytes, flags: int) -> bytes:
    return payload[1 : max(1, len(payload) - payload[0])] if flags & _PADDED and payload else payload


def _headers_reader() -> Any:
    """A function from packed headers to names and values; after damage it knows none of those that follow, as each rests on those before."""
    try:
        from hpack import Decoder, HPACKError
    except ImportError:
        return lambda packed: []
    decoder = Decoder(LARGEST_HEADERS)
    decoder.max_allowed_table_size = LARGEST_HEADERS  # the server, which is not read here, says how large it may be
    broken = False

    def read(packed: bytes) -> list[tuple[str, str]]:
        nonlocal broken
        try:
            found = [] if broken else decoder.decode(packed, raw=True)
        except HPACKError:
            broken = True
            return []
        return [(name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape")) for name, value in found]

    return read
