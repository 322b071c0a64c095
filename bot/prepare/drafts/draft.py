"""A draft as it was read: its paragraphs in order, its notes, what the file holds besides; which
files are read, and the sentence for those that are not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Literal, get_args

from bot.prepare.phrases import Words

LARGEST = 25_000_000
"""Bytes of a file; larger ones are refused before they are read."""
LARGEST_TEXT = 2_000_000
"""Bytes of a text file, which holds no pictures: some six hundred pages."""
TOO_LONG = "The text is longer than any body reads: send the part that is to be checked."
PROTECTED = "The file is protected by a password: take the password off and send it again."
MACROS = "The file holds macros (programs) and is not opened: save it without them and send that."
NO_TEXT = "This is no plain text: give the file its right ending and send it again."
FileKind = Literal["docx", "odt", "pdf", "md", "txt"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)

_SAVE = "save it as a Word document (.docx) and send that"
_OTHERS = {
    "doc": f"The old Word format (.doc) can't be checked: {_SAVE}.",
    "docm": f"A Word file with macros (.docm) is not opened: {_SAVE}.",
    "dotm": f"A Word file with macros (.dotm) is not opened: {_SAVE}.",
    "dotx": f"This is a Word template: make a document of it, {_SAVE}.",
    "rtf": f"Rich text (.rtf) can't be checked: {_SAVE}.",
    "pages": "A Pages file can't be checked: in Pages export it to Word (.docx) and send that.",
    "gdoc": "This is only a link to a document: in Google Docs download it as .docx and send that.",
    "html": f"A web page can't be checked: open it in Word, {_SAVE}.",
    "wps": f"This format can't be checked: {_SAVE}.",
    "fodt": "A flat OpenDocument file can't be checked: save it as .odt or .docx and send that.",
    "ott": "This is a template: make a document of it, save it as .odt and send that.",
    "zip": "An archive is not opened: send the one document that is in it.",
}  # fmt: skip
_OTHERS["htm"] = _OTHERS["html"]
_NAMES: dict[str, FileKind] = {"markdown": "md", "text": "txt"}
_BROKEN = (
    "It is damaged, or not what its name says: open it in Word or LibreOffice and save it again."
)


class RefusedFile(ValueError):
    """The file can't be used; the message is one sentence for people, with nothing of the file."""


def broken() -> RefusedFile:
    """For a file whose inside is not what it should be."""
    return RefusedFile(_BROKEN)


def named_kind(name: str) -> FileKind:
    """The kind that a file's name promises; RefusedFile for one that is not read."""
    ending = PurePath(name.replace("\\", "/")).suffix.removeprefix(".").casefold()
    ending = _NAMES.get(ending, ending)
    for kind in FILE_KINDS:
        if ending == kind:
            return kind
    if sentence := _OTHERS.get(ending):
        raise RefusedFile(sentence)
    raise RefusedFile(
        "This type of file can't be checked: send a .docx, .odt, .pdf, .md or .txt file."
    )


def check_beginning(content: bytes, kind: FileKind) -> None:
    """RefusedFile where the first bytes say that the file is something else than its name
    promises."""
    if len(content) > LARGEST:
        raise RefusedFile(
            f"The file is larger than {LARGEST // 1_000_000} MB: make its pictures smaller and"
            " send it again."
        )
    if kind in ("md", "txt") and len(content) > LARGEST_TEXT:
        raise RefusedFile(TOO_LONG)
    if not content:
        raise RefusedFile("The file is empty: save the text again and send that file.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFile(_ole(content))
    if content.startswith(b"%PDF") and kind != "pdf":
        raise RefusedFile("This is a PDF: give the file the ending .pdf and send it again.")
    if kind == "pdf" and not content.startswith(b"%PDF"):
        raise broken()
    if content.startswith(b"{\\rtf"):
        raise RefusedFile(_OTHERS["rtf"])
    zipped = content.startswith(b"PK\x03\x04")
    if kind in ("docx", "odt") and not zipped:
        raise broken()
    if kind in ("md", "txt") and zipped:
        raise RefusedFile(NO_TEXT)


def _ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PROTECTED
    return _OTHERS["doc"]


MOST_TEXT = 500_000
"""Characters; some 150 pages."""
MOST_BLOCKS = 8_000
Kind = Literal[
    "title", "heading", "paragraph", "cell", "contents", "box", "footnote", "endnote", "comment",
    "running",
]  # fmt: skip
"""`running`: in a header or footer, or not printed at all."""
Part = Literal["cover", "text", "annex"]
ChangeKind = Literal["inserted", "deleted", "moved", "formatted"]
HiddenKind = Literal["hidden-text", "white-text", "tiny-text", "mark-up"]
PictureData = Literal["gps", "device", "described", "unread-picture"]

_DROPPED = re.compile(
    "[\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\ufff0-\ufffd\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_TYPED_NUMBER = re.compile(
    r"(?:§\s?)?\(?(\d{1,3}(?:\.\d{1,2}){0,2})[.)\]:]?(?:\s|$)|\(?[a-zA-Z]\)\s"
)
_SENTENCE = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[MDS]r\.)(?<!\bM[sx]\.)(?<!\bMrs\.)(?<!\bSra\.)(?<!\bNo\.)"
    r"(?<=[.!?؟…])[\"”»’)\]]?\s+(?=[\"“«‘(\[¿¡]?[^\W_a-z])|[\r\n]+"
)


