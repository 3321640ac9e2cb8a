"""What can be asked, and by which measure: the amounts stated, what a court may set, the threefold price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from hegui.claims.model import Claim
from hegui.claims.rows import Facts, Row, merged, point, rows
from hegui.claims.situations import Situation
from hegui.claims.sources import Sources

LEAST_FOR_FRAUD = 500  # crpl@2014/55


def remedies(claim: Claim, told: Sequence[tuple[Situation, Facts]], on: date, sources: Sources) -> list[dict[str, Any]]:
    """Every remedy of one reading, in the order of the data."""
    found = []
    for row in rows("remedies.yaml"):
        for one, facts in told:
            day = on if row.more.get("day") == "suit" else one.act.governing(on) or on
            if row.applies(facts, day) and (cites := sources.in_force(row.cites, day)):
                found.append(point(row, cites, sources, claimants=[one.claimant.id], acts=[one.act.id], of=row))
    return [_priced(remedy, remedy.pop("of"), claim) for remedy in merged(found)]


def _priced(remedy: dict[str, Any], row: Row, claim: Claim) -> dict[str, Any]:
    """The remedy with the sums that the claim states for it; none stands for what nobody stated."""
    kinds = row.more.get("measure", ())
    sums = {kind: _sum(claim, kind, remedy["claimants"]) for kind in kinds}
    stated = {kind: amount for kind, amount in sums.items() if amount is not None}
    if row.more.get("triple_price"):
        prices = [act.price for act in claim.acts if act.id in remedy["acts"] and act.deceived]
        known = [price for price in prices if price is not None]
        if known:
            stated["price_threefold"] = sum(max(3 * price, LEAST_FOR_FRAUD) for price in known)
    remedy["stated_cny"] = stated
    remedy["alternative"] = bool(row.more.get("alternative"))
    remedy["at_most_cny"] = row.more.get("most")
    return remedy


def _sum(claim: Claim, kind: str, claimants: Iterable[str]) -> int | None:
    of = set(claimants)
    amounts = [h.amount for h in claim.harms if h.kind == kind and of & set(h.to) and h.amount is not None]
    return sum(amounts) if amounts else None
