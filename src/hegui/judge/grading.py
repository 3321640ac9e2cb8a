"""The MLPS level of each system, why, and what that level asks (GB/T 22240 of the day).

A police filing certificate decides. Without one the level is computed from the harm that the profile states: by the matrix for
business information and for system service, and the higher of the two. Where texts differ, both stand in ``conflicts``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.checks import thresholds
from hegui.dates import add_months
from hegui.facts import Facts
from hegui.judge import screen
from hegui.law import Law, levels
from hegui.law.levels import Ask, Cell
from hegui.text import Lang, Text, text_of

Row = Mapping[str, Any]


def grade(facts: Facts, law: Law, on: date) -> dict[str, Any]:
    """The ``systems`` of every operator in *facts* (tables subject, impact, grading) as of a day; LawError before the law began."""
    law.refuse_before(on)
    graded, harms = _by_system(facts, "grading"), _by_system(facts, "impact")
    unread = _unread(facts)
    systems = (s for s in facts["subject"].to_pylist() if s["kind"] == "system" and _stands(s, on))
    keyed = ((system, (system["operator"], system["subject"])) for system in systems)
    return {
        "on": on.isoformat(),
        "systems": [
            _system(law, on, system, _current(graded[key], on), harms[key], key[0] in unread) for system, key in keyed
        ],
    }


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``grade`` for a terminal."""
    blocks = ["\n".join(_lines(system, lang)) for system in result["systems"]]
    return "\n\n".join(blocks) or _say("screen", "nothing").in_(lang)


def _lines(system: Row, lang: Lang) -> Iterator[str]:
    level = _say("screen", "level" if system["level"] else "no_level", level=system["level"])
    declared = _say("screen", "declared", level=system["declared"]) if system["declared"] else Text("", "")
    yield f"{screen.said(system['name'], lang)} ({system['id']}): {level.in_(lang)}{declared.in_(lang)}"
    yield screen.paragraph(screen.said(system["because"], lang), 2)
    if system["assessment"]:
        yield screen.paragraph(screen.said(system["assessment"]["because"], lang), 2)
    for heading in ("conflicts", "asks"):
        if system[heading]:
            yield "  " + _say("screen", heading).in_(lang)
            yield from (screen.item(screen.said(text, lang), 4) for text in system[heading])


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one system's level."""

    filed: Row | None  # its row in the register, where it was filed
    registered: int | None
    computed: int | None
    declared: int | None
    unread: bool  # the register could not be read in full

    def level(self) -> tuple[str, int | None]:
        """On what the level rests, and the level."""
        if self.filed:
            return "filed", self.filed["level"]
        known = {"computed": self.computed, "registered": self.registered, "declared": self.declared}
        return next(((basis, level) for basis, level in known.items() if level is not None), ("none", None))


def _system(law: Law, on: date, system: Row, row: Row | None, harms: Sequence[Row], unread: bool) -> dict[str, Any]:
    cells = [levels.cell(harm["object"], harm["degree"], on) for harm in harms]
    found = _Known(
        filed=row if row and row["level"] and _filed(row, on) else None,
        registered=row["level"] if row else None,
        computed=max((cell.level for cell in cells), default=None),
        declared=system["level"],
        unread=unread,
    )
    basis, level = found.level()
    asks = [
        ask for ask in levels.asks() if level and ask.reaches(level, system["kinds"] or ()) and ask.cites_on(law, on)
    ]
    edition = law.version_on(levels.STANDARD, on)
    return {
        "operator": system["operator"],
        "id": system["subject"],
        "name": {"en": system["name_en"], "zh": system["name_zh"]},
        "level": level,
        "declared": found.declared,
        "computed": found.computed,
        "basis": basis,
        "unproven": basis == "filed" and found.computed is not None and found.computed > (level or 0),
        "standard": f"{levels.STANDARD}@{edition.version}" if edition else None,
        "because": _because(law, on, found, harms, cells).as_json(),
        "cells": [_cell_json(harm, cell) for harm, cell in zip(harms, cells, strict=True)],
        "conflicts": [t.as_json() for t in (*_differing(law, on, cells), *_rhythms_differ(law, on, asks))],
        "assessment": _assessment(law, on, system, row, asks),
        "asks": [t.as_json() for t in (*_asked(law, on, asks), *_controls(law, on, level, system["kinds"] or ()))],
        "articles": list(dict.fromkeys(cite for ask in asks for cite in ask.cites_on(law, on))),
    }


