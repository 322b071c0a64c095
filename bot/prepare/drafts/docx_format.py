"""What a Word file says of styles and lists, the format of its paragraphs and runs, and what its
parts refer to, as far as reading the text needs it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bot.prepare.drafts.archive import Archive, Target, parse, whole
from bot.prepare.drafts.draft import Kind

_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"(sub)?title$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc ?(\d|heading)", re.IGNORECASE)
_FALSE = ("0", "false", "off", "none")


def on(values: dict[str, str]) -> bool:
    """Whether a property that is switched on or off is on."""
    return values.get("w:val", "1") not in _FALSE


@dataclass
class DocxStyle:
    """A style, without what it takes over from another."""

    name: str = ""
    based_on: str = ""
    list_id: str = ""
    list_level: int = 0
    outline: int | None = None
    hidden: bool = False
    strong: bool = False


@dataclass
class Level:
    """A level of a list."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class DocxStyles:
    """Styles by id, and lists by number."""

    styles: dict[str, DocxStyle] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """Number of a list → the list that it is an instance of."""
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    borrowed: dict[str, str] = field(default_factory=dict)
    """A list that has no levels of its own → the style that has its list."""

    def chain(self, name: str) -> list[DocxStyle]:
        """A style and those that it is based on."""
        chain: list[DocxStyle] = []
        while name in self.styles and len(chain) < 12:
            chain.append(self.styles[name])
            name = chain[-1].based_on
        return chain

    def heading(self, name: str) -> int:
        """The level of a style of headings; 0 for another."""
        for style in self.chain(name):
            if match := _HEADING.match(style.name):
                return int(match[1])
            if style.outline is not None and style.outline < 9:
                return style.outline + 1
        return 0

    def special(self, name: str) -> Literal["title", "contents"] | None:
        """Whether it is a style of titles, or of tables of contents."""
        for style in self.chain(name):
            if _TITLE.match(style.name):
                return "title"
            if _CONTENTS.match(style.name):
                return "contents"
        return None

    def list_of(self, name: str) -> tuple[str, int]:
        """The list and level that a style gives to its paragraphs; an empty id for none."""
        for style in self.chain(name):
            if style.list_id:
                return style.list_id, style.list_level
        return "", 0

    def level(self, list_id: str, level: int) -> Level | None:
        """A level of a list, None where the list is not known."""
        name = self.lists.get(list_id, "")
        if style := self.borrowed.get(name):
            name = self.lists.get(self.list_of(style)[0], "")
        return self.levels.get((name, level))


class StylesTarget(Target):
    """Reads styles.xml."""

    def __init__(self, styles: DocxStyles) -> None:
        self._found = styles
        self._style = DocxStyle()

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        style, value = self._style, values.get("w:val", "")
        match tag:
            case "w:style":
                self._style = self._found.styles[values.get("w:styleId", "")] = DocxStyle()
            case "w:name":
                style.name = value
            case "w:basedOn":
                style.based_on = value
            case "w:numId":
                style.list_id = value
            case "w:ilvl":
                style.list_level = whole(value, 4)
            case "w:outlineLvl":
                style.outline = whole(value, 4)
            case "w:vanish":
                style.hidden = on(values)
            case "w:b":
                style.strong = on(values)


class ListsTarget(Target):
    """Reads numbering.xml."""

    def __init__(self, styles: DocxStyles) -> None:
        self._found = styles
        self._kind = ""
        self._list = ""
        self._level = Level()

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        value = values.get("w:val", "")
        match tag:
            case "w:abstractNum":
                self._kind = values.get("w:abstractNumId", "")
            case "w:lvl":
                self._level = Level()
                at = whole(values.get("w:ilvl", ""), 4)
                self._found.levels.setdefault((self._kind, at), self._level)
            case "w:numStyleLink":
                self._found.borrowed[self._kind] = value
            case "w:numFmt":
                self._level.format = value
            case "w:lvlText":
                self._level.text = value
            case "w:start":
                self._level.start = whole(value, 4)
            case "w:num":
                self._kind, self._list = "", values.get("w:numId", "")
            case "w:abstractNumId":
                self._found.lists[self._list] = value


def read_styles(styles: bytes, numbering: bytes) -> DocxStyles:
    """What the two parts say; either may be missing."""
    styles_read = DocxStyles()
    if styles:
        parse(styles, StylesTarget(styles_read))
    if numbering:
        parse(numbering, ListsTarget(styles_read))
    return styles_read


