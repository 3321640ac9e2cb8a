"""The kinds of personal information, as ``kinds.yaml`` describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.text import Text, text_of


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; ``klass`` is personal, sensitive_personal, credential or none."""

    id: str
    title: Text
    klass: str
    names: frozenset[str]
    words: tuple[str, ...]
    label_only: bool
    shape: re.Pattern[str] | None
    order: int

    @property
    def sensitive(self) -> bool:
        """Whether it is sensitive personal information, or a credential, which is handled like it."""
        return self.klass in ("sensitive_personal", "credential")


def _kinds() -> tuple[Kind, ...]:
    text = files("hegui.recognise.pi").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return tuple(_kind(name, raw) for name, raw in yaml12.load(text).items())


def _kind(name: str, raw: dict[str, Any]) -> Kind:
    return Kind(
        id=name,
        title=text_of(raw["title"]),
        klass=raw["class"],
        names=frozenset(str(n) for n in raw["names"]),
        words=tuple(str(w) for w in raw["words"]),
        label_only=raw.get("label_only", False),
        shape=re.compile(raw["shape"]) if "shape" in raw else None,
        order=raw["order"],
    )


KINDS: tuple[Kind, ...] = _kinds()
KIND: dict[str, Kind] = {kind.id: kind for kind in KINDS}
NUMBER_OF: dict[str, int] = {kind.id: number for number, kind in enumerate(KINDS)}
