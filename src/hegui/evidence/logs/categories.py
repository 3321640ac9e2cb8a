"""Which kind of log a family is (see ``categories.yaml``): network device, firewall, operating system, authentication, …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hegui import yaml12
from hegui.text import Text, text_of

ENOUGH = 50
OFTEN = 0.25
"""So many of the sampled lines have to speak of a category."""


@dataclass(frozen=True, slots=True)
class _Rules:
    titles: Mapping[str, Text]
    content: Sequence[tuple[str, re.Pattern[str]]]
    names: Sequence[tuple[str, re.Pattern[str]]]
    formats: Mapping[str, str]


@cache
def _rules() -> _Rules:
    raw = yaml12.load(files(__package__).joinpath("categories.yaml").read_text(encoding="utf-8"))
    content, names = ([(code, re.compile(fits)) for code, fits in raw[key]] for key in ("content", "names"))
    formats = {format: code for code, some in raw["formats"].items() for format in some}
    return _Rules({code: text_of(title) for code, title in raw["titles"].items()}, content, names, formats)


def titles() -> Mapping[str, Text]:
    """The categories in order, with their titles."""
    return _rules().titles


def by_content(sample: Sequence[bytes]) -> str | None:
    """The category that sampled lines speak of, so many of them as are enough to tell."""
    lines = [line[:1000].decode("utf-8", "replace") for line in sample[:: max(1, len(sample) // ENOUGH)]]
    return next(
        (
            code
            for code, fits in _rules().content
            if sum(bool(fits.search(line)) for line in lines) > OFTEN * len(lines)
        ),
        None,
    )


def category_of(path: str, format: str | None, hints: Sequence[str]) -> str | None:
    """The category of a family, given what its members' lines spoke of (*hints*); None where nothing tells."""
    if hints:
        return max(sorted(set(hints)), key=hints.count)
    named = next((code for code, fits in _rules().names if fits.search(path)), None)
    return named or _rules().formats.get(format or "")
