"""One row of the law data as one object of ``model``; ValueError, KeyError or TypeError where it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.cite import Shape
from hegui.law.model import (
    Competence,
    Confidence,
    Dated,
    Instrument,
    Nature,
    Number,
    Obligation,
    Paragraph,
    Role,
    RoleRule,
    Settling,
    Span,
    Tier,
)
from hegui.text import Text, text_of

Row = Mapping[str, Any]


def instrument(row: Row) -> Instrument:
    """One version of an instrument: a row of instruments.csv."""
    return Instrument(
        id=row["id"],
        version=row["version"],
        title=_text(row, "title"),
        short=_text(row, "short"),
        rank=row["rank"],
        span=_span(row),
        note=row["note"],
        confidence=row["confidence"],
        first=row["first"] != "no",
    )


def shape(row: Row) -> Shape:
    """How an article is divided: a row of structure.csv."""
    items = tuple(int(n) for n in row["items"].split(";"))
    if len(items) != int(row["paragraphs"]):
        raise ValueError(f"{row['cite']}: {row['paragraphs']} paragraphs, but items for {len(items)}")
    return Shape(items)


def paragraph(row: Row) -> Paragraph:
    """A piece of a text: a row of paragraphs.csv; dates and doubts are optional."""
    return Paragraph(
        cite=row["cite"],
        kind=row["kind"],
        bearers=_list(row["bearers"]),
        text=_text(row, "text"),
        counterparts=_list(row["counterparts"]),
        change=row["change"],
        source=row["source"],
        confidence=row["confidence"],
        span=_span(row) if row.get("from") or row.get("to") else None,
        uncertain=_text(row, "uncertain") if row.get("uncertain_en") else None,
    )


def obligation(raw: Row, group: str, spans: Mapping[str, Span]) -> Obligation:
    """A duty: an entry of obligations.yaml; *spans* are those of the versions, by ``csl@2017``."""
    return Obligation(
        id=raw["id"],
        group=group,
        title=text_of(raw["title"]),
        text=text_of(raw["text"]),
        bearers=tuple(raw["bearers"]),
        subject=raw["subject"],
        subject_kinds=tuple(raw.get("subject_kinds") or ()),
        min_level=raw.get("min_level"),
        nature=cast(Nature, raw["nature"]),
        articles=tuple(_dated(entry, spans) for entry in raw["articles"] or ()),
        liability=tuple(_dated(entry, spans) for entry in raw["liability"] or ()),
        settling=cast(Settling, raw["settling"]),
        settled_by=text_of(raw["settled_by"]),
        confidence=cast(Confidence, raw.get("confidence", "seen")),
    )


def _dated(entry: str | Row, spans: Mapping[str, Span]) -> Dated:
    """A bare cite holds as long as its instrument's version does."""
    if isinstance(entry, str):
        cite = cites.parse(entry)
        version = f"{cite.instrument}@{cite.version}"
        if version not in spans:
            raise LawError(
                f"{entry} is cited, and instruments.csv has no {version}",
                f"引用了 {entry}，但 instruments.csv 中没有 {version}",
            )
        return Dated(entry, spans[version])
    cites.parse(entry["cite"])
    return Dated(entry["cite"], Span(entry.get("from"), entry.get("to")))


def tier(row: Row) -> Tier:
    """A tier of a clause: a row of tiers.csv."""
    return Tier(
        clause=row["clause"],
        tier=row["tier"],
        opened_by=_list(row["opened_by"]),
        trigger=_text(row, "trigger"),
        bearers=_list(row["bearers"]),
        fined=_yes(row["fined"]),
        may=_yes(row["may"]),
        operator_min=_int(row["operator_min"]),
        operator_max=_int(row["operator_max"]),
        multiple_min=_float(row["multiple_min"]),
        multiple_max=_float(row["multiple_max"]),
        multiple_of=row["multiple_of"] or None,
        individuals=row["individuals"] or None,
        individual_min=_int(row["individual_min"]),
        individual_max=_int(row["individual_max"]),
        measures=_list(row["measures"]),
        measures_optional=_list(row["measures_optional"]),
        authorities=_list(row["authorities"]),
        breached=_list(row["breached"]),
        span=_span(row),
        note=_text(row, "note"),
        confidence=row["confidence"],
    )


def number(row: Row) -> Number:
    """A number of the law: a row of numbers.csv."""
    return Number(row["key"], float(row["value"]), row["unit"], row["article"], _span(row), row["confidence"])


def competence(row: Row) -> Competence:
    """Who is likely to act under a clause: a row of authorities.csv."""
    cites.parse(row["clause"])
    return Competence(row["clause"], _list(row["authorities"]), row["confidence"], row["source"])


def role(raw: Row) -> Role:
    """A role: an entry under ``roles`` of roles.yaml."""
    title = text_of(raw["title"])
    return Role(
        id=raw["id"],
        title=title,
        text=text_of(raw["text"]) if "text" in raw else title,
        cites=tuple(raw.get("cites", ())),
        can_profile=raw["can_profile"],
        otherwise=text_of(raw["otherwise"]) if "otherwise" in raw else None,
    )


def rule(raw: Row) -> RoleRule:
    """When a role holds: an entry under ``rules`` of roles.yaml."""
    return RoleRule(raw["role"], raw["state"], raw["when"], text_of(raw["because"]), tuple(raw["articles"]))


def _text(row: Row, name: str) -> Text:
    return Text(row[f"{name}_en"], row[f"{name}_zh"])


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _span(row: Row) -> Span:
    return Span(_day(row["from"]), _day(row["to"]))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _int(cell: str) -> int | None:
    return int(cell) if cell else None


def _float(cell: str) -> float | None:
    return float(cell) if cell else None


def _yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]
