"""JSON that is no JSON lines: one document of many records (CloudTrail, Azure, exports), or objects over several lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hegui.evidence.logs.jsonlines import time_paths, times_in
from hegui.recognise.lines import Block
from hegui.recognise.orders import Dates
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import Clock, value
from hegui.recognise.zones import to_utc

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "json_document"
LARGEST = 16 * 1024 * 1024
"""A document has to be held whole; a larger one is read as lines."""

DEEPEST = 3
_BETWEEN = " \t\r\n,\ufeff\x1e"


@dataclass(slots=True)
class Document:
    """The records of a document."""

    records: list[Mapping[str, Any]]
    zone_inferred: bool = False
    dates: Dates | None = None

    def times(self, zone: str) -> Times:
        """The time of each record in microseconds UTC, UNDATED for none."""
        import numpy as np

        times = np.full(len(self.records), UNDATED, np.int64)
        reader = times_in(self.records)
        self.dates = reader.values.dates if reader else None
        for at, record in enumerate(self.records):
            found = reader.of(record) if reader else None
            if found is not None:
                times[at] = found.micros
                if found.clock is Clock.LOCAL:
                    self.zone_inferred = True
                    times[at : at + 1] = to_utc(times[at : at + 1], zone)
        return times

    def lines(self) -> bytearray:
        """The records as JSON lines."""
        return bytearray(
            b"".join(
                json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for record in self.records
            )
        )


def may_be_document(block: Block) -> bool:
    """Whether a stream that begins like this may be JSON."""
    return bytes(block.buffer[: min(block.size, 64)]).lstrip(_BETWEEN.encode())[:1] in (b"{", b"[")


def document_in(text: bytes) -> Document | None:
    """The records of JSON values one after the other; None where it is not that, too long, or without times."""
    decoder = json.JSONDecoder()
    whole = text.decode("utf-8", "replace")
    found: list[Mapping[str, Any]] = []
    at = _next(whole, 0)
    try:
        while at < len(whole) and len(text) <= LARGEST:
            value, end = decoder.raw_decode(whole, at)
            found.extend(_records(value))
            at = _next(whole, end)
    except (ValueError, RecursionError):
        return None
    return Document(found) if time_paths(found) else None


def _records(document: Any) -> Iterator[Mapping[str, Any]]:
    """The records that a value holds: its elements, those of its longest list of objects, else itself."""
    if isinstance(document, list):
        yield from (element for element in document if isinstance(element, dict))
    elif isinstance(document, dict):
        whole: list[Mapping[str, Any]] = [document]
        pairs = [{"time": pair[0]} for pair in _pairs(document, 2 * DEEPEST)]
        yield from max(_lists(document, DEEPEST), key=len, default=pairs if len(pairs) > 1 else whole)


def _lists(document: Mapping[str, Any], depth: int) -> Iterator[list[Mapping[str, Any]]]:
    for leaf in document.values() if depth > 0 else ():
        if (
            isinstance(leaf, list)
            and leaf
            and all(isinstance(element, dict) and time_paths([element]) for element in leaf)
        ):
            yield leaf
        elif isinstance(leaf, dict):
            yield from _lists(leaf, depth - 1)


def _pairs(found: Any, depth: int) -> Iterator[list[Any]]:
    """Lists that begin with a time, wherever they are (Loki: stream by stream, ``[time, line]``)."""
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for leaf in inside if depth > 0 else ():
        if isinstance(leaf, list) and len(leaf) > 1 and isinstance(leaf[0], str) and value(leaf[0]) is not None:
            yield leaf
        else:
            yield from _pairs(leaf, depth - 1)


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at
