"""The format of paragraphs and runs of a Word file, as far as reading the text needs it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.prepare.drafts.docx_styles import Styles, on
from bot.prepare.drafts.draft import Kind

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

    def set(self, tag: str, values: dict[str, str], styles: Styles) -> None:
        """Take in one of its properties."""
        value = values.get("w:val", "")
        match tag:
            case "w:rStyle":
                chain = styles.chain(value)
                self.hidden = self.hidden or any(one.hidden for one in chain)
                self.strong = self.strong or any(one.strong for one in chain)
                self.blank = any(one.name.casefold() in BLANK_STYLES for one in chain)
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
class Paragraph:
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

    def in_list(self, styles: Styles) -> tuple[str, int]:
        """Its list and level; an empty id for none."""
        if self.list_id is not None:
            return self.list_id, self.list_level
        return styles.list_of(self.style)


@dataclass(frozen=True)
class Label:
    """What the program puts before a paragraph of a list."""

    shown: bool = False
    numbered: bool = False
    number: str = ""
    """The number as a reader sees it, where it is a plain one."""


class Counters:
    """Counts the paragraphs of numbered lists as Word does."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: Counter[tuple[str, int]] = Counter()

    def label(self, list_id: str, level: int) -> Label:
        """The label of the next paragraph of a list."""
        found = self._styles.level(list_id, level) if list_id not in ("", "0") else None
        if found is None or found.format == "none" or not found.text.strip():
            return Label()
        if found.format == "bullet":
            return Label(shown=True)
        name = self._styles.lists[list_id]
        for deeper in range(level + 1, 9):
            self._counts.pop((name, deeper), None)
        self._counts[name, level] += 1
        plain = found.format == "decimal" and found.text.count("%") == 1
        number = found.start - 1 + self._counts[name, level]
        return Label(shown=True, numbered=True, number=str(number) if plain else "")
