"""The part of a memo that one reading fills: does the law reach it, basis and elements, what can be asked, until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from hegui.claims.blocks import Block, Cell, Heading, Paragraph, Table, joined, labels, plain, say, text
from hegui.claims.data import code_word
from hegui.text import Text

Json = Mapping[str, Any]
Show = Callable[[Json], Iterable[Block]]  # how an entry becomes blocks


class Articles:
    """The articles of a document in words, by cite."""

    def __init__(self, sources: Mapping[str, Json]) -> None:
        self._names = {cite: text(source["name"]) for cite, source in sources.items()}

    def named(self, cites: Iterable[str]) -> tuple[Text, ...]:
        """Some cites in words."""
        return tuple(self._names[cite] for cite in cites)

    def point(self, point: Json, about: Text | None = None, item: bool = True, box: bool = False) -> Paragraph:
        """A point of the answer as a list item, a paragraph or a place to tick."""
        sure = point.get("confirmed", True)
        return Paragraph(text(point["text"]), self.named(point["cites"]), sure, about, item=item and not box, box=box)


class Readings:
    """The parts of the readings; what an earlier part says already is named, not said again."""

    def __init__(self, document: Json, articles: Articles) -> None:
        self._articles = articles
        self._names = {c["id"]: text(c["name"]) for c in document["facts"]["claimants"]}
        self._acts = {a["id"]: text(a["what"]) for a in document["facts"]["acts"]}
        self._said: dict[str, str] = {}

    def blocks(self, reading: Json, number: str) -> Iterator[Block]:
        """The part of one reading."""
        yield Heading(labels()["applies"], 3)
        yield from self._new(reading["applies"], number, lambda p: [self._articles.point(p, about=self._about(p))])
        yield Heading(labels()["bases"], 3)
        yield from self._new(reading["bases"], number, self._basis)
        if reading["remedies"]:
            yield Heading(labels()["remedies"], 3)
            yield from self._table(reading["remedies"], number, "remedies", self._remedies)
        if reading["limitation"]:
            yield Heading(labels()["limitation"], 3)
            yield from self._table(reading["limitation"], number, "limitation", self._limitation)

    def _new(self, entries: Sequence[Json], number: str, show: Show) -> Iterator[Block]:
        """What no earlier part said; of the rest, where it stands."""
        before: dict[str, list[Text]] = {}
        for entry in entries:
            key = repr(entry)
            if key in self._said and self._said[key] != number:
                before.setdefault(self._said[key], []).append(text(entry.get("title") or {"en": "", "zh": ""}))
                continue
            self._said[key] = number
            yield from show(entry)
        for part, titles in before.items():
            named = list(dict.fromkeys(title for title in titles if title.en))
            what = joined(named)
            yield Paragraph(say("same", part=part, what=what) if named else say("same_all", part=part), item=True)

    def _table(
        self, entries: Sequence[Json], number: str, kind: str, show: Callable[[Sequence[Json]], Iterable[Block]]
    ) -> Iterator[Block]:
        key = kind + repr(entries)
        if self._said.setdefault(key, number) != number:
            yield Paragraph(say("same_all", part=self._said[key]), item=True)
        else:
            yield from show(entries)

    def _basis(self, basis: Json) -> Iterator[Block]:
        yield Heading(text(basis["title"]), 4, badge=basis["state"])
        yield self._articles.point(basis, about=self._about(basis), item=False)
        notes = [labels()[f"fault.{basis['fault']}"]] if basis["fault"] and basis["elements"] else []
        if notes:
            yield Paragraph(notes[0])
        if basis["rules"]:
            yield Paragraph(labels()["rules"], self._articles.named(basis["rules"]))
        if basis["elements"]:
            yield Table(
                tuple(labels()[key] for key in ("col.element", "col.state", "col.why", "col.proves")),
                tuple(
                    (
                        Cell(text(element["title"])),
                        Cell(badge=element["state"]),
                        Cell(text(element["because"])),
                        Cell(labels()[element["proved_by"]]),
                    )
                    for element in basis["elements"]
                ),
                (32, 14, 40, 14),
            )

    def _remedies(self, remedies: Sequence[Json]) -> Iterator[Block]:
        rows = tuple(
            (
                Cell(_with(text(r["text"]), self._about(r))),
                Cell(_amount(r)),
                Cell(cites=self._articles.named(r["cites"]), confirmed=r["confirmed"]),
            )
            for r in remedies
        )
        yield Table((labels()["col.what"], labels()["col.amount"], labels()["col.articles"]), rows, (52, 20, 28))

    def _limitation(self, periods: Sequence[Json]) -> Iterator[Block]:
        head = ("col.claimant", "col.begins", "col.years", "col.last", "col.state", "col.outer", "col.other")
        rows = tuple(self._period(period) for period in periods)
        yield Table(tuple(labels()[key] for key in head), rows, (24, 12, 6, 18, 9, 12, 19))
        points: dict[str, Json] = {}
        for period in periods:
            for point in period["points"]:
                points.setdefault(point["id"], point)
        yield from map(self._articles.point, points.values())

    def _period(self, period: Json) -> tuple[Cell, ...]:
        who = self._names[period["claimant"]]
        what = self._acts[period["act"]]
        events = [
            say("anew" if e["anew_from"] == e["on"] else "anew_later", day=e["on"], because=text(e["because"]))
            for e in period["interruptions"]
        ]
        events += [say("too_late", day=e["on"], because=text(e["because"])) for e in period["too_late"]]
        notes = [say("earliest")] if period["earliest"] else []
        if period["may_be_filed_until"] != period["last_day"]:
            notes.append(say("filed_until", day=period["may_be_filed_until"]))
        return (
            Cell(Text(f"{who.en}: {what.en}", f"{who.zh}：{what.zh}")),
            Cell(plain(period["begins"])),
            Cell(plain(period["years"])),
            Cell(joined([plain(period["last_day"]), *notes, *events])),
            Cell(badge=period["state"]),
            Cell(plain(period["outer_last_day"])),
            Cell(joined(_other(period))),
        )

    def _about(self, entry: Json) -> Text | None:
        """For whom and for what an entry holds, where that is not everyone and everything."""
        parts = []
        if len(entry["claimants"]) < len(self._names):
            parts.append(say("for_whom", who=joined([self._names[c] for c in entry["claimants"]])))
        if len(entry["acts"]) < len(self._acts):
            parts.append(say("concerning", what=joined([Text(a, a) for a in entry["acts"]])))
        return joined(parts) if parts else None


def _other(period: Json) -> list[Text]:
    found = []
    if from_end := period["if_from_its_end"]:
        last = from_end["last_day"]
        found.append(say("from_end", last=last) if last else labels()["from_end_open"])
    if bodily := period["if_bodily_injury"]:
        found.append(say("bodily_injury", last=bodily["last_day"]))
    if product := period["if_product_law"]:
        found.append(
            say("product_lost", **_days(product))
            if product["lost_on"]
            else say("product_law", last=product["last_day"])
        )
    return found or [labels()["none"]]


def _days(product: Json) -> dict[str, str]:
    return {"last": product["last_day"], "lost": product["lost_on"]}


def _amount(remedy: Json) -> Text:
    sums = [
        Text(f"{name.en}: {money.en}", f"{name.zh} {money.zh}")
        for kind, amount in remedy["stated_cny"].items()
        for name, money in [(_measure(kind), say("cny", amount=amount))]
    ]
    if remedy["at_most_cny"]:
        sums.append(say("up_to", amount=remedy["at_most_cny"]))
    return joined(sums, "alternatively" if remedy["alternative"] else "together") if sums else labels()["none"]


def _measure(kind: str) -> Text:
    return labels()[kind] if kind in labels() else code_word("harm", kind)


def _with(said: Text, about: Text | None) -> Text:
    return said if about is None else Text(f"{said.en} ({about.en})", f"{said.zh}（{about.zh}）")
