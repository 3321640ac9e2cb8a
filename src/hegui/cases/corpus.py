"""The law that decisions are read by: all of the law data, and the few duties beside it that only decisions apply."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hegui import law as room
from hegui.law import Law


@cache
def the_law() -> Law:
    """All the law data with ``decided/``; read once."""
    return room.load("all", (Path(__file__).parent / "decided",))
