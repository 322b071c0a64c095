"""Reads a Word document (.docx)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from bot.prepare.drafts.archive import Archive
from bot.prepare.drafts.docx_story import Story
from bot.prepare.drafts.docx_styles import Styles, read_styles
from bot.prepare.drafts.draft import Block, Draft, Kind, cleaned
from bot.prepare.drafts.markup import parse
from bot.prepare.drafts.pictures import look_at
from bot.prepare.drafts.properties import read_properties
from bot.prepare.drafts.refuse import Refused, broken

_MACROS = "The file holds macros (programs) and is not opened: save it without them and send that."
_PAGE = re.compile(r"\bPAGE\b")
_LINK = re.compile(r"HYPERLINK\s+\"([^\"]{3,400})\"")
_PATH = re.compile(r"[\\/](?:users|home|documents and settings)[\\/]", re.IGNORECASE)
_LOADED = {"image": "picture", "attachedTemplate": "template", "oleObject": "object"}
_LOADED |= {"frame": "link", "subDocument": "link", "video": "link"}
_EMBEDDED = {"package": "embedded", "oleObject": "embedded", "aFChunk": "chunk"}


@dataclass(frozen=True)
class _Relation:
    """A part or an address that a part refers to."""

    kind: str
    target: str
    outside: bool


class _Relations:
    """Reads a part with relationships; targets are names of parts."""

    def __init__(self, folder: str) -> None:
        self.found: list[_Relation] = []
        self._folder = folder

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        if tag == "rel:Relationship":
            target = values.get("Target", "")
            outside = values.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            kind = values.get("Type", "").rsplit("/", 1)[-1]
            self.found.append(_Relation(kind, target, outside))

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Relationships hold no text."""


def read_docx(content: bytes) -> Draft:
    """The draft in a Word document; Refused for one that can't or must not be opened."""
    archive = Archive(content)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Refused(_MACROS)
    main = next((one.target for one in _relations(archive, "") if one.kind == "officeDocument"), "")
    if main not in archive:
        raise broken()
    relations = _relations(archive, main)
    styles = _styles(archive, relations)
    draft = Draft("docx")
    story = _story(archive, main, styles)
    if story is None:
        raise broken()
    draft.blocks, draft.hidden = story.blocks, story.hidden
    _take(draft, story, _relations(archive, main))
    draft.embedded += ["chunk"] * story.chunks
    for relation in relations:
        _other(archive, relation, styles, draft)
    draft.page_numbers = bool(draft.page_numbers)
    read_properties(archive, draft)
    draft.reviewers = any(one.kind == "people" for one in relations)
    draft.pictures = look_at(archive)
    return draft


def _other(archive: Archive, relation: _Relation, styles: Styles, draft: Draft) -> None:
    """Take in a part beside the main text."""
    kinds: dict[str, Kind] = {
        "footnotes": "footnote", "endnotes": "endnote", "comments": "comment",
        "header": "running", "footer": "running",
    }  # fmt: skip
    if relation.outside:
        return
    if relation.kind == "settings":
        _loaded(draft, _relations(archive, relation.target))
    if relation.kind not in kinds:
        return
    story = _story(archive, relation.target, styles, kinds[relation.kind])
    if story is None:
        return
    _take(draft, story, _relations(archive, relation.target))
    if relation.kind == "comments":
        draft.comments += story.blocks
    elif relation.kind in ("header", "footer"):
        draft.running += story.blocks
        numbered = any(_PAGE.search(code) for code in story.codes)
        draft.page_numbers = draft.page_numbers or numbered
    else:
        for count, note in enumerate(story.blocks, 1):
            note.count = count
        draft.notes += story.blocks
        draft.hidden += story.hidden


def _take(draft: Draft, story: Story, relations: list[_Relation]) -> None:
    draft.changes += story.changes
    links = [one.target for one in relations if one.kind == "hyperlink" and one.outside]
    links += [match[1] for code in story.codes for match in _LINK.finditer(code)]
    texts = [*story.described, *links]
    draft.described += [Block(cleaned(text), "running") for text in texts]
    _loaded(draft, relations)


def _loaded(draft: Draft, relations: list[_Relation]) -> None:
    """What is loaded from outside, and what is embedded."""
    for one in relations:
        if one.outside and one.kind in _LOADED:
            if _PATH.search(one.target.replace("%20", " ")):
                draft.paths.append(_LOADED[one.kind])
            elif one.kind != "attachedTemplate" or "://" in one.target:
                draft.outside.append(_LOADED[one.kind])
        elif not one.outside and one.kind in _EMBEDDED:
            draft.embedded.append(_EMBEDDED[one.kind])


def _styles(archive: Archive, relations: list[_Relation]) -> Styles:
    parts = {one.kind: one.target for one in relations if not one.outside}
    return read_styles(
        archive.read(parts.get("styles", "")), archive.read(parts.get("numbering", ""))
    )


def _story(archive: Archive, name: str, styles: Styles, kind: Kind = "paragraph") -> Story | None:
    content = archive.read(name)
    if not content:
        return None
    story = Story(styles, kind)
    parse(content, story)
    return story


def _relations(archive: Archive, part: str) -> list[_Relation]:
    folder, _, name = part.rpartition("/")
    found = _Relations(folder)
    content = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content:
        parse(content, found)
    return found.found
