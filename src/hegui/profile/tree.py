"""YAML as a tree that remembers its lines.

Scalars stay text (or None) until the model gives them a type, so ``on``, ``no`` and ``2016-05-01`` mean what they say. Built from
parser events with a bound on depth and size: no tag is ever obeyed and an alias shares what it names instead of copying it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from hegui.profile.problems import Problem, data, problem, shown

_NULLS = {"", "~", "null", "Null", "NULL"}
CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Block(dict[str, Any]):
    """Keys and values; ``lines`` gives the line of each key."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list; ``lines`` gives the line of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class UnreadableError(Exception):
    """The text is no YAML that can be used; nothing after its problem is known. Never leaves this room."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.text.en)
        self.problem = found


def grow(text: str) -> tuple[Any, list[Problem]]:
    """The tree of the only document in *text*, and the problems that do not stop the reading; raises UnreadableError."""
    try:
        return _Grower(text).document()
    except yaml.YAMLError as error:
        raise UnreadableError(_syntax(text, error)) from None


class _Grower:
    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0
        self._problems: list[Problem] = []
        self._most_nodes, self._most_depth = data("bounds.yaml")["most_nodes"], data("bounds.yaml")["most_depth"]

    def document(self) -> tuple[Any, list[Problem]]:
        root: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _unreadable("two_documents", event)
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        return root, self._problems

    def _node(self, event: yaml.Event, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > self._most_depth:
            raise _unreadable("too_deep", event, most=self._most_depth)
        before = self._nodes
        self._count(1, event)
        if isinstance(event, yaml.ScalarEvent):
            value: Any = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._items(depth)
        else:
            value = self._block(depth)
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag not in (None, "!"):
            raise _unreadable("tag", event, tag=tag)
        if anchor:
            self._anchors[anchor] = (value, self._nodes - before)
        return value

    def _alias(self, event: yaml.AliasEvent) -> Any:
        if event.anchor not in self._anchors:
            raise _unreadable("unknown_alias", event, alias=event.anchor)
        value, size = self._anchors[event.anchor]
        self._count(size, event)
        return value

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > self._most_nodes:
            raise _unreadable("too_many_nodes", event, most=f"{self._most_nodes:,}")

    def _items(self, depth: int) -> Items:
        items = Items()
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.lines.append(_line(event))
            items.append(self._node(event, depth + 1))
        return items

    def _block(self, depth: int) -> Block:
        block = Block()
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _unreadable("key_no_word", event)
            self._count(1, event)
            key, line = event.value, _line(event)
            value = self._node(next(self._events), depth + 1)
            if key in block:
                self._problems.append(problem("twice", line, shown(key), first=block.lines[key]))
            else:
                block[key], block.lines[key] = value, line
        return block

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.implicit[0] and event.value in _NULLS:
            return None
        if CONTROL.search(event.value):
            self._problems.append(problem("control_character", _line(event)))
        return str(event.value)


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _unreadable(kind: str, event: yaml.Event, **values: Any) -> UnreadableError:
    return UnreadableError(problem(kind, _line(event), **values))


def _syntax(text: str, error: yaml.YAMLError) -> Problem:
    """Where YAML breaks off, with the likeliest reason in plain words."""
    if not isinstance(error, yaml.MarkedYAMLError):
        found = CONTROL.search(text)
        return problem("control_character", text.count("\n", 0, found.start()) + 1 if found else 1)
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    near = [*enumerate(lines[:line], 1)][-2:]
    if tab := next(
        (n for n, written in reversed(near) if "\t" in written[: len(written) - len(written.lstrip())]), None
    ):
        return problem("tab", tab)
    if wide := next((n for n, written in reversed(near) if "：" in written and ": " not in written), None):
        return problem("fullwidth_colon", wide)
    said = f"{error.context or ''} {error.problem or ''}"
    kind = next((kind for words, kind in data("messages.yaml")["syntax"].items() if words in said), "yaml")
    return problem(kind, min(line, max(len(lines), 1)))
