"""What changed in the law between two days: renumbered, amended, repriced, new, gone, merged, split."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hegui import law as room
from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.corpus import CORE, Law, article_of, in_order
from hegui.law.model import Paragraph, Tier


def diff(first: date, second: date, law: Law | None = None) -> dict[str, Any]:
    """How the law of *second* differs from that of *first*, article by article; prices side by side, tier by tier.

    LawError where *second* is not after *first* or the law was not yet in force.
    """
    law = law or room.load()
    if second <= first:
        raise LawError(
            f"the second day must come after the first: {first}, {second}",
            f"第二个日期必须晚于第一个：{first}、{second}",
        )
    law.refuse_before(first)
    old, new = (_articles(law, day) for day in (first, second))
    same = old == new
    return {
        "from": first.isoformat(),
        "to": second.isoformat(),
        "versions": [_version(old), _version(new)],
        "unchanged": [a.cite for a in old if same or a.change == "unchanged"],
        "renumbered": []
        if same
        else [{"old": a.cite, "new": a.counterparts[0]} for a in old if a.change == "renumbered"],
        "amended": [] if same else [_pair(law, [a.cite], _articles_of(a)) for a in old if a.change == "amended"],
        "repriced": [] if same else _repriced(law, first, second, new),
        "new": [] if same else [_pair(law, [], [p.cite]) for p in _added(law, new)],
        "gone": [] if same else [_pair(law, [a.cite], _articles_of(a)) for a in old if a.change == "gone"],
        "merged": [] if same else [_pair(law, _articles_of(a), [a.cite]) for a in new if a.change == "merged"],
        "split": [] if same else [_pair(law, [a.cite], _articles_of(a)) for a in old if a.change == "split"],
        "warnings": [w.as_json() for w in law.warnings(second)],
    }


def _articles(law: Law, day: date) -> list[Paragraph]:
    version = law.version_on(CORE, day)
    prefix = f"{CORE}@{version.version}/" if version else ""
    return [law.paragraphs[cite] for cite in law.shapes if prefix and cite.startswith(prefix)]


def _version(articles: Iterable[Paragraph]) -> str:
    return next(iter(articles)).cite.partition("/")[0]


def _articles_of(article: Paragraph) -> list[str]:
    return in_order(article_of(c) for c in article.counterparts)


def _added(law: Law, articles: Iterable[Paragraph]) -> list[Paragraph]:
    """New articles, and new paragraphs of articles that were there before."""
    added = []
    for article in articles:
        inside = [u for u in law.units(cites.parse(article.cite)) if u.change == "new"]
        added += [article] if article.change == "new" else inside
    return added


def _pair(law: Law, old: list[str], new: list[str]) -> dict[str, Any]:
    return {
        "old": old,
        "new": new,
        "text": {side: [law.paragraphs[c].text.as_json() for c in some] for side, some in (("old", old), ("new", new))},
    }


def _repriced(law: Law, first: date, second: date, articles: Iterable[Paragraph]) -> list[dict[str, Any]]:
    """The clauses whose price is not what it was, grouped by the article of the new law."""
    groups = []
    for article in articles:
        rows = [row for clause in _clauses(law, article, second) for row in _rows(law, clause, first, second)]
        if any(side and side["fined"] for row in rows for side in (row["old"], row["new"])):
            groups.append({"old": _articles_of(article), "new": [article.cite], "tiers": rows})
    return groups


def _clauses(law: Law, article: Paragraph, day: date) -> list[str]:
    return list(dict.fromkeys(t.clause for t in law.tiers_of(article.cite, day)))


def _rows(law: Law, clause: str, first: date, second: date) -> list[dict[str, Any]]:
    """One clause of the new law against each clause that it took the place of; only tiers that differ."""
    new = [t for t in law.tiers_of(clause, second) if t.clause == clause]
    before = law.paragraphs[clause].counterparts
    if not before:
        return [_row(t, None, None, clause, t) for t in new]
    rows = []
    for origin in before:
        old = law.tiers_of(origin, first)
        rows += [_row(t, origin, t, clause, _same_tier(t, new)) for t in old]
        rows += [_row(t, None, None, clause, t) for t in new if t.tier != "referral" and _same_tier(t, old) is None]
    return [row for row in rows if row["old"] != row["new"]]


def _same_tier(tier: Tier, others: Iterable[Tier]) -> Tier | None:
    """The tier that answers to *tier*; where the law now only refers to other laws, that referral."""
    others = list(others)
    same = [o for o in others if (o.tier, o.opened_by) == (tier.tier, tier.opened_by)]
    referral = [o for o in others if o.tier == "referral"]
    return next(iter(same or referral), None)


def _row(of: Tier, old_clause: str | None, old: Tier | None, new_clause: str, new: Tier | None) -> dict[str, Any]:
    """What the tier *of* cost and costs; it is one of the two sides."""
    return {
        "old_clause": old_clause,
        "new_clause": new_clause,
        "tier": of.tier,
        "bearers": list(of.bearers),
        "opened_by": list(of.opened_by),
        "trigger": of.trigger.as_json(),
        "confidence": "memory" if "memory" in {t.confidence for t in (old, new) if t} else "seen",
        "old": _price(old) if old else None,
        "new": _price(new) if new else None,
    }


def _price(tier: Tier) -> dict[str, Any]:
    return {
        "fined": tier.fined,
        "may": tier.may,
        "operator_cny": [tier.operator_min, tier.operator_max],
        "multiple": [tier.multiple_min, tier.multiple_max, tier.multiple_of],
        "individuals": tier.individuals,
        "individual_cny": [tier.individual_min, tier.individual_max],
        "measures": list(tier.measures),
        "measures_optional": list(tier.measures_optional),
    }
