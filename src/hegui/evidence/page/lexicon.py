"""The words and numbers by which pages are understood: patterns of the lexicon, hosts of trackers, kinds of fields, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about pages: how strong what it finds is, and its sentences by key."""

    id: str
    strength: str
    sentences: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field of a form asks for; ``separate`` where the kind is sensitive and asks for consent of its own."""

    kind: str
    words: Pattern
    types: frozenset[str]
    autocomplete: frozenset[str]
    separate: bool


@cache
def pattern(name: str) -> Pattern:
    """The pattern of one entry of the lexicon."""
    return _compiled(_raw("lexicon.yaml")[name])


@cache
def purposes() -> Mapping[str, Pattern]:
    """The patterns of the purposes beyond a service itself, by code."""
    return {code: _compiled(words) for code, words in _raw("lexicon.yaml")["purposes"].items()}


@cache
def field_kinds() -> tuple[FieldKind, ...]:
    """The kinds of fields, in the order in which they are tried."""
    return tuple(
        FieldKind(
            raw["kind"],
            re.compile(raw["words"], re.IGNORECASE),
            frozenset(raw.get("types", ())),
            frozenset(raw.get("autocomplete", ())),
            raw.get("separate", False),
        )
        for raw in _raw("fields.yaml")
    )


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by id."""
    return {
        name: Rule(name, raw["strength"], {key: text_of(text) for key, text in raw["sentences"].items()})
        for name, raw in _raw("rules.yaml")["rules"].items()
    }


@cache
def threshold(name: str) -> float:
    """A number of ``rules.yaml`` by which a rule draws its line."""
    return float(_raw("rules.yaml")["thresholds"][name]["value"])


@cache
def words(group: str) -> Mapping[str, Text]:
    """The words of ``words.yaml`` for codes of a group."""
    return {code: text_of(text) for code, text in _raw("words.yaml")[group].items()}


def vendor_of(host: str) -> str | None:
    """The vendor of the tracker that a host belongs to; the host itself where it only calls itself one; else None."""
    labels = host.lower().split(".")
    known = _raw("trackers.yaml")["hosts"]
    for at in range(len(labels) - 1):
        if vendor := known.get(".".join(labels[at:])):
            return str(vendor)
    return host if _tracker("host_words").search(host) else None


def is_tracking_address(path: str) -> bool:
    """Whether the path of a request to somebody else reads like the carrying of what a visitor does."""
    return bool(_tracker("address_words").search(path))


def is_tracking_name(name: str) -> bool:
    """Whether a cookie or an entry of local storage is one by which a tracker knows a visitor again."""
    return bool(_tracker("names").match(name))


@cache
def script(name: str) -> str:
    """A script that runs in the page."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _tracker(key: str) -> Pattern:
    return re.compile(_raw("trackers.yaml")[key], re.IGNORECASE)


@cache
def _raw(name: str) -> Any:
    return yaml12.load(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _compiled(entry: str | list[str]) -> Pattern:
    return re.compile("|".join([entry] if isinstance(entry, str) else entry), re.IGNORECASE)
