"""The words the reader of registers goes by (cells.yaml), and comparing words whatever their case, width, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from hegui import yaml12


@lru_cache(maxsize=16_384)
def normal(text: str) -> str:
    """A word for comparison: NFKC, case folded, letters and digits only.

    >>> normal("Incident No. ")
    'incidentno'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


@cache
def cells() -> dict[str, Any]:
    """How people write in registers."""
    found: dict[str, Any] = yaml12.load((files(__package__) / "cells.yaml").read_text(encoding="utf-8"))
    return found


@cache
def word_set(name: str) -> frozenset[str]:
    """One list of cells.yaml, case folded; matched against the stripped, case folded cell."""
    return frozenset(word.casefold() for word in cells()[name])


@cache
def _never_read() -> re.Pattern[str]:
    never = cells()["never_read"]
    latin = "|".join(re.escape(word) for word in never["en"])
    return re.compile("|".join(map(re.escape, never["zh"])) + rf"|(?<![a-z])(?:{latin})(?![a-z])")


def is_never_read(heading: str) -> bool:
    """Whether a column of this heading holds what must not be read: people's words, names, addresses."""
    return bool(_never_read().search(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ")))
