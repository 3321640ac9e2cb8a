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
    holes: list[tuple[int, int]] = field(default_factory=list)  # after which number, how many
    missing: int = 0
    _waiting: list[int] = field(default_factory=list)

    def add(self, numbers: Iterable[int]) -> None:
        """Take in the next numbers."""
        self._waiting.extend(numbers)
        while len(self._waiting) >= 2 * WINDOW:
            self._settle(self._waiting[:WINDOW], self._waiting[WINDOW:])

    def close(self) -> None:
        """No more numbers come."""
        self._settle(self._waiting, [])

    def _settle(self, settled: list[int], kept: list[int]) -> None:
        for run in _runs(settled):
            for number in sorted(set(run)):
                if self.first is None:
                    self.first = number
                if self.last is not None and number > self.last + 1:
                    self.missing += number - self.last - 1
                    if len(self.holes) < MOST_HOLES:
                        self.holes.append((self.last, number - self.last - 1))
                if self.last is None or number > self.last or number < self.last - WINDOW:
                    self.last = number
        self._waiting = kept


def _runs(numbers: list[int]) -> Iterable[list[int]]:
    """The numbers between new beginnings."""
    run: list[int] = []
    for number in numbers:
        if run and number < run[-1] - WINDOW:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
