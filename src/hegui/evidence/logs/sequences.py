"""Numbers that rise by one from record to record: a hole is a record that is gone.

Several records may share a number and neighbours may have changed places. A number far below the last one is a new beginning (a
restart, a new log), not a hole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

WINDOW = 1000
"""Numbers are put in order over so many records; nothing is out of place by more."""

MOST_HOLES = 1000


@dataclass(slots=True)
class Sequence:
    """The numbers of one member as they come."""

    first: int | None = None
    last: int | None = None
    selectable: bool = False  # a stream of its numbers may be a selection, and then says nothing
    seen: int = 0
    holes: list[tuple[int, int]] = field(default_factory=list)  # after which number, how many
    missing: int = 0
    _waiting: list[int] = field(default_factory=list)

    def add(self, numbers: Iterable[int]) -> None:
        """Take in the next numbers."""
        self._waiting.extend(numbers)
        if len(self._waiting) >= 4 * WINDOW:
            *whole, current = _runs(self._waiting)
            for run in whole:
                self._settle(sorted(set(run)))
            ordered = sorted(set(current))
            self._settle(ordered[:-WINDOW])
            self._waiting = ordered[-WINDOW:]

    def close(self) -> None:
        """No more numbers come."""
        for run in _runs(self._waiting):
            self._settle(sorted(set(run)))
        self._waiting = []
        if self.selectable and self.missing > self.seen:
            self.first = self.last = None
            self.missing, self.holes = 0, []

    def _settle(self, numbers: list[int]) -> None:
        """Count the holes of numbers in order, which go on from the last one or begin anew."""
        self.seen += len(numbers)
        for number in numbers:
            if self.first is None:
                self.first = number
            elif self.last is not None and number > self.last + 1:
                self.missing += number - self.last - 1
                if len(self.holes) < MOST_HOLES:
                    self.holes.append((self.last, number - self.last - 1))
            if self.last is None or number > self.last or number < self.last - WINDOW:
                self.last = number


def _runs(numbers: list[int]) -> list[list[int]]:
    """The numbers between new beginnings."""
    runs: list[list[int]] = []
    for number in numbers:
        if not runs or number < runs[-1][-1] - WINDOW:
            runs.append([])
        runs[-1].append(number)
    return runs
