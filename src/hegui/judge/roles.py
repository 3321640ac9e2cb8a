"""Whom the law addresses in an operator: each role as established, arguable or excluded, with the reason.

The rules are data (``law/china/roles.yaml``): for each role the first rule that holds of the profile gives its state; where none
holds the role is excluded. Counsel can decide otherwise; the reason is shown beside the one that the profile gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from hegui.errors import ProfileError
from hegui.law import Law
from hegui.law.model import RoleRule
from hegui.text import Text

Row = Mapping[str, Any]
State = Literal["established", "arguable", "excluded"]

_COUNSEL = Text(
    "Counsel decided so on {day}: {reason} (From the profile alone: {state}. {because})",
    "法务于{day}决定：{reason}（仅据档案：{state}。{because}）",
)
_STATES: Mapping[str, Text] = {
    "established": Text("established", "确属该角色"),
    "arguable": Text("arguable", "存在争议"),
    "excluded": Text("excluded", "不属于该角色"),
}


@dataclass(frozen=True, slots=True)
class RoleState:
    """Whether the law addresses an operator in a role, why, and where the role rests on that day."""

    role: str
    state: State
    because: Text
    articles: tuple[str, ...]
    by_counsel: bool = False

    def as_json(self) -> dict[str, Any]:
        """The shape of ``roles[]`` in the interface."""
        return {
            "role": self.role,
            "state": self.state,
            "because": self.because.as_json(),
            "articles": list(self.articles),
            "by_counsel": self.by_counsel,
        }


def roles(law: Law, day: date, operator: Row, subjects: Iterable[Row], overrides: Iterable[Row]) -> list[RoleState]:
    """The state on *day* of every role that a profile can have.

    *operator*, *subjects* and *overrides* are rows of the fact tables ``operator``, ``subject`` and ``override``, all of one
    operator. ProfileError where counsel decides on a role that the law data does not know.
    """
    numbers = {number.key: int(number.value) for number in law.numbers if number.span.holds(day)}
    profile = _Profile(operator, [s for s in subjects if _stands(s, day)], numbers)
    rules: dict[str, list[RoleRule]] = defaultdict(list)
    for rule in law.role_rules:
        rules[rule.role].append(rule)
    states = {
        role.id: _state(law, day, role.id, rules[role.id], profile) for role in law.roles.values() if role.can_profile
    }
    for row in sorted((row for row in overrides if row["role"]), key=lambda row: row["made_on"]):
        if row["role"] not in states:
            known = ", ".join(states)
            raise ProfileError(
                f"no role {row['role']!r} in the law data; known: {known}",
                f"法律数据中没有角色 {row['role']!r}；已知：{known}",
            )
        states[row["role"]] = _decided(states[row["role"]], row)
    return list(states.values())


class _Profile:
    """What the rules ask of a profile."""

    def __init__(self, operator: Row, subjects: Iterable[Row], numbers: Mapping[str, int]) -> None:
        self._operator, self._numbers = operator, numbers
        self._by_kind: dict[str, list[Row]] = defaultdict(list)
        for subject in subjects:
            self._by_kind[subject["kind"]].append(subject)

    def holds(self, when: Mapping[str, Any]) -> bool:
        return all(self._line(key, wanted) for key, wanted in when.items())

    def _line(self, key: str, wanted: Any) -> bool:
        match key:
            case "cii_notified":
                return bool(self._operator["cii_notified"]) is wanted
            case "operator_kind":
                return self._operator["kind"] in wanted
            case "beyond":
                return self._beyond(set(wanted))
            case "one_data_set" | "all_data_sets":
                return wanted in self._numbers and self._persons(key) >= self._numbers[wanted]
            case "uncounted_data_set":
                return wanted in self._numbers and any(s.get("persons") is None for s in self._personal())
            case "no_number":
                return wanted not in self._numbers
            case _:
                return any(wanted == "any" or set(wanted) & _kinds(subject) for subject in self._by_kind[key])

    def because(self, rule: RoleRule) -> Text:
        """Why a rule that holds gives its state, with the numbers that it turns on."""
        blanks = [
            {"persons": f"{self._persons(key):,}", "number": f"{self._numbers.get(wanted, 0):,}"}
            for key, wanted in rule.when.items()
            if key in ("one_data_set", "all_data_sets", "uncounted_data_set")
        ]
        return Text(*(words.format(**blanks[0]) for words in rule.because)) if blanks else rule.because

    def _personal(self) -> list[Row]:
        return [data_set for data_set in self._by_kind["data_set"] if "personal" in _kinds(data_set)]

    def _persons(self, key: str) -> int:
        """The persons of the largest personal data set, or of all of them together."""
        known = [data_set.get("persons") or 0 for data_set in self._personal()]
        return sum(known) if key == "all_data_sets" else max(known, default=0)

    def _beyond(self, kinds: set[str]) -> bool:
        """Whether a service is of other kinds, or a system carries more than such services."""
        only_these = [s for s in self._by_kind["service"] if _kinds(s) and _kinds(s) <= kinds]
        carriers = {service["part_of"] for service in only_these}
        idle = [system for system in self._by_kind["system"] if system["subject"] not in carriers]
        return bool(idle) or len(only_these) < len(self._by_kind["service"])


def _kinds(subject: Row) -> set[str]:
    return set(subject["kinds"] or ())


def _stands(subject: Row, day: date) -> bool:
    since, until = subject["since"], subject["until"]
    return (since is None or since <= day) and (until is None or until >= day)


def _state(law: Law, day: date, role: str, rules: Iterable[RoleRule], profile: _Profile) -> RoleState:
    for rule in rules:
        if profile.holds(rule.when):
            return RoleState(role, rule.state, profile.because(rule), _in_force(law, rule.articles, day))
    known = law.roles[role]
    return RoleState(role, "excluded", known.otherwise or known.text, _in_force(law, known.cites, day))


def _decided(computed: RoleState, row: Row) -> RoleState:
    reasons = zip(
        _COUNSEL, (row["because_en"], row["because_zh"]), _STATES[computed.state], computed.because, strict=True
    )
    because = Text(*(t.format(day=row["made_on"], reason=r, state=s, because=b) for t, r, s, b in reasons))
    return RoleState(computed.role, row["state"], because, computed.articles, by_counsel=True)


def _in_force(law: Law, articles: Iterable[str], day: date) -> tuple[str, ...]:
    return tuple(article for article in articles if law.span_of(article).holds(day))
