"""The memo as one self-contained page in both languages; nothing is requested from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hegui.claims.blocks import joined, labels, text
from hegui.claims.data import sentence
from hegui.claims.memo import memo
from hegui.text import Lang, Text

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HTML_LANG: Mapping[Lang, str] = {"en": "en", "zh": "zh-CN"}
# A file may carry control characters and text-direction overrides; each is shown as one sign.
UNSEEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)}
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
VISIBLE = dict.fromkeys(UNSEEN - {0x09, 0x0A, 0x0D}, "\N{REPLACEMENT CHARACTER}")


def html(document: Mapping[str, Any], lang: Lang = "en") -> str:
    """The page, showing ``lang`` until the reader switches."""
    return (
        _environment()
        .get_template("memo.html")
        .render(
            doc=document,
            blocks=memo(document),
            lang=lang,
            html_lang=HTML_LANG[lang],
            page_title=text(document["claim"]["title"]).in_(lang).translate(VISIBLE),
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("hegui.claims", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "css": _css(),
        "t": both,
        "text": text,
        "w": lambda key: both(labels()[key]),
        "statement": sentence("statement"),
        "brackets": lambda value: Text(f"({value.en})", f"（{value.zh}）"),
        "listed": lambda texts: joined(list(texts)),
        "kind": lambda block: type(block).__name__,
    }
    return environment


def both(value: Text) -> Markup:
    """A text in both languages, each marked; once and unmarked where they are the same."""
    from markupsafe import Markup

    en, zh = (_whole_days(part.translate(VISIBLE)) for part in value)
    if en == zh:
        return en
    return Markup('<span lang="en">{}</span><span lang="zh-CN">{}</span>').format(en, zh)


def _whole_days(said: str) -> Markup:
    """The text, escaped, with days that never break at the end of a line."""
    from markupsafe import Markup

    day = Markup("<time>{}</time>")
    return Markup("").join(day.format(part) if DAY.fullmatch(part) else part for part in DAY.split(said))


@cache
def _css() -> Markup:
    from markupsafe import Markup

    return Markup(files("hegui.claims").joinpath("templates/memo.css").read_text(encoding="utf-8"))