def _because(law: Law, on: date, found: _Known, harms: Sequence[Row], cells: Sequence[Cell]) -> Text:
    """Why the level is what it is, sentence by sentence."""
    basis, level = found.level()
    parts = [_say("because", basis, level=level, certificate=_certificate(found.filed))]
    if found.filed and (edition := _edition(law, found.filed)) and not law.span_of(edition).holds(on):
        parts.append(_say("because", "kept", edition=law.name(edition)))
    for harm, cell in zip(harms, cells, strict=True):
        words = {kind: _say(kind, harm[kind]) for kind in ("limb", "object", "degree")}
        parts.append(
            _say(
                "because",
                "cell",
                **words,
                level=cell.level,
                cite=_names(law, cell.cites),
                memory=_memory(cell.confidence),
            )
        )
    if cells:
        parts.append(_say("because", "highest" if len(cells) > 1 else "one_side", level=found.computed))
    if found.filed and found.computed is not None and level is not None:
        way = "higher" if found.computed > level else "lower" if found.computed < level else "agrees"
        parts.append(_say("because", way, computed=found.computed))
    if found.unread and not found.filed:
        parts.append(_say("because", "unreadable"))
    if basis == "computed" and level != 1:
        parts.append(_say("because", "provisional"))
    if basis == "computed" and found.registered not in (None, level):
        parts.append(_say("because", "register_differs", level=found.registered))
    if found.declared not in (None, level):
        parts.append(_say("because", "declared_differs", level=found.declared))
    return Text("".join(p.en for p in parts), "".join(p.zh for p in parts))


def _cell_json(harm: Row, cell: Cell) -> dict[str, Any]:
    said = {key: harm[key] for key in ("limb", "object", "degree", "exhibit")}
    return {
        **said,
        "level": cell.level,
        "articles": list(cell.cites),
        "confidence": cell.confidence,
    }


def _differing(law: Law, on: date, cells: Iterable[Cell]) -> Iterator[Text]:
    """Other texts that put the same harm at another level."""
    for own in dict.fromkeys(cells):
        for other in levels.differing(own, on):
            names = {"cite": _names(law, other.cites), "standard": _names(law, own.cites)}
            note = {"note": other.note, "memory": _memory(other.confidence)}
            yield _say("conflict", "cell", level=other.level, own=own.level, **names, **note)


def _rhythms_differ(law: Law, on: date, asks: Iterable[Ask]) -> Iterator[Text]:
    periods = [(ask, _months(law, on, ask)) for ask in asks if ask.rhythm]
    if len({months for _, months in periods}) > 1:
        said = [_say("conflict", "period", cite=law.name(ask.cites[0]), n=months) for ask, months in periods]
        yield _say("conflict", "rhythm", periods=Text("; ".join(t.en for t in said), "；".join(t.zh for t in said)))


def _assessment(law: Law, on: date, system: Row, row: Row | None, asks: Iterable[Ask]) -> dict[str, Any] | None:
    """When the next assessment is due, from the last one or, before the first, from grading or going live; None where none is asked.

    Where only practice names a period, being late is advice.
    """
    rhythms = [ask for ask in asks if ask.rhythm]
    if not rhythms:
        return None
    last = row["assessed_on"] if row and row["assessed_on"] and row["assessed_on"] <= on else None
    begun = (
        [day for day in (row["graded_on"], row["live_on"], system["since"]) if day] if row and row["graded_on"] else []
    )
    base = last or max(begun, default=None)
    strength = "duty" if any(ask.strength == "duty" for ask in rhythms) else "advice"
    said: dict[str, Any] = {"last": last and last.isoformat(), "strength": strength, "due": None, "overdue": None}
    if base is None:
        return {**said, "because": _say("assessment", "unknown").as_json()}
    ends = [add_months(base, _months(law, on, ask)) for ask in rhythms]
    due, last_due = min(ends), max(ends)
    late = "overdue" if strength == "duty" else "advised"
    key = "in_time" if on <= due else "texts_differ" if on <= last_due else late
    because = _say("assessment", key, due=due, last_due=last_due)
    return {**said, "due": due.isoformat(), "overdue": on > last_due, "because": because.as_json()}


