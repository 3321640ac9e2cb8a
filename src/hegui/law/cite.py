"""Citations: the one way an article is written, ``csl@2017/21(3)``.

A cite is an instrument, its version (the year it came into force) and a place in it:

    csl@2017            the whole law          csl@2017/31-39       whole articles, both ends included
    csl@2017/21         Article 21             incident-measures@2025/annex.3(5)
    csl@2017/22.3       its third paragraph    mlps-letter-2025@2025/q7
    csl@2017/21(3)      the third item of a one-paragraph article
    csl@2026/71.1(2)    the second item of the first of several paragraphs
    gbt-22239@2019/8.1.4.3(c)                  a clause of a standard

A list is joined by ``;``. Whether an article has paragraphs and items at all is known from its shape, so that
``csl@2017/21.1(3)`` and ``csl@2026/82`` are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hegui.errors import LawError
from hegui.law.numerals import chinese_number
from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Article:
    """An article (条), inserted later as ``A_k`` (之k), or one paragraph (款) or item (项) of it."""

    number: int
    inserted: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        inserted = f"_{self.inserted}" if self.inserted else ""
        paragraph = f".{self.paragraph}" if self.paragraph else ""
        return f"{self.number}{inserted}{paragraph}" + (f"({self.item})" if self.item else "")


@dataclass(frozen=True, slots=True)
class Range:
    """Whole articles, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, a part of it, or an item of that part."""

    part: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        return "annex" + (f".{self.part}" if self.part else "") + (f"({self.item})" if self.item else "")


@dataclass(frozen=True, slots=True)
class Question:
    """An answer in a letter of questions and answers."""

    number: int

    def __str__(self) -> str:
        return f"q{self.number}"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a standard, such as 8.1.4.3 c)."""

    numbers: tuple[int, ...]
    letter: str | None = None

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"({self.letter})" if self.letter else "")


