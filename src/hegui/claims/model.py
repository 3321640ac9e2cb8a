"""A claim as the file states it, after reading: who claims against whom, what happened, what is held to prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims."""

    id: str
    kind: str
    name: Text
    place: str | None = None
    nationality: str | None = None
    born: date | None = None
    age: int | None = None
    guardian: str | None = None
    consumer: bool | None = None

    def age_on(self, day: date | None) -> int | None:
        """The age on a day, or the age that the file states."""
        if self.born is None or day is None:
            return self.age
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Dispute:
    """What a respondent disputes."""

    element: str
    says: Text


@dataclass(frozen=True, slots=True)
class Respondent:
    """Against whom, and in which roles; each role is a reading of its own."""

    id: str
    name: Text
    place: str | None = None
    network: str | None = None
    roles: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A completed act (``start`` is ``end``), or a wrong that stood; ``end`` None: it still stands. No ``start``: undated."""

    id: str
    what: Text
    wrong: tuple[str, ...]
    by: tuple[str, ...]
    to: tuple[str, ...]
    start: date | None
    end: date | None
    learned: date | None = None
    delivered: date | None = None
    price: int | None = None
    deceived: bool | None = None

    def governing(self, on: date) -> date | None:
        """The day whose law applies: its end; the day of the answer while it stands (a wrong that holds on meets the new law)."""
        return None if self.start is None else self.end or on

    @property
    def standing(self) -> bool:
        """Whether it lasted longer than a day, or lasts still."""
        return self.start is not None and self.start != self.end


@dataclass(frozen=True, slots=True)
class Harm:
    """A harm; amounts in CNY."""

    kind: str
    to: tuple[str, ...]
    amount: int | None = None
    on: date | None = None
    serious: bool | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence. ``fixed``: its integrity is secured; ``doubt``: why it proves less than it seems to."""

    id: str
    kind: str
    what: Text | None
    date: date | None
    sha256: str | None
    path: str | None
    acts: tuple[str, ...]
    shows: tuple[str, ...]
    made_in: str | None
    legalised: bool | None
    fixed: bool
    quotes: tuple[Mapping[str, Any], ...] = ()
    doubt: Text | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a respondent."""

    of: str
    by: tuple[str, ...]
    what: str
    on: date | None = None
    answer: str | None = None
    answered_on: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A proceeding elsewhere; ``ended`` None: pending."""

    kind: str
    of: str | None = None
    before: Text | None = None
    began: date | None = None
    ended: date | None = None
    outcome: Text | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim file. ``remarks``: what was odd in it, each with line and key."""

    file: str
    sha256: str
    title: Text
    claimants: tuple[Claimant, ...]
    respondents: tuple[Respondent, ...]
    acts: tuple[Act, ...]
    harms: tuple[Harm, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    asked: tuple[Asked, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    remarks: tuple[Text, ...] = field(default=())
