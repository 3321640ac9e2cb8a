"""Squashfs, versions 2 to 4, in both byte orders and with the compressions of makers: which of them a block has is told by its beginning.

The layouts are those of squashfs_fs.h and squashfs_compat.h of squashfs-tools 4.6. Everything is read, nothing is created.
"""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

MAGICS = {b"hsqs": "<", b"sqsh": ">", b"shsq": "<", b"qshs": ">"}
_METADATA = 8192
_STORED = 1 << 15  # this bit of a length says that a piece of metadata is not compressed
_STORED_BLOCK = 1 << 24  # and this of a block of a file
_NO_FRAGMENT = 0xFFFFFFFF
_LARGEST_BLOCK = 1 << 20
_MOST_BLOCKS = 1 << 20
_LZO, _LZ4 = 3, 5  # compressions that do not show in their bytes
_DIRECTORIES, _FILES, _LINKS = (1, 8), (2, 9), (3, 10)


@dataclass(frozen=True, slots=True)
class Member:
    """One file or link: ``target`` of a link, else the blocks of the file; of devices neither is read."""

    path: str
    target: str | None
    blocks: Callable[[], Iterator[bytes]] | None


@dataclass(frozen=True, slots=True)
class _Super:
    major: int
    order: str
    block_size: int
    compression: int
    checked: bool
    root: int
    inodes: int
    directories: int
    fragments: int


@dataclass(frozen=True, slots=True)
class _Inode:
    kind: int
    start: int = 0
    offset: int = 0
    size: int = 0
    fragment: int = _NO_FRAGMENT
    lengths: tuple[int, ...] = ()
    target: str | None = None


def members(file: BinaryIO) -> Iterator[Member]:
    """The files and links of an image, by directory; ValueError where it is damaged."""
    image = _Image(file)
    waiting, seen = [("", image.root)], set()
    while waiting:
        folder, reference = waiting.pop()
        if reference in seen:
            raise ValueError("a directory holds itself")
        seen.add(reference)
        for name, below in image.entries(image.inode(reference)):
            path = f"{folder}/{name}" if folder else name
            inode = image.inode(below)
            if inode.kind in _DIRECTORIES:
                waiting.append((path, below))
            elif inode.kind in _LINKS:
                yield Member(path, inode.target, None)
            elif inode.kind in _FILES:
                yield Member(path, None, lambda inode=inode: image.blocks(inode))  # type: ignore[misc]  # binds this one
            else:
                yield Member(path, None, None)


