"""What falls due: every date that registers, the profile and the law's numbers give, by the rules of ``due.yaml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from hegui import dates
from hegui.checks import thresholds
from hegui.checks import words as code_words
from hegui.facts import Facts, registers
from hegui.judge.scope import scope
from hegui.law import Law
from hegui.rectify.rows import Own, Row, by_operator
from hegui.rectify.words import data, fill, words
from hegui.text import Text, text_of

DATA = "due.yaml"

_THRESHOLD_UNIT = "months"  # the thresholds that rules name are periods in months


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of date, as ``due.yaml`` says it."""

    id: str
    table: str
    title: Text
    strength: str
    nature: str
    start: tuple[str, ...]
    start_else: tuple[str, ...]
    earliest: bool
    number: str | None
    threshold: str | None
    when: Mapping[str, tuple[Any, ...]]
    unless: tuple[str, ...]
    latest: tuple[str, ...]
    by: str | None
    not_before: date | None
    key: tuple[str, ...]
    obligation: str | None
    cites: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the data."""
    return tuple(_rule(raw) for raw in data(DATA)["rules"])


def due(facts: Facts, law: Law, on: date) -> dict[str, Any]:
    """What falls or fell due for every operator in *facts*, the earliest first; LawError before the law began.

    A date is a day in Shanghai; where the law counts hours it is an instant. What was done is not listed.
    """
    law.refuse_before(on)
    entries = [
        entry
        for operator, own in by_operator(facts)
        for rule, articles in _applying(law, operator, own, on)
        for entry in _entries(_Context(law, operator, own, on), rule, articles)
    ]
    once = {(e["operator"], e["title"]["en"], e["due"]): e for e in reversed(entries)}
    ordered = sorted(once.values(), key=lambda e: (e["due"][:10], e["id"]))
    working = [date.fromisoformat(e["due"]) for e in ordered if e["counted_in"] == "working_days"]
    warnings = dict.fromkeys([*law.warnings(on), *dates.beyond_calendar(max([on, *working]))])
    return {"on": on.isoformat(), "due": _told_apart(ordered), "warnings": [text.as_json() for text in warnings]}


def _told_apart(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries whose ids differ: those that the key of their rule does not tell apart are numbered."""
    seen: Counter[str] = Counter()
    told = []
    for entry in entries:
        seen[entry["id"]] += 1
        number = seen[entry["id"]]
        told.append(entry if number == 1 else {**entry, "id": f"{entry['id']}/{number}"})
    return told


def _applying(law: Law, operator: Row, own: Own, on: date) -> list[tuple[Rule, list[str]]]:
    """The rules whose obligation applies to an operator, each with the obligation's articles of the day."""
    _, applicability = scope(law, on, operator, own["subject"], own["override"])
    articles = {a.obligation.id: list(law.article_on(a.obligation, on)) for a in applicability if a.role and a.subjects}
    return [(r, articles.get(r.obligation or "", [])) for r in rules() if not r.obligation or r.obligation in articles]


class _Context:
    """One operator's rows, with the subjects that they are about."""

    def __init__(self, law: Law, operator: Row, own: Own, on: date) -> None:
        self.law, self.operator, self.on, self._own = law, operator, on, own
        self._subjects = {(s["kind"], s["subject"]): s for s in own["subject"]}

    def rows(self, rule: Rule) -> list[Row]:
        """The rows that a rule looks at: of those that it takes together, only the latest of the day."""
        some = self._own[rule.table] if rule.by is None else self._latest(self._own[rule.table], rule.latest, rule.by)
        return [row for row in some if all(self._holds(row, *wanted, rule) for wanted in rule.when.items())]

    def _latest(self, rows: Iterable[Row], alike: Iterable[str], by: str) -> list[Row]:
        newest: dict[tuple[Any, ...], Row] = {}
        for row in sorted(rows, key=lambda row: row[by] or date.min):
            if row[by] is None or row[by] <= self.on:
                newest[tuple(row[column] for column in alike)] = row
        return list(newest.values())

    def subject(self, rule: Rule, row: Row) -> Row | None:
        """The subject that a row is about; None where it is the operator as a whole."""
        if not row.get("subject"):
            return None
        kind = row.get("kind") if rule.table not in registers() else registers()[rule.table].about
        return self._subjects.get((str(kind), row["subject"]))

    def _holds(self, row: Row, column: str, wanted: tuple[Any, ...], rule: Rule) -> bool:
        holder, _, name = column.rpartition(".")
        about = {"": row, "operator": self.operator, "subject": self.subject(rule, row) or {}}[holder]
        value = about.get(name)
        return not set(wanted).isdisjoint(value) if isinstance(value, list) else value in wanted


