"""What one act costs by the law of one day: the tiers that its circumstances open, the fine of the highest, the measures of all.

``min`` counts as 0 where the fine is discretionary. An amount that hangs on an unknown sum has no upper bound, and says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from hegui.law import Law
from hegui.law import cite as cites
from hegui.law.model import Tier

Row = Mapping[str, Any]

# A tier may hang on the illegal income: there is some, there is none, or it reaches a sum.
_INCOME = re.compile(r"(no_)?income(?:(>=|<)(\d+))?")


@dataclass(frozen=True, slots=True)
class Range:
    """An amount in CNY; ``high`` is None where it is unbounded or unknown, and ``missing`` then says what would tell."""

    low: int = 0
    high: int | None = 0
    missing: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[float, int]:
        """Orders ranges from the lightest to the heaviest."""
        return (float("inf") if self.high is None else self.high, self.low)

    def plus(self, other: Range) -> Range:
        """Both together."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, high, _merged(self.missing, other.missing))

    def hull(self, other: Range) -> Range:
        """From the lower of two minima to the higher of two maxima."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(min(self.low, other.low), high, _merged(self.missing, other.missing))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an act beyond the failure itself: kinds of circumstances and sums of money."""

    kinds: frozenset[str] = frozenset()
    sums: Mapping[str, float] = field(default_factory=dict)  # illegal_income, purchase_price, turnover
    individual: bool = False  # the operator is a natural person


@dataclass(frozen=True, slots=True)
class Price:
    """What an act costs under one clause, or under several that were weighed against each other."""

    article: str  # the clause that prices it, as the obligation cites it
    tiers: tuple[Tier, ...]  # open, lowest first
    fine: Range
    may: bool
    individuals: str | None
    each: Range  # the fine on each person
    conduct: bool  # the clause names conduct; else it adds a harm to another clause

    @property
    def top(self) -> Tier:
        """The highest tier that is open."""
        return self.tiers[-1]

    @property
    def fined(self) -> bool:
        """Whether a fine can follow."""
        return self.fine.high != 0

    @property
    def refers(self) -> bool:
        """Whether it only refers to other laws."""
        return all(t.tier == "referral" for t in self.tiers)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The price of an act: the clause that applies, and every clause that is open beside it."""

    price: Price
    all: tuple[Price, ...]

    @property
    def rivals(self) -> tuple[str, ...]:
        """Clauses that each name the conduct and fine it; where there are several they concur."""
        return tuple(p.article for p in _own(self.all) if p.conduct and p.fined)

    @property
    def opened(self) -> tuple[tuple[str, str], ...]:
        """Every tier that is open, as clause and name."""
        return tuple(dict.fromkeys((p.article, t.tier) for p in self.all for t in p.tiers))

    def measures(self, optional: bool) -> tuple[str, ...]:
        """Measures of all open tiers: those that follow, or those that may be added."""
        each = (t.measures_optional if optional else t.measures for p in _own(self.all) for t in p.tiers)
        return tuple(dict.fromkeys(measure for some in each for measure in some))

    def costs_liberty(self, liberty: Iterable[str]) -> bool:
        """Whether a measure costs somebody's liberty."""
        return bool(set(liberty) & set(self.measures(optional=False)))