class _Image:
    """The tables of one image, read where they are asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._super = _superblock(file)
        self.root = self._super.root
        self._piece = lru_cache(maxsize=1024)(self._read_piece)
        self._fragment = lru_cache(maxsize=16)(self._block)

    def inode(self, reference: int) -> _Inode:
        """What lies at a reference into the table of inodes."""
        cursor = _Cursor(self._piece, self._super.order, self._super.inodes + (reference >> 16), reference & 0xFFFF)
        return (_inode_4 if self._super.major == 4 else _inode_old)(cursor, self._super)

    def entries(self, folder: _Inode) -> Iterator[tuple[str, int]]:
        """The names of a directory with the references of their inodes."""
        major, order, left = self._super.major, self._super.order, folder.size - 3
        cursor = _Cursor(self._piece, order, self._super.directories + folder.start, folder.offset & (_METADATA - 1))
        while left > 0:
            count, block, width = _directory_header(cursor, major, order)
            left -= width
            for _ in range(count + 1):
                offset, length, width = _directory_entry(cursor, major, order)
                name = cursor.take(length).decode("utf-8", "surrogateescape")
                left -= width + length
                if name in ("", ".", "..") or "/" in name:
                    raise ValueError("a name that is none")
                yield name, block << 16 | offset

    def blocks(self, inode: _Inode) -> Iterator[bytes]:
        """The contents of a file."""
        start, left = inode.start, inode.size
        for length in inode.lengths:
            most = min(left, self._super.block_size)
            block = self._block(start, length) if length else bytes(most)
            yield block[:most]
            start += length & ~_STORED_BLOCK
            left -= most
        if inode.fragment != _NO_FRAGMENT and left:
            start, length = self._place(inode.fragment)
            yield self._fragment(start, length)[inode.offset : inode.offset + left]

    def _place(self, fragment: int) -> tuple[int, int]:
        """Where the block of a fragment starts, and its length."""
        order = self._super.order
        pointer, entry, width = ("I", "II", 8) if self._super.major == 2 else ("Q", "QI", 16)
        page, place = divmod(fragment * width, _METADATA)
        self._file.seek(self._super.fragments + page * struct.calcsize("=" + pointer))
        (table,) = _unpack(order + pointer, self._file.read(struct.calcsize("=" + pointer)))
        start, length = _Cursor(self._piece, order, table, place).unpack(entry)
        return start, length

    def _block(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        data = self._file.read(length & (_STORED_BLOCK - 1))
        return data if length & _STORED_BLOCK else inflated(data, self._super.block_size, self._super.compression)

    def _read_piece(self, start: int) -> tuple[bytes, int]:
        """A piece of metadata, and where the next one starts."""
        self._file.seek(start)
        (length,) = _unpack(self._super.order + "H", self._file.read(2))
        if self._super.checked:
            self._file.read(1)
        size = (length & ~_STORED) or _STORED
        data = self._file.read(size)
        after = start + 2 + self._super.checked + size
        return (data if length & _STORED else inflated(data, _METADATA, self._super.compression)), after


class _Cursor:
    """A place in metadata, from which values are taken one after the other, over the borders of its pieces."""

    def __init__(self, piece: Callable[[int], tuple[bytes, int]], order: str, start: int, offset: int) -> None:
        self._piece, self._order = piece, order
        self._data, self._next = piece(start)
        self._offset = offset

    def take(self, count: int) -> bytes:
        """The next bytes."""
        while len(self._data) - self._offset < count:
            more, after = self._piece(self._next)
            if not more:
                raise ValueError("the metadata break off")
            self._data, self._offset, self._next = self._data[self._offset :] + more, 0, after
        taken = self._data[self._offset : self._offset + count]
        self._offset += count
        return taken

    def unpack(self, form: str) -> tuple[int, ...]:
        """The next values, in the byte order of the image."""
        return _unpack(self._order + form, self.take(struct.calcsize("=" + form)))


def _superblock(file: BinaryIO) -> _Super:
    file.seek(0)
    head = file.read(119)
    order = MAGICS[head[:4]]
    (major,) = _unpack(order + "H", head[28:30])
    if major == 4:
        v4 = _unpack(order + "5I6H8Q", head[:96])
        return _Super(4, order, _checked(v4[3]), v4[5], bool(v4[7] & 4), v4[11], v4[15], v4[16], v4[17])
    if major not in (2, 3):
        raise ValueError("a version that is not known")
    old = _unpack(order + "7I4H3BIQ3I7Q", head)
    checked = bool(old[11] & 4)
    if major == 2:
        return _Super(2, order, _checked(old[16]), 0, checked, old[15], old[5], old[6], old[18])
    return _Super(3, order, _checked(old[16]), 0, checked, old[15], old[22], old[23], old[24])


def _checked(block_size: int) -> int:
    if not 0 < block_size <= _LARGEST_BLOCK:
        raise ValueError("a block size that is none")
    return block_size


def _inode_4(cursor: _Cursor, image: _Super) -> _Inode:
    (kind,) = cursor.unpack("H14x")
    if kind == 1:
        start, _, size, offset, _ = cursor.unpack("IIHHI")
        return _Inode(kind, start, offset, size)
    if kind == 8:
        _, size, start, _, _, offset, _ = cursor.unpack("IIIIHHI")
        return _Inode(kind, start, offset, size)
    if kind == 2:
        start, fragment, offset, size = cursor.unpack("IIII")
        return _Inode(kind, start, offset, size, fragment, _lengths(cursor, image, size, fragment))
    if kind == 9:
        start, size, _, _, fragment, offset, _ = cursor.unpack("QQQIIII")
        return _Inode(kind, start, offset, size, fragment, _lengths(cursor, image, size, fragment))
    if kind in _LINKS:
        _, size = cursor.unpack("II")
        return _Inode(kind, target=_target(cursor, size))
    return _Inode(kind)


def _inode_old(cursor: _Cursor, image: _Super) -> _Inode:
    """An inode of version 2 or 3, which pack several numbers into one word."""
    third = image.major == 3
    (word,) = cursor.unpack("H2x")
    kind = word & 15 if image.order == "<" else word >> 12
    if third:
        cursor.take(8)  # when changed, and its number
    if kind in _DIRECTORIES:
        return _directory_old(cursor, image, kind)
    if kind in _FILES:
        if kind == 9 and third:
            _, start, fragment, offset, size = cursor.unpack("IQIIQ")
        elif third:
            start, fragment, offset, size = cursor.unpack("QIII")
        else:
            _, start, fragment, offset, size = cursor.unpack("IIIII")
        return _Inode(kind, start, offset, size, fragment, _lengths(cursor, image, size, fragment))
    if kind in _LINKS:
        (size,) = cursor.unpack("4xH" if third else "H")
        return _Inode(kind, target=_target(cursor, size))
    return _Inode(kind)


def _directory_old(cursor: _Cursor, image: _Super, kind: int) -> _Inode:
    if image.major == 3:
        cursor.take(4)  # how many names it has
    width, bits = (5, 27) if kind == 8 else (4, 19)
    word = int.from_bytes(cursor.take(width), "little" if image.order == "<" else "big")
    size, offset = (word & ((1 << bits) - 1), word >> bits) if image.order == "<" else (word >> 13, word & 0x1FFF)
    if image.major == 3:
        (start,) = cursor.unpack("I")
    else:
        start = int.from_bytes(cursor.take(7)[4:], "little" if image.order == "<" else "big")
    return _Inode(kind, start, offset, size)


def _lengths(cursor: _Cursor, image: _Super, size: int, fragment: int) -> tuple[int, ...]:
    whole, rest = divmod(size, image.block_size)
    if whole > _MOST_BLOCKS:
        raise ValueError("a size that is none")
    return cursor.unpack(f"{whole + (1 if rest and fragment == _NO_FRAGMENT else 0)}I")


def _target(cursor: _Cursor, size: int) -> str:
    return cursor.take(min(size, 0xFFFF)).decode("utf-8", "surrogateescape")


def _directory_header(cursor: _Cursor, major: int, order: str) -> tuple[int, int, int]:
    """How many entries follow, less one; the block of their inodes; and how many bytes the header has."""
    if major == 4:
        count, block, _ = cursor.unpack("III")
        return min(count, 255), block, 12
    if major == 3:
        count, block, _ = cursor.unpack("BII")
        return count, block, 9
    (word,) = cursor.unpack("I")
    return (word & 0xFF, word >> 8, 4) if order == "<" else (word >> 24, word & 0xFFFFFF, 4)


def _directory_entry(cursor: _Cursor, major: int, order: str) -> tuple[int, int, int]:
    """The offset of an entry's inode, the length of its name, and how many bytes it has before it."""
    if major == 4:
        offset, _, _, size = cursor.unpack("HhHH")
        return offset, size + 1, 8
    word, size = cursor.unpack("HB2x" if major == 3 else "HB")
    return (word & 0x1FFF if order == "<" else word >> 3), size + 1, 5 if major == 3 else 3


