"""What the law says and since when: dated data under ``china/``, and the code that reads it.

``load()`` gives the ``Law``, which answers for a day: the version in force, the article of an obligation, the clause that prices
it, its tiers and numbers. ``verbs`` answers what a person asks of it, ``show`` puts the answer into words.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from hegui.law.corpus import Law
from hegui.law.reading import read

__all__ = ["Law", "load", "read"]


@cache
def load() -> Law:
    """The law of China that Hegui knows, read once."""
    return read(files("hegui.law").joinpath("china"))
