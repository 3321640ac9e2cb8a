"""The declared test identity's own values, looked for in every form in which an app may send them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

HASHES = ("md5", "sha1", "sha256")
SHORTEST = 4  # bytes; anything shorter is found everywhere
_SHORTEST_WITHIN = 6  # bytes in base64 within other base64
_ALONE = b"(?<![0-9A-Za-z])%b(?![0-9A-Za-z])"
_ALONE_WIDE = b"(?<![0-9A-Za-z]\0)%b(?![0-9A-Za-z]\0)"  # in UTF-16
_ALONE_IN_HEX = b"(?<![0-9A-Fa-f])%b(?![0-9A-Fa-f])"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one canary: ``how`` it is written, the bytes to look for, and the expression that must fit around them.

    The expression begins ``lead`` bytes before the bytes.
    """

    kind: str
    how: str
    literal: bytes
    exact: bytes
    lead: int = 0


class Canaries:
    """The forms of some values, found in one pass over bytes."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        forms = (form for kind, several in values.items() for value in several for form in _forms(kind, value))
        self._forms = list({(form.literal, form.exact): form for form in forms}.values())
        self._database = _compiled([form.literal for form in self._forms])

    def found(self, data: bytes) -> list[tuple[int, str, str]]:
        """Place, kind and form of every canary in these bytes that stands alone and not within a longer word."""
        if self._database is None or not data:
            return []
        hits: set[tuple[int, int]] = set()

        def note(number: int, _start: int, end: int, _flags: int, _context: Any) -> None:
            hits.add((number, end))

        self._database.scan(data, match_event_handler=note)
        found = []
        for number, end in hits:
            form = self._forms[number]
            start = end - len(form.literal)
            if start >= form.lead and re.compile(form.exact).match(data, start - form.lead):
                found.append((start, form.kind, form.how))
        return found


def _compiled(literals: list[bytes]) -> Any:
    import hyperscan

    if not literals:
        return None
    database = hyperscan.Database()
    # escaped byte by byte: Hyperscan's own literal mode cannot hold NUL
    expressions = [b"".join(b"\\x%02x" % byte for byte in literal) for literal in literals]
    database.compile(
        expressions=expressions, ids=list(range(len(literals))), elements=len(literals), flags=[0] * len(literals)
    )
    return database


def _forms(kind: str, value: str) -> Iterator[Form]:
    for raw, encoding in _encoded(kind, value).items():
        yield Form(kind, "plain", raw, (_ALONE_WIDE if encoding == "utf-16-le" else _ALONE) % re.escape(raw))
        for escaped in _escaped(raw):
            yield Form(kind, "url", escaped, _ALONE % re.escape(escaped))
        for digits in _hex(raw):
            yield Form(kind, "hex", digits, _ALONE_IN_HEX % digits)
        if len(raw) >= _SHORTEST_WITHIN:
            for lead in range(3):
                yield from _within_base64(kind, "base64", raw, lead)
        for name in HASHES:
            digest = hashlib.new(name, raw, usedforsecurity=False).digest()
            for written in (digest, *_hex(digest)):
                yield Form(kind, name, written, re.escape(written))
            yield from _within_base64(kind, name, digest, 0)


def _encoded(kind: str, value: str) -> dict[bytes, str]:
    """The value as apps write it, in the encodings that they use."""
    found: dict[bytes, str] = {}
    for written in _written(kind, value):
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            found.setdefault(written.encode(encoding, "replace"), encoding)
    return {raw: encoding for raw, encoding in found.items() if len(raw) >= SHORTEST}


def _written(kind: str, value: str) -> Iterator[str]:
    yield from (value, value.lower(), value.upper())
    bare = re.sub(r"[\s:.()-]", "", value)
    match kind:
        case "mac":
            pairs = re.findall("..", bare)
            for written in (bare, ":".join(pairs), "-".join(pairs)):
                yield from (written.lower(), written.upper())
        case "imei" | "imsi" | "bank_card" | "advertising_id":
            yield from (bare, bare.lower(), bare.upper())
        case "cn_mobile":
            local = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", bare)
            yield from (local, f"86{local}", f"+86{local}", f"0086{local}")


def _hex(raw: bytes) -> tuple[bytes, bytes]:
    return raw.hex().encode(), raw.hex().upper().encode()


def _escaped(raw: bytes) -> Iterator[bytes]:
    """The value with its special bytes, and with all of them, escaped for a URL."""
    for written in dict.fromkeys((quote(raw, safe=""), quote(raw), quote(raw, safe="").lower())):
        if "%" in written:
            yield written.encode()
    yield "".join(f"%{byte:02X}" for byte in raw).encode()


def _within_base64(kind: str, how: str, raw: bytes, lead: int) -> Iterator[Form]:
    """Bytes in base64 of either alphabet, *lead* bytes after the beginning of a group of three.

    The characters at their two ends hold bits of other bytes too: there any character fits that holds the bits of these.
    """
    low, high = (base64.b64encode(lead * other + raw + 2 * other) for other in (b"\0", b"\xff"))
    first, last = (lead * 8 + 5) // 6, (lead + len(raw)) * 8 // 6
    before = _between(low[first - 1], high[first - 1]) if lead else b""
    after = _between(low[last], high[last]) if (lead + len(raw)) % 3 else b""
    for alphabet in (b"+/", b"-_"):
        literal = low[first:last].translate(bytes.maketrans(b"+/", alphabet))
        yield Form(kind, how, literal, before + re.escape(literal) + after, 1 if lead else 0)


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _between(low: int, high: int) -> bytes:
    """Any character of base64 whose bits are those that two others share, of which the one has no other bit and the other has all."""
    some, all_ = _ALPHABET.index(low), _ALPHABET.index(high)
    fit = bytes(
        character for number, character in enumerate(_ALPHABET) if number & some == some and number | all_ == all_
    )
    return b"[" + re.escape(fit) + (b"_" if b"/" in fit else b"") + (b"\\-" if b"+" in fit else b"") + b"]"
