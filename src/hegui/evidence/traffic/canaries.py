"""The declared test identity's own values, looked for in every form in which an app may send them."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, unquote_to_bytes

HASHES = ("md5", "sha1", "sha256")
SHORTEST = 4  # bytes; anything shorter is found everywhere
_SHORTEST_WITHIN = 6  # bytes in base64 within other base64
_NEAR = 80  # bytes between a latitude and its longitude, at most
_HEX = re.compile(rb"[0-9A-Fa-f]")
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]*")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one canary: ``how`` it is written, the bytes to look for, and whether those between two places are it, alone."""

    kind: str
    how: str
    literal: bytes
    alone: Callable[[bytes, int, int], bool]


class Canaries:
    """The forms of some values, found in one pass over bytes."""

    def __init__(self, values: Mapping[str, Iterable[str]]) -> None:
        forms = (form for kind, several in values.items() for value in several for form in _forms(kind, value))
        self._forms = list({(form.kind, form.literal): form for form in forms}.values())
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
            if form.alone(data, start, end):
                found.append((start, form.kind, form.how))
        return found


@lru_cache(maxsize=4)
def sought(values: tuple[tuple[str, tuple[str, ...]], ...]) -> Canaries:
    """The forms of some values by kind, made once for all captures of a source."""
    return Canaries(dict(values))


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
    if kind == "geo_point":
        yield from _apart(kind, value)
    for raw, encoding in _encoded(kind, value).items():
        alone = _alone_wide if encoding == "utf-16-le" else _alone
        yield Form(kind, "plain", raw, alone)
        for escaped in _escaped(raw):
            yield Form(kind, "url", escaped, _alone_escaped)
        for digits in _hex(raw):
            yield Form(kind, "hex", digits, _alone_in_hex)
        if len(raw) >= _SHORTEST_WITHIN:
            for lead in range(3):
                for literal in _in_base64(raw, lead):
                    yield Form(kind, "base64", literal, partial(_alone_in_base64, raw, lead, alone))
        for name in HASHES:
            digest = hashlib.new(name, raw, usedforsecurity=False).digest()
            for written in (digest, *_hex(digest), *_in_base64(digest, 0)):
                yield Form(kind, name, written, _anywhere)


def _apart(kind: str, value: str) -> Iterator[Form]:
    """A place as apps send it: its latitude and its longitude near each other."""
    halves = re.split(r"[,\s]+", value.strip())
    if len(halves) == 2:
        for one, other in (halves, halves[::-1]):
            yield Form(kind, "plain", one.encode(), partial(_near, other.encode()))


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
            yield from (mark.join((local[:3], local[3:7], local[7:])) for mark in " -")


def _hex(raw: bytes) -> tuple[bytes, bytes]:
    return raw.hex().encode(), raw.hex().upper().encode()


def _escaped(raw: bytes) -> Iterator[bytes]:
    """The value with its special bytes, and with all of them, escaped for a URL."""
    for written in dict.fromkeys((quote(raw, safe=""), quote(raw), quote(raw, safe="").lower())):
        if "%" in written:
            yield written.encode()
    yield "".join(f"%{byte:02X}" for byte in raw).encode()


def _in_base64(raw: bytes, lead: int) -> Iterator[bytes]:
    """Bytes in base64 of either alphabet, *lead* bytes after the beginning of a group of three; without characters at its ends that hold other bytes too."""
    written = b64encode(lead * b"\0" + raw)[_first(lead) : (lead + len(raw)) * 8 // 6]
    yield written
    yield written.translate(_URL_SAFE)


def _first(lead: int) -> int:
    """Which character of a group of four is the first that holds nothing of the *lead* bytes before."""
    return (lead * 8 + 5) // 6


def _alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter or digit stands on either side, or a byte before that says how long the value is."""
    before, size = data[start - 1 : start], end - start
    counted = size < 32 and before == bytes([size]) and not before.isspace()
    return counted or not (before.isalnum() or data[end : end + 1].isalnum())


def _near(other: bytes, data: bytes, start: int, end: int) -> bool:
    """Whether the bytes stand alone, and others do near them."""
    place = data.find(other, max(start - _NEAR, 0), end + _NEAR)
    return place >= 0 and _alone(data, start, end) and _alone(data, place, place + len(other))


def _alone_wide(data: bytes, start: int, end: int) -> bool:
    """The same in UTF-16."""
    beside = data[start - 2 : start], data[end : end + 2]
    return not any(pair[:1].isalnum() and pair[1:] == b"\0" for pair in beside)


def _alone_escaped(data: bytes, start: int, end: int) -> bool:
    """The same among bytes that are escaped for a URL or not."""
    before, after = unquote_to_bytes(data[start - 3 : start]), unquote_to_bytes(data[end : end + 3])
    return not (before[-1:].isalnum() or after[:1].isalnum())


def _alone_in_hex(data: bytes, start: int, end: int) -> bool:
    """The same among hexadecimal digits."""
    return not _HEX.match(data[start - 1 : start]) and not _HEX.match(data[end : end + 1])


def _alone_in_base64(
    raw: bytes, lead: int, alone: Callable[[bytes, int, int], bool], data: bytes, start: int, _end: int
) -> bool:
    """Whether the groups of base64 around a place say *raw*, alone; *lead* as in ``_in_base64``."""
    begin = start - _first(lead)
    before = data[max(begin - 4, 0) : begin]
    before = before if len(before) == 4 and _BASE64.fullmatch(before) else b""
    after = _BASE64.match(data, max(begin, 0), begin + (lead + len(raw) + 3) // 3 * 4)
    written = before + (after[0] if after else b"")
    plain = a2b_base64((written + -len(written) % 4 * b"A").translate(_STANDARD))
    place = len(before) // 4 * 3 + lead
    return plain.startswith(raw, place) and alone(plain, place, place + len(raw))


def _anywhere(_data: bytes, _start: int, _end: int) -> bool:
    return True
