"""Windows events exported as XML: by the Event Viewer (one long line, or pretty), wevtutil, or a collector (an event a line)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hegui.evidence.logs.daters import LineDater
from hegui.evidence.logs.events import is_clearing
from hegui.recognise.containers import Stream
from hegui.recognise.lines import Block
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import Clock, value

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "windows_xml"
MARK = b"<Event xmlns="
END = b"</Event>"
CUT = END[:-1] + b"\n"
LONGEST = 4 * 1024 * 1024
"""No event is longer; what is, is none."""

_TIME = re.compile(rb"<TimeCreated\s+SystemTime=[\"']([^\"']{10,40})[\"']")


def is_windows_xml(head: bytes) -> bool:
    """Whether a stream that begins like this holds Windows events; in UTF-16 or not."""
    return MARK in head.replace(b"\0", b"").replace(b"'", b'"')


class EventLines:
    """The stream with a line feed in place of the last byte of every event's end, so that events are lines or parts of lines."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = b""
        self._buffer = memoryview(bytearray(64 * 1024))

    def readinto(self, target: memoryview, /) -> int:
        """As a Stream does."""
        while len(self._held) < len(END):
            got = self._stream.readinto(self._buffer)
            if not got:
                break
            self._held += bytes(self._buffer[:got])
        whole = self._held.replace(END, CUT)
        safe = len(whole) - len(END) + 1 if len(self._held) >= len(END) else len(whole)
        given = whole[: min(safe, len(target))]
        self._held = whole[len(given) :]
        target[: len(given)] = given
        return len(given)


class WindowsXmlDater(LineDater):
    """Dates the events whose time stands in a block, and notes those that say a log was cleared."""

    def __init__(self, zone: str) -> None:
        super().__init__(FORMAT, False, zone, value)
        self._rest = b""

    def times(self, block: Block) -> Times:
        """The time of every event of the block; lines between events are none."""
        import numpy as np

        text = self._rest + bytes(memoryview(block.buffer)[: block.size])
        *events, rest = text.split(CUT)
        self._rest = rest if len(rest) < LONGEST else b""
        found = [_TIME.search(event) for event in events]
        readings = [value(match[1].decode()) if match else None for match in found]
        times = [r.micros if r is not None and r.clock is Clock.UTC else UNDATED for r in readings]
        self.cleared += [time for time, event in zip(times, events, strict=True) if is_clearing(event)]
        return np.array(times, np.int64)
