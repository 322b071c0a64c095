"""What an OpenDocument text says of its styles and lists, and its paragraphs, as far as reading the
text needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.prepare.drafts.archive import whole
from bot.prepare.drafts.draft import Block, HiddenKind, Kind, cleaned

_SMALL_POINTS = 4.0
_NO_SHADE = ("transparent", "#ffffff")
_BOLD = ("bold", "600", "700", "800", "900")
_LEVELS = ("text:list-level-style-number", "text:list-level-style-bullet")


@dataclass
class OdtStyle:
    """A style, without what it takes over from another."""

    name: str = ""
    based_on: str = ""
    hidden: bool = False
    white: bool = False
    tiny: bool = False
    shaded: bool = False
    strong: bool | None = None


@dataclass
class OdtStyles:
    """Styles by name, and levels of lists."""

    styles: dict[str, OdtStyle] = field(default_factory=dict)
    bullets: dict[tuple[str, int], bool] = field(default_factory=dict)
    """List and level → whether it has bullets; a level that shows nothing is not here."""

    def chain(self, name: str) -> list[OdtStyle]:
        """A style and those that it is based on."""
        chain: list[OdtStyle] = []
        while name in self.styles and len(chain) < 12:
            chain.append(self.styles[name])
            name = chain[-1].based_on
        return chain


class StylesReader:
    """Takes styles out of content.xml and styles.xml."""

    def __init__(self, styles: OdtStyles) -> None:
        self._found = styles
        self._style = OdtStyle()
        self._list = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        match tag:
            case "style:style":
                name = values.get("style:name", "")
                self._style = self._found.styles[name] = OdtStyle(
                    name=values.get("style:display-name", name).casefold(),
                    based_on=values.get("style:parent-style-name", ""),
                )
            case "style:default-style":
                self._style = OdtStyle()
            case "style:text-properties":
                self._text(values)
            case "style:paragraph-properties" | "style:table-cell-properties":
                self._style.shaded = _shaded(values)
            case "text:list-style":
                self._style, self._list = OdtStyle(), values.get("style:name", "")
            case _ if tag in _LEVELS:
                bullet = tag.endswith("bullet")
                if bullet or values.get("style:num-format"):
                    self._found.bullets[self._list, whole(values.get("text:level", ""), 3)] = bullet

    def _text(self, values: dict[str, str]) -> None:
        style = self._style
        style.hidden = values.get("text:display") == "none"
        style.white = values.get("fo:color", "").casefold() == "#ffffff"
        style.shaded = style.shaded or _shaded(values)
        size = values.get("fo:font-size", "")
        if size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit():
            style.tiny = float(size[:-2]) < _SMALL_POINTS
        if weight := values.get("fo:font-weight"):
            style.strong = weight in _BOLD


def _shaded(values: dict[str, str]) -> bool:
    return values.get("fo:background-color", "transparent").casefold() not in _NO_SHADE


_BLANK_STYLES = ("blank", "placeholder")


@dataclass
class OdtParagraph:
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

    def add(self, text: str, styles: OdtStyles, on_dark: bool) -> HiddenKind | None:
        """Take in text; says how it is hidden, if it is. Text that is not shown is left out."""
        chain = [style for name in [*self.spans[::-1], self.style] for style in styles.chain(name)]
        if any(style.hidden for style in chain):
            return "hidden-text"
        self.pieces.append(text)
        if not text.strip():
            return None
        strong = next((style.strong for style in chain if style.strong is not None), False)
        self.plain = self.plain or not strong
        self.blank = self.blank or any(style.name in _BLANK_STYLES for style in chain)
        if any(style.tiny for style in chain):
            return "tiny-text"
        white = any(style.white for style in chain) and not any(style.shaded for style in chain)
        return "white-text" if white and not on_dark else None

    def block(self, styles: OdtStyles, table: int) -> Block | None:
        """What was read; None for an empty paragraph."""
        text = cleaned("".join(self.pieces)).strip()
        if not text:
            return None
        names = [style.name for style in styles.chain(self.style)]
        kind = self.kind
        if kind == "paragraph" and any(name in ("title", "subtitle") for name in names):
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
            style=next((name for name in names if not name[1:].isdigit()), ""),
            strong=not self.plain,
            refers=self.refers,
            blank=self.blank,
        )


class OpenLists:
    """The lists that have begun."""

    def __init__(self, styles: OdtStyles) -> None:
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
