"""What a request carries: canaries of the test identity in any form, and personal information that its own shape or its name gives away."""

from __future__ import annotations

import re
from binascii import a2b_base64, unhexlify
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from urllib.parse import unquote_to_bytes

from hegui import yaml12
from hegui.evidence.traffic.canaries import Canaries
from hegui.evidence.traffic.flows import Flow
from hegui.evidence.traffic.mqtt import published
from hegui.evidence.traffic.protobuf import fields_of, is_text
from hegui.evidence.traffic.unpacking import LARGEST, unpacked, within

DEEPEST = 4  # encodings within encodings
BATCH = 4 * 1024 * 1024  # bytes that are swept together
LONGEST_PAYLOAD = 65536  # bytes of a conversation in an unknown protocol that are read for likenesses
MOST = 8 * LARGEST  # of all that is unpacked from one part of a request
# Runs of one alphabet, each read once: whatever a run turns out to be is settled after it is found.
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]{12,}")
_WRAPPED = re.compile(rb"\n(?<=[0-9A-Za-z+/_-]{60}\n)(?=[0-9A-Za-z+/_-])")  # some writers break base64 into lines
_STANDARD = bytes.maketrans(b"-_", b"+/")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_APART = b"\n\n"  # between pieces that did not stand beside each other
_LETTERS = re.compile(rb"[\t\r\n\x20-\x7e]{8,}")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_WORD = re.compile(rb"""[^&=?;\s"'<>]+""")
_ESCAPE = re.compile(rb"\\\\*(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\"'/])|[bfnrt])")
_NAMED = re.compile(
    rb"""(?:^|[?&;{,\s"'])["']?([A-Za-z][A-Za-z0-9_.-]{1,40})["']?\s*[=:]\s*["']?([^"'&;,}\s]{2,200})"""
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One kind of personal information in one part of a request; ``certain`` where it is a canary.

    ``values`` tells apart the values that look like the kind: Python's own hashes of them, whose random key dies with the process.
    """

    kind: str
    how: str
    where: str
    certain: bool
    values: set[int] = field(default_factory=set, compare=False)


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
        for piece, kind, value in _recognised(batch):
            one = Carried(kind, piece.how or "plain", piece.where, False)
            one = found[piece.flow].setdefault((one.kind, one.how, one.where), one)
            one.values.add(_hashed(kind, value))
    return [_settled(list(some.values())) for some in found]


def _hashed(kind: str, value: bytes) -> int:
    """A hash of a value, the same however it is escaped and with or without the code of its country."""
    plain = unquote_to_bytes(value).lower()
    return hash(plain[-11:] if kind == "cn_mobile" else plain)


def _settled(found: list[Carried]) -> list[Carried]:
    """A kind that is certain in a part of a request is not also a likeness there; what it was like is kept."""
    certain = {(one.kind, one.where): one for one in found if one.certain}
    for one in found:
        if known := certain.get((one.kind, one.where)):
            known.values.update(one.values)
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
    if (plain := unpacked(part, flow.coding)) is not None:
        return "gzip", plain, 1
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
    if texts := _APART.join(published(data)):
        yield "", texts
    for plain in within(data):
        yield "gzip", plain
    text = _readable(data)
    if words := [word for word in _WORD.findall(text) if _PERCENT.search(word)]:
        yield "url", _APART.join(unquote_to_bytes(word) for word in words)
    runs = _runs(_BASE64, _WRAPPED.sub(b"", text[:LARGEST].replace(b"\r\n", b"\n")))
    yield from _tokens("base64", _from_base64([run for run in runs if not _HEX.fullmatch(run)]))
    runs = _runs(_HEX, text[:LARGEST])
    yield from _tokens("hex", (unhexlify(run) for run in runs if len(run) % 2 == 0))


def _readable(data: bytes) -> bytes:
    """The runs of letters in what is no text, each behind a NUL; text as it is."""
    return b"".join(b"\0" + run for run in _LETTERS.findall(data)) if b"\0" in data else data


def _runs(pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    """Runs of one alphabet, and of what is no text what follows their first letter, as that may be the last byte of a length."""
    runs: list[bytes] = pattern.findall(text)
    return runs + [run[1:] for run in runs] if b"\0" in text else runs


def _escaped(escape: re.Match[bytes]) -> bytes:
    """What an escape of JSON stands for, however often it was escaped itself."""
    if escape[1]:
        return chr(int(escape[1], 16)).encode("utf-8", "replace")
    return unhexlify(escape[2]) if escape[2] else escape[3] or b"\n"


def _tokens(how: str, tokens: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """What is packed in some tokens, each apart, and those that are text or messages, together."""
    texts = []
    for token in tokens:
        if text := token if is_text(token) else fields_of(token):
            texts.append(text)
        else:
            yield from ((how, plain) for plain in within(token))
    if texts:
        yield how, _APART.join(texts)


def _from_base64(runs: Sequence[bytes]) -> Iterator[bytes]:
    """The bytes of runs in base64, and of their pieces where they may be paths."""
    pieces = [piece for run in runs if b"/" in run for piece in run.split(b"/")]
    for token in (*runs, *pieces):
        if len(token) >= 12 and len(token) % 4 != 1:
            yield a2b_base64(token.translate(_STANDARD) + b"==")


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


def _recognised(batch: Sequence[_Piece]) -> Iterator[tuple[_Piece, str, bytes]]:
    """Kinds that stand in pieces by their own shape, or under a name that says what they are, with their values."""
    from hegui.recognise.pi.find import find
    from hegui.recognise.pi.locating import NAMES, utf8

    likely = [piece for piece in batch if piece.where != "payload" or len(piece.data) < LONGEST_PAYLOAD]
    shaped = [piece for piece in likely if piece.where != "header"]
    text, starts = _joined([utf8(_readable(piece.data)) for piece in shaped])
    hits = find(text)
    for place, end, number in zip(hits.start.tolist(), hits.end.tolist(), hits.kind.tolist(), strict=True):
        if NAMES[number] not in _UNTELLING:
            yield shaped[bisect_right(starts, place) - 1], NAMES[number], text[place:end]
    text, starts = _joined([_readable(piece.data) for piece in likely])
    for named in _NAMED.finditer(text):
        kind = _kind_of(named[1])
        if kind and not _EMPTY.match(named[2]):
            yield likely[bisect_right(starts, named.start(1)) - 1], kind, named[2]
