"""Rows of the data: what they say, when they apply, and on which articles they rest. Code only selects; the law is in the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hegui.claims.data import data
from hegui.claims.sources import Sources
from hegui.text import Text, text_of

Facts = Mapping[str, frozenset[str]]
Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``when``: every fact named has one of the words; ``unless``: not so. ``more`` are the keys of its own file."""

    id: str
    text: Text
    when: Condition
    unless: Condition
    cites: tuple[str, ...]
    start: date | None
    end: date | None
    confirmed: bool
    more: Mapping[str, Any]

    def applies(self, facts: Facts, day: date) -> bool:
        """Whether it speaks of these facts on this day."""
        if (self.start and day < self.start) or (self.end and day > self.end):
            return False
        return holds(self.when, facts) and not (self.unless and holds(self.unless, facts))


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether every fact that a condition names has one of its words."""
    return all(facts.get(fact, frozenset()) & set(words) for fact, words in condition.items())


def condition(raw: Mapping[str, Any] | None) -> Condition:
    """A condition of a data file; one word stands for a list of one."""
    return {fact: (words,) if isinstance(words, str) else tuple(words) for fact, words in (raw or {}).items()}


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a data file."""
    return tuple(_row(raw) for raw in data(name))


def selected(name: str, facts: Facts, day: date, sources: Sources) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """The rows that apply, each with its articles in force that day; a row all of whose articles are past or to come does not."""
    for row in rows(name):
        if row.applies(facts, day):
            cites = sources.in_force(row.cites, day)
            if cites or not row.cites:
                yield row, cites


def merged(points: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Points that say the same under the same articles, once, with everyone and everything they are about."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for point in points:
        known = found.setdefault((point["id"], ";".join(point["cites"])), point)
        for key in ("claimants", "acts", "rules"):
            if key in point:
                known[key] = list(dict.fromkeys([*known[key], *point[key]]))
    return list(found.values())


def point(row: Row, cites: Iterable[str], sources: Sources, **about: Any) -> dict[str, Any]:
    """A row as the answer shows it: said, cited, and marked where it rests on memory."""
    cites = list(cites)
    sure = row.confirmed and all(sources.confirmed(cite) for cite in cites)
    return {"id": row.id, "text": row.text.as_json(), "cites": cites, "confirmed": sure, **about}


def _row(raw: Mapping[str, Any]) -> Row:
    own = {"id", "when", "unless", "cites", "from", "until", "confirmed", "en", "zh"}
    return Row(
        id=raw["id"],
        text=text_of({"en": raw["en"], "zh": raw["zh"]}),
        when=condition(raw.get("when")),
        unless=condition(raw.get("unless")),
        cites=tuple(raw.get("cites", ())),
        start=raw.get("from"),
        end=raw.get("until"),
        confirmed=raw.get("confirmed", True),
        more={key: value for key, value in raw.items() if key not in own},
    )
