"""A published decision, and what goes with it. One case is one decision against one respondent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """One decision. Codes have their words in ``words.yaml`` and ``mapping.yaml``; amounts are CNY, None where not published."""

    id: str
    decided_on: str  # as published: a day, a month or a year
    day: date  # the day that stands for it: itself, or the middle of the month or year
    authority: str
    authority_kind: str
    level: str
    region: str
    respondent: str
    respondent_kind: str
    sector: str
    category: str
    sub_issues: tuple[str, ...]
    instrument_articles: str  # as published
    cites: tuple[str, ...]  # numbered articles named, as cites of the law of the day
    instruments: tuple[str, ...]  # instruments named that the law data knows
    measures: tuple[str, ...]  # empty: not published, which is not "none"
    operator_fine: int | None
    individual_fine: int | None  # the highest on one person
    individual_role: str
    summary: Text
    source_title: str
    source_url: str
    confidence: str  # confirmed, secondary

    @property
    def fined(self) -> bool:
        """Whether the operator was fined, whatever is known of the amount."""
        return self.operator_fine is not None or "fine_operator" in self.measures

    @property
    def individual_fined(self) -> bool:
        """Whether a person was fined beside the operator or alone."""
        return self.individual_fine is not None or "fine_individual" in self.measures

    @property
    def amount_unknown(self) -> bool:
        """Whether the operator was fined and the amount was not published."""
        return self.fined and self.operator_fine is None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a file of cases; ``dropped``: the line could not be used at all."""

    line: int
    case: str
    text: Text
    dropped: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases, newest first, and what was wrong with the files they come from."""

    all: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()
