"""Running text: plain files and logs by blocks; web pages, XML and mail by what a reader sees of them."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from html import unescape

from hegui.evidence.data.parts import Item, Prose
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise.pi.decode import encoding_of

BLOCK = 1 << 22
HEAD = 1 << 16
_SILENT = re.compile(r"(?i)<(script|style|template|svg)\b|<!--")
_TAG = re.compile(r"<[/!?A-Za-z][^<>]{0,4000}>")
MOST_MESSAGES = 100_000


def text(item: Item, kind: str = "text") -> Prose:
    """A text file in its encoding, as blocks of UTF-8."""
    return Prose(kind, "", _blocks(item))


def markup(item: Item, kind: str) -> Prose:
    """The text of a web page or an XML file, tags taken out; values of attributes that hold contents stay."""
    if item.size() > LARGEST:
        raise Unreadable("too_large")
    data = item.read()
    page = data.decode(encoding_of(data), "replace")
    page = _TAG.sub(_kept, " ".join(_seen(page)))
    return Prose(kind, "", [unescape(page).encode("utf-8", "replace")])


def _seen(page: str) -> Iterator[str]:
    """What lies outside scripts, styles, drawings and comments; every search goes forward, so that no markup makes it slow."""
    lower, at = page.lower(), 0
    while match := _SILENT.search(page, at):
        yield page[at : match.start()]
        at = lower.find(f"</{match[1].lower()}" if match[1] else "-->", match.end())
        if at < 0:
            return
    yield page[at:]


def _kept(tag: re.Match[str]) -> str:
    return (
        " " + " ".join(m for m in re.findall(r"""(?:value|content|href|title|alt)\s*=\s*["']([^"']*)""", tag[0])) + "\n"
    )


def mail(item: Item) -> Prose:
    """A message, or every message of an mbox: headers and the text parts."""
    if item.size() > LARGEST:
        raise Unreadable("too_large")
    return Prose("email", "", _messages(item.read()))


def _messages(data: bytes) -> Iterator[bytes]:
    pieces = re.split(rb"(?m)^From [^\n]*\n", data) if data.startswith(b"From ") else [data]
    for piece in pieces[:MOST_MESSAGES]:
        if not piece.strip():
            continue
        try:
            message = email.message_from_bytes(piece, policy=email.policy.default)
            lines = [f"{name}: {value}" for name, value in message.items()]
            for part in message.walk():
                if part.get_content_maintype() == "text":
                    lines.append(
                        _TAG.sub(" ", part.get_content())
                        if part.get_content_subtype() == "html"
                        else part.get_content()
                    )
        except (ValueError, LookupError, AttributeError, TypeError, IndexError, KeyError):
            lines = [piece.decode("utf-8", "replace")]
        yield "\n".join(lines).encode("utf-8", "replace") + b"\n"


def _blocks(item: Item) -> Iterator[bytes]:
    with item.open() as file:
        encoding = encoding_of(file.read(HEAD))
        file.seek(3 if encoding == "utf-8-sig" else 0)
        plain = encoding in ("utf-8", "utf-8-sig")
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        rest = b""
        while raw := file.read(BLOCK):
            block = rest + (raw if plain else decoder.decode(raw).encode("utf-8", "replace"))
            cut = block.rfind(b"\n") + 1
            if not cut and len(block) < 4 * BLOCK:
                rest = block
                continue
            rest = block[cut:] if cut else b""
            yield block[:cut] if cut else block
        if rest:
            yield rest
