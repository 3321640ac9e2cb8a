"""The data collector: where personal information lies in files and databases, of which kind, in which form, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hegui import yaml12
from hegui.engine import Shard, Source, place_of, places
from hegui.evidence.data import addresses, databases
from hegui.evidence.data.examining import SAMPLE, Asset, asset, examine
from hegui.evidence.data.measuring import Measure
from hegui.evidence.data.parts import Item
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.facts import Facts
from hegui.recognise.pi.judging import Field
from hegui.recognise.pi.kinds import KIND
from hegui.recognise.shapes import masked
from hegui.text import Text, text_of

VERSION = "2"


class DataCollector:
    """Reads files, archives and databases; the option ``depth`` is names, sample (the default) or full; with ``hash`` False no sha256 is taken."""

    kind = "data"
    version = VERSION

    @property
    def blind_spots(self) -> tuple[Text, ...]:
        """What it cannot see."""
        return tuple(words()["blind_spots"].values())

    def shards(self, source: Source) -> Iterable[Shard]:
        """A shard a file, here or behind an address; a database is one."""
        if databases.address_of(source) is None and places.is_url(source.location):
            yield from addresses.shards(source)
        elif databases.address_of(source) is not None or not Path(source.location).is_dir():
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
                exhibit = exhibit or _exhibit(ledger, shard)
                _note(ledger, found, depth, exhibit, source.taken_at)
                read = 1
            else:
                ledger.unreadable(masked(found[0]), found[1].reason, found[1].detail)
        ledger.cover("files", 1, read)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """All rows, and one row of coverage."""
        return merged(parts)


collector = DataCollector()


def _found(shard: Shard, depth: str) -> Iterator[Asset | tuple[str, Unreadable]]:
    source = shard.source
    if (address := databases.address_of(source)) is not None:
        try:
            for table in databases.tables(address, SAMPLE if depth == "sample" else None):
                yield asset(table, source.name, 0, depth)  # type: ignore[arg-type]
        except Unreadable as why:
            yield source.name, why
        return
    name = f"{source.name.rstrip('/')}/{shard.path}" if shard.path else source.name
    try:
        yield from examine(_item(shard, name), depth)  # type: ignore[arg-type]
    except Unreadable as why:
        yield name, why
    except FileNotFoundError:
        yield name, Unreadable("not_found")
    except PermissionError:
        yield name, Unreadable("no_permission")
    except OSError:
        yield name, Unreadable("io_error")


def _item(shard: Shard, name: str) -> Item:
    if places.is_url(shard.source.location):
        return addresses.item(shard, name)
    path = place_of(shard)
    if not path.is_file():
        raise FileNotFoundError
    return Item(name, path)


def _exhibit(ledger: Ledger, shard: Shard) -> str:
    """The file or database; only a file can be hashed."""
    source = shard.source
    hashed = source.options.get("hash", True) and databases.address_of(source) is None
    return ledger.exhibit(shard.path or source.name, _hash(shard) if hashed else "", "measured")


def _hash(shard: Shard) -> str:
    remote = places.is_url(shard.source.location)
    return sha256_of(addresses.item(shard, "").data if remote else read_whole(place_of(shard)))


def _note(ledger: Ledger, found: Asset, depth: str, exhibit: str, taken_at: datetime | None) -> None:
    path = masked(found.path)
    ledger.add(
        "data_asset",
        asset=path,
        kind=found.kind,
        rows=found.rows,
        examined=found.examined,
        missed_share=found.missed,
        bytes=found.bytes,
        depth=depth,
        persons=found.persons,
        children=found.children,
        exhibit=exhibit,
    )
    for backup in found.backups:
        ledger.add(
            "data_backup",
            asset=path,
            tool=backup.tool,
            name=backup.name,
            finished_at=backup.at,
            succeeded=backup.succeeded,
            exhibit=exhibit,
        )
    measures = found.measures or (None,) * len(found.fields)
    for position, (field, measure) in enumerate(zip(found.fields, measures, strict=True), 1):
        place = {"asset": path, "position": position, "field": masked(field.name)}
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
            **(_measured(measure, field) if measure else {}),
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
                whole=kept.whole,
                declared_as=declared_as().get(kept.kind),
                sample=kept.sample,
            )
    for kind, where in _held(found).items():
        ledger.add("handling", side="held", kind=kind, where=where, at=taken_at, exhibit=exhibit)


def _measured(measure: Measure, field: Field) -> dict[str, Any]:
    """What was measured of a column; days of birth are no days of rows."""
    born = any(kept.kind == "birth_date" for kept in field.kinds)
    return {
        "first": None if born else measure.first,
        "last": None if born else measure.last,
        "marked_deleted": measure.marked_deleted if measure.marks_deletion else None,
    }


def _held(found: Asset) -> dict[str, str]:
    """Each kind that an asset holds, with the first place of it; what points at no person is left out."""
    return {
        kept.kind: masked(f"{found.path}/{field.name}" if field.name else found.path)
        for field in reversed(found.fields)
        for kept in field.kinds
        if kept.count and KIND[kept.kind].klass != "none"
    }


@cache
def declared_as() -> dict[str, str]:
    """Under which kind of data an inventory lists a kind of personal information."""
    raw = yaml12.load(files(__package__).joinpath("declared.yaml").read_text(encoding="utf-8"))
    return {kind: listed for listed, kinds in raw.items() for kind in kinds}


@cache
def words() -> dict[str, dict[str, Text]]:
    """The words of each group (``unreadable``, ``skipped``, ``blind_spots``) by code."""
    raw = yaml12.load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    return {group: {code: text_of(text) for code, text in codes.items()} for group, codes in raw.items()}
