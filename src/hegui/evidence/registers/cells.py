"""One cell of a register: from what people wrote to a value of its column's type, or Wrong with a code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

from hegui.evidence.registers.moments import Wrong, moment
from hegui.evidence.registers.words import cells, normal, word_set
from hegui.facts import RegisterColumn, registers
from hegui.recognise.shapes import masked, masked_name

LONGEST_TEXT = 200
LARGEST_NUMBER = 10**15
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_ITEMS = re.compile(r"[,;/、|]+")
_NUMBER = re.compile(r"\+?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_ASIDE = re.compile(r"\([^()]*\)")
_BY = re.compile(r"\s*(?:之前|以前|前|止)\s*$")  # of a day that something is due by
_PLAIN = (str, int, float, bool, date, datetime, time, timedelta)

Reader = Callable[[object], Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell is read with: the zone of zone-less times, the last day that can have passed, the subjects by normal name."""

    zone: tzinfo
    today: date | None
    subjects: Mapping[str, str]


def reader(register: str, column: RegisterColumn, how: Reading, scale: int = 1) -> Reader:
    """The function that reads cells of a column; it returns None for an empty cell and raises Wrong for a bad one.

    ``scale``: what a number is multiplied by, where the heading says 万 (ten thousand).
    """
    name = f"{register}.{column.name}"
    value = _coded(register, column) if column.codes else _value_reader(name, column, how, scale)

    def read(raw: object) -> Any:
        if raw is None or raw != raw:  # NaN: what tables of numbers hold for nothing
            return None
        if isinstance(raw, list) and all(isinstance(one, str) for one in raw):
            raw = "、".join(raw)
        if not isinstance(raw, _PLAIN):
            raise Wrong("not_plain")
        if isinstance(raw, str):
            if column.type == "texts":
                raw = raw.strip().replace("\n", "、")
            raw = _SPACE.sub(" ", unicodedata.normalize("NFKC", raw)).strip()
            if raw[:1] == "#" and raw.upper() in _formula_errors():
                raise Wrong("formula_error")
            if column.type != "bool" and not column.codes and raw.casefold() in word_set("empty"):
                return None
        return value(raw)

    return read


def is_formula(raw: object) -> bool:
    """Whether a cell holds text that a spreadsheet would run when opened: = or @ and more, or + or - before anything but a number."""
    return isinstance(raw, str) and (
        (raw[:1] in ("=", "@") and len(raw) > 1) or (raw[:1] in ("+", "-") and any(c.isalpha() for c in raw))
    )


def _value_reader(name: str, column: RegisterColumn, how: Reading, scale: int) -> Reader:
    if column.type in ("date", "time"):
        return _timed(column, how)
    if column.type == "int":
        return lambda raw: _whole(raw, scale)
    if column.type == "float":
        return lambda raw: _number(raw) * scale
    if column.type == "bool":
        return _truth
    if column.type == "texts":
        return lambda raw: [_subject(item.strip(), how) for item in _ITEMS.split(_text(raw)) if item.strip()] or None
    if column.name in cells()["subjects"]:
        return lambda raw: _subject(_text(raw), how)
    if name in cells()["names"]:
        return lambda raw: masked_name(_text(raw))
    if name in cells()["forms"]:
        form = re.compile(cells()["forms"][name])
        return lambda raw: _formed(_text(raw), form)
    return lambda raw: masked(_text(raw))[:LONGEST_TEXT]


def _timed(column: RegisterColumn, how: Reading) -> Reader:
    def read(raw: object) -> Any:
        ahead = column.name in cells()["ahead"]
        found = moment(_BY.sub("", raw) if ahead and isinstance(raw, str) else raw, how.zone)
        if how.today is not None and found.day > how.today and not ahead:
            raise Wrong("future_date")
        return found

    return read


def _text(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < LARGEST_NUMBER:
        raw = int(raw)
    return str(raw)


def _formed(text: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(text) or masked(text) != text:
        raise Wrong("wrong_form")
    return text


def _subject(text: str, how: Reading) -> str:
    return how.subjects.get(normal(text)) or masked(text)[:LONGEST_TEXT]


def _truth(raw: object) -> bool | None:
    word = _text(raw).casefold() if not isinstance(raw, bool) else "1" if raw else "0"
    if word in word_set("yes_words"):
        return True
    if word in word_set("no_words"):
        return False
    if word in word_set("empty"):
        return None
    raise Wrong("not_yes_or_no")


def _whole(raw: object, scale: int) -> int:
    number = round(_number(raw) * scale, 6)
    if not number.is_integer():
        raise Wrong("not_a_whole_number")
    return int(number)


def _number(raw: object) -> float:
    """A count as people write it: 1,234 · 1.2万 · 12人; never negative."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Wrong("not_a_number")
    number = (
        _number_of_text(raw) if isinstance(raw, str) else float(raw) if abs(raw) <= LARGEST_NUMBER else float("inf")
    )
    if number < 0:
        raise Wrong("negative_number")
    if not number <= LARGEST_NUMBER:  # also NaN
        raise Wrong("not_a_number")
    return number


def _number_of_text(text: str) -> float:
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-").replace(" ", "")
    unit = next((u for u in _units() if text.casefold().endswith(u)), "")
    text = text[: len(text) - len(unit)]
    multiple: int = cells()["multiples"].get(text[-1:].casefold(), 1)
    if multiple != 1:
        text = text[:-1]
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        raise Wrong("not_a_number")
    return sign * float(text.replace(",", "")) * multiple


def _coded(register: str, column: RegisterColumn) -> Reader:
    """Read by the column's code words; in a column of whole numbers the codes are the numbers it may hold."""
    exact, patterns = _codes(register, column.name)

    def codes_in(text: str) -> list[str]:
        for said in (text, _ASIDE.sub("", text).strip()):
            if (code := exact.get(normal(said))) is not None:
                return [code]
            if found := sorted({code for pattern, code in patterns if pattern.fullmatch(said.casefold())}):
                return found
        return []

    def read(raw: object) -> Any:
        text = _text(raw)
        if text.casefold() in word_set("empty") and not codes_in(text):
            return None
        items = _ITEMS.split(text) if column.type == "texts" else [text]
        found = [codes_in(item.strip()) for item in items]
        if not all(found):
            raise Wrong("unknown_code")
        if column.type == "texts":
            return list(dict.fromkeys(code for some in found for code in some))
        if len(found[0]) > 1:
            raise Wrong("ambiguous_code")
        return int(found[0][0]) if column.type == "int" else found[0][0]

    return read


@cache
def _codes(register: str, name: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """The codes of a column by normal word, and by pattern where the word holds a *."""
    column = next(column for column in registers()[register].columns if column.name == name)
    exact: dict[str, str] = {}
    patterns = []
    for code, words in column.codes.items():
        for word in (code, *words):
            if "*" in word:
                parts = (re.escape(part.casefold()) for part in word.split("*"))
                patterns.append((re.compile(".*".join(parts)), code))
            else:
                exact[normal(word)] = code  # a test holds that no word stands for two codes
    return exact, patterns


@cache
def _formula_errors() -> frozenset[str]:
    return frozenset(cells()["formula_errors"])


@cache
def _units() -> tuple[str, ...]:
    return tuple(sorted(cells()["units"], key=len, reverse=True))
