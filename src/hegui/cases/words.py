"""The words of this room: codes of the cases, and the sentences that are said about them (``words.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of


def data(name: str) -> Any:
    """One YAML file of this room."""
    return yaml12.load(files("hegui.cases").joinpath(name).read_text(encoding="utf-8"))


@cache
def _words() -> Mapping[str, Mapping[str, Text]]:
    return {kind: {code: text_of(raw) for code, raw in some.items()} for kind, some in data("words.yaml").items()}


def word(kind: str, code: str) -> Text:
    """The words for a code of a column; a code nobody has described stands for itself, readable."""
    known = _words().get(kind, {}).get(code)
    if known is not None:
        return known
    plain = code.replace("_", " ")
    return Text(plain, plain)


def known(kind: str, code: str) -> bool:
    """Whether a code of a column has words here."""
    return code in _words().get(kind, {})


def say(key: str, **values: object) -> Text:
    """A sentence with its blanks filled in both languages; a ``Text`` goes in by language, a number with thousands marked."""
    return Text(
        *(
            template.format(**{k: _shown(v, i) for k, v in values.items()})
            for i, template in enumerate(_words()["sentences"][key])
        )
    )


def joined(texts: list[Text]) -> Text:
    """Several words as one list."""
    return Text(", ".join(t.en for t in texts), "、".join(t.zh for t in texts))


def _shown(value: object, language: int) -> str:
    if isinstance(value, Text):
        return value[language]
    return f"{value:,}" if isinstance(value, int) else str(value)
