"""Evidence that is a file: finding it, reading it whole with its hash, and the plain rows that say what was and was not read."""

from __future__ import annotations

import hashlib
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from hegui.engine import Shard, Source, places
from hegui.facts import Facts, Row, facts_of, join
from hegui.recognise.shapes import masked

LARGEST = 256 * 1024 * 1024
MOST_FILES = 100_000


class Unreadable(Exception):  # noqa: N818 - not an error of ours but what the evidence is; never leaves a collector
    """Evidence that cannot be read: ``reason`` is a code of the collector's words, ``detail`` holds no personal value."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Ledger:
    """What one shard yields, as plain rows by fact table; every row gets the operator and the source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rows: dict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, **columns: Any) -> None:
        """One row of a fact table."""
        self._rows[table].append({"operator": self._source.operator, "source": self._source.id, **columns})

    def exhibit(
        self, locator: str, sha256: str, proof: str, since: datetime | None = None, until: datetime | None = None
    ) -> str:
        """Point to bytes; returns the exhibit's id."""
        name = f"{self._source.id}:{locator}"
        self.add(
            "exhibit",
            exhibit=name,
            locator=locator,
            sha256=sha256,
            period_from=since,
            period_to=until,
            taken_at=self._source.taken_at,
            proof=proof,
        )
        return name

    def skip(self, what: str, why: str, detail: str | None = None) -> None:
        """Something that was not examined."""
        self.add("skipped", what=what, why=why, detail=detail)

    def unreadable(self, path: str, reason: str, detail: str | None = None) -> None:
        """Something that could not be read."""
        self.add("unreadable", path=path, reason=reason, detail=detail)

    def cover(self, unit: str, population: int, examined: int) -> None:
        """How many there are and how many were examined; all were looked for."""
        self.add("coverage", unit=unit, population=population, examined=examined, how="all")

    def facts(self) -> Facts:
        """The rows as fact tables."""
        return facts_of(self._rows)


def shard_a_file(source: Source, **options: Any) -> Iterator[Shard]:
    """One shard for each file of a folder; one for a file, whose path within its source is empty."""
    place = Path(source.location)
    for name in listed(place) if place.is_dir() else [""]:
        yield Shard(source, name, options=options)


def told(shard: Shard, tell: Callable[[Ledger, Path, str, Mapping[str, Any]], None]) -> Facts:
    """The facts that *tell* finds in the file of a shard, given its path, its name and the source's options; what it cannot read is said."""
    ledger = Ledger(shard.source)
    path = Path(shard.source.location, shard.path) if shard.path else Path(shard.source.location)
    name = shard.path or path.name
    try:
        tell(ledger, path, name, shard.source.options)
        ledger.cover("files", 1, 1)
    except Unreadable as problem:
        ledger.unreadable(masked(name), problem.reason, problem.detail)
        ledger.cover("files", 1, 0)
    return ledger.facts()


def merged(parts: Iterable[Facts]) -> Facts:
    """The facts of a source from those of its shards: all rows, and one row of coverage for each unit."""
    facts = join(parts)
    if "coverage" in facts:
        keys = ["operator", "source", "unit", "how"]
        sums = (
            facts["coverage"].group_by(keys, use_threads=False).aggregate([("population", "sum"), ("examined", "sum")])
        )
        sums = sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names])
        facts["coverage"] = sums.select(facts["coverage"].schema.names).cast(facts["coverage"].schema)
    return facts


def stamped(source: Source, *names: str) -> dict[str, list[str]]:
    """Options of a shard that change whenever a file changes that one of these options of its source names, so that its part is read again."""
    found = {}
    for name in names:
        if place := source.options.get(name):
            with suppress(OSError, ValueError):
                found[name] = [str(one) for one in places.status(str(place))]
    return found


def listed(folder: Path) -> Iterator[str]:
    """The files below a folder as relative paths with ``/``, in order; hidden files and office lock files are passed over."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    shown = (path for path in found if not any(part.startswith((".", "~$")) for part in path.parts))
    yield from sorted(path.as_posix() for path in shown)[:MOST_FILES]


def read_whole(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file; raises Unreadable: not_found, is_a_folder, not_a_file, no_permission, too_large, empty_file, io_error."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable("is_a_folder")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not_a_file")
        if status.st_size > largest:
            raise Unreadable("too_large", f"{status.st_size} bytes")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("not_found") from None
    except PermissionError:
        raise Unreadable("no_permission") from None
    except (OSError, ValueError):  # ValueError: a path with a zero byte
        raise Unreadable("io_error") from None
    if not data:
        raise Unreadable("empty_file")
    return data


def sha256_of(data: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
