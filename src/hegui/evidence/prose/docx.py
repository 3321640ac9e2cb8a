"""Word documents (DOCX): the paragraphs of the main part. Deleted text, comments, headers and footers are left out. Headings and rows of tables stand as in Markdown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from hegui.evidence.files import Unreadable
from hegui.evidence.prose.texts import LONGEST, Content, first_line, row_of
from hegui.recognise import packages

_PART = "word/document.xml"
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}
_HEADING = re.compile(r"heading|标题|[1-6]$", re.IGNORECASE)  # names of styles; Chinese editions number theirs


def content(data: bytes) -> Content:
    """Title (the first paragraph) and text; raises Unreadable."""
    try:
        package = packages.opened(data)
        if _PART not in package.namelist():
            raise Unreadable("unknown_format")
        xml = packages.member(package, _PART)
    except packages.Refused as refused:
        raise Unreadable(refused.code) from None
    pieces: list[str] = []
    length = 0
    try:
        for piece in _pieces(xml):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST:
                break
    except (ParseError, DefusedXmlException, ValueError, LookupError):  # LookupError: an encoding that does not exist
        raise Unreadable("broken_docx") from None
    text = "".join(pieces)
    return Content(first_line(text), text[:LONGEST], "text_beyond_limit" if length > LONGEST else None)


def _pieces(xml: bytes) -> Iterator[str]:
    """Runs of text and breaks in order, each row of a table at once; what stands twice for old readers (Fallback) is taken once."""
    fallback = 0
    rows: list[list[str]] = []  # the cells of the rows that are open, the innermost last
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name == "Fallback":
            fallback += 1 if event == "start" else -1
        if event == "start":
            if name == "tr":
                rows.append([])
            elif name == "tc" and rows:
                rows[-1].append("")
            continue
        text = None if fallback else _text(name, element)
        if name == "tr" and rows:
            cells = rows.pop()
            text = (row_of(cells) or "\n".join(cells)) + "\n"
        if text and rows and rows[-1]:
            rows[-1][-1] += text
        elif text:
            yield text
        element.clear()


def _text(name: str, element: Element) -> str | None:
    if name == "t":
        return element.text
    if name == "pStyle":
        return "# " if _HEADING.match(next(iter(element.attrib.values()), "")) else None
    return _BREAKS.get(name)
