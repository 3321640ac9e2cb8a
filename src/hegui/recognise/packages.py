"""Office packages (XLSX, DOCX): zip files of XML, weighed before anything opens them.

A hostile package announces small members and inflates to gigabytes; holds one cell in the last row of the last column, so that a
reader builds the whole grid between; or shows one long string in a million cells. Each is found here in bounded memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

LARGEST = 256 * 1024 * 1024  # bytes of all members together
LARGEST_RATIO = 250  # inflated to packed, of a member that counts
RATIO_COUNTS_FROM = 4 * 1024 * 1024
MOST_MEMBERS = 5_000
MOST_CELLS = 5_000_000  # of the rectangle that a sheet spans
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_TORN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    RuntimeError,
    OSError,
    EOFError,
    OverflowError,
)
_HEAD = 4096
_STRINGS = re.compile(rb"<(?:\w+:)?sst\b")
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>(?:<(?:\w+:)?v\s*>(\d{1,9})<)?")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")


class Refused(Exception):  # noqa: N818 - not an error of ours but what the package is
    """A package not to be opened; ``code`` says why: not_a_package, encrypted, too_many_members, zip_bomb, too_many_cells."""

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


def check_grids(package: zipfile.ZipFile) -> None:
    """Refuse a workbook whose sheets would grow beyond measure when read: too many cells, or too much repeated text."""
    members = [member(package, name) for name in package.namelist() if not name.endswith("/")]
    strings = next((one for one in members if _STRINGS.search(one[:_HEAD])), b"")
    lengths = [len(one) for one in _STRING_END.split(strings)]
    for one in members:
        if b"sheetData" in one:
            _check_grid(one, lengths)


def _check_grid(sheet: bytes, lengths: list[int]) -> None:
    row = column = rows = columns = repeated = 0
    for tag, attributes, value in _ROW_OR_CELL.findall(sheet):
        place = _PLACE.search(attributes)
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        if attributes.endswith(b"/"):  # formatted, but empty
            continue
        rows, columns = max(rows, row, int(place[2]) if place else 0), max(columns, column)
        if value and _SHARED.search(attributes) and int(value) < len(lengths):
            repeated += lengths[int(value)]
        if rows * columns > MOST_CELLS or repeated > LARGEST:
            raise Refused("too_many_cells")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


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
