"""What a column holds: its name, the values, and what validators say of them, weighed together.

A ``Tally`` is filled chunk by chunk and keeps counts and one masked sample a kind; no value stays in it. ``classify`` reads it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow.compute as pc

from hegui.recognise.pi.cells import Cells, cells, filled, lines
from hegui.recognise.pi.find import find
from hegui.recognise.pi.kinds import KINDS, Kind
from hegui.recognise.pi.masks import hidden_kind, masked
from hegui.recognise.pi.naming import commented, is_vague, named
from hegui.recognise.pi.people import is_chinese_name, is_western_name
from hegui.recognise.pi.stored import Form, form_of
from hegui.recognise.pi.sweep import Ints
from hegui.recognise.pi.validators import Answer

LOOKED_AT = 2000  # values of a column whose form, shape and names are looked at one by one
WHOLE = 0.75  # share of a value that a span covers to stand for the whole value
NUMBERS = frozenset(["cn_mobile", "cn_landline", "bank_card", "imei", "imsi", "qq_id", "cn_passport", "vin", "cn_uscc"])


@dataclass(slots=True)
class Count:
    """Values of one kind in a column: how many hold it, how many pass the validator, how many are it as a whole."""

    values: int = 0
    valid: int = 0
    whole: int = 0
    sample: str | None = None


@dataclass(slots=True)
class Tally:
    """What was seen of a column so far."""

    name: str
    table: str = ""
    comment: str = ""  # what the database says of the column
    rows: int = 0
    filled: int = 0
    counts: dict[str, Count] = field(default_factory=dict)
    shaped: dict[str, int] = field(
        default_factory=dict
    )  # kinds named by the column -> values of the first ones that have their shape
    hidden: Counter[str] = field(default_factory=Counter)  # kinds of the first values, where they are masked
    looked_at: int = 0
    chinese_names: int = 0
    long_names: int = 0  # of three characters or more, as most names of people and few of places are
    western_names: int = 0
    long_numbers: int = 0  # of the values looked at
    children: int = 0  # resident numbers and dates of birth of persons under 14
    of_birth: bool | None = None  # whether its name means a date of birth
    form: Form = field(default_factory=lambda: Form("unknown", 0.0))

    def kinds_by_name(self) -> list[Kind]:
        """The kinds that the column's comment and its name speak for: those of both, else of either, the comment's first."""
        by_name, said = named(self.name, self.table), self.kinds_by_comment()
        return [kind for kind in by_name if kind in said] or [*said, *by_name]

    def kinds_by_comment(self) -> list[Kind]:
        """The kinds that the column's comment speaks for."""
        return commented(self.name, self.comment, self.table)

    @property
    def vague(self) -> bool:
        """Whether the name says little, and no comment says more."""
        return is_vague(self.name) and not self.kinds_by_comment()

    def add(self, values: Iterable[str | None] | Cells) -> None:
        """Take in a chunk of values."""
        column = cells(values)
        held = filled(column)
        self.rows += len(column)
        self.filled += len(held)
        if len(held):
            if self.looked_at < LOOKED_AT:
                self._look(held[: LOOKED_AT - self.looked_at].to_pylist())
            self._count(lines(held))
            if self.of_birth is None:
                self.of_birth = any(kind.id == "birth_date" for kind in self.kinds_by_name())
            if self.of_birth:
                recent = held.filter(pc.match_substring_regex(held, "20[1-9]"))
                self.children += sum(map(_born_in_the_last_14_years, recent.to_pylist()))

    def _look(self, some: Sequence[str]) -> None:
        first = self.looked_at == 0
        self.looked_at += len(some)
        if first:
            self.form = form_of(some)
        if self.form.form == "masked":
            self.hidden.update(filter(None, map(hidden_kind, some)))
        self.long_numbers += sum(len(v) >= 8 and v.isdigit() for v in some)
        self.long_names += sum(len(v) > 2 and is_chinese_name(v) for v in some)
        self.chinese_names += sum(map(is_chinese_name, some))
        self.western_names += sum(map(is_western_name, some))
        for kind in self.kinds_by_name():
            fits = [v for v in some if kind.shape is None or kind.shape.fullmatch(v)]
            self.shaped[kind.id] = self.shaped.get(kind.id, 0) + len(fits)
            count = self.counts.setdefault(kind.id, Count())
            if fits and count.sample is None:
                count.sample = masked(kind.id, fits[0])

    def _count(self, data: bytes) -> None:
        """Count what the values hold, one a line."""
        hits = find(data)
        if not len(hits):
            return
        ends = np.append(np.flatnonzero(np.frombuffer(data, np.uint8) == 10), len(data))
        lengths = np.diff(ends, prepend=-1) - 1
        row = np.searchsorted(ends, hits.start)
        whole = (hits.end - hits.start) >= WHOLE * lengths[row]
        for number in np.unique(hits.kind):
            here = np.flatnonzero(hits.kind == number)
            kind = KINDS[number].id
            count = self.counts.setdefault(kind, Count())
            count.values += _different(row[here])
            count.valid += _different(row[here[hits.answer[here] == Answer.YES]])
            count.whole += _different(row[here[whole[here]]])
            if kind == "cn_resident_id":
                self.children += _under_14(data, hits.start[here], hits.end[here])
            if count.sample is None:
                count.sample = masked(kind, data[hits.start[here[0]] : hits.end[here[0]]].decode("utf-8", "replace"))


def _different(rows: Ints) -> int:
    """How many different numbers there are among numbers in order."""
    return int((np.diff(rows) != 0).sum()) + 1 if len(rows) else 0


def _born_before() -> int:
    """The last day, as yyyymmdd, on which somebody who is 14 today can be born."""
    today = date.today()
    return (today.year - 14) * 10000 + today.month * 100 + today.day


def _born_in_the_last_14_years(value: str) -> bool:
    """Whether a date of birth, the year first, is that of a child under 14 today."""
    parts = re.findall(r"\d+", value)[:3]
    digits = parts[0] if parts and len(parts[0]) == 8 else "".join(f"{part:0>2}" for part in parts)
    return len(digits) == 8 and digits[:2] == "20" and int(digits) > _born_before()


def _under_14(data: bytes, start: Ints, end: Ints) -> int:
    """How many resident numbers of 18 characters are those of children: of somebody born after a day."""
    last, raw = _born_before(), np.frombuffer(data, np.uint8)
    plain = end - start == 18
    born = np.zeros(int(plain.sum()), np.int64)
    for place in range(6, 14):
        born = born * 10 + (raw[start[plain] + place] - np.uint8(48))
    parted = [
        data[a:b].translate(None, b" -") for a, b in zip(start[~plain].tolist(), end[~plain].tolist(), strict=True)
    ]
    return int((born > last).sum()) + sum(len(number) == 18 and int(number[6:14]) > last for number in parted)
