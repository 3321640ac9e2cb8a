"""References within a profile: ids that stand once, names that lead somewhere, and no circles.

Reads the tree and not the model, so that a slip in one place does not hide a broken reference in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from hegui.profile.places import Spot
from hegui.profile.problems import Problem, data, shown
from hegui.text import Text, text_of

SUBJECTS = {  # the list in which a kind of subject stands
    "system": "systems",
    "service": "services",
    "product": "products",
    "data_set": "data_sets",
    "account_base": "account_bases",
}
_WITH_IDS = (*SUBJECTS.values(), "sources", "attestations", "exceptions")
_LINKS = (  # list, key, the list in which the key's value must stand
    ("systems", "part_of", "systems"),
    ("services", "system", "systems"),
    ("data_sets", "system", "systems"),
    ("account_bases", "service", "services"),
    ("circumstances", "source", "sources"),
)
_WITH_ABOUT = ("sources", "attestations", "exceptions", "overrides", "circumstances")
_DRAWN = 8  # names of a circle that are shown
PROFILE = "profile"  # the source under which the profile's own lines are exhibits

Ids = Mapping[str, None]  # an ordered set: quick to ask, even where it is long


def references(root: Spot) -> Iterator[Problem]:
    """Every duplicate id, dangling reference and circle of a profile."""
    operators = list(root.each("operators"))
    names = _ids(operators)
    yield from _duplicates("operators", operators)
    for operator in operators:
        ids = {name: _ids(operator.each(name)) for name in _WITH_IDS}
        for name in _WITH_IDS:
            yield from _duplicates(name, operator.each(name))
        yield from _links(operator, ids, names)
        yield from _abouts(operator, ids, names)
        yield from _circles_of_systems(operator)
        yield from (
            s.problem("reserved", "id", id=PROFILE) for s in operator.each("sources") if s.text("id") == PROFILE
        )
    yield from _circles_of_handling(operators)


def _ids(spots: Iterable[Spot]) -> Ids:
    return dict.fromkeys(name for spot in spots if (name := spot.text("id")))


def _duplicates(among: str, spots: Iterable[Spot]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for spot in spots:
        if name := spot.text("id"):
            if name in first:
                yield spot.problem("duplicate", "id", id=name, among=among, first=first[name])
            first.setdefault(name, spot.block.lines["id"])


def _links(operator: Spot, ids: Mapping[str, Ids], operators: Ids) -> Iterator[Problem]:
    for among, key, target in _LINKS:
        for spot in operator.each(among):
            yield from _dangling(spot, key, target.removesuffix("s"), ids[target])
    for spot in operator.each("data_sets"):
        yield from _dangling(spot, "handled_for", "operator", operators)
        yield from _dangling(spot, "handled_by", "operator", operators)


def _dangling(spot: Spot, key: str, what: str, known: Ids) -> Iterator[Problem]:
    for name in spot.texts(key):
        if name not in known:
            yield spot.problem("dangling", key, what=_word(what), word=name, known=known)


def _abouts(operator: Spot, ids: Mapping[str, Ids], operators: Ids) -> Iterator[Problem]:
    own = operator.text("id")
    handlers = dict.fromkeys(name for spot in operator.each("data_sets") for name in spot.texts("handled_by"))
    known = {kind: ids[among] for kind, among in SUBJECTS.items()} | {
        "operator": {own or "": None},
        "processor": handlers,
    }
    spots = [spot for among in _WITH_ABOUT for spot in operator.each(among)]
    papers = [paper for source in operator.each("sources") for paper in source.each("documents")]
    for spot in (*spots, *papers):
        for about in spot.texts("about"):
            kind, _, name = about.partition("/")
            if kind in known and name and name not in known[kind]:
                yield spot.problem("dangling", "about", what=_word(kind), word=name, known=known[kind])


def _word(kind: str) -> Text:
    return text_of(data("codes.yaml")["referred"][kind])


def _circles_of_systems(operator: Spot) -> Iterator[Problem]:
    spots = {name: spot for spot in operator.each("systems") if (name := spot.text("id"))}
    links = {name: [upper] for name, spot in spots.items() if (upper := spot.text("part_of"))}
    for circle in _circles(links):
        yield spots[circle[0]].problem("part_of_cycle", "part_of", circle=_drawn(circle))


def _circles_of_handling(operators: Sequence[Spot]) -> Iterator[Problem]:
    """For each data set, by its id in all operators: who handles it for whom leads nowhere back."""
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    places: dict[tuple[str, str, str], tuple[Spot, str]] = {}
    for operator in operators:
        name = operator.text("id") or ""
        for spot in operator.each("data_sets"):
            data_set = spot.text("id") or ""
            pairs = [(name, upper, "handled_for") for upper in spot.texts("handled_for")]
            pairs += [(lower, name, "handled_by") for lower in spot.texts("handled_by")]
            for lower, upper, key in pairs:
                links[data_set][lower].append(upper)
                places[data_set, lower, upper] = (spot, key)
    for data_set, handling in links.items():
        for circle in _circles(handling):
            spot, key = places[data_set, circle[0], circle[1]]
            yield spot.problem("handled_cycle", key, circle=_drawn(circle))


def _circles(links: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Circles as [a, b, …, a]: each is opened at its first link before the next is sought."""
    left = {name: list(uppers) for name, uppers in links.items()}
    for _ in range(data("bounds.yaml")["most_problems"]):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as found:
            circle = found.args[1][::-1]
            yield circle
            left[circle[0]].remove(circle[1])
        else:
            return


def _drawn(circle: Sequence[str]) -> Text:
    names = [shown(name) for name in circle]
    if len(names) > _DRAWN:
        names[_DRAWN - 2 : -1] = ["…"]
    words = " → ".join(names)
    return Text(words, words)
