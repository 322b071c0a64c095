"""Whether a Word file is in the order that the standard wants (ECMA-376 part 1, transitional).

The whole schema is large; these are the parts of which the desk writes anything itself, each with
its children in the order of the standard. What is of another namespace is for others to check.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr"
    " shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE"
    " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr"
    " sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
    " fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
ORDER = {
    # 17.3.1.26, 17.3.2.28
    "pPr": _PARAGRAPH,
    "rPr": _RUN,
    # 17.4.59, 17.4.69, 17.4.81
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
        " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
        " tblDescription"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
        " vAlign hideMark"
    ),
    "tblBorders": "top left start bottom right end insideH insideV",
    # 17.7.4.17, 17.9.6
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed"
        " qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr"
        " tblStylePr"
    ),
    "lvl": (
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
    ),
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "numPr": "ilvl numId numberingChange ins",
    # 17.6.17
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
        " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter"
        " docGrid printerSettings"
    ),
}
REQUIRED = {"zoom": ("percent",), "lang": ("val",), "pStyle": ("val",), "tab": ("val", "pos")}
"""Attributes without which an element is not valid."""


def faults(content: bytes) -> list[str]:
    """What is not as the standard wants it, a line each: the part, the element, what is wrong."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [n for n in file.namelist() if n.startswith("word/") and n.endswith(".xml")]
        return [f"{name}: {one}" for name in names for one in _of(fromstring(file.read(name)))]


def _of(root: Element) -> Iterator[str]:
    for one in root.iter():
        tag = one.tag.removeprefix(W)
        if order := ORDER.get(tag, "").split():
            children = [child.tag.removeprefix(W) for child in one if child.tag.startswith(W)]
            for child in set(children) - set(order):
                yield f"{tag} can't hold {child}"
            places = [order.index(child) for child in children if child in order]
            if places != sorted(places):
                yield f"{tag} holds {', '.join(children)} in the wrong order"
        for name in REQUIRED.get(tag, ()):
            if f"{W}{name}" not in one.attrib:
                yield f"{tag} lacks {name}"
        if tag == "t" and "\n" in (one.text or ""):
            yield f"a line break inside a text: {(one.text or '')[:40]!r}"
