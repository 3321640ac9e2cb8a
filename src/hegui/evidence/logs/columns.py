"""Logs in columns: W3C extended (IIS, CloudFront, firewalls, Exchange), which names its columns, and CSV."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hegui.evidence.logs.jsonlines import in_utc, is_utc, rank
from hegui.recognise.orders import Values
from hegui.recognise.times import PATTERNS, Clock, Reading, reading, value

W3C, CSV = "w3c", "csv"
DELIMITERS = ",\t;|"
MOSTLY = 0.5
HEADED = 0.1
"""Under a heading that tells of a time, so many lines need one: a message may go on over many lines."""

FEWEST_ROWS = 2
WIDEST = 3
"""So many neighbouring columns may make up a time: month, day, clock."""

Read = Callable[[bytes], Reading | None]
Columns = tuple[int, int]
"""From one column up to another, exclusive."""

_YEARLESS = tuple(re.compile(PATTERNS[kind]) for kind in ("bsd", "mm_dd"))
_COMPACT = re.compile(rb"(\d{5,6}) (\d{1,6})")


def w3c_reader(sample: Sequence[bytes]) -> Read | None:
    """What reads lines of a W3C extended log, where the sample holds a ``#Fields:`` line; else None."""
    if not any(line.startswith(b"#Fields:") for line in sample):
        return None
    lines = W3CLines()
    for line in sample:
        if line.startswith((b"#Fields:", b"#Time Format:")):  # a piece of a big file begins without them
            lines.read(line)
    return lines.read


class W3CLines:
    """Reads lines by the last ``#Fields:`` line before them, and by the last ``#Date:`` where the columns hold only a time.

    Times are UTC, unless the columns or a ``#Time Format:`` line say that they are local.
    """

    def __init__(self) -> None:
        self._fields: list[str] = []
        self._day = ""
        self._clock = Clock.UTC

    def read(self, line: bytes) -> Reading | None:
        """The time of a line."""
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if text.startswith("#"):
            self._told(text)
            return None
        cells = dict(zip(self._fields, self._split(text), strict=False))
        day = next((cells[name] for name in ("date", "date-utc", "date-local") if name in cells), self._day)
        clock = next((cells[name] for name in ("time", "time-utc", "time-local") if name in cells), "")
        whole = next(
            (cells[name] for name in ("date-time", "datetime", "timestamp", "x-timestamp") if name in cells), ""
        )
        found = value((whole or f"{day} {clock}").replace('"', ""))
        if found is None or found.clock is not Clock.LOCAL:
            return found
        local = "time-local" in cells or "date-local" in cells
        return Reading(Clock.LOCAL if local else self._clock, found.micros)

    def _told(self, text: str) -> None:
        name, _, rest = text.lower().partition(":")
        if name == "#fields":
            self._fields = re.split(r"[,\s]+", rest.strip())
        elif name in ("#date", "#start-date"):
            self._day = rest.split()[0] if rest.split() else ""
        elif name == "#time format":
            self._clock = Clock.LOCAL if "local" in rest else Clock.UTC

    def _split(self, text: str) -> list[str]:
        if "\t" in text:
            return text.split("\t")
        return text.split(",") if text.count(",") >= len(self._fields) - 1 > 0 else text.split()


@dataclass(frozen=True, slots=True)
class CsvLines:
    """Reads the time of lines of CSV from some of their columns. *yearless*: it names no year there; *utc*: the heading says UTC."""

    columns: Columns
    delimiter: str
    values: Values
    yearless: bool
    utc: bool

    def read(self, line: bytes) -> Reading | None:
        """The time of a line."""
        found = _time(_cells(line, self.delimiter), self.columns, self.values.read)
        return in_utc(found) if found is not None and self.utc else found


def csv_reader(sample: Sequence[bytes]) -> CsvLines | None:
    """What reads lines of CSV, where columns of most sampled lines hold times; else None.

    The column is that with the heading that tells most (see ``json_keys.yaml``), else the first with times; several
    neighbours are read as one where none holds a time alone.
    """
    if len(sample) <= FEWEST_ROWS:
        return None
    for delimiter in DELIMITERS:
        rows = [cells for line in sample if len(cells := _cells(line, delimiter)) > 1]
        if not rows:
            continue
        heading = rows[0]
        for width in range(1, WIDEST + 1):
            columns = _columns(rows, heading, width, len(sample))
            if columns is not None:
                clocks = Counter(found.clock for row in rows if (found := _time(row, columns)) is not None)
                yearless = clocks.most_common(1)[0][0] is Clock.YEARLESS
                values = Values(" ".join(row[slice(*columns)]) for row in rows)
                utc = any(is_utc(name, heading) for name in heading[slice(*columns)])
                return CsvLines(columns, delimiter, values, yearless, utc)
    return None


def _columns(rows: Sequence[Sequence[str]], heading: Sequence[str], width: int, lines: int) -> Columns | None:
    """The neighbouring columns, so many, that hold the time of most rows."""
    held = Counter(at for row in rows for at in range(len(row) - width + 1) if _time(row, (at, at + width)) is not None)
    found = []
    for at, count in held.items():
        told = min((rank(name) for name in heading[at : at + width]), default=rank(""))
        named = told < rank("")
        bare = all(row[at].strip().isdigit() for row in rows[1:] if len(row) > at) if width == 1 else False
        if bare and not named and not _rises([row[at] for row in rows if len(row) > at]):
            continue
        if count >= MOSTLY * lines or (named and count >= HEADED * lines):
            found.append((told, at))
    return (min(found)[1], min(found)[1] + width) if found else None


def _time(row: Sequence[str], columns: Columns, read: Callable[[str], Reading | None] = value) -> Reading | None:
    start, end = columns
    if len(row) < end:
        return None
    text = " ".join(cell.strip() for cell in row[start:end])
    if (found := read(text)) is not None or end - start == 1:
        return found
    raw = text.encode()
    if match := _COMPACT.fullmatch(raw):  # 081109 and 203518, their leading zeros lost to a spreadsheet
        raw = match[1].zfill(6) + b" " + match[2].zfill(6)
        whole = re.fullmatch(PATTERNS["yymmdd"], raw)
        return reading(whole) if whole else None
    return next((reading(match) for pattern in _YEARLESS if (match := pattern.fullmatch(raw))), None)


def _rises(cells: Sequence[str]) -> bool:
    """Whether bare numbers are the times of records one after the other, all of one width, hardly ever falling."""
    numbers = [int(cell) for cell in cells if cell.strip().isdigit()]
    steps = [b >= a for a, b in pairwise(numbers)]
    return (
        len({len(str(number)) for number in numbers}) == 1
        and value(str(numbers[0])) is not None
        and sum(steps) >= 0.9 * len(steps)
        and numbers[-1] > numbers[0]
    )


def _cells(line: bytes, delimiter: str) -> list[str]:
    text = line.decode("utf-8", "replace").strip("\ufeff\r")
    if not text.isascii() and "\ufffd" in text:
        text = line.decode("gb18030", "replace").strip("\ufeff\r")
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])] if delimiter in text else []
    except csv.Error:
        return []
