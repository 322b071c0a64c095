"""Reads an OpenDocument text (.odt): content.xml and styles.xml."""

from __future__ import annotations

import re

from bot.prepare.drafts.archive import Archive, Target, parse, whole
from bot.prepare.drafts.draft import (
    PROTECTED,
    Block,
    ChangeKind,
    Draft,
    Hidden,
    HiddenKind,
    Kind,
    RefusedFile,
    TrackedChange,
    broken,
    cleaned,
)
from bot.prepare.drafts.odt_format import OdtParagraph, OdtStyles, OpenLists, StylesReader
from bot.prepare.drafts.properties import look_at, read_properties

_CHANGES: dict[str, ChangeKind] = {
    "text:insertion": "inserted",
    "text:deletion": "deleted",
    "text:format-change": "formatted",
}
_SKIPPED = frozenset((
    *_CHANGES, "text:note-citation", "office:binary-data", "office:forms", "office:scripts",
    "text:table-of-content-source", "text:alphabetical-index-source", "text:ruby-text",
))  # fmt: skip
_HIDDEN = ("text:hidden-text", "text:hidden-paragraph", "text:conditional-text")
_INSIDE: dict[str, Kind] = {
    "office:annotation": "comment",
    "table:table-cell": "cell",
    "draw:text-box": "box",
    "text:table-of-content": "contents",
    "text:alphabetical-index": "contents",
    "text:illustration-index": "contents",
}
_LISTS = ("text:list", "text:numbered-paragraph")
_LOADED = {"draw:image": "picture", "draw:floating-frame": "link", "text:section-source": "link"}
_SPACE = re.compile(r"[ \t\r\n]+")


