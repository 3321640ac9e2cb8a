"""Where an answer rests: the law data, and beside it the civil procedure, evidence and limitation rules of ``sources.csv``.

Rows name an article in every version it had; which of them holds follows from the day alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui.law import Law, load
from hegui.law import cite as cites
from hegui.law.model import Instrument, Paragraph, Span
from hegui.law.names import readable
from hegui.law.rows import instrument, paragraph
from hegui.text import Text


@dataclass(frozen=True)
class Sources:
    """The law, and what this room adds to it; where both have a piece, the law's holds."""

    law: Law
    instruments: Mapping[str, Instrument]
    paragraphs: Mapping[str, Paragraph]

    def span(self, cite: str) -> Span:
        """The days on which what a cite names is in force."""
        parsed = cites.parse(cite)
        found = self.paragraph(cite)
        if found and found.span:
            return found.span
        return self.instruments[f"{parsed.instrument}@{parsed.version}"].span

    def in_force(self, some: Iterable[str], day: date) -> tuple[str, ...]:
        """Those of some cites that hold on a day."""
        return tuple(cite for cite in some if self.span(cite).holds(day))

    def between(self, some: Iterable[str], first: date, last: date) -> tuple[str, ...]:
        """Those of some cites that hold on any day from *first* to *last*."""
        spans = ((cite, self.span(cite)) for cite in some)
        return tuple(c for c, s in spans if (s.start is None or s.start <= last) and (s.end is None or first <= s.end))

    def paragraph(self, cite: str) -> Paragraph | None:
        """What stands at a cite; for one that the data has only with its neighbours, the piece around it."""
        if cite in self.paragraphs:
            return self.paragraphs[cite]
        parsed = cites.parse(cite)
        around = (p for c, p in self.paragraphs.items() if cites.covers(c, parsed))
        return next(around, None)

    def name(self, cite: str) -> Text:
        """The cite in words."""
        parsed = cites.parse(cite)
        return readable(parsed, self.instruments[f"{parsed.instrument}@{parsed.version}"].short)

    def confirmed(self, cite: str) -> bool:
        """Whether the text was read; what rests on memory is not confirmed."""
        found = self.paragraph(cite)
        return found is not None and found.confidence == "seen"

    def shown(self, cite: str) -> dict[str, Any]:
        """A cite as the answer lists it."""
        found, span = self.paragraph(cite), self.span(cite)
        return {
            "name": self.name(cite).as_json(),
            "text": found.text.as_json() if found else None,
            "in_force": [span.start and span.start.isoformat(), span.end and span.end.isoformat()],
            "confirmed": self.confirmed(cite),
            "uncertain": found.uncertain.as_json() if found and found.uncertain else None,
        }


@cache
def sources() -> Sources:
    """All sources, read once."""
    law = load()
    instruments = {f"{i.id}@{i.version}": i for i in map(instrument, _rows("instruments.csv"))}
    paragraphs = {p.cite: p for p in map(paragraph, _rows("sources.csv"))}
    known = {f"{i.id}@{i.version}": i for i in law.instruments}
    return Sources(law, instruments | known, paragraphs | dict(law.paragraphs))


def _rows(name: str) -> list[dict[str, str]]:
    with files("hegui.claims").joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
