"""What mending removes from an exposure: the price of the failures of a dossier with and without some of them.

Prices are those of the judge, asked again with the facts that the dossier keeps; nothing is estimated from its totals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from hegui.facts import Facts
from hegui.judge.exposure import exposure
from hegui.judge.roles import RoleState
from hegui.law import Law
from hegui.text import text_of

Json = Mapping[str, Any]
Amount = dict[str, int | None]


class Prices:
    """The failures of one operator, to be priced again without some of them or as if others had failed."""

    def __init__(self, law: Law, on: date, document: Json, findings: Sequence[Json], facts: Facts) -> None:
        """*document* is the dossier's: its roles, and the circumstances that its price assumes, count again."""
        self._law, self._on = law, on
        self._priced: dict[frozenset[str], Json] = {}
        self._roles = [_role(raw) for raw in document["roles"]]
        self._failed = [f for f in findings if f["verdict"] == "not_met"]
        (self._operator,) = facts["operator"].to_pylist()
        self._circumstances, self._persons = (
            facts[table].to_pylist() if table in facts else [] for table in ("circumstance", "person")
        )
        self._what_if = [_assumed(one) for one in document["exposure"]["what_if"]]

    def without(self, gone: Collection[str] = ()) -> Json:
        """The exposure if the findings *gone* had been met; each set is priced once."""
        key = frozenset(gone)
        if key not in self._priced:
            self._priced[key] = self._price([f for f in self._failed if f["id"] not in key])
        return self._priced[key]

    def of(self, some: Sequence[Json]) -> Json:
        """The exposure if these findings alone were not met."""
        return self._price([{**f, "verdict": "not_met"} for f in some])

    def _price(self, findings: Sequence[Json]) -> Json:
        return exposure(
            self._law,
            self._on,
            self._operator,
            findings,
            self._circumstances,
            self._persons,
            self._roles,
            what_if=self._what_if,
        )


def operator_amount(priced: Json) -> Amount:
    """The fine on the operator: ``max`` is None where an act has no known upper bound; ``known`` sums the others, ``open`` counts those."""
    total, most = priced["operator_cny"], [act["max"] for act in priced["acts"]]
    return _amount(total["min"], most)


def individual_amount(priced: Json) -> Amount:
    """The fines on one person of each role, together."""
    people = priced["individuals"]
    return _amount(sum(person["min"] for person in people), [person["max"] for person in people])


def difference(more: Amount, less: Amount) -> Amount:
    """What falls away; ``max`` is None where it had no known upper bound."""
    low, known, open_ = (_number(more[key]) - _number(less[key]) for key in ("min", "known", "open"))
    return {"min": low, "max": None if open_ else known, "known": known, "open": open_}


def nothing() -> Amount:
    """No amount."""
    return _amount(0, [])


def weight(amount: Amount) -> tuple[int, int]:
    """Orders amounts: first by how many acts have no known upper bound, then by the rest."""
    return _number(amount["open"]), _number(amount["known"])


def _amount(low: int, most: Sequence[int | None]) -> Amount:
    known = [high for high in most if high is not None]
    open_ = len(most) - len(known)
    return {"min": low, "max": None if open_ else sum(known), "known": sum(known), "open": open_}


def _number(value: int | None) -> int:
    return value or 0


def _role(raw: Json) -> RoleState:
    return RoleState(raw["role"], raw["state"], text_of(raw["because"]), tuple(raw["articles"]))


def _assumed(one: Json) -> dict[str, Any]:
    empty = dict.fromkeys(("obligation", "kind", "subject", "at"))
    return {**empty, "circumstance": one["kind"], "value": one["value"]}
