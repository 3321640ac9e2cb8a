"""report.html: one self-contained page in both languages, from the dossier alone.

Both languages are in the page; which one shows is a radio button and CSS, so it reads, switches and prints without a script.
Nothing is requested from anywhere: style and pictures are inline, and a content security policy forbids the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hegui.dossier import LIMITS, Dossier, with_tier
from hegui.dossier.reading import REPORT
from hegui.report import register, values, view
from hegui.report.flows import MOST
from hegui.report.handling import comparison
from hegui.report.log_calendar import calendar
from hegui.report.log_matrix import matrix
from hegui.report.pictures import pictures
from hegui.report.waterfall import waterfall
from hegui.report.words import as_text, glossary, listed, say, visible, word
from hegui.text import Lang

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

CARDS = 20  # findings of one obligation shown in full
ROWS = 200  # rows of any table
HTML_LANG: Mapping[Lang, str] = {"en": "en", "zh": "zh-CN"}


def html(d: Dossier, lang: Lang = "en") -> str:
    """The page, showing ``lang`` until the reader switches."""
    return (
        _environment()
        .get_template("page.html")
        .render(
            **_content(d),
            **_lookups(d),
            lang=lang,
            html_lang=HTML_LANG[lang],
            page_title=say("title").in_(lang),
        )
    )


def _content(d: Dossier) -> dict[str, Any]:
    """What the page shows."""
    duties = view.duties(d.document, d.findings, d.law)
    return {
        "doc": d.document,
        "law": d.law,
        "exposure": d.document["exposure"],
        "versions": view.versions(d.document, d.law),
        "people": view.people(d.document),
        "findings": d.findings,
        "duties": duties,
        "groups": view.groups(duties, d.law),
        "bare": view.groups([duty for duty in duties if duty.verdict == "unproven" and not duty.has_evidence], d.law),
        "places": {duty.id: number for number, duty in enumerate(duties)},
        "steps": view.steps(duties),
        "unseen": view.unseen(duties),
        "sources": register.sources(d),
        "exhibits": register.exhibits(d.findings),
        "calendar": calendar(d),
        "matrix": matrix(d),
        "handling": comparison(d),
        "waterfall": _picture(waterfall(d.document["exposure"])),
        "queries": [(id_, d.checks[id_]) for id_ in sorted(d.checks)],
        "files": [entry for entry in d.manifest if entry.path != REPORT],
    }


def _lookups(d: Dossier) -> dict[str, Callable[..., Any] | Mapping[str, int]]:
    """What the templates ask of this dossier's own words and law."""
    words: Mapping[str, Any] = d.law.get("words", {})
    duties = d.law.get("obligations", {})
    cites = {cite: number for number, cite in enumerate(sorted(d.law.get("articles", {})))}
    judged_on = d.document["as_if"] or d.document["on"]
    return {
        "pictures": pictures(d),
        "cites": cites,
        "cite": lambda cite: _cite(cite, cites, d.law),
        "code": lambda kind, code: both(word(kind, code, words)),
        "say_code": lambda kind, code: word(kind, code, words),
        "duty_title": lambda id_: both(duties[id_]["title"] if id_ in duties else id_),
        "expired": lambda until: until is not None and until < judged_on,
        "fine": lambda tier: values.fine(tier, words),
        "similar": lambda finding: _similar(finding, {case["id"]: case for case in d.cases}),
        "tier": lambda sanction: with_tier(d.law, sanction),
    }


def _similar(finding: Mapping[str, Any], cases: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The decided cases that resemble a finding, each with the reasons."""
    found = []
    for case in (cases[id_] for id_ in finding["similar_cases"] if id_ in cases):
        reasons: list[Any] = next((of["reasons"] for of in case["findings"] if of["id"] == finding["id"]), [])
        found.append({**case, "reasons": reasons})
    return found


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("hegui.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals |= {
        "CARDS": CARDS,
        "FLOWS": MOST,
        "ROWS": ROWS,
        "ORDER": view.ORDER,
        "WORST": view.WORST,
        "VERSIONS": view.VERSIONS,
        "LIMITS": LIMITS,
        "css": _css(),
        "glossary": glossary(),
        "k": _cell_label,
        "t": both,
        "w": lambda key, **args: both(say(key, **args)),
        "counted": lambda counts: both(values.counted(counts)),
        "fine_each": values.fine_each,
        "listed": listed,
        "moment": _time,
        "plain_moment": values.moment,
        "duty_price": lambda duty: values.price(0, None if math.isinf(duty.most) else duty.most),
        "n": values.number,
        "of": lambda coverage, word_of: both(values.of(coverage, word_of("unit", coverage["unit"]))),
        "percent": lambda part, whole: f"{part / whole:.4%}",
        "period": lambda span: both(values.period(span)),
        "picture": _picture,
        "price": lambda least, most: both(values.price(least, most)),
        "say_counted": values.counted,
        "say_price": lambda amount: values.price(amount["min"], amount["max"]),
    }
    return environment


def both(value: Any) -> Markup:
    """A text in both languages, each marked; once and unmarked where they are the same."""
    from markupsafe import Markup, escape

    text = as_text(value)
    if text.en == text.zh:
        return escape(visible(text.en))
    return Markup('<span lang="en">{}</span><span lang="zh-CN">{}</span>').format(*map(visible, text))


def _shown(value: Any) -> Any:
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _time(raw: str | None) -> Markup:
    from markupsafe import Markup

    return Markup("<time>{}</time>").format(values.moment(raw))


def _picture(svg: str) -> Markup:
    from markupsafe import Markup

    return Markup(svg)


def _cell_label(key: str) -> Markup:
    """The heading of a column, repeated in its cells for narrow screens."""
    from markupsafe import Markup

    return Markup('<span class="k">{}</span>').format(both(say(key)))


def _cite(cite: str, cites: Mapping[str, int], law: Mapping[str, Any]) -> Markup:
    """A citation, leading to its text where the dossier has it; shown as from memory where nobody read the text."""
    from markupsafe import Markup

    if cite not in cites:
        return Markup("<code>{}</code>").format(cite)
    mark = both(say("memory.short")) if law["articles"][cite].get("confidence") == "memory" else ""
    flag = Markup('<span class="memory">{}</span>').format(mark) if mark else ""
    return Markup('<a class="cite" href="#a{}"><code>{}</code></a>{}').format(cites[cite], cite, flag)


@cache
def _css() -> Markup:
    from markupsafe import Markup

    return Markup(files("hegui.report").joinpath("templates/style.css").read_text(encoding="utf-8"))
