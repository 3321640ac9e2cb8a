"""What a request carries: canaries of the test identity in any form, and personal information that its own shape or its name gives away."""

from __future__ import annotations

import binascii
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, islice
from urllib.parse import unquote_to_bytes

from hegui import yaml12
from hegui.evidence.traffic.canaries import Canaries
from hegui.evidence.traffic.flows import Flow
from hegui.evidence.traffic.protobuf import fields_of, is_text

DEEPEST = 4  # encodings within encodings
BATCH = 4 * 1024 * 1024  # bytes that are swept together
LONGEST_PAYLOAD = 65536  # bytes of a conversation in an unknown protocol that are read for likenesses
LARGEST = 8 * 1024 * 1024  # of one unpacked body
MOST = 8 * LARGEST  # of all that is unpacked from one part of a request
MOST_PACKED = 16  # things packed with gzip in one piece
_GZIP = rb"\x1f\x8b\x08"
# Runs of one alphabet, each read once: whatever a run turns out to be is settled after it is found.
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]{12,}")
_WRAPPED = re.compile(rb"\n(?<=[0-9A-Za-z+/_-]{60}\n)(?=[0-9A-Za-z+/_-])")  # some writers break base64 into lines
_STANDARD = bytes.maketrans(b"-_", b"+/")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_APART = b"\n\n"  # between pieces that did not stand beside each other
_WORD = re.compile(rb"""[^&=?;\s"'<>]+""")
_ESCAPE = re.compile(rb"\\\\*(?:u([0-9A-Fa-f]{4})|([\"'/])|[bfnrt])")
_NAMED = re.compile(
    rb"""(?:^|[?&;{,\s"'])["']?([A-Za-z][A-Za-z0-9_.-]{1,40})["']?\s*[=:]\s*["']?([^"'&;,}\s]{2,200})"""
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One kind of personal information in one part of a request; ``certain`` where it is a canary."""

    kind: str
    how: str
    where: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A readable piece of a flow, with the outermost encoding it was unpacked from."""

    flow: int
    where: str
    how: str
    data: bytes


def carried(flows: Sequence[Flow], canaries: Canaries | None) -> list[list[Carried]]:
    """What each flow carries, each kind, form and part once. The pieces of many flows are swept together."""
    found: list[dict[tuple[str, str, str], Carried]] = [{} for _ in flows]
    for batch in _batches(flows):
        for piece, kind, form in _known(batch, canaries):
            one = Carried(kind, _outermost(piece.how, form), piece.where, True)
            found[piece.flow].setdefault((one.kind, one.how, one.where), one)
        for piece, kind in _recognised(batch):
            one = Carried(kind, piece.how or "plain", piece.where, False)
            found[piece.flow].setdefault((one.kind, one.how, one.where), one)
    return [_settled(list(some.values())) for some in found]


def _settled(found: list[Carried]) -> list[Carried]:
    """A kind that is certain in a part of a request is not also a likeness there."""
    certain = {(one.kind, one.where) for one in found if one.certain}
    return [one for one in found if one.certain or (one.kind, one.where) not in certain]


def _batches(flows: Sequence[Flow]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    size = 0
    for number, flow in enumerate(flows):
        for where, part in flow.parts:
            for how, data in layers(where, part, flow):
                batch.append(_Piece(number, where, how, data))
                size += len(data)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(pieces: Sequence[bytes]) -> tuple[bytes, list[int]]:
    """Pieces as lines of one text, and where each begins."""
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    return b"\n".join(pieces), starts


def _known(batch: Sequence[_Piece], canaries: Canaries | None) -> Iterator[tuple[_Piece, str, str]]:
    if canaries is None:
        return
    text, starts = _joined([piece.data for piece in batch])
    for place, kind, form in canaries.found(text):
        yield batch[bisect_right(starts, place) - 1], kind, form


def _outermost(how: str, form: str) -> str:
    """The name of a value within encodings: the hash if it is one, else the outermost encoding."""
    return form if form in ("md5", "sha1", "sha256") or not how else how


def layers(where: str, part: bytes, flow: Flow) -> Iterator[tuple[str, bytes]]:
    """The part as it is, then what can be unpacked from it, with the outermost encoding's name."""
    left = MOST
    for how, data in _inner(*_body(part, flow)) if where == "body" else _inner("", part, 0):
        left -= len(data)
        if left < 0:
            return
        yield how, data


def _body(part: bytes, flow: Flow) -> tuple[str, bytes, int]:
    """A body without the coding of its transport, with the name of that coding or of its own form."""
    if (unpacked := _unpacked(part, flow.coding)) is not None:
        return "gzip", unpacked, 1
    if (texts := fields_of(part)) or "protobuf" in flow.media or "grpc" in flow.media:
        return "protobuf", texts or part, 1
    return ("json" if "json" in flow.media or part.lstrip()[:1] in (b"{", b"[") else ""), part, 0


def _inner(outer: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    yield outer, data
    if depth < DEEPEST:
        for how, plain in _opened(data):
            yield from _inner(outer or how, plain, depth + 1)


def _opened(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What some bytes hold in another encoding, by the name of the encoding."""
    if b"\\" in data and (plain := _ESCAPE.sub(_escaped, data)) != data:
        yield "json", plain
    if texts := fields_of(data):
        yield "protobuf", texts
    for packed in islice(re.finditer(_GZIP, data), MOST_PACKED):
        if unpacked := _unpacked(data[packed.start() :], ""):
            yield "gzip", unpacked
    if b"%" in data and (words := [word for word in _WORD.findall(data) if b"%" in word]):
        yield "url", _APART.join(unquote_to_bytes(word) for word in words)
    runs = _BASE64.findall(_WRAPPED.sub(b"", data[:LARGEST].replace(b"\r\n", b"\n")))
    yield from _tokens("base64", (token for run in runs for token in _read_base64(run)))
    runs = _HEX.findall(data[:LARGEST])
    yield from _tokens("hex", (binascii.unhexlify(run) for run in runs if len(run) % 2 == 0))


def _escaped(escape: re.Match[bytes]) -> bytes:
    """What an escape of JSON stands for, however often it was escaped itself."""
    if escape[1]:
        return chr(int(escape[1], 16)).encode("utf-8", "replace")
    return escape[2] or b"\n"


def _tokens(how: str, tokens: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Those tokens that are packed, each unpacked, and those that are text, together."""
    texts = []
    for token in tokens:
        if (unpacked := _unpacked(token, "")) is not None:
            yield how, unpacked
        elif is_text(token) or (token := fields_of(token)):
            texts.append(token)
    if texts:
        yield how, _APART.join(texts)


def _read_base64(run: bytes) -> Iterator[bytes]:
    """The bytes of a run in base64, and of each of its pieces where it may be a path."""
    for token in (run, *run.split(b"/")) if b"/" in run else (run,):
        if len(token) >= 12 and len(token) % 4 != 1:
            yield binascii.a2b_base64(token.translate(_STANDARD) + b"==")


def _unpacked(data: bytes, coding: str) -> bytes | None:
    """A body without its compression, cut at LARGEST; None where it has none."""
    try:
        if data[:2] in (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
            return zlib.decompressobj(47).decompress(data, LARGEST)
        if data[:4] == b"\x28\xb5\x2f\xfd":
            import zstandard

            return zstandard.ZstdDecompressor().stream_reader(data).read(LARGEST)
        if coding in ("deflate", "br") and is_text(data):  # some recorders undo the coding and keep its name
            return None
        if coding == "deflate":
            return zlib.decompressobj(-15).decompress(data, LARGEST)
        if coding == "br":
            import brotli

            return bytes(brotli.decompress(data))[:LARGEST]
    except (zlib.error, ImportError):
        return None
    except Exception as problem:
        if type(problem).__module__.startswith(("brotli", "zstandard", "_brotli")) or type(problem).__name__ in (
            "error",
            "ZstdError",
        ):
            return None
        raise
    return None


@cache
def _names() -> dict[str, str]:
    """Kinds by the names under which apps send them."""
    raw = yaml12.load(files("hegui.evidence.traffic").joinpath("names.yaml").read_text(encoding="utf-8"))
    return {name: kind for kind, names in raw.items() for name in names}


@lru_cache(maxsize=65536)
def _kind_of(name: bytes) -> str | None:
    return _names().get(name.decode("ascii").lower().translate({ord(mark): None for mark in "-_."}))


_UNTELLING = ("ip", "person_name", "account_id")  # every request has addresses and ids
_EMPTY = re.compile(rb"^(?:0+|null|none|undefined|unknown|true|false|nan|n/?a|-1?)$", re.IGNORECASE)


def _recognised(batch: Sequence[_Piece]) -> Iterator[tuple[_Piece, str]]:
    """Kinds that stand in pieces by their own shape, or under a name that says what they are."""
    from hegui.recognise.pi.find import find
    from hegui.recognise.pi.locating import NAMES, utf8

    likely = [piece for piece in batch if piece.where != "payload" or len(piece.data) < LONGEST_PAYLOAD]
    shaped = [piece for piece in likely if piece.where != "header"]
    text, starts = _joined([utf8(piece.data) for piece in shaped])
    hits = find(text)
    for place, number in zip(hits.start.tolist(), hits.kind.tolist(), strict=True):
        if NAMES[number] not in _UNTELLING:
            yield shaped[bisect_right(starts, place) - 1], NAMES[number]
    text, starts = _joined([piece.data for piece in likely])
    for named in _NAMED.finditer(text):
        kind = _kind_of(named[1])
        if kind and not _EMPTY.match(named[2]):
            yield likely[bisect_right(starts, named.start(1)) - 1], kind
