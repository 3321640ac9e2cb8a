"""Which kind a column's name speaks for: in English, in Chinese, in full pinyin (``shenfenzhenghao``) or its initials (``sfzh``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from hegui import yaml12
from hegui.recognise.pi.kinds import KINDS, Kind

PEOPLE_HAVE = frozenset({"cn_resident_id", "cn_mobile", "birth_date", "cn_passport", "wechat_id"})
GLUED = re.compile(r"[a-z]{2,}(phone|mobile|email|address|idcard|birthday|password|passport)")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
TYPE_LETTER = re.compile(r"^(?:[a-z]|F)(?=[A-Z][a-z])")  # of the type, before a name: cName, FName
SHORTEST = 4  # letters of initials of pinyin: shorter ones stand for too much


class _Words(NamedTuple):
    """What ``naming.yaml`` says."""

    people: re.Pattern[str]
    not_people: re.Pattern[str]
    properties: re.Pattern[str]
    properties_zh: tuple[str, ...]
    elsewhere: re.Pattern[str]
    after: re.Pattern[str]
    after_english: re.Pattern[str]
    not_by_comment: re.Pattern[str]
    vague: frozenset[str]
    of_people: frozenset[str]
    roles: tuple[str, ...]
    syllables: dict[str, str]  # of each character
    simplified: dict[int, str]


def squashed(name: str) -> str:
    """A column name in lower case, in simplified characters, without separators and without the table before a dot."""
    last = TYPE_LETTER.sub("", name.rsplit(".", 1)[-1].removesuffix("[]"))
    return re.sub(r"[\s_.\-]+", "", last.lower()).translate(_words().simplified)


def is_vague(name: str) -> bool:
    """Whether a name says so little that the values must bear it out."""
    plain = squashed(name)
    return plain in _words().vague or plain in _initials()


def about_people(table: str) -> bool:
    """Whether the name of a table says that its rows are people, or hold what they said of themselves."""
    words = _words()
    return words.people.search(table) is not None and words.not_people.search(table) is None


def table_of_people(table: str, columns: Iterable[str]) -> str:
    """The name of a table as ``named`` takes it: none where its columns, not its name, say that it is about people."""
    if about_people(table):
        return table
    kinds = {kind.id for column in columns for kind in named(column, table)}
    return "" if kinds & PEOPLE_HAVE else table


def named(name: str, table: str = "") -> list[Kind]:
    """The kinds that a column's name speaks for: one, or two for telephones; ``name`` alone and the like only in a table about people."""
    last = name.rsplit(".", 1)[-1]
    plain = squashed(last)
    exact = _by_name().get(plain) or _initials().get(plain)
    if _words().elsewhere.search(name.translate(_words().simplified)):
        return []
    if plain in _words().of_people and table and not about_people(table) and not about_people(name[: -len(last)]):
        return []
    if exact:
        return exact
    if _about_something_else(last):
        return []
    words = _parted(last)
    ends = {kind.id: max((_end_of(kind, words, word) for word in kind.words), default=0) for kind in KINDS}
    best = max(ends.values())
    if best:
        return [kind for kind in KINDS if ends[kind.id] == best][:2]
    return _named_at_its_end(words) or _glued(plain)


def commented(name: str, comment: str, table: str = "") -> list[Kind]:
    """The kinds that the first words of a column's comment speak for, where its name is open to that."""
    if not comment or _words().not_by_comment.search(name):
        return []
    label = re.split(r"[\s,，;；:：。]", comment.strip(), maxsplit=1)[0]
    return named(label, table) if label and not label.startswith("是否") else []


def _parted(name: str) -> str:
    """The words of a name in lower case between underscores."""
    parts = re.sub(r"[\s.\-]+", "_", CAMEL.sub("_", name)).lower()
    return f"_{parts.translate(_words().simplified)}_"


