"""What must be known of the sheets of an XLSX file before the fast reader opens them, and what it does not tell.

That reader builds the whole grid up to a sheet's last cell and copies a shared string into every cell that shows it, so that one
cell in the far corner, or one long string in a million cells, would take all memory. And it shows a formula that failed, or that
was saved without its value, as an empty cell: an empty cell says something in a register, a failed one says nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hegui.recognise.packages import LARGEST, Refused, member

MOST_CELLS = 5_000_000  # of the rectangle that a sheet spans
_HEAD = 4096
_STRINGS = re.compile(rb"<(?:\w+:)?sst\b")
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>")
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?P<tag>row|c)\b(?P<attributes>[^<>]*)>"
    rb"(?P<formula><(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f\s*>))?"
    rb"(?:<(?:\w+:)?v\s*>(?P<value>[^<]*)<)?"
)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")

Place = tuple[int, int]  # row, column; from 0


class _Cell(NamedTuple):
    """A cell that is not empty."""

    place: Place
    type: bytes
    has_formula: bool
    value: bytes


def failed_formulas(package: zipfile.ZipFile) -> Mapping[str, Sequence[Place]]:
    """By sheet name, the cells whose formula failed or has no value; raises Refused (too_many_cells) for sheets not to be opened."""
    names = [name for name in package.namelist() if not name.endswith("/")]
    strings = next((one for one in (member(package, name) for name in names) if _STRINGS.search(one[:_HEAD])), b"")
    lengths = [len(one) for one in _STRING_END.split(strings)]
    by_part = {}
    for name in names:
        data = member(package, name)
        if b"sheetData" in data:
            by_part[name] = _failed(data, lengths)
    return {name: by_part[part] for name, part in _sheet_parts(package) if part in by_part}


def _failed(sheet: bytes, lengths: Sequence[int]) -> list[Place]:
    rows = columns = repeated = 0
    failed = []
    for cell in _cells(sheet):
        rows, columns = max(rows, cell.place[0] + 1), max(columns, cell.place[1] + 1)
        if cell.type == b"s" and cell.value.isdigit() and len(cell.value) < 10 and int(cell.value) < len(lengths):
            repeated += lengths[int(cell.value)]
        if rows * columns > MOST_CELLS or repeated > LARGEST:
            raise Refused("too_many_cells")
        if cell.type == b"e" or (cell.has_formula and not cell.value and cell.type != b"str"):
            failed.append(cell.place)
    return failed


def _cells(sheet: bytes) -> Iterator[_Cell]:
    """The cells of a sheet that are more than a format; one without a place follows the one before it."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(sheet):
        attributes = match["attributes"]
        place = _PLACE.search(attributes)
        if match["tag"] == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        row = max(int(place[2]), 1) if place else max(row, 1)
        if not attributes.endswith(b"/"):
            kind = _TYPE.search(attributes)
            yield _Cell(
                (row - 1, max(column, 1) - 1),
                kind[1] if kind else b"n",
                match["formula"] is not None,
                match["value"] or b"",
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the member that holds it."""
    targets = {e.get("Id"): e.get("Target", "") for e in _xml(package, "xl/_rels/workbook.xml.rels")}
    for sheet in _xml(package, "xl/workbook.xml").iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            yield sheet.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _xml(package: zipfile.ZipFile, name: str) -> Element:
    try:
        found: Element = fromstring(member(package, name), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refused("not_a_package") from None
    return found
