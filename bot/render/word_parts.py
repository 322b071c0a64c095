"""Parts of a Word document that its library has no words for: styles, numbering, fields."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
LONGEST_ADDRESS = 100
_RUN, _TEXT, _LINK, _ID = qn("w:r"), qn("w:t"), qn("w:hyperlink"), qn("r:id")
_RUN_PROPERTIES, _RUN_STYLE, _BOLD = qn("w:rPr"), qn("w:rStyle"), qn("w:b")
_BOLD_ARABIC, _RIGHT = qn("w:bCs"), qn("w:rtl")
_PROPERTIES, _STYLE, _KEEP, _VALUE = qn("w:pPr"), qn("w:pStyle"), qn("w:keepNext"), qn("w:val")
_SPACE, _BREAK = qn("xml:space"), qn("w:br")
_BEFORE_BORDERS = (
    "w:tblStyle", "w:tblpPr", "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize",
    "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd",
)  # fmt: skip
"""What stands before the borders among the properties of a table (ECMA-376 part 1, 17.4.59)."""
_BEFORE_BAR = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers",
)  # fmt: skip
"""What stands before a border among the properties of a paragraph (the same, 17.3.1.26)."""


def font(style: Any, size: float, colour: RGBColor | None = None) -> None:
    """Give a style that font in this size (points), for every script."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    if colour is not None:
        style.font.color.rgb = colour


def element(tag: str, attributes: dict[str, str]) -> Any:
    """An element such as w:ind with its attributes."""
    part = OxmlElement(tag)
    for name, value in attributes.items():
        part.set(qn(name), value)
    return part


def _sub(parent: Any, tag: str) -> Any:
    part = parent.makeelement(tag)
    parent.append(part)
    return part


def styled(paragraph: Any, style_id: str, keep: bool = False) -> None:
    """Give a new paragraph that style, and keep it on the page of what follows, if asked."""
    properties = _sub(paragraph._p, _PROPERTIES)
    _sub(properties, _STYLE).set(_VALUE, style_id)
    if keep:
        _sub(properties, _KEEP)


def run(parent: Any, text: str, style: str = "", bold: bool = False, right: bool = False) -> None:
    """Add a stretch of text to a paragraph's or a link's element; "\\n" in it breaks the line.
    `right`: it is read from the right. Word takes that from the stretch alone, not from a style.

    Made by hand: a document has hundreds, and the library takes longer for them than for all else.
    """
    run = _sub(parent, _RUN)
    if style or bold or right:
        properties = _sub(run, _RUN_PROPERTIES)
        if style:
            _sub(properties, _RUN_STYLE).set(_VALUE, style)
        if bold:
            _sub(properties, _BOLD)
            _sub(properties, _BOLD_ARABIC)
        if right:
            _sub(properties, _RIGHT)
    for number, line in enumerate(text.split("\n")):
        if number:
            _sub(run, _BREAK)
        shown = _sub(run, _TEXT)
        shown.set(_SPACE, "preserve")
        shown.text = line


def link(paragraph: Any, url: str) -> None:
    """An address that can be clicked; of a very long one the query is not shown."""
    short = f"{url.split('?')[0]}?…"
    shown = short if "?" in url and len(url) > LONGEST_ADDRESS else url
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _sub(paragraph._p, _LINK)
    link.set(_ID, target)
    run(link, shown)


def place(parent: Any, new: Any, after: tuple[str, ...]) -> None:
    """Put an element behind those of its siblings that the standard wants before it."""
    names = {qn(name) for name in after}
    before = [number for number, part in enumerate(parent, 1) if part.tag in names]
    parent.insert(max(before, default=0), new)


def barred(properties: Any, colour: str, side: str = "left") -> None:
    """A bar at that side of a paragraph, and a background of that colour."""
    border = element("w:pBdr", {})
    line = {"w:val": "single", "w:sz": "18", "w:space": "6", "w:color": "7FA3C7"}
    border.append(element(f"w:{side}", line))
    place(properties, border, _BEFORE_BAR)
    place(properties, shading(colour), (*_BEFORE_BAR, "w:pBdr"))


def lined(properties: Any) -> None:
    """Thin lines between the rows of a table, and none between its columns."""
    borders = element("w:tblBorders", {})
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "single" if side in ("top", "bottom", "insideH") else "nil"
        line = {"w:val": kind, "w:sz": "4", "w:space": "0", "w:color": "B8C4D2"}
        borders.append(element(f"w:{side}", line))
    place(properties, borders, _BEFORE_BORDERS)


def mirror(properties: Any) -> None:
    """Let the columns of a table run from the right."""
    place(properties, element("w:bidiVisual", {}), ("w:tblStyle", "w:tblpPr", "w:tblOverlap"))


def shading(colour: str) -> Any:
    """A background of that colour."""
    return element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour})


def shade(cell: Any, colour: str) -> None:
    """Give a cell a background."""
    cell._tc.get_or_add_tcPr().append(shading(colour))


def mark(row: Any, tag: str) -> None:
    """Give a row of a table a property, such as w:cantSplit."""
    row._tr.get_or_add_trPr().append(element(tag, {}))


def field(paragraph: Any, name: str) -> None:
    """A field that Word fills in, such as PAGE."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            run._r.append(element("w:fldChar", {"w:fldCharType": kind}))
        else:
            part = element("w:t" if kind else "w:instrText", {})
            part.text = text
            run._r.append(part)


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
"""What stands before these among a run's properties (the same, 17.3.2.28)."""
CELL, NOTE, HEAD = "Cell", "Cell Note", "Cell Head"
GREY = RGBColor(0x59, 0x59, 0x59)
PALE = "EAF1F8"
_INK = RGBColor(0x1F, 0x3A, 0x5F)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}
"""In which language Word checks spelling; the UN writes British English."""


def without_old_styles(doc: Any) -> None:
    """Leave out the template's second set of styles, for Word 2007: it knows nothing of ours."""
    for name, part in list(doc.part.rels.items()):
        if part.reltype.endswith("/stylesWithEffects"):
            doc.part.drop_rel(name)


def add_language(doc: Any, language: str) -> None:
    """Let Word check the text in its own language, and lay Arabic out from right to left."""
    locale = LOCALES[language]
    doc.core_properties.language = locale
    for part in doc.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
        part.set(qn("w:val"), locale)
    settings = doc.settings.element
    # the template says that its (empty) text was checked; and its zoom lacks a number
    for part in settings.findall(qn("w:proofState")):
        settings.remove(part)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    if language == "ar":
        normal = doc.styles["Normal"].element
        place(normal.get_or_add_pPr(), element("w:bidi", {}), _BEFORE_BIDI)
        for style in doc.styles.element.iter(qn("w:style")):
            _for_arabic(style.find(qn("w:rPr")))


def _for_arabic(properties: Any) -> None:
    """The size and weight of a style for Arabic letters too: Word keeps them apart (17.3.2.39)."""
    for name, before in (("w:sz", _BEFORE_SIZE), ("w:b", _BEFORE_BOLD)):
        part = None if properties is None else properties.find(qn(name))
        if part is None or properties.find(qn(f"{name}Cs")) is not None:
            continue
        value = part.get(qn("w:val"))
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
    own = str(1 + max(int(number.get(qn("w:abstractNumId"))) for number in lists))
    bound_to = str(1 + max(int(number.get(qn("w:numId"))) for number in numbers))
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
