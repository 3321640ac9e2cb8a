"""Which elements a policy has, and where it says so first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from hegui.evidence.policy.lexicon import Words, bit, data
from hegui.evidence.policy.sentences import Sentence
from hegui.text import Text, text_of

_ABOVE = 256  # bits; the groups above a sentence stand beyond its own


class Way(NamedTuple):
    """One way in which a sentence states an element: the groups that stand in it or above it, and those that must not."""

    need: int
    refuse: int


def elements() -> Mapping[str, Text]:
    """The elements and their titles, in the order in which they are shown."""
    return {element: text_of(rule["title"]) for element, rule in data("elements.yaml").items()}


def above(sentences: Sequence[Sentence], words: Sequence[Words]) -> list[int]:
    """The groups of words in what each sentence stands under."""
    groups = [found.groups for found in words]
    together = {above: _together(groups[place] for place in above) for above in {s.above for s in sentences}}
    return [together[sentence.above] for sentence in sentences]


def places(sentences: Sequence[Sentence], words: Sequence[Words], aboves: Sequence[int]) -> dict[str, list[int]]:
    """The sentences that state each element, the plainest first: those under a heading of their own matter, and those that state little else.

    A heading counts where no sentence does.
    """
    found: dict[str, list[tuple[bool, bool, int, int]]] = {element: [] for element in data("elements.yaml")}
    for place, (sentence, own, over) in enumerate(zip(sentences, words, aboves, strict=True)):
        if some := _stated(own.groups, over):
            of_heading = _stated(over, 0)
            for element in some:
                found[element].append((sentence.is_heading, element not in of_heading, len(some), place))
    return {element: [place for *_, place in sorted(ranked)] for element, ranked in found.items()}


def _together(groups: Iterable[int]) -> int:
    return reduce(or_, groups, 0)


@cache
def _ways() -> tuple[tuple[str, tuple[Way, ...]], ...]:
    return tuple(
        (element, tuple(_way(groups) for groups in rule["when"])) for element, rule in data("elements.yaml").items()
    )


def _way(groups: Sequence[str]) -> Way:
    need = refuse = 0
    for group in groups:
        name = group.lstrip("!^")
        wanted = bit(name) << _ABOVE if "^" in group else bit(name)
        if group.startswith("!"):
            refuse |= wanted
        else:
            need |= wanted
    return Way(need, refuse)


def _stated(groups: int, above: int) -> frozenset[str]:
    return _by(((groups | above << _ABOVE) & _told()) if groups else 0)


@cache
def _told() -> int:
    """The groups that some way names: others need not be told apart."""
    return _together(way.need | way.refuse for _, ways in _ways() for way in ways)


@cache
def _by(said: int) -> frozenset[str]:
    return frozenset(
        element
        for element, ways in _ways()
        if any(said & way.need == way.need and not said & way.refuse for way in ways)
    )
