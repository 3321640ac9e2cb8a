"""Acts: the failures that one penalty answers for.

Failures of one operator under one clause that overlap in time are one act. A failure has a first and a last day; one that still
stands lasts to the day of judging, and one whose beginning nobody knows is known to stand on its last day alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """One finding that is not met, in time; ``clauses`` are those that price it on its last day."""

    finding: str
    obligation: str
    subject: str
    clauses: tuple[str, ...]
    begin: date | None  # None: not known
    end: date
    standing: bool


@dataclass(frozen=True, slots=True)
class Act:
    """Failures that are priced once."""

    failures: tuple[Failure, ...]

    @property
    def begin(self) -> date | None:
        """The first known day."""
        return min((f.begin for f in self.failures if f.begin), default=None)

    @property
    def end(self) -> date:
        """The last day."""
        return max(f.end for f in self.failures)

    @property
    def standing(self) -> bool:
        """Whether it still stands on the day of judging."""
        return any(f.standing for f in self.failures)

    @property
    def obligations(self) -> tuple[str, ...]:
        """The obligations failed, each once."""
        return tuple(dict.fromkeys(f.obligation for f in self.failures))


def failure(finding: Finding, nature: str, clauses: Callable[[date], tuple[str, ...]], on: date) -> Failure:
    """The failure that a finding shows: an event of its day ``at``; else a state from ``from`` to ``until``, where those are given."""
    at, begin, until = (_day(finding.get(key)) for key in ("at", "from", "until"))
    if nature == "event" and at is not None:
        begin = end = at
    else:
        end = min(until or on, on)
    standing = end == on and not (nature == "event" and at is not None)
    subject = finding["subject"]["id"]
    return Failure(finding["id"], finding["obligation"], subject, clauses(end), begin, end, standing)


def gather(failures: Sequence[Failure], names_conduct: Callable[[str], bool]) -> list[Act]:
    """Acts in order of their last day. Only a clause that *names conduct* joins failures, not one that adds a harm to another clause."""
    parent = list(range(len(failures)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_clause: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(failures):
        for clause in [c for c in one.clauses if names_conduct(c)] or one.clauses:
            by_clause[clause].append(i)
    for members in by_clause.values():
        _join_overlapping(failures, sorted(members, key=lambda i: _first(failures[i])), parent, root)
    groups: dict[int, list[Failure]] = defaultdict(list)
    for i, one in enumerate(failures):
        groups[root(i)].append(one)
    return sorted((Act(tuple(group)) for group in groups.values()), key=lambda act: (act.end, act.failures[0].finding))


def _join_overlapping(
    failures: Sequence[Failure], ordered: Iterable[int], parent: list[int], root: Callable[[int], int]
) -> None:
    last: int | None = None
    reach = date.min
    for i in ordered:
        if last is not None and _first(failures[i]) <= reach:
            parent[root(i)] = root(last)
        last, reach = i, max(reach, failures[i].end)


def _first(one: Failure) -> date:
    return one.begin or one.end


def _day(raw: date | str | None) -> date | None:
    return date.fromisoformat(raw[:10]) if isinstance(raw, str) else raw
