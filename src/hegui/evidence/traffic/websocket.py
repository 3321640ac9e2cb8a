"""Messages of a web socket (RFC 6455) out of the frames that its client sent: unmasked, put together and, where they were, inflated (RFC 7692)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

LARGEST = 8 * 1024 * 1024  # of one inflated message
_FINAL, _DEFLATED, _CODE = 0x80, 0x40, 0x0F
_MASKED, _LENGTH = 0x80, 0x7F
_CONTROL = 8  # codes from here on are no messages but pings and the like
_FLUSHED = b"\0\0\xff\xff"  # what a sender leaves off the end of a deflated message


def messages(sent: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Where each message after *place* begins, and what it says."""
    inflater = zlib.decompressobj(-15)  # one for all: a message may point back into those before it
    message, begin, deflated = bytearray(), place, False
    for at, head, payload in _frames(sent, place):
        if (code := head & _CODE) >= _CONTROL:
            continue
        if code:  # the first frame of a message
            message, begin, deflated = bytearray(), at, bool(head & _DEFLATED)
        message += payload
        if head & _FINAL:
            yield begin, _inflated(inflater, bytes(message)) if deflated else bytes(message)


def _frames(sent: bytes, place: int) -> Iterator[tuple[int, int, bytes]]:
    """Place, first byte and unmasked payload of each frame (section 5.2); the last may be cut."""
    while place + 2 <= len(sent):
        said, start = sent[place + 1] & _LENGTH, place + 2
        if said > 125:
            size = 2 if said == 126 else 8
            said, start = int.from_bytes(sent[start : start + size]), start + size
        mask = b"\0\0\0\0"
        if sent[place + 1] & _MASKED:
            mask, start = sent[start : start + 4], start + 4
        yield place, sent[place], _unmasked(sent[start : start + said], mask)
        place = start + said


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    key = int.from_bytes((mask * (len(payload) // 4 + 1))[: len(payload)])
    return (int.from_bytes(payload) ^ key).to_bytes(len(payload))


def _inflated(inflater: zlib._Decompress, message: bytes) -> bytes:
    try:
        return inflater.decompress(message + _FLUSHED, LARGEST)
    except zlib.error:
        return message
