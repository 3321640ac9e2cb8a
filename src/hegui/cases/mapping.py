"""From date, kind of respondent, category and sub-issues of a decision to obligations and circumstances: ``mapping.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from hegui.cases.model import Case
from hegui.cases.words import data
from hegui.law import Law
from hegui.text import Text

Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """All that the judge is told of a decision."""

    day: date
    respondent_kind: str
    category: str
    sub_issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A kind of circumstance, for the obligations of some groups (csl, dsl, …) or, without them, for all."""

    kind: str
    groups: tuple[str, ...] = ()

    def touches(self, obligation: str) -> bool:
        """Whether it belongs to an obligation."""
        return not self.groups or obligation.split(".")[0] in self.groups


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the judge is asked to price; ``unknown`` are sub-issue codes that nobody has mapped."""

    obligations: tuple[str, ...]
    heads: tuple[str, ...]  # the obligations that the category's decisions rest on
    circumstances: tuple[Circumstance, ...]
    authority: str | None  # who acts by practice; None: as the clause says
    names: frozenset[str]  # instruments that such a decision names beside those of its duties' groups
    unknown: tuple[str, ...]


def question(case: Case) -> Question:
    """What the judge is told of a case."""
    return Question(case.day, case.respondent_kind, case.category, case.sub_issues)


def mapped(law: Law, asked: Question, all_rules: Sequence[Rule] | None = None) -> Mapped:
    """The obligations and circumstances of a decision, as far as the law of its day knows them.

    A code that nobody has mapped is read by its words, else it falls back to its category. *all_rules*: others than the project's.
    """
    known = _sub_issues()
    unknown = tuple(code for code in asked.sub_issues if code not in known)
    readings = [read_as(code, asked.category) for code in unknown]
    codes = dict.fromkeys((*(code for code in asked.sub_issues if code in known), *filter(None, readings)))
    read = replace(asked, sub_issues=tuple(codes))
    category: Mapping[str, Any] = _mapping()["categories"].get(asked.category, {})
    usual = [name for name in category.get("obligations", ()) if _stands(law, name, asked.day)]
    failed = [name for code in codes for name in known[code]["obligations"]]
    holding = [rule for rule in (rules() if all_rules is None else all_rules) if holds(rule, read)]
    failed += [name for rule in holding for name in rule.get("obligations", ())]
    standing = [name for name in failed if _stands(law, name, asked.day)]
    beside = [name for name in category.get("also", ()) if _stands(law, name, asked.day)]
    if None in readings:
        standing += usual + [name for name in category.get("unread", ()) if _stands(law, name, asked.day)]
    return Mapped(
        obligations=tuple(dict.fromkeys((standing or usual) + beside)),
        heads=tuple(next((rule["heads"] for rule in holding if "heads" in rule), usual)),
        circumstances=tuple(
            Circumstance(kind, tuple(rule.get("of", ()))) for rule in holding for kind in rule.get("circumstances", ())
        ),
        authority=next((rule["authority"] for rule in holding if "authority" in rule), None),
        names=frozenset(instrument for rule in holding for instrument in rule.get("names", ())),
        unknown=unknown,
    )


def read_as(code: str, category: str) -> str | None:
    """The known code that an unknown one is read as, by the stems of its words; None where none fits.

    >>> read_as("password_too_simple", "security_protection")
    'weak_password'
    """
    words = re.split(r"[^a-z]+", code.lower())
    for line in _mapping()["read_as"]:
        fits = all(any(word.startswith(stem) for word in words) for stem in line["has"])
        if fits and category in line.get("category", (category,)):
            return str(line["like"])
    return None


def rules() -> Sequence[Rule]:
    """The rules of the project, in order."""
    found: Sequence[Rule] = _mapping()["rules"]
    return found


def statutory() -> Sequence[Rule]:
    """The rules that say what the statute names, without those that practice answers."""
    return [rule for rule in rules() if "practice" not in rule]


def holds(rule: Rule, asked: Question) -> bool:
    """Whether every condition of a rule holds."""
    return all(_line(key, wanted, asked) for key, wanted in rule["when"].items())


def sub_issue_words(code: str) -> Text:
    """The words for a sub-issue; a code nobody has described stands for itself, readable."""
    known = _sub_issues().get(code)
    plain = code.replace("_", " ")
    return Text(known["en"], known["zh"]) if known else Text(plain, plain)


def codes_of(obligation: str) -> frozenset[str]:
    """The sub-issues that break an obligation by themselves."""
    return frozenset(code for code, known in _sub_issues().items() if obligation in known["obligations"])


def names(told: Mapped, obligation: str, cite: str) -> bool:
    """Whether such a decision names an article for a duty: where rules of departments repeat a law, it names the law."""
    listed = _mapping()["named"].get(obligation.partition(".")[0])
    instrument = cite.partition("@")[0]
    return listed is None or instrument in listed or instrument in told.names


def named() -> Iterable[str]:
    """Every obligation that the mapping names."""
    data_ = _mapping()
    for one in (*data_["sub_issues"].values(), *data_["categories"].values(), *data_["rules"]):
        yield from one.get("obligations", ())
        yield from one.get("also", ())
        yield from one.get("unread", ())


@cache
def _mapping() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = data("mapping.yaml")
    return loaded


@cache
def _sub_issues() -> Mapping[str, Any]:
    known: Mapping[str, Any] = _mapping()["sub_issues"]
    return known


def _stands(law: Law, obligation: str, day: date) -> bool:
    duty = law.obligations.get(obligation)
    return duty is not None and bool(law.article_on(duty, day))


def _line(key: str, wanted: Any, asked: Question) -> bool:
    found = set(asked.sub_issues)
    match key:
        case "category":
            return asked.category in wanted
        case "respondent":
            return asked.respondent_kind in wanted
        case "sub_issue":
            return bool(found.intersection(wanted))
        case "all_of":
            return found.issuperset(wanted)
        case "failings":
            return len(found) >= int(wanted)
        case "from":
            return asked.day >= date.fromisoformat(str(wanted))
        case _:
            raise ValueError(f"mapping.yaml: no such condition {key!r}")
