"""What the law says and since when: dated data under ``china/``, and the code that reads it.

``load()`` gives the ``Law``, which answers for a day: the version in force, the article of an obligation, the clause that prices
it, its tiers and numbers. ``verbs`` answers what a person asks of it, ``show`` puts the answer into words, ``tables`` has lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from hegui.law.corpus import Law
from hegui.law.overlays import check
from hegui.law.reading import read

__all__ = ["Law", "load", "read"]


def load(overlays: Iterable[Path] = ()) -> Law:
    """The law of China that Hegui knows, read once; *overlays* are folders of the same shape (a sector's or a place's rules) that add to it."""
    return _load(tuple(overlays))


@cache
def _load(overlays: tuple[Path, ...]) -> Law:
    found = read(files("hegui.law").joinpath("china"), overlays)
    return check(found, overlays) if overlays else found
