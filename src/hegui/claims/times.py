"""The limitation of every claimant's claim for every act, as the answer shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from hegui.claims import limitation
from hegui.claims.data import code_word, data, sentence
from hegui.claims.limitation import Interruption, Period
from hegui.claims.model import Claim
from hegui.claims.rows import Facts, point, rows
from hegui.claims.situations import Situation
from hegui.claims.sources import Sources

PRODUCT_WRONGS = {"insecure_product", "malicious_program", "maintenance_ended"}
PRODUCT_ROLES = {"product_maker", "product_seller", "product_provider"}


def periods(claim: Claim, told: Sequence[tuple[Situation, Facts]], on: date, sources: Sources) -> list[dict[str, Any]]:
    """One period for every claimant and act that has a date."""
    return [
        _period(claim, one, facts, on, sources)
        for one, facts in told
        if one.act.start is not None and one.claimant.kind in ("person", "company")
    ]


def _period(claim: Claim, one: Situation, facts: Facts, on: date, sources: Sources) -> dict[str, Any]:
    act = one.act
    begun = act.start or on
    knew = act.learned or begun
    breaks = list(interruptions(claim, one))
    found = limitation.period(knew, begun, breaks)
    words = dict(facts) | {"period": frozenset([_kind(found)])}
    last = found.last or on
    return {
        "claimant": one.claimant.id,
        "act": act.id,
        "begins": knew.isoformat(),
        "earliest": act.learned is None,
        "years": found.years,
        "last_day": found.last and found.last.isoformat(),
        "may_be_filed_until": found.last and limitation.next_working_day(found.last).isoformat(),
        "outer_last_day": found.outer.isoformat(),
        "state": found.state(on),
        "interruptions": [_told(i) for i in found.used],
        "too_late": [_told(i) for i in found.too_late],
        "if_from_its_end": _from_end(act.standing, act.end, begun, breaks, on),
        "if_product_law": _product(one, knew),
        "if_bodily_injury": _bodily(facts, limitation.period(knew, begun, breaks, bodily=True), found, on),
        "points": [
            point(row, cites, sources)
            for row in rows("periods.yaml")
            if row.applies(words, on) and (cites := sources.between(row.cites, min(knew, on), max(last, knew)))
        ],
    }


def interruptions(claim: Claim, one: Situation) -> Iterator[Interruption]:
    """What begins the period anew for this claimant against this respondent."""
    rules = data("limitation.yaml")
    for asked in claim.asked:
        if asked.of != one.respondent.id or one.claimant.id not in asked.by:
            continue
        if asked.on and asked.what in rules["demands"]:
            yield Interruption(asked.on, asked.on, f"request.{asked.what}")
        if asked.answered_on and asked.answer in rules["agreed"]:
            yield Interruption(asked.answered_on, asked.answered_on, f"reply.{asked.answer}")
    for proceeding in claim.proceedings:
        if proceeding.of not in (None, one.respondent.id) or proceeding.began is None:
            continue
        if proceeding.kind in rules["suits"]:
            yield Interruption(proceeding.began, proceeding.ended, f"proceeding_kind.{proceeding.kind}")
        elif proceeding.kind in rules["bodies"]:
            yield Interruption(proceeding.began, proceeding.began, f"proceeding_kind.{proceeding.kind}")


def _kind(found: Period) -> str:
    return (
        "longer"
        if found.longer
        else "two"
        if found.years == int(data("limitation.yaml")["general"][0]["years"])
        else "three"
    )


def _told(one: Interruption) -> dict[str, Any]:
    kind, _, code = one.because.partition(".")
    return {
        "on": one.at.isoformat(),
        "anew_from": one.again and one.again.isoformat(),
        "because": sentence(f"because_{kind}", what=code_word(kind, code)).as_json(),
    }


def _from_end(
    standing: bool, end: date | None, begun: date, breaks: Sequence[Interruption], on: date
) -> dict[str, Any] | None:
    """The other reading of a standing wrong: the period begins when it ends."""
    if not standing:
        return None
    if end is None:
        return {"last_day": None, "state": "not_begun"}
    found = limitation.period(end, begun, [b for b in breaks if b.at >= end])
    return {"last_day": found.last and found.last.isoformat(), "state": found.state(on)}


def _bodily(facts: Facts, bodily: Period, found: Period, on: date) -> dict[str, Any] | None:
    """What of the claim is for harm to the body, where its period was shorter."""
    if "health" not in facts["harm"] or bodily.last == found.last:
        return None
    return {"last_day": bodily.last and bodily.last.isoformat(), "state": bodily.state(on)}


def _product(one: Situation, knew: date) -> dict[str, Any] | None:
    """The other reading of product liability: the short period of the special law."""
    if not (PRODUCT_WRONGS & set(one.act.wrong) and one.role in PRODUCT_ROLES):
        return None
    last, lost = limitation.special(knew, one.act.delivered)
    return {"last_day": last.isoformat(), "lost_on": lost and lost.isoformat()}
