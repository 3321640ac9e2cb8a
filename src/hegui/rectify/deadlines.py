"""By when an item has to be done: the day of an order, a period of the law, or a day that the operator set itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui.facts import Facts
from hegui.law import Law
from hegui.rectify.due import due, rules
from hegui.rectify.words import fill, words
from hegui.text import Text

Json = dict[str, Any]

DATA = "plan.yaml"
_BASIS = {"duty": "statutory", "advice": "statutory", "own": "own"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day or instant, with what sets it; ``subject`` None: the operator as a whole."""

    due: str
    basis: str  # order, statutory, own
    because: Text
    articles: tuple[str, ...]
    overdue: bool
    obligation: str | None = None
    subject: tuple[str, str] | None = None

    def as_json(self) -> Json:
        """Its JSON shape."""
        return {
            "due": self.due,
            "basis": self.basis,
            "because": self.because.as_json(),
            "articles": list(self.articles),
            "overdue": self.overdue,
        }


def falling(facts: Facts, law: Law, on: date) -> list[Deadline]:
    """Every period that runs for a duty, as the calendar finds it."""
    duty_of = {rule.id: rule.obligation for rule in rules()}
    return [_period(entry, duty_of[entry["rule"]]) for entry in due(facts, law, on)["due"] if duty_of[entry["rule"]]]


def of_item(
    obligation: str, findings: Iterable[Any], orders: Iterable[Any], periods: Sequence[Deadline]
) -> list[Deadline]:
    """The days of one item: those of open orders first, then those of the law; the earliest of each first."""
    subjects = {(finding["subject"]["kind"], finding["subject"]["id"]) for finding in findings}
    ordered = [_ordered(one) for one in orders if one["due_on"] and one["state"] != "accepted"]
    running = [
        one for one in periods if one.obligation == obligation and (one.subject is None or one.subject in subjects)
    ]
    return sorted(ordered, key=lambda one: one.due) + sorted(running, key=lambda one: one.due)


def _ordered(order: Any) -> Deadline:
    because = fill(
        words(DATA, "bases")["order"],
        number=order["number"] or "–",
        authority=Text(**order["authority_name"]),
        received=order["received_on"] or "–",
    )
    return Deadline(order["due_on"], "order", because, (), order["overdue"])


def _period(entry: Json, obligation: str | None) -> Deadline:
    basis = _BASIS[entry["strength"]]
    because = fill(
        words(DATA, "bases")[basis],
        title=Text(**entry["title"]),
        articles=Text(", ".join(entry["articles"]), "、".join(entry["articles"])),
    )
    subject = (entry["subject"]["kind"], entry["subject"]["id"]) if entry["subject"] else None
    overdue = entry["state"] == "overdue"
    return Deadline(entry["due"], basis, because, tuple(entry["articles"]), overdue, obligation, subject)
