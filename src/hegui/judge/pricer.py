"""The price of the failures of one operator as of one day: act by act, with persons and measures, and in total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from hegui.judge.acts import Act, Failure, failure, gather
from hegui.judge.circumstances import assign, kinds_of, known
from hegui.judge.lines import Line, Liner
from hegui.judge.practice import Rules, joined, listed, missing_words, practice, text
from hegui.judge.price import Known, Price, Range, Weighed, tariff_of
from hegui.law import Law
from hegui.law.acting import of_sector
from hegui.law.model import Obligation, Tier
from hegui.text import Text, text_of

Row = Mapping[str, Any]
Priced = dict[str, Any]

OTHERS = "other_responsible_persons"


@dataclass(frozen=True, slots=True)
class Applicable:
    """The price of an act by the law that applies to it, which is that of ``day``."""

    weighed: Weighed
    day: date
    facts: Known
    lines: tuple[Line, ...] = ()


class Pricer:
    """Prices failures; *operator*, *circumstances* and *persons* are rows of fact tables, *what_if* assumed circumstances.

    A clause counts where it addresses a role from which the operator is not *excluded*.
    """

    def __init__(
        self,
        law: Law,
        on: date,
        operator: Row,
        circumstances: Sequence[Row],
        persons: Sequence[Row],
        what_if: Sequence[Row],
        excluded: frozenset[str] = frozenset(),
    ) -> None:
        self._law, self._on, self._operator, self._excluded = law, on, operator, excluded
        self._circumstances, self._persons, self._what_if = circumstances, persons, what_if
        self._tariff, self.rules = tariff_of(law), Rules(law)
        self._liner = Liner(law, self.rules, on)

    def price(self, findings: Iterable[Mapping[str, Any]]) -> Priced:
        """Acts, totals, persons, measures, and what no clause reaches."""
        failures = [self._failure(f) for f in findings]
        acts = gather([f for f in failures if f.clauses], self._tariff.names_conduct)
        of_act = assign(acts, self._circumstances, self._what_if, self._on)
        unpriced = [f for f in failures if not f.clauses]
        fines: dict[str, list[Range]] = defaultdict(list)
        priced = []
        for act, rows in zip(acts, of_act, strict=True):
            applicable = self._applicable(act, known(rows, self._operator))
            if applicable is None:
                unpriced += act.failures
                continue
            fine, shown = self._shown(act, rows, applicable)
            fines[shown["article"]].append(fine)
            priced.append(shown)
        total = _sum(fine for some in fines.values() for fine in some)
        once = _sum(max(some, key=lambda fine: fine.rank) for some in fines.values())
        return {
            "operator_cny": {"min": total.low, "max": total.high, "missing": missing_words(total.missing)},
            "counted_once": {"min": once.low, "max": once.high},
            "individuals": _persons_of(priced),
            "measures": _measures_of(priced),
            "acts": priced,
            "not_priced": [self._not_priced(f) for f in unpriced],
        }

    def _duty(self, name: str) -> Obligation | None:
        duty = self._law.obligations.get(name)
        return self._law.narrowed(duty, self._excluded) if duty else None

    def _failure(self, finding: Mapping[str, Any]) -> Failure:
        duty = self._duty(finding["obligation"])
        if duty is None:  # a check of the user's own may name its clauses itself
            return failure(finding, "event", lambda _: tuple(finding.get("liability") or ()), self._on)
        return failure(finding, duty.nature, lambda day: self._law.liability_on(duty, day), self._on)

    def _clauses(self, act: Act, day: date) -> tuple[str, ...]:
        """The clauses of an act by the law of *day*."""
        found: dict[str, None] = {}
        for one in {f.obligation: f for f in act.failures}.values():
            duty = self._duty(one.obligation)
            found.update(dict.fromkeys(self._law.liability_on(duty, day) if duty else one.clauses))
        return tuple(found)

    def _applicable(self, act: Act, facts: Known) -> Applicable | None:
        """The price by the law that applies: old law for what is over, unless the new is lighter; None where no tier is open."""
        last_day = self._on if act.standing else act.end
        clauses, clauses_now = self._clauses(act, last_day), self._clauses(act, self._on)
        old = self._weigh(clauses, last_day, facts)
        if old is None:
            return None
        new = self._weigh(clauses_now, self._on, facts) if clauses_now != clauses else None
        if new is None:
            return Applicable(old, last_day, facts)
        outcome = _lighter(old, new)
        line = self._liner.lighter(act, old, new, outcome)
        if outcome == "lighter_new":
            return Applicable(new, self._on, facts, (line,))
        return Applicable(old, act.end, facts, (line,))

    def _weigh(self, clauses: Sequence[str], day: date, facts: Known) -> Weighed | None:
        return self._tariff.weigh(clauses, day, facts, highest=bool(self.rules.on("highest_fine", day)))

    def _shown(self, act: Act, rows: Sequence[Row], applicable: Applicable) -> tuple[Range, Priced]:
        """The fine on the operator, and the act in the shape of the interface."""
        weighed, price = applicable.weighed, applicable.weighed.price
        if organ := self._organ_tier(applicable.day):
            return Range(), {
                **self._act(act, [(organ.clause, organ.tier)], organ.clause, organ, Range(), may=False),
                "because": text("state_organ", clause=self._liner.name(organ.clause), trigger=organ.trigger).as_json(),
                "measures": self._measures(dict.fromkeys(organ.measures, False)),
                "individuals": [self._person(act, Range(), text("discipline", clause=self._liner.name(organ.clause)))],
                "lines": [],
            }
        measures = dict.fromkeys(weighed.measures(optional=True), True) | dict.fromkeys(
            weighed.measures(optional=False), False
        )
        return price.fine, {
            **self._act(act, weighed.opened, price.article, price.top, price.fine, may=price.may),
            "because": joined(*self._because(act, weighed, rows, applicable.day)).as_json(),
            "measures": self._measures(measures),
            "individuals": self._individuals(act, price),
            "lines": [
                *applicable.lines,
                *self._liner.lines(act, weighed, applicable.facts, applicable.day),
                *self._liner.acting(self._authorities(price.top), self._operator.get("region")),
            ],
        }

    def _act(
        self, act: Act, opened: Iterable[tuple[str, str]], article: str, tier: Tier, fine: Range, may: bool
    ) -> Priced:
        likely = self._authorities(tier)
        return {
            "findings": [f.finding for f in act.failures],
            "article": article,
            "tier": tier.tier,
            "min": fine.low,
            "max": fine.high,
            "may": may,
            "missing": missing_words(fine.missing),
            "authority": likely[0] if likely else None,
            "authorities": list(likely),
            "from": act.begin.isoformat() if act.begin else None,
            "until": None if act.standing else act.end.isoformat(),
            "opened": [{"article": clause, "tier": name} for clause, name in opened],
        }

    def _authorities(self, tier: Tier) -> tuple[str, ...]:
        """Who is likely to act on the day of judging, the usual one first."""
        return of_sector(tier.authorities, self._operator.get("sector"), self._on)

    def _measures(self, optional: Mapping[str, bool]) -> list[Priced]:
        return [
            {"measure": measure, "text": self._law.words[measure].as_json(), "optional": may}
            for measure, may in sorted(optional.items(), key=lambda item: item[1])
        ]

    def _organ_tier(self, day: date) -> Tier | None:
        """The clause that takes the place of fines where the operator is a state organ."""
        if self._operator["kind"] != "state_organ":
            return None
        return next((t for t in self._law.tiers if practice()["state_organ"] in t.bearers and t.span.holds(day)), None)

    def _because(self, act: Act, weighed: Weighed, rows: Sequence[Row], day: date) -> Iterable[Text]:
        price = weighed.price
        duties = (self._duty(name) for name in act.obligations)
        yield text("act", clause=self._liner.name(price.article), trigger=price.top.trigger)
        if articles := [article for duty in duties if duty for article in self._law.article_on(duty, day)]:
            yield text("breach", articles=self._liner.names(articles))
        openers = {kind for p in weighed.all for t in p.tiers for kind in t.opened_by}
        if opening := [row for row in rows if kinds_of(row) & openers]:
            yield text("opened", circumstances=listed(self._circumstance(row) for row in opening))
        if price.may:
            yield text("may")

    def _circumstance(self, row: Row) -> Text:
        word = self._law.words[row["circumstance"]]
        return text("on_date", word=word, day=row["at"]) if row.get("at") else word

    def _individuals(self, act: Act, price: Price) -> list[Priced]:
        """The persons whom the clause fines beside the operator, each with the range and why."""
        if price.individuals is None:
            return []
        clause = self._liner.name(price.article)
        who = self._law.words[price.individuals]
        officer = self._officer(act.end)
        because = (
            text("named_officer", clause=clause, who=who, name=officer["name"])
            if officer
            else text("nobody_named", clause=clause, who=who)
        )
        found = [self._person(act, price.each, because)]
        if price.individuals == "supervisors_and_others":
            found.append(_entry(OTHERS, price.each, text("others", clause=clause)))
        return found

    def _person(self, act: Act, each: Range, because: Text) -> Priced:
        named, otherwise = practice()["persons"]
        return _entry(named if self._officer(act.end) else otherwise, each, because)

    def _officer(self, day: date) -> Row | None:
        """The officer for network security named for a day."""
        role = practice()["persons"][0]
        for row in self._persons:
            since, until = row.get("since"), row.get("until")
            if row["role"] == role and (since is None or since <= day) and (until is None or until >= day):
                return row
        return None

    def _not_priced(self, one: Failure) -> Priced:
        duty = self._duty(one.obligation)
        start = min((d.span.start for d in duty.liability if d.span.start), default=None) if duty else None
        if start is not None and one.end < start:
            because, articles = text("not_reached", day=one.end, start=start), self.rules.on("no_retroaction", self._on)
        else:
            because, articles = text("no_clause", day=one.end), []
        return {"finding": one.finding, "because": because.as_json(), "articles": articles}


def _lighter(old: Weighed, new: Weighed) -> str:
    """Whether the new law is lighter: liberty first, then the fine on the operator, then the fines on persons."""
    liberty = practice()["liberty"]
    burden_old, burden_new = ((w.costs_liberty(liberty), w.price.fine.rank, w.price.each.rank) for w in (old, new))
    if burden_new >= burden_old:
        return "old_stays"
    return "undecided" if old.price.fine.missing and new.price.fined else "lighter_new"


def _sum(ranges: Iterable[Range]) -> Range:
    return reduce(Range.plus, ranges, Range())


def _measures_of(acts: Iterable[Priced]) -> list[Priced]:
    """Each measure once, with the clauses that name it; it is optional only where no act makes it follow."""
    found: dict[str, Priced] = {}
    for act in acts:
        for measure in act["measures"]:
            entry = found.setdefault(measure["measure"], {**measure, "articles": []})
            entry["optional"] = entry["optional"] and measure["optional"]
            if act["article"] not in entry["articles"]:
                entry["articles"].append(act["article"])
    return list(found.values())


def _persons_of(acts: Iterable[Priced]) -> list[Priced]:
    """What each role of person can owe for all acts together."""
    by_role: dict[str, list[Priced]] = defaultdict(list)
    for act in acts:
        for person in act["individuals"]:
            by_role[person["role"]].append(person)
    return [_summed(role, entries) for role, entries in by_role.items()]


def _summed(role: str, entries: Sequence[Priced]) -> Priced:
    if len(entries) == 1:
        return entries[0]
    total = _sum(Range(entry["min"], entry["max"]) for entry in entries)
    reasons = list(dict.fromkeys(text_of(entry["because"]) for entry in entries))
    because = text(
        "summed", count=len(entries), because=Text(" ".join(r.en for r in reasons), "".join(r.zh for r in reasons))
    )
    return _entry(role, total, because)


def _entry(role: str, each: Range, because: Text) -> Priced:
    return {"role": role, "min": each.low, "max": each.high, "because": because.as_json()}
