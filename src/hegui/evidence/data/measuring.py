"""What a column of a table says beside its kinds: the days it spans, how many different values it has, how many rows it marks deleted.

Values are told apart by Python's own string hashes, whose random key dies with the process; only counts leave this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from hegui.recognise.pi.cells import Cells, filled

MOST_TOLD_APART = 12_000_000  # more than the largest number of persons that any duty turns on
DATED = re.compile(r"((?:19|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
DELETED_NAMES = frozenset(
    [
        "isdeleted",
        "deleted",
        "isdelete",
        "isdel",
        "del",
        "delflag",
        "deleteflag",
        "deletedflag",
        "isremoved",
        "removed",
        "deletedat",
        "deletetime",
        "deletedtime",
        "deletedon",
        "sfsc",
        "scbz",
        "scbj",
        "删除标志",
        "是否删除",
        "删除标记",
        "删除时间",
    ]
)
NOT_DELETED = frozenset(["0", "0.0", "false", "f", "n", "no", "null", "none", "否", "未删除", "正常"])


@dataclass(slots=True)
class Distinct:
    """How many different values there are, exact up to MOST_TOLD_APART."""

    known: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    recent: list[npt.NDArray[np.int64]] = field(default_factory=list)
    waiting: int = 0

    def add(self, values: Cells) -> None:
        """Take in values."""
        if len(self.known) >= MOST_TOLD_APART:
            return
        self.recent.append(np.fromiter(map(hash, values.to_pylist()), np.int64, len(values)))
        self.waiting += len(values)
        if self.waiting > max(100_000, len(self.known)):
            self._settle()

    def count(self) -> int:
        """How many."""
        self._settle()
        return len(self.known)

    def _settle(self) -> None:
        if self.recent:
            self.known = np.unique(np.concatenate([self.known, *self.recent]))
        self.recent, self.waiting = [], 0


@dataclass(slots=True)
class Measure:
    """What was measured of a column so far; ``tell_apart`` is set for columns whose values point at one person each."""

    name: str
    tell_apart: bool = False
    first: date | None = None
    last: date | None = None
    marked_deleted: int = 0
    distinct: Distinct = field(default_factory=Distinct)
    dated: bool | None = None  # whether the first values were dates
    marks_deletion: bool = field(init=False)

    def __post_init__(self) -> None:
        self.marks_deletion = is_mark_of_deletion(self.name)

    def add(self, values: Cells) -> None:
        """Take in a chunk of values."""
        if self.dated is False and not self.tell_apart and not self.marks_deletion:
            return
        held = filled(values)
        if not len(held):
            return
        if self.tell_apart:
            self.distinct.add(held)
        if self.marks_deletion:
            self.marked_deleted += sum(v.lower() not in NOT_DELETED for v in held.to_pylist())
        if self.dated is None:
            first = [day_of(v) for v in held[:50].to_pylist()]
            self.dated = len(first) - first.count(None) > 0.8 * len(first)
        if self.dated:
            days = [day for v in pc.min_max(held).as_py().values() if (day := day_of(v))]
            self.first = min([*days, *([self.first] if self.first else [])], default=None)
            self.last = max([*days, *([self.last] if self.last else [])], default=None)


def is_mark_of_deletion(name: str) -> bool:
    """Whether a column says of its rows that they count as deleted."""
    return re.sub(r"[\s_.\-]+", "", name.rsplit(".", 1)[-1]).lower() in DELETED_NAMES


def day_of(value: str) -> date | None:
    """The day that a value begins with; None where it begins with none."""
    match = DATED.match(value.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
