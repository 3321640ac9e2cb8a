"""The labelled lines under the price of an act: what the figures do not count, and by which rule they stand.

Each is ``{"kind", "text", "articles"}``; kinds: still_stood, lighter_law, concurrence, limitation, bands, confiscation, note, authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from hegui.dates import add_months
from hegui.judge import bands
from hegui.judge.acts import Act
from hegui.judge.practice import Rules, joined, listed, range_words, text
from hegui.judge.price import Known, Price, Weighed
from hegui.law import Law
from hegui.law.acting import at_place, place_name
from hegui.law.model import Number
from hegui.text import Text

Line = dict[str, Any]

MONTHS = 12


class Liner:
    """Writes the lines of acts judged as of one day."""

    def __init__(self, law: Law, rules: Rules, on: date) -> None:
        self._law, self._rules, self._on = law, rules, on
        self._names: dict[str, Text] = {}

    def name(self, cite: str) -> Text:
        """A cite in words."""
        if cite not in self._names:
            self._names[cite] = self._law.name(cite)
        return self._names[cite]

    def names(self, some: Iterable[str]) -> Text:
        """Several cites in words."""
        return listed(self.name(cite) for cite in some)

    def lines(self, act: Act, weighed: Weighed, known: Known, day: date) -> list[Line]:
        """All lines of an act priced by the law of *day*, but that of the lighter law."""
        found = [
            *self._still_stood(act),
            *self._concurrence(weighed, day),
            *self._limitation(act, weighed.price),
            *self._bands(weighed.price, known),
            *self._confiscation(known, day),
        ]
        if weighed.price.top.note.en:
            found.append(_line("note", weighed.price.top.note, [weighed.price.article]))
        return found

    def lighter(self, act: Act, old: Weighed, new: Weighed, outcome: str) -> Line:
        """Which of two laws prices an act that ended before the day of judging, with both figures.

        *outcome*: lighter_new, old_stays or undecided.
        """
        words = text(
            outcome,
            day=act.end,
            on=self._on,
            old=self.name(old.price.article),
            old_range=range_words(old.price.fine),
            new=self.name(new.price.article),
            new_range=range_words(new.price.fine),
        )
        articles = self._rules.on("lighter_law", self._on)
        if not articles:
            articles = self._rules.on("lighter_law_before", self._on)
            words = joined(words, text("contested"))
        return _line("lighter_law", words, articles)

    def acting(self, authorities: Sequence[str], region: str | None) -> Iterable[Line]:
        """Which body of the authority that usually acts decides at the place of the operator."""
        level = at_place(authorities[0], region, self._on) if authorities else None
        if level is None or region is None:
            return
        words = text("acting", who=level.body, place=place_name(region))
        if level.confidence == "memory":
            words = joined(words, text("acting_memory"))
        yield _line("authority", words, [cite for cite in level.cites if self._law.span_of(cite).holds(self._on)])

    def _still_stood(self, act: Act) -> Iterable[Line]:
        if act.begin and act.begin < self._law.begins:
            yield _line(
                "still_stood",
                text("still_stood", begin=act.begin, start=self._law.begins),
                self._rules.on("no_retroaction", self._on),
            )

    def _concurrence(self, weighed: Weighed, day: date) -> Iterable[Line]:
        if len(weighed.rivals) > 1:
            highest = self._rules.on("highest_fine", day)
            key = "highest_fine" if highest else "no_second_fine"
            yield _line(
                "concurrence",
                text(key, clauses=self.names(weighed.rivals)),
                highest or self._rules.on("no_second_fine", day),
            )

    @cached_property
    def _periods(self) -> Mapping[str, Number | None]:
        return {
            key: self._law.number(key, self._on)
            for key in ("limitation.years", "limitation_grave.years", "limitation_police.months")
        }

    def _limitation(self, act: Act, price: Price) -> Iterable[Line]:
        period, grave, police = self._periods.values()
        if act.standing or period is None:
            return
        until = add_months(act.end, int(period.value) * MONTHS)
        words = text(
            "limitation_open" if until >= self._on else "limitation_over", until=until, years=int(period.value)
        )
        if grave is not None and grave.span.holds(act.end):
            longer = text(
                "limitation_grave", years=int(grave.value), until=add_months(act.end, int(grave.value) * MONTHS)
            )
            words = joined(words, longer)
        yield _line("limitation", words, [period.article])
        if police is not None and price.top.authorities[:1] == ("cyber_police",):
            months = int(police.value)
            yield _line(
                "limitation",
                text("limitation_police", months=months, until=add_months(act.end, months)),
                [police.article],
            )

    @cached_property
    def _shares(self) -> bands.Shares | None:
        light, heavy, float_ = (
            self._law.number(f"discretion_{step}.share", self._on) for step in ("light", "heavy", "float")
        )
        return bands.Shares(light, heavy, float_) if light and heavy and float_ else None

    def _bands(self, price: Price, known: Known) -> Iterable[Line]:
        found = bands.line(price, known, self._shares) if self._shares else None
        return [found] if found else []

    def _confiscation(self, known: Known, day: date) -> Iterable[Line]:
        articles = self._rules.on("confiscation", day)
        if articles and known.sums.get("illegal_income") != 0:
            yield _line("confiscation", text("confiscation"), articles)


def _line(kind: str, words: Text, articles: Iterable[str]) -> Line:
    return {"kind": kind, "text": words.as_json(), "articles": list(articles)}
