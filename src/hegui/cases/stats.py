"""Statistics over cases: how many, what came of them, how much. Medians, quartiles and ranges; never means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from hegui.cases.corpus import is_amended
from hegui.cases.model import Case
from hegui.cases.words import say, word
from hegui.text import Text

# Highest CNY of each band of fines.
_BANDS = {"to_10k": 10_000, "to_50k": 50_000, "to_100k": 100_000, "to_500k": 500_000, "to_1m": 1_000_000}

_KEYS: Mapping[str, Callable[[Case], Iterable[str]]] = {
    "year": lambda case: [case.decided_on[:4]],
    "authority": lambda case: [case.authority_kind],
    "category": lambda case: [case.category],
    "respondent": lambda case: [case.respondent_kind],
    "measure": lambda case: case.measures or ["not_published"],
    "amount": lambda case: [_band(case)],
    "amendment": lambda case: ["since" if is_amended(case.day) else "before"],
}
_WORDS = {
    "authority": "authority_kind",
    "category": "category",
    "respondent": "respondent_kind",
    "measure": "measures",
    "amount": "amount",
    "amendment": "era",
}
DIMENSIONS = tuple(_KEYS)
_FIXED_ORDER = {
    "amount": ["none", "unknown", *_BANDS, "above_1m"],
    "amendment": ["before", "since"],
}


def stats(cases: Sequence[Case], by: Iterable[str] = DIMENSIONS) -> dict[str, Any]:
    """``{"all": GROUP, "by": {dimension: [GROUP]}, "notes": [TXT]}``; a case with several measures stands under each."""
    return {
        "all": group(cases),
        "by": {dimension: _groups(cases, dimension) for dimension in by},
        "notes": [say("bias").as_json(), say("old_prices").as_json()],
    }


def group(cases: Sequence[Case], key: str | None = None, title: Text | None = None) -> dict[str, Any]:
    """One group: n, date range, outcomes, fines; amounts in CNY, None where there is none to take them from."""
    days = sorted(case.decided_on for case in cases)
    fines = sorted(case.operator_fine for case in cases if case.operator_fine is not None)
    people = sorted(case.individual_fine for case in cases if case.individual_fine is not None)
    return {
        "key": key,
        "title": title.as_json() if title else None,
        "n": len(cases),
        "from": days[0] if days else None,
        "to": days[-1] if days else None,
        "fined": sum(case.fined for case in cases),
        "unknown_amounts": sum(case.amount_unknown for case in cases),
        "operator_cny": _spread(fines),
        "individuals_fined": sum(case.individual_fined for case in cases),
        "individual_cny": _spread(people),
        "unpublished_measures": sum(not case.measures for case in cases),
        "secondary": sum(case.confidence == "secondary" for case in cases),
        "measures": dict(Counter(m for case in cases for m in case.measures).most_common()),
        "authorities": dict(Counter(case.authority_kind for case in cases).most_common()),
    }


def _groups(cases: Sequence[Case], dimension: str) -> list[dict[str, Any]]:
    sorted_in: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for key in _KEYS[dimension](case):
            sorted_in[key].append(case)
    return [group(sorted_in[key], key, _title(dimension, key)) for key in _ordered(dimension, sorted_in)]


def _ordered(dimension: str, found: Mapping[str, Sequence[Case]]) -> list[str]:
    """Years and bands in their own order, everything else by number of cases."""
    if dimension in _FIXED_ORDER:
        return [key for key in _FIXED_ORDER[dimension] if key in found]
    if dimension == "year":
        return sorted(found)
    return sorted(found, key=lambda key: (-len(found[key]), key))


def _title(dimension: str, key: str) -> Text:
    return word(_WORDS[dimension], key) if dimension in _WORDS else Text(key, key)


def _band(case: Case) -> str:
    if case.operator_fine is None:
        return "unknown" if case.fined else "none"
    return next((band for band, highest in _BANDS.items() if case.operator_fine <= highest), "above_1m")


def _spread(amounts: Sequence[int]) -> dict[str, int] | None:
    """Median, quartiles and range; the quartiles are those of the amounts themselves (both ends included)."""
    if not amounts:
        return None
    low, _, high = quantiles(amounts, n=4, method="inclusive") if len(amounts) > 1 else [amounts[0]] * 3
    return {
        "n": len(amounts),
        "median": round(median(amounts)),
        "q1": round(low),
        "q3": round(high),
        "min": amounts[0],
        "max": amounts[-1],
    }
