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
