"""Reads a draft of any kind, from bytes and its name; the one place where kinds are told apart."""

from __future__ import annotations

from bot.prepare.drafts.docx import read_docx
from bot.prepare.drafts.draft import Draft
from bot.prepare.drafts.odt import read_odt
from bot.prepare.drafts.pdf import read_pdf
from bot.prepare.drafts.plain import read_plain
from bot.prepare.drafts.refuse import TOO_LONG, Refused, check_beginning, named_kind


def read_draft(content: bytes, name: str) -> Draft:
    """What stands in a file; Refused with one sentence for people where it can't be used."""
    kind = named_kind(name)
    check_beginning(content, kind)
    match kind:
        case "docx":
            draft = read_docx(content)
        case "odt":
            draft = read_odt(content)
        case "pdf":
            draft = read_pdf(content)
        case _:
            draft = read_plain(content, kind)
    if draft.too_long:
        raise Refused(TOO_LONG)
    return draft
