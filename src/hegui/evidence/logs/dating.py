"""Which dater a stream of lines wants, found by sampling its first block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hegui.evidence.logs.columns import CSV, W3C, csv_reader, w3c_reader
from hegui.evidence.logs.daters import (
    JOURNAL_TIMES,
    LOOKED_AT,
    BlockDater,
    Dater,
    JournalDater,
    LineDater,
    NumberedDater,
)
from hegui.evidence.logs.formats import Reader, format_of, formats, recognise, share_of
from hegui.evidence.logs.jsonlines import FORMAT as JSON_LINES
from hegui.evidence.logs.jsonlines import json_reader
from hegui.evidence.logs.jsonnames import named_time
from hegui.evidence.logs.windowsxml import WindowsXmlDater, is_windows_xml
from hegui.recognise.lines import Block
from hegui.recognise.times import Clock

SAMPLED_LINES = 200
SAMPLED_BYTES = 512 * 1024
PREFIX = 80
ANOTHER = 0.5
"""So many of the lines that one format cannot date another one has to date, to be read beside it."""


def dater_for(block: Block, zone: str, own: Mapping[str, Any] | None = None) -> Dater | None:
    """The dater for a stream whose first block this is; None where no known format fits. *own*: formats of the user, by name."""
    sample = sampled(block)
    if JOURNAL_TIMES.search(block.buffer, 0, min(block.size, SAMPLED_BYTES)):
        return JournalDater(zone)
    if is_windows_xml(b"\n".join(sample[:3])):
        return WindowsXmlDater(zone)
    if (dater := _json(sample, zone)) is not None:
        return dater
    if read := w3c_reader(sample):
        return LineDater(W3C, False, zone, read)
    known = (*(format_of(id, spec) for id, spec in (own or {}).items()), *formats())
    found = recognise(sample, known)
    if found is None or found.weak or found.exact:
        if (dater := _json([after_prefix(line) for line in sample], zone, after_prefix)) is not None:
            return dater
        if (columns := csv_reader(sample)) is not None:
            return LineDater(CSV, columns[1], zone, columns[0])
    if found is None:
        return None
    if found.numbered:
        return NumberedDater(found, zone, sample, _more)
    reader = Reader(found)
    clocks = Counter(reading.clock for line in sample if (reading := reader.read(line)) is not None)
    return BlockDater(reader, clocks.most_common(1)[0][0] is Clock.YEARLESS, zone, sample, _more)


def _json(sample: Sequence[bytes], zone: str, cut: Callable[[bytes], bytes] | None = None) -> Dater | None:
    """The dater of JSON lines, or, given what *cut* leaves of a line, of JSON behind the prefix of a container or collector."""
    read = json_reader(sample)
    if read is None:
        return None
    if cut is None and (named := named_time(sample, read)):
        return BlockDater(named, False, zone, list(sample), _more)
    return LineDater(JSON_LINES, False, zone, read if cut is None else lambda line: read(cut(line)))


def after_prefix(line: bytes) -> bytes:
    """The line from its first brace, where that follows a blank within its beginning."""
    at = line.find(b" {", 0, PREFIX)
    return line if at < 0 else line[at + 1 :]


def _more(lines: list[bytes]) -> Reader | None:
    """What reads at least half of some lines that the format of their stream does not date."""
    found = recognise(lines, (format for format in formats() if not format.weak))
    return Reader(found) if found and share_of(found, lines) >= ANOTHER else None


def sampled(block: Block) -> list[bytes]:
    """Lines of the block that stand for the rest: all of a small one, else evenly spread over its first half megabyte."""
    lines = [
        line
        for line in bytes(memoryview(block.buffer)[: min(block.size, SAMPLED_BYTES)]).split(b"\n")
        if line.strip(b"\0\r \t")
    ]
    step = max(1, len(lines) // SAMPLED_LINES)
    return [line[:LOOKED_AT] for line in lines[::step]]
