"""Places in the tree: from a path of keys and indexes to the line and to the words that a person finds it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hegui.profile.problems import Problem, problem
from hegui.profile.tree import Block, Items


class Spot(NamedTuple):
    """A mapping in the tree and how a person calls it: ``operators[shop-co].systems[shop]``."""

    block: Block
    label: str

    def text(self, key: str) -> str | None:
        """The text under a key; None where there is none."""
        value = self.block.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> list[str]:
        """The texts of the list under a key; a lone text is a list of one."""
        value = self.block.get(key)
        return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]

    def inner(self, key: str) -> list[Spot]:
        """The mapping under a key, as a list of one; empty where there is none."""
        value = self.block.get(key)
        return [Spot(value, _join(self.label, key))] if isinstance(value, Block) else []

    def each(self, key: str) -> Iterator[Spot]:
        """The mappings in the list under a key."""
        value = self.block.get(key)
        if isinstance(value, Items):
            for index, item in enumerate(value):
                if isinstance(item, Block):
                    yield Spot(item, f"{_join(self.label, key)}[{_call(item, index)}]")

    def problem(self, kind: str, key: str, **values: object) -> Problem:
        """A problem with the value under a key."""
        return problem(kind, self.block.lines[key], _join(self.label, key), **values)


def find(root: Any, path: Sequence[str | int]) -> tuple[int, str]:
    """The line and the words of a path; steps that the tree does not have (a missing key, the name of a variant) have no line."""
    here, line, label, found = root, 1, "", True
    for step in path:
        found = True
        if isinstance(here, Block) and step in here:
            line, label = here.lines[str(step)], _join(label, str(step))
        elif isinstance(here, Items) and isinstance(step, int) and step < len(here):
            line, label = here.lines[step], f"{label}[{_call(here[step], step)}]"
        else:
            found = False
            continue
        here = here[step]
    return line, label if found else _join(label, str(path[-1]))


def _join(label: str, key: str) -> str:
    return f"{label}.{key}" if label else key


def _call(item: object, index: int) -> str:
    name = item.get("id") if isinstance(item, Block) else None
    return name if isinstance(name, str) and name.isprintable() and 0 < len(name) <= 64 else f"#{index + 1}"
