"""Parts of a Word document that its library has no words for."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

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
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made


def _sub(parent: Any, tag: str) -> Any:
    made = parent.makeelement(tag)
    parent.append(made)
    return made


def styled(paragraph: Any, style_id: str, keep: bool = False) -> None:
    """Give a new paragraph that style, and keep it on the page of what follows, if asked."""
    properties = _sub(paragraph._p, _PROPERTIES)
    _sub(properties, _STYLE).set(_VALUE, style_id)
    if keep:
        _sub(properties, _KEEP)


def run(parent: Any, text: str, style: str = "", bold: bool = False, latin: bool = False) -> None:
    """Add a stretch of text to a paragraph's or a link's element; "\\n" in it breaks the line.
    `latin`: it is read from the left within a text that is read from the right.

    Made by hand: a document has hundreds, and the library takes longer for them than for all else.
    """
    made = _sub(parent, _RUN)
    if style or bold or latin:
        properties = _sub(made, _RUN_PROPERTIES)
        if style:
            _sub(properties, _RUN_STYLE).set(_VALUE, style)
        if bold:
            _sub(properties, _BOLD)
            _sub(properties, _BOLD_ARABIC)
        if latin:
            _sub(properties, _RIGHT).set(_VALUE, "0")
    for number, line in enumerate(text.split("\n")):
        if number:
            _sub(made, _BREAK)
        shown = _sub(made, _TEXT)
        shown.set(_SPACE, "preserve")
        shown.text = line


def link(paragraph: Any, url: str, latin: bool = False) -> None:
    """An address that can be clicked; of a very long one the query is not shown."""
    short = f"{url.split('?')[0]}?…"
    shown = short if "?" in url and len(url) > LONGEST_ADDRESS else url
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = _sub(paragraph._p, _LINK)
    made.set(_ID, target)
    run(made, shown, latin=latin)


def place(parent: Any, new: Any, after: tuple[str, ...]) -> None:
    """Put an element behind those of its siblings that the standard wants before it."""
    names = {qn(name) for name in after}
    before = [number for number, one in enumerate(parent, 1) if one.tag in names]
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
