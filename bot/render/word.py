"""Builds Word documents with styles, numbered paragraphs, header and footer.

What is meant for the writer alone stands in the style GUIDANCE, so that it can be selected and
deleted at once.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from bot.prepare import Paragraph
from bot.render.paragraphs import TextLine
from bot.render.word_parts import (
    BLANK,
    CELL,
    GUIDANCE,
    HEAD,
    LETTERHEAD,
    NOTE,
    NUMBERED,
    PALE,
    add_language,
    add_numbering,
    add_styles,
    field,
    lined,
    link,
    mark,
    mirror,
    run,
    shade,
    styled,
    without_old_styles,
)

_ADDRESS = re.compile(r"https?://\S+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ](?:[A-Za-zÀ-ɏ0-9\s./:;?=&#%+@_,'’-]*[A-Za-zÀ-ɏ0-9/])?")
PAGES = {
    "en": ("Page", "of"),
    "fr": ("Page", "sur"),
    "es": ("Página", "de"),
    "ar": ("صفحة", "من"),
}
"""How pages are counted at the foot: page 2 of 5."""
__all__ = ["BLANK", "GUIDANCE", "NUMBERED", "Paper"]


class Paper:
    """A document that is written from top to bottom."""

    def __init__(
        self,
        title: str,
        header: str,
        on: dt.date,
        language: str = "en",
        wide: bool = False,
        guidance: str = "en",
    ) -> None:
        """`language` is that of the text, `guidance` that of the notes to its writer."""
        self._doc = Document()
        self._mirrored = language == "ar"
        self._page(wide)
        without_old_styles(self._doc)
        add_styles(self._doc, guidance, self._mirrored)
        add_language(self._doc, language)
        add_numbering(self._doc)
        self._ids = {style.name: style.style_id for style in self._doc.styles}
        properties = self._doc.core_properties
        # the file must not tell who wrote it
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.title = title
        properties.created = properties.modified = dt.datetime.combine(on, dt.time())
        self._edges(header, language)

    def title(self, text: str) -> None:
        """The document's title."""
        self.text(text, "Title")

    def letterhead(self, lines: Sequence[Paragraph | str]) -> None:
        """Who writes, at the top of a letter: name, then address or contact."""
        for number, line in enumerate(lines):
            self.text(line, NOTE if number else LETTERHEAD)
        self._space()

    def heading(self, text: Paragraph | str, level: int) -> None:
        """A heading of level 1 to 3."""
        self.text(text, f"Heading {level}")

    def text(
        self, text: Paragraph | str, style: str = "Normal", label: str = "", keep: bool = False
    ) -> None:
        """A paragraph of that style, its label in bold; kept on the page of what follows it, if
        asked."""
        paragraph = self._last = self._doc.add_paragraph()
        styled(paragraph, self._ids[style], keep)
        if label:
            run(paragraph._p, f"{label} ", bold=True, right=self._mirrored)
        _write(paragraph, text, self._mirrored)

    def lines(self, lines: Iterable[TextLine]) -> None:
        """The lines of a text, each in the style of its kind."""
        styles = {"heading": "Heading 1", "item": "List Bullet", "quote": "Quote"}
        for line in lines:
            self.text(line.text, styles.get(line.kind, "Normal"), line.label)

    def numbered(self, text: Paragraph | str) -> None:
        """A paragraph that Word numbers through the whole document."""
        self.text(text, NUMBERED)

    def guidance(self, text: Paragraph | str, label: str = "", keep: bool = False) -> None:
        """A paragraph for the writer alone; kept on the page of what follows it, if asked."""
        self.text(text, GUIDANCE, label, keep)

    def new_page(self) -> None:
        """Let the last paragraph begin a page."""
        self._last.paragraph_format.page_break_before = True

    def pairs(self, rows: Sequence[tuple[str, Paragraph | str]]) -> None:
        """A title block: labels and what stands for them."""
        table = self._table(len(rows), (4.2, 11.8))
        for row, (label, value) in zip(table.rows, rows, strict=True):
            self._cell(row.cells[0], label, HEAD)
            self._cell(row.cells[1], value)
        self._space()

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A table whose head is repeated on each page; a row is never cut. Widths in cm."""
        table = self._table(len(rows) + 1, widths)
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            self._cell(cell, text, HEAD)
            shade(cell, PALE)
        mark(table.rows[0], "w:tblHeader")
        for row, texts in zip(table.rows[1:], rows, strict=True):
            mark(row, "w:cantSplit")
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text)
        self._space()

    def content(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._doc.save(out)
        return out.getvalue()

    def _page(self, wide: bool) -> None:
        section = self._doc.sections[0]
        sides = (Cm(29.7), Cm(21)) if wide else (Cm(21), Cm(29.7))
        section.page_width, section.page_height = sides
        if wide:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)

    def _edges(self, header: str, language: str) -> None:
        section = self._doc.sections[0]
        top, bottom = section.header.paragraphs[0], section.footer.paragraphs[0]
        top.text = header
        bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
        page, of = PAGES[language]
        for text, name in ((f"{page} ", "PAGE"), (f" {of} ", "NUMPAGES")):
            bottom.add_run(text)
            field(bottom, name)
        if self._mirrored:
            for paragraph in (top, bottom):
                for stretch in paragraph.runs:
                    stretch.font.rtl = True

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self._doc.add_table(rows=rows, cols=len(widths), style="Table Grid")
        table.autofit = False
        lined(table._tbl.tblPr)
        if self._mirrored:
            mirror(table._tbl.tblPr)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table

    def _cell(self, cell: Any, text: Paragraph | str, style: str = CELL) -> None:
        """Write into a cell; lines after the first are notes."""
        texts: list[Paragraph | str] = [*text.split("\n")] if isinstance(text, str) else [text]
        for number, line in enumerate(texts):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            styled(paragraph, self._ids[NOTE if number else style])
            _write(paragraph, line, self._mirrored)

    def _space(self) -> None:
        self._doc.add_paragraph().paragraph_format.space_after = Pt(2)


def _write(paragraph: Any, text: Paragraph | str, mirrored: bool) -> None:
    if isinstance(text, str):
        _own(paragraph, text, mirrored)
        return
    for piece in text:
        text_of = f"[{piece.text}]" if piece.blank else piece.text
        _runs(paragraph, text_of, mirrored, BLANK if piece.blank else "")


def _runs(paragraph: Any, text: str, mirrored: bool, style: str = "") -> None:
    """A stretch of text; in a text that is read from the right, Latin words as runs of their own:
    else Word moves the signs in a symbol or an address."""
    at = 0
    for match in _LATIN.finditer(text) if mirrored else ():
        if before := text[at : match.start()]:
            run(paragraph._p, before, style, right=True)
        run(paragraph._p, match[0], style)
        at = match.end()
    if text[at:]:
        run(paragraph._p, text[at:], style, right=mirrored)


def _own(paragraph: Any, text: str, mirrored: bool) -> None:
    """A text of the desk itself, in which addresses can be clicked."""
    at = 0
    for match in _ADDRESS.finditer(text):
        url = match[0].rstrip(".,;:،؛")
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(".,;:")
        _runs(paragraph, text[at : match.start()], mirrored)
        link(paragraph, url)
        at = match.start() + len(url)
    _runs(paragraph, text[at:], mirrored)
