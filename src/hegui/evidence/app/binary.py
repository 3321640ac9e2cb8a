"""Android's binary resources: chunks, pools of strings, the binary form of XML, and the table of resources."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from hegui.evidence.app.data import attributes
from hegui.evidence.app.tree import Element, Reference, Value
from hegui.evidence.files import Unreadable

_STRINGS, _TABLE, _XML = 0x0001, 0x0002, 0x0003
_START, _END, _MAP = 0x0102, 0x0103, 0x0180
_PACKAGE, _TYPE = 0x0200, 0x0201
_REFERENCE, _STRING, _BOOL = 0x01, 0x03, 0x12
_NUMBERS = range(0x10, 0x20)
_DEEPEST = 200
_MOST_ELEMENTS = 500_000


class Strings:
    """A pool of strings, each read when it is asked for."""

    def __init__(self, data: bytes, start: int, size: int) -> None:
        self._data = data[start : start + size]
        count, _, flags, self._base = _unpack("<4I", self._data, 8)
        self._wide = not flags & 0x100
        self._count = min(count, max(0, len(self._data) - 28) // 4)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < self._count:
            return ""
        (offset,) = _unpack("<I", self._data, 28 + 4 * index)
        at = self._base + offset
        if self._wide:
            length, at = self._length(at, 2)
            return self._data[at : at + 2 * length].decode("utf-16-le", "replace")
        _, at = self._length(at, 1)
        length, at = self._length(at, 1)
        return self._data[at : at + length].decode("utf-8", "replace")

    def _length(self, at: int, unit: int) -> tuple[int, int]:
        form, high = ("<H", 0x8000) if unit == 2 else ("<B", 0x80)
        (first,) = _unpack(form, self._data, at)
        if not first & high:
            return first, at + unit
        (second,) = _unpack(form, self._data, at + unit)
        return (first & (high - 1)) << (8 * unit) | second, at + 2 * unit


def _unpack(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error:
        raise Unreadable("damaged_manifest") from None


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Type, start, size of the heading and size of each chunk; what does not fit ends the walk."""
    while at + 8 <= end:
        kind, heading, size = struct.unpack_from("<HHI", data, at)
        if size < 8 or at + size > end:
            return
        yield kind, at, heading, size
        at += size


def read_xml(data: bytes) -> Element:
    """The root of a document of binary XML. Chunks that Android passes over are passed over; Unreadable where there is no document."""
    if len(data) < 8:
        raise Unreadable("damaged_manifest")
    heading = struct.unpack_from("<H", data, 2)[0]
    strings: Strings | None = None
    names: list[str] = []
    root = Element("")
    path = [root]
    elements = 0
    for kind, at, size_of_heading, size in _chunks(data, heading if 8 <= heading < 64 else 8, len(data)):
        if kind == _STRINGS and strings is None:
            strings = Strings(data, at, size)
        elif kind == _MAP:
            ids = _unpack(f"<{(size - size_of_heading) // 4}I", data, at + size_of_heading)
            names = [attributes().get(one, "") for one in ids]
        elif kind == _START and strings is not None:
            elements += 1
            if len(path) > _DEEPEST or elements > _MOST_ELEMENTS:
                raise Unreadable("damaged_manifest")
            element = _element(data, at + size_of_heading, at + size, strings, names)
            path[-1].children.append(element)
            path.append(element)
        elif kind == _END and len(path) > 1:
            path.pop()
    if not root.children:
        raise Unreadable("damaged_manifest")
    return root.children[0]


def _element(data: bytes, at: int, end: int, strings: Strings, names: list[str]) -> Element:
    _, name, start, size, count = _unpack("<IIHHH", data, at)
    element = Element(strings[name])
    at += start
    for _ in range(count):
        if at + 20 > end or size < 20:
            break
        _, key, raw, _, kind, value = _unpack("<IIIHxBI", data, at)
        found = _value(kind, value, raw, strings)
        if key < len(names) and names[key]:  # the number of an attribute counts, its written name may be anything
            element.attributes[names[key]] = found
        else:
            element.attributes.setdefault(strings[key].rpartition(":")[2], found)
        at += size
    return element


def _value(kind: int, value: int, raw: int, strings: Strings) -> Value:
    if kind == _STRING:
        return strings[value]
    if kind == _REFERENCE:
        return Reference(value)
    if kind == _BOOL:
        return value != 0
    if kind in _NUMBERS:
        return value
    return strings[raw] if raw != 0xFFFFFFFF else ""


class Resources:
    """The table of resources, looked up by number."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.strings: Strings | None = None
        self._types: list[tuple[int, int, int]] = []  # package and type, start, end
        if len(data) < 12 or struct.unpack_from("<H", data)[0] != _TABLE:
            return
        try:
            self._index()
        except Unreadable:
            self._types = []

    def _index(self) -> None:
        for kind, at, heading, size in _chunks(self._data, 12, len(self._data)):
            if kind == _STRINGS and self.strings is None:
                self.strings = Strings(self._data, at, size)
            elif kind == _PACKAGE:
                (package,) = _unpack("<I", self._data, at + 8)
                for inner, start, _, length in _chunks(self._data, at + heading, at + size):
                    if inner == _TYPE:
                        (type_,) = _unpack("<B", self._data, start + 8)
                        self._types.append(((package & 0xFF) << 8 | type_, start, start + length))

    def look(self, reference: Reference, deep: int = 0) -> Value | None:
        """What a reference stands for in the first configuration that says so (the default comes first)."""
        for kind, start, end in self._types:
            if kind == reference.id >> 16:
                try:
                    found = self._entry(start, end, reference.id & 0xFFFF)
                except Unreadable:
                    return None
                if isinstance(found, Reference):
                    return self.look(found, deep + 1) if deep < 8 else None
                if found is not None:
                    return found
        return None

    def _entry(self, start: int, end: int, number: int) -> Value | None:
        data = self._data
        heading, _, _, flags, _, count, entries = _unpack("<HIBBHII", data, start + 2)
        if number >= count or flags & 0x01:  # sparse tables are not looked into
            return None
        (offset,) = _unpack("<I", data, start + heading + 4 * number)
        at = start + entries + offset
        if offset == 0xFFFFFFFF or at + 16 > end:
            return None
        size, complex_, _ = _unpack("<HHI", data, at)
        if complex_ & 0x01 or size < 8:
            return None
        kind, value = _unpack("<BI", data, at + size + 3)
        return _value(kind, value, 0xFFFFFFFF, self.strings) if self.strings is not None else None
