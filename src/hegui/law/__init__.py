"""What the law says and since when: dated data under ``china/``, and the code that reads it.

``load()`` gives the ``Law``, which answers for a day: the version in force, the article of an obligation, the clause that prices
it, its tiers and numbers. ``verbs`` answers what a person asks of it, ``show`` puts the answer into words, ``tables`` has lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from hegui.law.corpus import CORE, Law
from hegui.law.reading import read

__all__ = ["Law", "Scope", "load", "read"]

Scope = Literal["csl", "all"]


def load(scope: Scope = "csl", overlays: Iterable[Path] = ()) -> Law:
    """The law of China that Hegui knows: the Cybersecurity Law alone, or with all the laws beside it; read once.

    *overlays* are folders of the same shape (a sector's or a place's rules) that add to it, whatever the scope.
    """
    return _load(scope, tuple(overlays))


@cache
def _load(scope: Scope, overlays: tuple[Path, ...]) -> Law:
    return read(files("hegui.law").joinpath("china"), overlays, None if scope == "all" else CORE)
