"""Lines for a terminal: a Chinese character takes two columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

COLUMNS = 100
# A run of Western characters stays whole; any other character stands alone, with the opening marks before it.
_PIECES = re.compile(r"[（《“]*(?:\s*[!-⺀]+|.)", re.DOTALL)
_NEVER_FIRST = "，。；：、）》”！？"


def columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, width: int) -> str:
    """A text filled with blanks to a number of columns."""
    return text + " " * max(0, width - columns(text))


def wrap(text: str, indent: str = "", width: int = COLUMNS) -> str:
    """A text in lines of at most *width* columns, each indented; closing marks do not begin a line."""
    return "\n".join(indent + line for line in _lines(text, width - columns(indent)))


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(text):
        room = width if piece in _NEVER_FIRST else width - 2  # so that a closing mark can still follow
        if columns(line + piece) > room and line:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line
