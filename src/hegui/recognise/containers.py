"""Containers: gzip, bzip2, xz, zstd, lz4, zip and tar, told by their content, inflated in pieces with bounded memory.

A ``Stream`` gives bytes until it ends or breaks. What breaks is a ``Damage`` with a reason code; everything read before it counts.
Files of several members one after the other (as ``gzip`` and ``pigz`` make them) are one stream.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import IO, Any, Protocol, cast

RAW = 256 * 1024
PIECE = 128 * 1024  # at most so much is lost before a place that is damaged
ZSTD_PIECE = 2048  # four bytes can stand for 128 KiB, and this decompressor gives all it has at once: 64 MiB at most
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 256 * 1024 * 1024
DEEPEST = 3
MOST_ENTRIES = 200_000

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\x1f\x8b", 0, "gzip"),
    (b"BZh", 0, "bzip2"),
    (b"\xfd7zXZ\0", 0, "xz"),
    (b"\x28\xb5\x2f\xfd", 0, "zstd"),
    (b"\x04\x22\x4d\x18", 0, "lz4"),
    (b"PK\x03\x04", 0, "zip"),
    (b"PK\x05\x06", 0, "zip"),
    (b"ustar", 257, "tar"),
)
ARCHIVES = frozenset({"zip", "tar"})


class Damage(Exception):  # noqa: N818 - the field's word for it, and not an error of ours
    """A stream broke; ``code`` says how: truncated, checksum, corrupt, bomb, encrypted, no_reader, io_error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Stream(Protocol):
    """Bytes in order; ``readinto`` fills what it can and returns 0 at the end, or raises Damage."""

    def readinto(self, target: memoryview, /) -> int:
        """Fill *target* from the start; returns how many bytes were written."""
        ...


def kind_of(head: bytes) -> str:
    """The container that the first bytes (at least 512, if there are as many) announce; ``plain`` for none."""
    return next((kind for magic, at, kind in MAGIC if head[at : at + len(magic)] == magic), "plain")


def inflate(kind: str, raw: Stream) -> Stream:
    """The stream inside a compressed stream of *kind* (gzip, bzip2, xz, zstd, lz4)."""
    if kind == "plain":
        return raw
    return _Inflated(raw, _decompressor(kind))


def entries(kind: str, file: IO[bytes]) -> Iterator[tuple[str, Stream]]:
    """The regular files of an archive (zip, tar), each with its name, in the archive's order; raises Damage."""
    if kind == "zip":
        yield from _zip_entries(file)
    else:
        yield from _tar_entries(file)


class Whole(io.RawIOBase):
    """A stream as a file object that can be read forward, for readers that want one."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Always: it is there to be read."""
        return True

    def readinto(self, target: Any, /) -> int:
        """As the stream does."""
        return self._stream.readinto(memoryview(target))


class _Inflated:
    """Member after member of one compression, as long as bytes come."""

    def __init__(self, raw: Stream, new: Callable[[], Any]) -> None:
        self._raw, self._new = raw, new
        self._decompressor = new()
        self._buffer = memoryview(bytearray(RAW))
        self._started = False
        self._pending = b""
        self._taken = self._given = 0

    def readinto(self, target: memoryview, /) -> int:
        while True:
            data = self._inflate(len(target))
            if data:
                self._given += len(data)
                if self._given > RATIO_COUNTS_FROM and self._given > LARGEST_RATIO * self._taken:
                    raise Damage("bomb")
                target[: len(data)] = data
                return len(data)
            if self._ended():
                return 0

    def _inflate(self, size: int) -> bytes:
        inner = self._decompressor
        chunk: bytes | memoryview = self._pending
        if not chunk and not inner.eof and inner.needs_input:
            got = self._raw.readinto(self._buffer)
            self._taken += got
            if not got:
                if self._started:
                    raise Damage("truncated")
                return b""
            chunk = self._buffer[:got]
        self._pending = b""
        if inner.eof:
            self._pending = bytes(chunk)
            return b""
        self._started = True
        try:
            return bytes(inner.decompress(chunk, min(size, PIECE)))
        except Damage:
            raise
        except Exception as error:  # noqa: BLE001 - each library has errors of its own, all of which mean the same
            raise Damage(
                "checksum" if "crc" in str(error).lower() or "checksum" in str(error).lower() else "corrupt"
            ) from None

    def _ended(self) -> bool:
        """Whether nothing follows; starts on the next member where one does."""
        if not self._decompressor.eof:
            return not self._started
        rest = self._decompressor.unused_data or self._pending
        if not rest:
            got = self._raw.readinto(self._buffer)
            self._taken += got
            rest = bytes(self._buffer[:got])
        rest = rest.lstrip(b"\0")
        if not rest:
            return True
        self._decompressor, self._pending = self._new(), rest
        return False