class OdtText(Target):
    """What is read; give it to `archive.parse`."""

    def __init__(self, styles: OdtStyles, kind: Kind = "paragraph") -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.comments: list[Block] = []
        self.described: list[Block] = []
        """What pictures are said to show, and where links lead."""
        self.changes: list[TrackedChange] = []
        self.hidden: list[Hidden] = []
        self.embedded: list[str] = []
        self.outside: list[str] = []
        self.page_numbers = False
        self._styles, self._kind = styles, kind
        self._reader = StylesReader(styles)
        self._lists = OpenLists(styles)
        self._path: list[str] = []
        self._open: list[OdtParagraph] = []
        self._inside: list[Kind] = []
        self._dark: list[bool] = []
        """Whether the cells that have begun have a background."""
        self._region = ""
        self._regions: dict[str, ChangeKind] = {}
        self._skip = self._table = self._tables = 0
        self._page: int | None = None

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skip:
            self._skip += 1
            return
        if tag in _CHANGES:
            self._regions[self._region] = _CHANGES[tag]
        if tag in _HIDDEN or (values.get("text:display") == "none" and tag == "text:section"):
            self._hide("hidden-text")
            self._skip = 1
        if tag in _SKIPPED:
            self._skip = 1
        if self._skip:
            return
        self._path.append(tag)
        self._reader.start(tag, values)
        if tag in _INSIDE:
            self._inside.append(_INSIDE[tag])
        if self._open:
            self._in_paragraph(tag, values)
        self._begin(tag, values)

    def end(self, tag: str) -> None:
        """Leave the element; a paragraph or a table is whole now."""
        if self._skip:
            self._skip -= 1
            return
        self._path.pop()
        if tag in _INSIDE or tag == "text:note":
            self._inside.pop()
        match tag:
            case "text:p" | "text:h":
                self._close(self._open.pop())
            case "text:span" if self._open:
                self._open[-1].spans.pop()
            case "table:table":
                self._tables -= 1
            case "table:table-cell":
                self._dark.pop()
            case _ if tag in _LISTS:
                self._lists.end()

    def data(self, text: str) -> None:
        """Text stands in the element that began last."""
        if self._skip or not self._path:
            return
        if self._path[-1].startswith("text:"):
            self._add(_SPACE.sub(" ", text))
        elif self._path[-1] in ("svg:desc", "svg:title"):
            self._describe(text)

    def _in_paragraph(self, tag: str, values: dict[str, str]) -> None:
        match tag:
            case "text:span":
                self._open[-1].spans.append(values.get("text:style-name", ""))
            case "text:s":
                self._add(" " * max(whole(values.get("text:c", "1"), 3), 1))
            case "text:tab" | "text:line-break":
                self._add("\n" if tag == "text:line-break" else "\t")
            case "text:placeholder":
                self._open[-1].blank = True
            case "text:note":
                self._open[-1].refers = True

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        match tag:
            case "text:p" | "text:h":
                self._paragraph(whole(values.get("text:outline-level", ""), 3), values)
            case "text:note":
                end = values.get("text:note-class") == "endnote"
                self._inside.append("endnote" if end else "footnote")
            case "text:soft-page-break":
                self._page = (self._page or 1) + 1
            case "text:page-number":
                self.page_numbers = True
            case "text:a":
                self._describe(values.get("xlink:href", ""))
            case "text:changed-region":
                self._region = values.get("text:id", values.get("other:id", ""))
            case "text:change" | "text:change-start":
                kind = self._regions.get(values.get("text:change-id", ""))
                if kind:
                    self.changes.append(TrackedChange(kind, len(self.blocks)))
            case "table:table":
                self._table += not self._tables
                self._tables += 1
            case "table:table-cell":
                style = self._styles.chain(values.get("table:style-name", ""))
                self._dark.append(any(each.shaded for each in style))
            case "draw:object" | "draw:object-ole":
                self.embedded.append("embedded")
            case "text:list-item" | "text:list-header":
                self._lists.item()
            case _ if tag in _LISTS:
                self._lists.begin(values.get("text:style-name", ""))
            case _ if tag in _LOADED:
                href = values.get("xlink:href", "")
                if "://" in href or href.startswith(("../", "/")):
                    self.outside.append(_LOADED[tag])

    def _paragraph(self, level: int, values: dict[str, str]) -> None:
        kind = self._inside[-1] if self._inside else self._kind
        bullet = None if level else self._lists.bullet()
        if kind == "paragraph" and level:
            kind = "heading"
        style = values.get("text:style-name", "")
        self._open.append(OdtParagraph(kind, style, level, self._page, bullet))

    def _add(self, text: str) -> None:
        if self._open and (kind := self._open[-1].add(text, self._styles, any(self._dark))):
            self._hide(kind)

    def _close(self, paragraph: OdtParagraph) -> None:
        block = paragraph.block(self._styles, self._table)
        if block is None:
            return
        places = {"footnote": self.notes, "endnote": self.notes, "comment": self.comments}
        places.get(block.kind, self.blocks).append(block)

    def _describe(self, text: str) -> None:
        if cleaned(text).strip():
            self.described.append(Block(cleaned(text), "running"))

    def _hide(self, kind: HiddenKind) -> None:
        hidden = Hidden(kind, len(self.blocks))
        if hidden not in self.hidden[-3:]:
            self.hidden.append(hidden)


_TYPE = b"application/vnd.oasis.opendocument.text"


class _Manifest(Target):
    """Sees whether a part is encrypted."""

    encrypted = False

    def start(self, tag: str, _values: dict[str, str]) -> None:
        """An element begins."""
        self.encrypted = self.encrypted or tag == "manifest:encryption-data"


def read_odt(content: bytes) -> Draft:
    """The draft in an OpenDocument text; RefusedFile for one that can't or must not be opened."""
    archive = Archive(content)
    if archive.read("mimetype").strip() != _TYPE or "content.xml" not in archive:
        raise broken()
    manifest = _Manifest()
    if listed := archive.read("META-INF/manifest.xml"):
        parse(listed, manifest)
    if manifest.encrypted:
        raise RefusedFile(PROTECTED)
    styles = OdtStyles()
    running = OdtText(styles, "running")
    if content := archive.read("styles.xml"):
        parse(content, running)
    story = OdtText(styles)
    parse(archive.read("content.xml"), story)
    draft = Draft(
        "odt",
        blocks=story.blocks,
        notes=story.notes,
        running=running.blocks,
        described=[*story.described, *running.described],
        comments=[*story.comments, *running.comments],
        changes=[*story.changes, *running.changes],
        hidden=[*story.hidden, *running.hidden],
        embedded=story.embedded,
        outside=[*story.outside, *running.outside],
        page_numbers=running.page_numbers,
    )
    read_properties(archive, draft)
    draft.pictures = look_at(archive)
    return draft