def _asked(law: Law, on: date, asks: Iterable[Ask]) -> Iterator[Text]:
    for ask in asks:
        words = Text(*(t.format(n=_months(law, on, ask)) for t in ask.text))
        said = _sourced(law, Text(words.en.rstrip("."), words.zh.rstrip("。")), ask.cites_on(law, on), ask.confidence)
        yield said if ask.strength == "duty" else _say("ask", "advice", text=said)


def _controls(law: Law, on: date, level: int | None, kinds: Iterable[str]) -> Iterator[Text]:
    for family in levels.controls(level, kinds, on) if level else ():
        counts = {"title": family.title, "requirements": family.requirements, "points": family.points}
        words = _say("ask", "covering" if family.covers else "controls", covers=family.covers, **counts)
        yield _sourced(law, words, family.cites, family.confidence)


def _sourced(law: Law, text: Text, cites: Iterable[str], confidence: str) -> Text:
    return _say("ask", "source", text=text, cites=_names(law, cites), memory=_memory(confidence))


def _names(law: Law, cites: Iterable[str]) -> Text:
    names = [law.name(cite) for cite in cites]
    return Text(", ".join(n.en for n in names), "、".join(n.zh for n in names))


def _months(law: Law, on: date, ask: Ask) -> int:
    """The number of an ask: the law's of the day, or our threshold; 0 where it has none."""
    if ask.threshold:
        return int(thresholds()[ask.threshold])
    number = law.number(ask.number, on) if ask.number else None
    return int(number.value) if number else 0


def _memory(confidence: str) -> Text:
    return _say("ask", "memory") if confidence == "memory" else Text("", "")


def _certificate(row: Row | None) -> Text:
    if row is None:
        return Text("", "")
    number = _say("certificate", "number" if row["filing_number"] else "no_number", number=row["filing_number"])
    day = _say("certificate", "day" if row["filed_on"] else "no_day", day=row["filed_on"])
    return Text(number.en + day.en, number.zh + day.zh)


def _edition(law: Law, row: Row) -> str | None:
    """The edition of the standard by which a filed system was graded; None where no day is on record."""
    day = row["graded_on"] or row["filed_on"]
    edition = law.version_on(levels.STANDARD, day) if day else None
    return f"{levels.STANDARD}@{edition.version}" if edition else None


def _filed(row: Row, on: date) -> bool:
    return row["filed_on"] <= on if row["filed_on"] else row["filing_number"] is not None


def _current(rows: Iterable[Row], on: date) -> Row | None:
    """The latest grading of a system that was settled by the day."""
    known = [row for row in rows if row["graded_on"] is None or row["graded_on"] <= on]
    settled = [(row["graded_on"] or row["filed_on"] or date.min, row["assessed_on"] or date.min, row) for row in known]
    return max(settled, key=lambda entry: entry[:2])[2] if settled else None


def _stands(system: Row, on: date) -> bool:
    """A planned system is graded too; one that has ended is not."""
    return system["until"] is None or system["until"] >= on


def _unread(facts: Facts) -> set[str]:
    """The operators whose register of graded systems could not be read in full."""
    lost = (
        {(row["operator"], row["source"]) for row in facts["unreadable"].to_pylist()}
        if "unreadable" in facts
        else set()
    )
    return {
        s["operator"]
        for s in facts["source"].to_pylist()
        if s["what"] == "grading" and (s["operator"], s["source"]) in lost
    }


def _by_system(facts: Facts, table: str) -> dict[tuple[str, str], list[Row]]:
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts[table].to_pylist() if table in facts else ():
        grouped[row["operator"], row["subject"]].append(row)
    return grouped


@cache
def words() -> Mapping[str, Mapping[str, Text]]:
    """The words of ``grading.yaml``, by group and key."""
    raw = yaml12.load(files("hegui.judge").joinpath("grading.yaml").read_text(encoding="utf-8"))
    return {group: {key: text_of(text) for key, text in texts.items()} for group, texts in raw.items()}


def _say(group: str, key: str, **given: Any) -> Text:
    """A sentence with its blanks filled; a ``Text`` goes in by language."""
    by_language = ({k: v[i] if isinstance(v, Text) else v for k, v in given.items()} for i in range(2))
    return Text(*(t.format(**values) for t, values in zip(words()[group][key], by_language, strict=True)))
