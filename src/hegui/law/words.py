"""Words for the codes of the law data."""

from __future__ import annotations

from hegui import law as room
from hegui.text import Lang


def word(kind: str, code: str, lang: Lang) -> str:
    """A code of a kind (measure, role, …) in one language."""
    return room.load("all").word(kind, code).in_(lang)
