"""Which dater a stream of lines wants, found by sampling its first block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hegui.evidence.logs.columns import CSV, W3C, csv_reader, w3c_reader
from hegui.evidence.logs.daters import (
    JOURNAL_TIME,
    LOOKED_AT,
    BlockDater,
    Dater,
    JournalDater,
    LineDater,
    NumberedDater,
)
from hegui.evidence.logs.formats import Reader, format_of, formats, recognise
from hegui.evidence.logs.jsonlines import FORMAT as JSON_LINES
from hegui.evidence.logs.jsonlines import json_reader
from hegui.evidence.logs.jsonnames import named_time
from hegui.recognise.lines import Block
from hegui.recognise.times import Clock

SAMPLED_LINES = 200
SAMPLED_BYTES = 512 * 1024


def dater_for(block: Block, zone: str, own: Mapping[str, Any] | None = None) -> Dater | None:
    """The dater for a stream whose first block this is; None where no known format fits. *own*: formats of the user, by name."""
    sample = sampled(block)
    if any(line.startswith(JOURNAL_TIME) for line in sample):
        return JournalDater(zone)
    if read := json_reader(sample):
        named = named_time(sample, read)
        return BlockDater(named, False, zone, sample) if named else LineDater(JSON_LINES, False, zone, read)
    if read := w3c_reader(sample):
        return LineDater(W3C, False, zone, read)
    known = (*(format_of(id, spec) for id, spec in (own or {}).items()), *formats())
    found = recognise(sample, known)
    if (found is None or found.weak) and (read := csv_reader(sample)):
        return LineDater(CSV, False, zone, read)
    if found is None:
        return None
    if found.numbered:
        return NumberedDater(found, zone)
    reader = Reader(found)
    clocks = Counter(reading.clock for line in sample if (reading := reader.read(line)) is not None)
    return BlockDater(reader, clocks.most_common(1)[0][0] is Clock.YEARLESS, zone, sample)


def sampled(block: Block) -> list[bytes]:
    """Lines of the block that stand for the rest: all of a small one, else evenly spread over its first half megabyte."""
    lines = [
        line
        for line in bytes(memoryview(block.buffer)[: min(block.size, SAMPLED_BYTES)]).split(b"\n")
        if line.strip(b"\0\r \t")
    ]
    step = max(1, len(lines) // SAMPLED_LINES)
    return [line[:LOOKED_AT] for line in lines[::step]]
