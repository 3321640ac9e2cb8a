"""Whether a text is a template that nobody filled in, by word lists (data)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12


def is_placeholder(text: str) -> bool:
    """Whether a text is an unfilled template."""
    text = unicodedata.normalize("NFKC", text)
    rules = _rules()
    if _markers().search(text):
        return True
    blanks = len(re.findall(rules["blank"], text))
    return bool(blanks >= rules["blanks_at_least"] and blanks * 1000 > rules["blanks_per_thousand"] * len(text))


@cache
def _markers() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{marker})" for marker in _rules()["markers"]), re.IGNORECASE)


@cache
def _rules() -> Any:
    return yaml12.load((files(__package__) / "placeholders.yaml").read_text(encoding="utf-8"))
