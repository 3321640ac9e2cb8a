"""One policy read: its sentences, the elements they state and what they declare."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hegui.evidence.policy.declared import Declared, declared
from hegui.evidence.policy.elements import above, places
from hegui.evidence.policy.lexicon import Words, bit, words_in
from hegui.evidence.policy.sentences import LONGEST_HEADING, Sentence, sentences
from hegui.evidence.prose.placeholders import is_placeholder
from hegui.evidence.prose.texts import first_line

_SENTENCE_ENDS = ("。", ".", "，", "；", "：", ":")
_ENOUGH = 2_000  # characters from which its language and an unfilled template are told
_TOP = 8  # sentences in which a title stands
# The end of a line that goes on in the next one.
_WRAPPED = re.compile(r"\n(?:(?<=[A-Za-z,;)']\n)(?=[a-z(])|(?<=,\n)(?=[ \t]*[A-Za-z]))")
_CHINESE_SHARE = 0.15  # of the letters; an English policy quotes little Chinese, a Chinese one much English


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it was read; ``places`` are the sentences that state each element."""

    text: str
    title: str | None
    language: str
    characters: int
    placeholder: bool
    sentences: tuple[Sentence, ...]
    words: tuple[Words, ...]
    places: dict[str, list[int]]
    declared: Declared

    def says(self, group: str) -> bool:
        """Whether some sentence holds words of a group."""
        wanted = bit(group)
        return any(found.groups & wanted for found in self.words)

    def span(self, place: int) -> tuple[int, int]:
        """Where a sentence begins and ends, without the white space around it."""
        start, end, *_ = self.sentences[place]
        said = self.text[start:end]
        return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())


def read_policy(text: str) -> Policy:
    """The policy that a text is."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # halves of characters, as torn PDF files give them
    text = _WRAPPED.sub(" ", text)
    cut = sentences(text)
    words = words_in(text, cut)
    aboves = above(cut, words)
    found = places(cut, words, aboves)
    return Policy(
        text=text,
        title=_title(text, cut, words),
        language="zh" if _is_chinese(text) else "en",
        characters=len("".join(text.split())),
        placeholder=is_placeholder(text[:_ENOUGH]),
        sentences=tuple(cut),
        words=tuple(words),
        places=found,
        declared=declared(text, cut, words, aboves, found),
    )


def _title(text: str, cut: list[Sentence], words: list[Words]) -> str | None:
    """The first short line near the top that names a policy; else the first line."""
    named = (
        text[sentence.start : sentence.end]
        for sentence, found in zip(cut[:_TOP], words[:_TOP], strict=True)
        if found.groups & bit("this_policy")
        and sentence.end - sentence.start <= LONGEST_HEADING
        and not text[sentence.start : sentence.end].rstrip().endswith(_SENTENCE_ENDS)
    )
    return first_line(next(named, text))


def _is_chinese(text: str) -> bool:
    letters = [letter for letter in text[:_ENOUGH] if letter.isalpha()]
    return sum("一" <= letter <= "鿿" for letter in letters) > len(letters) * _CHINESE_SHARE
