"""Logs in columns: W3C extended (IIS, CloudFront, firewalls), which names its columns, and CSV with a heading."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence

from hegui.evidence.logs.jsonlines import rank
from hegui.recognise.times import Clock, Reading, value

W3C, CSV = "w3c", "csv"
DELIMITERS = ",\t;|"
MOSTLY = 0.5
FEWEST_ROWS = 2

Read = Callable[[bytes], Reading | None]


def w3c_reader(sample: Sequence[bytes]) -> Read | None:
    """What reads lines of a W3C extended log, where the sample holds a ``#Fields:`` line; else None. Its times are UTC."""
    if not any(line.startswith(b"#Fields:") for line in sample):
        return None
    return W3CLines().read


class W3CLines:
    """Reads lines by the last ``#Fields:`` line before them, and by the last ``#Date:`` where the columns hold only a time."""

    def __init__(self) -> None:
        self._fields: list[str] = []
        self._day = ""

    def read(self, line: bytes) -> Reading | None:
        """The time of a line."""
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if text.startswith("#"):
            name, _, rest = text.partition(":")
            if name == "#Fields":
                self._fields = rest.lower().split()
            elif name == "#Date":
                self._day = rest.split()[0] if rest.split() else ""
            return None
        cells = dict(zip(self._fields, text.split("\t") if "\t" in text else text.split(), strict=False))
        found = value(f"{cells.get('date', self._day)} {cells.get('time', '')}".replace('"', ""))
        return None if found is None else Reading(Clock.UTC, found.micros)


def csv_reader(sample: Sequence[bytes]) -> Read | None:
    """What reads lines of CSV, where a column of most sampled lines holds times; else None.

    The column is that with the heading that tells most (see ``json_keys.yaml``), else the first with times.
    """
    if len(sample) <= FEWEST_ROWS:
        return None
    for delimiter in DELIMITERS:
        rows = [cells for line in sample if (cells := _cells(line, delimiter))]
        width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
        rows = [row for row in rows if len(row) == width]
        if width < 2 or len(rows) < MOSTLY * len(sample):
            continue
        times = Counter(at for row in rows for at, cell in enumerate(row) if value(cell) is not None)
        columns = [at for at, count in times.items() if count >= MOSTLY * len(rows) and _may_be_time(rows, at)]
        if columns:
            return _column_reader(min(columns, key=lambda at: (rank(rows[0][at]), at)), delimiter)
    return None


def _may_be_time(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Bare numbers are times only under a heading that says so: most of them count something else."""
    return rank(rows[0][at]) < rank("") or not rows[-1][at].strip().isdigit()


def _column_reader(column: int, delimiter: str) -> Read:
    def read(line: bytes) -> Reading | None:
        cells = _cells(line, delimiter)
        return value(cells[column]) if len(cells) > column else None

    return read


def _cells(line: bytes, delimiter: str) -> list[str]:
    text = line.decode("utf-8", "replace").strip("\ufeff\r")
    try:
        return next(csv.reader([text], delimiter=delimiter), []) if delimiter in text else []
    except csv.Error:
        return []
