"""Packages as Android itself reads them: a zip whose central directory is believed and whose lures (false flags, false methods) are not.

Nothing is written to disk; every size is bounded by what is really unpacked, never by what the package says of itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from hegui.evidence.files import Unreadable

LARGEST_ENTRY = 128 * 1024 * 1024
LARGEST_TOTAL = 768 * 1024 * 1024
MOST_ENTRIES = 200_000
_NESTED = 256 * 1024 * 1024
_HARMONY = {"module.json", "pack.info"}
_OF_HARMONY = (".abc", ".hap", ".hsp", "resources.index")
_OF_MINI_PROGRAMS = {"app.js", "app-service.js"}  # quick apps and uni-app
_LOCAL = struct.Struct("<4s5H3I2H")


class Package:
    """The entries of a package, by name."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error, OSError):
            raise Unreadable("damaged_package") from None
        if len(infos) > MOST_ENTRIES:
            raise Unreadable("too_many_entries", f"{len(infos)} entries")
        self.data = data
        self._infos = {info.filename: info for info in infos}  # of two with one name the last counts, as on a phone
        self._left = LARGEST_TOTAL
        self.damaged: list[str] = []

    @property
    def names(self) -> list[str]:
        """The names of all entries; they are names only, never places on a disk."""
        return list(self._infos)

    def size(self, name: str) -> int:
        """How large the package says an entry is."""
        return self._infos[name].file_size

    def read(self, name: str, largest: int = LARGEST_ENTRY) -> bytes:
        """The bytes of an entry; empty, and noted in ``damaged``, where it is not there, breaks off or is larger than *largest*."""
        info = self._infos.get(name)
        found = self._unpacked(info, min(largest, self._left)) if info else None
        if found is None:
            self.damaged.append(name)
            return b""
        self._left -= len(found)
        return found

    def matching(self, *endings: str) -> Iterator[str]:
        """The names that end so."""
        return (name for name in self._infos if name.lower().endswith(endings))

    def _unpacked(self, info: zipfile.ZipInfo, largest: int) -> bytes | None:
        try:
            local = _LOCAL.unpack_from(self.data, info.header_offset)
        except struct.error:
            return None
        if local[0] != b"PK\x03\x04":
            return None
        start = info.header_offset + _LOCAL.size + local[9] + local[10]
        raw = memoryview(self.data)[start : start + info.compress_size]
        if info.compress_type != zipfile.ZIP_DEFLATED:  # Android takes every other method for stored
            return bytes(raw) if len(raw) <= largest else None
        unpacker = zlib.decompressobj(-15)
        try:
            found = unpacker.decompress(raw, largest + 1)
        except zlib.error:
            return None
        return found if unpacker.eof and len(found) <= largest else None


def packages(data: bytes) -> tuple[str, list[Package]]:
    """The kind of package (apk, aab, xapk) and its parts, the one with the manifest first; Unreadable where it is none that is read."""
    wechat = (data[:1] == b"\xbe" and data[13:14] == b"\xed") or data[:6] == b"V1MMWX"  # plain, encrypted
    if wechat or data[:4] == b"TPKG":  # ByteDance's
        raise Unreadable("mini_program")
    if data[:2] != b"PK":
        raise Unreadable("no_package")
    outer = Package(data)
    names = set(outer.names)
    if "AndroidManifest.xml" in names:
        return "apk", [outer]
    if "base/manifest/AndroidManifest.xml" in names:
        return "aab", [outer]
    if names & _HARMONY or ("config.json" in names and any(name.endswith(_OF_HARMONY) for name in names)):
        raise Unreadable("harmony_package")
    if "manifest.json" in names and names & _OF_MINI_PROGRAMS:
        raise Unreadable("mini_program")
    if any(name.startswith("Payload/") and ".app/" in name for name in names):
        raise Unreadable("ios_package")
    return "xapk", _parts(outer)


def _parts(outer: Package) -> list[Package]:
    """The packages within a package, the app itself before its splits; a damaged split is noted and the others are read."""
    parts, damaged = [], []
    for name in sorted(outer.matching(".apk"), key=lambda name: (not _is_base(name), -outer.size(name))):
        try:
            part = Package(outer.read(name, _NESTED))
        except Unreadable:
            damaged.append(name)
        else:
            parts += [part] if "AndroidManifest.xml" in part.names else []
    if not parts:
        raise Unreadable("damaged_package" if damaged else "no_package")
    parts[0].damaged += damaged
    return parts


def _is_base(name: str) -> bool:
    """Whether a part is the app itself and not one of its splits by language, density or processor."""
    last = name.rpartition("/")[2]
    return not last.startswith(("config.", "split_config.", "split_")) and "base-master_" not in last
