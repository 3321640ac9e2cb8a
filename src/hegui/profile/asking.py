"""The questions behind a first profile: data in ``questions.yaml``, put to a person or to a file of answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hegui.profile.kinds import Count, Day, FilePath, Level, Line, code_words
from hegui.profile.problems import data, problem
from hegui.profile.shape import problem_of
from hegui.profile.tree import CONTROL
from hegui.text import Text, text_of

_YES = {"y", "yes", "true", "是", "有", "1"}
_NO = {"n", "no", "false", "否", "没有", "无", "0"}
_THOUSANDS = re.compile(r"[,，\s]")
_SEPARATORS = re.compile(r"[,，、;；]")
_TYPED: Mapping[str, TypeAdapter[Any]] = {
    "line": TypeAdapter(Line),
    "path": TypeAdapter(FilePath),
    "day": TypeAdapter(Day),
    "number": TypeAdapter(Count),
    "level": TypeAdapter(Level),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: ``why`` is the article behind it in a line, ``cite`` its citation; ``codes`` or ``to`` name what may be chosen."""

    key: str
    ask: Text
    why: Text
    cite: str
    kind: str
    codes: str | None
    to: str | None
    required: bool
    default: str
    when: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; where they repeat, an empty first answer ends them."""

    key: str
    repeats: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: under its full key (``systems.1.level``), what may be chosen, and what was wrong with the last answer."""

    key: str
    question: Question
    choices: Mapping[str, Text]
    complaint: Text | None


Answer = Callable[[Asked], str]


class _RefusedError(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@cache
def questions() -> tuple[Group, ...]:
    """Every question, in the order they are put."""
    return tuple(
        Group(raw["group"], raw.get("repeats", False), tuple(map(_question, raw["questions"])))
        for raw in data("questions.yaml")
    )


def answers(answer: Answer) -> dict[str, Any]:
    """Put the questions to *answer*: by group, the values of its questions, or for a repeated group a list of them.

    *answer* gives the words for one question, "" for none; where they cannot be used it is asked again, with the complaint.
    """
    given: dict[str, Any] = {}
    for group in questions():
        given[group.key] = list(_repeated(group, answer, given)) if group.repeats else _once(group, "", answer, given)
    return given


def _repeated(group: Group, answer: Answer, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    number = 1
    while item := _once(group, f".{number}", answer, given):
        yield item
        number += 1


def _once(group: Group, number: str, answer: Answer, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of one group; empty where a repeated group's first answer is."""
    found: dict[str, Any] = {}
    for question in group.questions:
        holds = all(found.get(key) == word or (word == "any" and found.get(key)) for key, word in question.when.items())
        found[question.key] = _one(f"{group.key}{number}.{question.key}", question, answer, given) if holds else None
        if group.repeats and question is group.questions[0] and found[question.key] is None:
            return {}
    return found


def _one(key: str, question: Question, answer: Answer, given: Mapping[str, Any]) -> Any:
    choices = _choices(question, given)
    if question.to and not choices:
        return None
    complaint: Text | None = None
    while True:
        said = answer(Asked(key, question, choices, complaint)).strip() or question.default
        try:
            return _read(question, said, choices)
        except _RefusedError as refused:
            complaint = refused.text


def _choices(question: Question, given: Mapping[str, Any]) -> Mapping[str, Text]:
    if question.codes:
        return {code: text_of(dict(word)) for code, word in code_words(question.codes).items()}
    if question.to:
        return {str(n): Text(item["name"], item["name"]) for n, item in enumerate(given[question.to], 1)}
    return {}


def _read(question: Question, said: str, choices: Mapping[str, Text]) -> Any:
    """The value of an answer; None for an empty one."""
    if not said:
        if question.required:
            raise _RefusedError(problem("answer_needed").text)
        return [] if question.kind == "codes" else None
    if CONTROL.search(said):
        raise _RefusedError(problem("control_character").text)
    if question.kind == "yes_no":
        return _yes_no(said)
    if question.kind == "codes":
        parts = [part.strip() for part in _SEPARATORS.split(said)]
        return list(dict.fromkeys(_chosen(part, choices) for part in parts if part))
    if question.kind in ("code", "link"):
        return _chosen(said, choices)
    if question.kind == "number":
        said = _THOUSANDS.sub("", said)
    try:
        return _TYPED[question.kind].validate_python(said)
    except ValidationError as refused:
        raise _RefusedError(problem_of(said, refused.errors()[0]).text) from None


def _yes_no(said: str) -> bool:
    if said.lower() in _YES | _NO:
        return said.lower() in _YES
    raise _RefusedError(problem("answer_yes_no").text)


def _chosen(said: str, choices: Mapping[str, Text]) -> str:
    """The choice that an answer names: by its code, its number in the list or its words in either language."""
    for number, (code, words) in enumerate(choices.items(), 1):
        if said.lower() in (code, str(number), words.en.lower(), words.zh.lower(), *words.zh.split("、")):
            return code
    raise _RefusedError(problem("unknown_word", word=said, known=list(choices)).text)


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        key=raw["key"],
        ask=text_of(raw["ask"]),
        why=text_of(raw["why"]),
        cite=raw["cite"],
        kind=raw["kind"],
        codes=raw.get("codes"),
        to=raw.get("to"),
        required=raw.get("required", False),
        default=raw.get("default", ""),
        when=raw.get("when", {}),
    )
