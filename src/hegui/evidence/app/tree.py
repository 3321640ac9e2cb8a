"""The tree of a manifest, whichever of its two written forms it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that stands in the table of resources."""

    id: int


_LONGEST = 500
Value = str | int | bool | Reference


def plain(text: str) -> str:
    """A text of a package as it may be shown: without control characters, cut where it is longer than any honest name."""
    return "".join(c if c.isprintable() else " " for c in text[:_LONGEST])


@dataclass(slots=True)
class Element:
    """One element; attributes without their namespaces."""

    name: str
    attributes: dict[str, Value] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """The children of these names."""
        return (child for child in self.children if child.name in names)

    def text(self, name: str) -> str | None:
        """An attribute that is a text, or a number written as one."""
        value = self.attributes.get(name)
        return plain(str(value)) if isinstance(value, (str, int)) else None

    def number(self, name: str) -> int | None:
        """An attribute that is a number, or a text that is one."""
        value = self.attributes.get(name)
        if isinstance(value, str):
            return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
        return value if isinstance(value, int) else None

    def truth(self, name: str) -> bool | None:
        """An attribute that is true or false."""
        value = self.attributes.get(name)
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value.lower())
        return bool(value) if isinstance(value, int) else None
