"""Everything found in a piece of text: kernels over one block at a time, overlaps resolved, offsets led back to the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi import addresses, digits, grouped, labels, patterns
from hegui.recognise.pi.kinds import KINDS, NUMBER_OF
from hegui.recognise.pi.plain import plain
from hegui.recognise.pi.sweep import PAD, ZERO, Bytes, Ints, Places, padded, sweep

BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Hits:
    """Spans in byte offsets of the text, in order, not overlapping; ``kind`` are indexes of ``kinds.KINDS``."""

    start: Ints
    end: Ints
    kind: npt.NDArray[np.int8]
    answer: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.start)


def blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Pieces of about BLOCK bytes that end at a line's end where there is one."""
    start = 0
    while start < len(data):
        end = start + BLOCK
        if end < len(data):
            cut = data.rfind(b"\n", start, end) + 1
            end = cut if cut > start else _line_end(data, end)
        yield start, data[start:end]
        start = end


def _line_end(data: bytes, end: int) -> int:
    """The end of an overlong line, or a place in it between two words; never inside a number or a character."""
    cut = data.find(b"\n", end, end + BLOCK) + 1
    if cut:
        return cut
    limit = min(len(data), end + BLOCK)
    while end < limit and data[end] not in b" ,;\t\"'<>{}":
        end += 1
    return end


def find(data: bytes) -> Hits:
    """All spans in UTF-8 text."""
    parts = [_block(block, offset) for offset, block in blocks(data)]
    return parts[0] if len(parts) == 1 else joined(parts)


def joined(parts: Sequence[Hits]) -> Hits:
    """Hits one after the other."""
    if not parts:
        none = np.zeros(0, np.int64)
        return Hits(none, none, none.astype(np.int8), none.astype(np.int8))
    return Hits(
        np.concatenate([p.start for p in parts]),
        np.concatenate([p.end for p in parts]),
        np.concatenate([p.kind for p in parts]),
        np.concatenate([p.answer for p in parts]),
    )


def _block(block: bytes, offset: int) -> Hits:
    marks = patterns.marked(block)
    text, places = plain(block) if marks.escaped else (block, None)
    if places is not None:
        marks = patterns.marked(text)
    area = padded(text)
    at = sweep(area)
    parts = [_numbered(found) for found in _kernels(area, at) if len(found.start)]
    if parts:
        parts = [_sure(area, joined(parts))]
    broken = grouped.broken(text, area, at.gap) if len(at.gap) else ()
    if hits := [*broken, *patterns.read(text, marks.places)]:
        parts.append(of_hits(hits))
    return _placed(settled(joined(parts)), places, offset)


def _kernels(area: Bytes, at: Places) -> Iterator[digits.Found]:
    """What the array kernels find, each called only where the sweep left it something."""
    if len(at.number.start):
        for found in digits.numbers(area, at.number):
            yield _with_country_code(area, found) if found.kind == "cn_mobile" else found
    if len(at.code.start):
        yield from grouped.codes(area, at.code)
    if len(at.at_sign):
        yield from addresses.emails(area, at.at_sign)
    if len(at.quad):
        yield addresses.ipv4(area, at.quad)


def of_hits(hits: Sequence[grouped.Hit]) -> Hits:
    """Hits from single candidates."""
    kind, start, end, answer = zip(*hits, strict=True)
    numbers = [NUMBER_OF[name] for name in kind]
    return Hits(np.array(start), np.array(end), np.array(numbers, np.int8), np.array(answer, np.int8))


def _with_country_code(area: Bytes, found: digits.Found) -> digits.Found:
    """Let the span of a mobile number begin at ``+86``, ``0086-`` or ``(+86)`` where that stands before it."""
    start = found.start.copy()
    last = start - 1
    last -= (area[last] == 32) | (area[last] == 45)
    closed = area[last] == ord(")")
    last -= closed
    rows = np.flatnonzero((area[last] == 54) & (area[last - 1] == 56))
    head, closed = last[rows] - 1, closed[rows]
    head -= 2 * ((area[head - 1] == 48) & (area[head - 2] == 48))
    head -= area[head - 1] == ord("+")
    country = ((area[head - 1] - ZERO) >= 10) & (closed <= (area[head - 1] == ord("(")))
    start[rows] = np.where(country, head - closed, start[rows])
    whole = np.flatnonzero(found.end - found.start == 13)
    start[whole] -= area[start[whole] - 1] == ord("+")
    return found._replace(start=start)


def _numbered(found: digits.Found) -> Hits:
    """Candidates of one kind, in offsets of the padded block."""
    return Hits(found.start, found.end, np.full(len(found.start), NUMBER_OF[found.kind], np.int8), found.answer)


def _sure(area: Bytes, hits: Hits) -> Hits:
    """The candidates in text offsets, those that a word before them calls another number left out."""
    keep = ~labels.called_otherwise(hits.kind, area, hits.start)
    return Hits(hits.start[keep] - PAD, hits.end[keep] - PAD, hits.kind[keep], hits.answer[keep])


def settled(hits: Hits) -> Hits:
    """Sorted, and of overlapping spans only the strongest: by the order of kinds, then the longer."""
    if len(hits) < 2:
        return hits
    order = np.argsort(hits.start, kind="stable")  # quick, as the hits of each kind are in order
    hits = Hits(hits.start[order], hits.end[order], hits.kind[order], hits.answer[order])
    twice = (hits.start[1:] == hits.start[:-1]) & (hits.end[1:] == hits.end[:-1]) & (hits.kind[1:] == hits.kind[:-1])
    if twice.any():
        once = np.append(True, ~twice)
        hits = Hits(hits.start[once], hits.end[once], hits.kind[once], hits.answer[once])
    reach = np.maximum.accumulate(hits.end)
    overlaps = hits.start[1:] < reach[:-1]
    if not overlaps.any():
        return hits
    keep = np.ones(len(hits), np.bool_)
    cluster_starts = np.flatnonzero(np.append(True, ~overlaps))
    for first, last in zip(cluster_starts, np.append(cluster_starts[1:], len(hits)), strict=True):
        if last - first > 1:
            keep[first:last] = _winners(hits, int(first), int(last))
    return Hits(hits.start[keep], hits.end[keep], hits.kind[keep], hits.answer[keep])


def _winners(hits: Hits, first: int, last: int) -> list[bool]:
    rank = sorted(range(first, last), key=lambda i: (KINDS[hits.kind[i]].order, hits.start[i] - hits.end[i]))
    taken: list[tuple[int, int]] = []
    won = [False] * (last - first)
    for i in rank:
        span = (int(hits.start[i]), int(hits.end[i]))
        if all(span[1] <= a or span[0] >= b for a, b in taken):
            taken.append(span)
            won[i - first] = True
    return won


def _placed(hits: Hits, places: Ints | None, offset: int) -> Hits:
    """Offsets in the block made offsets in the text."""
    if places is None:
        return Hits(hits.start + offset, hits.end + offset, hits.kind, hits.answer)
    return Hits(places[hits.start] + offset, places[hits.end] + offset, hits.kind, hits.answer)
