"""The cache of read shards, in the user's cache folder: one file a shard, written whole or not at all, checked when it is used."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from hegui import __version__
from hegui.engine import places
from hegui.engine.contracts import Collector, Shard
from hegui.facts import Facts

DIGEST = 32


def cache_folder() -> Path:
    """The user's cache folder of Hegui (``$XDG_CACHE_HOME/hegui``, else ``~/.cache/hegui``)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hegui"


class Cache:
    """The parts of one collector. A part is kept under all that it depends on; whatever is wrong with an entry, it is no entry.

    With *rehash* the bytes of the file themselves are among what it depends on: they are hashed, and no changed byte goes unnoticed.
    """

    def __init__(self, collector: Collector, *, rehash: bool = False) -> None:
        self._rehash = rehash
        self._hashes: dict[str, str] = {}
        self._collector = f"{collector.kind}@{collector.version} hegui@{__version__}"
        self._folder = cache_folder() / "shards"

    def key(self, shard: Shard) -> str | None:
        """The key of a shard as its file now stands; None where it is no file, and so is never kept."""
        place = places.beneath(shard.source.location, shard.path)
        try:
            status = places.status(place)
            content = self._hash(place) if self._rehash else ""
        except (OSError, ValueError):
            return None
        source = shard.source
        depends_on = [
            *(self._collector, source.operator, source.id, source.location, source.name, str(source.as_of)),
            *(shard.path, shard.start, shard.end, sorted(source.options.items()), sorted(shard.options.items())),
            *(*status, content),
        ]
        return hashlib.blake2b(json.dumps(depends_on, default=str).encode(), digest_size=DIGEST).hexdigest()

    def _hash(self, place: str) -> str:
        """The hash of a file, taken once a run."""
        if place not in self._hashes:
            with places.opened(place) if places.is_url(place) else Path(place).open("rb") as file:
                self._hashes[place] = hashlib.file_digest(cast("Any", file), "sha256").hexdigest()
        return self._hashes[place]

    def load(self, key: str) -> Facts | None:
        """The part kept under a key, exactly as it was first read."""
        import pyarrow as pa

        try:
            whole = self._path(key).read_bytes()
            if _digest(whole[DIGEST:]) != whole[:DIGEST]:
                return None
            with pa.ipc.open_stream(whole[DIGEST:]) as outer:
                entries = outer.read_all().to_pylist()
            return {entry["name"]: pa.ipc.open_stream(entry["table"]).read_all() for entry in entries}
        except (OSError, pa.ArrowInvalid, KeyError):
            return None

    def store(self, key: str, part: Facts) -> None:
        """Keep a part; where the folder cannot be written nothing is kept."""
        import pyarrow as pa

        outer = pa.table(
            {"name": list(part), "table": pa.array([_bytes(table) for table in part.values()], pa.large_binary())}
        )
        payload = _bytes(outer)
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(payload) + payload)
                Path(scratch).replace(path)
            except BaseException:
                Path(scratch).unlink(missing_ok=True)
                raise

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.arrow"


def _bytes(table: object) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:  # type: ignore[attr-defined]
        writer.write_table(table)
    return bytes(sink.getvalue())


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=DIGEST).digest()
