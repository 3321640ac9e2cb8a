"""The facts of a claim as words that rows ask for: of one claimant, one respondent in one role, and one act, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui.claims.data import data
from hegui.claims.model import Act, Claim, Claimant, Respondent
from hegui.claims.rows import Facts

ANY_ROLE = "any_role"  # of a respondent whose role the file does not say
REGIONS = {"HK", "MO", "TW"}


@dataclass(frozen=True, slots=True)
class Situation:
    """One claimant, one respondent in one role, one act."""

    claimant: Claimant
    respondent: Respondent
    role: str
    act: Act


def readings(claim: Claim) -> list[tuple[Respondent, str]]:
    """Every respondent in every role it is sued in, if an act names it."""
    named = {by for act in claim.acts for by in act.by}
    return [(r, role) for r in claim.respondents if r.id in named for role in r.roles or (ANY_ROLE,)]


def situations(claim: Claim, respondent: Respondent, role: str) -> Iterator[Situation]:
    """The situations of one reading, in the order of the file."""
    for act in claim.acts:
        if respondent.id in act.by:
            for claimant in claim.claimants:
                if claimant.id in act.to:
                    yield Situation(claimant, respondent, role, act)


def facts(claim: Claim, one: Situation, on: date) -> Facts:
    """The words for a situation."""
    act, claimant, respondent = one.act, one.claimant, one.respondent
    asked = [a for a in claim.asked if a.of == respondent.id and claimant.id in a.by]
    elsewhere = [p for p in claim.proceedings if p.of in (None, respondent.id)]
    exhibits = [e for e in claim.exhibits if act.id in e.acts]
    found: dict[str, Iterable[str]] = {
        "claimant": [claimant.kind],
        "claimant_place": [place(claimant.place)],
        "age": _ages(claimant, act, on),
        "consumer": [_three(claimant.consumer if claimant.kind == "person" else False)],
        "respondent_place": [place(respondent.place)],
        "network_place": [place(respondent.network or respondent.place)],
        "role": [one.role],
        "wrong": act.wrong,
        "concerns": {data("wrongs.yaml")[wrong]["concerns"] for wrong in act.wrong},
        "harm": [h.kind for h in claim.harms if claimant.id in h.to],
        "serious": [_three(h.serious) for h in claim.harms if h.kind == "mental" and claimant.id in h.to],
        "deceived": [_three(act.deceived)],
        "asked": [a.what for a in asked],
        "answer": [a.answer for a in asked if a.answer],
        "proceeding": [p.kind for p in elsewhere],
        "exhibit": [e.kind for e in exhibits],
        "exhibit_place": {place(e.made_in) for e in exhibits},
        "reach": [_reach(act, data("roles.yaml")["csl_began"], on)],
        "code_reach": [_reach(act, data("roles.yaml")["civil_code_began"], on)],
        "pipl_reach": [_reach(act, data("roles.yaml")["pipl_began"], on)],
        "numbering_reach": [_reach(act, data("roles.yaml")["csl_renumbered"], on)],
        "standing": ["now" if act.start and act.end is None else "ended"],
        "wrong_stood": [_three(act.standing)],
        "respondents": ["several" if len(act.by) > 1 else "one"],
    }
    return {fact: frozenset(words) for fact, words in found.items()}


def together(many: Iterable[Facts]) -> Facts:
    """The words of several situations as one."""
    found: dict[str, frozenset[str]] = {}
    for one in many:
        for fact, words in one.items():
            found[fact] = found.get(fact, frozenset()) | words
    return found


def place(code: str | None) -> str:
    """Mainland, Hong Kong, Macao or Taiwan, abroad, or unknown."""
    if code is None:
        return "unknown"
    return "mainland" if code == "CN" else "hk_mo_tw" if code in REGIONS else "abroad"


def _ages(claimant: Claimant, act: Act, on: date) -> list[str]:
    if claimant.kind != "person":
        return []
    age, now = claimant.age_on(act.start), claimant.age_on(on)
    found = ["unknown"] if age is None else [group for group, below in _GROUPS if age < below] or ["adult"]
    return [*found, *(["minor_now"] if now is not None and now < _GROUPS[-1][1] else [])]


_GROUPS: tuple[tuple[str, int], ...] = (("under_8", 8), ("under_14", 14), ("minor", 18))


def _reach(act: Act, day: date, on: date) -> str:
    """Where an act stands to the day on which a law came into force."""
    if act.start is None:
        return "unknown"
    if (act.end or on) < day:
        return "before"
    return "across" if act.start < day else "after"


def _three(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def in_json(one: Any) -> Any:
    """Dates as ISO text, texts as both languages, tuples as lists."""
    if hasattr(one, "isoformat"):
        return one.isoformat()
    if hasattr(one, "as_json"):
        return one.as_json()
    if isinstance(one, dict):
        return {key: in_json(value) for key, value in one.items()}
    return [in_json(value) for value in one] if isinstance(one, list | tuple) else one
