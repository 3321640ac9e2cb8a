"""The manifest of a bundle (.aab): the same tree, written as protocol buffers (aapt2's XmlNode)."""

from __future__ import annotations

from collections.abc import Iterator

from hegui.evidence.app.tree import Element, Reference, Value
from hegui.evidence.files import Unreadable

_DEEPEST = 200


def read_xml(data: bytes) -> Element:
    """The root of a document; Unreadable where there is none."""
    for field, value in fields(data):
        if field == 1 and isinstance(value, bytes):
            return _element(value, 0)
    raise Unreadable("damaged_manifest")


def fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Number and value of each field of a message; Unreadable where it breaks off."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == 2:
            size, at = _varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise Unreadable("damaged_manifest")
        if at + size > len(data):
            raise Unreadable("damaged_manifest")
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        value |= (data[at] & 0x7F) << shift
        at += 1
        if not data[at - 1] & 0x80:
            return value, at
    raise Unreadable("damaged_manifest")


def _element(data: bytes, deep: int) -> Element:
    if deep > _DEEPEST:
        raise Unreadable("damaged_manifest")
    element = Element("")
    for field, value in fields(data):
        if not isinstance(value, bytes):
            continue
        if field == 3:
            element.name = value.decode("utf-8", "replace")
        elif field == 4:
            name, found = _attribute(value)
            element.attributes[name] = found
        elif field == 5:
            element.children += [
                _element(one, deep + 1) for n, one in fields(value) if n == 1 and isinstance(one, bytes)
            ]
    return element


def _attribute(data: bytes) -> tuple[str, Value]:
    name, value = "", ""
    compiled: Value | None = None
    for field, one in fields(data):
        if not isinstance(one, bytes):
            continue
        if field == 2:
            name = one.decode("utf-8", "replace")
        elif field == 3:
            value = one.decode("utf-8", "replace")
        elif field == 6:
            compiled = _compiled(one)
    return name, value if compiled is None or value else compiled


def _compiled(item: bytes) -> Value | None:
    """A value that was compiled: a reference, a number or a truth value; None for all others, whose text says the same."""
    for field, one in fields(item):
        if field == 1 and isinstance(one, bytes):  # Reference.id
            return next((Reference(n) for number, n in fields(one) if number == 2 and isinstance(n, int)), None)
        if field == 7 and isinstance(one, bytes):  # Primitive: int_decimal 6, int_hexadecimal 7, boolean 8
            for number, n in fields(one):
                if isinstance(n, int) and number in (6, 7, 8):
                    return bool(n) if number == 8 else n
    return None
