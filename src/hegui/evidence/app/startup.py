"""What runs when an app starts, before any screen: the application's class and the content providers, and what they call in turn.

Calls are followed by the class they name and its parents. A condition in between (has the user agreed?) is not seen, so a call that is
reached may still wait for consent; one that is not reached may run through reflection or an interface.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from hegui.evidence.app.dex import Dex
from hegui.evidence.app.instructions import INVOKES

_DEEPEST = 12
_MOST_METHODS = 20_000
_FIRST = {"onCreate", "attachBaseContext", "<init>", "<clinit>"}
_Method = tuple[int, int]  # executable, row of its code


def reached(dexes: Sequence[Dex], classes: Iterable[str]) -> set[_Method]:
    """The methods that start with the app, given the classes that Android itself starts first."""
    graph = _Graph(dexes)
    begin = [method for name in classes for method in graph.methods_of(name, _FIRST)]
    found, left = set(begin), deque((method, 0) for method in begin)
    while left and len(found) < _MOST_METHODS:
        method, deep = left.popleft()
        if deep < _DEEPEST:
            new = [one for one in graph.called_by(method) if one not in found]
            found.update(new)
            left.extend((one, deep + 1) for one in new)
    return found


class _Graph:
    """Who calls whom, worked out as far as it is asked for."""

    def __init__(self, dexes: Sequence[Dex]) -> None:
        self._dexes = dexes
        self._classes: dict[str, tuple[int, int]] = {}
        for number, dex in enumerate(dexes):
            for row, name in enumerate(dex.defined):
                self._classes.setdefault(name, (number, row))
        self._rows = [_rows_by_class(dex) for dex in dexes]
        self._members: dict[str, dict[tuple[str, str], _Method]] = {}

    def methods_of(self, name: str, wanted: set[str]) -> Iterator[_Method]:
        """The methods of a class and its parents that bear one of these names."""
        for class_ in self._lineage(name):
            for (method, _), place in self._own(class_).items():
                if method in wanted:
                    yield place

    def called_by(self, method: _Method) -> Iterator[_Method]:
        """The methods that a method calls and that are defined in the app."""
        number, row = method
        dex = self._dexes[number]
        for _, opcode, operand in dex.instructions(row):
            if INVOKES[opcode] and operand < len(dex.methods):
                name = dex.type_of(int(dex.methods[operand][0]))
                if name in self._classes:
                    signature = dex.signature(operand)
                    found = (self._own(class_).get(signature) for class_ in self._lineage(name))
                    if (one := next((place for place in found if place), None)) is not None:
                        yield one

    def _lineage(self, name: str) -> Iterator[str]:
        for _ in range(32):
            if name not in self._classes:
                return
            yield name
            number, row = self._classes[name]
            name = self._dexes[number].type_of(int(self._dexes[number].classes[row][2]))

    def _own(self, name: str) -> dict[tuple[str, str], _Method]:
        if name not in self._members:
            number, row = self._classes[name]
            dex = self._dexes[number]
            self._members[name] = {
                dex.signature(int(dex.code.methods[one])): (number, one) for one in self._rows[number].get(row, ())
            }
        return self._members[name]


def _rows_by_class(dex: Dex) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, class_ in enumerate(dex.code.classes.tolist()):
        found.setdefault(class_, []).append(row)
    return found
