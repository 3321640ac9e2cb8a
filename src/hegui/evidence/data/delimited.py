"""CSV and its kin: delimiter, quoting, encoding and heading told from the first lines."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from operator import methodcaller
from statistics import mode
from typing import Any

from hegui.evidence.data.parts import LONGEST_VALUE, MOST_COLUMNS, Batch, Item, Table, batches
from hegui.evidence.files import Unreadable
from hegui.recognise.pi.decode import encoding_of
from hegui.recognise.pi.locating import spans
from hegui.recognise.pi.people import is_chinese_name

DELIMITERS = (",", "\t", ";", "|", "\x01")
HEAD = 1 << 16
BLOCK = 1 << 22
FIRST_ROWS = 50
HEADED_WITHIN = 10  # rows: above a heading stand titles


def delimiter_of(head: str) -> str | None:
    """The delimiter that cuts the first rows into the same number of two or more cells; None where none does."""
    lines = head.splitlines()
    if len(head) >= HEAD // 4 and len(lines) > 2:
        lines = lines[:-1]
    sample = [line for line in lines[:FIRST_ROWS] if line.strip()]
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = mode(widths)
        share = sum(w == usual for w in widths) / len(widths)
        if usual > 1 and share > 0.8 and (best is None or (share, usual) > best[:2]):
            best = (share, usual, delimiter)
    return best[2] if best else None


def table(item: Item, delimiter: str | None = None) -> Table:
    """The rows of a delimited file; raises Unreadable: too_many_columns."""
    with item.open() as file:
        head = file.read(HEAD)
    encoding = encoding_of(head)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    mark = delimiter or delimiter_of(text) or ","
    first = list(itertools.islice(_parsed(io.StringIO(text, newline=""), mark), HEADED_WITHIN))
    width = max(map(len, first), default=0)
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    names, above = heading(first, width)
    kind = "tsv" if mark == "\t" else "csv"
    return Table(kind, "", names, _batches(item, encoding, mark, len(names), above))


def heading(first: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], int]:
    """The names of the columns and how many rows stand above the data: the first row that fills most of the width may be a heading."""
    number = next((n for n, row in enumerate(first[:HEADED_WITHIN]) if sum(map(bool, row)) > width // 2), 0)
    if first and is_heading(first[number]) and not _is_like(first[number], first[number + 1 :]):
        return tuple(first[number]), number + 1
    return tuple(f"#{n}" for n in range(1, width + 1)), 0


def _is_like(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row is one of persons, as those below it: their names stand in one of its columns."""
    return any(
        is_chinese_name(cell) and len(column) > 1 and all(map(is_chinese_name, column))
        for cell, *column in itertools.zip_longest(row, *below, fillvalue="")
    )


def is_heading(first: Sequence[str]) -> bool:
    """Whether a first row names columns: words, none twice, no number, date or personal value among them."""
    filled = [cell.strip() for cell in first if cell.strip()]
    if not filled or len(set(filled)) < len(filled):
        return False
    if any(
        len(cell) > 80 or cell.replace(".", "").replace("-", "").replace(":", "").replace(" ", "").isdigit()
        for cell in filled
    ):
        return False
    return not spans("\n".join(filled))


def _batches(item: Item, encoding: str, delimiter: str, width: int, above: int) -> Iterator[Batch]:
    """The columns as Arrow reads them; what is left once a row stops it (of another width, broken text) as Python does."""
    import pyarrow as pa

    done = 0
    try:
        for batch in _by_arrow(item, encoding, delimiter, width):
            yield batch.slice(0 if done else above).columns
            done += batch.num_rows
    except (pa.ArrowInvalid, UnicodeDecodeError):
        yield from batches(itertools.islice(_rows(item, encoding, delimiter), done or above, None), width)


def _by_arrow(item: Item, encoding: str, delimiter: str, width: int) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import csv as arrow

    names = [str(n) for n in range(width)]
    read = arrow.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names)
    parse = arrow.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    convert = arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    plain = encoding in ("utf-8", "utf-8-sig")
    with item.open() as file:
        stream = file if plain else pa.transcoding_input_stream(pa.PythonFile(file, "r"), encoding, "utf-8")
        with arrow.open_csv(stream, read_options=read, parse_options=parse, convert_options=convert) as batches_read:
            yield from batches_read


def _rows(item: Item, encoding: str, delimiter: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(LONGEST_VALUE * 10)
    with io.TextIOWrapper(item.open(), encoding=encoding, errors="replace", newline="") as text:
        yield from _parsed(text, delimiter)


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows that hold something; one that cannot be parsed is passed over."""
    reader = csv.reader(map(methodcaller("replace", "\0", ""), lines), delimiter=delimiter)
    while True:
        try:
            yield from filter(None, reader)
        except csv.Error:
            continue
        return
