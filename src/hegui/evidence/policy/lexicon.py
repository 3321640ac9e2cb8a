"""The words of policies, compiled once: which groups of words stand in which sentence. One pass over the bytes, whatever the number of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files
from typing import Any, NamedTuple

from hegui import yaml12
from hegui.evidence.policy.sentences import Sentence

KIND = "kind"  # the group of every word of kinds.yaml

GROUP_FILES = ("lexicon.yaml", "purposes.yaml", "recipients.yaml")
_SHIFT = 40  # a hit is one number: pattern, then offset
# In a pattern: any words of the same sentence, any of the same clause.
_GAPS = {"zh": {"…": "[^。！？\n]*", "‥": "[^，。；！？\n]*"}, "en": {"…": "[^.!?\n]*", "‥": "[^,.;!?\n]*"}}


class Words(NamedTuple):
    """What stands in one sentence: groups as bits of an integer, and kinds of personal information."""

    groups: int
    kinds: tuple[str, ...]


NOTHING = Words(0, ())


def words_in(text: str, sentences: Sequence[Sentence]) -> list[Words]:
    """The words of each sentence of a text."""
    import numpy as np

    hits: list[int] = []

    append = hits.append

    def hit(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append(pattern << _SHIFT | end)

    compiled = _compiled()
    compiled.database.scan(text.encode("utf-8"), match_event_handler=hit)
    groups = [0] * len(sentences)
    kinds: dict[int, list[str]] = {}
    if hits and sentences:
        found = np.array(hits, np.int64)
        ends = _byte_offsets(text)[[sentence.end for sentence in sentences]]
        places = np.minimum(np.searchsorted(ends, found & ((1 << _SHIFT) - 1), "left"), len(sentences) - 1)
        for one in np.unique(places << _SHIFT | compiled.meaning_of[found >> _SHIFT]).tolist():
            place, meant = one >> _SHIFT, one & ((1 << _SHIFT) - 1)
            group, kind = compiled.meanings[meant]
            groups[place] |= group
            if kind is not None:
                kinds.setdefault(place, []).append(kind)
    return [Words(mask, tuple(sorted(kinds.get(place, ())))) for place, mask in enumerate(groups)]


def bit(group: str, file: str = "lexicon.yaml") -> int:
    """The bit of a group of words; KeyError where the file does not define it."""
    return _bits()[file, group]


@cache
def mask(*groups: str) -> int:
    """The bits of several groups of the lexicon."""
    return sum(bit(group) for group in groups)


def of(words: Words, file: str) -> list[str]:
    """The groups of a file that stand in a sentence."""
    return [group for group, own in _bits_of(file) if words.groups & own]


@cache
def _bits_of(file: str) -> tuple[tuple[str, int], ...]:
    return tuple((group, bit(group, file)) for group in data(file))


@cache
def data(name: str) -> Mapping[str, Any]:
    """A data file of this room."""
    raw: Mapping[str, Any] = yaml12.load((files(__package__) / name).read_text(encoding="utf-8"))
    return raw


class _Compiled(NamedTuple):
    database: Any
    meanings: tuple[tuple[int, str | None], ...]  # the bit of a group, the kind
    meaning_of: Any  # of each pattern: the place of its meaning, as an array


@cache
def _compiled() -> _Compiled:
    import hyperscan
    import numpy as np

    patterns: list[tuple[str, tuple[int, str | None]]] = [
        (word, (bit(group, name), None))
        for name in GROUP_FILES
        for group, words in data(name).items()
        for word in _spelt_out(words)
    ]
    patterns += [(word, (bit(KIND), kind)) for kind, words in data("kinds.yaml").items() for word in _spelt_out(words)]
    meanings = tuple(dict.fromkeys(meaning for _, meaning in patterns))
    places = {meaning: place for place, meaning in enumerate(meanings)}
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_CASELESS
    database.compile(
        expressions=[word.encode() for word, _ in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[flags] * len(patterns),
    )
    return _Compiled(database, meanings, np.array([places[meaning] for _, meaning in patterns], np.int64))


def _spelt_out(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for language, gaps in _GAPS.items():
        for word in words[language]:
            yield reduce(lambda spelt, gap: spelt.replace(*gap), gaps.items(), word)


@cache
def _bits() -> Mapping[tuple[str, str], int]:
    names = [("lexicon.yaml", KIND), *((name, group) for name in GROUP_FILES for group in data(name))]
    return {name: 1 << place for place, name in enumerate(names)}


def _byte_offsets(text: str) -> Any:
    """The offset in UTF-8 of each character of a text, and of its end."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    sizes = 1 + (points >= 0x80).astype(np.int64) + (points >= 0x800) + (points >= 0x10000)
    return np.concatenate([[0], np.cumsum(sizes)])
