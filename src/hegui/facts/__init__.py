"""The fact tables: their names, columns and what one row means.

A fact is one row. Collectors write facts, checks read them with SQL; nothing else passes between the two. The tables are
defined in the YAML files beside this one, a file a room; each register of ``registers/*.yaml`` adds one table of its own name. Every
row carries its operator. No raw personal value is ever a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hegui import yaml12
from hegui.text import Text, text_of

if TYPE_CHECKING:
    import pyarrow as pa

Facts = dict[str, "pa.Table"]
Row = Mapping[str, Any]

TYPES = ("text", "code", "int", "float", "bool", "date", "time", "texts")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``type`` is one of TYPES; ``time`` is an instant (stored in UTC), ``texts`` a list of text."""

    name: str
    type: str
    means: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A fact table; ``row`` says what one row means."""

    name: str
    row: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register: its titles in both languages, other headings it is known by, and the codes it may hold."""

    name: str
    type: str
    title: Text
    means: Text
    required: bool
    headings: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]  # code -> the words that stand for it, in either language


@dataclass(frozen=True, slots=True)
class Register:
    """A register that operators keep: one row is one appointment, incident, notice … ; ``about`` is the kind of subject of a row."""

    id: str
    title: Text
    row: Text
    about: str
    columns: tuple[RegisterColumn, ...]


REGISTER_PREFIX = (
    Column("operator", "text", Text("The operator the row belongs to.", "所属运营者。")),
    Column("source", "text", Text("The source it was read from.", "读取自哪一证据来源。")),
    Column("row_number", "int", Text("Row in the file, the heading being row 1.", "文件中的行号,标题行为第 1 行。")),
    Column("exhibit", "text", Text("The exhibit that points to the row.", "指向该行的证据项。")),
)


@cache
def registers() -> dict[str, Register]:
    """Every register Hegui knows, by id."""
    found = {}
    for raw in _yaml_in("registers"):
        register = register_of(raw)
        found[register.id] = register
    return found


def _yaml_in(folder: str) -> Iterator[dict[str, Any]]:
    """The YAML files of a folder of this package, in the order of their names."""
    for entry in sorted(files("hegui").joinpath(folder).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            yield yaml12.load(entry.read_text(encoding="utf-8"))


@cache
def tables() -> dict[str, Table]:
    """Every fact table, by name."""
    found = {
        name: Table(name, text_of(table["row"]), tuple(_column(c, spec) for c, spec in table["columns"].items()))
        for raw in _yaml_in("facts")
        for name, table in raw.items()
    }
    for register in registers().values():
        own = tuple(Column(c.name, c.type, c.means) for c in register.columns)
        found[register.id] = Table(register.id, register.row, REGISTER_PREFIX + own)
    return found


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a fact table."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "code": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "time": pa.timestamp("us", tz="UTC"),
        "texts": pa.list_(pa.string()),
    }
    return pa.schema([(c.name, types[c.type]) for c in tables()[table].columns])


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows as an Arrow table; a missing column is null, an unknown one is a KeyError (a collector's mistake)."""
    import pyarrow as pa

    wanted = schema(name)
    rows = list(rows)
    known = set(wanted.names)
    for row in rows:
        if unknown := set(row) - known:
            raise KeyError(f"fact table {name} has no column {', '.join(sorted(unknown))}")
    return pa.Table.from_pydict(
        {f.name: array_of([r.get(f.name) for r in rows], f.type) for f in wanted}, schema=wanted
    )


def array_of(values: Any, kind: pa.DataType) -> pa.Array:
    """Values as an Arrow array; bytes that are no text, as names of files may hold, stand in it as their numbers."""
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_written_out(value) for value in values], kind)


def _written_out(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_written_out(one) for one in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def facts_of(rows: Mapping[str, Iterable[Row]]) -> Facts:
    """Facts from plain rows by table."""
    return {name: table_of(name, some) for name, some in rows.items()}


def join(parts: Iterable[Facts]) -> Facts:
    """All parts one after the other, table by table."""
    import pyarrow as pa

    gathered: dict[str, list[pa.Table]] = {}
    for part in parts:
        for name, table in part.items():
            gathered.setdefault(name, []).append(table)
    return {name: pa.concat_tables(some) for name, some in gathered.items()}


def of_operator(facts: Facts, operator: str) -> Facts:
    """The facts of one operator."""
    import pyarrow.compute as pc

    return {name: table.filter(pc.equal(table.column("operator"), operator)) for name, table in facts.items()}


def shift(facts: Facts, days: int) -> Facts:
    """All facts moved by a number of days, every date and time alike; when they were taken in stays."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def moved(field: pa.Field, column: pa.ChunkedArray) -> pa.ChunkedArray:
        if field.name == "taken_at":
            return column
        if pa.types.is_timestamp(field.type):
            return pc.add(column, pa.scalar(days * 86_400 * 1_000_000, pa.duration("us")))
        if pa.types.is_date32(field.type):
            return pc.add(column.cast(pa.int32()), pa.scalar(days, pa.int32())).cast(pa.date32())
        return column

    return {
        name: pa.table([moved(f, table.column(f.name)) for f in table.schema], schema=table.schema)
        for name, table in facts.items()
    }


def _column(name: str, spec: Mapping[str, Any]) -> Column:
    if spec["type"] not in TYPES:
        raise ValueError(f"column {name}: unknown type {spec['type']}")
    return Column(name, spec["type"], text_of(spec["means"]))


def register_of(raw: Mapping[str, Any]) -> Register:
    """A register from its YAML file."""
    return Register(
        id=raw["id"],
        title=text_of(raw["title"]),
        row=text_of(raw["row"]),
        about=raw["about"],
        columns=tuple(
            RegisterColumn(
                name=name,
                type=spec["type"],
                title=text_of(spec["title"]),
                means=text_of(spec["means"]),
                required=bool(spec.get("required", False)),
                headings=tuple(spec.get("headings", ())),
                codes={code: tuple(words) for code, words in spec.get("codes", {}).items()},
            )
            for name, spec in raw["columns"].items()
        ),
    )