def inflated(data: bytes, most: int, compression: int = 0) -> bytes:
    """A compressed piece of at most *most* bytes; ValueError where no compression known here fits."""
    try:
        if data[:4] == b"\xfd7zX":
            return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 28).decompress(data, most)
        if data[:4] == b"\x28\xb5\x2f\xfd":
            import zstandard

            return zstandard.ZstdDecompressor().stream_reader(data).read(most)
        if compression == _LZ4:
            import lz4.block

            return bytes(lz4.block.decompress(data, uncompressed_size=most))
        if compression == _LZO:
            import lzallright

            return bytes(lzallright.LZOCompressor.decompress(data, output_size_hint=most))
        if data[:1] == b"x" and int.from_bytes(data[:2], "big") % 31 == 0:
            return zlib.decompressobj().decompress(data, most)
        return _lzma(data, most)
    except ImportError:
        raise ValueError("a compression that is not installed") from None
    except Exception as problem:  # noqa: BLE001 - every library has errors of its own
        raise ValueError(str(problem)) from None


def _lzma(data: bytes, most: int) -> bytes:
    """LZMA as before Linux 2.6.38 and as makers have it: after the header of a file, or after five bytes of it."""
    if not data or data[0] >= 225:
        raise ValueError("a compression that is not known")
    size = int.from_bytes(data[5:13], "little")
    start = 13 if size <= most or size == (1 << 64) - 1 else 5
    properties, dictionary = data[0], int.from_bytes(data[1:5], "little")
    rest, lc = divmod(properties, 9)
    pb, lp = divmod(rest, 5)
    form = {"id": lzma.FILTER_LZMA1, "dict_size": max(4096, min(dictionary, 1 << 26)), "lc": lc, "lp": lp, "pb": pb}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[form]).decompress(data[start:], min(size, most))


def _unpack(form: str, data: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack(form, data)
    except struct.error:
        raise ValueError("the image breaks off") from None
