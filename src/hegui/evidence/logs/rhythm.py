"""Is a silence plausible? Compared with the source's own rhythm, by weekday and hour.

Each hour of the log is either silent or not. How often a silent hour follows a silent hour is counted for each of the 168 hours of
the week (few observations lean on the rate of the whole log). The chance of a silence is the product of these rates over its
hours, times the number of silences the log has, for the longest of many is long by chance alone. The silence itself is left out of
the counting. Nights, week-ends and daily batches are thus no surprise, and a log that falls silent in bursts may do so again.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from hegui.recognise.times import DAY, SECOND
from hegui.recognise.zones import to_local

if TYPE_CHECKING:
    from hegui.recognise.times import Times

HOUR = 3600 * SECOND
WEEK = 168
TOO_SHORT = 14 * DAY
"""A log of less time than this, the silence apart, has no rhythm to compare with."""


class Rhythm:
    """The rhythm of a log whose records fall at *times* (microseconds UTC, one for each occupied tick is enough)."""

    def __init__(self, times: Times, zone: str) -> None:
        import numpy as np

        self._zone = zone
        hours = np.unique(to_local(times, zone) // HOUR)
        self._start = int(hours[0])
        self._span = int(hours[-1]) - self._start + 1
        silent = np.ones(self._span, np.bool_)
        silent[hours - self._start] = False
        self._silences = int(np.count_nonzero(silent[1:] & ~silent[:-1]))
        of_week = (np.arange(self._span) + self._start) % WEEK
        after = silent[:-1]
        self._after_silent = np.bincount(of_week[1:][after], minlength=WEEK)
        self._still_silent = np.bincount(of_week[1:][after & silent[1:]], minlength=WEEK)

    def probability(self, begins: int, ends: int) -> float | None:
        """The probability of a silence between two records (microseconds UTC); None where the log cannot tell."""
        import numpy as np

        first, last = (int(at) // HOUR for at in to_local(np.array([begins, ends]), self._zone).tolist())
        within = np.arange(first + 1, last)  # hours that are silent throughout
        if not len(within) or (self._span - len(within)) * HOUR < TOO_SHORT:
            return None
        own = np.bincount(within[1:] % WEEK, minlength=WEEK)
        ending = np.bincount([last % WEEK], minlength=WEEK)
        after = self._after_silent - own - ending
        still = self._still_silent - own
        overall = (still.sum() + 1) / (after.sum() + 2)
        rates = (still + overall) / (after + 1)
        chance = float(np.log(rates[within[1:] % WEEK]).sum()) + log(max(self._silences, 1))
        return min(1.0, exp(chance)) if chance > -700 else 0.0
