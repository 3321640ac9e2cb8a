"""The words of policies, compiled once: which groups of words stand in which sentence. One pass over the bytes, whatever the number of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from hegui import yaml12
from hegui.evidence.policy.sentences import Sentence

KIND = "kind"  # the group of every word of kinds.yaml

GROUP_FILES = ("lexicon.yaml", "purposes.yaml", "recipients.yaml")
_SHIFT = 40  # a hit is one number: pattern, then offset
GAP = "…"  # in a pattern: any words of the same sentence
_WITHIN = {"zh": "[^。！？\n]*", "en": "[^.!?\n]*"}


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
    kinds: dict[int, set[str]] = {}
    if hits and sentences:
        found = np.array(hits, np.int64)
        ends = _byte_offsets(text)[[sentence.end for sentence in sentences]]
        places = np.minimum(np.searchsorted(ends, found & ((1 << _SHIFT) - 1), "left"), len(sentences) - 1)
        for place, pattern in set(zip(places.tolist(), (found >> _SHIFT).tolist(), strict=True)):
            group, kind = compiled.meaning[pattern]
            groups[place] |= group
            if kind is not None:
                kinds.setdefault(place, set()).add(kind)
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
    meaning: tuple[tuple[int, str | None], ...]  # of each pattern: the bit of its group, the kind


@cache
def _compiled() -> _Compiled:
    import hyperscan

    patterns: list[tuple[str, int, str | None]] = []
    for name in GROUP_FILES:
        for group, words in data(name).items():
            patterns += [(word, bit(group, name), None) for word in _spelt_out(words)]
    for kind, words in data("kinds.yaml").items():
        patterns += [(word, bit(KIND), kind) for word in _spelt_out(words)]
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_CASELESS
    database.compile(
        expressions=[word.encode() for word, _, _ in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[flags] * len(patterns),
    )
    return _Compiled(database, tuple((group, kind) for _, group, kind in patterns))


def _spelt_out(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for language, within in _WITHIN.items():
        yield from (word.replace(GAP, within) for word in words[language])


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
