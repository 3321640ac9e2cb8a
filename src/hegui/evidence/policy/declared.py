"""What a policy declares: kinds, purposes, recipients, SDKs, how long, how fast, whether abroad. Negated sentences declare nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from hegui.evidence.policy.lexicon import KIND, Words, data, mask, of
from hegui.evidence.policy.names import companies, kits, sdks
from hegui.evidence.policy.sentences import Sentence

# Groups of words that are asked for together.
_TOGETHER = {
    "giving": ("give", "give_on", "sdk"),
    "given": ("give", "give_on"),
    "naming": ("company", "provider"),
    "handling": ("collect", "use", "give", "give_on", "keep", "sensitive", "automatic"),
    "handled_below": ("collect", "use", "give", "give_on", "keep", "sensitive", "automatic", KIND),
    "purpose": ("use", "collect", "give"),
    "moving": ("give", "give_on", "keep", "domestic_only"),
    "open": ("unless", "conditional"),
}
_UNITS = {
    "工作日": "working_days", "business days": "working_days", "working days": "working_days",
    "月": "months", "month": "months", "年": "years", "year": "years", "小时": "hours", "hour": "hours", "周": "weeks", "week": "weeks",
}  # fmt: skip
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ENGLISH = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}
_AMOUNT = re.compile(
    r"(?P<n>\d{1,4}|[一二三四五六七八九十两]{1,3}|"
    + "|".join(sorted(_ENGLISH, key=len, reverse=True))
    + r")\s?(?:\(\d+\)\s)?(?:个)?"
    r"(?P<unit>工作日|(?:business|working) days|月|年|天|自然日|日|小时|周|(?:calendar )?days?|months?|years?|hours?|weeks?)",
    re.IGNORECASE,
)
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
    text: str,
    sentences: Sequence[Sentence],
    words: Sequence[Words],
    aboves: Sequence[int],
    places: dict[str, list[int]],
) -> Declared:
    """What the sentences of a policy declare; *aboves* are the words above each, *places* those of its elements."""
    said = [text[sentence.start : sentence.end] for sentence in sentences]
    handler = next((name for place in sorted(places["handler_identity"]) for name in companies(said[place])), None)
    recipients: dict[str, int] = {}
    recipient_kinds: dict[str, int] = {}
    handling: list[Handling] = []
    asked = _masks()
    for place, (found, over) in enumerate(zip(words, aboves, strict=True)):
        groups = found.groups
        given = bool(groups & asked["giving"]) and not _denied(groups, "deny_give")
        named = [name for name in companies(said[place]) if name != handler] if groups & asked["naming"] else []
        if named and (given or groups & asked["provider"] or over & asked["giving"]):
            for name in named:
                recipients.setdefault(name, place)
        if given:
            for code in of(found, "recipients.yaml"):
                recipient_kinds.setdefault(code.removeprefix("to_"), place)
        handled = found.kinds and (groups & asked["handling"] or over & asked["handled_below"])
        if handled and not (_denied(groups, "deny") or _denied(over, "deny")):
            purposes = tuple(of(found, "purposes.yaml")) if groups & asked["purpose"] else ()
            handling.append(Handling(place, found.kinds, purposes, tuple(named), given))
    return Declared(
        handler=handler,
        version=_version(said, places["effective_date"]),
        handling=tuple(handling),
        recipients=recipients,
        recipient_kinds=recipient_kinds,
        sdks=_kits(said, sentences, words),
        cross_border=_cross_border(words),
        retention=tuple(_terms(said, places["retention_period"])),
        answers=tuple(_terms(said, places["response_time"])),
        vague=tuple(n for n, found in enumerate(words) if _hides(found)),
    )


@cache
def _masks() -> Mapping[str, int]:
    """The bits of every group of the lexicon, and of those that are asked for together."""
    single = {group: mask(group) for group in (*data("lexicon.yaml"), KIND)}
    return single | {name: mask(*groups) for name, groups in _TOGETHER.items()}


def _denied(groups: int, deny: str) -> bool:
    asked = _masks()
    return bool(groups & asked[deny]) and not groups & asked["open"]


def _kits(said: Sequence[str], sentences: Sequence[Sentence], words: Sequence[Words]) -> dict[str, int]:
    """The kits that a policy names: by that word; and, where it lists kits, by labels, by who provides them, and in the heading above that."""
    asked = _masks()
    found: dict[str, int] = {}
    listing = False
    for place, told in enumerate(words):
        named: list[str] = []
        if told.groups & asked["sdk"] and not _denied(told.groups, "deny"):
            listing = True
            named += sdks(said[place])
        if listing and told.groups & asked["provider"]:
            named += kits(said[place])
            if not named and place - 1 in sentences[place].above and not words[place - 1].groups & asked["sdk"]:
                named.append(said[place - 1].strip(" *#\n"))
        for name in named:
            found.setdefault(name, place)
    return found


def _hides(words: Words) -> bool:
    """Vague words matter where they stand in for kinds of information or for recipients."""
    asked, groups = _masks(), words.groups
    if not groups & asked["vague"]:
        return False
    return bool(groups & asked["collect"] and words.kinds) or bool(groups & asked["given"] and groups & asked["others"])


def _cross_border(words: Sequence[Words]) -> bool | None:
    """True where the policy says that information goes abroad, False where it says that none does, None where it is silent."""
    asked = _masks()
    spoken = {found.groups for found in words if found.groups & asked["abroad"] and found.groups & asked["moving"]}
    denied = {groups for groups in spoken if groups & asked["domestic_only"] or _denied(groups, "deny_give")}
    if any(not groups & asked["open"] for groups in spoken - denied):
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
