"""What the law data is made of: instruments, paragraphs, obligations, tiers and numbers, each with its dates.

Citations follow one grammar (``csl@2017/21(3)``): identifier, version (the year it came into force), article, paragraph, item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from hegui.text import Text

Nature = Literal["state", "event"]
Settling = Literal["check", "evidence", "not_for_a_machine"]
Confidence = Literal["seen", "memory"]


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something is in force; both ends count, an open end is None."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether *day* lies in the span."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of a law, regulation, measure or standard."""

    id: str
    version: str
    title: Text
    short: Text  # as it is named in a citation read aloud: CSL, 网络安全法
    rank: str
    span: Span
    note: str
    confidence: Confidence
    first: bool  # nothing came before it; where something did that is not in the data, the earlier days are unknown


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered piece (article, paragraph or item) of one version."""

    cite: str
    kind: str  # obligation, prohibition, power, definition, promotion, scope, liability; two are joined by ";"
    bearers: tuple[str, ...]
    text: Text
    counterparts: tuple[str, ...]  # the same rule in the other versions; empty when new or gone
    change: str  # how the other version differs: unchanged, renumbered, amended, repriced, new, gone, merged, split
    source: str
    confidence: Confidence
    span: Span | None = None  # where it holds for less time than its version
    uncertain: Text | None = None  # what is not sure about it, or where sources differ


@dataclass(frozen=True, slots=True)
class Dated:
    """A citation that holds for a span of days."""

    cite: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    """What a bearer must do, under dated articles, sanctioned by dated clauses. One object a duty: it is known by identity."""

    id: str  # csl.log_retention
    group: str  # the folder of the law data that it stands in: csl, pipl, …
    title: Text
    text: Text
    bearers: tuple[str, ...]  # role ids; one of them established or arguable brings the obligation into scope
    subject: str  # the kind of subject it is judged for
    subject_kinds: tuple[str, ...]  # only subjects of one of these kinds; empty: all
    min_level: int | None  # only systems graded at this MLPS level or above
    nature: Nature
    articles: tuple[Dated, ...]
    liability: tuple[Dated, ...]
    settling: Settling
    settled_by: Text  # the evidence that would settle it
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of one liability clause: what opens it, what it costs. Money in CNY; None is unbounded or not stated."""

    clause: str
    tier: str
    opened_by: tuple[str, ...]  # circumstance kinds, any of which opens it; empty: open with the breach itself
    trigger: Text
    bearers: tuple[str, ...]
    fined: bool  # whether this tier carries a fine on the operator
    may: bool  # the fine is discretionary: its minimum counts as 0
    operator_min: int | None
    operator_max: int | None
    multiple_min: float | None
    multiple_max: float | None
    multiple_of: str | None  # illegal_income, purchase_price, turnover
    individuals: str | None  # who is fined beside the operator: supervisors, supervisors_and_others
    individual_min: int | None
    individual_max: int | None
    measures: tuple[str, ...]  # those that follow
    measures_optional: tuple[str, ...]  # those that may be added
    authorities: tuple[str, ...]  # likely to act, the usual one first
    breached: tuple[str, ...]
    span: Span
    note: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Competence:
    """Who is likely to act under a clause, the usual one first."""

    clause: str
    authorities: tuple[str, ...]
    confidence: Literal["practice", "law", "memory"]  # seen in published cases, named in the text, or neither
    source: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number the law gives, by key and day: ``log_retention.months`` is 6 under ``csl@2017/21(3)``."""

    key: str
    value: float
    unit: str
    article: str
    span: Span
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Role:
    """Whom the law addresses; ``can_profile``: an operator of a profile can have it, so what binds it can be checked."""

    id: str
    title: Text
    text: Text
    cites: tuple[str, ...]  # where the role rests, in every version
    can_profile: bool
    otherwise: Text | None  # why it is excluded where no rule holds


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One rule for a role: where ``when`` holds of a profile, its state and why."""

    role: str
    state: Literal["established", "arguable"]
    when: Mapping[str, Any]
    because: Text
    articles: tuple[str, ...]
