"""Registers: the records that operators keep (appointments, incidents, notices …), from CSV, spreadsheets, JSON, Parquet and databases.

Each register is defined in ``hegui/registers/*.yaml``; one good row becomes one row of its fact table with one exhibit of proof
*registered*. Columns that the definition does not know are never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from hegui.dates import SHANGHAI
from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.evidence.registers import database
from hegui.evidence.registers.cells import Reading
from hegui.evidence.registers.opening import sheets
from hegui.evidence.registers.taking import Count, take
from hegui.evidence.registers.words import normal
from hegui.facts import Facts, Register, registers
from hegui.text import Text

_COMPANIONS = ("-wal", "-shm", "-journal")  # of a SQLite file, no registers themselves


class Registers:
    """Reads sources of kind ``register``.

    Options of a source: ``register`` (which one), ``timezone`` (of times without a zone; default Asia/Shanghai), ``subjects`` (id by
    name, so that a register may name a system as people do); of a database ``table``, ``url`` and ``url_variable``.
    """

    kind = "register"
    version = "1"
    blind_spots: tuple[Text, ...] = (
        Text(
            "A register says what its keeper wrote; whether it happened is not measured.",
            "台账反映的是记录人的记载，所载事项是否属实未经测量。",
        ),
        Text(
            "Formulas give the values stored with them, which need not be what they would give today.",
            "公式取其保存的计算值，与现在重新计算的结果可能不同。",
        ),
        Text(
            "In XLS files a formula that failed reads as an empty cell.",
            "XLS 文件中出错的公式读为空单元格。",
        ),
        Text(
            "Columns that the register's definition does not know are not read; their headings are listed.",
            "台账定义之外的列不予读取，仅列出其列名。",
        ),
        Text(
            "What a SQLite file's journal holds and has not been written into the file is not read.",
            "SQLite 日志文件中尚未写入数据库文件的内容不予读取。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a file; a database is one."""
        location = Path(source.location)
        if database.is_database(source):
            yield Shard(source, str(source.options.get("table") or source.options["register"]))
        elif location.is_dir():
            names = [name for name in listed(location) if not name.endswith(_COMPANIONS)]
            yield from (Shard(source, name) for name in names or [""])
        else:
            yield Shard(source, location.name)

    def read(self, shard: Shard) -> Facts:
        """The rows of one file or table as facts; a file that cannot be read is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        register = registers()[shard.source.options["register"]]
        try:
            count = _read(ledger, shard, register, _reading(shard.source))
        except Unreadable as problem:
            ledger.unreadable(shard.path or shard.source.name, problem.reason, problem.detail)
            count = Count()
        ledger.cover("rows", count.population, count.examined)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """All rows of all files; one row of coverage."""
        return merged(parts)


collector = Registers()


def _read(ledger: Ledger, shard: Shard, register: Register, how: Reading) -> Count:
    if database.is_database(shard.source):
        return take(ledger, register, shard.path, [database.sheet(shard.source, shard.path)], None, how)
    if not shard.path:
        raise Unreadable("empty_folder")
    location = Path(shard.source.location)
    path = location / shard.path if location.is_dir() else location
    data = read_whole(path)
    sha256 = sha256_of(data)
    ledger.exhibit(shard.path, sha256, "registered")
    journal = path.with_name(path.name + "-wal")
    if journal.is_file() and journal.stat().st_size:
        ledger.skip(f"{shard.path}-wal", "journal_not_read")
    return take(ledger, register, shard.path, sheets(path, data), sha256, how)


def _reading(source: Source) -> Reading:
    zone = source.options.get("timezone")
    subjects = source.options.get("subjects") or {}
    return Reading(
        zone=ZoneInfo(zone) if zone else SHANGHAI,
        today=source.taken_at.astimezone(SHANGHAI).date() if source.taken_at else None,
        subjects={normal(name): identifier for name, identifier in subjects.items()},
    )
