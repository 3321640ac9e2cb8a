"""Images into folders: tar and squashfs here, everything else by unblob in a process of its own, bounded in time, depth and size.

Nothing of an image is executed, nothing is written outside the work folder, and no link of an image is followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from hegui.evidence.files import Unreadable

LARGEST_IMAGE = 4 << 30
LARGEST_WHOLE = 8 << 30  # of everything that is unpacked
MOST_MEMBERS = 200_000
SECONDS = 600
_DEPTH = "8"
_CHUNK = 1 << 20
_SQUASHFS = (b"hsqs", b"sqsh", b"shsq", b"qshs")


def unpacked(image: Path, folder: Path) -> bool:
    """Unpack an image into a folder; whether all of it could be. Raises Unreadable: no_image, too_large, no_unpacker, damaged_image."""
    try:
        if image.stat().st_size > LARGEST_IMAGE:
            raise Unreadable("too_large")
        with image.open("rb") as file:
            head = file.read(4)
    except OSError:
        raise Unreadable("io_error") from None
    if not head:
        raise Unreadable("empty_file")
    if _is_tar(image):
        return _tar(image, folder)
    if head in _SQUASHFS:
        return _squashfs(image, folder)
    return _unblob(image, folder)


class _Room:
    """How much may still be written, and where: names that lead out of the folder, and more than fits, are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = LARGEST_WHOLE
        self._members = MOST_MEMBERS
        self.whole = True
        self.links: list[tuple[Path, str]] = []

    def place(self, name: str) -> Path | None:
        """Where a member may lie; None where it may not."""
        self._members -= 1
        parts = [part for part in PurePosixPath(name).parts if part not in ("/", ".")]
        if not parts or ".." in parts or "\0" in name or self._members < 0:
            self.whole = self.whole and not parts
            return None
        return self._folder.joinpath(*parts)

    def write(self, path: Path, blocks: Iterator[bytes]) -> None:
        """A file from its blocks; what cannot be written leaves the whole incomplete."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for block in blocks:
                    self._left -= len(block)
                    if self._left < 0:
                        self.whole = False
                        return
                    file.write(block)
        except (OSError, ValueError, zlib.error, EOFError, tarfile.TarError):
            self.whole = False

    def finish(self) -> None:
        """The links, after all files, so that nothing is ever written through one."""
        for path, target in self.links:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(target)
            except (OSError, ValueError):
                self.whole = False


def _is_tar(image: Path) -> bool:
    """Whether a file is a tar with something in it; an image that begins with zeros reads as an empty one."""
    try:
        with tarfile.open(image) as archive:
            return archive.next() is not None
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError):
        return False


def _tar(image: Path, folder: Path) -> bool:
    room = _Room(folder)
    try:
        with tarfile.open(image) as archive:
            for member in archive:
                if (path := room.place(member.name)) is None:
                    continue
                if member.issym():
                    room.links.append((path, member.linkname))
                elif member.islnk():
                    _hard_link(room, path, member.linkname)
                elif member.isreg():
                    room.write(path, _blocks(archive.extractfile(member)))
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError):
        room.whole = False
    room.finish()
    return room.whole


def _hard_link(room: _Room, path: Path, target: str) -> None:
    """A second name of a file before it in the archive, as a copy."""
    first = room.place(target)
    if first is None or not first.is_file():
        room.whole = False
        return
    with first.open("rb") as file:
        room.write(path, _blocks(file))


def _blocks(file: Any) -> Iterator[bytes]:
    while file is not None and (block := file.read(_CHUNK)):
        yield block


def _squashfs(image: Path, folder: Path) -> bool:
    try:
        from PySquashfsImage import SquashFsImage
    except ImportError:
        raise Unreadable("no_unpacker", "squashfs") from None
    room = _Room(folder)
    try:
        with image.open("rb") as file, SquashFsImage(file, closefd=False) as found:
            for member in found:
                if (path := room.place(member.path)) is None:
                    continue
                if member.is_symlink:
                    room.links.append((path, member.readlink()))
                elif member.is_file:
                    room.write(path, member.iter_bytes())
    except Exception as problem:  # noqa: BLE001 - a damaged image fails in the library in many ways
        if not any(folder.iterdir()):
            raise Unreadable("damaged_image", type(problem).__name__) from None
        room.whole = False
    room.finish()
    return room.whole


def _unblob(image: Path, folder: Path) -> bool:
    """By unblob, which carves and unpacks some eighty forms; squashfs that it only carved is unpacked here."""
    program = shutil.which(
        "unblob", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    )
    if program is None:
        raise Unreadable("no_unpacker", "unblob")
    with tempfile.TemporaryDirectory() as logs:
        log = str(Path(logs, "unblob.log"))
        command = [program, "--depth", _DEPTH, "--process-num", "2", "--log", log, "--randomness-depth", "0"]
        ended = _bounded([*command, "--extract-dir", str(folder), str(image)], folder)
    carved = [path for path in folder.rglob("*.squashfs*") if path.is_file() and not path.is_symlink()]
    for path in carved:
        below = path.with_name(path.name + "_unpacked")
        below.mkdir(exist_ok=True)
        try:
            ended = _squashfs(path, below) and ended
            path.unlink()
        except Unreadable:
            ended = False
    if not any(path.is_file() for path in folder.rglob("*")):
        raise Unreadable("no_image")
    return ended


def _bounded(command: list[str], folder: Path) -> bool:
    """Run an unpacker until it ends, its time is over or the folder is full; whether it ended by itself."""
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": search, "HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    over = time.monotonic() + SECONDS
    try:
        while process.poll() is None and time.monotonic() < over and _size(folder) < LARGEST_WHOLE:
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                continue
        return process.returncode == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(Path(place, name)).st_blocks * 512
            except OSError:
                continue
    return total
