"""What the terminal says of an answer: in short, for each reading, and where the memo lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hegui.claims.blocks import labels, text
from hegui.claims.page import VISIBLE
from hegui.text import Lang

FIRST = 8  # of the checklist


def render(document: Mapping[str, Any], lang: Lang) -> str:
    """One screen."""
    return "\n".join(line.translate(VISIBLE) for line in _lines(document, lang))


def _lines(document: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    yield text(document["claim"]["title"]).in_(lang)
    yield f"{labels()['as_of'].in_(lang)}{colon}{document['on']}"
    for reading in document["readings"]:
        yield ""
        yield text(reading["title"]).in_(lang)
        for line in reading["summary"]:
            yield f"  {text(line).in_(lang)}"
    if document["open"]:
        yield ""
        yield labels()["open"].in_(lang)
        for question in document["open"]:
            yield f"  ? {text(question['text']).in_(lang)}"
    yield ""
    yield labels()["secure"].in_(lang)
    for entry in document["secure"][:FIRST]:
        yield f"  [ ] {text(entry['text']).in_(lang)}"
    yield ""
    yield text(document["statement"]).in_(lang)
