"""Files behind an address that fsspec knows (``s3://``, ``oss://``, ``sftp://``, ``https://`` …), taken into memory up to a bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from hegui.engine import Shard, Source, places
from hegui.evidence.data.parts import Item
from hegui.evidence.files import LARGEST, MOST_FILES, Unreadable


def shards(source: Source) -> Iterator[Shard]:
    """The file at an address, or those below it; what cannot be listed is one, which says so when it is read."""
    try:
        if not places.is_folder(source.location):
            yield Shard(source, "")
            return
        for number, (path, _) in enumerate(places.listed(source.location)):
            if number < MOST_FILES and not any(part.startswith((".", "~$")) for part in path.split("/")):
                yield Shard(source, path)
    except OSError:
        yield Shard(source, "")


def item(shard: Shard, name: str) -> Item:
    """The file of a shard; raises OSError and Unreadable: too_large, no_remote."""
    try:
        with places.opened(places.beneath(shard.source.location, shard.path)) as file:
            data = _read(file)
    except places.NoReaderError:
        raise Unreadable("no_remote") from None
    return Item(name, data=data)


def _read(file: IO[bytes]) -> bytes:
    """The bytes of an open file; whatever a service raises while it sends them is an OSError without its words."""
    try:
        data: bytes = file.read(LARGEST + 1)
    except Exception:  # noqa: BLE001 - each service has its own
        raise OSError(5, "the service did not send the file") from None
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    return data
