"""Reads a draft of any kind, from bytes and its name: the one place where kinds are told apart.
Plain text, Markdown and PDF are read here."""

from __future__ import annotations

import codecs
import encodings
import io
import logging
import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pypdf
from phonenumbers import PhoneMetadata
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bot.prepare.drafts.docx import read_docx
from bot.prepare.drafts.draft import (
    MOST_BLOCKS,
    MOST_TEXT,
    NO_TEXT,
    PROTECTED,
    TOO_LONG,
    Block,
    Draft,
    FileKind,
    Hidden,
    RefusedFile,
    broken,
    check_beginning,
    cleaned,
    named_kind,
)
from bot.prepare.drafts.odt import read_odt

MOST_LINES = 50_000
"""Lines of a file, empty ones too: counted before anything is made of them."""
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ITEM = re.compile(r"(?:[-*+•·–]\s+|(?:\d{1,3}|[a-zA-Z])[.)]\s+)")
_BULLET = re.compile(r"[-*+•·–]\s+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKS = (
    (re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,600}\)"), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), " "),
    (re.compile(r"(?<!\\)(?:\*{1,3}|`{1,3}|~~)"), ""),
    (re.compile(r"(?<![\w\\])_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~=-])"), r"\1"),
)
_BROKEN = ("  ", "\\")
"""How a line ends after which another one begins."""
_LINK = re.compile(r"\]\(<?([^)\s>]{3,600})|<((?:https?|mailto|geo):[^<>\s]{3,600})>")
_WORD = re.compile(r"[^\s—–]+")


