"""Law data from a folder: tables that a lawyer edits, read into the classes of ``model``.

instruments.csv       versions of instruments, with their dates
csl/structure.csv     how each article is divided; csl/paragraphs.csv  what each piece says
csl/obligations.yaml  what bearers must do;  roles.yaml  who they are
tiers.csv             what each liability clause costs;  numbers.csv  numbers of the law by key
words.yaml            words for every code;  state.yaml  the day up to which the law was read
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, cast

import yaml

from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.cite import Shape
from hegui.law.corpus import Law
from hegui.law.model import (
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
T = TypeVar("T")


def read(folder: Traversable) -> Law:
    """All law data of a folder; LawError names the file and entry that cannot be used."""
    instruments = tuple(_entries(folder, "instruments.csv", _instrument))
    spans = {f"{i.id}@{i.version}": i.span for i in instruments}
    structure = _entries(folder, "csl/structure.csv", lambda row: (row["cite"], row["chapter"], _shape(row)))
    paragraphs = _entries(folder, "csl/paragraphs.csv", _paragraph)
    obligations = _entries(folder, "csl/obligations.yaml", lambda raw: _obligation(raw, spans))
    raw_roles = _yaml(folder, "roles.yaml")
    roles = _each("roles.yaml", raw_roles["roles"], _role)
    return Law(
        instruments=instruments,
        shapes={cite: shape for cite, _, shape in structure},
        chapters={cite: chapter for cite, chapter, _ in structure},
        paragraphs={p.cite: p for p in paragraphs},
        obligations={o.id: o for o in obligations},
        tiers=tuple(_entries(folder, "tiers.csv", _tier)),
        numbers=tuple(_entries(folder, "numbers.csv", _number)),
        roles={r.id: r for r in roles},
        role_rules=tuple(_each("roles.yaml", raw_roles["rules"], _rule)),
        words_by_kind=_words(folder, roles),
        last_seen=_yaml(folder, "state.yaml")["last_seen"],
    )


def _entries(folder: Traversable, name: str, make: Callable[[Row], T]) -> list[T]:
    if name.endswith(".yaml"):
        return _each(name, _yaml(folder, name), make)
    with folder.joinpath(name).open(encoding="utf-8") as lines:
        return _each(name, csv.DictReader(lines), make)


def _each(name: str, rows: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
    made = []
    for number, row in enumerate(rows, 1):
        try:
            made.append(make(row))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise LawError(
                f"{name}, entry {number}: cannot be used: {wrong}", f"{name} 第 {number} 条无法使用：{wrong}"
            ) from wrong
    return made


def _yaml(folder: Traversable, name: str) -> Any:
    return yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _words(folder: Traversable, roles: Iterable[Role]) -> dict[str, dict[str, Text]]:
    kinds = _yaml(folder, "words.yaml")
    words = {kind: {code: text_of(text) for code, text in codes.items()} for kind, codes in kinds.items()}
    addressees = words.pop("role")
    return words | {"role": {role.id: role.title for role in roles} | addressees}


def _instrument(row: Row) -> Instrument:
    return Instrument(
        id=row["id"],
        version=row["version"],
        title=_text(row, "title"),
        short=_text(row, "short"),
        rank=row["rank"],
        span=_span(row),
        note=row["note"],
        confidence=row["confidence"],
    )


def _shape(row: Row) -> Shape:
    items = tuple(int(n) for n in row["items"].split(";"))
    if len(items) != int(row["paragraphs"]):
        raise ValueError(f"{row['cite']}: {row['paragraphs']} paragraphs, but items for {len(items)}")
    return Shape(items)


def _paragraph(row: Row) -> Paragraph:
    return Paragraph(
        cite=row["cite"],
        kind=row["kind"],
        bearers=_list(row["bearers"]),
        text=_text(row, "text"),
        counterparts=_list(row["counterparts"]),
        change=row["change"],
        source=row["source"],
        confidence=row["confidence"],
    )


def _obligation(raw: Row, spans: Mapping[str, Span]) -> Obligation:
    return Obligation(
        id=raw["id"],
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
        return Dated(entry, spans[f"{cite.instrument}@{cite.version}"])
    cites.parse(entry["cite"])
    return Dated(entry["cite"], Span(entry.get("from"), entry.get("to")))


def _tier(row: Row) -> Tier:
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


def _number(row: Row) -> Number:
    return Number(row["key"], float(row["value"]), row["unit"], row["article"], _span(row), row["confidence"])


def _role(raw: Row) -> Role:
    title = text_of(raw["title"])
    return Role(
        id=raw["id"],
        title=title,
        text=text_of(raw["text"]) if "text" in raw else title,
        cites=tuple(raw.get("cites", ())),
        can_profile=raw["can_profile"],
        otherwise=text_of(raw["otherwise"]) if "otherwise" in raw else None,
    )


def _rule(raw: Row) -> RoleRule:
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
