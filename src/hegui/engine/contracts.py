"""The contracts of reading evidence: sources, shards, collectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from hegui.facts import Facts
from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where evidence is read from; ``location`` is an absolute path or URL, ``name`` what may be shown of it."""

    operator: str
    id: str
    kind: str
    location: str
    name: str
    as_of: date | None = None
    taken_at: datetime | None = None  # when this run takes it in
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of a source that can be read alone: ``path`` within it, and for big files a byte range."""

    source: Source
    path: str
    start: int = 0
    end: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


class Collector(Protocol):
    """Code that reads one kind of source. It never raises for bad evidence: that is a row in ``unreadable``."""

    @property
    def kind(self) -> str:
        """The kind of source it reads."""
        ...

    @property
    def version(self) -> str:
        """Part of the cache key."""
        ...

    @property
    def blind_spots(self) -> tuple[Text, ...]:
        """What it cannot see, printed beside its results."""
        ...

    def shards(self, source: Source) -> Iterable[Shard]:
        """How the work splits; cheap, opens nothing large."""
        ...

    def read(self, shard: Shard) -> Facts:
        """The facts of one shard; pure and picklable."""
        ...

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of a source from those of its shards, in shard order; streams."""
        ...


def place_of(shard: Shard) -> Path:
    """The file that a shard is, or is a piece of."""
    return Path(shard.source.location, shard.path)