@dataclass
class _Lines:
    """Lines that make one paragraph, and the number of the first."""

    first: int
    lines: list[str]


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16; RefusedFile for another encoding."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFile(
            "The text is in an encoding that is not read: save it again as UTF-8."
        ) from None
    if _BINARY.search(text):
        raise RefusedFile(NO_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_plain(content: bytes, kind: FileKind) -> Draft:
    """The draft in a text file; RefusedFile where it is no text."""
    text = decoded(content)
    if text.count("\n") > MOST_LINES:
        raise RefusedFile(TOO_LONG)
    draft = Draft(kind)
    skipped = _front_matter_properties(text) if kind == "md" else 0
    if skipped:
        draft.hidden.append(Hidden("mark-up", 0, 1))
    for match in _COMMENT.finditer(text) if kind == "md" else ():
        draft.hidden.append(Hidden("mark-up", 0, text.count("\n", 0, match.start()) + 1))
    if kind == "md":
        text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    written = text.split("\n")
    for lines in _text_paragraphs(written, skipped):
        if kind == "md":
            _markdown(lines, draft)
        else:
            _plain(lines, draft)
        if len(draft.blocks) + len(draft.notes) > MOST_BLOCKS:
            raise RefusedFile(TOO_LONG)
    if kind == "md":
        words = sum(len(_WORD.findall(block.text)) for block in draft.text())
        draft.signs = len(_WORD.findall(cleaned("\n".join(written[skipped:])))) - words
    return draft


def _front_matter_properties(text: str) -> int:
    """Lines of the block of properties at the beginning; 0 where there is none."""
    if not text.startswith("---\n"):
        return 0
    end = re.search(r"^(?:---|\.\.\.)\s*$", text[4:20_000], re.MULTILINE)
    return text[: 4 + end.end()].count("\n") + 1 if end else 0


def _text_paragraphs(lines: list[str], skipped: int) -> list[_Lines]:
    """Lines joined to paragraphs. Where no line is left empty each line is one."""
    per_page: list[_Lines] = []
    joined = any(not line.strip() for line in lines[skipped:-1])
    fresh = True
    for number, whole in enumerate(lines[skipped:], skipped + 1):
        line = whole.strip()
        alone = bool(_heading(line)) or _is_row(line)
        if not line.strip("> ") or _is_rule(line):
            fresh = True
            continue
        if fresh or alone or not joined or _ITEM.match(line) or _NOTE.match(line):
            per_page.append(_Lines(number, [line]))
        else:
            per_page[-1].lines.append(line.lstrip("> "))
        fresh = alone or whole.endswith(_BROKEN)
    return per_page


def _heading(line: str) -> int:
    """The level of a heading; 0 for another line."""
    level = len(line) - len(line.lstrip("#"))
    return level if level < 7 and line[level : level + 1].isspace() else 0


def _is_rule(line: str) -> bool:
    """A line that is drawn, or that underlines or parts a table."""
    return len(line) > 2 and not line.strip("-*_=|: ")


def _is_row(line: str) -> bool:
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def _plain(lines: _Lines, draft: Draft) -> None:
    text = cleaned(" ".join(lines.lines)).strip()
    if text:
        draft.blocks.append(Block(text, line=lines.first, listed=bool(_BULLET.match(text))))


def _markdown(lines: _Lines, draft: Draft) -> None:
    text = " ".join(lines.lines)
    draft.described += [
        Block(cleaned(match[1] or match[2]), "running", line=lines.first)
        for match in _LINK.finditer(text)
    ]
    block = Block("", line=lines.first, refers="[^" in text)
    while text.startswith(">"):
        block.style, text = "guidance", text[1:].lstrip()
    if level := _heading(text):
        block.kind, block.level, text = "heading", level, text.lstrip("#").rstrip("# ")
    elif note := _NOTE.match(text):
        block.kind, text = "footnote", text[note.end() :]
    elif _is_row(text):
        block.kind, text = "cell", text.replace("|", " ")
    elif bullet := _BULLET.match(text):
        block.listed, text = True, text[bullet.end() :]
    block.text = _unmarked(text)
    if block.text:
        (draft.notes if block.kind == "footnote" else draft.blocks).append(block)


def _unmarked(text: str) -> str:
    for pattern, put in _MARKS:
        text = pattern.sub(put, text)
    return " ".join(cleaned(text).split())


MOST_PAGES = 400
_ENDS = (".", ":", ";", "!", "?", "؟", "؛", "…")
_SHORT = 60
"""Signs of a line that is no full one, so that a paragraph ends there."""
_NAMES = {"/Author": "creator", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords"}
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")

# what it says of a damaged file names objects of that file
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(content: bytes) -> Draft:
    """The draft in a PDF; RefusedFile where it is damaged, protected, or has no text."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedFile(PROTECTED)
        if len(reader.pages) > MOST_PAGES:
            raise RefusedFile(TOO_LONG)
        draft = Draft("pdf", pages=len(reader.pages))
        size = 0
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text() or ""
            size += len(text)
            if size > MOST_TEXT:
                break
            draft.blocks += _pdf_paragraphs(text, number)
            draft.described += _links(page, number)
        _pdf_properties(reader, draft)
        if reader.attachments:
            draft.embedded.append("embedded")
    except RefusedFile:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError):
        # the library raises all of these where objects of a file are not what they should be
        raise broken() from None
    return draft


def _pdf_paragraphs(text: str, page: int) -> Iterator[Block]:
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


def _pdf_properties(reader: PdfReader, draft: Draft) -> None:
    metadata: dict[str, Any] = dict(reader.metadata or {})
    for key, kind in _NAMES.items():
        value = metadata.get(key)
        if isinstance(value, str) and value.strip():
            draft.properties.append(kind)
            draft.values.append(value)


def read_draft(content: bytes, name: str) -> Draft:
    """What stands in a file; RefusedFile with one sentence for people where it can't be used."""
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
        raise RefusedFile(TOO_LONG)
    return draft


def ready() -> None:
    """Load the numbering plans of all countries, the parts that read PDFs, and all encodings, which
    a PDF may name."""
    PhoneMetadata.load_all()
    for package in (pypdf, encodings):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            # some need a system or a library that is not here, and then nothing asks for them
            with suppress(ImportError):
                import_module(module.name)
