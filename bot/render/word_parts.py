"""Parts of a Word document that its library has no words for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FONT = "Arial"


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


def bar() -> Any:
    """A bar at the left of a paragraph."""
    border = element("w:pBdr", {})
    line = {"w:val": "single", "w:sz": "18", "w:space": "6", "w:color": "7FA3C7"}
    border.append(element("w:left", line))
    return border


def lines() -> Any:
    """Thin lines between the rows of a table, and none between its columns."""
    borders = element("w:tblBorders", {})
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "single" if side in ("top", "bottom", "insideH") else "nil"
        line = {"w:val": kind, "w:sz": "4", "w:space": "0", "w:color": "B8C4D2"}
        borders.append(element(f"w:{side}", line))
    return borders


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
