"""Word files (DOCX): the few shapes that papers to an authority are made of. Blanks are drawn as blanks, never filled."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from hegui.errors import InputError
from hegui.judge import screen
from hegui.text import Lang

if TYPE_CHECKING:
    from docx.document import Document

BLANK = "＿" * 8
_FONTS = {
    "en": "Liberation Sans",
    "zh": "SimSun",
}  # names only: a word processor takes its own where it has none of them
_EAST_ASIAN = "SimSun"


def needs(package: str, to: str) -> InputError:
    """The sentence for a format whose package is not installed."""
    return InputError(
        f"--to {to} needs the package {package}; install hegui[papers]",
        f"--to {to} 需要软件包 {package}，请安装 hegui[papers]",
    )


def paper(lang: Lang, *, size: float = 10.5, margin_cm: float = 2.2, landscape: bool = False) -> Document:
    """An empty A4 document whose text has a Chinese font beside the Latin one."""
    try:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt
    except ImportError:
        raise needs("python-docx", "docx") from None
    made = Document()
    section = made.sections[0]
    width, height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(margin_cm))
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = made.styles[name]
        style.font.name = _FONTS[lang]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _EAST_ASIAN)
        style.paragraph_format.space_after = Pt(3)
    made.styles["Normal"].font.size = Pt(size)
    return made


def table(made: Document, heads: Sequence[str], rows: Iterable[Sequence[str]], widths_cm: Sequence[float] = ()) -> None:
    """A table with a heading that repeats on every page; words cannot steer whoever opens it."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    some = [list(heads), *([screen.plain(cell) for cell in row] for row in rows)]
    grid = made.add_table(rows=len(some), cols=len(heads), style="Table Grid")
    for line, cells in zip(grid.rows, some, strict=True):
        for place, (cell, words) in enumerate(zip(line.cells, cells, strict=True)):
            run = cell.paragraphs[0].add_run(words)
            run.font.size = Pt(9)
            if widths_cm:
                cell.width = Cm(widths_cm[place])
    for run in (run for cell in grid.rows[0].cells for run in cell.paragraphs[0].runs):
        run.bold = True
    repeated = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)


def break_page(made: Any) -> None:
    """What follows stands on a new page."""
    made.add_page_break()


def saved(made: Document) -> bytes:
    """The bytes of a document."""
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def lines(made: Document, some: Iterable[str], style: str | None = None) -> None:
    """Paragraphs, one a text."""
    for one in some:
        made.add_paragraph(screen.plain(one), style=style)


def any_of(value: Any) -> str:
    """A value of a form: what is known, else a blank to fill."""
    return str(value) if value else BLANK
