"""A sheet as wide as a phone shows it well: pixels from the top, measured text, out comes a PNG."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.settings import INSTALL

WIDTH = 1170
"""Pixels: three for each of the 390 of a phone."""
MARGIN = 40
SMALL, PLAIN, HEAD, TITLE = 31, 35, 40, 54
"""Heights of letters in pixels; on a phone a third of it, so nothing is below ten."""
LINE = 1.32
"""Height of a line, in heights of letters."""
RIGHT_TO_LEFT = "\u200f"
PEN_UP = (math.nan, math.nan)

Dash = Literal["solid", "dashed", "dotted"]
_DASHES: dict[Dash, Any] = {"solid": "-", "dashed": (0, (2.6, 1.6)), "dotted": (0, (0.1, 1.9))}

COLORS = 128
MEASURED = 20_000
"""Texts whose width is remembered: the same words come in every picture."""
_WIDTHS: dict[tuple[str, int, bool], float] = {}


class NoPictures(Exception):
    """Pictures can't be drawn here; its text is one sentence that says what to install."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Box, gap: float = 0) -> bool:
        """Whether the two come closer than `gap`."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.top < other.bottom + gap and other.top < self.bottom + gap


class Canvas:
    """Draws in pixels from the top left. With `mirrored`, x counts from the right, for a language
    that is read from right to left: whoever draws thinks left to right in every language.

    Raises NoPictures where matplotlib is missing.
    """

    def __init__(self, mirrored: bool = False) -> None:
        try:
            # Here, and not above, so that commands that draw nothing start without it.
            import matplotlib
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure
            from matplotlib.font_manager import FontProperties
            from PIL import Image
        except ImportError as error:
            message = f"pictures need matplotlib, which is not installed; {INSTALL}"
            raise NoPictures(message) from error
        self._mirrored = mirrored
        self._image = Image
        # At 72 dots an inch a point is a pixel, so letters and lines are given in pixels too.
        self._figure = Figure(figsize=(WIDTH / 72, 1), dpi=72, facecolor="white")
        agg: Any = FigureCanvasAgg(self._figure)
        self._renderer = agg.get_renderer()
        self._axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        # matplotlib's own fonts: the same picture on every machine, Arabic letters included.
        names = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
        self._fonts = {bold: FontProperties(fname=fonts / name) for bold, name in names.items()}

    def width(self, text: str, size: int = PLAIN, bold: bool = False) -> float:
        """How wide a line of text is."""
        key = (self._shown(text), size, bold)
        if key not in _WIDTHS:
            if len(_WIDTHS) >= MEASURED:
                _WIDTHS.clear()
            font = self._fonts[bold].copy()
            font.set_size(size)
            _WIDTHS[key] = self._renderer.get_text_width_height_descent(key[0], font, False)[0]
        return _WIDTHS[key]

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
            self._put(x, y, line, size, bold, color)
            y += size * LINE
        return y

    def line(
        self, points: Sequence[tuple[float, float]], color: str, thick: float, dash: Dash = "solid"
    ) -> None:
        """A line through points, broken at PEN_UP."""
        xs, ys = [self._x(x) for x, _ in points], [y for _, y in points]
        caps: Any = "round" if dash == "dotted" else "butt"
        self._axes.plot(
            xs, ys, color=color, lw=thick, ls=_DASHES[dash], dash_capstyle=caps,
            solid_capstyle="butt", solid_joinstyle="round", scalex=False, scaley=False,
        )  # fmt: skip

    def area(
        self,
        points: Sequence[tuple[float, float]],
        fill: str,
        edge: str = "none",
        thick: float = 0,
        dash: Dash = "solid",
        above: bool = True,
    ) -> None:
        """A filled shape with corners at `points`; below all else where not `above`."""
        from matplotlib.patches import Polygon

        corners = [(self._x(x), y) for x, y in points]
        shape = Polygon(
            corners, closed=True, fc=fill, ec=edge, lw=thick, ls=_DASHES[dash],
            capstyle="round" if dash == "dotted" else "butt", zorder=2 if above else 0.5,
        )  # fmt: skip
        self._axes.add_patch(shape)

    def box(
        self, box: Box, fill: str, edge: str = "none", thick: float = 0, dash: Dash = "solid",
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
        self._axes.plot(
            [self._x(x)], [y], marker="o", ms=2 * radius, mfc=fill, mec=fill, ls="none",
            scalex=False, scaley=False,
        )  # fmt: skip

    def png(self, height: float) -> bytes:
        """The picture, cut off at `height`."""
        self._cut(height)
        drawn, out = io.BytesIO(), io.BytesIO()
        self._figure.savefig(drawn, format="png", dpi=72, metadata={"Software": None})
        # Few colours are a third of the bytes, for people whose connection is slow.
        image = self._image.open(drawn).convert("RGB").quantize(COLORS)
        image.save(out, "PNG", optimize=True)
        return out.getvalue()

    def written(self, height: float) -> list[tuple[str, Box]]:
        """Every text of a picture so high, with the rectangle that its letters fill."""
        self._cut(height)
        found = []
        for one in self._axes.texts:
            at = one.get_window_extent(self._renderer)
            box = Box(at.x0, round(height) - at.y1, at.x1, round(height) - at.y0)
            found.append((one.get_text().removeprefix(RIGHT_TO_LEFT), box))
        return found

    def _cut(self, height: float) -> None:
        self._figure.set_size_inches(WIDTH / 72, round(height) / 72)
        self._axes.set_ylim(round(height), 0)

    def _x(self, x: float) -> float:
        return WIDTH - x if self._mirrored else x

    def _shown(self, text: str) -> str:
        """The mark makes the line run from right to left, also where it begins with Latin."""
        return RIGHT_TO_LEFT + text if self._mirrored else text

    def _put(
        self, x: float, y: float, text: str, size: int, bold: bool, color: str = "black"
    ) -> Any:
        """A line of text with its top at y, in a box of one line's height."""
        align: Any = "right" if self._mirrored else "left"
        # The baseline is set, not the top of the letters, so that lines stand evenly.
        return self._axes.text(
            self._x(x), y + size * 0.98, self._shown(text),
            fontproperties=self._fonts[bold], fontsize=size, color=color,
            ha=align, va="baseline", parse_math=False, zorder=3,
        )  # fmt: skip
