"""What is put into a file beside its text: names, changes, comments, hidden text, pictures."""

from __future__ import annotations

import io
import struct
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from PIL import Image


def no_footer(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]._p
    for field in list(paragraph):
        paragraph.remove(field)


def reviewed(document: Any) -> None:
    document.core_properties.author = "Somebody Placeholder"
    paragraph = document.paragraphs[4]
    document.add_comment(paragraph.runs, text="Is this right?", author="Reader", initials="R")
    for tag, inner in (("ins", "t"), ("del", "delText")):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="9" w:author="Reader" w:date="2026-06-01T00:00:00Z">'
                f"<w:r><w:{inner}>changed</w:{inner}></w:r></w:{tag}>"
            )
        )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = part.blob.replace(b"<Company/>", b"<Company>Office A</Company>")


def hidden(document: Any) -> None:
    paragraph = document.paragraphs[4]
    paragraph.add_run(" nom caché").font.hidden = True
    paragraph.add_run(" texte blanc").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run(" minuscule").font.size = Pt(1)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("https://example.org/seen.png", kind, is_external=True)


def picture(gps: bool) -> bytes:
    """A small picture with a maker and, where asked for, a place in its data."""
    order, entries = "<", 2 if gps else 1
    start = 8 + 2 + 12 * entries + 4
    block = b"II*\0" + struct.pack("<I", 8) + struct.pack(f"{order}H", entries)
    block += struct.pack("<HHII", 0x010F, 2, 6, start)
    if gps:
        block += struct.pack("<HHII", 0x8825, 4, 1, start + 6)
    block += struct.pack("<I", 0) + b"Maker\0"
    block += struct.pack("<H", 1) + struct.pack("<HHII", 2, 5, 3, start + 24) + bytes(32)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG", exif=b"Exif\0\0" + block)
    return out.getvalue()


def pictures(document: Any) -> None:
    for content in (picture(gps=True), picture(gps=False)):
        document.add_picture(io.BytesIO(content))
    table = document.add_table(2, 2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Dos regiones, 2025–2026"


ODT_STYLES = (
    '<style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
)
ODT_CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="ct1"><text:insertion>'
    "<office:change-info><dc:creator>Reader</dc:creator><dc:date>2026-06-01T00:00:00</dc:date>"
    "</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
)
ODT_COMMENT = (
    '<text:p><text:change-start text:change-id="ct1"/>Ajout<text:change-end text:change-id="ct1"/>'
    "<office:annotation><dc:creator>Reader</dc:creator><dc:date>2026-06-01T00:00:00</dc:date>"
    '<text:p>Est-ce exact ?</text:p></office:annotation><text:span text:style-name="T9">nom'
    "</text:span></text:p>"
)
