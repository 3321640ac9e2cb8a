"""PDF documents: the text layer of the first pages."""

from __future__ import annotations

import io
import logging
import struct
import zlib

from hegui.evidence.files import Unreadable
from hegui.evidence.prose.texts import LONGEST, Content, first_line

MOST_PAGES = 1_000
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
            pieces.append(reader.pages[page].extract_text() or "")
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
