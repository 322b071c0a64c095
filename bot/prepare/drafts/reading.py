"""Reads a draft of any kind, from bytes and its name; the one place where kinds are told apart."""

from __future__ import annotations

from bot.prepare.drafts.docx import read_docx
from bot.prepare.drafts.draft import Draft
from bot.prepare.drafts.odt import read_odt
from bot.prepare.drafts.plain import read_plain
from bot.prepare.drafts.refuse import check_beginning, named_kind


def read_draft(content: bytes, name: str) -> Draft:
    """What stands in a file; Refused with one sentence for people where it can't be used."""
    kind = named_kind(name)
    check_beginning(content, kind)
    match kind:
        case "docx":
            return read_docx(content)
        case "odt":
            return read_odt(content)
        case _:
            return read_plain(content, kind)
