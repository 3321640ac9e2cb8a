"""The words and numbers by which pages are understood: patterns of the lexicon, hosts of trackers, kinds of fields, rules."""

from __future__ import annotations

import json
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
            _compiled(raw["words"]),
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


def is_tracking_address(host: str, path: str) -> bool:
    """Whether the address of a request to somebody else is, or reads like, one that carries what a visitor does."""
    return bool(_tracker("addresses").match(host + path) or _tracker("address_words").search(path))


def is_tracking_name(name: str) -> bool:
    """Whether a cookie or an entry of local storage is one by which a tracker knows a visitor again."""
    return bool(_tracker("names").match(name))


@cache
def script(name: str) -> str:
    """A script that runs in the page."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def collecting() -> str:
    """The script that reads a frame as it is rendered, put together from its parts."""
    parts = "\n".join(script(part) for part in ("elements.js", "boxes.js", "collect.js"))
    words = {name: pattern(key).pattern for name, key in _FOR_SCRIPT.items()}
    return f"() => {{ const words = {json.dumps(words)};\n{parts}}}"


_FOR_SCRIPT = {"choice": "accept", "layer": "layer_name", "consents": "consents"}


@cache
def _tracker(key: str) -> Pattern:
    return re.compile(_raw("trackers.yaml")[key], re.IGNORECASE)


@cache
def _raw(name: str) -> Any:
    return yaml12.load(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _compiled(entry: str | list[str]) -> Pattern:
    """A pattern that matches upper and lower case, simplified and traditional characters alike."""
    written = "|".join([entry] if isinstance(entry, str) else entry)
    return re.compile(_either_script(written), re.IGNORECASE)


def _either_script(written: str) -> str:
    """A regular expression with each character that has traditional forms widened by them.

    >>> _either_script("隐私[，权]")
    '[隐隱][私俬][，权權]'
    """
    listed = False  # within a class of characters
    out = []
    for at, char in enumerate(written):
        if char in "[]" and written[at - 1 : at] != "\\":
            listed = char == "["
        forms = _traditional().get(char)
        out.append(char if forms is None else char + forms if listed else f"[{char}{forms}]")
    return "".join(out)


@cache
def _traditional() -> Mapping[str, str]:
    """The traditional forms of simplified characters."""
    return {pair[0]: pair[1:] for pair in _raw("traditional.yaml")["pairs"].split()}
