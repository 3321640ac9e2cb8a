"""The memo as a Word document in one language, to be edited and signed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from hegui.claims.blocks import Block, Cell, Heading, Paragraph, Table, joined, labels, text
from hegui.claims.memo import memo
from hegui.claims.page import VISIBLE
from hegui.errors import InputError
from hegui.text import Lang, Text

WIDTH_CM = 17.0
ACCENT, SOFT = "1F3D63", "545E6B"
FACES = {"en": ("Georgia", "Songti SC"), "zh": ("Times New Roman", "宋体")}
STATES = {
    "holds": "1C6944", "held": "1C6944", "open": "1C6944",
    "arguable": "7A5200", "contested": "7A5200", "stands_still": "7A5200",
    "missing": "A01C24", "over": "A01C24", "none": "4E5763", "not_begun": "4E5763",
}  # fmt: skip


def docx(document: Mapping[str, Any], lang: Lang) -> bytes:
    """The document's bytes; InputError where the package for papers is not installed."""
    try:
        from docx import Document
    except ImportError:
        raise InputError(
            "A Word document needs python-docx: pip install 'hegui[papers]'.",
            "生成 Word 文档需要 python-docx：pip install 'hegui[papers]'。",
        ) from None
    paper = Document()
    writer = _Writer(paper, lang)
    writer.open(document)
    for block in memo(document):
        writer.write(block)
    writer.close()
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


class _Writer:
    """Writes blocks into one document in one language."""

    def __init__(self, paper: Any, lang: Lang) -> None:
        from docx.shared import Cm, Pt

        self._paper, self._lang = paper, lang
        section = paper.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
        section.top_margin = section.bottom_margin = Cm(2)
        for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
            self._face(paper.styles[name], size)
        paper.styles["Normal"].paragraph_format.space_after = Pt(4)

    def open(self, document: Mapping[str, Any]) -> None:
        """Title, day and statement."""
        title = text(document["claim"]["title"])
        self._paper.core_properties.title = self._said(title)
        self._paper.core_properties.author = ""
        self._paper.core_properties.language = "zh-CN" if self._lang == "zh" else "en"
        self._run(self._paper.add_paragraph(), self._said(labels()["title"]), colour=ACCENT, bold=True)
        self._paper.add_paragraph(self._said(title), style="Title")
        colon = "：" if self._lang == "zh" else ": "
        self._paper.add_paragraph(f"{self._said(labels()['as_of'])}{colon}{document['on']}")
        named = (
            f"{self._said(labels()['file'])}{colon}{document['claim']['file']} · sha256 {document['claim']['sha256']}"
        )
        self._run(self._paper.add_paragraph(), named.translate(VISIBLE), colour=SOFT, size=8.5)
        self._run(self._paper.add_paragraph(), self._said(text(document["statement"])), colour=SOFT)

    def write(self, block: Block) -> None:
        """One block."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        else:
            self._table(block)

    def close(self) -> None:
        """The line for counsel's signature."""
        self._paper.add_paragraph()
        self._paper.add_paragraph(self._said(labels()["for_counsel"]))

    def _heading(self, block: Heading) -> None:
        number = f"{block.number}  " if block.number else ""
        line = self._paper.add_heading(f"{number}{self._said(block.text)}", level=block.level - 1)
        if block.badge:
            self._run(line, f"  [{self._said(labels()['state.' + block.badge])}]", colour=STATES[block.badge])

    def _paragraph(self, block: Paragraph) -> None:
        line = self._paper.add_paragraph(style="List Bullet" if block.item else None)
        self._run(line, ("☐ " if block.box else "") + self._said(block.text), bold=block.strong)
        if block.about:
            said = self._said(block.about)
            self._run(line, f"（{said}）" if self._lang == "zh" else f" ({said})", colour=SOFT)
        self._cited(line, block.cites, block.confirmed)

    def _table(self, block: Table) -> None:
        from docx.shared import Cm

        table = self._paper.add_table(rows=1, cols=len(block.head), style="Table Grid")
        table.autofit = False
        for cell, head in zip(table.rows[0].cells, block.head, strict=True):
            self._run(cell.paragraphs[0], self._said(head), bold=True, size=9)
        _repeat(table.rows[0])
        for row in block.rows:
            for cell, held in zip(table.add_row().cells, row, strict=True):
                self._cell(cell.paragraphs[0], held)
        for row in table.rows:
            for cell, share in zip(row.cells, block.widths, strict=True):
                cell.width = Cm(WIDTH_CM * share / 100)
        self._paper.add_paragraph()

    def _cell(self, line: Any, cell: Cell) -> None:
        if cell.badge:
            self._run(line, self._said(labels()["state." + cell.badge]), colour=STATES[cell.badge], bold=True, size=9)
        else:
            self._run(line, self._said(cell.text), size=7.5 if cell.code else 9)
        self._cited(line, cell.cites, cell.confirmed)

    def _cited(self, line: Any, cites: tuple[Text, ...], confirmed: bool) -> None:
        if cites:
            self._run(line, f" {self._said(joined(list(cites)))}", colour=SOFT, size=8.5)
        if not confirmed:
            mark = self._said(labels()["unconfirmed"])
            self._run(line, f"［{mark}］" if self._lang == "zh" else f" [{mark}]", colour=STATES["arguable"], size=8)

    def _run(self, line: Any, said: str, colour: str = "", bold: bool = False, size: float | None = None) -> None:
        from docx.shared import Pt, RGBColor

        run = line.add_run(said)
        run.bold = bold or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if size:
            run.font.size = Pt(size)

    def _face(self, style: Any, size: float) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt

        western, eastern = FACES[self._lang]
        style.font.name, style.font.size = western, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), eastern)

    def _said(self, value: Text) -> str:
        return value.in_(self._lang).translate(VISIBLE)


def _repeat(row: Any) -> None:
    """The head of a table stands again on every page."""
    from docx.oxml import OxmlElement

    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)
