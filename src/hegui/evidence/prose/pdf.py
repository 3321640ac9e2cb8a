"""PDF documents: the text layer of the first pages."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from itertools import pairwise

from hegui.evidence.files import Unreadable
from hegui.evidence.prose.texts import LONGEST, Content, first_line

MOST_PAGES = 1_000
_FULL = (
    0.8  # of the longest line of a page: a line as long as that goes on in the next one, unless a sentence ends there
)
_NARROWEST = 40  # columns; a page of shorter lines is a list
_ENDS = re.compile(r"[。！？.!?：:；;|]\s*$")
_ITEM = re.compile(
    r"\s*(?:[-–•●■◆*|]|[（(]?[\d一二三四五六七八九十]{1,3}[）)、．.]|第[\d一二三四五六七八九十]{1,3}[条章])"
)
# A torn file reaches deep into the library, which lets the errors of its parts through.
_TORN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError),
    *(RecursionError, TypeError, ValueError, zlib.error, struct.error),
)
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says of torn files is not for the terminal


def content(data: bytes) -> Content:
    """Title and text; raises Unreadable: encrypted, broken_pdf, no_text_layer."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        pages = len(reader.pages)
        pieces: list[str] = []
        length = 0
        for page in range(min(pages, MOST_PAGES)):
            pieces.append(_unwrapped(reader.pages[page].extract_text() or ""))
            length += len(pieces[-1])
            if length > LONGEST:
                break
        title = reader.metadata.title if reader.metadata else None
    except PyPdfError as error:
        raise Unreadable("encrypted" if "ncrypt" in str(error) or "AES" in str(error) else "broken_pdf") from None
    except _TORN:
        raise Unreadable("broken_pdf") from None
    text = "\n".join(pieces)
    if not text.strip():
        raise Unreadable("no_text_layer")
    cut = "text_beyond_limit" if length > LONGEST else "pages_beyond_limit" if pages > MOST_PAGES else None
    return Content(
        (title if isinstance(title, str) and title.strip() else None) or first_line(text), text[:LONGEST], cut
    )


def _unwrapped(page: str) -> str:
    """The text of a page without the ends of lines that only its width makes."""
    lines = page.splitlines()
    full = max(_FULL * max(map(_columns, lines), default=0), _NARROWEST)
    pieces: list[str] = []
    for line, following in pairwise([*lines, ""]):
        wrapped = _columns(line) >= full and following.strip() and not _ENDS.search(line) and not _ITEM.match(following)
        together = wrapped and not line[-1].isascii() and not following.lstrip()[0].isascii()
        pieces += [line, "" if together else " " if wrapped else "\n"]
    return "".join(pieces)


def _columns(line: str) -> int:
    """How wide a line is; a Chinese character takes two columns."""
    return len(line) + sum(letter >= "⺀" for letter in line)
