"""Which act adds what to the exposure: a waterfall of the acts as SVG, in both languages, readable without colour or script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from hegui.report import values
from hegui.report.words import say
from hegui.text import Text

Json = Mapping[str, Any]

MOST = 14  # bars; the smallest acts beyond them stand as one
_ROW, _BAR, _TOP = 24, 14, 8
_LABEL, _PLOT, _NUMBERS = 190, 400, 250
_WIDTH = _LABEL + _PLOT + _NUMBERS
_QUOTES = {'"': "&quot;"}
_INK, _SOFT, _MOST, _LEAST, _OPEN = "#1c232c", "#545e6b", "#9db3cc", "#1f3d63", "#c98a1b"


def waterfall(exposure: Json) -> str:
    """The acts that can be fined, the dearest first, each beginning where the one before it ends; empty where there is none.

    The dark part of a bar is the least, the pale part goes to the most; an act without known upper bound is an arrow to the edge.
    """
    acts = sorted((act for act in exposure["acts"] if act["max"] != 0), key=_dearest_first)
    if not acts:
        return ""
    shown, rest = acts[:MOST], acts[MOST:]
    steps = [(_cite(act), act["min"], act["max"], act["findings"]) for act in shown]
    if rest:
        steps.append((say("waterfall.rest", n=len(rest)), *_together(rest), ()))
    return _picture(steps, exposure["operator_cny"])


def _dearest_first(act: Json) -> tuple[float, str]:
    return (float("-inf") if act["max"] is None else -act["max"], act["findings"][0])


def _cite(act: Json) -> Text:
    where = f"{act['article']} · {len(act['findings'])}"
    return Text(where, where)


def _together(acts: Sequence[Json]) -> tuple[int, int | None]:
    most = [act["max"] for act in acts]
    return sum(act["min"] for act in acts), None if None in most else sum(most)


def _picture(steps: Sequence[tuple[Text, int, int | None, Sequence[str]]], total: Json) -> str:
    known = sum(most or 0 for _, _, most, _ in steps) or 1
    height = _TOP * 2 + _ROW * (len(steps) + 1)
    title = say("waterfall.title")
    body: list[str] = []
    reached = 0
    for place, (label, least, most, findings) in enumerate(steps):
        body += _bar(place, label, (reached, least, most), known, ", ".join(findings[:3]))
        reached += most or 0
    body += _sum(len(steps), total, known)
    return (
        f'<svg class="waterfall" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(f"{title.en} / {title.zh}", _QUOTES)}" font-size="12" style="max-width:100%;height:auto">'
        f"{''.join(body)}</svg>"
    )


def _bar(place: int, label: Text, step: tuple[int, int, int | None], known: int, title: str) -> Iterator[str]:
    begin, least, most = step
    top, start = _TOP + place * _ROW, _LABEL + _length(begin, known)
    yield f"<g><title>{escape(title)}</title>" if title else "<g>"
    yield from _texts(label, _LABEL - 8, top + _BAR - 3, _INK, anchor="end")
    if most is None:
        edge, middle = _LABEL + _PLOT, top + _BAR / 2
        yield f'<line x1="{start}" y1="{middle}" x2="{edge - 8}" y2="{middle}" stroke="{_OPEN}" stroke-width="3" stroke-dasharray="6 4"/>'
        yield f'<path d="M{edge - 10} {middle - 6}L{edge} {middle}L{edge - 10} {middle + 6}Z" fill="{_OPEN}"/>'
    else:
        yield f'<rect x="{start}" y="{top}" width="{max(_length(most, known), 1)}" height="{_BAR}" fill="{_MOST}"/>'
    if least:
        yield f'<rect x="{start}" y="{top}" width="{max(_length(least, known), 1)}" height="{_BAR}" fill="{_LEAST}"/>'
    yield from _texts(values.price(least, most), _LABEL + _PLOT + 10, top + _BAR - 3, _INK)
    yield "</g>"


def _sum(place: int, total: Json, known: int) -> Iterator[str]:
    top = _TOP + place * _ROW
    yield f'<line x1="{_LABEL}" y1="{top - 5}" x2="{_WIDTH}" y2="{top - 5}" stroke="{_SOFT}"/>'
    yield from _texts(say("waterfall.sum"), _LABEL - 8, top + _BAR - 3, _INK, anchor="end")
    yield f'<rect x="{_LABEL}" y="{top}" width="{_PLOT}" height="{_BAR}" fill="none" stroke="{_LEAST}"/>'
    if total["min"]:
        width = max(_length(min(total["min"], known), known), 1)
        yield f'<rect x="{_LABEL}" y="{top}" width="{width}" height="{_BAR}" fill="{_LEAST}"/>'
    yield from _texts(values.price(total["min"], total["max"]), _LABEL + _PLOT + 10, top + _BAR - 3, _INK)


def _texts(text: Text, x: float, y: float, fill: str, anchor: str = "start") -> Iterable[str]:
    """A text in both languages, of which a page shows one; once where they are the same."""
    marks = (("", text.en),) if text.en == text.zh else ((' lang="en"', text.en), (' lang="zh-CN"', text.zh))
    return [
        f'<text{mark} x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}">{escape(one)}</text>' for mark, one in marks
    ]


def _length(amount: int, known: int) -> int:
    return round(_PLOT * amount / known)