BLANK_STYLES = ("blank", "placeholder text")
"""Styles of what is to be filled in: that of this desk's outlines, and Word's own."""
_TINY = 8
"""Half points: letters of less than four points."""
_NO_SHADE = ("", "auto", "ffffff", "none", "clear")


def shaded(values: dict[str, str]) -> bool:
    """Whether a property gives a background other than white."""
    return values.get("w:fill", values.get("w:val", "")).casefold() not in _NO_SHADE


@dataclass
class Run:
    """A stretch of text of one format."""

    hidden: bool = False
    white: bool = False
    tiny: bool = False
    shaded: bool = False
    strong: bool = False
    blank: bool = False

    def set(self, tag: str, values: dict[str, str], styles: DocxStyles) -> None:
        """Take in one of its properties."""
        value = values.get("w:val", "")
        match tag:
            case "w:rStyle":
                chain = styles.chain(value)
                self.hidden = self.hidden or any(style.hidden for style in chain)
                self.strong = self.strong or any(style.strong for style in chain)
                self.blank = any(style.name.casefold() in BLANK_STYLES for style in chain)
            case "w:vanish":
                self.hidden = on(values)
            case "w:color":
                self.white = value.casefold() == "ffffff"
            case "w:sz":
                self.tiny = value.isdigit() and len(value) < 3 and int(value) < _TINY
            case "w:b":
                self.strong = on(values)
            case "w:shd" | "w:highlight":
                self.shaded = shaded(values)


@dataclass
class DocxParagraph:
    """A paragraph that has begun."""

    kind: Kind
    page: int
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    outline: int = 0
    list_id: str | None = None
    list_level: int = 0
    plain: bool = False
    """Some of its text is not bold."""
    shaded: bool = False
    refers: bool = False
    blank: bool = False

    def set(self, tag: str, values: dict[str, str]) -> None:
        """Take in one of its properties."""
        value = values.get("w:val", "")
        match tag:
            case "w:pStyle":
                self.style = value
            case "w:numId":
                self.list_id = value
            case "w:ilvl" if value in tuple("012345678"):
                self.list_level = int(value)
            case "w:outlineLvl" if value in tuple("012345678"):
                self.outline = int(value) + 1
            case "w:shd":
                self.shaded = shaded(values)

    def in_list(self, styles: DocxStyles) -> tuple[str, int]:
        """Its list and level; an empty id for none."""
        if self.list_id is not None:
            return self.list_id, self.list_level
        return styles.list_of(self.style)


@dataclass(frozen=True)
class ListLabel:
    """What the program puts before a paragraph of a list."""

    shown: bool = False
    numbered: bool = False
    number: str = ""
    """The number as a reader sees it, where it is a plain one."""


class Counters:
    """Counts the paragraphs of numbered lists as Word does."""

    def __init__(self, styles: DocxStyles) -> None:
        self._styles = styles
        self._counts: Counter[tuple[str, int]] = Counter()

    def label(self, list_id: str, level: int) -> ListLabel:
        """The label of the next paragraph of a list."""
        list_level = self._styles.level(list_id, level) if list_id not in ("", "0") else None
        if list_level is None or list_level.format == "none" or not list_level.text.strip():
            return ListLabel()
        if list_level.format == "bullet":
            return ListLabel(shown=True)
        name = self._styles.lists[list_id]
        for deeper in range(level + 1, 9):
            self._counts.pop((name, deeper), None)
        self._counts[name, level] += 1
        plain = list_level.format == "decimal" and list_level.text.count("%") == 1
        number = list_level.start - 1 + self._counts[name, level]
        return ListLabel(shown=True, numbered=True, number=str(number) if plain else "")


@dataclass(frozen=True)
class Relation:
    """A part or an address that a part refers to."""

    kind: str
    target: str
    outside: bool


class RelationsTarget(Target):
    """Reads a part with relationships; targets are names of parts."""

    def __init__(self, folder: str) -> None:
        self.found: list[Relation] = []
        self._folder = folder

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        if tag == "rel:Relationship":
            target = values.get("Target", "")
            outside = values.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            kind = values.get("Type", "").rsplit("/", 1)[-1]
            self.found.append(Relation(kind, target, outside))


def relations_of(archive: Archive, part: str) -> list[Relation]:
    """What a part refers to; nothing where it is not said."""
    folder, _, name = part.rpartition("/")
    relations = RelationsTarget(folder)
    content = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content:
        parse(content, relations)
    return relations.found
