"""Which circumstances belong to which act.

A circumstance opens tiers for the failures of the obligation it names. Where several acts fail that obligation, it belongs to the
last that had begun by its day. One that names no obligation counts for every act, but only in a hypothetical.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hegui.judge.acts import Act
from hegui.judge.practice import practice
from hegui.judge.price import Known

Row = Mapping[str, Any]

SUMS = {
    "income": "illegal_income",
    "no_income": "illegal_income",
    "purchase_price": "purchase_price",
    "turnover": "turnover",
}


def assign(acts: Sequence[Act], circumstances: Iterable[Row], what_if: Sequence[Row], on: date) -> list[list[Row]]:
    """For each act its circumstances, rows of the fact table ``circumstance``; what happened after *on* does not count."""
    rows = [row for row in circumstances if row.get("at") is None or row["at"] <= on] + list(what_if)
    general = [row for row in rows if row.get("obligation") is None] if what_if else []
    of_act: list[list[Row]] = [list(general) for _ in acts]
    index = _index(acts)
    for row in rows:
        if row.get("obligation") is None:
            continue
        candidates = index.get((row["obligation"], row.get("subject")), [])
        if row.get("at") is None:
            chosen = candidates
        else:
            begun = bisect_right(candidates, row["at"], key=lambda entry: entry[0])
            chosen = candidates[max(begun - 1, 0) : max(begun, 1)]
        for _, place in chosen:
            of_act[place].append(row)
    return of_act


def kinds_of(row: Row) -> frozenset[str]:
    """The kind of a circumstance and those it implies: a mass leak is a consequence too."""
    kind = row["circumstance"]
    return frozenset({kind, *practice()["implies"].get(kind, ())})


def known(rows: Sequence[Row], operator: Row) -> Known:
    """What some circumstances and the operator's own figures tell."""
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        kind = row["circumstance"]
        value = 0 if kind == "no_income" else row.get("value")
        if kind in SUMS and value is not None:
            sums[SUMS[kind]] += value
    if operator.get("turnover_cny") is not None:
        sums.setdefault("turnover", operator["turnover_cny"])
    kinds = frozenset(kind for row in rows for kind in kinds_of(row))
    return Known(kinds, sums, operator["kind"] == "individual")


def _index(acts: Sequence[Act]) -> dict[tuple[str, str | None], list[tuple[date, int]]]:
    """Acts by obligation and subject (None: any), each list by first day; an act of unknown beginning comes first."""
    index: dict[tuple[str, str | None], list[tuple[date, int]]] = defaultdict(list)
    for place, act in enumerate(acts):
        entry = (act.begin or date.min, place)
        keys = {(f.obligation, s) for f in act.failures for s in (f.subject, None)}
        for key in keys:
            index[key].append(entry)
    for entries in index.values():
        entries.sort()
    return index
