"""Builds Word documents with styles, numbered paragraphs, header and footer.

What is meant for the writer alone stands in the style GUIDANCE, so that it can be selected and
deleted at once.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.prepare.models import Paragraph, Piece
from bot.render.word_parts import bar, element, field, font, lines, mark, shade, shading

GUIDANCE = "Guidance"
NUMBERED = "Numbered Paragraph"
BLANK = "Blank"
_INK = RGBColor(0x1F, 0x3A, 0x5F)
_GREY = RGBColor(0x59, 0x59, 0x59)
_PALE = "EAF1F8"


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, header: str, on: dt.date) -> None:
        self._doc = Document()
        self._page()
        self._styles()
        self._numbering()
        self._ids = {style.name: style.style_id for style in self._doc.styles}
        properties = self._doc.core_properties
        # the file must not tell who wrote it
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.title = title
        properties.created = properties.modified = dt.datetime.combine(on, dt.time())
        self._edges(header)

    def title(self, text: str) -> None:
        """The document's title."""
        self.text(text, "Title")

    def heading(self, text: Paragraph | str, level: int) -> None:
        """A heading of level 1 to 3."""
        self.text(text, f"Heading {level}")

    def text(self, text: Paragraph | str, style: str = "Normal", label: str = "") -> None:
        """A paragraph of that style, its label in bold."""
        paragraph = self._last = self._doc.add_paragraph()
        # by its id: looking a style up by name is slow, and there are hundreds of paragraphs
        paragraph._p.style = self._ids[style]
        if label:
            paragraph.add_run(f"{label} ").bold = True
        _write(paragraph, text)

    def numbered(self, text: Paragraph | str) -> None:
        """A paragraph that Word numbers through the whole document."""
        self.text(text, NUMBERED)

    def guidance(self, text: Paragraph | str, label: str = "", keep: bool = False) -> None:
        """A paragraph for the writer alone; kept on the page of what follows it, if asked."""
        self.text(text, GUIDANCE, label)
        if keep:
            self._last.paragraph_format.keep_with_next = True

    def new_page(self) -> None:
        """Let the last paragraph begin a page."""
        self._last.paragraph_format.page_break_before = True

    def pairs(self, rows: Sequence[tuple[str, Paragraph | str]]) -> None:
        """A title block: labels and what stands for them."""
        table = self._table(len(rows), (4.2, 11.8))
        for row, (label, value) in zip(table.rows, rows, strict=True):
            _cell(row.cells[0], label, bold=True)
            _cell(row.cells[1], value)
        self._space()

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A table whose head is repeated on each page; a row is never cut. Widths in cm."""
        table = self._table(len(rows) + 1, widths)
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            _cell(cell, text, bold=True)
            shade(cell, _PALE)
        mark(table.rows[0], "w:tblHeader")
        for row, texts in zip(table.rows[1:], rows, strict=True):
            mark(row, "w:cantSplit")
            for cell, text in zip(row.cells, texts, strict=True):
                _cell(cell, text)
        self._space()

    def content(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._doc.save(out)
        return out.getvalue()

    def _page(self) -> None:
        section = self._doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)

    def _styles(self) -> None:
        styles = self._doc.styles
        normal = styles["Normal"]
        font(normal, 10.5)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.1
        for name, size, before in (
            ("Title", 20, 0), ("Heading 1", 14, 18), ("Heading 2", 12, 14), ("Heading 3", 10.5, 10),
        ):  # fmt: skip
            style = styles[name]
            font(style, size, _INK)
            style.font.bold = True
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.keep_with_next = True
        border = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if border is not None:
            styles["Title"].element.pPr.remove(border)
        numbered = styles.add_style(NUMBERED, WD_STYLE_TYPE.PARAGRAPH)
        numbered.base_style = normal
        numbered.paragraph_format.space_before = Pt(6)
        numbered.paragraph_format.space_after = Pt(0)
        for name in ("Header", "Footer"):
            font(styles[name], 8.5, _GREY)
        guidance = styles.add_style(GUIDANCE, WD_STYLE_TYPE.PARAGRAPH)
        guidance.base_style = normal
        font(guidance, 9, RGBColor(0x33, 0x55, 0x7A))
        guidance.paragraph_format.left_indent = Cm(0.35)
        guidance.paragraph_format.space_after = Pt(0)
        guidance.paragraph_format.space_before = Pt(0)
        guidance.element.get_or_add_pPr().append(bar())
        guidance.element.get_or_add_pPr().append(shading(_PALE))
        blank = styles.add_style(BLANK, WD_STYLE_TYPE.CHARACTER)
        # a style can't hold a highlight, only a shading
        blank.element.get_or_add_rPr().append(shading("FFF2A8"))

    def _numbering(self) -> None:
        """One list that runs through the document, bound to the style."""
        part = self._doc.part.numbering_part.element
        lists = part.findall(qn("w:abstractNum"))
        numbers = part.findall(qn("w:num"))
        own = str(1 + max(int(one.get(qn("w:abstractNumId"))) for one in lists))
        bound_to = str(1 + max(int(one.get(qn("w:numId"))) for one in numbers))
        abstract = element("w:abstractNum", {"w:abstractNumId": own})
        level = element("w:lvl", {"w:ilvl": "0"})
        for tag, value in (
            ("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", "%1."), ("w:lvlJc", "left"),
        ):  # fmt: skip
            level.append(element(tag, {"w:val": value}))
        indent = element("w:pPr", {})
        indent.append(element("w:ind", {"w:left": "567", "w:hanging": "567"}))
        level.append(indent)
        abstract.append(level)
        number = element("w:num", {"w:numId": bound_to})
        number.append(element("w:abstractNumId", {"w:val": own}))
        lists[-1].addnext(abstract)
        part.append(number)
        bound = element("w:numPr", {})
        bound.append(element("w:ilvl", {"w:val": "0"}))
        bound.append(element("w:numId", {"w:val": bound_to}))
        self._doc.styles[NUMBERED].element.get_or_add_pPr().insert(0, bound)

    def _edges(self, header: str) -> None:
        section = self._doc.sections[0]
        top, bottom = section.header.paragraphs[0], section.footer.paragraphs[0]
        top.text = header
        bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, name in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            bottom.add_run(text)
            field(bottom, name)

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self._doc.add_table(rows=rows, cols=len(widths), style="Table Grid")
        table.autofit = False
        table._tbl.tblPr.append(lines())
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table

    def _space(self) -> None:
        self._doc.add_paragraph().paragraph_format.space_after = Pt(2)


def _write(paragraph: Any, text: Paragraph | str) -> None:
    pieces = (Piece(text=text),) if isinstance(text, str) else text
    for piece in pieces:
        if piece.blank:
            paragraph.add_run(f"[{piece.text}]")._r.style = BLANK
        else:
            paragraph.add_run(piece.text)


def _cell(cell: Any, text: Paragraph | str, bold: bool = False) -> None:
    texts: list[Paragraph | str] = [*text.split("\n")] if isinstance(text, str) else [text]
    for number, line in enumerate(texts):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, line)
        for run in paragraph.runs:
            run.font.size = Pt(9.5)
            run.bold = bold or None
