"""A paragraph of an OpenDocument text, and the lists in which it may stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.prepare.drafts.draft import Block, HiddenKind, Kind, cleaned
from bot.prepare.drafts.odt_styles import Styles

_BLANK_STYLES = ("blank", "placeholder")


@dataclass
class Paragraph:
    """A paragraph that has begun."""

    kind: Kind
    style: str
    level: int
    page: int | None
    bullet: bool | None
    """Whether a bullet or a number stands before it; None for neither."""
    pieces: list[str] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    """Styles of the stretches that have begun."""
    plain: bool = False
    refers: bool = False
    blank: bool = False

    def add(self, text: str, styles: Styles, on_dark: bool) -> HiddenKind | None:
        """Take in text; says how it is hidden, if it is. Text that is not shown is left out."""
        chain = [one for name in [*self.spans[::-1], self.style] for one in styles.chain(name)]
        if any(one.hidden for one in chain):
            return "hidden-text"
        self.pieces.append(text)
        if not text.strip():
            return None
        strong = next((one.strong for one in chain if one.strong is not None), False)
        self.plain = self.plain or not strong
        self.blank = self.blank or any(one.name in _BLANK_STYLES for one in chain)
        if any(one.tiny for one in chain):
            return "tiny-text"
        white = any(one.white for one in chain) and not any(one.shaded for one in chain)
        return "white-text" if white and not on_dark else None

    def block(self, styles: Styles, table: int) -> Block | None:
        """What was read; None for an empty paragraph."""
        text = cleaned("".join(self.pieces)).strip()
        if not text:
            return None
        names = [one.name for one in styles.chain(self.style)]
        kind = self.kind
        if kind == "paragraph" and any(one in ("title", "subtitle") for one in names):
            kind = "title"
        return Block(
            text,
            kind,
            count=table if kind == "cell" else 0,
            page=self.page,
            level=self.level,
            numbered=self.bullet is False,
            listed=self.bullet is True,
            label=self.bullet is not None,
            style=next((one for one in names if not one[1:].isdigit()), ""),
            strong=not self.plain,
            refers=self.refers,
            blank=self.blank,
        )


class Lists:
    """The lists that have begun."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._names: list[str] = []
        self._fresh = False

    def begin(self, name: str) -> None:
        """A list begins; one without a style has that of the list around it."""
        self._names.append(name or (self._names[-1] if self._names else ""))

    def end(self) -> None:
        """The list that began last ends."""
        self._names.pop()

    def item(self) -> None:
        """An item begins: its first paragraph shows the bullet or number."""
        self._fresh = True

    def bullet(self) -> bool | None:
        """Whether the next paragraph has a bullet or a number; None for neither."""
        if not (self._names and self._fresh):
            return None
        self._fresh = False
        return self._styles.bullets.get((self._names[-1], len(self._names)))
