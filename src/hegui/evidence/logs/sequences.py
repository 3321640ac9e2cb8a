"""Numbers that rise by one from record to record: a hole is a record that is gone.

Several records may share a number and neighbours may have changed places. A number far below the last one is a new beginning (a
restart, a new log), not a hole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from hegui.evidence.logs.parts import NUMBERS, Loss
from hegui.recognise.stamps import UNDATED

if TYPE_CHECKING:
    from hegui.recognise.times import Times

WINDOW = 1000
"""Numbers are put in order over so many records; nothing is out of place by more."""

MOST_HOLES = 1000


@dataclass(slots=True)
class Sequence:
    """The numbers of one member as they come, with the times of their records."""

    first: int | None = None
    last: int | None = None
    selectable: bool = False  # a stream of its numbers may be a selection, and then says nothing
    seen: int = 0
    holes: list[Loss] = field(default_factory=list)
    missing: int = 0
    _last_at: int = UNDATED
    _waiting: list[tuple[Times, Times]] = field(default_factory=list)
    _held: int = 0

    def add(self, numbers: Times, times: Times) -> None:
        """Take in the next numbers."""
        self._waiting.append((numbers, times))
        self._held += len(numbers)
        if self._held >= 4 * WINDOW:
            self._settle(WINDOW)

    def close(self) -> None:
        """No more numbers come."""
        self._settle(0)
        if self.selectable and self.missing > self.seen:
            self.first = self.last = None
            self.missing, self.holes = 0, []

    def _settle(self, keep: int) -> None:
        """Put what waits in order, one stretch between new beginnings after the other; the last numbers, so many, wait on."""
        import numpy as np

        if not self._held:
            return
        numbers, times = (np.concatenate(column) for column in zip(*self._waiting, strict=True))
        beginnings = np.flatnonzero(numbers[1:] < numbers[:-1] - WINDOW) + 1
        borders = [0, *beginnings.tolist(), len(numbers)]
        self._waiting, self._held = [], 0
        for start, end in pairwise(borders):
            ordered, which = np.unique(numbers[start:end], return_index=True)
            at = times[start:end][which]
            cut = max(0, len(ordered) - keep) if end == len(numbers) else len(ordered)
            self._count(ordered[:cut], at[:cut])
            if cut < len(ordered):
                self._waiting, self._held = [(ordered[cut:], at[cut:])], len(ordered) - cut

    def _count(self, numbers: Times, times: Times) -> None:
        """Count the holes of numbers in order, which go on from the last one or begin anew."""
        import numpy as np

        self.seen += len(numbers)
        if self.last is not None and len(numbers) and numbers[0] >= self.last - WINDOW:
            later = numbers.searchsorted(self.last, "right")
            numbers, times = numbers[later:], times[later:]
            numbers, times = np.insert(numbers, 0, self.last), np.insert(times, 0, self._last_at)
        if not len(numbers):
            return
        if self.first is None:
            self.first = int(numbers[0])
        self.last, self._last_at = int(numbers[-1]), int(times[-1])
        steps = np.diff(numbers)
        holes = np.flatnonzero(steps > 1)
        self.missing += int((steps[holes] - 1).sum())
        for at in holes[: MOST_HOLES - len(self.holes)].tolist():
            missing = int(steps[at]) - 1
            self.holes.append(Loss(NUMBERS, missing, int(numbers[at]), int(times[at]), int(times[at + 1])))
