"""A root file system as files and links: walked without following anything, read within limits, never executed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MOST_FILES = 200_000
LARGEST = 64 * 1024 * 1024  # of a larger file the beginning is examined
DEEPEST = 64
_SETTINGS = frozenset({"passwd", "shadow", "inittab", "init.d", "rc.d", "fstab", "inetd.conf"})
_TELLING = frozenset({"etc", "bin", "sbin", "usr", "lib", "system", "proc", "dev", "vendor", "init", "linuxrc"})


@dataclass(slots=True)
class Tree:
    """What lies below a folder, by relative path with ``/``: files with their sizes, links with their targets."""

    base: Path
    files: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    passed_over: int = 0  # devices, sockets, and what lies beyond the limits

    def read(self, name: str) -> bytes:
        """The beginning of a file, up to the limit; a link in its place is not followed. Raises OSError."""
        handle = os.open(self.base / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError("not a file")
            return file.read(LARGEST)


def walked(base: Path) -> Tree:
    """The tree below a folder; what cannot be listed is passed over and counted."""
    tree = Tree(base)
    waiting = [("", 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(base / folder), key=lambda entry: os.fsencode(entry.name))
        except OSError:
            tree.passed_over += 1
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if len(tree.files) + len(tree.links) >= MOST_FILES:
                tree.passed_over += 1
                return tree
            if entry.is_symlink():
                tree.links[name] = _target(entry.path)
            elif entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                waiting.append((name, depth + 1))
            elif entry.is_file(follow_symlinks=False):
                tree.files[name] = entry.stat(follow_symlinks=False).st_size
            else:
                tree.passed_over += 1
    return tree


def _target(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115 - the target as text; a Path would tidy it
    except OSError:
        return ""


def is_root(folder: Path) -> bool:
    """Whether a folder looks like the root of a device's file system, or like part of one."""
    try:
        below = {entry.name for entry in os.scandir(folder)}
        return len(_TELLING & below) >= 2 or ("etc" in below and not _SETTINGS.isdisjoint(os.listdir(folder / "etc")))  # noqa: PTH208 - names only
    except OSError:
        return False


def roots(folder: Path, tree: Tree) -> Iterator[str]:
    """The folders of a tree that look like root file systems, the outermost ones, in order."""
    below: dict[str, set[str]] = {}
    for name in (*tree.files, *tree.links):
        parts = name.split("/")
        for n in range(len(parts) - 1):
            below.setdefault("/".join(parts[:n]), set()).add(parts[n])
        below.setdefault("/".join(parts[:-1]), set()).add(parts[-1])
    found: list[str] = []
    for name in sorted(below):
        inside = any(not root or name == root or name.startswith(root + "/") for root in found)
        settings = below.get(f"{name}/etc" if name else "etc", set())
        if not inside and (len(_TELLING & below[name]) >= 2 or not _SETTINGS.isdisjoint(settings)):
            found.append(name)
    yield from (name or "." for name in found)
