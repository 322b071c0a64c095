"""The styles of the Word documents, and the numbering that runs through them."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.render.word_parts import barred, element, font, place, shading

GUIDANCE = "Guidance"
NUMBERED = "Numbered Paragraph"
BLANK = "Blank"
LETTERHEAD = "Letterhead"
_BEFORE_BIDI = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:widowControl", "w:numPr", "w:pBdr", "w:shd",
    "w:tabs",
)  # fmt: skip
"""What stands before the direction among a paragraph's properties (ECMA-376, 17.3.1.26)."""
_BEFORE_BOLD = ("w:rStyle", "w:rFonts", "w:b")
_BEFORE_SIZE = (
    *_BEFORE_BOLD, "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:noProof",
    "w:vanish", "w:color", "w:spacing", "w:w", "w:kern", "w:position", "w:sz",
)  # fmt: skip
_BEFORE_RTL = (*_BEFORE_SIZE, "w:szCs", "w:highlight", "w:u", "w:shd", "w:vertAlign")
"""What stands before these among a run's properties (the same, 17.3.2.28)."""
CELL, NOTE, HEAD = "Cell", "Cell Note", "Cell Head"
GREY = RGBColor(0x59, 0x59, 0x59)
PALE = "EAF1F8"
_INK = RGBColor(0x1F, 0x3A, 0x5F)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}
"""In which language Word checks spelling; the UN writes British English."""


def add_language(doc: Any, language: str) -> None:
    """Let Word check the text in its own language, and lay Arabic out from right to left."""
    locale = LOCALES[language]
    doc.core_properties.language = locale
    for one in doc.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
        one.set(qn("w:val"), locale)
    settings = doc.settings.element
    # the template says that its (empty) text was checked; and its zoom lacks a number
    for one in settings.findall(qn("w:proofState")):
        settings.remove(one)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    if language == "ar":
        normal = doc.styles["Normal"].element
        place(normal.get_or_add_pPr(), element("w:bidi", {}), _BEFORE_BIDI)
        place(normal.get_or_add_rPr(), element("w:rtl", {}), _BEFORE_RTL)
        for style in doc.styles.element.iter(qn("w:style")):
            _for_arabic(style.find(qn("w:rPr")))


def _for_arabic(properties: Any) -> None:
    """The size and weight of a style for Arabic letters too: Word keeps them apart (17.3.2.39)."""
    for name, before in (("w:sz", _BEFORE_SIZE), ("w:b", _BEFORE_BOLD)):
        found = None if properties is None else properties.find(qn(name))
        if found is None or properties.find(qn(f"{name}Cs")) is not None:
            continue
        value = found.get(qn("w:val"))
        same = element(f"{name}Cs", {"w:val": value} if value else {})
        place(properties, same, before)


def _spoken(style: Any, locale: str) -> None:
    """The language in which a style's text is checked."""
    style.element.get_or_add_rPr().append(element("w:lang", {"w:val": locale}))


def add_styles(doc: Any, spoken: str = "en", mirrored: bool = False) -> None:
    """The styles of text, headings, guidance and blanks; `spoken` is the language of guidance,
    `mirrored` a text that is read from the right."""
    styles = doc.styles
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
    for name, size, colour in ((CELL, 9.5, None), (NOTE, 8.5, GREY), (HEAD, 9.5, None)):
        cell = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = normal
        font(cell, size, colour)
        cell.font.bold = name == HEAD
        cell.paragraph_format.space_after = Pt(2)
    letterhead = styles.add_style(LETTERHEAD, WD_STYLE_TYPE.PARAGRAPH)
    letterhead.base_style = normal
    font(letterhead, 11, _INK)
    letterhead.font.bold = True
    letterhead.paragraph_format.space_after = Pt(0)
    for name in ("Header", "Footer"):
        font(styles[name], 8.5, GREY)
    guidance = styles.add_style(GUIDANCE, WD_STYLE_TYPE.PARAGRAPH)
    guidance.base_style = normal
    font(guidance, 9, RGBColor(0x33, 0x55, 0x7A))
    guidance.paragraph_format.left_indent = Cm(0.35)
    guidance.paragraph_format.space_after = Pt(0)
    guidance.paragraph_format.space_before = Pt(0)
    barred(guidance.element.get_or_add_pPr(), PALE, "right" if mirrored else "left")
    # what is said to the writer may be in another language than the text
    _spoken(guidance, LOCALES[spoken])
    blank = styles.add_style(BLANK, WD_STYLE_TYPE.CHARACTER)
    # a style can't hold a highlight, only a shading
    blank.element.get_or_add_rPr().append(shading("FFF2A8"))


def add_numbering(doc: Any) -> None:
    """One list that runs through the document, bound to the style."""
    part = doc.part.numbering_part.element
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
    doc.styles[NUMBERED].element.get_or_add_pPr().insert(0, bound)
