"""What a request carries: canaries of the test identity in any form, and personal information that its own shape or its name gives away."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from urllib.parse import unquote_to_bytes

from hegui import yaml12
from hegui.evidence.traffic.canaries import Canaries
from hegui.evidence.traffic.flows import Flow

DEEPEST = 4  # encodings within encodings
BATCH = 4 * 1024 * 1024  # bytes that are swept together
LONGEST_PAYLOAD = 65536  # bytes of a conversation in an unknown protocol that are read for likenesses
LARGEST = 8 * 1024 * 1024  # of one unpacked body
# Runs of one alphabet, each read once: whatever a run turns out to be is settled after it is found.
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]{12,}={0,2}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_WORD = re.compile(rb"""[^&=?;\s"'<>]+""")
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
            for how, data in _layers(where, part, flow):
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


def _layers(where: str, part: bytes, flow: Flow) -> Iterator[tuple[str, bytes]]:
    """The part as it is, then what can be unpacked from it, with the outermost encoding's name."""
    if where == "body":
        unpacked = _unpacked(part, flow.coding)
        if unpacked is not None:
            yield from _inner("gzip", unpacked, 1)
            return
        if "protobuf" in flow.media or "grpc" in flow.media or _is_protobuf(part):
            yield "protobuf", part
            yield from ((name, data) for name, data in _inner("protobuf", part, 1) if data is not part)
            return
        if "json" in flow.media or part.lstrip()[:1] in (b"{", b"["):
            yield from _inner("json", _json_text(part), 1)
            return
    yield from _inner("", part, 0)


def _inner(outer: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    yield outer, data
    if depth >= DEEPEST:
        return
    if escaped := [word for word in _WORD.findall(data) if b"%" in word] if b"%" in data else []:
        yield from _inner(outer or "url", b"\n".join(unquote_to_bytes(word) for word in escaped), depth + 1)
    for run in _BASE64.findall(data[:LARGEST]):
        for token in (run, *run.split(b"/")[1:]) if b"/" in run else (run,):
            if (read := _from_base64(token)) is not None:
                yield from _inner(outer or "base64", read, depth + 1)
    for run in _HEX.findall(data[:LARGEST]):
        if len(run) % 2 == 0 and _is_text(plain := binascii.unhexlify(run)):
            yield from _inner(outer or "hex", plain, depth + 1)


def _from_base64(token: bytes) -> bytes | None:
    """The text that a token stands for, unpacked where it is packed; None where it stands for none."""
    bare = token.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    if len(bare) < 12 or len(bare) % 4 == 1:
        return None
    try:
        plain = base64.b64decode(bare + b"=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return None
    unpacked = _unpacked(plain, "")
    return unpacked if unpacked is not None else plain if _is_text(plain) else None


def _json_text(part: bytes) -> bytes:
    """JSON with its escapes undone, so that a value reads as it is; as it came where it is no JSON."""
    try:
        return json.dumps(json.loads(part), ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return part


def _unpacked(data: bytes, coding: str) -> bytes | None:
    """A body without its compression, cut at LARGEST; None where it has none."""
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(data)) as file:
                return file.read(LARGEST)
        if data[:1] == b"\x78" and data[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            return zlib.decompressobj().decompress(data, LARGEST)
        if coding == "deflate":
            return zlib.decompressobj(-15).decompress(data, LARGEST)
        if data[:4] == b"\x28\xb5\x2f\xfd":
            import zstandard

            return zstandard.ZstdDecompressor().stream_reader(data).read(LARGEST)
        if coding == "br":
            import brotli

            return bytes(brotli.decompress(data))[:LARGEST]
    except (OSError, EOFError, zlib.error, ImportError):
        return None
    except Exception as problem:
        if type(problem).__module__.startswith(("brotli", "zstandard", "_brotli")) or type(problem).__name__ in (
            "error",
            "ZstdError",
        ):
            return None
        raise
    return None


def _is_protobuf(data: bytes) -> bool:
    """Whether bytes are fields of a Protocol Buffers message from end to end, with at least one text in them."""
    if not data or len(data) > LARGEST or _is_text(data):
        return False
    place, texts = 0, 0
    while place < len(data):
        key, place = _varint(data, place)
        kind, number = key & 7, key >> 3
        if number < 1 or number > 0x1FFFFFFF or place < 0:
            return False
        if kind == 0:
            _, place = _varint(data, place)
        elif kind == 1:
            place += 8
        elif kind == 5:
            place += 4
        elif kind == 2:
            length, place = _varint(data, place)
            if place < 0:
                return False
            texts += _is_text(data[place : place + length])
            place += length
        else:
            return False
        if place < 0:
            return False
    return place == len(data) and texts > 0


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number and where it ends; a place below 0 where there is none."""
    value = 0
    for shift in range(0, 70, 7):
        if not 0 <= place < len(data):
            return 0, -1
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    return 0, -1


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return len(text) >= 2 and sum(character.isprintable() or character in "\r\n\t" for character in text) == len(text)


@cache
def _names() -> dict[str, str]:
    """Kinds by the names under which apps send them."""
    raw = yaml12.load(files("hegui.evidence.traffic").joinpath("names.yaml").read_text(encoding="utf-8"))
    return {name: kind for kind, names in raw.items() for name in names}


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
        name = named[1].decode("ascii").lower().replace("-", "").replace("_", "").replace(".", "")
        kind = _names().get(name)
        if kind and not _EMPTY.match(named[2]):
            yield likely[bisect_right(starts, named.start(1)) - 1], kind
