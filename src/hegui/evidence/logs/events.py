"""Windows event logs (EVTX): the time and number of every event, and whether somebody cleared a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.containers import Damage
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import value

FORMAT = "evtx"
MAGIC = b"ElfFile\0"
BATCH = 10_000
CLEARED = {("Microsoft-Windows-Eventlog", 1102), ("Microsoft-Windows-Eventlog", 104), ("Security", 517)}
"""Provider and number of the events that Windows writes when a log is cleared."""

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
        """Raises Damage where the file is no EVTX, or no reader is installed."""
        try:
            from evtx import PyEvtxParser
        except ImportError:
            raise Damage("no_reader") from None
        try:
            self._events = iter(PyEvtxParser(file, number_of_threads=1).records())
        except (RuntimeError, OSError, ValueError):
            raise Damage("corrupt") from None
        self.sequence: Sequence | None = Sequence()
        self.cleared = 0
        self.damage: str | None = None

    def times(self) -> Iterator[Any]:
        """The times of the events, in the file's order, some at a time."""
        import numpy as np

        batch: list[int] = []
        while (event := self._next()) is not None:
            found = value(event["timestamp"].removesuffix(" UTC"))
            batch.append(UNDATED if found is None else found.micros)
            if self.sequence is not None:
                self.sequence.add([event["event_record_id"]])
            self.cleared += is_clearing(event["data"][:2000].encode())
            if len(batch) == BATCH:
                yield np.array(batch, np.int64)
                batch = []
        yield np.array(batch, np.int64)

    def _next(self) -> dict[str, Any] | None:
        """The next event that can be read; those that cannot are damage."""
        while True:
            try:
                event: dict[str, Any] | None = next(self._events, None)
            except (RuntimeError, ValueError, OSError):
                self.damage = "corrupt"
                continue
            return event
