"""What a Word file says of its styles and lists, as far as reading the text needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from bot.prepare.drafts.markup import parse

_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"(sub)?title$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc ?(\d|heading)", re.IGNORECASE)
_FALSE = ("0", "false", "off", "none")


def on(values: dict[str, str]) -> bool:
    """Whether a property that is switched on or off is on."""
    return values.get("w:val", "1") not in _FALSE


@dataclass
class Style:
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
class Styles:
    """Styles by id, and lists by number."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """Number of a list → the list that it is an instance of."""
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    borrowed: dict[str, str] = field(default_factory=dict)
    """A list that has no levels of its own → the style that has its list."""

    def chain(self, name: str) -> list[Style]:
        """A style and those that it is based on."""
        found: list[Style] = []
        while name in self.styles and len(found) < 12:
            found.append(self.styles[name])
            name = found[-1].based_on
        return found

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


class StylesTarget:
    """Reads styles.xml."""

    def __init__(self, found: Styles) -> None:
        self._found = found
        self._style = Style()

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        style, value = self._style, values.get("w:val", "")
        match tag:
            case "w:style":
                self._style = self._found.styles[values.get("w:styleId", "")] = Style()
            case "w:name":
                style.name = value
            case "w:basedOn":
                style.based_on = value
            case "w:numId":
                style.list_id = value
            case "w:ilvl":
                style.list_level = _whole(value)
            case "w:outlineLvl":
                style.outline = _whole(value)
            case "w:vanish":
                style.hidden = on(values)
            case "w:b":
                style.strong = on(values)

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Styles hold no text."""


class ListsTarget:
    """Reads numbering.xml."""

    def __init__(self, found: Styles) -> None:
        self._found = found
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
                at = _whole(values.get("w:ilvl", ""))
                self._found.levels.setdefault((self._kind, at), self._level)
            case "w:numStyleLink":
                self._found.borrowed[self._kind] = value
            case "w:numFmt":
                self._level.format = value
            case "w:lvlText":
                self._level.text = value
            case "w:start":
                self._level.start = _whole(value)
            case "w:num":
                self._kind, self._list = "", values.get("w:numId", "")
            case "w:abstractNumId":
                self._found.lists[self._list] = value

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Lists hold no text."""


def read_styles(styles: bytes, numbering: bytes) -> Styles:
    """What the two parts say; either may be missing."""
    found = Styles()
    if styles:
        parse(styles, StylesTarget(found))
    if numbering:
        parse(numbering, ListsTarget(found))
    return found


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
