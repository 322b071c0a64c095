"""A sheet as wide as a phone shows it well: pixels from the top, measured text, out comes a PNG.

Its letters are those of the font that comes with the desk, Arabic joined and put in the order in
which it is drawn: the same on every machine, whatever fonts and libraries it has.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.settings import INSTALL

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

WIDTH = 1170
"""Pixels: three for each of the 390 of a phone."""
MARGIN = 40
SMALL, PLAIN, HEAD, TITLE = 31, 35, 40, 54
"""Heights of letters in pixels; on a phone a third of it, so nothing is below ten."""
LINE = 1.32
"""Height of a line, in heights of letters."""
PEN_UP = (math.nan, math.nan)

Dash = Literal["solid", "dashed", "dotted"]
_DASHES: dict[Dash, tuple[float, float]] = {"dashed": (2.6, 1.6), "dotted": (0, 2)}
"""How long a dash and the gap after it are, in thicknesses of the line."""
Point = tuple[float, float]

FINE = 2
"""Shapes are drawn so many times larger and then made smaller, so that slanted edges are even."""
COLORS = 128
FONTS = Path(__file__).parent / "fonts"
MEASURED = 20_000
"""Texts whose width is remembered: the same words come in every picture."""
_ARABIC = re.compile("[\u0590-\u08ff]")


class NoPictures(Exception):
    """Pictures can't be drawn here; its text is one sentence that says what to install."""


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Rectangle, gap: float = 0) -> bool:
        """Whether the two come closer than `gap`."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.top < other.bottom + gap and other.top < self.bottom + gap


@dataclass(frozen=True)
class _Shape:
    """A line, or where it has a `fill` a closed shape."""

    points: Sequence[Point]
    fill: str | None
    edge: str
    thick: float
    dash: Dash = "solid"


@dataclass(frozen=True)
class _Text:
    x: float
    baseline: float
    text: str
    size: int
    bold: bool
    color: str


class Canvas:
    """Draws in pixels from the top left. With `mirrored`, x counts from the right, for a language
    that is read from right to left: whoever draws thinks left to right in every language.

    Raises NoPictures where Pillow, arabic-reshaper or python-bidi is missing.
    """

    def __init__(self, mirrored: bool = False) -> None:
        try:
            import arabic_reshaper  # noqa: F401
            import bidi  # noqa: F401
            import PIL  # noqa: F401
        except ImportError as error:
            message = f"pictures need {error.name}, which is not installed; {INSTALL}"
            raise NoPictures(message) from error
        self._mirrored = mirrored
        self._below: list[_Shape] = []
        self._shapes: list[_Shape] = []
        self._texts: list[_Text] = []

    def width(self, text: str, size: int = PLAIN, bold: bool = False) -> float:
        """How wide a line of text is."""
        return _width(text, size, bold, self._mirrored)

    def wrapped(self, text: str, width: float, size: int = PLAIN, bold: bool = False) -> list[str]:
        """A text as lines that are not wider than `width`, unless a single word is."""
        lines: list[str] = []
        # French sets a space before these signs, and no line may begin with one.
        for word in re.sub(" +(?=[:;?!»])", "\u00a0", text).split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, bold) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def text(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        size: int = PLAIN,
        bold: bool = False,
        color: str = "#1c1c1c",
    ) -> float:
        """Write lines from (x, y), their top left; returns y below them."""
        for line in [lines] if isinstance(lines, str) else lines:
            # The baseline is set, not the top of the letters, so that lines stand evenly.
            text = _Text(self._x(x), y + size * 0.98, line, size, bold, color)
            self._texts.append(text)
            y += size * LINE
        return y

    def line(self, points: Sequence[Point], color: str, thick: float, dash: Dash = "solid") -> None:
        """A line through points, broken at PEN_UP."""
        part: list[Point] = []
        for x, y in (*points, PEN_UP):
            if not math.isnan(x):
                part.append((self._x(x), y))
            elif part:
                self._shapes.append(_Shape(part, None, color, thick, dash))
                part = []

    def area(
        self,
        points: Sequence[Point],
        fill: str,
        edge: str = "none",
        thick: float = 0,
        dash: Dash = "solid",
        above: bool = True,
    ) -> None:
        """A filled shape with corners at `points`; below all else where not `above`."""
        corners = [(self._x(x), y) for x, y in points]
        shape = _Shape(corners, fill, edge, thick if edge != "none" else 0, dash)
        (self._shapes if above else self._below).append(shape)

    def box(
        self, box: Rectangle, fill: str, edge: str = "none", thick: float = 0, dash: Dash = "solid",
        above: bool = True,
    ) -> None:  # fmt: skip
        """A filled rectangle."""
        corners = [
            (box.left, box.top), (box.right, box.top), (box.right, box.bottom),
            (box.left, box.bottom),
        ]  # fmt: skip
        self.area(corners, fill, edge, thick, dash, above)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self._shapes.append(_Shape([(self._x(x), y)] * 2, None, fill, 2 * radius, "dotted"))

    def png(self, height: float) -> bytes:
        """The picture, cut off at `height`."""
        from PIL import Image, ImageDraw

        size = (WIDTH, round(height))
        image = Image.new("RGB", (size[0] * FINE, size[1] * FINE), "white")
        draw = ImageDraw.Draw(image)
        for shape in (*self._below, *self._shapes):
            _draw(draw, shape)
        image = image.resize(size, Image.Resampling.BOX)
        draw = ImageDraw.Draw(image)
        for text in self._texts:
            letters = _shown(text.text, self._mirrored)
            draw.text(
                (text.x, text.baseline), letters, text.color,
                font=_font(text.size, text.bold), anchor=self._anchor,
            )  # fmt: skip
        out = io.BytesIO()
        # Few colours are a third of the bytes, for people whose connection is slow.
        image.quantize(COLORS).save(out, "PNG", optimize=True)
        return out.getvalue()

    def written(self) -> list[tuple[str, Rectangle]]:
        """Every text of the picture, with the rectangle that its letters fill."""
        texts = []
        for text in self._texts:
            letters = _shown(text.text, self._mirrored)
            filled = _font(text.size, text.bold).getbbox(letters, anchor=self._anchor)
            left, top, right, bottom = filled
            box = Rectangle(
                text.x + left, text.baseline + top, text.x + right, text.baseline + bottom
            )
            texts.append((text.text, box))
        return texts

    @property
    def _anchor(self) -> str:
        """Where a text stands at its point: at the right or left end of its baseline."""
        return "rs" if self._mirrored else "ls"

    def _x(self, x: float) -> float:
        return WIDTH - x if self._mirrored else x


def _draw(draw: ImageDraw.ImageDraw, shape: _Shape) -> None:
    points = [(x * FINE, y * FINE) for x, y in shape.points]
    if shape.fill is not None:
        draw.polygon(points, shape.fill)
        points.append(points[0])
    thick = shape.thick * FINE
    if not thick:
        return
    if shape.dash == "solid":
        # A closed shape goes on a little, so that its first corner is filled too.
        more = points[1:2] if shape.fill is not None else []
        draw.line([*points, *more], shape.edge, round(thick), joint="curve")
        return
    dash, gap = (part * thick for part in _DASHES[shape.dash])
    for start, end in pairwise(points):
        for at, to in _pieces(start, end, dash, gap):
            if dash:
                draw.line([at, to], shape.edge, round(thick))
            else:
                draw.circle(at, thick / 2, shape.edge)


def _pieces(start: Point, end: Point, dash: float, gap: float) -> Iterator[tuple[Point, Point]]:
    """The dashes between two points."""
    long = math.dist(start, end)
    for number in range(math.floor(long / (dash + gap)) + 1):
        ends = (number * (dash + gap), min(number * (dash + gap) + dash, long))
        first, last = (
            (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            for part in (length / long if long else 0 for length in ends)
        )
        yield first, last


def warm() -> None:
    """Open all fonts, and what draws and writes a picture, for a process that can open no file
    afterwards. Raises NoPictures."""
    for mirrored in (False, True):
        canvas = Canvas(mirrored)
        for size in (SMALL, PLAIN, HEAD, HEAD + 4, TITLE):
            for bold in (False, True):
                canvas.text(0, 0, "Aمب", size, bold)
        canvas.png(TITLE)


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The font with letters `size` pixels high."""
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    # Pillow's other engine needs libraries of the machine that are not everywhere.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(MEASURED)
def _width(text: str, size: int, bold: bool, mirrored: bool) -> float:
    """How many pixels a line of text is wide."""
    return _font(size, bold).getlength(_shown(text, mirrored))


@lru_cache(MEASURED)
def _shown(text: str, mirrored: bool) -> str:
    """A line as it is drawn from left to right; `mirrored` where the line runs to the left."""
    if not _ARABIC.search(text):
        return text
    from bidi import get_display

    joined = _reshaper().reshape(text)
    ordered = str(get_display(joined, base_dir="R" if mirrored else "L"))
    for left, right in ("()", "[]", "«»"):
        ordered = _facing(ordered, left, right)
    return ordered


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # Vowel signs are left out, as in print: they would lie on each other. The font has no sign for
    # the whole word that is joined by default.
    return ArabicReshaper({"delete_harakat": True, "ARABIC LIGATURE ALLAH": False})


def _facing(ordered: str, left: str, right: str) -> str:
    """python-bidi puts brackets into their places, and does not turn them round."""
    turned, depth = [], 0
    for sign in ordered:
        if sign in (left, right):
            back = depth < 0 or (depth == 0 and sign == right)
            depth += 1 if sign == left else -1
            sign = {left: right, right: left}[sign] if back else sign
        turned.append(sign)
    return "".join(turned)
