"""JSON lines by the name before the time, without parsing the rest of the line.

Inside a JSON text every quotation mark is escaped, so ``"time"`` followed by a colon can only be a name, never part of a value. Where
in all sampled lines the first such name is that of the time which parsing finds, lines are read by it: the time of a line is the value
behind the first such name. Torn lines thus keep their time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from hegui.evidence.logs.jsonlines import FORMAT, in_utc
from hegui.recognise.orders import ORDERS, Dates
from hegui.recognise.times import PATTERNS, VALUE_KINDS, Clock, Reading, reading, value

_NAME = re.compile(rb'"((?:[^"\\\\]|\\\\.)*)"\s*:\s*(?:"([^"\\\\]*)"|(-?[0-9.]+))')


class NamedTime:
    """Reads the value behind the first ``"name":`` of a line."""

    format, shaped = FORMAT, True
    dates: Dates | None = None

    def __init__(self, name: bytes, kind: str, utc: bool = False) -> None:
        self._utc = utc
        self.anchor = b'"' + name + b'"'
        stamp = b"(?P<time>" + PATTERNS[kind] + b')"'
        self._value = re.compile(re.escape(self.anchor) + rb'\s*:\s*(?:"([^"\\]*)"|(-?[0-9.]+))')
        self._line = re.compile(b".*?" + re.escape(self.anchor) + rb'\s*:\s*"' + stamp, re.DOTALL)
        self._stamp = re.compile(rb'\s*:\s*"' + stamp)

    def match(self, line: bytes) -> re.Match[bytes] | None:
        """As a StampReader does."""
        return self._line.match(line)

    def read(self, line: bytes) -> Reading | None:
        """As a StampReader does."""
        found = self._value.search(line)
        if found is None:
            return None
        text, number = found.groups()
        if text is not None:
            return self._told(value(text.decode("utf-8", "replace")))
        try:
            return value(json.loads(number))
        except ValueError:
            return None

    def cut(self, text: bytes, at: int | None) -> Reading | None:
        """As a StampReader does; the one byte more has to be the closing quotation mark."""
        match = self._stamp.match(text)
        return self._told(reading(match)) if match and match.start("time") == at and match.end() == len(text) else None

    def _told(self, found: Reading | None) -> Reading | None:
        """A time as the name tells it."""
        return in_utc(found) if found is not None and self._utc else found


def named_time(sample: Sequence[bytes], read: Callable[[bytes], Reading | None]) -> NamedTime | None:
    """The name that leads to what *read* finds in every sampled line; None where there is none, or no kind of stamp behind it."""
    times = [(line, time) for line in sample if (time := read(line)) is not None and time.clock is not Clock.YEARLESS]
    for name, text, _ in _NAME.findall(times[0][0]) if times else ():
        kind = next((kind for kind in VALUE_KINDS if kind not in ORDERS and re.fullmatch(PATTERNS[kind], text)), None)
        plain = value(text.decode("utf-8", "replace")) if kind else None
        if kind and plain is not None and times[0][1] in (plain, in_utc(plain)):
            named = NamedTime(name, kind, utc=plain != times[0][1])
            if all(named.read(line) == time for line, time in times):
                return named
    return None
