"""The law as one thing to ask: which version, article, clause, tier or number holds on a day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from hegui.dates import beyond_calendar
from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.cite import Article, Cite, Shape
from hegui.law.model import Competence, Dated, Instrument, Number, Obligation, Paragraph, Role, RoleRule, Span, Tier
from hegui.law.names import readable
from hegui.text import Text

CORE = "csl"  # the law that everything here hangs on


@dataclass(frozen=True)
class Law:
    """All law data of one folder. ``shapes`` and ``chapters`` go by the cite of a whole article."""

    instruments: tuple[Instrument, ...]
    shapes: Mapping[str, Shape]
    chapters: Mapping[str, str]
    paragraphs: Mapping[str, Paragraph]
    obligations: Mapping[str, Obligation]
    tiers: tuple[Tier, ...]
    numbers: tuple[Number, ...]
    competences: tuple[Competence, ...]
    roles: Mapping[str, Role]
    role_rules: tuple[RoleRule, ...]
    words_by_kind: Mapping[str, Mapping[str, Text]]  # measure, role, … -> code -> words
    last_seen: date  # the law was read up to this day

    def version_on(self, instrument: str, day: date) -> Instrument | None:
        """The version of an instrument in force on a day."""
        return next((i for i in self.instruments if i.id == instrument and i.span.holds(day)), None)

    def version(self, instrument: str, version: str) -> Instrument | None:
        """One version of an instrument by its year."""
        return next((i for i in self.instruments if (i.id, i.version) == (instrument, version)), None)

    def instrument_of(self, cite: str) -> Instrument | None:
        """The version of the instrument that a cite names."""
        parsed = cites.parse(cite)
        return self.version(parsed.instrument, parsed.version)

    def span_of(self, cite: str) -> Span:
        """The days on which what a cite names is in force: those of its version, unless it holds for less."""
        paragraph = self.paragraphs.get(cite)
        if paragraph and paragraph.span:
            return paragraph.span
        instrument = self.instrument_of(cite)
        if instrument is None:
            raise LawError(f"no instrument of {cite} in the law data", f"法律数据中没有 {cite} 所属的法律文件")
        return instrument.span

    def article_on(self, obligation: Obligation, day: date) -> tuple[str, ...]:
        """The cites under which an obligation stands on a day; none before it began."""
        return self._on_day(obligation, day)[0]

    def liability_on(self, obligation: Obligation, day: date) -> tuple[str, ...]:
        """The clauses that price a failure of an obligation on a day."""
        return self._on_day(obligation, day)[1]

    def _on_day(self, obligation: Obligation, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The articles and the clauses of an obligation on a day; asked for every finding, so looked up once."""
        found = self._dated.get((obligation, day))
        if found is None:
            found = _in_force(obligation.articles, day), _in_force(obligation.liability, day)
            self._dated[obligation, day] = found
        return found

    def narrowed(self, obligation: Obligation, excluded: Collection[str]) -> Obligation:
        """An obligation without the articles and clauses that address only roles from which an operator is *excluded*."""
        out = self._addressed_by(obligation).intersection(excluded)
        if not out:
            return obligation
        known = self._narrowed.get((obligation.id, out))
        if known is None:
            articles = tuple(d for d in obligation.articles if self._binds(d.cite, out))
            liability = tuple(d for d in obligation.liability if self._binds(d.cite, out))
            same = (articles, liability) == (obligation.articles, obligation.liability)
            known = obligation if same else replace(obligation, articles=articles, liability=liability)
            self._narrowed[obligation.id, out] = known
        return known

    def _addressed_by(self, obligation: Obligation) -> frozenset[str]:
        found = self._addressed.get(obligation.id)
        if found is None:
            dated = (*obligation.articles, *obligation.liability)
            found = self._addressed[obligation.id] = frozenset(r for d in dated for r in self._addressees(d.cite))
        return found

    def _binds(self, cite: str, excluded: Collection[str]) -> bool:
        addressees = self._addressees(cite)
        return not addressees or not addressees <= set(excluded)

    def _addressees(self, cite: str) -> frozenset[str]:
        """The roles of a profile that a piece of the law addresses; empty where it addresses others, or is not in the data."""
        own: list[Paragraph | Tier] = [self.paragraphs[cite]] if cite in self.paragraphs else []
        pieces = own or [t for t in self.tiers if t.clause == cite] or self.around(cites.parse(cite))
        bearers = {bearer for piece in pieces for bearer in piece.bearers}
        return frozenset(bearer for bearer in bearers if bearer in self.roles and self.roles[bearer].can_profile)

    @cached_property
    def _addressed(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _dated(self) -> dict[tuple[Obligation, date], tuple[tuple[str, ...], tuple[str, ...]]]:
        return {}

    @cached_property
    def _first_days(self) -> dict[Obligation, date]:
        return {}

    @cached_property
    def _narrowed(self) -> dict[tuple[str, frozenset[str]], Obligation]:
        return {}

    def tiers_of(self, clause: str, day: date) -> list[Tier]:
        """The tiers of a clause in force on a day: those of the clause itself, of its items, or of the paragraph it is an item of."""
        asked = cites.parse(clause)
        return [t for t in self.tiers if t.span.holds(day) and _touch(cites.parse(t.clause), asked)]

    def likely_authorities(self, clause: str, day: date) -> list[tuple[str, str]]:
        """Who is likely to act under a clause on a day, the usual one first, each with how sure that is.

        ``practice``: published cases show it; ``law``: the text names it; ``memory``: neither was seen.
        """
        asked = cites.parse(clause)
        likely: dict[str, str] = {}
        for one in self.competences:
            if _touch(cites.parse(one.clause), asked) and self.span_of(one.clause).holds(day):
                for authority in one.authorities:
                    likely.setdefault(authority, one.confidence)
        return list(likely.items())

    def number(self, key: str, day: date) -> Number | None:
        """A number of the law by its key on a day."""
        return next((n for n in self.numbers if n.key == key and n.span.holds(day)), None)

    @cached_property
    def begins(self) -> date:
        """The first day of the Cybersecurity Law: what was over before is not judged, whatever older rule asked for it."""
        return min(i.span.start for i in self.instruments if i.id == CORE and i.span.start)

    def first_day(self, obligation: Obligation) -> date:
        """The first day on which an obligation binds in an audit."""
        found = self._first_days.get(obligation)
        if found is None:
            starts = (a.span.start for a in obligation.articles if a.span.start)
            found = self._first_days[obligation] = max(self.begins, min(starts, default=self.begins))
        return found

    def warnings(self, day: date) -> tuple[Text, ...]:
        """What to say about a day that the law data does not reach."""
        beyond = beyond_calendar(day)
        if day <= self.last_seen:
            return beyond
        en = f"The law data was read up to {self.last_seen}; changes after that day are not in it, and {day} is later."
        return (Text(en, f"法律数据核对至{self.last_seen}，此后的修改未收入，而{day}晚于该日。"), *beyond)

    def refuse_before(self, day: date) -> None:
        """LawError for a day before the law began."""
        if self.version_on(CORE, day) is None:
            raise self._no_version(CORE, None, day)

    def refuse_unknown(self, day: date) -> None:
        """LawError for a day on which nothing here was in force."""
        if not any(i.span.holds(day) for i in self.instruments):
            raise LawError(
                f"unknown for this date: nothing in the law data was in force on {day}",
                f"该日期不明：法律数据中没有在 {day} 施行的内容",
            )

    def resolve(self, written: str, on: date) -> Cite:
        """What a person writes, ``csl/21`` or ``csl@2017/21``, as a cite that exists; without a version, the one in force *on* that day."""
        instrument, version, place = cites.parse_short(written)
        self._known(instrument)
        found = self.version(instrument, version) if version else self.version_on(instrument, on)
        if found is None:
            raise self._no_version(instrument, version, on)
        cite = Cite(instrument, found.version, place)
        cites.check(cite, self.shapes)
        return cite

    def name(self, cite: str) -> Text:
        """A cite in words: "CSL (2017) Art. 21(3)", "《网络安全法》（2017）第二十一条第三项"."""
        parsed = cites.parse(cite)
        self._known(parsed.instrument)
        instrument = self.version(parsed.instrument, parsed.version)
        if instrument is None:
            raise self._no_version(parsed.instrument, parsed.version, self.last_seen)
        return readable(parsed, instrument.short)

    def word(self, kind: str, code: str) -> Text:
        """The words for a code of a kind (measure, role, circumstance, …); LawError where there are none."""
        try:
            return self.words_by_kind[kind][code]
        except KeyError:
            raise LawError(
                f"the law data has no words for the {kind} {code!r}", f"法律数据中 {kind} 代码 {code!r} 没有对应文字"
            ) from None

    @cached_property
    def words(self) -> Mapping[str, Text]:
        """The words for every code whatever its kind; where kinds share a code, the first kind of the data answers."""
        return {code: text for codes in reversed([*self.words_by_kind.values()]) for code, text in codes.items()}

    def is_unit(self, cite: str) -> bool:
        """Whether a cite is a paragraph or an item; a one-paragraph article is its own paragraph."""
        paragraph = self.paragraphs.get(cite)
        if paragraph is None:
            return False
        shape = self.shapes.get(cite)
        return shape is None or len(shape.items) == 1

    def units(self, within: Cite) -> list[Paragraph]:
        """The paragraphs and items at a place, in order; for an item, itself."""
        return [p for c, p in self.paragraphs.items() if self.is_unit(c) and cites.covers(within, c)]

    def around(self, within: Cite) -> list[Paragraph]:
        """The pieces at a place; where the data has only a larger piece that holds the place, that one."""
        return self.units(within) or [p for c, p in self.paragraphs.items() if cites.covers(c, within)]

    def obligations_of(self, unit: str) -> list[Obligation]:
        """The obligations that stand under a paragraph or item, or under its whole article."""
        return [o for o in self.obligations.values() if any(self._stands(d.cite, unit) for d in o.articles)]

    def _stands(self, article: str, unit: str) -> bool:
        if article == unit or self.is_unit(article):
            return article == unit
        return cites.covers(article, unit) or (article not in self.paragraphs and cites.covers(unit, article))

    def _known(self, instrument: str) -> None:
        ids = {i.id for i in self.instruments}
        if instrument not in ids:
            near = get_close_matches(instrument, ids, 1)
            raise LawError(
                f"no instrument {instrument!r} in the law data" + (f"; did you mean {near[0]}?" if near else ""),
                f"法律数据中没有 {instrument!r}" + (f"，是否指 {near[0]}？" if near else ""),
            )

    def _no_version(self, instrument: str, version: str | None, on: date) -> LawError:
        known = [i for i in self.instruments if i.id == instrument]
        spans_en = ", ".join(f"{instrument}@{i.version} ({_span_en(i)})" for i in known)
        spans_zh = "、".join(f"{instrument}@{i.version}（{_span_zh(i)}）" for i in known)
        if version:
            return LawError(
                f"no version {version} of {instrument}; known: {spans_en}",
                f"{instrument} 没有 {version} 版本；已知：{spans_zh}",
            )
        if any(not i.first and i.span.start and on < i.span.start for i in known[:1]):
            return LawError(
                f"unknown for this date: the law data has nothing of {instrument} for {on}; known: {spans_en}",
                f"该日期不明：法律数据未收入 {instrument} 在 {on} 的内容；已知：{spans_zh}",
            )
        return LawError(
            f"{instrument} was not in force on {on}; known: {spans_en}",
            f"{instrument} 在 {on} 未施行；已知：{spans_zh}",
        )


def article_of(cite: str) -> str:
    """The whole article that a cite lies in; a cite without an article is itself."""
    parsed = cites.parse(cite)
    if not isinstance(parsed.place, Article):
        return cite
    return str(Cite(parsed.instrument, parsed.version, Article(parsed.place.number, parsed.place.inserted)))


def in_order(some: Iterable[str]) -> list[str]:
    """Cites once each, in the order of the law."""
    return sorted(
        set(some), key=lambda cite: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", cite)]
    )


def _in_force(dated: Iterable[Dated], day: date) -> tuple[str, ...]:
    return tuple(d.cite for d in dated if d.span.holds(day))


def _touch(one: Cite, other: Cite) -> bool:
    return cites.covers(one, other) or cites.covers(other, one)


def _span_en(instrument: Instrument) -> str:
    return f"{instrument.span.start} to {instrument.span.end or 'now'}"


def _span_zh(instrument: Instrument) -> str:
    return f"{instrument.span.start} 至 {instrument.span.end or '今'}"
