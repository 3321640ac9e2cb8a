"""Where the members of a source lie: one file, or every file below a folder, each once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from hegui.engine import Shard, Source, places
from hegui.evidence.logs.opening import opened
from hegui.evidence.logs.reading import os_code
from hegui.evidence.logs.windowsxml import is_windows_xml
from hegui.recognise.containers import Damage, kind_of

PIECE = 128 * 1024 * 1024


def shards(source: Source) -> Iterator[Shard]:
    """One shard a file. What cannot be listed is a shard too, which says so when it is read."""
    if places.is_url(source.location):
        yield from _remote(source)
        return
    root = Path(source.location)
    try:
        status = root.stat()
    except OSError as error:
        yield _problem(source, "", os_code(error))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield from _pieces(source, "", status.st_size)
        return
    seen = {(status.st_dev, status.st_ino)}
    for path, linked in _walk(source, root, ""):
        if isinstance(path, Shard):
            yield path
            continue
        try:
            status = (root / path).stat()
        except OSError as error:
            yield _problem(source, path, "broken_link" if linked and os_code(error) == "not_found" else os_code(error))
            continue
        if (status.st_dev, status.st_ino) in seen:
            yield _problem(source, path, "same_file", skip=True)
        elif not stat.S_ISREG(status.st_mode):
            yield _problem(source, path, "not_a_file", skip=True)
        else:
            seen.add((status.st_dev, status.st_ino))
            yield from _pieces(source, path, status.st_size)


def _remote(source: Source) -> Iterator[Shard]:
    """The files at an address or below it."""
    try:
        if not places.is_folder(source.location):
            yield from _pieces(source, "", places.status(source.location).size)
            return
        for path, status in places.listed(source.location):
            yield from _pieces(source, path, status.size)
    except OSError as error:
        yield _problem(source, "", os_code(error))


def _pieces(source: Source, path: str, size: int) -> Iterator[Shard]:
    """One shard for a file; for a big plain one as many as it has pieces, and one more (with an empty range) that hashes it."""
    if size < 2 * PIECE or not _is_plain(places.beneath(source.location, path)):
        yield Shard(source, path)
        return
    if source.options.get("hash", True):
        yield Shard(source, path, 0, 0)
    for start in range(0, size - PIECE // 2, PIECE):
        last = start + PIECE * 3 // 2 > size
        yield Shard(source, path, start, size if last else start + PIECE)


def _is_plain(path: str) -> bool:
    """Whether lines, ended by line feeds, can be read from anywhere in a file: it is not packed, no event log, of one byte a character."""
    try:
        with opened(path) as file:
            head = file.read(512)
    except (OSError, Damage):
        return False
    by_returns = b"\r" in head and b"\n" not in head
    return kind_of(head) == "plain" and b"\0" not in head and not by_returns and not is_windows_xml(head)


def _walk(source: Source, root: Path, folder: str) -> Iterator[tuple[str | Shard, bool]]:
    """Every path below a folder that is no folder, real files before links; links to folders are not followed."""
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda e: (e.is_symlink(), e.name))
    except OSError as error:
        yield _problem(source, folder, os_code(error)), False
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(source, root, path)
        elif entry.is_symlink() and Path(root, path).is_dir():
            yield _problem(source, path, "linked_folder", skip=True), True
        else:
            yield path, entry.is_symlink()


def _problem(source: Source, path: str, code: str, *, skip: bool = False) -> Shard:
    return Shard(source, path, options={"problem": code, "skip": skip})
