"""Messages of Protocol Buffers without their schema: the texts and other bytes that their fields hold."""

from __future__ import annotations

LARGEST = 8 * 1024 * 1024
DEEPEST = 12  # messages within messages
_SIZES = {0: 0, 1: 8, 5: 4}  # of what follows a field's number and its varint, by its wire type
_LONGEST = 10  # bytes of a varint
_MOST_FIELDS = 0x1FFFFFFF
_FIRST = frozenset(
    bytes([byte]) for byte in range(8, 256) if byte & 7 in (*_SIZES, 2)
)  # with which a message can begin


def fields_of(data: bytes) -> bytes:
    """The texts and other bytes of a message, and of the messages in it, a line each; empty where the bytes are no message with a text.

    The five bytes that gRPC puts before a message are passed over.
    """
    if data[:1] == b"\0" and int.from_bytes(data[1:5]) == len(data) - 5:
        data = data[5:]
    held = _held(data, 0) if data[:1] in _FIRST and len(data) <= LARGEST else None
    return b"\n\n".join(held) if held and any(map(is_text, held)) and not is_text(data) else b""


def is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8 that a person could read, two characters or more."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return len(text) >= 2 and text.translate(_SPACES).isprintable()


_SPACES = {ord(space): " " for space in "\r\n\t"}


def _held(data: bytes, depth: int) -> list[bytes] | None:
    """What those fields of a message hold that have a length; None where the bytes are no message from end to end."""
    held: list[bytes] = []
    place, size = 0, len(data)
    while place < size:
        key, place = varint(data, place)
        kind = key & 7
        if place < 0 or not 1 <= key >> 3 <= _MOST_FIELDS:
            return None
        if kind in (0, 2):
            number, place = varint(data, place)
        after = place + (number if kind == 2 else _SIZES.get(kind, size))
        if place < 0 or after > size:
            return None
        if kind == 2:
            one = data[place:after]
            inner = None if depth == DEEPEST or is_text(one) else _held(one, depth + 1)
            held += inner or [one]
        place = after
    return held


def varint(data: bytes, place: int) -> tuple[int, int]:
    """A number and where it ends; a place below 0 where there is none."""
    value = shift = 0
    for byte in data[place : place + _LONGEST]:
        if byte < 0x80:
            return value | byte << shift, place + shift // 7 + 1
        value |= (byte & 0x7F) << shift
        shift += 7
    return 0, -1
