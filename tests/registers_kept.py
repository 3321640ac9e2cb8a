"""Registers for tests: written to a folder, read by the collector, given back as plain rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hegui.engine import Source
from hegui.evidence.registers import collector

REAL = Path(__file__).parents[2] / "shared" / "real"
TAKEN_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
Rows = Mapping[str, list[dict[str, Any]]]


def real(*parts: str) -> Path:
    """A path among the real evidence; the test skips where it is absent."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"real evidence {'/'.join(parts)} is not on this machine")
    return path


def source(location: Path | str, register: str = "incident", **options: Any) -> Source:
    """A declared register."""
    options = {"register": register, **options}
    return Source("op", "kept", "register", str(location), "registers/kept", taken_at=TAKEN_AT, options=options)


def read(declared: Source) -> Rows:
    """All facts of a source as rows, by table; tables without rows are there and empty."""
    facts = collector.merge(declared, [collector.read(shard) for shard in collector.shards(declared)])
    names = (declared.options["register"], "exhibit", "coverage", "skipped", "unreadable")
    return {name: facts[name].to_pylist() if name in facts else [] for name in names}


def kept(folder: Path, name: str, data: bytes | str, register: str = "incident", **options: Any) -> Rows:
    """What the collector makes of one file."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(source(path, register, **options))


def workbook(*sheets: list[list[Any]], names: tuple[str, ...] = ()) -> bytes:
    """An XLSX file of plain cells, one list of rows a sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        times = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[at] if names else None)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(r, c, cell, times if cell.hour or cell.minute else days)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return out.getvalue()


def package(members: Mapping[str, bytes]) -> bytes:
    """A zip file of the given members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def why(rows: Rows) -> list[tuple[str, str]]:
    """What was skipped and why."""
    return [(row["what"], row["why"]) for row in rows["skipped"]]


def reasons(rows: Rows) -> list[str]:
    """Why something was unreadable."""
    return [row["reason"] for row in rows["unreadable"]]
