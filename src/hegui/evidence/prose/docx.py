"""Word documents (DOCX): the paragraphs of the main part. Deleted text, comments, headers and footers are left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from hegui.evidence.files import Unreadable
from hegui.evidence.prose.texts import LONGEST, Content, first_line
from hegui.recognise import packages

_PART = "word/document.xml"
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}


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
    """Runs of text and breaks in order; what stands twice for old readers (Fallback) is taken once."""
    fallback = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name == "Fallback":
            fallback += 1 if event == "start" else -1
        if event == "end":
            if not fallback:
                if name == "t":
                    yield element.text or ""
                elif name in _BREAKS:
                    yield _BREAKS[name]
            element.clear()