Place = Article | Range | Annex | Question | Clause


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in one version of one instrument; no place is the whole of it."""

    instrument: str
    version: str
    place: Place | None = None

    def __str__(self) -> str:
        return f"{self.instrument}@{self.version}" + (f"/{self.place}" if self.place else "")


@dataclass(frozen=True, slots=True)
class Shape:
    """How an article is divided: the number of items in each of its paragraphs (one entry a paragraph)."""

    items: tuple[int, ...]


N = "([1-9][0-9]{0,3})"
WHOLE = re.compile(r"([a-z][a-z0-9-]*)@((?:19|20)[0-9]{2})(?:/(.+))?")
SHORT = re.compile(r"([a-z][a-z0-9-]*)(?:/(.+))?")
ARTICLE = re.compile(rf"{N}(?:_{N})?(?:\.{N})?(?:\({N}\))?")
RANGE = re.compile(rf"{N}-{N}")
ANNEX = re.compile(rf"annex(?:\.{N}(?:\({N}\))?)?")
QUESTION = re.compile(rf"q{N}")
CLAUSE = re.compile(r"([1-9][0-9]{0,3}(?:\.[1-9][0-9]{0,3})*)(?:\(([a-z])\))?")
STANDARDS = ("gbt-", "gat-", "tc260-")
LONGEST = 100


@lru_cache(maxsize=4096)
def parse(text: str) -> Cite:
    """Read one cite by the grammar alone; LawError says what a cite looks like."""
    if len(text) <= LONGEST and (found := WHOLE.fullmatch(text)):
        instrument, version, raw = found.groups()
        if raw is None:
            return Cite(instrument, version)
        if place := _place(instrument, raw):
            return Cite(instrument, version, place)
    raise _malformed(text)


def parse_list(text: str) -> tuple[Cite, ...]:
    """Read a list joined by ``;``; an empty one has no cites."""
    return tuple(parse(part.strip()) for part in text.split(";") if part.strip())


def parse_short(text: str) -> tuple[str, str | None, Place | None]:
    """Read what a person writes, ``csl/21`` or ``csl@2017/21``: instrument, version (None: by date) and place."""
    written = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip().lower()
    if "@" in written:
        cite = parse(written)
        return cite.instrument, cite.version, cite.place
    if len(written) <= LONGEST and (found := SHORT.fullmatch(written)):
        instrument, raw = found.groups()
        if raw is None:
            return instrument, None, None
        if place := _place(instrument, raw):
            return instrument, None, place
    raise _malformed(text)


def check(cite: Cite, shapes: Mapping[str, Shape]) -> None:
    """Refuse a place that its instrument does not have; an instrument without known shapes is not checked."""
    law = f"{cite.instrument}@{cite.version}"
    count = sum(1 for known in shapes if known.startswith(f"{law}/"))
    if not count or cite.place is None:
        return
    wrong = _wrong(cite.place, law, count, shapes)
    if wrong:
        raise LawError(f"{cite} does not exist: {wrong.en}", f"{cite} 不存在：{wrong.zh}")


def covers(outer: Cite | str, inner: Cite | str) -> bool:
    """Whether *outer* is *inner* or contains it: ``csl@2017`` > ``csl@2017/21-25`` > ``csl@2017/21`` > ``csl@2017/21(3)``."""
    a = parse(outer) if isinstance(outer, str) else outer
    b = parse(inner) if isinstance(inner, str) else inner
    if (a.instrument, a.version) != (b.instrument, b.version):
        return False
    match a.place, b.place:
        case None, _:
            return True
        case Range(first, last), Article(number, inserted):
            return first <= number <= last and (number < last or not inserted)
        case Range(first, last), Range(low, high):
            return first <= low and high <= last
        case Article() as x, Article() as y:
            return _begins(_path(x), _path(y))
        case Annex() as x, Annex() as y:
            return _begins((x.part, x.item), (y.part, y.item))
        case Clause() as x, Clause() as y:
            return x == y or (x.letter is None and x.numbers == y.numbers[: len(x.numbers)])
        case x, y:
            return x == y


def _place(instrument: str, raw: str) -> Place | None:
    if instrument.startswith(STANDARDS):
        found = CLAUSE.fullmatch(raw)
        return Clause(tuple(map(int, found[1].split("."))), found[2]) if found else None
    if found := ARTICLE.fullmatch(raw):
        number, *rest = found.groups()
        return Article(int(number), *(int(n) if n else None for n in rest))
    if (found := RANGE.fullmatch(raw)) and int(found[1]) < int(found[2]):
        return Range(int(found[1]), int(found[2]))
    if found := ANNEX.fullmatch(raw):
        return Annex(*(int(n) if n else None for n in found.groups()))
    if found := QUESTION.fullmatch(raw):
        return Question(int(found[1]))
    return None


def _malformed(text: str) -> LawError:
    shown = text[:LONGEST]
    return LawError(
        f"{shown!r} is not a citation; write it like csl/21, csl@2017/21(3) or csl@2026/61.1",
        f"{shown!r} 不是条款引用；请写作 csl/21、csl@2017/21(3) 或 csl@2026/61.1",
    )


def _wrong(place: Place, law: str, count: int, shapes: Mapping[str, Shape]) -> Text | None:
    none_such = Text(f"{law} has articles 1 to {count}", f"{law} 共有第一条至第{chinese_number(count)}条")
    match place:
        case Range(_, last):
            return None if last <= count else none_such
        case Article(number, inserted, paragraph, item):
            shape = shapes.get(f"{law}/{number}")
            if shape is None or inserted:
                return none_such
            return _wrong_part(number, paragraph, item, shape)
        case _:
            return none_such


def _wrong_part(number: int, paragraph: int | None, item: int | None, shape: Shape) -> Text | None:
    paragraphs = len(shape.items)
    if paragraphs == 1 and paragraph:
        return Text(
            f"Article {number} has one paragraph, which is written {number} or {number}(i), without .{paragraph}",
            f"第{chinese_number(number)}条只有一款，应写作 {number} 或者 {number}(i)，不写 .{paragraph}",
        )
    if paragraphs > 1 and item and not paragraph:
        return Text(
            f"Article {number} has {paragraphs} paragraphs; name the one that the item belongs to, as in {number}.1({item})",
            f"第{chinese_number(number)}条有{chinese_number(paragraphs)}款，须写明该项属于哪一款，如 {number}.1({item})",
        )
    if paragraph and paragraph > paragraphs:
        return Text(
            f"Article {number} has {paragraphs} paragraphs",
            f"第{chinese_number(number)}条只有{chinese_number(paragraphs)}款",
        )
    items = shape.items[(paragraph or 1) - 1]
    if item and item > items:
        return Text(
            f"that paragraph of Article {number} has {items} items", f"第{chinese_number(number)}条该款共有 {items} 项"
        )
    return None


def _path(place: Article) -> tuple[int | None, ...]:
    # 253_1 is another article than 253, not a part of it
    return (place.number, place.inserted or 0, place.paragraph, place.item)


def _begins(outer: tuple[int | None, ...], inner: tuple[int | None, ...]) -> bool:
    return all(a is None or a == b for a, b in zip(outer, inner, strict=True))
