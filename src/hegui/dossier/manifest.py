"""MANIFEST.json: the sha256 and size of every other file of a dossier.

Its bytes are canonical (sorted, one way of writing), so that any change of the manifest itself shows too. A redacted copy names the
dossier it was made of by that one's fingerprint, the sha256 of its manifest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from hegui.dossier.tree import Tree, chunks

MANIFEST = "MANIFEST.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as it was written: its name in the dossier, its sha256 in hexadecimal, its size in bytes."""

    path: str
    sha256: str
    bytes: int


def measure(tree: Tree, name: str) -> Entry:
    """One file as it is now."""
    digest = hashlib.sha256()
    size = 0
    with tree.open(name) as stream:
        for piece in chunks(stream):
            digest.update(piece)
            size += len(piece)
    return Entry(name, digest.hexdigest(), size)


def encode(entries: tuple[Entry, ...], copy_of: str | None = None) -> bytes:
    """The one way these entries are written; ``copy_of`` is the fingerprint of the dossier that a redacted copy was made of."""
    listed = [{"path": e.path, "sha256": e.sha256, "bytes": e.bytes} for e in sorted(entries, key=lambda e: e.path)]
    origin = {} if copy_of is None else {"redacted_copy_of": copy_of}
    text = json.dumps({"format": FORMAT, **origin, "files": listed}, indent=1, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def decode(raw: bytes) -> tuple[Entry, ...]:
    """The entries of a manifest; ValueError when it is not one."""
    try:
        manifest = json.loads(raw)
        entries = tuple(Entry(str(f["path"]), str(f["sha256"]), int(f["bytes"])) for f in manifest["files"])
    except (KeyError, TypeError, ValueError, RecursionError) as wrong:
        raise ValueError("not a manifest") from wrong
    return entries


def origin(raw: bytes) -> str | None:
    """The fingerprint of the dossier that a redacted copy was made of; None of a dossier itself. The manifest must decode."""
    copy_of = json.loads(raw).get("redacted_copy_of")
    return None if copy_of is None else str(copy_of)
