"""Web pages as text: in one pass, whatever the markup; scripts, styles and navigation are left out. Headings and rows of tables stand as in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from hegui.evidence.prose.texts import LONGEST, Content, first_line, row_of

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "nav", "select"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "em", "font", "i", "ins", "mark", "small", "span", "strong", "sub", "sup", "u"}
)
_ROW, _CELL, _HEAD = "\x1e", "\x1f", "\x1d"
# What stands for a tag that is neither inline nor a plain break.
_BREAKS = dict.fromkeys(("tr", "/tr", "table", "/table"), _ROW) | {"td": _CELL, "th": _CELL + _HEAD}
_BREAKS |= {f"h{level}": f"\n{'#' * level} " for level in range(1, 7)} | {"li": "\n- "}


def content(page: str) -> Content:
    """Title and text of a page."""
    title: str | None = None
    pieces: list[str] = []
    length = 0
    for tag, text in _pieces(page):
        if tag == "title" and title is None:
            title = " ".join(unescape(text).split()) or None
        else:
            pieces.append(("" if tag.lstrip("/") in _INLINE else _BREAKS.get(tag, "\n")) + text)
            length += len(text)
        if length > LONGEST:
            break
    text = unescape("".join(pieces))
    if _CELL in text:
        text = "".join(_row(part) for part in text.split(_ROW))
    text = "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())).strip("#-"))
    return Content(title or first_line(text), text[:LONGEST], "text_beyond_limit" if length > LONGEST else None)


def _row(part: str) -> str:
    """What stands from the beginning of one row of a table to that of the next: text before it, and its cells."""
    before, *cells = part.split(_CELL)
    row = row_of(cells) if len(cells) > 1 else None
    ruled = "|---|\n" if _HEAD in part else ""
    return before + (f"\n{row}\n{ruled}" if row else "\n" + "\n".join(cells) + "\n").replace(_HEAD, "")


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Each run of text with the name of the tag before it. Every search goes forward, so that no markup makes it slow."""
    lower = page.lower()
    at, tag = 0, ""
    while at < len(page):
        opening = page.find("<", at)
        if opening < 0:
            yield tag, page[at:]
            return
        yield tag, page[at:opening]
        if page.startswith("<!--", opening):
            end = page.find("-->", opening + 4)
            at = end + 3 if end >= 0 else len(page)
            continue
        match = _TAG.match(lower, opening)
        if match is None and not page.startswith(("<!", "<?"), opening):
            yield "a", "<"  # a bare sign, no tag
            at = opening + 1
            continue
        tag = match[1] + match[2] if match else ""
        end = page.find(">", opening)
        if end >= 0 and tag in _SILENT:
            end = lower.find(f"</{tag}", end)
            at = end if end >= 0 else len(page)
        else:
            at = end + 1 if end >= 0 else len(page)
