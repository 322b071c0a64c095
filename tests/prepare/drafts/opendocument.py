"""Writes pieces as an OpenDocument text, in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.prepare.drafts.samples import Piece

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"),
        ("meta", "meta"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_LIST = (
    '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1"'
    ' style:num-format="1" style:num-suffix="."/></text:list-style>'
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1"'
    ' text:bullet-char="•"/></text:list-style>'
)


def odt(
    pieces: Sequence[Piece], styles: str = "", extra: str = "", meta: str = "", head: str = ""
) -> bytes:
    """An OpenDocument text; `styles`, `extra` (at the end), `head` (at the beginning) and `meta`
    are put in as XML."""
    body, notes = [], 0
    opened = False
    for piece in pieces:
        inner = escape(piece.text)
        if piece.note:
            notes += 1
            inner += (
                f'<text:note text:note-class="footnote"><text:note-citation>{notes}'
                f"</text:note-citation><text:note-body><text:p>{escape(piece.note)}</text:p>"
                "</text:note-body></text:note>"
            )
        match piece.kind:
            case "heading":
                body.append(f'<text:h text:outline-level="1">{inner}</text:h>')
            case "title":
                body.append(f'<text:p text:style-name="Title">{inner}</text:p>')
            case "cover":
                body.append(f"<text:p>{inner}</text:p>")
            case "bullet":
                body.append(_listed("Bullets", inner, True))
            case _:
                body.append(_listed("Numbers", inner, opened))
                opened = True
    footer = "<style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer>"
    content = (
        f'<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>'
        f"{_LIST}{styles}</office:automatic-styles><office:body><office:text>{head}"
        f"{''.join(body)}{extra}</office:text></office:body></office:document-content>"
    )
    sheet = (
        f'<office:document-styles {_SPACES} office:version="1.3"><office:styles>'
        '<style:style style:name="Title" style:family="paragraph"/></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="page"/></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard"'
        f' style:page-layout-name="page">{footer}</style:master-page></office:master-styles>'
        "</office:document-styles>"
    )
    described = (
        f'<office:document-meta {_SPACES} office:version="1.3"><office:meta>{meta}</office:meta>'
        "</office:document-meta>"
    )
    files = {"content.xml": content, "styles.xml": sheet, "meta.xml": described}
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in files
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest {_SPACES} manifest:version="1.3"><manifest:file-entry'
        f' manifest:full-path="/" manifest:media-type="{kind}"/>{listed}</manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _listed(style: str, inner: str, continued: bool) -> str:
    going_on = ' text:continue-numbering="true"' if continued else ""
    return (
        f'<text:list text:style-name="{style}"{going_on}><text:list-item><text:p>{inner}</text:p>'
        "</text:list-item></text:list>"
    )