class Tariff:
    """Prices by the tiers of the law data."""

    def __init__(self, law: Law) -> None:
        self._tiers = [(cites.parse(t.clause), t) for t in law.tiers]
        self._of_clause: dict[str, list[Tier]] = {}
        self._named: dict[tuple[tuple[str, ...], date], tuple[tuple[str, str], ...]] = {}
        ranks = list(law.words_by_kind["rank"])  # the highest first
        self._rank = {f"{i.id}@{i.version}": ranks.index(i.rank) for i in law.instruments}

    def tiers(self, clause: str, day: date) -> list[Tier]:
        """The tiers of a clause, or of the paragraph it is an item of, on a day."""
        return [t for t in self._of(clause) if t.span.holds(day)]

    def opening(self, clauses: tuple[str, ...], day: date) -> tuple[tuple[str, str], ...]:
        """Every tier of some clauses on a day, as clause and name."""
        found = self._named.get((clauses, day))
        if found is None:
            found = tuple(dict.fromkeys((clause, t.tier) for clause in clauses for t in self.tiers(clause, day)))
            self._named[clauses, day] = found
        return found

    def names_conduct(self, clause: str) -> bool:
        """Whether a tier of the clause is open with the breach itself and has a sanction of its own."""
        return any(_is_base(t) and t.tier != "referral" for t in self._of(clause))

    def _of(self, clause: str) -> list[Tier]:
        if clause not in self._of_clause:
            asked = cites.parse(clause)
            self._of_clause[clause] = [tier for place, tier in self._tiers if cites.covers(place, asked)]
        return self._of_clause[clause]

    def weigh(self, clauses: Sequence[str], day: date, known: Known, highest: bool) -> Weighed | None:
        """The price of an act under its clauses; None where no tier is open.

        *highest*: the law of the day lets the highest fine apply; else the range spans all clauses that name the conduct.
        """
        priced = [p for p in (self._under(clause, day, known) for clause in clauses) if p is not None]
        if not priced:
            return None
        heaviest = max(_own(priced), key=self._weight)
        weighed = Weighed(heaviest, tuple(priced))
        if highest or len(weighed.rivals) < 2:
            return weighed
        rivals = [p for p in priced if p.article in weighed.rivals]
        fine, each = _together(p.fine for p in rivals), _together(p.each for p in rivals)
        return replace(weighed, price=replace(heaviest, fine=fine, each=each))

    def _weight(self, price: Price) -> tuple[Any, ...]:
        """The fine on the operator, then on persons; at the same fine the higher-ranking law comes first."""
        return price.fine.rank, price.each.rank, -self._rank[price.article.partition("/")[0]]

    def _under(self, clause: str, day: date, known: Known) -> Price | None:
        tiers = [t for t in self.tiers(clause, day) if _addresses(t, known)]
        opened = [t for t in tiers if _is_open(t, known)]
        if not opened:
            return None
        fining = [t for t in opened if t.fined]
        # the highest tier; it has several rows only where an income that nobody knows decides between them
        last = [t for t in fining if t.tier == fining[-1].tier]
        price = Price(
            article=clause,
            tiers=tuple(opened),
            fine=_together(_fine(t, known) for t in last),
            may=bool(last) and all(t.may for t in last),
            individuals=last[0].individuals if last and not known.individual else None,
            each=_together(_each(t) for t in last),
            conduct=any(_is_base(t) for t in tiers),
        )
        return replace(price, fine=Range(0, None, ("other_law",))) if price.refers else price


_MADE: list[tuple[Law, Tariff]] = []  # the last one made; law data is not hashable, so it is known by identity


def tariff_of(law: Law) -> Tariff:
    """The tariff of a law, made once."""
    if not _MADE or _MADE[0][0] is not law:
        _MADE[:] = [(law, Tariff(law))]
    return _MADE[0][1]


def _own(prices: Sequence[Price]) -> Sequence[Price]:
    """The clauses with a sanction of their own; those that refer to another law count only where that law is not among them."""
    return [p for p in prices if not p.refers] or prices


def _together(ranges: Iterable[Range]) -> Range:
    """One range that spans several; none is no fine."""
    some = list(ranges)
    return reduce(Range.hull, some) if some else Range()


def _addresses(tier: Tier, known: Known) -> bool:
    """Some tiers are for natural persons only, some for organisations only."""
    wrong_one = "organisation" if known.individual else "individual"
    return wrong_one not in tier.bearers


def _is_base(tier: Tier) -> bool:
    return all(_INCOME.fullmatch(kind) for kind in tier.opened_by)


def _is_open(tier: Tier, known: Known) -> bool:
    """Whether a tier is open: one of its circumstances is there, and its income fits; an income that nobody knows stays possible."""
    incomes = [kind for kind in tier.opened_by if _INCOME.fullmatch(kind)]
    kinds = known.kinds.intersection(tier.opened_by)
    fits = "illegal_income" not in known.sums or any(_fits(kind, known.sums["illegal_income"]) for kind in incomes)
    return (fits or not incomes) and (bool(kinds) or _is_base(tier))


def _fits(condition: str, income: float) -> bool:
    found = _INCOME.fullmatch(condition)
    if found is None:
        return False
    none, comparison, sum_ = found.groups()
    if comparison:
        return income >= int(sum_) if comparison == ">=" else income < int(sum_)
    return (income == 0) if none else (income > 0)


def _fine(tier: Tier, known: Known) -> Range:
    """The fine of one tier on the operator: a fixed range, a multiple of a sum, or whichever of the two goes higher."""
    low, high = tier.operator_min or 0, tier.operator_max
    missing: tuple[str, ...] = ()
    if tier.multiple_of is not None and tier.multiple_max is not None:
        total = known.sums.get(tier.multiple_of)
        if total is None:
            low, high, missing = low or _least(tier), None, (tier.multiple_of,)
        else:
            low = max(low, round((tier.multiple_min or 0) * total))
            high = max(high or 0, round(tier.multiple_max * total))
    return Range(0 if tier.may else low, high, missing)


def _each(tier: Tier) -> Range:
    """The fine of one tier on each person."""
    return Range(tier.individual_min or 0, tier.individual_max) if tier.individuals else Range()


def _least(tier: Tier) -> int:
    """The least a multiple can come to where its sum is unknown but reaches a bound that opens the tier."""
    bounds = [found[3] for kind in tier.opened_by if (found := _INCOME.fullmatch(kind)) and found[2] == ">="]
    return round((tier.multiple_min or 0) * int(bounds[0])) if bounds else 0


def _merged(*some: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in some for code in codes))
