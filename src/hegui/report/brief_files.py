"""The brief for an interview as a page that prints on two sheets, as a Word file, and for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from hegui.errors import InputError
from hegui.judge import screen
from hegui.rectify import letter
from hegui.report.brief import say
from hegui.report.words import visible
from hegui.text import Lang

if TYPE_CHECKING:
    from jinja2 import Environment

Json = Mapping[str, Any]

FORMATS = ("html", "docx", "text")
PAGES = (("who", "called", "findings", "done", "exposure"), ("will", "questions", "unsaid", "documents"))


def render(brief: Json, to: str, lang: Lang) -> str | bytes:
    """The brief in a format; InputError for a format that is none."""
    match to:
        case "html":
            return html(brief, lang)
        case "docx":
            return docx(brief, lang)
        case "text":
            return text(brief, lang)
    raise InputError(
        f"--to {to}: there is no such format; one of {', '.join(FORMATS)}",
        f"--to {to}：没有这种格式；可用：{'、'.join(FORMATS)}",
    )


def html(brief: Json, lang: Lang) -> str:
    """One self-contained page in one language; it prints on exactly two sheets of A4."""
    return (
        _environment()
        .get_template("brief.html")
        .render(
            brief=brief,
            lang=lang,
            html_lang={"en": "en", "zh": "zh-CN"}[lang],
            title=say("title").in_(lang),
            pages=PAGES,
            say=lambda key, **given: say(key, **given).in_(lang),
        )
    )


def docx(brief: Json, lang: Lang) -> bytes:
    """The same blocks as a Word file, the second page after a break."""
    made = letter.paper(lang, size=9.5, margin_cm=1.6)
    made.add_heading(f"{say('title').in_(lang)} · {brief['operator_name'][lang]}", 0)
    letter.lines(made, [brief["lead"][lang], *(warning[lang] for warning in brief["warnings"])])
    for number, keys in enumerate(PAGES):
        if number:
            letter.break_page(made)
        for key in keys:
            block = brief["blocks"][key]
            made.add_heading(block["title"][lang], 2)
            letter.lines(made, (line[lang] for line in block["lines"]), "List Bullet")
    letter.lines(made, [brief["statement"][lang]])
    return letter.saved(made)


def text(brief: Json, lang: Lang) -> str:
    """The same blocks for a terminal."""
    parts = [f"{say('title').in_(lang)} · {screen.said(brief['operator_name'], lang)}\n{brief['lead'][lang]}"]
    for block in brief["blocks"].values():
        lines = (screen.item(screen.plain(line[lang])) for line in block["lines"])
        parts.append("\n".join([block["title"][lang], *lines]))
    return "\n\n".join([*parts, brief["statement"][lang]])


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("hegui.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
