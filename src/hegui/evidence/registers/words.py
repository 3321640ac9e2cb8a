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


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_SAID_OF_TIME = frozenset(("date", "time", "at", "on", "of", "the", "when"))
_TIME = re.compile("日期时间|日期|时间|时刻")
_LEAST_CHARACTERS = 4


@lru_cache(maxsize=16_384)
def loose(text: str) -> str:
    """A heading whatever the order of its words, and however it says that it is a time; empty where that says too little.

    >>> loose("Date/Time Detected") == loose("Detected at") == "+detected"
    True
    >>> loose("最近一次备份成功时间") == loose("最近一次成功备份日期")
    True
    """
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        words = {word.casefold() for word in _WORD.findall(text)} - _SAID_OF_TIME
        return "+" + " ".join(sorted(words)) if words else ""
    word = _TIME.sub("时", normal(text))
    return "+" + "".join(sorted(word)) if len(word) >= _LEAST_CHARACTERS else ""


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
