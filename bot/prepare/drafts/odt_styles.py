"""What an OpenDocument text says of its styles and lists, as far as reading the text needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

_SMALL_POINTS = 4.0
_NO_SHADE = ("transparent", "#ffffff")
_BOLD = ("bold", "600", "700", "800", "900")
_LEVELS = ("text:list-level-style-number", "text:list-level-style-bullet")


@dataclass
class Style:
    """A style, without what it takes over from another."""

    name: str = ""
    based_on: str = ""
    hidden: bool = False
    white: bool = False
    tiny: bool = False
    shaded: bool = False
    strong: bool | None = None


@dataclass
class Styles:
    """Styles by name, and levels of lists."""

    styles: dict[str, Style] = field(default_factory=dict)
    bullets: dict[tuple[str, int], bool] = field(default_factory=dict)
    """List and level → whether it has bullets; a level that shows nothing is not here."""

    def chain(self, name: str) -> list[Style]:
        """A style and those that it is based on."""
        found: list[Style] = []
        while name in self.styles and len(found) < 12:
            found.append(self.styles[name])
            name = found[-1].based_on
        return found


class StylesReader:
    """Takes styles out of content.xml and styles.xml."""

    def __init__(self, found: Styles) -> None:
        self._found = found
        self._style = Style()
        self._list = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        match tag:
            case "style:style":
                name = values.get("style:name", "")
                self._style = self._found.styles[name] = Style(
                    name=values.get("style:display-name", name).casefold(),
                    based_on=values.get("style:parent-style-name", ""),
                )
            case "style:default-style":
                self._style = Style()
            case "style:text-properties":
                self._text(values)
            case "style:paragraph-properties" | "style:table-cell-properties":
                self._style.shaded = _shaded(values)
            case "text:list-style":
                self._style, self._list = Style(), values.get("style:name", "")
            case _ if tag in _LEVELS:
                bullet = tag.endswith("bullet")
                if bullet or values.get("style:num-format"):
                    self._found.bullets[self._list, whole(values.get("text:level", ""))] = bullet

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


def whole(text: str) -> int:
    """A small number as it is written in an attribute; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _shaded(values: dict[str, str]) -> bool:
    return values.get("fo:background-color", "transparent").casefold() not in _NO_SHADE
