"""Bar charts of statistics as SVG: self-contained, readable without colour, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from hegui.cases.words import say, word
from hegui.errors import InputError, unwritable
from hegui.text import Lang

_ROW, _BAR, _LABEL, _NUMBERS, _PLOT, _TOP = 26, 16, 230, 170, 360, 56
_WIDTH = _LABEL + _PLOT + _NUMBERS


def bars(found: Mapping[str, Any], dimension: str, lang: Lang) -> str:
    """One bar a group: all its cases, and darker those with a fine on the operator; n and the median beside it.

    *found* is what ``stats()`` answers for that dimension.
    """
    groups: Sequence[Mapping[str, Any]] = found["by"][dimension]
    most = max((group["n"] for group in groups), default=1)
    height = _TOP + _ROW * len(groups) + 44
    title = f"{say('chart').in_(lang)} — {word('dimension', dimension).in_(lang)}"
    rows = "".join(_row(group, place, most, lang) for place, group in enumerate(groups))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title, _QUOTES)}" font-family="system-ui, sans-serif" font-size="13">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="12" y="24" font-size="16" font-weight="600" fill="#1f2933">{escape(title)}</text>'
        f"{_legend(lang)}{rows}"
        f'<text x="12" y="{height - 14}" font-size="11" fill="#52606d">{escape(_footing(found["all"], lang))}</text>'
        "</svg>\n"
    )


_QUOTES = {'"': "&quot;"}
_PALE, _DARK = "#c3cfd9", "#2f6690"


def _row(group: Mapping[str, Any], place: int, most: int, lang: Lang) -> str:
    top = _TOP + place * _ROW
    spread, base = group["operator_cny"], top + _BAR - 3
    middle = f" · {word('label', 'median').in_(lang)} {spread['median']:,}" if spread else ""
    return (
        f'<text x="{_LABEL - 8}" y="{base}" text-anchor="end" fill="#1f2933">{escape(group["title"][lang])}</text>'
        f'<rect x="{_LABEL}" y="{top}" width="{_length(group["n"], most)}" height="{_BAR}" fill="{_PALE}"/>'
        f'<rect x="{_LABEL}" y="{top}" width="{_length(group["fined"], most)}" height="{_BAR}" fill="{_DARK}"/>'
        f'<text x="{_LABEL + _length(group["n"], most) + 6}" y="{base}" fill="#1f2933">'
        f"n = {group['n']}{escape(middle)}</text>"
    )


def _length(count: int, most: int) -> int:
    return round(_PLOT * count / most)


def _legend(lang: Lang) -> str:
    marks = ((_PALE, word("label", "cases")), (_DARK, word("measures", "fine_operator")))
    return "".join(
        f'<rect x="{12 + place * 150}" y="36" width="10" height="10" fill="{colour}"/>'
        f'<text x="{28 + place * 150}" y="45" font-size="11" fill="#52606d">{escape(text.in_(lang))}</text>'
        for place, (colour, text) in enumerate(marks)
    )


def _footing(every: Mapping[str, Any], lang: Lang) -> str:
    span = f"n = {every['n']}, {every['from'] or ''} – {every['to'] or ''}"
    unknown = f"{word('label', 'unknown').in_(lang)} {every['unknown_amounts']}"
    return f"{span} · {unknown}"


def write(path: Path, found: Mapping[str, Any], lang: Lang) -> None:
    """The first dimension of ``verbs.statistics`` as a picture, SVG or PNG by the file's name; InputError where it cannot be."""
    svg = bars(found, next(iter(found["by"])), lang)
    try:
        path.write_bytes(_png(svg) if path.suffix.lower() == ".png" else svg.encode("utf-8"))
    except OSError as error:
        raise unwritable(path, error) from None


def _png(svg: str) -> bytes:
    """The same picture in dots, twice as fine as its size; in the fonts of the machine."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise InputError(*say("no_png")) from None
    return bytes(svg_to_bytes(svg_string=svg, zoom=2, background="#ffffff"))
