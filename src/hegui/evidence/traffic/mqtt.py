"""What a client published over MQTT (3.1, 3.1.1 and 5): the topic stands before the message without anything between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hegui.evidence.traffic.protobuf import varint

_CONNECT = re.compile(rb"\x10.{1,4}?\0(?:\x04MQTT|\x06MQIsdp)([\x03-\x05])", re.DOTALL)
_PUBLISH, _QUALITY, _WITH_PROPERTIES = 3, 0x06, b"\x05"


def published(sent: bytes) -> list[bytes]:
    """Topics and messages, each apart; none where the conversation does not begin as one of MQTT."""
    begun = _CONNECT.match(sent)
    if not begun:
        return []
    found = []
    for head, body in _packets(sent):
        if head >> 4 == _PUBLISH:
            end = 2 + int.from_bytes(body[:2])
            start = end + (2 if head & _QUALITY else 0)
            if begun[1] == _WITH_PROPERTIES:
                length, after = varint(body, start)
                start = after + length
            found += [body[2:end], body[max(start, end) :]]
    return found


def _packets(sent: bytes) -> Iterator[tuple[int, bytes]]:
    """First byte and body of each packet; the last may be cut."""
    place = 0
    while place < len(sent):
        length, start = varint(sent, place + 1)
        if start < 0:
            return
        yield sent[place], sent[start : start + length]
        place = start + length
