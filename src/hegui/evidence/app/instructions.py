"""The instructions of Dalvik: how long each is, and a walk over those of a method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

# length in units of 16 bits of each opcode, as runs: from opcode, length (Dalvik bytecode, formats of the instruction set)
_RUNS = (
    (0x00, 1), (0x02, 2), (0x03, 3), (0x04, 1), (0x05, 2), (0x06, 3), (0x07, 1), (0x08, 2), (0x09, 3), (0x0A, 1),
    (0x13, 2), (0x14, 3), (0x15, 2), (0x17, 3), (0x18, 5), (0x19, 2), (0x1B, 3), (0x1C, 2), (0x1D, 1), (0x1F, 2),
    (0x21, 1), (0x22, 2), (0x24, 3), (0x27, 1), (0x29, 2), (0x2A, 3), (0x2D, 2), (0x3E, 1), (0x44, 2), (0x6E, 3),
    (0x73, 1), (0x74, 3), (0x79, 1), (0x90, 2), (0xB0, 1), (0xD0, 2), (0xE3, 1), (0xFA, 4), (0xFC, 3), (0xFE, 2),
)  # fmt: skip
_ENDS = [start for start, _ in _RUNS[1:]] + [0x100]
_LENGTHS = [length for (start, length), end in zip(_RUNS, _ENDS, strict=True) for _ in range(start, end)]


def _opcodes(*numbers: Iterable[int]) -> npt.NDArray[np.bool_]:
    found = np.zeros(256, np.bool_)
    for some in numbers:
        found[list(some)] = True
    return found


INVOKES = _opcodes(range(0x6E, 0x73), range(0x74, 0x79))
STATIC_READS = _opcodes(range(0x60, 0x67))
TEXTS = _opcodes([0x1A])
TEXT, LONG_TEXT = 0x1A, 0x1B


def walk(units: npt.NDArray[np.uint16], at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Place, opcode and second unit of each instruction; tables within the code are passed over."""
    code = units[at:end].tolist()
    here, last = 0, len(code)
    while here < last:
        first = code[here]
        opcode = first & 0xFF
        second = code[here + 1] if here + 1 < last else 0
        if opcode == 0 and first in (0x0100, 0x0200, 0x0300):
            here += _table(first, code, here)
            continue
        yield at + here, opcode, second
        here += _LENGTHS[opcode]


def _table(kind: int, code: list[int], here: int) -> int:
    """How long a table within the code is: of a switch, a sparse switch, or the content of an array."""
    size = code[here + 1] if here + 1 < len(code) else 0
    if kind == 0x0100:
        return 4 + 2 * size
    if kind == 0x0200:
        return 2 + 4 * size
    count = code[here + 2] | code[here + 3] << 16 if here + 3 < len(code) else 0
    return 4 + (count * size + 1) // 2
