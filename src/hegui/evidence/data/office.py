"""Workbooks (XLSX, XLS, ODS), Word and PowerPoint files, PDF: weighed before they are opened, text only, nothing run."""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from hegui.evidence.data.delimited import HEADED_WITHIN, heading
from hegui.evidence.data.parts import Item, Part, Prose, Table, batches, text_of
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise import packages

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 5_000
MOST_SECONDS = 60
LONGEST = 64 * 1024 * 1024
MOST_CELLS = 8_000_000
_ROW = re.compile(rb'<(?:\w+:)?row\b[^<>]{0,200}?\sr="(\d{1,7})"')
_CELL = re.compile(rb'\sr="([A-Z]{1,3})\d{1,7}"')
_TORN_PDF = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError),
    *(RecursionError, TypeError, ValueError, zlib.error, struct.error),
)
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says of torn files may hold their text


def package_parts(data: bytes) -> Iterator[Part] | None:
    """The parts of an office package; None where the zip file is none. Raises Unreadable."""
    try:
        package = packages.opened(data)
        names = package.namelist()
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            for name in names:
                if name.startswith("xl/worksheets/"):
                    _weigh_grid(packages.member(package, name))
            return sheets(data, "xlsx")
        if "word/document.xml" in names:
            texts = [packages.member(package, name) for name in names if _is_word_text(name)]
            return iter([_prose("docx", texts)])
        slides = sorted(
            n for n in names if n.startswith(("ppt/slides/slide", "ppt/notesSlides/")) and n.endswith(".xml")
        )
        if slides:
            return iter([_prose("pptx", [packages.member(package, name) for name in slides])])
        if "content.xml" in names and "mimetype" in names:
            spreadsheet = b"spreadsheet" in packages.member(package, "mimetype")
            return (
                sheets(data, "ods") if spreadsheet else iter([_prose("odt", [packages.member(package, "content.xml")])])
            )
    except packages.Refused as refused:
        if refused.code == "not_a_package":
            return None
        raise Unreadable(refused.code) from None
    return None


def _weigh_grid(sheet: bytes) -> None:
    """Refuse a sheet whose outermost cells span more than can be held: readers build the whole grid between."""
    rows = max((int(m[1]) for m in _ROW.finditer(sheet)), default=0)
    width = max((len(m[1]), m[1]) for m in _CELL.finditer(sheet))[1] if _CELL.search(sheet) else b""
    columns = 0
    for letter in width:
        columns = columns * 26 + letter - 64
    if rows * columns > MOST_CELLS:
        raise Unreadable("too_many_cells")


def _is_word_text(name: str) -> bool:
    return name.startswith("word/") and name.removeprefix("word/").startswith(
        ("document.xml", "header", "footer", "footnotes", "endnotes", "comments")
    )


def sheets(data: bytes, kind: str) -> Iterator[Table]:
    """The sheets of a workbook, hidden ones too; raises Unreadable: encrypted, broken_workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if rows := book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True):
                yield _sheet(kind, sheet.name, rows)
    except PasswordError:
        raise Unreadable("encrypted") from None
    except (CalamineError, ValueError, OSError, OverflowError):
        raise Unreadable("broken_workbook") from None


def _sheet(kind: str, name: str, rows: Sequence[Sequence[object]]) -> Table:
    """A sheet, and its heading among the first rows."""
    width = max(len(row) for row in rows)
    names, above = heading([[text_of(cell) or "" for cell in row] for row in rows[:HEADED_WITHIN]], width)
    return Table(kind, name, names, batches(rows[above:], width), len(rows) - above)


def _prose(kind: str, members: list[bytes]) -> Prose:
    return Prose(kind, "", ["".join(_runs(member)).encode("utf-8", "replace") for member in members])


def _runs(xml: bytes) -> Iterator[str]:
    """The text of an office XML part; paragraphs, breaks and cells end lines."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    length = 0
    try:
        for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            text = (element.text or "") if name in ("t", "span", "delText", "instrText") else ""
            length += len(text)
            if length > LONGEST:
                return
            yield text + ("\n" if name in ("p", "br", "cr", "h", "tc") else "\t" if name == "tab" else "")
            element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable("broken_docx") from None


def pdf(item: Item) -> Prose:
    """The text layer of a PDF; raises Unreadable: too_large, encrypted, broken_pdf, no_text_layer."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if item.size() > LARGEST:
        raise Unreadable("too_large")
    try:
        reader = PdfReader(io.BytesIO(item.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        pages = list(_pages(reader))
    except PyPdfError:
        raise Unreadable("broken_pdf") from None
    except _TORN_PDF:
        raise Unreadable("broken_pdf") from None
    if not any(page.strip() for page in pages):
        raise Unreadable("no_text_layer")
    return Prose("pdf", "", [(page + "\n").encode("utf-8", "replace") for page in pages])


def _pages(reader: PdfReader) -> Iterator[str]:
    """The text of each page, as long as that takes no longer than a file may; raises Unreadable: too_slow."""
    until = time.monotonic() + MOST_SECONDS
    for number in range(min(len(reader.pages), MOST_PAGES)):
        if time.monotonic() > until:
            raise Unreadable("too_slow")
        yield reader.pages[number].extract_text() or ""
