"""What is packed with gzip, zlib, deflate, Zstandard or Brotli, unpacked: a body whole, or whatever stands somewhere in other bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from hegui.evidence.traffic.protobuf import is_text

LARGEST = 8 * 1024 * 1024  # of one thing unpacked
MOST = 16  # things packed within one piece
MOST_TRIED = 2000  # places within one piece that look like the beginning of one
_GZIP, _ZSTANDARD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_BEGIN = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|\x78[\x01\x5e\x9c\xda]")  # gzip, Zstandard, zlib


def unpacked(data: bytes, codings: str) -> bytes | None:
    """A body without what Content-Encoding names or its own beginning says, cut at LARGEST; None where it is not packed."""
    found = None
    for coding in [one.strip() for one in codings.split(",")][::-1]:
        if (plain := _without(data, coding)) is not None:
            found = data = plain
    return found


def within(data: bytes) -> Iterator[bytes]:
    """The things packed anywhere in some bytes."""
    if data.isascii():  # nothing packed is
        return
    found = 0
    for tried, begin in enumerate(_BEGIN.finditer(data)):
        if tried == MOST_TRIED or found == MOST:
            return
        if plain := _opened(memoryview(data)[begin.start() :]):
            found += 1
            yield plain


def _without(data: bytes, coding: str) -> bytes | None:
    if _BEGIN.match(data):
        return _opened(memoryview(data))
    if coding not in ("deflate", "br") or is_text(data):  # some recorders undo the coding and keep its name
        return None
    return _deflated(data) if coding == "deflate" else _brotli(data)


def _opened(data: memoryview) -> bytes | None:
    """What is packed from the beginning of some bytes; more may follow it."""
    if data[:4] == _ZSTANDARD:
        return _zstandard(data)
    found = b""
    left: bytes | memoryview = data
    while left and len(found) < LARGEST:
        unpacker = zlib.decompressobj(47)
        try:
            found += unpacker.decompress(left, LARGEST - len(found))
        except zlib.error:
            return found or None
        left = (
            unpacker.unused_data if unpacker.unused_data.startswith(_GZIP) else b""
        )  # the next member of the same file
    return found


def _deflated(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj(-15).decompress(data, LARGEST)
    except zlib.error:
        return None


def _zstandard(data: memoryview) -> bytes | None:
    try:
        from zstandard import ZstdDecompressor, ZstdError
    except ImportError:
        return None
    try:
        return bytes(ZstdDecompressor().stream_reader(data).read(LARGEST))
    except ZstdError:
        return None


def _brotli(data: bytes) -> bytes | None:
    try:
        import brotli
    except ImportError:
        return None
    try:
        return bytes(brotli.Decompressor().process(data, output_buffer_limit=LARGEST))
    except brotli.error:
        return None
