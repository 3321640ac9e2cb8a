"""Spans by line and character."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hegui.recognise.pi.decode import encoding_of
from hegui.recognise.pi.find import Hits, find
from hegui.recognise.pi.kinds import KINDS


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


def spans(text: str | bytes) -> list[Span]:
    """Every span in a text, in order."""
    data = utf8(text)
    return located(data, find(data))


def located(data: bytes, hits: Hits) -> list[Span]:
    """Byte offsets as lines and characters."""
    if not len(hits):
        return []
    newlines = np.flatnonzero(np.frombuffer(data, np.uint8) == 10)
    row = np.searchsorted(newlines, hits.start)
    line_start = np.append(-1, newlines)[row] + 1
    kinds = [KINDS[k].id for k in hits.kind]
    start, end = hits.start - line_start, hits.end - line_start
    if not data.isascii():
        begin = [
            len(data[a:b].decode("utf-8", "replace"))
            for a, b in zip(line_start.tolist(), hits.start.tolist(), strict=True)
        ]
        width = [
            len(data[a:b].decode("utf-8", "replace"))
            for a, b in zip(hits.start.tolist(), hits.end.tolist(), strict=True)
        ]
        start, end = np.array(begin), np.array(begin) + np.array(width)
    return [Span(*s) for s in zip((row + 1).tolist(), start.tolist(), end.tolist(), kinds, strict=True)]
