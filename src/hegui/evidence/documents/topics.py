"""What a text is seen to speak about, by word lists (data)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of


def topics_named(kind: str, text: str) -> list[str]:
    """The topics of a kind of document that its text names, in the order of the list."""
    plain = unicodedata.normalize("NFKC", text)
    return [topic for topic, pattern in _patterns(kind).items() if pattern.search(plain)]


@cache
def topic_titles() -> Mapping[str, Mapping[str, Text]]:
    """The topics of each kind of document, with their titles."""
    return {
        kind: {topic: text_of(entry["title"]) for topic, entry in topics.items()} for kind, topics in _topics().items()
    }


@cache
def _patterns(kind: str) -> Mapping[str, re.Pattern[str]]:
    return {topic: _pattern(entry["en"], entry["zh"]) for topic, entry in _topics().get(kind, {}).items()}


def _pattern(en: list[str], zh: list[str]) -> re.Pattern[str]:
    whole = "|".join(re.escape(word) for word in en)
    anywhere = "|".join(re.escape(unicodedata.normalize("NFKC", word)) for word in zh)
    return re.compile(rf"\b(?:{whole})\b|{anywhere}", re.IGNORECASE)


@cache
def _topics() -> Any:
    return yaml12.load((files(__package__) / "topics.yaml").read_text(encoding="utf-8"))
