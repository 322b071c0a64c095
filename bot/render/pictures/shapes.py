"""The shapes of marks on a timeline: how sure a date is shows in how its outline is drawn."""

from __future__ import annotations

from bot.render.pictures.canvas import Canvas, Rectangle
from bot.render.pictures.marks import STYLES, Kind, Mark

BAR, STRIP = 17, 9
"""Half the height of a review's mark, and of a deadline's."""
DIM = "#5f6b76"
COLORS: dict[Kind, str] = {
    "review": "#0b4f83",
    "step": "#2f7aab",
    "was": DIM,
    "papers_open": "#b85000",
    "papers_closed": DIM,
}
_ALARM, _PALE, _PALE_PAPERS = "#b3001b", "#e8f1f8", "#fbeee3"


def mark(canvas: Canvas, drawn_mark: Mark, start: float, end: float, line: float) -> None:
    """A mark from `start` to `end` on a line, with a sign above it where it is at risk."""
    if drawn_mark.kind in ("papers_open", "papers_closed"):
        _deadline(canvas, drawn_mark, start, end, line)
    else:
        _bar(canvas, drawn_mark, start, end, line)
    if STYLES[drawn_mark.certainty] == "dotted":
        _sign(canvas, (start + end) / 2, line - BAR - 10)


def arrow(canvas: Canvas, drawn_mark: Mark, foot: float, tip: float, line: float) -> None:
    """A mark that lies beyond the axis, on the side of `tip`."""
    corners = [(foot, line - BAR), (tip, line), (foot, line + BAR)]
    color, style = COLORS[drawn_mark.kind], STYLES[drawn_mark.certainty]
    if style == "solid":
        canvas.area(corners, color, color, 3)
    else:
        canvas.area(corners, _PALE, color, 3, "solid" if style == "crossed" else style)


def sample(canvas: Canvas, drawn_mark: Mark, start: float, line: float) -> None:
    """The same shape for a legend, 84 pixels wide at most."""
    style = STYLES[drawn_mark.certainty]
    if drawn_mark.kind in ("papers_open", "papers_closed"):
        _deadline(canvas, drawn_mark, start, start + 84, line)
    elif style == "crossed":
        _bar(canvas, drawn_mark, start + 30, start + 54, line)
    else:
        _bar(canvas, drawn_mark, start, start + (36 if style == "dotted" else 84), line)
    if style == "dotted":
        _sign(canvas, start + 64, line + 18)


def _bar(canvas: Canvas, drawn_mark: Mark, start: float, end: float, line: float) -> None:
    color, style = COLORS[drawn_mark.kind], STYLES[drawn_mark.certainty]
    box = Rectangle(start, line - BAR, end, line + BAR)
    if style == "solid":
        canvas.box(box, color, color, 3)
    elif style == "crossed":
        canvas.box(box, "white", DIM, 3)
        left, right = min(start, end - 26) - 5, max(end, start + 26) + 5
        for up in (-1, 1):
            ends = [(left, line - up * (BAR + 4)), (right, line + up * (BAR + 4))]
            canvas.line(ends, DIM, 5)
    else:
        canvas.box(box, _PALE, color, 5, style)


def _deadline(canvas: Canvas, drawn_mark: Mark, start: float, end: float, line: float) -> None:
    """A day as a diamond; a month or a year, whose day is not known, as a strip of its length."""
    fill = COLORS["papers_open"] if drawn_mark.kind == "papers_open" else "white"
    edge, style = COLORS[drawn_mark.kind], STYLES[drawn_mark.certainty]
    if drawn_mark.exact:
        x, size = (start + end) / 2, BAR + 3
        corners = [(x, line - size), (x + size, line), (x, line + size), (x - size, line)]
        canvas.area(corners, fill, edge, 4)
    else:
        dash = "solid" if style == "crossed" else style
        pale = fill if style == "solid" else _PALE_PAPERS
        canvas.box(Rectangle(start, line - STRIP, end, line + STRIP), pale, edge, 4, dash)


def _sign(canvas: Canvas, x: float, foot: float) -> None:
    """A red triangle with its tip upwards and a white stroke and dot in it."""
    canvas.area([(x - 20, foot), (x, foot - 36), (x + 20, foot)], _ALARM)
    canvas.box(Rectangle(x - 2.5, foot - 25, x + 2.5, foot - 11), "white")
    canvas.box(Rectangle(x - 2.5, foot - 8, x + 2.5, foot - 3), "white")
