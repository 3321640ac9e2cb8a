"""Sentences filled from typed columns, in both languages in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hegui.checks import _PLACEHOLDER, Check, Sentence, words
from hegui.dates import SHANGHAI
from hegui.errors import CheckError
from hegui.text import Lang, Text

_UNKNOWN = Text("unknown", "不详")
_JOIN = Text(", ", "、")


def sentence_of(check: Check, row: Mapping[str, Any]) -> Sentence:
    """The sentence that a row of the query names; an unknown one, or a verdict without an exhibit, is a CheckError."""
    sentence = check.sentences.get(row["sentence"])
    if sentence is None:
        raise CheckError(
            f"check {check.id} gave the sentence {row['sentence']!r}, which check.yaml does not have",
            f"检查 {check.id} 给出了 check.yaml 中没有的语句 {row['sentence']!r}",
        )
    if sentence.verdict in ("met", "not_met") and not row["exhibits"]:
        raise CheckError(
            f"check {check.id}: sentence {sentence.key} means {sentence.verdict} but the row names no exhibit",
            f"检查 {check.id}：语句 {sentence.key} 表示 {sentence.verdict}，但该行没有证据项",
        )
    return sentence


def fill(check: Check, sentence: Sentence, row: Mapping[str, Any], subject: Text, strict: bool = False) -> Text:
    """The sentence for one row of the query, about a *subject* by its name in both languages.

    ``strict`` refuses a null that the check does not declare optional.
    """

    def one(lang: Lang) -> str:
        def value(name: str) -> str:
            if name == "subject":
                return subject.in_(lang)
            raw = row.get(name)
            if raw is None and strict and name not in check.optional:
                raise CheckError(
                    f"check {check.id}: sentence {sentence.key} needs {name}, which is null; declare it optional with '?'",
                    f"检查 {check.id}：语句 {sentence.key} 需要 {name}，但其为空；如允许为空请以“?”标明",
                )
            return show(raw, check.columns.get(name, "id"), lang)

        return _PLACEHOLDER.sub(lambda m: value(m[1]), sentence.template.in_(lang))

    return Text(one("en"), one("zh"))


def show(raw: Any, kind: str, lang: Lang) -> str:
    """A value in words: a date as ISO, a number with separators, money in CNY, a code by ``words.yaml``."""
    if raw is None:
        return _UNKNOWN.in_(lang)
    if kind == "date":
        return _day(raw).isoformat()
    if kind == "number":
        return f"{raw:,.0f}" if float(raw).is_integer() else f"{raw:,.1f}"
    if kind == "share":
        return f"{raw:.1%}"
    if kind == "money":
        return f"CNY {raw:,.0f}" if lang == "en" else f"{raw:,.0f}元"
    if kind == "code":
        return code(raw, lang)
    if kind in ("codes", "ids"):
        each = (code(one, lang) for one in raw) if kind == "codes" else map(str, raw)
        return _JOIN.in_(lang).join(each) or _UNKNOWN.in_(lang)
    return str(raw)


def code(raw: str, lang: Lang) -> str:
    """The word for a code; a code without words is a CheckError."""
    known = words().get(raw)
    if known is None:
        raise CheckError(
            f"the code {raw!r} has no words; add it to words.yaml", f"代码 {raw!r} 没有对应的词；请在 words.yaml 中补充"
        )
    return known.in_(lang)


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.astimezone(SHANGHAI).date()
    if isinstance(raw, date):
        return raw
    raise TypeError(f"not a date: {type(raw).__name__}")
