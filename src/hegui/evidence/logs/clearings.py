"""Records in text that say a log was cleared (see ``clearings.yaml``), found in whole blocks at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12

LONGEST = 16 * 1024
"""So much of a line around what was found is looked at."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """One way to say it."""

    holds: bytes
    fits: re.Pattern[bytes] | None


def cleared(buffer: bytearray, size: int) -> list[int]:
    """Where in the first *size* bytes the lines begin that say that a log was cleared."""
    found: list[tuple[int, int]] = []
    _finder().scan(
        memoryview(buffer)[:size],
        match_event_handler=lambda which, _start, end, _flags, _context: found.append((which, end)),
    )
    lines = set()
    for which, end in found:
        start = buffer.rfind(b"\n", max(0, end - LONGEST), end) + 1
        stop = buffer.find(b"\n", end, min(size, end + LONGEST))
        line = bytes(buffer[start : stop if stop >= 0 else min(size, end + LONGEST)])
        fits = _clearings()[which].fits
        if fits is None or fits.search(line):
            lines.add(start)
    return sorted(lines)


@cache
def _clearings() -> tuple[Clearing, ...]:
    raw = yaml12.load(files(__package__).joinpath("clearings.yaml").read_text(encoding="utf-8"))
    return tuple(
        Clearing(one["holds"].encode(), re.compile(one["fits"].encode(), re.DOTALL) if "fits" in one else None)
        for one in raw
    )


@cache
def _finder() -> Any:
    import hyperscan

    holds = [re.escape(clearing.holds) for clearing in _clearings()]
    database = hyperscan.Database()
    database.compile(expressions=holds, ids=list(range(len(holds))), elements=len(holds), flags=[0] * len(holds))
    return database
