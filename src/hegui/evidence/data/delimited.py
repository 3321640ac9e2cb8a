"""CSV and its kin: delimiter, quoting, encoding and heading told from the first lines."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from operator import methodcaller
from statistics import mode

from hegui.evidence.data.parts import LONGEST_VALUE, MOST_COLUMNS, Item, Table, batches
from hegui.evidence.files import Unreadable
from hegui.recognise.pi.decode import encoding_of
from hegui.recognise.pi.locating import spans

DELIMITERS = (",", "\t", ";", "|", "\x01")
HEAD = 1 << 16
FIRST_ROWS = 50


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
    first = next(_parsed(io.StringIO(text, newline=""), mark), [])
    if len(first) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    headed = is_heading(first)
    names = tuple(first) if headed else tuple(f"#{n}" for n in range(1, len(first) + 1))
    kind = "tsv" if mark == "\t" else "csv"
    return Table(kind, "", names, batches(_rows(item, encoding, mark, headed), len(names), texts=True))


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


def _rows(item: Item, encoding: str, delimiter: str, headed: bool) -> Iterator[Sequence[str]]:
    csv.field_size_limit(LONGEST_VALUE * 10)
    with io.TextIOWrapper(item.open(), encoding=encoding, errors="replace", newline="") as text:
        yield from itertools.islice(_parsed(text, delimiter), int(headed), None)


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows that hold something; one that cannot be parsed is passed over."""
    reader = csv.reader(map(methodcaller("replace", "\0", ""), lines), delimiter=delimiter)
    while True:
        try:
            yield from filter(None, reader)
        except csv.Error:
            continue
        return
