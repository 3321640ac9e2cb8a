"""Web pages as text: in one pass, whatever the markup; scripts and styles are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from hegui.evidence.prose.texts import LONGEST, Content, first_line

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "em", "font", "i", "ins", "mark", "small", "span", "strong", "sub", "sup", "u"}
)


def content(page: str) -> Content:
    """Title and text of a page."""
    title: str | None = None
    pieces: list[str] = []
    length = 0
    for tag, text in _pieces(page):
        if tag == "title" and title is None:
            title = " ".join(unescape(text).split()) or None
        else:
            pieces.append(("" if tag in _INLINE else "\n") + text)
            length += len(text)
        if length > LONGEST:
            break
    text = unescape("".join(pieces))
    text = "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))
    return Content(title or first_line(text), text[:LONGEST], "text_beyond_limit" if length > LONGEST else None)


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
        tag = match[1] if match else ""
        end = page.find(">", opening)
        if end >= 0 and tag in _SILENT and not page.startswith("</", opening):
            end = lower.find(f"</{tag}", end)
            at = end if end >= 0 else len(page)
        else:
            at = end + 1 if end >= 0 else len(page)
