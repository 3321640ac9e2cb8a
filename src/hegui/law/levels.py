"""The multi-level protection scheme (MLPS) as dated data: which harm gives which level, and what each level asks.

The national matrix and the control families are tables of the law (``tables``); beside them in ``china/mlps/`` lie ``differing.csv``,
the cells on which other texts differ, and ``level_asks.yaml``, what a level asks. Where a number is from memory, its row says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from hegui import yaml12
from hegui.law.corpus import Law
from hegui.law.model import Confidence, Span
from hegui.law.tables import Row, table
from hegui.text import Text

STANDARD = "gbt-22240"  # the national grading guide

Strength = Literal["duty", "advice"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix: the level (1 to 5) that harm of a degree to an object gives."""

    object: str
    degree: str
    level: int
    cites: tuple[str, ...]
    confidence: Confidence
    note: Text  # what differs; empty in the national matrix


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that systems of some levels must or should do; ``{n}`` in the words stands for the number or threshold."""

    id: str
    levels: tuple[int, ...]
    kinds: frozenset[str]  # kinds of system; empty: all
    strength: Strength
    cites: tuple[str, ...]
    span: Span
    number: str | None  # a key of the law's numbers
    threshold: str | None  # a key of the thresholds that are ours, where the law names no number
    rhythm: bool  # the period of the assessments
    confidence: Confidence
    text: Text

    def cites_on(self, law: Law, day: date) -> list[str]:
        """Where it rests on a day; empty where it does not hold."""
        if not self.span.holds(day) or (self.number and law.number(self.number, day) is None):
            return []
        return [cite for cite in self.cites if law.span_of(cite).holds(day)]

    def reaches(self, level: int, kinds: Iterable[str]) -> bool:
        """Whether it is asked of a system of a level and kinds."""
        return level in self.levels and (not self.kinds or not self.kinds.isdisjoint(kinds))


@dataclass(frozen=True, slots=True)
class Controls:
    """A control family of the baseline at one level: how many requirements and control points it has."""

    title: Text
    covers: Text | None
    kinds: frozenset[str]  # an extension for these kinds of system; empty: for all
    requirements: int
    points: int
    cites: tuple[str, ...]
    confidence: Confidence


def cell(harmed: str, degree: str, on: date) -> Cell:
    """The cell of the national standard of a day; LawError where the law data does not reach that day."""
    return next(c for c in map(_cell, table("mlps_grading", on)) if (c.object, c.degree) == (harmed, degree))


def differing(own: Cell, on: date) -> list[Cell]:
    """The cells of other texts that put the same harm at another level on a day."""
    others = (_cell(row) for row in _differing() if _span(row).holds(on))
    return [c for c in others if (c.object, c.degree) == (own.object, own.degree) and c.level != own.level]


def controls(level: int, kinds: Iterable[str], on: date) -> list[Controls]:
    """The control families, extensions and totals that hold for a system of a level and kinds on a day."""
    found = (_controls(row) for row in table("mlps_families", on) if int(row["level"]) == level)
    return [c for c in found if c.requirements and (not c.kinds or not c.kinds.isdisjoint(kinds))]


@cache
def asks() -> tuple[Ask, ...]:
    """Everything that levels ask, in the order of the data."""
    return tuple(_ask(raw) for raw in _data()["asks"])


@cache
def _differing() -> tuple[Row, ...]:
    with files("hegui.law").joinpath("china", "mlps", "differing.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _data() -> Mapping[str, Any]:
    raw = files("hegui.law").joinpath("china", "mlps", "level_asks.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml12.load(raw)
    return data


def _cell(row: Row) -> Cell:
    return Cell(
        object=row["object"],
        degree=row["degree"],
        level=int(row["level"]),
        cites=tuple((row.get("cites") or row["cite"]).split(";")),
        confidence=cast(Confidence, row["confidence"]),
        note=Text(row.get("note_en", ""), row.get("note_zh", "")),
    )


def _span(row: Row) -> Span:
    days = [date.fromisoformat(row[end]) if row[end] else None for end in ("from", "to")]
    return Span(*days)


def _controls(row: Row) -> Controls:
    known = _data()["families"].get(row["name_zh"], {})
    return Controls(
        title=Text(row["name_en"], row["name_zh"]),
        covers=Text(known["en"], known["zh"]) if known else None,
        kinds=frozenset(known.get("kinds", ())),
        requirements=int(row["requirements"]),
        points=int(row["points"]),
        cites=tuple(row["cites"].split(";")),
        confidence=cast(Confidence, row["confidence"]),
    )


def _ask(raw: Mapping[str, Any]) -> Ask:
    return Ask(
        id=raw["id"],
        levels=tuple(raw["levels"]),
        kinds=frozenset(raw.get("kinds", ())),
        strength=raw["strength"],
        cites=tuple(raw["cites"]),
        span=Span(raw.get("from"), raw.get("to")),
        number=raw.get("number"),
        threshold=raw.get("threshold"),
        rhythm=raw.get("rhythm", False),
        confidence=raw.get("confidence", "seen"),
        text=Text(raw["en"], raw["zh"]),
    )
