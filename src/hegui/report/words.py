"""The report's own words, from ``words.yaml``: every label in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import LANGS, Text, text_of

# Evidence may carry control characters, text-direction overrides and broken encodings; each is shown as one sign.
_UNSEEN = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
_VISIBLE = dict.fromkeys(set(_UNSEEN) - {0x09, 0x0A, 0x0D}, "\N{REPLACEMENT CHARACTER}")


@cache
def labels() -> Mapping[str, Text]:
    """Every label, by key."""
    raw = yaml12.load(files("hegui.report").joinpath("words.yaml").read_text(encoding="utf-8"))
    return {key: text_of(value) for key, value in raw.items()}


@cache
def glossary() -> tuple[tuple[Text, Text], ...]:
    """The terms of a report and what they mean."""
    raw = yaml12.load(files("hegui.report").joinpath("glossary.yaml").read_text(encoding="utf-8"))
    return tuple((text_of(entry["term"]), text_of(entry["means"])) for entry in raw)


def say(key: str, **values: Any) -> Text:
    """A label with its values filled in; a value in both languages goes into each."""
    template = labels()[key]
    return Text(*(t.format_map({k: in_lang(v, i) for k, v in values.items()}) for i, t in enumerate(template)))


def word(kind: str, code: str | None, kept: Mapping[str, Any]) -> Text:
    """The word for a code: as the dossier keeps it, else the report's own, else the code itself."""
    if code is None:
        return labels()["none"]
    for key in (f"{kind}.{code}", code):
        if key in kept:
            return as_text(kept[key])
        if key in labels():
            return labels()[key]
    return Text(code, code)


def as_text(value: Any) -> Text:
    """A text as Python or as JSON holds it; anything else stands for both languages."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Mapping):
        return Text(str(value.get("en", "")), str(value.get("zh", "")))
    return Text(str(value), str(value))


def in_lang(value: Any, which: int) -> str:
    """The part of a value for the language of that number in ``LANGS``."""
    return as_text(value).in_(LANGS[which])


def visible(text: str) -> str:
    """A text that cannot steer a terminal or a page: every unseen character is shown as one sign."""
    return text.translate(_VISIBLE)


def listed(values: list[Any]) -> Text:
    """Values one after the other, as each language joins them."""
    texts = [as_text(value) for value in values]
    return Text(", ".join(t.en for t in texts), "、".join(t.zh for t in texts))
