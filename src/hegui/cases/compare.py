"""A decision held against the judge's prediction: articles, tier, fines, measures, authority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from hegui.cases.model import Case
from hegui.cases.predict import Prediction
from hegui.cases.words import data
from hegui.judge.price import tariff_of
from hegui.law import Law
from hegui.law import cite as cites
from hegui.law.cite import Article, Cite
from hegui.law.model import Tier


def stated_articles(law: Law, case: Case) -> tuple[str, ...]:
    """The numbered articles that a decision names of instruments whose text the law data has."""
    return tuple(cite for cite in case.cites if _has_text(law, cites.parse(cite).instrument))


def in_scope(law: Law, case: Case) -> bool:
    """Whether the decision names a numbered article of the law data, or fines under an instrument of it."""
    if stated_articles(law, case):
        return True
    fined = case.fined or case.individual_fined
    return fined and any(_has_text(law, instrument) for instrument in case.instruments)


def missing_articles(stated: Iterable[str], computed: Iterable[str]) -> list[str]:
    """Stated articles without a computed one at or below them."""
    some = list(computed)
    return [cite for cite in stated if not any(cites.covers(cite, one) for one in some)]


def beyond(stated: tuple[str, ...], computed: Iterable[str]) -> list[str]:
    """Computed articles that the decision does not name, at its level: whole articles unless all that it names are parts."""
    whole = any(_is_whole(cites.parse(cite)) for cite in stated)
    unnamed = [one for one in computed if not any(cites.covers(s, one) or cites.covers(one, s) for s in stated)]
    return list(dict.fromkeys(_article(one) if whole else one for one in unnamed))


def decided_tiers(law: Law, case: Case, predicted: Prediction) -> list[Tier]:
    """The tiers of the decision's clause that its measures and fines allow; none where they say nothing or fit nowhere.

    A fine lies in every tier whose range holds it, one without an amount in every tier that fines; other measures in the lowest
    tier that provides the gravest of them.
    """
    if predicted.clause is None:
        return []
    tiers = [t for t in tariff_of(law).tiers(predicted.clause, case.day) if "individual" not in t.bearers]
    amounts = [(case.operator_fine, operator_range), (case.individual_fine, individual_range)]
    known = [(amount, range_of) for amount, range_of in amounts if amount is not None]
    if known:
        return [t for t in tiers if all(_within(amount, range_of(t)) for amount, range_of in known)]
    if case.fined or case.individual_fined:
        return [t for t in tiers if t.fined]
    lowest = [next((n for n, t in enumerate(tiers) if _provides(t, m)), None) for m in case.measures]
    gravest = max((n for n in lowest if n is not None), default=None)
    return [t for t in tiers if gravest is not None and t.tier == tiers[gravest].tier]


def operator_range(tier: Tier) -> tuple[int, int | None] | None:
    """The fine on the operator as the tier states it; None where it has none. An upper end of None is open."""
    if not tier.fined:
        return None
    return tier.operator_min or 0, None if tier.multiple_of else tier.operator_max


def individual_range(tier: Tier) -> tuple[int, int | None] | None:
    """The fine on one person as the tier states it; None where it has none."""
    return (tier.individual_min or 0, tier.individual_max) if tier.individuals else None


def inside(amount: int, tier: Tier | None, operator: bool) -> bool:
    """Whether a fine lies in the predicted tier."""
    if tier is None:
        return False
    return _within(amount, operator_range(tier) if operator else individual_range(tier))


def unforeseen(case: Case, predicted: Prediction) -> list[str]:
    """Measures of the decision that nothing computed provides."""
    return [m for m in case.measures if not any(code in predicted.measures for code in _legal(m))]


def _within(amount: int, span: tuple[int, int | None] | None) -> bool:
    return span is not None and span[0] <= amount and (span[1] is None or amount <= span[1])


def _provides(tier: Tier, measure: str) -> bool:
    return any(code in (*tier.measures, *tier.measures_optional) for code in _legal(measure))


def _legal(measure: str) -> tuple[str, ...]:
    """The measures of the law data that a published measure can be."""
    return tuple(_measures()[measure]) if measure in _measures() else (measure,)


@cache
def _measures() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = data("measures.yaml")
    return loaded


def _has_text(law: Law, instrument: str) -> bool:
    return instrument in _with_text(law)


_TEXTS: list[tuple[Law, frozenset[str]]] = []  # of the last law asked; law data is not hashable


def _with_text(law: Law) -> frozenset[str]:
    if not _TEXTS or _TEXTS[0][0] is not law:
        _TEXTS[:] = [(law, frozenset(cites.parse(cite).instrument for cite in law.paragraphs))]
    return _TEXTS[0][1]


def _is_whole(cite: Cite) -> bool:
    return not isinstance(cite.place, Article) or (cite.place.paragraph is None and cite.place.item is None)


def _article(cite: str) -> str:
    parsed = cites.parse(cite)
    if isinstance(parsed.place, Article):
        return str(Cite(parsed.instrument, parsed.version, Article(parsed.place.number, parsed.place.inserted)))
    return cite
