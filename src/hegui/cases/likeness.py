"""Decided cases that resemble a finding, each with the reasons in words, and what they show together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui.cases.corpus import is_amended, the_law
from hegui.cases.mapping import codes_of, mapped, question, statutory, sub_issue_words
from hegui.cases.model import Case
from hegui.cases.stats import group
from hegui.cases.words import joined, say, word
from hegui.text import Text

# Kinds of operator in a profile, and of respondent in published cases.
_RESPONDENTS = {"state_organ": "government_body", "company": None, "other": None}

# What a likeness weighs; the obligation itself is always shared.
_SUB_ISSUE, _RESPONDENT, _CIRCUMSTANCE, _SAME_LAW, _CONFIRMED = 4, 2, 2, 1, 1


@dataclass(frozen=True, slots=True)
class Match:
    """A case that resembles a finding, the likest first; ``reasons`` say in which way."""

    case: Case
    score: int
    reasons: tuple[Text, ...]

    def as_json(self) -> dict[str, Any]:
        """The case by id with the reasons."""
        return {"id": self.case.id, "score": self.score, "reasons": [reason.as_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What cases must share to resemble a finding in the same way."""

    obligation: str
    sub_issues: tuple[str, ...]
    respondent: str
    circumstances: frozenset[str]
    amended: bool
    confirmed: bool


class Likeness:
    """Cases by what they share with findings. Made once, asked many times."""

    def __init__(self, cases: Iterable[Case]) -> None:
        law, rules = the_law(), statutory()
        told: dict[object, Any] = {}
        grouped: dict[_Kind, list[Case]] = defaultdict(list)
        for case in sorted(cases, key=lambda case: (-case.day.toordinal(), case.id)):
            asked = question(case)
            if asked not in told:
                told[asked] = mapped(law, asked, rules)
            known = told[asked]
            for obligation in known.obligations:
                kinds = frozenset(c.kind for c in known.circumstances if c.touches(obligation))
                confirmed = case.confidence == "confirmed"
                amended = is_amended(case.day)
                kind = _Kind(obligation, case.sub_issues, case.respondent_kind, kinds, amended, confirmed)
                grouped[kind].append(case)
        self._of: dict[str, list[tuple[_Kind, list[Case]]]] = {}
        for kind, some in grouped.items():
            self._of.setdefault(kind.obligation, []).append((kind, some))

    def similar(
        self,
        obligation: str,
        on: date,
        respondent: str | None = None,
        sub_issues: Iterable[str] = (),
        circumstances: Iterable[str] = (),
        limit: int = 5,
    ) -> list[Match]:
        """The likest cases decided by a day, at most *limit*; none where no case failed the obligation.

        *sub_issues* default to those that break the obligation by themselves.
        """
        kin = self._kin(obligation)
        wanted = frozenset(sub_issues) or frozenset(code for one in kin for code in codes_of(one))
        opened, amended = frozenset(circumstances), is_amended(on)
        scored = sorted(
            (
                (_score(kind, wanted, respondent, opened, amended), kind, some)
                for one in kin
                for kind, some in self._of[one]
            ),
            key=lambda entry: -entry[0],
        )
        found: list[tuple[int, _Kind, Case]] = []
        seen: set[str] = set()
        for score, kind, some in scored:
            if len(found) >= limit and score < found[limit - 1][0]:
                break
            start = bisect_left(some, -on.toordinal(), key=lambda case: -case.day.toordinal())
            new = [case for case in some[start : start + limit] if case.id not in seen]
            seen.update(case.id for case in new)
            found += ((score, kind, case) for case in new)
            found.sort(key=lambda entry: (-entry[0], -entry[2].day.toordinal(), entry[2].id))
        return [
            Match(case, score, tuple(_reasons(kind, wanted, respondent, opened, amended)))
            for score, kind, case in found[:limit]
        ]

    def _kin(self, obligation: str) -> list[str]:
        """The obligation itself where cases failed it; else those under the same article that cases are mapped to."""
        if obligation in self._of:
            return [obligation]
        own = _articles(obligation)
        return [other for other in self._of if own & _articles(other)]


def _articles(obligation: str) -> set[str]:
    duty = the_law().obligations.get(obligation)
    return {dated.cite for dated in duty.articles} if duty else set()


def respondent_of(operator_kind: str | None) -> str | None:
    """The kind of respondent that an operator of a profile is; None where the profile's kind does not tell."""
    return _RESPONDENTS.get(operator_kind, operator_kind) if operator_kind else None


def circumstances_of(finding: Mapping[str, Any]) -> frozenset[str]:
    """The circumstances that opened a tier of a finding."""
    law = the_law()
    applied = {(s["article"], s["tier"]) for s in finding.get("sanctions", ()) if s.get("applied")}
    return frozenset(
        kind for t in law.tiers if (t.clause, t.tier) in applied for kind in t.opened_by if kind.isidentifier()
    )


def shown(cases: Sequence[Case]) -> list[Text]:
    """What some cases show: warned first? people fined too? which authority? how much? The bias is said once."""
    if not cases:
        return []
    numbers = group(cases)
    fines = numbers["operator_cny"]
    unfined = sum(bool(case.measures) and not case.fined and not case.individual_fined for case in cases)
    said = [
        summary(cases),
        say("warned_only", count=unfined, all=len(cases)),
        say("people_too", count=numbers["individuals_fined"], all=len(cases)),
        say("who_acted", authorities=_counted(numbers["authorities"])),
    ]
    if fines:
        said.append(
            say(
                "amounts",
                median=fines["median"],
                low=fines["q1"],
                high=fines["q3"],
                least=fines["min"],
                most=fines["max"],
                count=fines["n"],
                unknown=numbers["unknown_amounts"],
            )
        )
    return [*said, say("bias")]


def summary(cases: Sequence[Case]) -> Text:
    """How many cases, of which time, and how much of them is not known."""
    numbers = group(cases)
    first, last = numbers["from"], numbers["to"]
    return say(
        "count",
        count=numbers["n"],
        period=Text(first, first) if first == last else say("period", first=first, last=last),
        fined=numbers["fined"],
        unknown=numbers["unknown_amounts"],
        unpublished=numbers["unpublished_measures"],
        secondary=numbers["secondary"],
    )


def _counted(authorities: Mapping[str, int]) -> Text:
    counted = Counter(authorities).most_common()
    return joined([say("counted", word=word("authority_kind", kind), count=n) for kind, n in counted])


def _score(kind: _Kind, wanted: frozenset[str], respondent: str | None, opened: frozenset[str], amended: bool) -> int:
    return (
        _SUB_ISSUE * bool(wanted.intersection(kind.sub_issues))
        + _RESPONDENT * (kind.respondent == respondent)
        + _CIRCUMSTANCE * bool(opened & kind.circumstances)
        + _SAME_LAW * (kind.amended == amended)
        + _CONFIRMED * kind.confirmed
    )


def _reasons(
    kind: _Kind, wanted: frozenset[str], respondent: str | None, opened: frozenset[str], amended: bool
) -> Iterable[Text]:
    law = the_law()
    yield say("same_obligation", title=law.obligations[kind.obligation].title)
    if shared := [code for code in kind.sub_issues if code in wanted]:
        yield say("by_sub_issue", sub_issues=joined([sub_issue_words(code) for code in shared]))
    if kind.respondent == respondent:
        yield say("same_respondent", kind=word("respondent_kind", kind.respondent))
    if both := sorted(opened & kind.circumstances):
        yield say("same_circumstance", kinds=joined([law.words[code] for code in both]))
    yield say("same_law" if kind.amended == amended else "other_law")
