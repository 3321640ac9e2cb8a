"""Opens a document as text. The kind of file is told by its content, not by its name."""

from __future__ import annotations

import re

from hegui.evidence.files import Unreadable
from hegui.evidence.prose.texts import LONGEST, Content, first_line
from hegui.recognise.encodings import decode

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OTHERS = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"PAR1", b"SQLite format 3\0")
_MARKUP = re.compile(r"\s*<[!?a-z]|.*<(?:html|head|body|div|p|br)\b", re.IGNORECASE | re.DOTALL)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def content(data: bytes) -> Content:
    """The content of a file; raises Unreadable with the reason."""
    if data.startswith(b"PK"):
        from hegui.evidence.prose import docx

        return docx.content(data)
    if b"%PDF-" in data[:1024]:
        from hegui.evidence.prose import pdf

        return pdf.content(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted" if _ENCRYPTED in data else "legacy_format")
    if data.startswith(_PICTURES):
        raise Unreadable("no_text_layer")
    if data.startswith(_OTHERS):
        raise Unreadable("unknown_format")
    text = decode(data, markup=True)
    if text is None:
        raise Unreadable("unknown_encoding")
    if _MARKUP.match(text[:4096]):
        from hegui.evidence.prose import html

        return html.content(text)
    return Content(first_line(text), text[:LONGEST], "text_beyond_limit" if len(text) > LONGEST else None)
