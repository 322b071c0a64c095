"""Reads a PDF for what identifies people and for its length: the text, its properties and links.

How it is laid out is not known from it: headings, notes and numbers of paragraphs are guessed as in
plain text."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bot.prepare.drafts.draft import MOST_TEXT, Block, Draft, cleaned
from bot.prepare.drafts.refuse import Refused, broken

MOST_PAGES = 400
_ENDS = (".", ":", ";", "!", "?", "؟", "؛", "…")
_SHORT = 60
"""Signs of a line that is no full one, so that a paragraph ends there."""
_NAMES = {"/Author": "creator", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords"}
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")

# what it says of a damaged file names objects of that file
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(content: bytes) -> Draft:
    """The draft in a PDF; Refused where it is damaged, protected, or has no text."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(
                "The file is protected by a password: take the password off and send it again."
            )
        if len(reader.pages) > MOST_PAGES:
            raise Refused(
                "The text is longer than any body reads: send the part that is to be checked."
            )
        draft = Draft("pdf", pages=len(reader.pages))
        size = 0
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text() or ""
            size += len(text)
            if size > MOST_TEXT:
                break
            draft.blocks += _paragraphs(text, number)
            draft.described += _links(page, number)
        _properties(reader, draft)
        if reader.attachments:
            draft.embedded.append("embedded")
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError):
        # the library raises all of these where objects of a file are not what they should be
        raise broken() from None
    return draft


def _paragraphs(text: str, page: int) -> Iterator[Block]:
    """Lines joined to paragraphs: one ends with its sentence on a short line, or before an empty
    one."""
    parts: list[str] = []
    for line in [*(cleaned(line).strip() for line in text.split("\n")), ""]:
        if line:
            parts.append(line)
        ends = not line or (line.endswith(_ENDS) and len(line) < _SHORT)
        if parts and ends:
            joined = parts[0]
            for part in parts[1:]:
                joined = _HYPHEN.sub("", joined) + ("" if _HYPHEN.search(joined) else " ") + part
            yield Block(joined, page=page)
            parts = []


def _links(page: Any, number: int) -> Iterator[Block]:
    """Where links of a page lead, and what notes on it say."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        action = note.get("/A")
        address = action.get_object().get("/URI") if action else None
        for text in (address, note.get("/Contents")):
            if isinstance(text, str) and text.strip():
                yield Block(
                    cleaned(text).strip(), "comment" if text != address else "running", page=number
                )


def _properties(reader: PdfReader, draft: Draft) -> None:
    found: dict[str, Any] = dict(reader.metadata or {})
    for key, kind in _NAMES.items():
        value = found.get(key)
        if isinstance(value, str) and value.strip():
            draft.properties.append(kind)
            draft.values.append(value)
