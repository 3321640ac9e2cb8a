"""Journals of systemd as text: the export format, whose records are of many lines each, and JSON lines.

Newer systemd numbers its records. An export of part of a journal lacks most numbers, so that only few missing ones say anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hegui.evidence.logs.daters import BlockDater, LineDater, More, StampReader
from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.lines import Block
from hegui.recognise.times import value

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "journald_export"
NUMBER = b'"__SEQNUM"'
_TIME = b"__REALTIME_TIMESTAMP="
_TIMES = re.compile(rb"^" + _TIME + rb"(\d{1,18})$", re.MULTILINE)
_NUMBERS = re.compile(rb"^__SEQNUM=(\d{1,18})$|" + NUMBER + rb'\s*:\s*"(\d{1,18})"', re.MULTILINE)


def is_journal(buffer: bytearray, within: int) -> bool:
    """Whether the first bytes of a stream, so many, hold a record of a journal export."""
    return buffer.find(_TIME, 0, within) >= 0 and _TIMES.search(buffer, 0, within) is not None


class JournalDater(LineDater):
    """Dates the records of a journal export."""

    def __init__(self, zone: str) -> None:
        super().__init__(FORMAT, False, zone, value)
        self._numbers = self.sequence = Sequence(selectable=True)

    def times(self, block: Block) -> Times:
        """The time of every record whose time stands in the block."""
        import numpy as np

        text = bytes(memoryview(block.buffer)[: block.size])
        self._numbers.add(_numbers(text))
        return np.array([int(found[1]) for found in _TIMES.finditer(text)], np.int64)


class JournalLinesDater(BlockDater):
    """Dates the records of a journal as JSON lines."""

    def __init__(self, reader: StampReader, zone: str, sample: list[bytes], more: More | None = None) -> None:
        super().__init__(reader, False, zone, sample, more)
        self._numbers = self.sequence = Sequence(selectable=True)

    def times(self, block: Block) -> Times:
        """As a BlockDater does; the numbers of the records are taken in besides."""
        self._numbers.add(_numbers(bytes(memoryview(block.buffer)[: block.size])))
        return super().times(block)


def _numbers(text: bytes) -> list[int]:
    return [int(found[1] or found[2]) for found in _NUMBERS.finditer(text)]