def _decompressor(kind: str) -> Callable[[], Any]:
    if kind == "gzip":
        from isal import igzip_lib

        return partial(igzip_lib.IgzipDecompressor, flag=igzip_lib.DECOMP_GZIP)
    if kind == "bzip2":
        import bz2

        return bz2.BZ2Decompressor
    if kind == "xz":
        import lzma

        return lzma.LZMADecompressor
    try:
        if kind == "lz4":
            return cast("Callable[[], Any]", import_module("lz4.frame").LZ4FrameDecompressor)
        return _zstd()
    except ImportError:
        raise Damage("no_reader") from None


def _zstd() -> Callable[[], Any]:
    """A decompressor of one zstd frame with the manners of ``bz2.BZ2Decompressor``."""
    import zstandard

    class Frame:
        def __init__(self) -> None:
            self._inner = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            self._input = self._output = b""

        @property
        def eof(self) -> bool:
            return bool(self._inner.eof) and not self._output

        @property
        def needs_input(self) -> bool:
            return not self._input and not self._output

        @property
        def unused_data(self) -> bytes:
            return bytes(self._inner.unused_data) + self._input

        def decompress(self, data: bytes | memoryview, size: int) -> bytes:
            self._input += bytes(data)
            while self._input and len(self._output) < size and not self._inner.eof:
                piece, self._input = self._input[:ZSTD_PIECE], self._input[ZSTD_PIECE:]
                self._output += self._inner.decompress(piece)
            given, self._output = self._output[:size], self._output[size:]
            return given

    return Frame


def _zip_entries(file: IO[bytes]) -> Iterator[tuple[str, Stream]]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, struct.error, ValueError):
        raise Damage("corrupt") from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_ENTRIES:
        raise Damage("bomb")
    for info in infos:
        yield info.filename, _Guarded(partial(archive.open, info), max(info.compress_size, 1))


def _tar_entries(file: IO[bytes]) -> Iterator[tuple[str, Stream]]:
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for seen, info in enumerate(archive):
                if seen > MOST_ENTRIES:
                    raise Damage("bomb")
                if info.isreg():
                    yield info.name, _Guarded(partial(archive.extractfile, info), max(info.size, 1))
    except (tarfile.TarError, EOFError, OSError, struct.error, ValueError):
        raise Damage("corrupt") from None


class _Guarded:
    """One entry of an archive, whose reader's own errors become Damage, bounded in ratio."""

    def __init__(self, open_: Callable[[], IO[bytes] | None], packed: int) -> None:
        self._open, self._packed = open_, packed
        self._inner: IO[bytes] | None = None
        self._given = 0

    def readinto(self, target: memoryview, /) -> int:
        try:
            if self._inner is None:
                self._inner = self._open()
            data = self._inner.read(len(target)) if self._inner else b""
        except Damage:
            raise
        except RuntimeError:
            raise Damage("encrypted") from None
        except NotImplementedError:
            raise Damage("no_reader") from None
        except EOFError:
            raise Damage("truncated") from None
        except Exception as error:  # noqa: BLE001 - zipfile passes on whatever its decompressors raise
            raise Damage("checksum" if "crc" in str(error).lower() else "corrupt") from None
        self._given += len(data)
        if self._given > RATIO_COUNTS_FROM and self._given > LARGEST_RATIO * self._packed:
            raise Damage("bomb")
        target[: len(data)] = data
        return len(data)
