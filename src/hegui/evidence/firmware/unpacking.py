"""Images into folders: tar and squashfs here, everything else by unblob in a process of its own, bounded in time, depth and size.

Nothing of an image is executed, nothing is written outside the work folder, and no link of an image is followed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
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
from hegui.evidence.firmware import squashfs

LARGEST_IMAGE = 4 << 30
LARGEST_WHOLE = 8 << 30  # of everything that is unpacked
MOST_MEMBERS = 200_000
SECONDS = 600
_DEPTH = "8"
_CHUNK = 1 << 20
_HEAD = 4096


def unpacked(image: Path, folder: Path) -> bool:
    """Unpack an image into a folder; whether all of it could be. Raises Unreadable: not_found, not_a_file, no_image, too_large, no_unpacker, damaged_image."""
    try:
        status = image.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not_a_file")
        if status.st_size > LARGEST_IMAGE:
            raise Unreadable("too_large")
        with image.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise Unreadable("not_found") from None
    except OSError:
        raise Unreadable("io_error") from None
    if not head:
        raise Unreadable("empty_file")
    if _is_tar(image):
        return _tar(image, folder)
    if head[:4] in squashfs.MAGICS:
        return _squashfs(image, folder)
    if _is_text(head):
        raise Unreadable("no_image")
    return _carved(image, folder)


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


def _is_text(head: bytes) -> bool:
    """Whether a file begins as text, which no image does."""
    try:
        return "\0" not in head[: _HEAD - 4].decode("utf-8")
    except UnicodeDecodeError:
        return False


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
    room = _Room(folder)
    try:
        with image.open("rb") as file:
            for member in squashfs.members(file):
                if (path := room.place(member.path)) is None:
                    continue
                if member.target is not None:
                    room.links.append((path, member.target))
                elif member.blocks is not None:
                    room.write(path, member.blocks())
    except (OSError, ValueError) as problem:
        if not any(folder.iterdir()):
            raise Unreadable("damaged_image", str(problem)) from None
        room.whole = False
    room.finish()
    return room.whole


def _carved(image: Path, folder: Path) -> bool:
    """By unblob, which carves and unpacks some eighty forms; squashfs that it only carved is unpacked here."""
    program = shutil.which("unblob", path=_search())
    if program is None:
        raise Unreadable("no_unpacker", "unblob")
    with tempfile.TemporaryDirectory() as notes:
        report = Path(notes, "report.json")
        log = ["--log", str(Path(notes, "unblob.log")), "--report", str(report)]
        bounds = ["--depth", _DEPTH, "--process-num", "2", "--randomness-depth", "0"]
        command = [program, *bounds, *log, "--extract-dir", str(folder), str(image)]
        whole = _bounded(command, folder) and not _failed(report)
    for path in [path for path in folder.rglob("*") if _is_squashfs(path)]:
        below = path.with_name(path.name + "_unpacked")
        below.mkdir(exist_ok=True)
        try:
            whole = _squashfs(path, below) and whole
            path.unlink()
        except Unreadable:
            whole = False
    if not any(path.is_file() for path in folder.rglob("*")):
        raise Unreadable("no_image")
    return whole


def _is_squashfs(path: Path) -> bool:
    """Whether a file that an unpacker left, no link and no device, is an image of squashfs."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(4) in squashfs.MAGICS
    except OSError:
        return False


def _search() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _failed(report: Path) -> bool:
    """Whether unblob reports that it could not unpack something, other than squashfs for want of a program."""
    try:
        waiting = [json.loads(report.read_bytes())]
    except (OSError, ValueError, RecursionError):
        return report.exists()
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("severity") == "ERROR" and not {"sasquatch", "sasquatch-v4be"} & set(
                node.get("dependencies", ())
            ):
                return True
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return False


def _bounded(command: list[str], folder: Path) -> bool:
    """Run an unpacker until it ends, its time is over or the folder is full; whether it ended by itself."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": _search(), "HOME": str(folder), "LANG": "C.UTF-8"},
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
        return process.poll() is not None
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
