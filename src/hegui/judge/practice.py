"""What ``practice.yaml`` says: rules by date, practice beside the statute, and the sentences of an exposure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.judge.price import Range
from hegui.law import Law
from hegui.text import Text, text_of


@cache
def practice() -> Mapping[str, Any]:
    """The data of ``practice.yaml``."""
    raw = files("hegui.judge").joinpath("practice.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml12.load(raw)
    return data


@cache
def _texts(group: str) -> Mapping[str, Text]:
    return {key: text_of(raw) for key, raw in practice()[group].items()}


@lru_cache(maxsize=4096)  # acts by the thousand say the same
def text(key: str, **values: Text | date | int | str) -> Text:
    """A sentence with its blanks filled in both languages; a ``Text`` goes in by language, a number with thousands marked."""
    return Text(
        *(
            template.format(**{k: _shown(v, i) for k, v in values.items()})
            for i, template in enumerate(_texts("texts")[key])
        )
    )


def missing_words(codes: Iterable[str]) -> list[dict[str, str]]:
    """What is missing for an upper bound, in words."""
    return [_texts("missing")[code].as_json() for code in codes]


def listed(texts: Iterable[Text]) -> Text:
    """Several words as one, each once."""
    some = list(dict.fromkeys(texts))
    return Text("; ".join(t.en for t in some), "、".join(t.zh for t in some))


def joined(*texts: Text) -> Text:
    """Sentences one after the other."""
    return Text("".join(t.en for t in texts), "".join(t.zh for t in texts))


def range_words(amount: Range) -> Text:
    """An amount in words."""
    if amount.high is None:
        return text("range_open", low=amount.low)
    return text("range", low=amount.low, high=amount.high) if amount.high else text("no_fine")


class Rules:
    """The rules of ``practice.yaml`` with the days on which they hold."""

    def __init__(self, law: Law) -> None:
        self._dated = {name: [(cite, law.span_of(cite)) for cite in some] for name, some in practice()["rules"].items()}

    def on(self, name: str, day: date) -> list[str]:
        """Where a rule rests on a day; empty where the law of that day does not know it."""
        return [cite for cite, span in self._dated[name] if span.holds(day)]


def _shown(value: object, language: int) -> str:
    if isinstance(value, Text):
        return value[language]
    return f"{value:,}" if isinstance(value, int) else str(value)
