"""What a person asks of the law: show, search, coverage, timeline. Each answers with a document that can be printed as JSON."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from hegui import law as room
from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.changes import diff
from hegui.law.cite import Article, Cite
from hegui.law.corpus import Law, article_of, in_order
from hegui.law.model import Dated, Obligation, Paragraph, Span
from hegui.text import Text

__all__ = ["coverage", "diff", "search", "show", "timeline"]

BINDING = {"obligation", "prohibition"}


def show(written: str, on: date, law: Law | None = None) -> dict[str, Any]:
    """An article, paragraph, item or range as of a day; *written* like ``csl/21`` (the version in force) or ``csl@2026/23(3)``.

    Where the data has a whole article only, a place in it shows that. LawError where no law here answers: a wrong cite, a date before
    the law, a place whose text is not in the data.
    """
    law = law or room.load()
    cite = law.resolve(written, on)
    units = law.around(cite)
    if not units:
        raise LawError(
            f"unknown for this date: the law data has no text of {cite}",
            f"该日期不明：法律数据中没有 {cite} 的条文内容",
        )
    span = law.span_of(str(cite))
    whole = law.paragraphs.get(str(cite))
    return {
        "instrument": cite.instrument,
        "version": cite.version,
        "article": str(cite.place) if cite.place else None,
        "in_force": _span_json(span),
        "counterparts": _counterparts(units, cite),
        "paragraphs": [_unit(law, u, on if span.holds(on) else span.start or on) for u in units],
        "cite": str(cite),
        "name": law.name(str(cite)).as_json(),
        "chapters": list(
            dict.fromkeys(law.chapters[a] for a in map(article_of, (u.cite for u in units)) if a in law.chapters)
        ),
        "change": whole.change if whole else None,
        "text": whole.text.as_json() if whole else None,
        "warnings": [w.as_json() for w in law.warnings(on)],
    }


def search(words: str, on: date, law: Law | None = None) -> dict[str, Any]:
    """The obligations and paragraphs in force on a day that hold all the words, in either language; titles first."""
    law = law or room.load()
    law.refuse_unknown(on)
    wanted = [_word(word) for word in words.split()]
    if not wanted:
        raise LawError("nothing to search for; give a word", "没有检索词，请至少写一个")
    duties = [(_hits(wanted, o.title), o) for o in law.obligations.values() if _holds(wanted, _said(law, o, on))]
    duties.sort(key=lambda found: -found[0])
    units = [
        p
        for c, p in law.paragraphs.items()
        if law.is_unit(c) and _stands(law, c, on) and _holds(wanted, [c, *p.text, *_titles(law, p.bearers)])
    ]
    return {
        "query": words,
        "on": on.isoformat(),
        "obligations": [
            {
                "id": o.id,
                "title": o.title.as_json(),
                "text": o.text.as_json(),
                "articles": list(law.article_on(o, on)),
                "liability": list(law.liability_on(o, on)),
                "confidence": o.confidence,
            }
            for _, o in duties
        ],
        "paragraphs": [_unit(law, p, on) for p in units],
        "warnings": [w.as_json() for w in law.warnings(on)],
    }


def coverage(deciding: Collection[str], law: Law | None = None) -> dict[str, Any]:
    """How much of each version has an obligation and what settles it; *deciding*: obligations that a check decides.

    ``paragraphs`` counts paragraphs and items, a one-paragraph article being its own paragraph. ``binding`` are those that oblige or
    forbid a role that a profile can have; the other numbers count among these.
    """
    law = law or room.load()
    versions = dict.fromkeys(cite.split("/")[0] for cite in law.shapes)
    return {version: _covered(law, version, deciding) for version in versions}


def timeline(thing: str, law: Law | None = None) -> dict[str, Any]:
    """How an obligation (by id) or an article (by cite, in any version) stood over time, one entry a span of days."""
    law = law or room.load()
    if duty := law.obligations.get(thing.strip()):
        return {"of": duty.id, "title": duty.title.as_json(), "spans": _duty_spans(law, duty)}
    if "." in thing and "/" not in thing:
        near = get_close_matches(thing, law.obligations, 1)
        raise LawError(
            f"no obligation {thing!r}" + (f"; did you mean {near[0]}?" if near else ""),
            f"没有义务 {thing!r}" + (f"，是否指 {near[0]}？" if near else ""),
        )
    cite = law.resolve(thing, law.last_seen)
    if str(cite) not in law.paragraphs:
        raise LawError(f"unknown: the law data has no text of {cite}", f"不明：法律数据中没有 {cite} 的条文内容")
    chain = sorted(
        in_order([str(cite), *law.paragraphs[str(cite)].counterparts]), key=lambda c: law.span_of(c).start or date.min
    )
    return {"of": str(cite), "title": law.name(str(cite)).as_json(), "spans": [_article_span(law, c) for c in chain]}


def _unit(law: Law, unit: Paragraph, day: date) -> dict[str, Any]:
    duties = law.obligations_of(unit.cite)
    liability = dict.fromkeys(clause for duty in duties for clause in law.liability_on(duty, day))
    return {
        "article": unit.cite,
        "kind": unit.kind,
        "bearer": ";".join(unit.bearers),
        "text": unit.text.as_json(),
        "obligations": [duty.id for duty in duties],
        "liability": list(liability),
        "authorities": dict(law.likely_authorities(unit.cite, day)) if "liability" in unit.kind.split(";") else {},
        "numbers": {n.key.rpartition(".")[2]: _plain(n.value) for n in law.numbers if n.article == unit.cite},
        "source": unit.source,
        "confidence": unit.confidence,
        "uncertain": unit.uncertain.as_json() if unit.uncertain else None,
        "name": law.name(unit.cite).as_json(),
        "counterparts": list(unit.counterparts),
        "change": unit.change,
    }


def _counterparts(units: Iterable[Paragraph], cite: Cite) -> list[str]:
    """The counterparts of what was asked, at its depth: of an article the articles, of an item the items."""
    found = [c for unit in units for c in unit.counterparts]
    if not isinstance(cite.place, Article) or (cite.place.paragraph is None and cite.place.item is None):
        found = [article_of(c) for c in found]
    return in_order(found)


def _covered(law: Law, version: str, deciding: Collection[str]) -> dict[str, int]:
    units = law.units(cites.parse(version))
    binding = [
        u for u in units if BINDING & set(u.kind.split(";")) and any(law.roles[b].can_profile for b in u.bearers)
    ]
    duties = [_duties_within(law, unit, units) for unit in binding]
    return {
        "articles": sum(cite.startswith(f"{version}/") for cite in law.shapes),
        "paragraphs": len(units),
        "binding": len(binding),
        "with_obligation": sum(bool(some) for some in duties),
        "with_deciding_check": sum(any(d.id in deciding for d in some) for some in duties),
        "with_named_evidence": sum(
            any(d.settling != "not_for_a_machine" and d.settled_by.en for d in some) for some in duties
        ),
        "not_for_a_machine": sum(
            bool(some) and all(d.settling == "not_for_a_machine" for d in some) for some in duties
        ),
    }


def _duties_within(law: Law, unit: Paragraph, units: Iterable[Paragraph]) -> list[Obligation]:
    """The obligations of a paragraph; one that only opens a list is fulfilled through its items."""
    return [d for u in units if cites.covers(unit.cite, u.cite) for d in law.obligations_of(u.cite)]


def _said(law: Law, duty: Obligation, on: date) -> list[str]:
    """What can be searched of an obligation; nothing where it does not stand on the day."""
    articles = law.article_on(duty, on)
    return (
        [duty.id, *articles, *duty.title, *duty.text, *duty.settled_by, *_titles(law, duty.bearers)] if articles else []
    )


def _titles(law: Law, codes: Iterable[str]) -> list[str]:
    return [title for code in codes for title in law.word("role", code)]


def _word(wanted: str) -> re.Pattern[str]:
    """A word as people search it: a Western one from its beginning ("log" is not in "technology"), a Chinese one anywhere."""
    return re.compile((r"\b" if wanted[0].isascii() and wanted[0].isalnum() else "") + re.escape(wanted), re.IGNORECASE)


def _holds(wanted: Iterable[re.Pattern[str]], said: Iterable[str]) -> bool:
    text = "\n".join(said)
    return bool(text) and all(word.search(text) for word in wanted)


def _hits(wanted: Iterable[re.Pattern[str]], title: Text) -> int:
    return sum(bool(word.search("\n".join(title))) for word in wanted)


def _stands(law: Law, cite: str, on: date) -> bool:
    return law.span_of(cite).holds(on)


def _duty_spans(law: Law, duty: Obligation) -> list[dict[str, Any]]:
    starts = _starts([*duty.articles, *duty.liability])
    ends = [following - timedelta(days=1) for following in starts[1:]]
    spans = []
    for start, end in zip(starts, [*ends, None], strict=True):
        articles, liability = law.article_on(duty, start), law.liability_on(duty, start)
        if articles:
            spans.append(
                {
                    "from": start.isoformat(),
                    "to": end.isoformat() if end else None,
                    "articles": list(articles),
                    "liability": list(liability),
                    "numbers": {
                        n.key: _plain(n.value)
                        for n in law.numbers
                        if n.span.holds(start) and _among(articles, n.article)
                    },
                }
            )
    return spans


def _among(articles: Iterable[str], cite: str) -> bool:
    return any(cites.covers(article, cite) for article in articles)


def _starts(dated: Iterable[Dated]) -> list[date]:
    """The days on which something begins, or has just ended."""
    days: set[date] = set()
    for entry in dated:
        if entry.span.start:
            days.add(entry.span.start)
        if entry.span.end:
            days.add(entry.span.end + timedelta(days=1))
    return sorted(days)


def _article_span(law: Law, cite: str) -> dict[str, Any]:
    found = law.paragraphs[cite]
    start, end = _span_json(law.span_of(cite))
    return {
        "from": start,
        "to": end,
        "articles": [cite],
        "name": law.name(cite).as_json(),
        "text": found.text.as_json(),
        "change": found.change,
        "confidence": found.confidence,
    }


def _span_json(span: Span) -> list[str | None]:
    return [span.start.isoformat() if span.start else None, span.end.isoformat() if span.end else None]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
