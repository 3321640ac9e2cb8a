"""Windows event logs (EVTX): the time and number of every event, and whether somebody cleared a log.

Time and number stand in the head of each record; what it says behind it, in binary XML, is read only where it may say that a log was
cleared. After libyal's description of the format (github.com/libyal/libevtx, Windows XML Event Log).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.containers import Damage
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import SECOND, value

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "evtx"
MAGIC = b"ElfFile\0"
HEADER = 4096
HEAD = struct.Struct("<42xH76xI")
"""Of the file: how many chunks it says it has, and whether it was being written (bit 0)."""

CHUNK = 65536
CHUNK_MAGIC = b"ElfChnk\0"
AT_ONCE = 64
"""So many chunks are read at once."""

CHUNK_HEAD = struct.Struct("<32xQ8xI")
"""Of a chunk: the number of its last record, and where its records end."""

FIRST_RECORD = 512
RECORD = struct.Struct("<IIQQ")
"""Of a record: its magic, its size, its number, and when it was written (100 ns since 1601)."""

RECORD_MAGIC = 0x2A2A
BEFORE_1970 = 11_644_473_600 * SECOND

CLEARED = {("Microsoft-Windows-Eventlog", 1102), ("Microsoft-Windows-Eventlog", 104), ("Security", 517)}
"""Provider and number of the events that Windows writes when a log is cleared; 517 in logs older than EVTX."""

_CLEARING = "LogFileCleared".encode("utf-16-le")
"""The element with which Windows says it; stands in every chunk that has such a record, as chunks share no names."""

_EVENT = re.compile(rb"Provider\s+Name=[\"']([^\"']*)[\"'].*?<EventID[^>]*>\s*(\d+)\s*<", re.DOTALL)


def is_clearing(event: bytes) -> bool:
    """Whether an event in XML says that a log was cleared."""
    what = _EVENT.search(event[:2000])
    return what is not None and (what[1].decode("utf-8", "replace"), int(what[2])) in CLEARED


class Events:
    """The events of one EVTX file, as ``binaries.Records``."""

    format = FORMAT
    zone_inferred = False

    def __init__(self, file: IO[bytes]) -> None:
        """Raises Damage where the file ends within its header."""
        file.seek(0)
        self._file, self._header = file, file.read(HEADER)
        if len(self._header) < HEADER:
            raise Damage("truncated")
        self._chunks, flags = HEAD.unpack_from(self._header)
        self._being_written = bool(flags & 1)
        self.sequence: Sequence | None = Sequence()
        self.cleared: list[int] = []
        self.damage: str | None = None

    def times(self) -> Iterator[Times]:
        """The times of the events, in the file's order, some at a time."""
        import numpy as np

        left = self._chunks
        while data := self._file.read(CHUNK * AT_ONCE):
            found: list[tuple[int, int]] = []
            for at in range(0, len(data), CHUNK):
                chunk = data[at : at + CHUNK]
                if len(chunk) < CHUNK:
                    self.damage = "truncated"
                elif chunk.startswith(CHUNK_MAGIC):
                    found += self._records(chunk)
                elif left > 0 or any(chunk):  # chunks that were never used are zeros behind the last one
                    self.damage = "corrupt"
                left -= 1
            numbers, written = np.array(found, np.uint64).reshape(-1, 2).T
            micros = (written // np.uint64(10)).astype(np.int64) - BEFORE_1970
            if self.sequence is not None:
                self.sequence.add(numbers.astype(np.int64), micros)
            yield micros
        if left > 0:
            self.damage = self.damage or "truncated"

    def _records(self, chunk: bytes) -> list[tuple[int, int]]:
        """The number of each record of a chunk and when it was written."""
        found: list[tuple[int, int]] = []
        last, end = CHUNK_HEAD.unpack_from(chunk)
        end = min(end, CHUNK) - RECORD.size
        at, number = FIRST_RECORD, None
        while at <= end and number != last:
            magic, size, number, written = RECORD.unpack_from(chunk, at)
            if magic != RECORD_MAGIC or size < RECORD.size:
                if any(chunk[at:]) or not self._being_written:
                    self.damage = "corrupt"
                break
            found.append((number, written))
            at += size
        if _CLEARING in chunk:
            self.cleared += self._clearings(chunk)
        return found

    def _clearings(self, chunk: bytes) -> list[int]:
        """When logs were cleared, as records of the chunk say."""
        try:
            from evtx import PyEvtxParser
        except ImportError:
            raise Damage("no_reader") from None
        found: list[int] = []
        try:
            events: Any = PyEvtxParser(io.BytesIO(self._header + chunk), number_of_threads=1).records()
        except (RuntimeError, ValueError, OSError):
            self.damage = "corrupt"
            return found
        while True:
            try:
                for event in events:
                    if is_clearing(event["data"][:2000].encode()):
                        time = value(event["timestamp"].removesuffix(" UTC"))
                        found.append(UNDATED if time is None else time.micros)
                return found
            except (RuntimeError, ValueError, OSError):  # one event; the next may be whole
                self.damage = "corrupt"