def _entries(context: _Context, rule: Rule, articles: list[str]) -> Iterator[dict[str, Any]]:
    for row in context.rows(rule):
        done = any(_done(row[column], context.on) for column in rule.unless)
        start = _start(rule, row, context.on)
        found = None if done or start is None else _falls(rule, start, context)
        if found is None or start is None:
            continue
        end, cited, unit = found
        cited = list(dict.fromkeys([*cited, *articles, *_in_force(context, rule.cites)]))
        if rule.cites and not cited:
            continue
        subject = context.subject(rule, row)
        key = [str(row[c]) for c in rule.key if row[c] is not None]
        yield {
            "id": "/".join([context.operator["operator"], rule.id, *([row["subject"]] if subject else []), *key]),
            "rule": rule.id,
            "operator": context.operator["operator"],
            "title": _title(rule, row, subject, context.law).as_json(),
            "subject": {"kind": subject["kind"], "id": subject["subject"]} if subject else None,
            "from": _iso(start) if rule.number or rule.threshold else None,
            "due": _iso(end),
            "counted_in": unit,
            "days": (_day(end) - context.on).days,
            "state": "overdue" if _day(end) < context.on else "ahead",
            "strength": rule.strength,
            "articles": cited,
        }


def _done(value: Any, on: date) -> bool:
    """A number on record, or a day that has come."""
    return value is not None and (not isinstance(value, date) or _day(value) <= on)


def _start(rule: Rule, row: Row, on: date) -> date | datetime | None:
    """Where the time runs from; what has not happened yet starts no period."""
    runs = rule.number is not None or rule.threshold is not None
    for columns in (rule.start, rule.start_else):
        some = [row[c] for c in columns if row[c] is not None and (not runs or _day(row[c]) <= on)]
        if some:
            start: date | datetime = (min if rule.earliest else max)(some)
            return max(rule.not_before, _day(start)) if rule.not_before else start
    return None


def _falls(
    rule: Rule, start: date | datetime, context: _Context
) -> tuple[date | datetime, list[str], str | None] | None:
    """When it falls due, the article of the number, and its unit; None where the law of the day knows no number."""
    if rule.threshold:
        return later(start, int(thresholds()[rule.threshold]), _THRESHOLD_UNIT), [], _THRESHOLD_UNIT
    if rule.number is None:
        return start, [], None
    number = context.law.number(rule.number, _day(start) if rule.nature == "event" else context.on)
    return (later(start, int(number.value), number.unit), [number.article], number.unit) if number else None


def later(start: date | datetime, count: int, unit: str) -> date | datetime:
    """*count* hours, days, working days, months or years after a day or instant; only hours give an instant.

    >>> later(date(2026, 1, 31), 1, "months")
    datetime.date(2026, 2, 28)
    """
    if unit == "hours":
        instant = start if isinstance(start, datetime) else dates.start_of(start)
        return instant + timedelta(hours=count)
    day = _day(start)
    match unit:
        case "days":
            return day + timedelta(days=count)
        case "working_days":
            return dates.add_working_days(day, count)
        case "months":
            return dates.add_months(day, count)
        case "years":
            return dates.add_months(day, 12 * count)
    raise ValueError(f"unit {unit!r} is no period")


def _title(rule: Rule, row: Row, subject: Row | None, law: Law) -> Text:
    unnamed = words(DATA, "words")["unnamed"]
    values = {
        column: _word(rule.table, column, value, law) if value is not None else unnamed for column, value in row.items()
    }
    if "subject" in row:
        values["subject"] = words(DATA, "words")["whole"]
    if subject:
        values["subject"] = Text(subject["name_en"] or subject["subject"], subject["name_zh"] or subject["subject"])
    return fill(rule.title, **values)


def _word(table: str, column: str, value: Any, law: Law) -> Text | str:
    """A value in words: codes by their column, obligations by their title."""
    if column == "obligation" and value in law.obligations:
        return law.obligations[value].title
    code = f"{column.removeprefix('by_')}.{value}"
    return words(DATA, "codes").get(f"{table}.{column}.{value}") or code_words().get(code) or str(value)


def _in_force(context: _Context, cites: Iterable[str]) -> list[str]:
    return [cite for cite in cites if context.law.span_of(cite).holds(context.on)]


def _day(moment: date | datetime) -> date:
    return moment.astimezone(dates.SHANGHAI).date() if isinstance(moment, datetime) else moment


def _iso(moment: date | datetime) -> str:
    return (moment.astimezone(dates.SHANGHAI) if isinstance(moment, datetime) else moment).isoformat()


def _rule(raw: Mapping[str, Any]) -> Rule:
    add = raw.get("add", {})
    return Rule(
        id=raw["id"],
        table=raw["table"],
        title=text_of(raw["title"]),
        strength=raw["strength"],
        nature=raw["nature"],
        start=tuple(raw["from"]),
        start_else=tuple(raw.get("or_from", ())),
        earliest=raw.get("pick") == "earliest",
        number=add.get("number"),
        threshold=add.get("threshold"),
        when={column: tuple(values) for column, values in raw.get("when", {}).items()},
        unless=tuple(raw.get("unless", ())),
        latest=tuple(raw.get("latest", ())),
        by=raw.get("by"),
        not_before=raw.get("not_before"),
        key=tuple(raw.get("key", ())),
        obligation=raw.get("obligation"),
        cites=tuple(raw.get("cites", ())),
    )