def cleaned(text: str) -> str:
    """The text without signs that have no width or no meaning, accents joined to their letters."""
    joined = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _DROPPED.sub("", joined)


@dataclass
class Block:
    """A paragraph, a heading, a cell of a table, or a note."""

    text: str
    kind: Kind = "paragraph"
    count: int = 0
    """Which paragraph or note it is; cells count with their table."""
    line: int | None = None
    page: int | None = None
    level: int = 0
    """Of a heading, from 1."""
    under: str = ""
    """The heading above it."""
    part: Part = "text"
    number: str = ""
    """The number that a reader sees before it, where it is known."""
    numbered: bool = False
    listed: bool = False
    """It is an item of a list without numbers."""
    label: bool = False
    """Its number or bullet is made by the program, and is not in the text."""
    style: str = ""
    strong: bool = False
    """All of it is bold."""
    refers: bool = False
    """It refers to a note."""
    language: str | None = None
    blank: bool = False
    """It shows a placeholder, or holds a run in the style of blanks."""

    @cached_property
    def words(self) -> Words:
        """Its words."""
        return Words(self.text)

    def written(self, first: int, last: int) -> str:
        """The words from `first` to before `last` with the signs at their ends."""
        words = self.words
        end = words.words[last].start if last < len(words.words) else len(words.text)
        return words.text[words.words[first].start : end]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences: numbers of the first word and of the one after the last."""
        text = self.words.text
        ends = [match.start() for match in _SENTENCE.finditer(text)]
        spans: list[tuple[int, int]] = []
        first = 0
        for end in [*ends, len(text) + 1]:
            last = first
            while last < len(self.words.words) and self.words.words[last].start < end:
                last += 1
            if last > first:
                spans.append((first, last))
            first = last
        return spans


@dataclass(frozen=True)
class TrackedChange:
    """A tracked change."""

    kind: ChangeKind
    block: int
    """How many paragraphs stand before it."""


@dataclass(frozen=True)
class Hidden:
    """Something that a reader does not see."""

    kind: HiddenKind
    block: int
    line: int | None = None


@dataclass(frozen=True)
class Picture:
    """A picture, and which kinds of data it carries."""

    data: tuple[PictureData, ...] = ()


@dataclass
class Draft:
    """All that was read of a file."""

    kind: FileKind
    blocks: list[Block] = field(default_factory=list)
    """Paragraphs, headings, cells and text boxes, in reading order."""
    notes: list[Block] = field(default_factory=list)
    running: list[Block] = field(default_factory=list)
    """Headers and footers."""
    described: list[Block] = field(default_factory=list)
    """What pictures are said to show, and where links lead: text that is not printed."""
    comments: list[Block] = field(default_factory=list)
    changes: list[TrackedChange] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    """Kinds of properties that are filled in: keys of `what` in texts.yaml."""
    values: list[str] = field(default_factory=list)
    """What stands in them."""
    paths: list[str] = field(default_factory=list)
    reviewers: bool = False
    embedded: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    pages: int | None = None
    page_numbers: bool | None = None
    """Whether pages are numbered; None where the file can't say."""
    signs: int = 0
    """Signs of Markdown that a word processor would count as words."""

    def text(self) -> list[Block]:
        """All that is printed, but headers and footers."""
        return [*self.blocks, *self.notes]

    @property
    def too_long(self) -> bool:
        """Whether it is longer than any body reads."""
        beside = (self.running, self.comments, self.described)
        blocks = [*self.text(), *(block for many in beside for block in many)]
        return len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > MOST_TEXT


def typed_number(text: str) -> str | None:
    """The number typed at the beginning of a paragraph; empty for a letter, None where none is."""
    match = _TYPED_NUMBER.match(text)
    return None if match is None else match[1] or ""


def settle(draft: Draft) -> Draft:
    """The draft with numbers of its paragraphs and the heading above each."""
    count, under = 0, ""
    for block in draft.blocks:
        if block.kind != "cell":
            count += 1
            block.count = count
        block.under = under
        if block.kind == "heading":
            under = block.text
        elif (typed := typed_number(block.text)) is not None:
            block.numbered, block.number = True, block.number or typed
    for at, note in enumerate(draft.notes, 1):
        note.count = note.count or at
    return draft
