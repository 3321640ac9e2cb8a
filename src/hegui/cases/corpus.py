"""The law that decisions are read by: all of the law data, and the few duties beside it that only decisions apply."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from hegui import law as room
from hegui.law import Law
from hegui.law.corpus import CORE
from hegui.law.model import Span


@cache
def the_law() -> Law:
    """All the law data with ``decided/``; read once."""
    return room.load((Path(__file__).parent / "decided",))


def is_amended(day: date) -> bool:
    """Whether the Cybersecurity Law as last amended is in force on a day."""
    return _last_version().holds(day)


@cache
def _last_version() -> Span:
    return max((i for i in the_law().instruments if i.id == CORE), key=lambda i: i.version).span
