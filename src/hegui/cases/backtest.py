"""Does the judge agree with what authorities did? Decisions held against what it says from four columns alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from hegui.cases import compare
from hegui.cases.corpus import the_law
from hegui.cases.mapping import Rule, question
from hegui.cases.model import Case, Cases
from hegui.cases.predict import Prediction, predict
from hegui.cases.words import say
from hegui.law import Law
from hegui.law.model import Tier


@dataclass
class _Tally:
    """One figure: how many cases it is counted on and how many agree; the misses with both sides."""

    what: str
    cases: int = 0
    good: int = 0
    ratios: list[float] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def count(self, case: Case, agrees: bool, stated: object, computed: object) -> None:
        self.cases += 1
        self.good += agrees
        if not agrees:
            self.misses.append({"id": case.id, "what": self.what, "stated": stated, "computed": computed})

    @property
    def ratio(self) -> float | None:
        """The median of maximum to minimum; None where it is unbounded, or nothing was counted."""
        middle = median(self.ratios) if self.ratios else float("inf")
        return None if middle == float("inf") else round(middle, 2)


def backtest(cases: Cases, rules: Sequence[Rule] | None = None) -> dict[str, Any]:
    """The shape ``cases backtest`` of the interface; beside it the codes nobody has mapped and what was wrong with the file.

    *rules*: other rules of ``mapping.yaml`` than all of them.
    """
    law = the_law()
    scope = [case for case in cases.all if compare.in_scope(law, case)]
    inside = {case.id for case in scope}
    outside = [{"id": case.id, "why": say("no_article").as_json()} for case in cases.all if case.id not in inside]
    told = {case.id: predict(law, question(case), rules) for case in scope}
    articles, beyond = _articles(law, scope, told)
    operator, individual = _fines(scope, told)
    tiers, measures, authorities = _tiers(law, scope, told), _measures(scope, told), _authorities(scope, told)
    tallies = (articles, operator, individual, tiers, measures, authorities)
    return {
        "cases": len(cases.all),
        "in_scope": len(scope),
        "out_of_scope": outside,
        "articles": {"cases": articles.cases, "reproduced": articles.good, "beyond_mean": beyond},
        "operator_fines": {"cases": operator.cases, "inside": operator.good, "median_ratio": operator.ratio},
        "individual_fines": {"cases": individual.cases, "inside": individual.good, "median_ratio": individual.ratio},
        "tiers": {"cases": tiers.cases, "predicted": tiers.good},
        "measures": {"cases": measures.cases, "foreseen": measures.good},
        "authorities": {"cases": authorities.cases, "predicted": authorities.good},
        "misses": sorted((miss for tally in tallies for miss in tally.misses), key=lambda miss: miss["id"]),
        "unknown_sub_issues": sorted({code for prediction in told.values() for code in prediction.unknown}),
        "problems": [
            {"line": p.line, "id": p.case, "dropped": p.dropped, "why": p.text.as_json()} for p in cases.problems
        ],
    }


def _articles(law: Law, scope: Iterable[Case], told: dict[str, Prediction]) -> tuple[_Tally, float]:
    """Stated articles found again, and how many are computed beyond them on average."""
    tally, beyond = _Tally("articles"), 0
    for case in scope:
        if stated := compare.stated_articles(law, case):
            computed = told[case.id].articles
            missing = compare.missing_articles(stated, computed)
            beyond += len(compare.beyond(stated, computed))
            tally.count(case, not missing, missing, list(computed))
    return tally, round(beyond / tally.cases, 2) if tally.cases else 0.0


def _fines(scope: Iterable[Case], told: dict[str, Prediction]) -> tuple[_Tally, _Tally]:
    """Fines on operators and on persons that lie in the predicted tier."""
    operator, individual = _Tally("operator_fine"), _Tally("individual_fine")
    for case in scope:
        tier = told[case.id].fining
        sides: tuple[tuple[_Tally, int | None, Any], ...] = (
            (operator, case.operator_fine, compare.operator_range),
            (individual, case.individual_fine, compare.individual_range),
        )
        for tally, amount, range_of in sides:
            if amount is None:
                continue
            span = range_of(tier) if tier else None
            tally.count(case, compare.inside(amount, tier, tally is operator), amount, _range(tier, span))
            if span is not None:
                tally.ratios.append(_ratio(span))
    return operator, individual


def _tiers(law: Law, scope: Iterable[Case], told: dict[str, Prediction]) -> _Tally:
    tally = _Tally("tier")
    for case in scope:
        predicted = told[case.id]
        decided = compare.decided_tiers(law, case, predicted)
        if decided and predicted.tier:
            names = list(dict.fromkeys(t.tier for t in decided))
            agrees = predicted.tier.tier in names
            tally.count(case, agrees, names, f"{predicted.clause} {predicted.tier.tier}")
    return tally


def _measures(scope: Iterable[Case], told: dict[str, Prediction]) -> _Tally:
    tally = _Tally("measures")
    for case in scope:
        if case.measures:
            missing = compare.unforeseen(case, told[case.id])
            tally.count(case, not missing, missing, sorted(told[case.id].measures))
    return tally


def _authorities(scope: Iterable[Case], told: dict[str, Prediction]) -> _Tally:
    tally = _Tally("authority")
    for case in scope:
        computed = told[case.id].authority
        tally.count(case, case.authority_kind == computed, case.authority_kind, computed)
    return tally


def _range(tier: Tier | None, span: Sequence[int | None] | None) -> dict[str, Any] | None:
    return {"article": tier.clause, "tier": tier.tier, "min": span[0], "max": span[1]} if tier and span else None


def _ratio(span: tuple[int, int | None]) -> float:
    """Maximum to minimum; without bound where there is no minimum or no maximum."""
    low, high = span
    return high / low if low and high is not None else float("inf")
