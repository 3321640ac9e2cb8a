"""Journals of systemd as text: the export format, whose records are of many lines each, and JSON lines.

Newer systemd numbers its records. An export of part of a journal lacks most numbers, so that only few missing ones say anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hegui.evidence.logs.daters import BlockDater, LineDater, More, StampReader
from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.lines import Block, newlines
from hegui.recognise.stamps import UNDATED
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
        found = [(int(match[1]), match.start()) for match in _TIMES.finditer(text)]
        times, places = np.array(found, np.int64).reshape(-1, 2).T
        self._numbers.add(*_numbered(text, times, places))
        return times


class JournalLinesDater(BlockDater):
    """Dates the records of a journal as JSON lines."""

    def __init__(self, reader: StampReader, zone: str, sample: list[bytes], more: More | None = None) -> None:
        super().__init__(reader, False, zone, sample, more)
        self._numbers = self.sequence = Sequence(selectable=True)

    def times(self, block: Block) -> Times:
        """As a BlockDater does; the numbers of the records are taken in besides."""
        import numpy as np

        times = super().times(block)
        starts = np.insert(newlines(block.feeds, block.size) + 1, 0, 0)[: len(times)]
        self._numbers.add(*_numbered(bytes(memoryview(block.buffer)[: block.size]), times, starts))
        return times


def _numbered(text: bytes, times: Times, places: Times) -> tuple[Times, Times]:
    """The numbers in a text, each with the last of the *times* whose place is before it."""
    import numpy as np

    found = [(int(match[1] or match[2]), match.start()) for match in _NUMBERS.finditer(text)]
    numbers, at = np.array(found, np.int64).reshape(-1, 2).T
    return numbers, np.insert(times, 0, UNDATED)[places.searchsorted(at, "right")]
