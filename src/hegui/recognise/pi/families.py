"""The kinds of personal information from broad to narrow, so that a declared "device information" can be held against a sent IMEI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hegui import yaml12
from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Family:
    """One kind; ``within`` is the broader kind it belongs to."""

    id: str
    title: Text
    within: str | None
    sensitive: bool


@cache
def families() -> dict[str, Family]:
    """Every kind of ``families.yaml``, by id."""
    raw = yaml12.load(files("hegui.recognise.pi").joinpath("families.yaml").read_text(encoding="utf-8"))
    return {
        name: Family(name, Text(one["en"], one["zh"]), one.get("within"), one.get("sensitive", False))
        for name, one in raw.items()
    }


def lineage(kind: str) -> Iterator[str]:
    """A kind, then the broader ones it lies within, the broadest last."""
    step: str | None = kind
    while step is not None:
        yield step
        step = families()[step].within


def covers(declared: str, found: str) -> bool:
    """Whether whoever declared one kind has thereby declared another."""
    return declared in lineage(found)
