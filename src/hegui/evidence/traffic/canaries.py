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
SHORTEST = 4  # characters; anything shorter is found everywhere
_JOINED = re.compile(rb"[0-9A-Za-z]")
_HEX = re.compile(rb"[0-9A-Fa-f]")
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one canary: ``how`` it is written, and the bytes that may not stand beside it."""

    kind: str
    how: str
    beside: re.Pattern[bytes]


class Canaries:
    """The forms of some values, found in one pass over bytes."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        forms: dict[bytes, Form] = {}
        for kind, several in values.items():
            for value in several:
                if len(value) >= SHORTEST:
                    for pattern, form in _forms(kind, value):
                        forms.setdefault(pattern, form)
        self._patterns = list(forms)
        self._forms = list(forms.values())
        self._database = _compiled(self._patterns)

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
            form, start = self._forms[number], end - len(self._patterns[number])
            alone = not form.beside.match(data[end : end + 1]) and not form.beside.match(
                data[max(0, start - 1) : start]
            )
            if alone or (form.how == "plain" and _is_prefixed(form.kind, data, start, end)):
                found.append((start, form.kind, form.how))
        return found


def _is_prefixed(kind: str, data: bytes, start: int, end: int) -> bool:
    """A mobile number after the code of its country."""
    return (
        kind == "cn_mobile"
        and bool(re.search(rb"(?<![0-9])(?:\+|00)?86$", data[max(0, start - 5) : start]))
        and not _JOINED.match(data[end : end + 1])
    )


def _compiled(patterns: list[bytes]) -> Any:
    import hyperscan

    if not patterns:
        return None
    database = hyperscan.Database()
    # escaped byte by byte: Hyperscan's own literal mode cannot hold NUL
    expressions = [b"".join(b"\\x%02x" % byte for byte in pattern) for pattern in patterns]
    database.compile(
        expressions=expressions, ids=list(range(len(patterns))), elements=len(patterns), flags=[0] * len(patterns)
    )
    return database


def _forms(kind: str, value: str) -> Iterator[tuple[bytes, Form]]:
    for written in dict.fromkeys(_written(kind, value)):
        raw = written.encode()
        yield raw, Form(kind, "plain", _JOINED)
        for name in HASHES:
            digest = hashlib.new(name, raw, usedforsecurity=False)
            yield digest.hexdigest().encode(), Form(kind, name, _HEX)
            yield digest.hexdigest().upper().encode(), Form(kind, name, _HEX)
            yield base64.b64encode(digest.digest()).rstrip(b"="), Form(kind, name, _BASE64)
            yield digest.digest(), Form(kind, name, _NOTHING)
        yield raw.hex().encode(), Form(kind, "hex", _HEX)
        yield raw.hex().upper().encode(), Form(kind, "hex", _HEX)
        for escaped in (quote(written, safe=""), quote(written), quote(written, safe="").lower()):
            if escaped != written:
                yield escaped.encode(), Form(kind, "url", _JOINED)
        everything = "".join(f"%{byte:02X}" for byte in raw)
        yield everything.encode(), Form(kind, "url", _JOINED)
        if any(ord(character) > 127 for character in written):
            yield (
                "".join(f"\\u{ord(c):04x}" if ord(c) > 127 else c for c in written).encode(),
                Form(kind, "json", _JOINED),
            )
        yield from _base64(kind, raw)


_NOTHING = re.compile(rb"(?!)")


def _base64(kind: str, raw: bytes) -> Iterator[tuple[bytes, Form]]:
    """The value in base64 alone, and as it looks within a longer text, at each of the three places a byte can begin."""
    for alphabet in (None, b"-_"):
        alone = base64.b64encode(raw, alphabet).rstrip(b"=")
        yield alone, Form(kind, "base64", _BASE64)
        for lead in range(3):
            inner = base64.b64encode(b"\0" * lead + raw, alphabet)
            first = (lead * 8 + 5) // 6
            last = (lead + len(raw)) * 8 // 6
            if last - first >= 8:  # shorter pieces stand in other texts by chance
                yield inner[first:last], Form(kind, "base64", _NOTHING)


def _written(kind: str, value: str) -> Iterator[str]:
    yield value
    if kind in ("mac", "email", "android_id", "advertising_id"):
        yield value.lower()
        yield value.upper()
    if kind in ("mac", "advertising_id"):
        bare = re.sub("[:-]", "", value)
        yield from (bare.lower(), bare.upper())
    if kind == "mac":
        yield from (value.replace(":", "-").lower(), value.replace(":", "-").upper(), value.replace("-", ":").lower())
