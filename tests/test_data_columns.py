"""Columns of CSV and JSON lines read by whole blocks are those that are read value by value."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.evidence.data import delimited
from hegui.evidence.data.documents import columns_of, in_columns
from hegui.evidence.data.json_lines import json_lines
from hegui.evidence.data.parts import Batch, Item, batches, cells_of, text_of
from hegui.recognise.pi.sweep import PAD, padded, sweep

CELL = st.one_of(
    st.sampled_from(
        ["", '"a,b"', '"a""b"', '"a\nb"', 'a"b', '"a"b', '"\r\n"', ' "a"', '""', '"""', "NULL", "é中", "a\x1fb"]
    ),
    st.text(alphabet='a1" é', max_size=4),
)
SCALAR = st.one_of(
    st.none(), st.integers(-(10**20), 10**20), st.sampled_from([1.0, 13800138000.0, 2.5, "a", "中\n", "1.5", 'x"y'])
)
OBJECT = st.dictionaries(st.sampled_from(["a", "b", "c", "A", "d e"]), SCALAR, max_size=4)
RECORD = st.dictionaries(
    st.sampled_from(["p", "q", "r", "s", "P"]),
    st.one_of(SCALAR, OBJECT, st.lists(SCALAR, max_size=3), st.lists(OBJECT, max_size=2)),
    max_size=5,
)


def rows(found: Iterable[Batch]) -> list[tuple[str, ...]]:
    return [
        tuple(v or "" for v in row)
        for batch in found
        for row in zip(*(column.to_pylist() for column in batch), strict=True)
    ]


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6),
    st.sampled_from(["\n", "\r\n", "\n\n", "\r"]),
    st.booleans(),
    st.sampled_from(["utf-8", "gb18030"]),
)
def test_arrow_reads_the_rows_that_python_reads(cells: list[list[str]], end: str, headed: bool, encoding: str):
    item = Item("x.csv", data=end.join(map(",".join, cells)).encode(encoding))
    slow = rows(batches(itertools.islice(delimited._rows(item, encoding, ","), int(headed), None), 3))
    assert rows(delimited._batches(item, encoding, ",", 3, headed)) == slow


@pytest.mark.parametrize(
    "odd", ["short", "a,b,c,d", 'open,"quote', "half\udcff,a,b"], ids=["short", "long", "quote", "not text"]
)
def test_a_row_that_stops_arrow_loses_none(odd: str):
    lines = ["n,name,phone", *(f"{n},x{n},1380013{n:04}" for n in range(200)), odd]
    data = "\n".join(lines).encode("utf-8", "surrogateescape")
    found = rows(delimited.table(Item("x.csv", data=data)).batches)
    assert len(found) == 201
    assert found[7] == ("7", "x7", "13800130007")


def values(columns: Sequence[str], found: Iterable[Batch]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for batch in found:
        for name, column in zip(columns, batch, strict=True):
            counted.setdefault(name, Counter()).update(column.drop_null().to_pylist())
    return {name: count for name, count in counted.items() if count}


@given(st.lists(st.one_of(RECORD, RECORD, RECORD, st.none()), min_size=1, max_size=6), st.booleans())
def test_json_lines_hold_the_values_of_their_records(records: list[Any], broken: bool):
    lines = [json.dumps(record, ensure_ascii=False) for record in records] + ["broken{"] * broken
    records = records + [None] * broken
    table = json_lines(Item("x.jsonl", data="\n".join(lines).encode()))
    assert table.columns == columns_of(records)
    assert table.rows == len(lines)
    assert values(table.columns, table.batches) == values(table.columns, in_columns(records, table.columns))


def test_a_record_of_another_shape_than_the_first_is_read_as_well():
    first = [json.dumps({"tags": ["a"], "to": {"phone": "1"}})] * 300
    later = [
        '{"tags": "solo", "to": {"phone": "13800138000"}}',
        '{"tags": null, "to": null}',
        '[{"tags": ["in a list"]}]',
    ]
    table = json_lines(Item("x.jsonl", data="\n".join([*first, *later]).encode()))
    found = values(table.columns, table.batches)
    assert found["tags"] == Counter({"a": 300, "solo": 1, "in a list": 1})
    assert found["to.phone"]["13800138000"] == 1


@pytest.mark.parametrize(
    "column",
    [[1, None, 3], ["a", None], [1, "a", 2.0], [True, False], [10**30], [b"\xff", None], [1.0, 2.5], ["\ud800"], []],
    ids=["numbers", "text", "mixed", "truth", "large", "bytes", "points", "half a pair", "none"],
)
def test_a_column_is_the_text_of_its_values(column: list[object]):
    plain = [value and value.encode("utf-8", "replace").decode() for value in map(text_of, column)]
    assert cells_of(column).to_pylist() == plain


def test_arrow_columns_are_text_too():
    assert cells_of(pa.array([1.0, None, 2.5])).to_pylist() == ["1", None, "2.5"]


@given(st.text(alphabet="0123456789.. -+:@AZaz\n中", max_size=300))
def test_the_sweep_finds_what_patterns_find(text: str):
    data = text.encode()
    places = sweep(padded(data))

    def starts(pattern: bytes, shift: int = 0) -> list[int]:
        return [m.start() + shift + PAD for m in re.finditer(pattern, data)]

    assert places.number.start.tolist() == starts(rb"(?<![0-9])[0-9]{11}")
    ends = [m.end() + PAD for m in re.finditer(rb"[0-9]{11,}", data) if m.end() - m.start() < 64]
    assert [e for s, n in zip(*map(np.ndarray.tolist, places.number), strict=True) if n < 64 for e in [s + n]] == ends
    assert places.at_sign.tolist() == starts(b"@")
    assert places.quad.tolist() == starts(rb"(?=\.[0-9]{1,3}\.[0-9]{1,3}\.)")
    assert places.gap.tolist() == starts(rb"(?=[0-9]{2}[ +-][0-9]{4})", 2)
    codes = starts(rb"(?<![0-9A-Z])(?=[0-9A-Z]*[A-Z])[0-9A-Z]{17,18}(?![0-9A-Z])")
    assert set(codes) <= set(places.code.start.tolist())
