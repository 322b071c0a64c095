"""Writes pieces as a Word document, Markdown or plain text, in memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.prepare.drafts.opendocument import odt
from tests.prepare.drafts.samples import Piece

_NUMBERED = ("paragraph", "recommendation")
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def docx(pieces: Sequence[Piece], change: Callable[[Any], None] | None = None) -> bytes:
    """A clean Word document: numbered by Word, page numbers, footnotes, no author; `change`
    puts something into the document before it is saved."""
    document = Document()
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.title = ""
    notes: list[str] = []
    for piece in pieces:
        paragraph = _paragraph(document, piece)
        if piece.note:
            notes.append(piece.note)
            _refer(paragraph, len(notes))
    if notes:
        _footnotes(document, notes)
    _page_number(document)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraph(document: Any, piece: Piece) -> Any:
    match piece.kind:
        case "title":
            return document.add_paragraph(piece.text, style="Title")
        case "heading":
            return document.add_heading(piece.text, 1)
        case "bullet":
            return document.add_paragraph(piece.text, style="List Bullet")
        case "cover":
            return document.add_paragraph(piece.text)
    return document.add_paragraph(piece.text, style="List Number")


def _refer(paragraph: Any, number: int) -> None:
    run = paragraph.add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _footnotes(document: Any, notes: Sequence[str]) -> None:
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
        f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    content = f"<w:footnotes {nsdecls('w')}>{lines}{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, content.encode(), document.part.package)
    document.part.relate_to(part, KIND.FOOTNOTES)


def _page_number(document: Any) -> None:
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    document.sections[0].footer.paragraphs[0]._p.append(field)


def repacked(content: bytes, change: dict[str, bytes | None]) -> bytes:
    """The archive with parts put in, replaced or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename not in change:
                new.writestr(part, old.read(part.filename))
        for name, data in change.items():
            if data is not None:
                new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def md(pieces: Sequence[Piece]) -> bytes:
    """Markdown with numbers, emphasis and footnotes."""
    lines, notes, number = [], [], 0
    for piece in pieces:
        text = piece.text
        if piece.note:
            notes.append(piece.note)
            text += f"[^{len(notes)}]"
        if piece.kind in _NUMBERED:
            number += 1
            text = f"{number}. {text}"
        marks = {"title": "# ", "heading": "## ", "bullet": "- "}
        end = "  " if piece.kind == "cover" else ""
        lines.append(f"{marks.get(piece.kind, '')}{text}{end}")
    lines += [f"[^{at}]: {note}" for at, note in enumerate(notes, 1)]
    return "\n\n".join(lines).encode() + b"\n"


def txt(pieces: Sequence[Piece]) -> bytes:
    """Plain text with numbers, and notes at the end."""
    lines, number = [], 0
    for piece in pieces:
        text = piece.text
        if piece.kind in _NUMBERED:
            number += 1
            text = f"{number}. {text}"
        lines.append(text if piece.kind != "bullet" else f"- {text}")
    return "\n\n".join(lines).encode() + b"\n"


def with_text(pieces: Sequence[Piece], after: str, *new: Piece) -> tuple[Piece, ...]:
    """The pieces with others after the one that holds some words."""
    at = next(i for i, piece in enumerate(pieces) if after in piece.text)
    return (*pieces[: at + 1], *new, *pieces[at + 1 :])


def without(pieces: Sequence[Piece], heading: str) -> tuple[Piece, ...]:
    """The pieces without a heading and what stands under it."""
    kept, skipping = [], False
    for piece in pieces:
        if piece.kind == "heading":
            skipping = bool(re.search(heading, piece.text))
        if not skipping:
            kept.append(piece)
    return tuple(kept)


WRITERS: dict[str, Callable[[Sequence[Piece]], bytes]] = {
    "docx": docx, "odt": odt, "md": md, "txt": txt,
}  # fmt: skip


def pdf(*pages: list[str], author: str = "", link: str = "") -> bytes:
    """A PDF with lines of text on each page, as small as it can be."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects: list[bytes] = [b"", b"", font]
    kids = []
    for lines in pages:
        shown = " ".join(f"({_escaped(line)}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 40 800 Td {shown} ET".encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        note = f"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({link})>>>>]" if link else ""
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
        objects.append(f"{page}/Resources<</Font<</F1 3 0 R>>>>{note}>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    objects.append(f"<</Author({_escaped(author)})>>".encode("cp1252") if author else b"<<>>")
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R/Info {size - 1} 0 R>>\nstartxref\n{len(content)}"
    start = f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    return content + start + table + trailer.encode() + b"\n%%EOF\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
