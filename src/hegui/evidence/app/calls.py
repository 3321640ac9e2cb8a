"""Which methods of an executable read personal information, and which SDKs the rest of the app calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hegui.evidence.app.data import Api
from hegui.evidence.app.dex import Dex
from hegui.evidence.app.instructions import STATIC_READS, TEXTS
from hegui.evidence.app.owners import NOBODY, Owners

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Call:
    """A call or constant in a method: ``row`` is the method's row among those with code."""

    api: str
    entry: Api
    caller: str
    method: str
    row: int


class Finder:
    """What one executable calls."""

    def __init__(self, dex: Dex, owners: Owners) -> None:
        self._dex = dex
        self._owners = owners
        self._starts: dict[int, set[int]] = {}

    def calls(self, apis: Sequence[Api]) -> Iterator[Call]:
        """The calls that read personal information, each once a method."""
        dex = self._dex
        methods = _members(dex, dex.methods, apis, lambda api: api.methods)
        fields = _members(dex, dex.fields, apis, lambda api: api.fields)
        texts, beside = self._texts(apis)
        seen = set()
        for opcodes, members in ((None, methods), (STATIC_READS, fields), (TEXTS, texts)):
            wanted = _mask(members)
            places, rows = dex.invokes(wanted) if opcodes is None else dex.places(opcodes, wanted)
            for place, row in zip(places.tolist(), rows.tolist(), strict=True):
                name, entry = members[dex.operand(place)]
                if (name, row) in seen or not self._is_real(place, row):
                    continue
                if entry.beside and opcodes is not TEXTS and row not in beside[entry.beside]:
                    continue
                seen.add((name, row))
                yield self._call(name, entry, row)

    def called_sdks(self, defined: set[int]) -> set[int]:
        """Of some SDKs those that code of others calls."""
        dex, found = self._dex, set()
        owner = np.append(self._owners.of_all(dex.types), NOBODY)
        if not len(dex.methods):
            return set()
        of_method = owner[np.minimum(dex.methods["f0"].astype(np.int64), len(owner) - 1)]
        of_class = owner[np.minimum(dex.classes["f0"].astype(np.int64), len(owner) - 1)]
        places, rows = dex.invokes(np.isin(of_method, list(defined)))
        callee = of_method[dex.operands(places)]
        foreign = callee != of_class[dex.code.classes[rows]]
        for place, row, sdk in zip(
            places[foreign].tolist(), rows[foreign].tolist(), callee[foreign].tolist(), strict=True
        ):
            if sdk not in found and self._is_real(place, row):
                found.add(sdk)
        return found

    def _call(self, name: str, entry: Api, row: int) -> Call:
        dex = self._dex
        method = int(dex.code.methods[row])
        caller = dex.type_of(int(dex.classes[int(dex.code.classes[row])][0]))
        return Call(name, entry, caller, dex.signature(method)[0], row)

    def _is_real(self, place: int, row: int) -> bool:
        """Whether an instruction really begins at a place."""
        if row not in self._starts:
            self._starts[row] = {at for at, _, _ in self._dex.instructions(row)}
        return place in self._starts[row]

    def _texts(self, apis: Sequence[Api]) -> tuple[dict[int, tuple[str, Api]], dict[str, set[int]]]:
        """The numbers of the texts that tell by themselves, and for each that must stand beside a call the methods in which it stands."""
        dex = self._dex
        alone = {
            number: (text, api) for api in apis for text in api.texts if (number := dex.number_of(text)) is not None
        }
        beside: dict[str, set[int]] = defaultdict(set)
        for text in {api.beside for api in apis if api.beside}:
            number = dex.number_of(text)
            if number is not None:
                _, rows = dex.places(TEXTS, _mask({number: None}))
                beside[text] |= set(rows.tolist())
        return alone, beside


def _members(
    dex: Dex, table: npt.NDArray[Any], apis: Sequence[Api], names: Callable[[Api], tuple[str, ...]]
) -> dict[int, tuple[str, Api]]:
    """The rows of a table of methods or fields that an entry names."""
    wanted: dict[tuple[str, str], Api] = {
        (class_, name): api for api in reversed(apis) for class_ in api.classes for name in names(api)
    }
    classes = {class_ for class_, _ in wanted}
    numbers = [number for number, name in enumerate(dex.types) if name in classes]
    found = {}
    for row in np.flatnonzero(np.isin(table["f0"], numbers)).tolist():
        class_, name = dex.type_of(int(table[row][0])), dex.string(int(table[row][2]))
        if api := wanted.get((class_, name)):
            found[row] = (f"{class_}.{name}", api)
    return found


def _mask(numbers: Iterable[int]) -> Mask:
    mask = np.zeros(65536, np.bool_)
    mask[[number for number in numbers if number < 65536]] = True
    return mask
