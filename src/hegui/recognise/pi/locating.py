"""Spans by line and character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from hegui.recognise.pi import names, places, western
from hegui.recognise.pi.decode import encoding_of
from hegui.recognise.pi.find import Hits, blocks, find
from hegui.recognise.pi.kinds import KINDS
from hegui.recognise.pi.plain import plain
from hegui.recognise.pi.sweep import Bytes, Ints

SPARSE = 400  # bytes a hit beyond which counting characters line by line is the cheaper way
STRAY = re.compile("[\udc80-\udcff]")  # what ``surrogateescape`` makes of a byte that is no UTF-8
NAMES = [kind.id for kind in KINDS]


class Span(NamedTuple):
    """Where one value stands: line from 1; start and end in characters of that line, end exclusive."""

    line: int
    start: int
    end: int
    kind: str


def utf8(text: str | bytes) -> bytes:
    """Text or bytes of any encoding as UTF-8 without a byte-order mark."""
    if isinstance(text, str):
        return text.encode("utf-8", "replace")
    codec = encoding_of(text)
    if codec == "utf-8":
        return text
    if codec == "utf-8-sig":
        return text[3:]
    return text.decode(codec, "replace").encode("utf-8", "replace")


def spans(text: str | bytes, *, prose: bool = False) -> list[Span]:
    """Every span in a text, in order.

    With *prose*, names of people and addresses are also looked for in sentences, which is much slower: English ones always, Chinese ones
    where the extra ``names`` is installed.
    """
    data = utf8(text)
    found = _found(data)
    return _with_prose(data, found) if prose else found


def _found(data: bytes) -> list[Span]:
    found: list[Span] = []
    lines, column = 0, 0  # newlines so far, and characters of a line that a block began
    for _, block in blocks(data):
        found += located(block, find(block), lines, column)
        newlines = int(np.count_nonzero(np.frombuffer(block, np.uint8) == 10))
        lines += newlines
        column = (0 if newlines else column) + _characters(block[block.rfind(b"\n") + 1 :])
    return found


def _with_prose(data: bytes, found: list[Span]) -> list[Span]:
    """The spans, and the names and addresses in sentences that overlap none of them."""
    text, offsets = plain(data)
    lines = text.decode("utf-8", "replace" if offsets is None else "surrogateescape").split("\n")
    sentences = _in_sentences([STRAY.sub("\ufffd", line) for line in lines])
    taken: dict[int, list[Span]] = {}
    for span in found:
        taken.setdefault(span.line, []).append(span)
    more = []
    for span in sentences if offsets is None else _led_back(sentences, data, lines, offsets):
        beside = taken.setdefault(span.line, [])
        if all(span.end <= other.start or span.start >= other.end for other in beside):
            beside.append(span)
            more.append(span)
    return sorted(found + more)


def _led_back(spans: Iterable[Span], data: bytes, lines: list[str], offsets: Ints) -> Iterator[Span]:
    """Spans in the lines of the plain text, which has a character for each stray byte, as spans in the original."""
    original, begins = data.split(b"\n"), [0]
    for line in lines:
        begins.append(begins[-1] + len(line.encode("utf-8", "surrogateescape")) + 1)
    for span in spans:
        begin, line = begins[span.line - 1], lines[span.line - 1]
        before = [begin + len(line[:at].encode("utf-8", "surrogateescape")) for at in (span.start, span.end)]
        start, end = (int(offsets[at] - offsets[begin]) for at in before)
        whole = original[span.line - 1]
        yield span._replace(start=_characters(whole[:start]), end=_characters(whole[:end]))


def _in_sentences(lines: list[str]) -> Iterator[Span]:
    for number, line in enumerate(lines, 1):
        yield from (Span(number, start, end, "address") for start, end in places.addresses(line))
        yield from (Span(number, start, end, "person_name") for start, end in western.people(line))
    if names.available():
        yield from (Span(number + 1, start, end, "person_name") for number, start, end in names.people(lines))


def located(block: bytes, hits: Hits, lines: int, column: int) -> list[Span]:
    """Byte offsets in a block as lines and characters; *lines* and *column* are where the block begins."""
    if not len(hits):
        return []
    raw = np.frombuffer(block, np.uint8)
    newlines = np.flatnonzero(raw == 10)
    row = np.searchsorted(newlines, hits.start)
    line_start = np.append(-1, newlines)[row] + 1
    start, end = hits.start, hits.end
    if not block.isascii():
        if len(hits) * SPARSE > len(block):
            line_start, start, end = _counted(raw, line_start, start, end)
        else:
            places = zip(line_start.tolist(), start.tolist(), end.tolist(), strict=True)
            pairs = np.array([(_characters(block[a:b]), _characters(block[a:c])) for a, b, c in places])
            line_start, start, end = np.zeros(len(hits), np.int64), pairs[:, 0], pairs[:, 1]
    first = (row == 0) * column
    kinds = [NAMES[k] for k in hits.kind.tolist()]
    columns = (
        (row + lines + 1).tolist(),
        (start - line_start + first).tolist(),
        (end - line_start + first).tolist(),
        kinds,
    )
    return list(map(partial(tuple.__new__, Span), zip(*columns, strict=True)))  # faster than calling Span


def _counted(raw: Bytes, *offsets: Ints) -> list[Ints]:
    """How many characters of UTF-8 begin before each offset: summed up by words of eight bytes, then within the word."""
    first = np.zeros(len(raw) // 8 * 8 + 8, np.bool_)
    np.greater_equal(raw.view(np.int8), -64, out=first[: len(raw)])  # all but the bytes that go on with a character
    flags = first.view("<u8")
    before = np.zeros(len(flags), np.int32)
    np.cumsum(np.bitwise_count(flags[:-1]), out=before[1:])
    one = np.uint64(1)
    return [
        before[at >> 3] + np.bitwise_count(flags[at >> 3] & ((one << (at & 7).astype(np.uint64) * np.uint64(8)) - one))
        for at in offsets
    ]


def _characters(piece: bytes) -> int:
    return len(piece) if piece.isascii() else len(piece.decode("utf-8", "replace"))
