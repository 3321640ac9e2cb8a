"""Where the members of a source lie: one file, or every file below a folder, each once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from hegui.engine import Shard, Source
from hegui.evidence.logs.reading import os_code


def shards(source: Source) -> Iterator[Shard]:
    """One shard a file. What cannot be listed is a shard too, which says so when it is read."""
    root = Path(source.location)
    try:
        status = root.stat()
    except OSError as error:
        yield _problem(source, "", os_code(error))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield Shard(source, "")
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
            yield Shard(source, path)


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
