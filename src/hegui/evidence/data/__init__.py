"""The data collector: where personal information lies in files and databases, of which kind, in which form, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from hegui import yaml12
from hegui.engine import Shard, Source, place_of
from hegui.evidence.data import databases
from hegui.evidence.data.examining import SAMPLE, Asset, asset, examine
from hegui.evidence.data.parts import Item
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.facts import Facts
from hegui.text import Text, text_of

VERSION = "1"


class DataCollector:
    """Reads files, archives and databases; the option ``depth`` is names, sample (the default) or full, ``hash`` adds sha256."""

    kind = "data"
    version = VERSION

    @property
    def blind_spots(self) -> tuple[Text, ...]:
        """What it cannot see."""
        return tuple(words()["blind_spots"].values())

    def shards(self, source: Source) -> Iterable[Shard]:
        """A shard a file; a database is one."""
        if databases.is_address(source.location) or not Path(source.location).is_dir():
            yield Shard(source, "")
        else:
            yield from (Shard(source, path) for path in listed(Path(source.location)))

    def read(self, shard: Shard) -> Facts:
        """The assets of one file or database."""
        source = shard.source
        ledger = Ledger(source)
        depth = source.options.get("depth", "sample")
        exhibit = None
        read = 0
        for found in _found(shard, depth):
            if isinstance(found, Asset):
                if source.options.get("hash") and exhibit is None and not databases.is_address(source.location):
                    exhibit = ledger.exhibit(
                        shard.path or source.name, sha256_of(read_whole(place_of(shard))), "measured"
                    )
                _note(ledger, found, depth, exhibit)
                read = 1
            else:
                ledger.unreadable(found[0], found[1].reason, found[1].detail)
        ledger.cover("files", 1, read)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """All rows, and one row of coverage."""
        return merged(parts)


collector = DataCollector()


def _found(shard: Shard, depth: str) -> Iterator[Asset | tuple[str, Unreadable]]:
    source = shard.source
    if databases.is_address(source.location):
        try:
            for table in databases.tables(source.location, SAMPLE if depth == "sample" else None):
                yield asset(table, source.name, 0, depth)  # type: ignore[arg-type]
        except Unreadable as why:
            yield source.name, why
        return
    path = place_of(shard)
    name = f"{source.name.rstrip('/')}/{shard.path}" if shard.path else source.name
    try:
        if not path.is_file():
            raise FileNotFoundError
        yield from examine(Item(name, path), depth)  # type: ignore[arg-type]
    except FileNotFoundError:
        yield name, Unreadable("not_found")
    except PermissionError:
        yield name, Unreadable("no_permission")
    except OSError:
        yield name, Unreadable("io_error")


def _note(ledger: Ledger, found: Asset, depth: str, exhibit: str | None) -> None:
    ledger.add(
        "data_asset",
        asset=found.path,
        kind=found.kind,
        rows=found.rows,
        examined=found.examined,
        missed_share=found.missed,
        bytes=found.bytes,
        depth=depth,
        exhibit=exhibit,
    )
    for backup in found.backups:
        ledger.add(
            "data_backup",
            asset=found.path,
            tool=backup.tool,
            name=backup.name,
            finished_at=backup.at,
            succeeded=backup.succeeded,
            exhibit=exhibit,
        )
    for position, field in enumerate(found.fields, 1):
        place = {"asset": found.path, "position": position, "field": field.name}
        ledger.add(
            "data_field",
            **place,
            **{"class": field.klass},
            confidence=field.confidence,
            because_en=field.because.en,
            because_zh=field.because.zh,
            stored=field.form.form,
            stored_confidence=field.form.confidence,
            algorithm=field.form.algorithm,
            weak=field.form.weak,
            salted=field.form.salted,
            children=field.children,
            exhibit=exhibit,
        )
        for kept in field.kinds:
            ledger.add(
                "data_kind",
                **place,
                kind=kept.kind,
                count=kept.count,
                valid=kept.valid,
                sensitive=kept.sensitive,
                sample=kept.sample,
            )


@cache
def words() -> dict[str, dict[str, Text]]:
    """The words of each group (``unreadable``, ``skipped``, ``blind_spots``) by code."""
    raw = yaml12.load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    return {group: {code: text_of(text) for code, text in codes.items()} for group, codes in raw.items()}
