"""Text from bytes whose encoding nobody names: byte-order marks, UTF-8, UTF-16 without a mark, GB18030 (and so GBK, GB2312).

Chinese offices write CSV as GB18030 or as UTF-8 with a mark; both are told for certain or not at all. Big5 and other encodings
are read only where the file itself declares them (HTML, XML).
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARABLE = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "us-ascii": "cp1252",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""")
_HEAD = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW_ZEROS = 0.25  # ASCII in UTF-16 has twice as many
_MOST_CONTROL = 0.001  # a stray control character is a slip; more of them are no text


def decode(data: bytes, markup: bool = False) -> str | None:
    """The text of *data* without its byte-order mark; None where it is no text in an encoding known for certain.

    ``markup``: the encoding that HTML or XML declares in its first bytes is tried before guessing.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :], marked)
    if wide := without_mark(data):
        return _text(data, wide)
    guesses = ["utf-8", "gb18030"]
    if markup and (declared := _DECLARED.search(data[:_HEAD])):
        guesses.insert(0, _DECLARABLE.get(declared[1].decode().lower(), "utf-8"))
    return next((text for encoding in guesses if (text := _text(data, encoding)) is not None), None)


def _text(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    strange = sum(1 for _ in _CONTROL.finditer(text))
    return text if strange <= len(text) * _MOST_CONTROL else None


def without_mark(data: bytes) -> str | None:
    """UTF-16 told by its zero bytes: ASCII digits, separators and line feeds leave them on one side only. Few zeros in UTF-8 are slips."""
    head = data[:_HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if bool(even) == bool(odd) or (even + odd < _FEW_ZEROS * len(head) and _begins_utf_8(head)):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _begins_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
