"""What to mend, by when, by whom and with which proof, in the order in which the exposure falls: from a dossier alone.

An item is one duty: *mend* a failure that stands, *answer* for one that is over, or *prove* what is unproven. What an item removes is
the judge's own price without it; where several items are one act, nothing falls before all of them are mended, and the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hegui.facts import Facts
from hegui.judge.findings import role_word
from hegui.law import Law
from hegui.rectify import deadlines, orders, saved
from hegui.rectify.drafts import Draft, drafted
from hegui.rectify.removal import Prices, operator_amount
from hegui.rectify.words import data, words
from hegui.text import Text

Json = Mapping[str, Any]

DATA = "plan.yaml"
MOST_CAUSES = 5  # reasons shown of one item; the findings are all named


def plan(document: Json, findings: Sequence[Json], kept_law: Json, facts: Facts, law: Law) -> dict[str, Any]:
    """The plan for one dossier: ``{"operator", "on", "exposure", "items", "orders", "notes", "warnings"}``.

    *kept_law* is the dossier's own law.json, whose words are shown; *law* prices and counts periods.
    """
    on = date.fromisoformat(document["as_if"] or document["on"])
    prices = Prices(law, on, document, findings, facts)
    known_orders = orders.orders(facts["order"].to_pylist() if "order" in facts else (), on)
    falling = deadlines.falling(facts, law, on)
    priced = saved.ordered(drafted(findings), prices)
    items = [
        _item(number, one, kept_law, known_orders, falling, _people(document))
        for number, one in enumerate(priced, start=1)
    ]
    now = prices.without()
    return {
        "operator": document["operator"],
        "operator_name": document["operator_name"],
        "on": document["on"],
        "as_if": document["as_if"],
        "exposure": {
            "operator_cny": document["exposure"]["operator_cny"],
            "individuals": document["exposure"]["individuals"],
        },
        "items": items,
        "orders": known_orders,
        "notes": [words(DATA, "words")["note"].as_json()],
        "warnings": [*document["warnings"], *(text.as_json() for text in _changed(document, now))],
    }


def _item(
    number: int,
    one: saved.Saved,
    kept_law: Json,
    known_orders: Sequence[Json],
    falling: Sequence[deadlines.Deadline],
    people: Mapping[str, str],
) -> dict[str, Any]:
    draft = one.draft
    own_orders = list(orders.for_duty(known_orders, draft.obligation)) if draft.kind != "prove" else []
    days = deadlines.of_item(draft.obligation, draft.findings, own_orders, falling)
    role = _role(draft.obligation)
    duty = kept_law["obligations"].get(draft.obligation, {})
    return {
        "id": f"{draft.obligation}/{draft.kind}",
        "number": number,
        "kind": draft.kind,
        "obligation": draft.obligation,
        "title": draft.title.as_json(),
        "what": duty.get("text") or draft.title.as_json(),
        "causes": _distinct(finding["reason"] for finding in draft.findings)[:MOST_CAUSES],
        "past": words(DATA, "words")["past"].as_json() if draft.kind == "answer" else None,
        "findings": sorted(draft.ids),
        "subjects": _distinct(finding["subject"] for finding in draft.findings),
        "articles": _distinct(cite for finding in draft.findings for cite in finding["articles"]),
        "liability": _distinct(cite for finding in draft.findings for cite in finding["liability"]),
        "due": days[0].due if days else None,
        "due_because": (days[0].because if days else _undated(draft.kind)).as_json(),
        "overdue": bool(days) and days[0].overdue,
        "dates": [day.as_json() for day in days],
        "role": role,
        "role_name": role_word(role).as_json(),
        "held": role in people,
        "person": people.get(role),
        "proof": _proof(draft),
        "removes": one.as_json(),
        "orders": own_orders,
        "state": own_orders[0]["state"] if own_orders else "open",
    }


def _proof(draft: Draft) -> list[Json]:
    """What closes an item: what settles the duty, and what its findings lack."""
    settled = [finding["settled_by"] for finding in draft.findings if finding["settled_by"]]
    return _distinct([*settled, *(missing for finding in draft.findings for missing in finding["missing"])])


def _role(obligation: str) -> str:
    roles: Mapping[str, str] = data(DATA)["roles"]
    keys = (obligation, obligation.partition(".")[0])
    return next((roles[key] for key in keys if key in roles), roles["else"])


def _undated(kind: str) -> Text:
    return words(DATA, "words")["no_day" if kind == "prove" else "at_once_why"]


def _people(document: Json) -> dict[str, str]:
    return {person["role"]: person["name"] for person in document["people"]}


def _changed(document: Json, now: Json) -> Iterable[Text]:
    """A warning where the law data of today prices the dossier otherwise than the audit did."""
    then, today = (operator_amount(some) for some in (document["exposure"], now))
    if then != today:
        yield saved.sentence(words(DATA, "words")["law_changed"], then=then, now=today)


def _distinct(values: Iterable[Any]) -> list[Any]:
    """Each value once, in order; values of JSON are compared as they are."""
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
