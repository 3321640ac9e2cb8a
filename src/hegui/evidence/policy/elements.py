"""Which elements a policy has, and where it says so first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from hegui.evidence.policy.lexicon import NOTHING, Words, bit, data
from hegui.evidence.policy.sentences import Sentence
from hegui.text import Text, text_of


class Way(NamedTuple):
    """One way in which a sentence states an element: the groups that stand in it, that must not, and that its heading holds."""

    need: int
    refuse: int
    above: int


def elements() -> Mapping[str, Text]:
    """The elements and their titles, in the order in which they are shown."""
    return {element: text_of(rule["title"]) for element, rule in data("elements.yaml").items()}


def stated(words: Words, above: Words) -> frozenset[str]:
    """The elements that a sentence under a heading states."""
    if not words.groups:
        return frozenset()
    return _stated(words.groups, above.groups)


def places(sentences: Sequence[Sentence], words: Sequence[Words]) -> dict[str, list[int]]:
    """The sentences that state each element, the plainest first: those under a heading of their own matter, and those that state little else.

    A heading counts where no sentence does.
    """
    found: dict[str, list[tuple[bool, bool, int, int]]] = {element: [] for element in data("elements.yaml")}
    for place, sentence in enumerate(sentences):
        above = words[sentence.heading] if sentence.heading >= 0 else NOTHING
        some = stated(words[place], above)
        own = stated(above, NOTHING) if some else some
        for element in some:
            found[element].append((sentence.is_heading, element not in own, len(some), place))
    return {element: [place for *_, place in sorted(ranked)] for element, ranked in found.items()}


@cache
def _ways() -> tuple[tuple[str, tuple[Way, ...]], ...]:
    return tuple(
        (element, tuple(_way(groups) for groups in rule["when"])) for element, rule in data("elements.yaml").items()
    )


def _way(groups: Sequence[str]) -> Way:
    need = refuse = above = 0
    for group in groups:
        if group.startswith("!"):
            refuse |= bit(group[1:])
        elif group.startswith("^"):
            above |= bit(group[1:])
        else:
            need |= bit(group)
    return Way(need, refuse, above)


@cache
def _stated(groups: int, above: int) -> frozenset[str]:
    return frozenset(
        element
        for element, ways in _ways()
        if any(groups & w.need == w.need and not groups & w.refuse and above & w.above == w.above for w in ways)
    )
