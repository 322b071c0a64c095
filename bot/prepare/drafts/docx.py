"""Reads a Word document (.docx): the document, its notes, comments, headers, footers."""

from __future__ import annotations

import re

from bot.prepare.drafts.archive import Archive, Target, parse
from bot.prepare.drafts.docx_format import (
    Counters,
    DocxParagraph,
    DocxStyles,
    Relation,
    Run,
    on,
    read_styles,
    relations_of,
    shaded,
)
from bot.prepare.drafts.draft import (
    MACROS,
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
from bot.prepare.drafts.properties import look_at, names_home, read_properties

_FORMATS = ("w:pPrChange", "w:rPrChange", "w:sectPrChange", "w:tblPrChange")
_SKIPPED = frozenset((
    *_FORMATS, "mc:Fallback", "w:tcPrChange", "w:trPrChange", "w:tblPrExChange",
    "w:tblGridChange", "w:numberingChange", "w:docPartBody",
))  # fmt: skip
_CHANGES: dict[str, ChangeKind] = {
    "w:ins": "inserted",
    "w:del": "deleted",
    "w:moveFrom": "moved",
    "w:cellIns": "inserted",
    "w:cellDel": "deleted",
}
_CHANGES |= dict.fromkeys(_FORMATS, "formatted")
_GONE = ("w:del", "w:moveFrom")
_SPACES = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": "\t"}
_NOTES = ("w:footnote", "w:endnote")
_MARKERS = ("separator", "continuationSeparator", "continuationNotice")


class DocxText(Target):
    """What is read; give it to `archive.parse`."""

    def __init__(self, styles: DocxStyles, kind: Kind = "paragraph") -> None:
        self.blocks: list[Block] = []
        self.changes: list[TrackedChange] = []
        self.hidden: list[Hidden] = []
        self.described: list[str] = []
        """What pictures are said to show."""
        self.codes: list[str] = []
        """Instructions of fields."""
        self.chunks = 0
        self.paged = False
        """Whether it says where pages begin."""
        self._styles, self._kind = styles, kind
        self._counters = Counters(styles)
        self._open: list[DocxParagraph] = []
        self._path: list[str] = []
        self._run = Run()
        self._skip = self._gone = self._tables = self._table = self._boxes = 0
        self._page = 1
        self._cells: list[bool] = []
        """Whether the cells that have begun have a background."""
        self._marker = False
        """In a note that is only the line above the notes."""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skip:
            self._skip += 1
            return
        if tag in _CHANGES:
            self.changes.append(TrackedChange(_CHANGES[tag], len(self.blocks)))
        if tag in _SKIPPED:
            self._skip = 1
            return
        parent = self._path[-1] if self._path else ""
        above = self._path[-2] if len(self._path) > 1 else ""
        self._path.append(tag)
        if parent == "w:rPr":
            if above == "w:r":
                self._run.set(tag, values, self._styles)
        elif parent in ("w:pPr", "w:numPr") and self._open:
            self._open[-1].set(tag, values)
        elif tag in _GONE:
            self._gone += 1
        elif tag in _SPACES and parent == "w:r":
            self._add(_SPACES[tag])
        else:
            self._begin(tag, values)

    def end(self, tag: str) -> None:
        """Leave the element; a paragraph or a table is whole now."""
        if self._skip:
            self._skip -= 1
            return
        self._path.pop()
        if tag in _GONE and self._path[-1:] != ["w:rPr"]:
            self._gone -= 1
        elif tag == "w:p" and self._open:
            self._close(self._open.pop())
        elif tag == "w:tbl":
            self._tables -= 1
        elif tag == "w:tc":
            self._cells.pop()
        elif tag == "w:txbxContent":
            self._boxes -= 1
        elif tag in _NOTES:
            self._marker = False

    def data(self, text: str) -> None:
        """Text stands in the element that began last."""
        if self._skip or not self._path:
            return
        if self._path[-1] == "w:t":
            self._add(text)
        elif self._path[-1] == "w:instrText":
            self.codes.append(text)

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        match tag:
            case "w:r":
                chain = self._styles.chain(self._open[-1].style) if self._open else []
                self._run = Run(strong=any(style.strong for style in chain))
            case "w:p":
                inside: Kind = "box" if self._boxes else "cell" if self._cells else "paragraph"
                kind = inside if self._kind == "paragraph" else self._kind
                self._open.append(DocxParagraph(kind, self._page))
            case "w:tbl":
                self._table += not self._tables
                self._tables += 1
            case "w:tc":
                self._cells.append(False)
            case "w:shd" if self._cells and self._path[-2] == "w:tcPr":
                self._cells[-1] = shaded(values)
            case "w:txbxContent":
                self._boxes += 1
            case "w:footnote" | "w:endnote":
                self._marker = values.get("w:type") in _MARKERS
            case "w:footnoteReference" | "w:endnoteReference" if self._open:
                self._open[-1].refers = True
            case "w:showingPlcHdr" if self._open and on(values):
                self._open[-1].blank = True
            case "w:lastRenderedPageBreak":
                self._page += 1
                self.paged = True
            case "wp:docPr":
                self.described += [values[key] for key in ("descr", "title") if values.get(key)]
            case "w:altChunk":
                self.chunks += 1
            case "w:fldSimple":
                self.codes.append(values.get("w:instr", ""))

    def _add(self, text: str) -> None:
        if not self._open or self._gone or self._marker:
            return
        paragraph, run = self._open[-1], self._run
        if run.hidden:
            self._hide("hidden-text")
            return
        paragraph.pieces.append(text)
        if text.strip():
            if run.white and not (run.shaded or paragraph.shaded or any(self._cells)):
                self._hide("white-text")
            if run.tiny:
                self._hide("tiny-text")
            paragraph.plain = paragraph.plain or not run.strong
            paragraph.blank = paragraph.blank or run.blank

    def _hide(self, kind: HiddenKind) -> None:
        hidden = Hidden(kind, len(self.blocks))
        if hidden not in self.hidden[-3:]:
            self.hidden.append(hidden)

    def _close(self, paragraph: DocxParagraph) -> None:
        text = cleaned("".join(paragraph.pieces)).strip()
        if not text:
            return
        label = self._counters.label(*paragraph.in_list(self._styles))
        heading = paragraph.outline or self._styles.heading(paragraph.style)
        chain = self._styles.chain(paragraph.style)
        kind = paragraph.kind
        if kind == "paragraph":
            special = self._styles.special(paragraph.style)
            kind = special or ("heading" if heading else kind)
        self.blocks.append(
            Block(
                text,
                kind,
                count=self._table if kind == "cell" else 0,
                page=paragraph.page if self.paged else None,
                level=heading,
                number=label.number,
                numbered=label.numbered,
                listed=label.shown and not label.numbered,
                label=label.shown,
                style=chain[0].name.casefold() if chain else "",
                strong=not paragraph.plain,
                refers=paragraph.refers,
                blank=paragraph.blank,
            )
        )


_PAGE = re.compile(r"\bPAGE\b")
_LINK = re.compile(r"HYPERLINK\s+\"([^\"]{3,400})\"")
_LOADED = {"image": "picture", "attachedTemplate": "template", "oleObject": "object"}
_LOADED |= {"frame": "link", "subDocument": "link", "video": "link"}
_EMBEDDED = {"package": "embedded", "oleObject": "embedded", "aFChunk": "chunk"}


def read_docx(content: bytes) -> Draft:
    """The draft in a Word document; RefusedFile for one that can't or must not be opened."""
    archive = Archive(content)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise RefusedFile(MACROS)
    main = next(
        (
            relation.target
            for relation in relations_of(archive, "")
            if relation.kind == "officeDocument"
        ),
        "",
    )
    if main not in archive:
        raise broken()
    relations = relations_of(archive, main)
    styles = _styles(archive, relations)
    draft = Draft("docx")
    story = _text_of(archive, main, styles)
    if story is None:
        raise broken()
    draft.blocks, draft.hidden = story.blocks, story.hidden
    _take(draft, story, relations_of(archive, main))
    draft.embedded += ["chunk"] * story.chunks
    for relation in relations:
        _other(archive, relation, styles, draft)
    draft.page_numbers = bool(draft.page_numbers)
    read_properties(archive, draft)
    draft.reviewers = any(relation.kind == "people" for relation in relations)
    draft.pictures = look_at(archive)
    return draft


def _other(archive: Archive, relation: Relation, styles: DocxStyles, draft: Draft) -> None:
    """Take in a part beside the main text."""
    kinds: dict[str, Kind] = {
        "footnotes": "footnote", "endnotes": "endnote", "comments": "comment",
        "header": "running", "footer": "running",
    }  # fmt: skip
    if relation.outside:
        return
    if relation.kind == "settings":
        _loaded(draft, relations_of(archive, relation.target))
    if relation.kind not in kinds:
        return
    story = _text_of(archive, relation.target, styles, kinds[relation.kind])
    if story is None:
        return
    _take(draft, story, relations_of(archive, relation.target))
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


def _take(draft: Draft, story: DocxText, relations: list[Relation]) -> None:
    draft.changes += story.changes
    links = [
        relation.target
        for relation in relations
        if relation.kind == "hyperlink" and relation.outside
    ]
    links += [match[1] for code in story.codes for match in _LINK.finditer(code)]
    texts = [*story.described, *links]
    draft.described += [Block(cleaned(text), "running") for text in texts]
    _loaded(draft, relations)


def _loaded(draft: Draft, relations: list[Relation]) -> None:
    """What is loaded from outside, and what is embedded."""
    for relation in relations:
        if relation.outside and relation.kind in _LOADED:
            if names_home(relation.target):
                draft.paths.append(_LOADED[relation.kind])
            elif relation.kind != "attachedTemplate" or "://" in relation.target:
                draft.outside.append(_LOADED[relation.kind])
        elif not relation.outside and relation.kind in _EMBEDDED:
            draft.embedded.append(_EMBEDDED[relation.kind])


def _styles(archive: Archive, relations: list[Relation]) -> DocxStyles:
    parts = {relation.kind: relation.target for relation in relations if not relation.outside}
    return read_styles(
        archive.read(parts.get("styles", "")), archive.read(parts.get("numbering", ""))
    )


def _text_of(
    archive: Archive, name: str, styles: DocxStyles, kind: Kind = "paragraph"
) -> DocxText | None:
    content = archive.read(name)
    if not content:
        return None
    story = DocxText(styles, kind)
    parse(content, story)
    return story
