"""What a published decision says of its articles ("CSL 21(3); CSL 59(1)") as cites of the law of its day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from hegui.cases.words import data, say
from hegui.errors import LawError
from hegui.law import Law
from hegui.law import cite as cites
from hegui.text import Text

# The name of an instrument, perhaps its year or a remark in brackets, then article numbers: "MIIT Order 25 art 17", "PIPL 51, 57".
_NUMBER = r"\d{1,3}(?:\.\d{1,2})?(?:\(\d{1,2}\))*"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|、|and|和)\s*{_NUMBER})*"
_SEGMENT = re.compile(rf"(?P<name>.+?)/?\s*(?:(?:art(?:icle)?s?\.?|第)\s*)?(?P<numbers>{_NUMBERS})\s*条?")
_BRACKET = re.compile(rf"\((?:arts?\.? (?P<numbers>{_NUMBERS})[^()]*|[^()]*)\)")
_ONE = re.compile(_NUMBER)
_LONGEST = 2000  # characters; no decision names so many articles


@dataclass(frozen=True, slots=True)
class Cited:
    """What a decision names: numbered articles, instruments that the law data knows, and what is wrong with them."""

    cites: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    problems: tuple[Text, ...] = ()


def cited(law: Law, written: str, day: date) -> Cited:
    """Read the column ``instrument_articles``; what is said not to be cited ("not visible", "not cited per case …") is nothing."""
    text = unicodedata.normalize("NFKC", written[:_LONGEST]).strip()
    if not text or text.lower().startswith("not "):
        return Cited()
    found: dict[str, None] = {}
    instruments: dict[str, None] = {}
    problems: list[Text] = []
    for segment in filter(None, (part.strip() for part in _parts(text))):
        name, numbers = _taken_apart(segment)
        written_name, _, year = name.partition("@")
        instrument = _names(law).get(_plain(written_name))
        if instrument is None:
            continue
        version = law.version_on(instrument, day)
        if version is None or (year and year != version.version):
            # to name one without an article is no more than a reference to it
            problems += [say("not_in_force", name=name, day=day)] if numbers else []
            continue
        instruments[instrument] = None
        for number in numbers:
            cite = _cite(law, f"{instrument}@{version.version}", number)
            if cite is None:
                problems.append(say("no_such_article", name=name, number=number, day=day))
            else:
                found[cite] = None
    return Cited(tuple(found), tuple(instruments), tuple(problems))


def _parts(text: str) -> Iterable[str]:
    """The parts of a list; a semicolon within brackets does not divide."""
    return re.split(r";(?![^()]*\))", text)


def _taken_apart(segment: str) -> tuple[str, list[str]]:
    """Name and numbers; a bracket is left out of the name unless it lists articles."""
    listed = [m["numbers"] for m in _BRACKET.finditer(segment) if m["numbers"]]
    alone = _BRACKET.sub(lambda m: m[0] if _is_item(m) else "", segment).strip()
    if listed:
        return alone, _ONE.findall(listed[0])
    if _plain(alone) in _fixed_names():
        return alone, []
    if found := _SEGMENT.fullmatch(alone):
        return found["name"].strip(), _ONE.findall(found["numbers"])
    return alone, []


def _is_item(bracket: re.Match[str]) -> bool:
    """Whether a bracket is the paragraph or item of the number before it."""
    inner = bracket[0][1:-1]
    return inner.isdigit() and len(inner) < 3 and bracket.string[: bracket.start()][-1:].isalnum()


def _cite(law: Law, version: str, number: str) -> str | None:
    """The cite of a number as decisions write it: "21(3)" is an item where the article has one paragraph, else a paragraph.

    None where the version has no such article.
    """
    article, *inner = re.split(r"[(.]", number.replace(")", ""))
    cite = base = f"{version}/{article}"
    if inner:
        shape = law.shapes.get(base)
        first, *rest = inner
        divided = len(shape.items) > 1 if shape else f"{base}({first})" not in law.paragraphs
        cite = f"{base}.{first}" + (f"({rest[0]})" if rest else "") if divided else f"{base}({first})"
    try:
        cites.check(cites.parse(cite), law.shapes)
    except LawError:
        return None
    return cite


@cache
def _fixed_names() -> Mapping[str, str]:
    """Names that decisions use beside the titles of the law data, and some that end in a number of their own."""
    return {_plain(name): id_ for id_, names in data("instruments.yaml").items() for name in names}


_NAMES: list[tuple[Law, dict[str, str]]] = []  # of the last law asked; law data is not hashable


def _names(law: Law) -> Mapping[str, str]:
    if not _NAMES or _NAMES[0][0] is not law:
        own = {
            _plain(name): instrument.id
            for instrument in law.instruments
            for name in (*instrument.title, *instrument.short, instrument.id)
        }
        ids = {i.id for i in law.instruments}
        _NAMES[:] = [(law, own | {name: id_ for name, id_ in _fixed_names().items() if id_ in ids})]
    return _NAMES[0][1]


def _plain(name: str) -> str:
    return re.sub(r"[\s《》()()’'.-]+|中华人民共和国", "", name.lower())
