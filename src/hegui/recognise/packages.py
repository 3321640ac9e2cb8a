"""Office packages (XLSX, DOCX): zip files of XML, weighed before anything opens them.

A hostile package announces small members and inflates to gigabytes. Each member is inflated once here, in bounded memory, and
thrown away; only then may a reader have it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

LARGEST = 256 * 1024 * 1024  # bytes of all members together
LARGEST_RATIO = 250  # inflated to packed, of a member that counts
RATIO_COUNTS_FROM = 4 * 1024 * 1024
MOST_MEMBERS = 5_000
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_TORN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError, LookupError),
    *(RuntimeError, OSError, EOFError, OverflowError),
)


class Refused(Exception):  # noqa: N818 - not an error of ours but what the package is
    """A package not to be opened; ``code`` says why: not_a_package, encrypted, too_many_members, zip_bomb."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def opened(data: bytes) -> zipfile.ZipFile:
    """The package in *data*, after every member was weighed; raises Refused."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
        if len(members) > MOST_MEMBERS:
            raise Refused("too_many_members")
        total = 0
        for info in members:
            total += _weigh(data, info, LARGEST - total)
    except _TORN:
        raise Refused("not_a_package") from None
    return package


def member(package: zipfile.ZipFile, name: str) -> bytes:
    """One member of a package that ``opened`` let through; raises Refused where it is missing or torn."""
    try:
        return package.read(name)
    except _TORN:
        raise Refused("not_a_package") from None


def _weigh(data: bytes, info: zipfile.ZipInfo, left: int) -> int:
    """The bytes a member inflates to, whatever it announces; raises Refused."""
    if info.flag_bits & 1:
        raise Refused("encrypted")
    size = 0
    for piece in _pieces(_packed(data, info), info.compress_type):
        size += len(piece)
        if size > left or (size > RATIO_COUNTS_FROM and size > LARGEST_RATIO * max(info.compress_size, 1)):
            raise Refused("zip_bomb")
    return size


def _packed(data: bytes, info: zipfile.ZipInfo) -> memoryview:
    """The packed bytes of a member, found through its local header."""
    header = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    if header[0] != b"PK\x03\x04":
        raise Refused("not_a_package")
    start = info.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    return memoryview(data)[start : start + info.compress_size]


def _pieces(packed: memoryview, method: int) -> Iterator[bytes]:
    """The inflated bytes, piece by piece."""
    if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("not_a_package")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _CHUNK):
        rest = bytes(packed[at : at + _CHUNK])
        if method == zipfile.ZIP_STORED:
            yield rest
            continue
        while rest and (piece := inflater.decompress(rest, _CHUNK)):
            yield piece
            rest = inflater.unconsumed_tail