def _end_of(kind: Kind, words: str, word: str) -> int:
    """Where a word ends in a longer name, 0 where it is not in it: the last word of a name says what is meant."""
    if word.isascii():
        at = words.rfind(f"_{word}_")
        return at + len(word) + 1 if at >= 0 and _words().after_english.fullmatch(words, at + len(word) + 1) else 0
    at = words.rfind(word)
    if at < 0:
        spelt = _spelt(word)
        return len(words) if len(spelt) > SHORTEST and words.endswith(f"{spelt}_") else 0
    end = at + len(word)
    return end if kind.label_only or _words().after.fullmatch(words, end) else 0


def _named_at_its_end(words: str) -> list[Kind]:
    """The kinds of a name whose last words are one (``pickup_lat``); their values must bear it out."""
    parts = words.strip("_").split("_")
    for first in range(1, len(parts)):
        end = "".join(parts[first:])
        if end == "name" and about_people(parts[first - 1]):
            return _by_name()["name"]
        kinds = [
            kind for kind in _by_name().get(end, ()) if kind.shape and not kind.label_only and kind.id != "account_id"
        ]
        if kinds and len(end) > 2 and end not in _words().vague:
            return kinds
    return []


def _glued(plain: str) -> list[Kind]:
    """The kinds of a name whose words no separator parts: ``receiveraddress``."""
    end = GLUED.fullmatch(plain)
    return _by_name()[end[1]] if end else []


def _about_something_else(name: str) -> bool:
    """Whether a name ends in a property of the thing named: ``pwd_update_date``, ``email_verified``, 密码状态."""
    words = _words()
    if name.translate(words.simplified).removesuffix("码").removesuffix("代").endswith(words.properties_zh):
        return True
    last = CAMEL.split(re.split(r"[\s_.\-]+", name)[-1])[-1]
    return words.properties.fullmatch(last) is not None and not re.search(r"(?i)birth[_ ]?date$", name)


@cache
def _by_name() -> dict[str, list[Kind]]:
    known: dict[str, list[Kind]] = {}
    for kind in KINDS:
        for name in {*kind.names, *(_spelt(name) for name in kind.names if len(name) > 1)} - {""}:
            known.setdefault(name, []).append(kind)
    return known


@cache
def _initials() -> dict[str, list[Kind]]:
    """Initials of pinyin that no list names: of Chinese names, and of a role and a word (投保人电话); of kinds whose values have a shape."""
    known: dict[str, list[Kind]] = {}
    for kind in (kind for kind in KINDS if kind.shape and not kind.label_only):
        words = [word for word in kind.words if not word.isascii()]
        names = [*kind.names, *(role + word for role in _words().roles for word in words)]
        for initials in dict.fromkeys(_spelt(name, first=1) for name in names):
            if len(initials) >= SHORTEST and initials not in _by_name():
                known.setdefault(initials, []).append(kind)
    return known


@cache
def _spelt(chinese: str, first: int | None = None) -> str:
    """A Chinese word in pinyin, or only the *first* letters of each syllable; nothing where a character is not listed."""
    syllables = [_words().syllables.get(char, "")[:first] for char in chinese]
    return "".join(syllables) if all(syllables) else ""


@cache
def _words() -> _Words:
    raw = yaml12.load(files("hegui.recognise.pi").joinpath("naming.yaml").read_text(encoding="utf-8"))

    def pattern(name: str) -> re.Pattern[str]:
        return re.compile(raw[name], re.IGNORECASE)

    return _Words(
        pattern("people"),
        pattern("not_people"),
        pattern("properties"),
        tuple(raw["properties_zh"]),
        pattern("elsewhere"),
        pattern("after"),
        pattern("after_english"),
        re.compile(raw["not_by_comment"]),
        frozenset(raw["vague"]),
        frozenset(raw["of_people"]),
        tuple(raw["roles"]),
        {char: syllable for syllable, chars in raw["syllables"].items() for char in chars},
        {ord(form): pair[0] for pair in raw["traditional"].split() for form in pair[1:]},
    )
