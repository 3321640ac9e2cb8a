"""Which categories of logs each system keeps, and which reach back; and the retention settings found beside them, as context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hegui.dates import SHANGHAI, add_months
from hegui.dossier import Dossier
from hegui.report.words import labels
from hegui.text import Text

RETENTION = "log_retention.months"
CATEGORIES = (
    *("network_device", "firewall", "operating_system", "authentication", "application", "database"),
    *("security_product", "change", "bastion"),
)
UNTOLD = ""
"""The column of logs whose category nothing tells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The log families of one category of one system: how many, how many reach back, from when to when, how many are damaged."""

    families: int
    reaching: int
    first: date | None
    last: date | None
    damaged: int


@dataclass(frozen=True, slots=True)
class Row:
    """One system."""

    system: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A retention setting; ``early``: it deletes before the window is over, None: it does not go by time."""

    path: str
    kind: str
    name: str
    days: float | None
    early: bool | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Systems by categories. ``untold``: whether the last column, of logs of no known category, is there."""

    categories: tuple[Text, ...]
    untold: bool
    rows: tuple[Row, ...]
    settings: tuple[Setting, ...]
    asked: int  # days of the window


def matrix(d: Dossier) -> Matrix | None:
    """The matrix of a dossier; None where it holds no logs or the law asks for none to be kept."""
    months = next((int(n["value"]) for n in d.law.get("numbers", ()) if n["key"] == RETENTION), None)
    spans, settings = d.facts("log_span").to_pylist(), d.facts("log_setting").to_pylist()
    if months is None or not (spans or settings):
        return None
    on = date.fromisoformat(d.document["as_if"] or d.document["on"])
    required = {
        row["source"]: add_months(row["as_of"] or on, -months)
        for row in d.facts("source").to_pylist()
        if row.get("kind") == "logs"
    }
    by_system = _by_system(d, spans)
    untold = any(span.get("category") is None for span in spans)
    codes = [*CATEGORIES, *([UNTOLD] if untold else [])]
    asked = (on - add_months(on, -months)).days
    rows = [
        Row(
            system, tuple(_cell([s for s in some if (s.get("category") or UNTOLD) == code], required) for code in codes)
        )
        for system, some in sorted(by_system.items())
    ]
    return Matrix(
        tuple(labels()[f"log_category.{code}"] for code in CATEGORIES),
        untold,
        tuple(rows),
        tuple(_settings(settings, asked)),
        asked,
    )


def _by_system(d: Dossier, spans: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    about: dict[str, list[str]] = defaultdict(list)
    for row in d.facts("source_about").to_pylist():
        about[row["source"]].append(row["subject"])
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for span in spans:
        for subject in about.get(span["source"], ["–"]):
            found[subject].append(span)
    return found


def _cell(spans: Sequence[Mapping[str, Any]], required: Mapping[str, date]) -> Cell | None:
    if not spans:
        return None
    ends = [(_day(span["first"]), _day(span["last"]), span) for span in spans if span["first"] is not None]
    reaching = [s for first, _, s in ends if first <= required.get(s["source"], first) and not s["year_inferred"]]
    first, last = min((end[0] for end in ends), default=None), max((end[1] for end in ends), default=None)
    return Cell(len(spans), len(reaching), first, last, sum(bool(span["damaged_members"]) for span in spans))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _settings(rows: Iterable[Mapping[str, Any]], asked: int) -> Iterable[Setting]:
    for row in rows:
        early = None if row["days"] is None else row["days"] < asked
        yield Setting(row["path"], row["kind"], row["name"], row["days"], early)
