"""What a memo is made of, before it becomes a page, a paper or lines on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hegui.claims.data import data
from hegui.text import Text, text_of

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``badge`` is a state that stands beside it."""

    text: Text
    level: int
    number: str = ""
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a list item, with its articles in words; ``about`` says for whom it holds."""

    text: Text
    cites: tuple[Text, ...] = ()
    confirmed: bool = True
    about: Text | None = None
    item: bool = False
    box: bool = False  # a place to tick
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, articles in words, or a state."""

    text: Text = NOTHING
    cites: tuple[Text, ...] = ()
    badge: str | None = None
    code: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` are shares of the whole."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Paragraph | Table
Cells = tuple[Cell, ...]


def say(key: str, **values: Any) -> Text:
    """A label of words.yaml with its values; a Text goes by language."""
    label = labels()[key]
    en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
    return Text(label.en.format(**en), label.zh.format(**zh))


@cache
def labels() -> Mapping[str, Text]:
    """Every label, by key."""
    return {key: text_of(value) for key, value in data("words.yaml").items()}


def text(raw: Mapping[str, str] | None) -> Text:
    """A text as the answer's JSON holds it."""
    return NOTHING if raw is None else Text(raw["en"], raw["zh"])


def plain(value: object) -> Text:
    """A value that reads the same in both languages; a dash where there is none."""
    return labels()["none"] if value in (None, "") else Text(str(value), str(value))


def joined(parts: list[Text], between: str = "together") -> Text:
    """Texts one after the other."""
    mark = labels()[between]
    kept = [part for part in parts if part.en or part.zh]
    return Text(mark.en.join(p.en for p in kept), mark.zh.join(p.zh for p in kept))
