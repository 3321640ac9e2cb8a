"""Which dater a stream of lines wants, found by sampling its first block."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache, partial
from typing import Any

from hegui.evidence.logs import journals
from hegui.evidence.logs.columns import CSV, W3C, csv_reader, w3c_reader
from hegui.evidence.logs.daters import LOOKED_AT, OFTEN, BlockDater, Dater, LineDater, NumberedDater
from hegui.evidence.logs.formats import Format, Reader, bare, format_of, formats, recognise, share_of
from hegui.evidence.logs.jsonlines import FORMAT as JSON_LINES
from hegui.evidence.logs.jsonlines import JsonLines, json_reader
from hegui.evidence.logs.jsonnames import named_time
from hegui.evidence.logs.windowsxml import WindowsXmlDater, is_windows_xml
from hegui.recognise.lines import Block
from hegui.recognise.orders import FEW, in_turn
from hegui.recognise.times import Clock, Reading

SAMPLED_RUNS = 5
RUN = 40
SAMPLED_BYTES = 512 * 1024
PREFIX = 80
ANOTHER = 0.5
"""So many of the lines that one format cannot date another one has to date, to be read beside it."""


def dater_for(block: Block, zone: str, own: Mapping[str, Any] | None = None) -> Dater | None:
    """The dater for a stream whose first block this is; None where no known format fits. *own*: formats of the user, by name.

    The pieces of a big file are told by the same beginning: what was found for it is kept, and a copy given. Of small ones
    there may be many, of the same format one after the other.
    """
    if journals.is_journal(block.buffer, min(block.size, SAMPLED_BYTES)):
        return journals.JournalDater(zone)
    known = (*(format_of(id, spec) for id, spec in (own or {}).items()), *formats())
    if block.size < SAMPLED_BYTES:
        return _dater(sampled(block), zone, known)
    return deepcopy(_kept(tuple(sampled(block)), zone, known))


@lru_cache(maxsize=4)
def _kept(sample: Sequence[bytes], zone: str, known: Sequence[Format]) -> Dater | None:
    return _dater(sample, zone, known)


_latest: deque[Format] = deque(maxlen=4)
"""The formats found last: guesses at the next one."""


def _dater(sample: Sequence[bytes], zone: str, known: Sequence[Format]) -> Dater | None:
    """The dater for streams that such lines stand for."""
    if is_windows_xml(b"\n".join(sample[:3])):
        return WindowsXmlDater(zone)
    if (dater := _json(sample, zone)) is not None:
        return dater
    if read := w3c_reader(sample):
        return LineDater(W3C, False, zone, read)
    found = recognise(sample, known, _latest)
    if found is not None and found not in _latest:
        _latest.append(found)
    if found is None or found.weak or found.exact:
        if (dater := _json([after_prefix(line) for line in sample], zone, after_prefix)) is not None:
            return dater
        if (columns := csv_reader(sample)) is not None:
            return LineDater(CSV, columns.yearless, zone, columns.read, columns.values.dates)
    if found is None:
        return None
    if found.numbered:
        return NumberedDater(found, zone, list(sample), _more)
    reader = Reader(found)
    left = [line for line in sample if reader.read(line) is None]
    other = _more(left) if len(left) > max(FEW, OFTEN * len(sample)) else None
    if other is not None and _is_yearless(other, left) and in_turn([found.micros for found in _readings(other, left)]):
        reader = other  # the stamps that name a year then settle it for the others
    return BlockDater(reader, _is_yearless(reader, sample), zone, list(sample), _more)


def _is_yearless(reader: Reader, sample: Sequence[bytes]) -> bool:
    """Whether most stamps that the reader finds name no year."""
    return Counter(found.clock for found in _readings(reader, sample)).most_common(1)[0][0] is Clock.YEARLESS


def _readings(reader: Reader, sample: Sequence[bytes]) -> list[Reading]:
    """What the reader finds in the lines that it can read."""
    return [found for line in sample if (found := reader.read(line)) is not None]


def _json(sample: Sequence[bytes], zone: str, cut: Callable[[bytes], bytes] | None = None) -> Dater | None:
    """The dater of JSON lines, or, given what *cut* leaves of a line, of JSON behind the prefix of a container or collector."""
    lines = json_reader(sample)
    if lines is None:
        return None
    if cut is None and (named := named_time(sample, lines.read)):
        if journals.NUMBER in sample[0]:
            return journals.JournalLinesDater(named, zone, list(sample), _more)
        return BlockDater(named, False, zone, list(sample), _more)
    read = lines.read if cut is None else partial(_read_cut, lines, cut)
    return LineDater(JSON_LINES, False, zone, read, lines.times.values.dates)


def _read_cut(lines: JsonLines, cut: Callable[[bytes], bytes], line: bytes) -> Reading | None:
    """The time of what is cut out of a line."""
    return lines.read(cut(line))


def after_prefix(line: bytes) -> bytes:
    """The line from its first brace, where that follows a blank within its beginning."""
    at = line.find(b" {", 0, PREFIX)
    return line if at < 0 else line[at + 1 :]


def _more(lines: list[bytes]) -> Reader | None:
    """What reads at least half of some lines that the format of their stream does not date."""
    found = recognise(lines, (format for format in formats() if not format.weak))
    return Reader(found) if found and share_of(found, [bare(line) for line in lines]) >= ANOTHER else None


def sampled(block: Block) -> list[bytes]:
    """Lines of the block that stand for the rest: all of a small one, else runs of neighbours, from its very first line on.

    Neighbours, for a record of many lines would be met at one of them only if lines were taken at a steady pace.
    """
    lines = [
        line
        for line in bytes(memoryview(block.buffer)[: min(block.size, SAMPLED_BYTES)]).split(b"\n")
        if line.strip(b"\0\r \t")
    ]
    apart = max(RUN, (len(lines) - RUN) // (SAMPLED_RUNS - 1))
    runs = [lines[at : at + RUN] for at in range(0, len(lines), apart)]
    return [line[:LOOKED_AT] for run in runs for line in run]
