"""Which kind of log a family is (see ``categories.yaml``): network device, firewall, operating system, authentication, …"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of

ENOUGH = 50
OFTEN = 0.25
"""So many of the sampled lines have to speak of a category."""


@dataclass(frozen=True, slots=True)
class _Rules:
    titles: Mapping[str, Text]
    content: Sequence[tuple[str, str]]
    names: Sequence[tuple[str, re.Pattern[str]]]
    formats: Mapping[str, str]


@cache
def _rules() -> _Rules:
    raw = yaml12.load(files(__package__).joinpath("categories.yaml").read_text(encoding="utf-8"))
    names = [(code, re.compile(fits)) for code, fits in raw["names"]]
    formats = {format: code for code, some in raw["formats"].items() for format in some}
    return _Rules({code: text_of(title) for code, title in raw["titles"].items()}, raw["content"], names, formats)


def titles() -> Mapping[str, Text]:
    """The categories in order, with their titles."""
    return _rules().titles


def by_content(sample: Sequence[bytes]) -> str | None:
    """The category that sampled lines speak of, so many of them as are enough to tell."""
    lines = [line[:1000] for line in sample[:: max(1, len(sample) // ENOUGH)]]
    spoken = Counter[int]()
    for line in lines:
        _finder().scan(line, match_event_handler=_count, context=spoken)
    codes = [code for code, _ in _rules().content]
    return next((code for which, code in enumerate(codes) if spoken[which] > OFTEN * len(lines)), None)


def _count(which: int, _start: int, _end: int, _flags: int, spoken: Counter[int]) -> None:
    spoken[which] += 1


@cache
def _finder() -> Any:
    """Finds each category at most once in a line."""
    import hyperscan

    fits = [one.encode() for _, one in _rules().content]
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL
    database = hyperscan.Database()
    database.compile(expressions=fits, ids=list(range(len(fits))), elements=len(fits), flags=[flags] * len(fits))
    return database


def category_of(path: str, format: str | None, hints: Sequence[str]) -> str | None:
    """The category of a family, given what its members' lines spoke of (*hints*); None where nothing tells."""
    if hints:
        return max(sorted(set(hints)), key=hints.count)
    named = next((code for code, fits in _rules().names if fits.search(path)), None)
    return named or _rules().formats.get(format or "")
