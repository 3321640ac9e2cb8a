"""JSON lines: records of one shape are taken apart by DuckDB, a block of lines in one call; every other record by Python, as in ``documents``.

The shape is that of the first records. A record fits where each object and each list of the shape is one, is null, or is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hegui.evidence.data.documents import DEEPEST, columns_of, in_columns
from hegui.evidence.data.parts import Batch, Item, Table
from hegui.recognise.pi.cells import Cells
from hegui.recognise.pi.decode import encoding_of

BLOCK = 1 << 22
FIRST = 200  # records that tell the columns
VALUE, NOTHING = "VARCHAR", "NULL"  # of a shape: what has no parts, and what was never more than null
QUERY = """
    select json_type(line, $places) as types, from_json(line, $shape) as record
    from (select case when json_valid(line) then line end as line from lines)
"""


class _OfManyShapes(Exception):  # noqa: N818 - never leaves this module
    """Records of which no one shape can be told."""


def json_lines(item: Item) -> Table:
    """The records of a JSON lines file; a line that is none is a record with nothing in it."""
    with item.open() as file:
        encoding = encoding_of(file.read(1 << 16))
        file.seek(0)
        first = [_record(line.decode(encoding, "replace")) for line in islice(filter(bytes.strip, file), FIRST)]
        file.seek(0)
        rows = sum(1 for line in file if line.strip())
    columns = columns_of(first)
    return Table("jsonl", "", columns, _batches(_blocks(item, encoding), first, columns), rows)


def _blocks(item: Item, encoding: str) -> Iterator[list[str]]:
    """Some megabytes of lines at a time, those that hold something."""
    with item.open() as file:
        while lines := file.readlines(BLOCK):
            yield [text for line in lines if (text := line.decode(encoding, "replace").strip("\ufeff\r\n\t "))]


def _record(line: str) -> Any:
    try:
        return json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _batches(blocks: Iterator[list[str]], first: Sequence[Any], columns: tuple[str, ...]) -> Iterator[Batch]:
    import duckdb

    try:
        shape = reduce(_merged, map(_shape, first), NOTHING)
        holders = dict(_holders(shape, "$"))
    except _OfManyShapes:
        for lines in blocks:
            yield from in_columns(map(_record, lines), columns)
        return
    with duckdb.connect(config={"threads": 1}) as db:
        for lines in filter(None, blocks):
            fits, batch = _read(db, lines, shape, holders, columns)
            yield batch
            yield from in_columns((_record(line) for line, fit in zip(lines, fits, strict=True) if not fit), columns)


def _read(
    db: Any, lines: list[str], shape: Any, holders: Mapping[str, str], columns: tuple[str, ...]
) -> tuple[list[bool], Batch]:
    """Which lines fit the shape, and the columns of those that do."""
    db.register("lines", pa.table({"line": pa.array(lines, pa.string())}))
    found = db.sql(QUERY, params={"places": list(holders), "shape": json.dumps(_settled(shape))}).to_arrow_table()
    types, records = found["types"].combine_chunks(), found["record"].combine_chunks()
    fits = pc.is_valid(types)
    for number, kind in enumerate(holders.values()):
        held = pc.fill_null(pc.list_element(types, number), NOTHING)
        fits = pc.and_(fits, pc.is_in(held, pa.array([kind, NOTHING] if number else [kind])))
    by_path = dict(_leaves(records.filter(fits), shape, ""))
    return fits.to_pylist(), [by_path.get(path, pa.nulls(0, pa.string())) for path in columns]


def _shape(value: Any, depth: int = 0) -> Any:
    """An object as its keys' shapes, a list as the one shape of its members."""
    if depth > DEEPEST:
        raise _OfManyShapes
    if isinstance(value, dict):
        return {key: _shape(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [reduce(_merged, (_shape(inner, depth + 1) for inner in value), NOTHING)]
    return NOTHING if value is None else VALUE


def _merged(one: Any, other: Any) -> Any:
    if one == NOTHING or other == NOTHING:
        return other if one == NOTHING else one
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _merged(one.get(key, NOTHING), other.get(key, NOTHING)) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [_merged(one[0], other[0])]
    if one != other:
        raise _OfManyShapes
    return one


def _settled(shape: Any) -> Any:
    """A shape as DuckDB takes it: what was never more than null, or had no parts, is a value."""
    if isinstance(shape, dict) and shape:
        return {key: _settled(inner) for key, inner in shape.items()}
    return [_settled(shape[0])] if isinstance(shape, list) else VALUE


def _holders(shape: Any, place: str) -> Iterator[tuple[str, str]]:
    """Where the shape has objects and lists, and which; raises _OfManyShapes for names and nestings that DuckDB takes otherwise."""
    if place == "$" and not isinstance(shape, dict):
        raise _OfManyShapes
    if isinstance(shape, dict):
        if len({key.lower() for key in shape}) < len(shape) or not all(
            key and not set('."\\') & set(key) for key in shape
        ):
            raise _OfManyShapes
        yield place, "OBJECT"
        for key, inner in shape.items():
            yield from _holders(inner, f'{place}."{key}"')
    elif isinstance(shape, list):
        yield place, "ARRAY"
        member = shape[0]
        if isinstance(member, list) or (isinstance(member, dict) and len(list(_holders(member, ""))) > 1):
            raise _OfManyShapes


def _leaves(records: pa.Array, shape: Any, path: str) -> Iterator[tuple[str, Cells]]:
    """The values of each path of keys; whole numbers without their point."""
    if isinstance(shape, dict):
        for number, (key, inner) in enumerate(shape.items()):
            yield from _leaves(pc.struct_field(records, [number]), inner, f"{path}.{key}" if path else key)
    elif isinstance(shape, list):
        yield from _leaves(pc.list_flatten(records), shape[0], path)
    else:
        pointed = pc.any(pc.ends_with(records, ".0")).as_py()
        yield path, pc.replace_substring_regex(records, r"^(-?\d+)\.0$", r"\1") if pointed else records
