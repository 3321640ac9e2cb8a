"""The data files of this room, and the sentences of ``messages.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.profile.problems import shown
from hegui.text import LANGS, Text, text_of

COMMA = Text(", ", "、")


@cache
def data(name: str) -> Any:
    """A YAML file of this room."""
    return yaml12.load(files("hegui.claims").joinpath(name).read_text(encoding="utf-8"))


def code_word(kind: str, code: str) -> Text:
    """The words for a code that a claim file uses."""
    word = data("shape.yaml")["codes"][kind][code]
    return Text(word["en"], word["zh"])


def listed(texts: list[Text], between: Text = COMMA) -> Text:
    """Texts one after the other, as each language joins them."""
    return Text(between.en.join(t.en for t in texts), between.zh.join(t.zh for t in texts))


def sentence(kind: str, **values: object) -> Text:
    """A sentence of messages.yaml; what the user wrote is shortened when shown, a Text goes by language."""
    message = text_of(data("messages.yaml")[kind])
    return Text(*(message.in_(lang).format_map({k: _said(v, lang) for k, v in values.items()}) for lang in LANGS))


def at(file: str, line: int, key: str, text: Text) -> Text:
    """``file:line: key: sentence`` in both languages."""
    place = ": ".join(part for part in (f"{file}:{line}" if line else file, key) if part)
    return Text(f"{place}: {text.en}", f"{place}: {text.zh}")


def in_json(text: Text | None) -> Mapping[str, str] | None:
    """The JSON shape of a text that may be missing."""
    return None if text is None else text.as_json()


def _said(value: object, lang: Any) -> object:
    if isinstance(value, Text):
        return value.in_(lang)
    return shown(value) if isinstance(value, str) else value
