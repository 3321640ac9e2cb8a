"""The data files of this room and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of


@cache
def data(name: str) -> Mapping[str, Any]:
    """A data file of this room."""
    found: Mapping[str, Any] = yaml12.load(files("hegui.rectify").joinpath(name).read_text(encoding="utf-8"))
    return found


@cache
def words(name: str, group: str) -> Mapping[str, Text]:
    """The words of one group of a data file, by key."""
    return {key: text_of(text) for key, text in data(name)[group].items()}


def fill(template: Text, **given: Any) -> Text:
    """A sentence with its blanks filled; a ``Text`` goes in by language."""
    by_language = ({k: v[i] if isinstance(v, Text) else v for k, v in given.items()} for i in range(2))
    return Text(*(t.format(**values) for t, values in zip(template, by_language, strict=True)))


def listed(texts: Iterable[Text]) -> Text:
    """Several words as one, each once."""
    some = list(dict.fromkeys(texts))
    return Text(", ".join(t.en for t in some), "、".join(t.zh for t in some))
