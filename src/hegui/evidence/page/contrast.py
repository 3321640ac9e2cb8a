"""Contrast of text against what lies behind it, by the formula of WCAG 2 and as the axe rules read it.

A *run* is a piece of text as recorded: its colour, its size, and the layers of paint behind it, innermost first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

Colour = tuple[float, float, float, float]  # red, green, blue 0–255; alpha 0–1
Run = Mapping[str, Any]

WHITE: Colour = (255.0, 255.0, 255.0, 1.0)
_NUMBERS = re.compile(r"[-+]?[\d.]+(?:e[-+]?\d+)?%?")
LARGE_PX = 24.0  # 18 pt
LARGE_BOLD_PX = 18.66  # 14 pt
BOLD = 700
STROKE_EM = 0.03  # a stroke at least this wide is what one reads


def colour_of(css: str) -> Colour | None:
    """A computed CSS colour; None for what is no sRGB colour.

    >>> colour_of("rgba(0, 128, 0, 0.25)")
    (0.0, 128.0, 0.0, 0.25)
    """
    if css == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    found = [float(n.rstrip("%")) / (100 if n.endswith("%") else 1) for n in _NUMBERS.findall(css)]
    if css.startswith("color(srgb") and len(found) >= 3:
        found = [*(255 * part for part in found[:3]), *found[3:]]
    elif not css.startswith("rgb"):
        return None
    if len(found) < 3:
        return None
    return (found[0], found[1], found[2], found[3] if len(found) > 3 else 1.0)


def over(top: Colour, below: Colour) -> Colour:
    """A colour painted over an opaque one."""
    alpha = top[3]
    red, green, blue = (alpha * t + (1 - alpha) * b for t, b in zip(top[:3], below[:3], strict=True))
    return (red, green, blue, 1.0)


def ratio(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast(run: Run) -> float | None:
    """The contrast of a run, cut to two decimals; None where what lies behind cannot be told from the record.

    Over a picture it is the median over the pixels that were sampled.
    """
    ink = _ink(run)
    if ink is None:
        return None
    if sampled := run.get("pixels"):
        fade = _fade(run["paint"])
        behind = [(float(r), float(g), float(b), 1.0) for r, g, b in sampled]
        ratios = [ratio(over((*ink[:3], ink[3] * fade), pixel), pixel) for pixel in behind]
        return int(median(ratios) * 100) / 100
    if over_picture(run):
        return None
    text, background = _flatten(list(reversed(run["paint"])), ink, WHITE)
    return int(round(ratio(text, background) * 100, 6)) / 100


def over_picture(run: Run) -> bool:
    """Whether pixels must tell what lies behind a run: a picture or a gradient, a blend, or paint that is no ancestor."""
    if run.get("behind"):
        return True
    for layer in run["paint"]:
        if layer["picture"] or layer.get("blend"):
            return True
        colour = colour_of(layer["colour"])
        if colour is None:
            return True
        if colour[3] == 1 and all(other["opacity"] == 1 for other in run["paint"]):
            return False
    return False


def is_large(run: Run) -> bool:
    """Whether a run is large text in the sense of WCAG: 18 pt, or 14 pt and bold."""
    size = run["font_px"]
    return bool(size >= LARGE_PX or (size >= LARGE_BOLD_PX and run["weight"] >= BOLD))


def _ink(run: Run) -> Colour | None:
    fill = colour_of(run.get("fill") or run["colour"])
    stroke = float((_NUMBERS.findall(run.get("stroke") or "0") or ["0"])[0])
    if run["font_px"] and stroke / run["font_px"] >= STROKE_EM - 1e-9:
        return colour_of(run["stroke_colour"]) or fill
    return fill


def _flatten(layers: Sequence[Mapping[str, Any]], ink: Colour, backdrop: Colour) -> tuple[Colour, Colour]:
    """The colours seen where there is ink and where there is none; layers outermost first, each a group of its own opacity."""
    if not layers:
        return over(ink, backdrop), backdrop
    layer = layers[0]
    inside = over(colour_of(layer["colour"]) or WHITE, backdrop)
    text, background = _flatten(layers[1:], ink, inside)
    shown = layer["opacity"]
    return over((*text[:3], shown), backdrop), over((*background[:3], shown), backdrop)


def _fade(paint: Iterable[Mapping[str, Any]]) -> float:
    faded = 1.0
    for layer in paint:
        faded *= layer["opacity"]
    return faded


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
