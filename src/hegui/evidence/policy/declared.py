"""What a policy declares: kinds, purposes, recipients, SDKs, how long, how fast, whether abroad. Negated sentences declare nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hegui.evidence.policy.lexicon import KIND, NOTHING, Words, mask, of
from hegui.evidence.policy.names import companies, sdks
from hegui.evidence.policy.sentences import Sentence

_HANDLING = ("collect", "use", "give", "give_on", "keep", "sensitive", "automatic")
_GIVING = ("give", "give_on", "sdk")
_AMOUNT = re.compile(
    r"(?P<n>\d{1,4}|[一二三四五六七八九十两]{1,3}|thirty|fifteen|ten|forty-five|one|two|three|six|twelve)\s?(?:\(\d+\)\s)?(?:个)?"
    r"(?P<unit>工作日|(?:business|working) days|月|年|天|自然日|日|小时|周|(?:calendar )?days?|months?|years?|hours?|weeks?)",
    re.IGNORECASE,
)
_UNITS = {
    "工作日": "working_days", "business days": "working_days", "working days": "working_days",
    "月": "months", "month": "months", "年": "years", "year": "years", "小时": "hours", "hour": "hours", "周": "weeks", "week": "weeks",
}  # fmt: skip
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ENGLISH = {
    "one": 1,
    "two": 2,
    "three": 3,
    "six": 6,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "thirty": 30,
    "forty-five": 45,
}
_DAY = re.compile(r"([12]\d{3})[\s】\]]*[年./-][\s【\[]*(\d{1,2})[\s】\]]*[月./-][\s【\[]*(\d{1,2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH_DAY = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<y>[12]\d{3})",
    re.IGNORECASE,
)


class Term(NamedTuple):
    """A time that a policy names: so many units (hours, days, working_days, weeks, months, years), and the sentence that names it."""

    amount: int
    unit: str
    place: int


class Handling(NamedTuple):
    """One sentence that declares kinds of personal information, what for and to whom."""

    place: int
    kinds: tuple[str, ...]
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    given: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """What a policy declares, with the sentences that say so."""

    handler: str | None
    version: date | None
    handling: tuple[Handling, ...]
    recipients: dict[str, int]
    recipient_kinds: dict[str, int]
    sdks: dict[str, int]
    cross_border: bool | None
    retention: tuple[Term, ...]
    answers: tuple[Term, ...]
    vague: tuple[int, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds, sorted."""
        return tuple(sorted({kind for one in self.handling for kind in one.kinds}))

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes, sorted."""
        return tuple(sorted({purpose for one in self.handling for purpose in one.purposes}))


def declared(
    text: str, sentences: Sequence[Sentence], words: Sequence[Words], places: dict[str, list[int]]
) -> Declared:
    """What the sentences of a policy declare; *places* are those of its elements."""
    said = [text[sentence.start : sentence.end] for sentence in sentences]
    handler = next((name for place in sorted(places["handler_identity"]) for name in companies(said[place])), None)
    recipients: dict[str, int] = {}
    recipient_kinds: dict[str, int] = {}
    kits: dict[str, int] = {}
    handling: list[Handling] = []
    for place, found in enumerate(words):
        above = words[sentences[place].heading] if sentences[place].heading >= 0 else NOTHING
        given = _any(found, *_GIVING) and not _denied(found, "deny_give")
        named = [name for name in companies(said[place]) if name != handler] if _any(found, "company") else []
        if given or _any(above, *_GIVING):
            for name in named:
                recipients.setdefault(name, place)
        if _any(found, "sdk"):
            for name in sdks(said[place]):
                kits.setdefault(name, place)
        if given:
            for code in of(found, "recipients.yaml"):
                recipient_kinds.setdefault(code.removeprefix("to_"), place)
        if found.kinds and _handled(found, above) and not _denied(found, "deny"):
            purposes = tuple(of(found, "purposes.yaml")) if _any(found, "use", "collect", "give") else ()
            handling.append(Handling(place, found.kinds, purposes, tuple(named), given))
    return Declared(
        handler=handler,
        version=_version(said, places["effective_date"]),
        handling=tuple(handling),
        recipients=recipients,
        recipient_kinds=recipient_kinds,
        sdks=kits,
        cross_border=_cross_border(words),
        retention=tuple(_terms(said, places["retention_period"])),
        answers=tuple(_terms(said, places["response_time"])),
        vague=tuple(n for n, found in enumerate(words) if _any(found, "vague") and _hides(found)),
    )


def _any(words: Words, *groups: str) -> bool:
    return bool(words.groups & mask(*groups))


def _denied(words: Words, deny: str) -> bool:
    return _any(words, deny) and not _any(words, "unless", "conditional")


def _handled(words: Words, above: Words) -> bool:
    return _any(words, *_HANDLING) or _any(above, *_HANDLING, KIND)


def _hides(words: Words) -> bool:
    """Vague words matter where they stand in for kinds of information or for recipients."""
    return (_any(words, "collect") and bool(words.kinds)) or (_any(words, "give", "give_on") and _any(words, "others"))


def _cross_border(words: Sequence[Words]) -> bool | None:
    """True where the policy says that information goes abroad, False where it says that none does, None where it is silent."""
    spoken = [
        found for found in words if _any(found, "abroad") and _any(found, "give", "give_on", "keep", "domestic_only")
    ]
    denied = [found for found in spoken if _any(found, "domestic_only") or _denied(found, "deny_give")]
    if any(found not in denied and not _any(found, "conditional", "unless") for found in spoken):
        return True
    return False if denied else None


def _terms(said: Sequence[str], places: Sequence[int]) -> Iterator[Term]:
    for place in sorted(places):
        for match in _AMOUNT.finditer(said[place]):
            if amount := _number(match["n"]):
                unit = match["unit"].lower()
                yield Term(amount, _UNITS.get(unit) or _UNITS.get(unit.rstrip("s")) or "days", place)


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if word.lower() in _ENGLISH:
        return _ENGLISH[word.lower()]
    tens, ten, ones = word.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def _version(said: Sequence[str], places: Sequence[int]) -> date | None:
    """The day from which this version applies: the latest day among the sentences that date it, an effective day first."""
    days = [
        (bool(re.search("生效|effective|实施|施行", said[p], re.IGNORECASE)), day)
        for p in places
        for day in _days(said[p])
    ]
    return max(days)[1] if days else None


def _days(sentence: str) -> Iterator[date]:
    for match in _DAY.finditer(sentence):
        if day := _day(*(int(part) for part in match.groups())):
            yield day
    for match in _ENGLISH_DAY.finditer(sentence):
        if day := _day(int(match["y"]), _MONTHS.index(match["m"].lower()) + 1, int(match["d1"] or match["d2"] or 1)):
            yield day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
