"""The rules of a scan: what each says against, how strong that is, and the duties it speaks to; their articles are those of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.law import load
from hegui.text import LANGS, Lang, Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``strength`` is decides, supports or context; the reason has places to fill in."""

    strength: str
    duties: tuple[str, ...]
    reason: Text


@cache
def rules(kind: str) -> dict[str, Rule]:
    """The rules of ``<kind>_rules.yaml``."""
    raw = yaml12.load(files("hegui.scan").joinpath(f"{kind}_rules.yaml").read_text(encoding="utf-8"))
    return {name: Rule(one["strength"], tuple(one["duties"]), Text(one["en"], one["zh"])) for name, one in raw.items()}


def finding(
    scan: str,
    rule: str,
    where: str,
    on: date,
    words: Mapping[str, object] | None = None,
    strength: str | None = None,
) -> dict[str, Any]:
    """One finding of a scan; *words* fill the reason, a Text in the language of each; *strength* where this one is weaker than the rule."""
    said = rules(scan)[rule]
    return {
        "rule": rule,
        "where": where,
        "strength": strength or said.strength,
        "reason": {lang: said.reason.in_(lang).format(**_in(words or {}, lang)) for lang in LANGS},
        "articles": articles(said.duties, on),
    }


def _in(words: Mapping[str, object], lang: Lang) -> dict[str, object]:
    return {name: word.in_(lang) if isinstance(word, Text) else word for name, word in words.items()}


def articles(duties: Iterable[str], on: date) -> list[str]:
    """The articles under which duties stand on a day, each once."""
    law = load()
    return list(dict.fromkeys(cite for duty in duties for cite in law.article_on(law.obligations[duty], on)))
