"""What the judge says of a decision from date, kind of respondent, category and sub-issues alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.cases.mapping import Mapped, Question, Rule, mapped, names
from hegui.judge.exposure import exposure
from hegui.judge.price import tariff_of
from hegui.law import Law
from hegui.law import cite as cites
from hegui.law.model import Tier

# An operator of the facts is a company unless the respondent is one of these.
_KINDS = {
    "school": "school",
    "public_institution": "public_institution",
    "government_body": "state_organ",
    "individual": "individual",
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """Articles with their clauses, the tier that prices the decision, and who acts; no tier where no clause prices the failing."""

    articles: tuple[str, ...]
    clauses: tuple[str, ...]  # every clause that prices an obligation failed
    clause: str | None  # the one of the decision
    opened: tuple[Tier, ...]  # its tiers that the circumstances open, lowest first
    above: tuple[Tier, ...]  # its tiers that they do not open, lowest first
    measures: frozenset[str]  # what any tier of the clauses, or a rule on any violation, provides
    authority: str | None
    unknown: tuple[str, ...]

    @property
    def tier(self) -> Tier | None:
        """The highest tier open; where a tier above only adds measures, the fine is that of the one below."""
        return self.opened[-1] if self.opened else None

    @property
    def fining(self) -> Tier | None:
        """The tier whose fine applies; where none that is open has one, the lowest of the clause that has: what a fine would be."""
        return next((t for t in (*reversed(self.opened), *self.above) if t.fined), None)


def predict(law: Law, asked: Question, rules: Sequence[Rule] | None = None) -> Prediction:
    """Ask the judge; *rules* other than those of the project show what each of them is worth."""
    told = mapped(law, asked, rules)
    duties = [law.obligations[name] for name in told.obligations]
    articles = [cite for duty in duties for cite in law.article_on(duty, asked.day) if names(told, duty.id, cite)]
    all_clauses = dict.fromkeys((cite, duty.id) for duty in duties for cite in law.liability_on(duty, asked.day))
    clauses = list(dict.fromkeys(cite for cite, duty in all_clauses if names(told, duty, cite)))
    act = _decisive(_acts(law, asked, told), _clauses_of(law, told.heads, asked))
    open_ones = [t["tier"] for t in act["opened"] if t["article"] == act["article"]] if act else []
    tiers = tariff_of(law).tiers(act["article"], asked.day) if act else []
    fitting = [t for t in tiers if not _other_income(t)]
    opened = tuple(t for t in fitting if t.tier in open_ones)
    return Prediction(
        articles=tuple(dict.fromkeys((*articles, *clauses))),
        clauses=tuple(clauses),
        clause=act["article"] if act else None,
        opened=opened,
        above=tuple(t for t in fitting if t not in opened and t.bearers != ("individual",)),
        measures=_measures(law, clauses, asked),
        authority=told.authority or (act["authority"] if act else None),
        unknown=told.unknown,
    )


def _acts(law: Law, asked: Question, told: Mapped) -> Sequence[Mapping[str, Any]]:
    """The acts that the judge prices: every obligation failed, on the day of the decision, no unlawful income known."""
    findings = [
        {"id": name, "obligation": name, "subject": {"kind": "operator", "id": "respondent"}}
        for name in told.obligations
    ]
    circumstances = [
        {"circumstance": kind, "obligation": name, "subject": None, "at": None, "value": None}
        for name in told.obligations
        for kind in ("no_income", *(c.kind for c in told.circumstances if c.touches(name)))
    ]
    operator = {"operator": "respondent", "kind": _KINDS.get(asked.respondent_kind, "company")}
    acts: Sequence[Mapping[str, Any]] = exposure(law, asked.day, operator, findings, circumstances, ())["acts"]
    return acts


def _decisive(acts: Sequence[Mapping[str, Any]], heads: set[str]) -> Mapping[str, Any] | None:
    """The act that the decision is about: one under the clauses of its category before others, then the heaviest."""
    return max(
        acts,
        key=lambda act: (
            any(opened["article"] in heads for opened in act["opened"]),
            float("inf") if act["max"] is None else act["max"],
            len(act["findings"]),
        ),
        default=None,
    )


def _clauses_of(law: Law, obligations: Iterable[str], asked: Question) -> set[str]:
    return {cite for name in obligations for cite in law.liability_on(law.obligations[name], asked.day)}


def _other_income(tier: Tier) -> bool:
    """A row for those who had unlawful income; none is known here."""
    return any(kind == "income" or kind.startswith("income>=") for kind in tier.opened_by)


def _measures(law: Law, clauses: Iterable[str], asked: Question) -> frozenset[str]:
    """Everything that can follow: from the clauses at any tier, and from what any violation of the law can bring."""
    general = [t for t in law.tiers if t.span.holds(asked.day) and _general(t)]
    named = [t for clause in clauses for t in tariff_of(law).tiers(clause, asked.day)]
    found = {m for t in (*named, *general) for m in (*t.measures, *t.measures_optional)}
    if any(t.fined for t in named):
        found.add("fine_operator")
    if any(t.individuals for t in named):
        found.add("fine_individual")
    return frozenset(found)


def _general(tier: Tier) -> bool:
    """A rule on any violation of a whole law: interview, credit record, civil and criminal liability."""
    return len(tier.breached) == 1 and cites.parse(tier.breached[0]).place is None and tier.tier != "referral"
