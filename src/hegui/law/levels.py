"""The multi-level protection scheme (MLPS) as dated data: which harm gives which level, and what each level asks.

``china/grading.csv`` has one row a cell of a grading matrix, in the national standard and in the texts that differ from it;
``china/level_asks.yaml`` what a level asks and the control families of the baseline. Where a text is from memory, a row says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from hegui import yaml12
from hegui.law.corpus import Law
from hegui.law.model import Confidence, Span
from hegui.text import Text, text_of

STANDARD = "gbt-22240"  # the national grading guide

Strength = Literal["duty", "advice"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one text's matrix: the level (1 to 5) that harm of a degree to an object gives."""

    standard: str  # instrument and version: gbt-22240@2020
    object: str
    degree: str
    level: int
    cite: str
    span: Span
    confidence: Confidence
    note: Text  # empty where there is nothing to say


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
    """A control family of the baseline: how many requirements and control points it has at a level."""

    id: str
    cite: str
    kinds: frozenset[str]  # an extension for these kinds of system; empty: for all
    title: Text
    covers: Text
    requirements: Mapping[int, int]
    points: Mapping[int, int]
    confidence: Confidence

    def reaches(self, level: int, kinds: Iterable[str]) -> bool:
        """Whether it holds requirements for a system of a level and kinds."""
        return bool(self.requirements.get(level)) and (not self.kinds or not self.kinds.isdisjoint(kinds))


@cache
def cells() -> tuple[Cell, ...]:
    """Every cell of every matrix."""
    with files("hegui.law").joinpath("china", "grading.csv").open(encoding="utf-8") as lines:
        return tuple(_cell(row) for row in csv.DictReader(lines))


@cache
def asks() -> tuple[Ask, ...]:
    """Everything that levels ask, in the order of the data."""
    return tuple(_ask(raw) for raw in _data()["asks"])


@cache
def controls() -> tuple[Controls, ...]:
    """The control families of every edition of the baseline, in the order of the data."""
    return tuple(_controls(raw) for raw in _data()["controls"])


@cache
def _data() -> Mapping[str, Any]:
    raw = files("hegui.law").joinpath("china", "level_asks.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml12.load(raw)
    return data


def _cell(row: Mapping[str, Any]) -> Cell:
    days = [date.fromisoformat(row[end]) if row[end] else None for end in ("from", "to")]
    return Cell(
        standard=row["standard"],
        object=row["object"],
        degree=row["degree"],
        level=int(row["level"]),
        cite=row["cite"],
        span=Span(*days),
        confidence=row["confidence"],
        note=Text(row["note_en"], row["note_zh"]),
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


def _controls(raw: Mapping[str, Any]) -> Controls:
    return Controls(
        id=raw["id"],
        cite=raw["cite"],
        kinds=frozenset(raw.get("kinds", ())),
        title=text_of(raw["title"]),
        covers=text_of(raw["covers"]),
        requirements=dict(enumerate(raw["requirements"], 1)),
        points=dict(enumerate(raw["points"], 1)),
        confidence=raw.get("confidence", "seen"),
    )
