"""What is odd in a claim as a whole: roles that contradict each other, minors without a guardian, acts before the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hegui.claims.data import code_word, data, sentence
from hegui.claims.model import Claim, Claimant
from hegui.text import Text

UNDER = 14
ADULT = 18


def remarks(claim: Claim, on: date) -> Iterator[Text]:
    """Every oddity, in words."""
    for one in {c.id for c in claim.claimants} & {r.id for r in claim.respondents}:
        yield sentence("both_sides", id=one)
    for respondent in claim.respondents:
        if not respondent.roles:
            yield sentence("no_roles", name=respondent.name)
        for one, other in data("roles.yaml")["contradict"]:
            if {one, other} <= set(respondent.roles):
                words = {"one": code_word("role", one), "other": code_word("role", other)}
                yield sentence("contradictory_roles", name=respondent.name, **words)
        if not any(respondent.id in act.by for act in claim.acts):
            yield sentence("nobody", name=respondent.name)
    began = data("roles.yaml")["csl_began"]
    for act in claim.acts:
        if act.end and act.end < began:
            yield sentence("before_law", act=act.what, began=began)
    for claimant in claim.claimants:
        yield from _person(claimant, claim, on)


def _person(claimant: Claimant, claim: Claim, on: date) -> Iterator[Text]:
    if claimant.kind != "person":
        if claimant.consumer:
            yield sentence("person_consumer", name=claimant.name)
        return
    starts = [act.start for act in claim.acts if act.start and claimant.id in act.to]
    if claimant.born and starts and claimant.born > min(starts):
        yield sentence("born_after", name=claimant.name)
    ages = [age for day in starts or [on] if (age := claimant.age_on(day)) is not None]
    if ages and min(ages) < UNDER:
        yield sentence("under_14", name=claimant.name)
    age_now = claimant.age_on(on)
    if age_now is not None and age_now < ADULT and claimant.guardian is None:
        yield sentence("no_guardian", name=claimant.name)
