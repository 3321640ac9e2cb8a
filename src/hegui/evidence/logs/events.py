"""Windows event logs (EVTX): the time and number of every event, and whether somebody cleared a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Several
from typing import IO, TYPE_CHECKING, Any

from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.containers import Damage
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import value

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "evtx"
MAGIC = b"ElfFile\0"
BATCH = 500
CLEARED = {("Microsoft-Windows-Eventlog", 1102), ("Microsoft-Windows-Eventlog", 104), ("Security", 517)}
"""Provider and number of the events that Windows writes when a log is cleared."""

_NUMBER = re.compile(rf"<EventID[^>]*>\s*(?:{'|'.join(str(number) for _, number in sorted(CLEARED))})\s*<")
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
            records: Any = PyEvtxParser(file, number_of_threads=1).records()
        except (RuntimeError, OSError, ValueError):
            raise Damage("corrupt") from None
        self._events: Iterator[dict[str, Any]] = iter(records)
        self.sequence: Sequence | None = Sequence()
        self.cleared = 0
        self.damage: str | None = None

    def times(self) -> Iterator[Times]:
        """The times of the events, in the file's order, some at a time."""
        while batch := self._batch():
            if self.sequence is not None:
                self.sequence.add([event["event_record_id"] for event in batch])
            texts = [event["data"] for event in batch]
            likely = (text for text in texts if _NUMBER.match(text, text.find("<EventID")))
            self.cleared += sum(is_clearing(text[:2000].encode()) for text in likely)
            yield _times([event["timestamp"].removesuffix(" UTC") for event in batch])

    def _batch(self) -> list[dict[str, Any]]:
        """The next events that can be read; those that cannot are damage."""
        batch: list[dict[str, Any]] = []
        while len(batch) < BATCH:
            try:
                for event in self._events:
                    batch.append(event)
                    if len(batch) == BATCH:
                        break
                else:
                    break
            except (RuntimeError, ValueError, OSError):
                self.damage = "corrupt"
        return batch


def _times(texts: Several[str]) -> Times:
    """Times in UTC as the reader writes them, in microseconds."""
    import numpy as np

    try:
        return np.array([text.removesuffix("Z") for text in texts], "M8[us]").astype(np.int64)
    except ValueError:
        found = [value(text) for text in texts]
        return np.array([UNDATED if time is None else time.micros for time in found], np.int64)
