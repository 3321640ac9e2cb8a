"""Lines for a terminal from answers that hold words of a profile or register: wrapped, aligned, and unable to steer the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from hegui.law.layout import columns, pad, wrap
from hegui.text import Lang

_GAP = "  "


def said(text: Mapping[str, str], lang: Lang) -> str:
    """A text of an answer in one language, on one line; unseen characters are shown as one sign."""
    return plain(text[lang])


def plain(text: str) -> str:
    """A text on one line whose unseen characters cannot steer a terminal."""
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def paragraph(text: str, indent: int = 0) -> str:
    """A text wrapped to the screen, all lines indented alike."""
    return wrap(text, " " * indent)


def item(text: str, indent: int = 2) -> str:
    """A text with a dash before it."""
    return " " * indent + "- " + wrap(text, " " * (indent + 2)).lstrip()


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows in aligned columns; the last column is as wide as it wants to be."""
    some = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in list(zip(*some, strict=True))[:-1]]
    lines = ([pad(cell, width) for cell, width in zip(row, widths, strict=False)] + [row[-1]] for row in some)
    return "\n".join(_GAP.join(line).rstrip() for line in lines)
