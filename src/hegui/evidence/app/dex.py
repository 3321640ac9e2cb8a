"""Dalvik executables: their tables, and which method refers to what. Read with NumPy over the whole file; only methods that may matter
are walked instruction by instruction."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from hegui.evidence.app.instructions import INVOKES, walk
from hegui.evidence.files import Unreadable

Ints = npt.NDArray[np.int64]
_HEADER = struct.Struct("<14I")
_LONGEST_NAME = 1024
_MOST_NUMBERS = 8_000_000  # read from class data; more is no honest program
_MOST_IN_ONE = 500
_NONE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Code:
    """The methods with code, in the order of their code: where it begins, which class defines it, which method it is."""

    starts: Ints
    classes: Ints
    methods: Ints


class Dex:
    """One executable, its heading at a place of the file; Unreadable where its tables do not lie within the file."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        if data[at : at + 4] != b"dex\n" or len(data) < at + 112 or data[at + 40 : at + 44] != b"\x78\x56\x34\x12":
            raise Unreadable("damaged_dex")
        self.data = data
        (
            n_strings,
            strings,
            n_types,
            types,
            n_protos,
            protos,
            n_fields,
            fields,
            n_methods,
            methods,
            n_classes,
            classes,
            _,
            _,
        ) = _HEADER.unpack_from(data, at + 56)
        self._strings = self._table("<u4", n_strings, strings)
        self._types = self._table("<u4", n_types, types)
        self._protos = self._table("<u4,<u4,<u4", n_protos, protos)
        self.fields = self._table("<u2,<u2,<u4", n_fields, fields)  # class, type, name
        self.methods = self._table("<u2,<u2,<u4", n_methods, methods)  # class, proto, name
        self.classes = self._table("<u4,<u4,<u4,<u4,<u4,<u4,<u4,<u4", n_classes, classes)

    def _table(self, form: str, count: int, offset: int) -> npt.NDArray[Any]:
        kind = np.dtype(form)
        if offset + count * kind.itemsize > len(self.data):
            raise Unreadable("damaged_dex")
        return np.frombuffer(self.data, kind, count, offset)

    def string(self, number: int) -> str:
        """A string of the pool; empty where there is none."""
        if not 0 <= number < len(self._strings):
            return ""
        at = int(self._strings[number])
        while at < len(self.data) and self.data[at] & 0x80:
            at += 1
        end = self.data.find(b"\0", at + 1, at + 1 + _LONGEST_NAME)
        return self.data[at + 1 : end].decode("utf-8", "replace") if end >= 0 else ""

    def number_of(self, text: str) -> int | None:
        """The number of a plain string of the pool, which is sorted; None where it is not there."""
        low, high = 0, len(self._strings)
        while low < high:
            middle = (low + high) // 2
            if self.string(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._strings) and self.string(low) == text else None

    @cached_property
    def types(self) -> list[str]:
        """The name of every type: ``com.example.Thing`` for classes, as written for all others."""
        found = (self.string(int(number)) for number in self._types)
        return [name[1:-1].replace("/", ".") if name[:1] == "L" else name for name in found]

    def type_of(self, number: int) -> str:
        """The name of a type; empty where there is none."""
        return self.types[number] if number < len(self.types) else ""

    def signature(self, method: int) -> tuple[str, str]:
        """Name and parameters of a method, by which it is the same in another executable."""
        _, proto, name = self.methods[method]
        return self.string(int(name)), self._parameters(int(proto))

    def _parameters(self, proto: int) -> str:
        if proto >= len(self._protos):
            return ""
        _, returned, at = (int(one) for one in self._protos[proto])
        names = [self.type_of(returned)]
        if at and at + 4 <= len(self.data):
            (count,) = struct.unpack_from("<I", self.data, at)
            if count < 256 and at + 4 + 2 * count <= len(self.data):
                names += [self.type_of(one) for one in struct.unpack_from(f"<{count}H", self.data, at + 4)]
        return ",".join(names)

    @cached_property
    def defined(self) -> list[str]:
        """The names of the classes that are defined here."""
        return [self.type_of(int(row[0])) for row in self.classes]

    @cached_property
    def code(self) -> Code:
        """The methods that have code."""
        found = [row for number, row in enumerate(self.classes) for row in self._class_data(number, int(row[6]))]
        table = np.array(found, np.int64).reshape(-1, 3)
        table = table[np.argsort(table[:, 0], kind="stable")]
        return Code(table[:, 0], table[:, 1], table[:, 2])

    _read = 0

    def _class_data(self, number: int, at: int) -> Iterator[tuple[int, int, int]]:
        """Where the code of each method of a class begins."""
        if not at:
            return
        numbers = self._numbers(at)
        try:
            statics, instances, directs, virtuals = (next(numbers) for _ in range(4))
            for _ in range(2 * (statics + instances)):
                next(numbers)
            for count in (directs, virtuals):
                method = 0
                for _ in range(count):
                    method += next(numbers)
                    next(numbers)
                    code = next(numbers)
                    if code and code + 16 <= len(self.data) and method < len(self.methods):
                        yield code, number, method
        except (StopIteration, RuntimeError):
            return

    def _numbers(self, at: int) -> Iterator[int]:
        data, end = self.data, len(self.data)
        while at < end and self._read < _MOST_NUMBERS:
            value = data[at]
            at += 1
            if value & 0x80:
                value &= 0x7F
                shift = 7
                while at < end:
                    byte = data[at]
                    at += 1
                    value |= (byte & 0x7F) << shift
                    shift += 7
                    if not byte & 0x80 or shift > 28:
                        break
            self._read += 1
            yield value

    @cached_property
    def _units(self) -> npt.NDArray[np.uint16]:
        return np.frombuffer(self.data, "<u2", len(self.data) // 2)

    @cached_property
    def _opcodes(self) -> npt.NDArray[np.uint8]:
        return np.frombuffer(self.data, np.uint8)[: 2 * len(self._units) : 2]

    def places(self, opcodes: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Where an instruction of these *opcodes* may stand that refers to a *wanted* number, and within which method (a row of ``code``).

        What is found may still lie within another instruction: ``starts`` tells.
        """
        starts = self.code.starts
        if not len(starts) or not wanted.any():
            return np.empty(0, np.int64), np.empty(0, np.int64)
        padded = np.zeros(65536, np.bool_)
        padded[: min(len(wanted), 65536)] = wanted[:65536]
        first = int(starts[0]) // 2
        found = np.flatnonzero(opcodes[self._opcodes[first:-1]] & padded[self._units[first + 1 :]]) + first
        return found, np.searchsorted(starts, found * 2, "right") - 1

    def invokes(self, wanted: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Where a wanted method may be called."""
        return self.places(INVOKES, wanted)

    def operand(self, place: int) -> int:
        """The number to which an instruction refers."""
        return int(self._units[place + 1])

    def operands(self, places: Ints) -> Ints:
        """The numbers to which some instructions refer."""
        return self._units[places + 1].astype(np.int64)

    def instructions(self, row: int) -> Iterator[tuple[int, int, int]]:
        """Place, opcode and operand of each instruction of a method, a row of ``code``."""
        at = int(self.code.starts[row])
        (size,) = struct.unpack_from("<I", self.data, at + 12)
        first = (at + 16) // 2
        if at % 2 == 0:
            yield from walk(self._units, first, min(first + size, len(self._units)))


def executables(data: bytes) -> Iterator[Dex]:
    """The executables of a file: one, or from version 41 on several that share its tables, each heading saying where the next begins."""
    at = 0
    for _ in range(_MOST_IN_ONE):
        yield Dex(data, at)
        (size,) = struct.unpack_from("<I", data, at + 32)
        at += size
        if data[4:8] < b"041\0" or size < 112 or at + 112 > len(data):
            return
