"""Counts of recommendations as a picture for a phone: by year, position, mechanism and theme."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.render.pictures.canvas import HEAD, MARGIN, PLAIN, SMALL, WIDTH, Canvas, Rectangle
from bot.render.recommendations import charts
from bot.render.words import DisplayNames
from bot.states.recommendations import Counts

RIGHT = WIDTH - MARGIN
DIM, BAR, PALE, WARNING = "#5f6b76", "#0b4f83", "#e8eef3", "#9c2f00"
_COLOURS = {
    "supported": "#2f6f4f", "supported in part": "#7aa58d", "noted": "#b85000",
    "under consideration": "#9aa7b2", "position not known": "#c9d1d8",
}  # fmt: skip
_YEARS_HIGH = 260
_ROW = 54
_MOST = 8
"""Bars of one kind; the rest is counted together."""
_WIDEST = 470
"""Of a label beside its bar."""


def counts_picture(
    counts: Counts, title: str, warning: str, says: Sequence[str], names: DisplayNames
) -> bytes:
    """The picture as a PNG file, 1170 pixels wide and as high as it needs to be.

    `title` says what was looked for, `warning` what stands above all else (empty for nothing),
    `says` what must be known of the data. Raises NoPictures where Pillow is missing.
    """
    canvas = Canvas()
    return canvas.png(drawn(canvas, counts, title, warning, says, names))


def drawn(
    canvas: Canvas,
    counts: Counts,
    title: str,
    warning: str,
    says: Sequence[str],
    names: DisplayNames,
) -> float:
    """Draw it on a canvas; returns its height."""
    lines = canvas.wrapped(title, RIGHT - MARGIN, HEAD + 4, True)
    y = canvas.text(MARGIN, 34, lines, HEAD + 4, True)
    many = f"{counts.total:,} recommendation{'s' if counts.total != 1 else ''}"
    y = canvas.text(MARGIN, y, many, PLAIN, color=DIM) + 16
    if warning:
        lines = canvas.wrapped(warning, RIGHT - MARGIN, SMALL)
        y = canvas.text(MARGIN, y, lines, SMALL, color=WARNING) + 8
    for head, rows in charts(counts, names):
        y = canvas.text(MARGIN, y + 14, head, HEAD, True) + 8
        y = _years(canvas, rows, y) if head == "Year" else _bars(canvas, rows, y)
    for text in says:
        y = canvas.text(MARGIN, y + 16, canvas.wrapped(text, RIGHT - MARGIN, SMALL), SMALL,
                        color=DIM)  # fmt: skip
    return y + 30


def _years(canvas: Canvas, rows: Sequence[tuple[str, int]], top: float) -> float:
    """Standing bars, one a year, also for the years in between; numbers above, labels below."""
    known = {int(label): number for label, number in rows if label.isdecimal()}
    every = [(str(y), known.get(y, 0)) for y in range(min(known), max(known) + 1)] if known else []
    every += [row for row in rows if not row[0].isdecimal()]
    most, step = max(number for _, number in every), (RIGHT - MARGIN) / max(len(every), 6)
    foot = top + _YEARS_HIGH + SMALL * 1.4
    numbers = [f"{count:,}" if count else "" for _, count in every]
    apart = _apart(canvas, [label for label, _ in every], step)
    apart_numbers = 1 if _apart(canvas, numbers, step, 6) == 1 else _apart(canvas, numbers, step)
    for number, (label, count) in enumerate(every):
        left, high = MARGIN + number * step, _YEARS_HIGH * count / most
        canvas.box(Rectangle(left + step * 0.12, foot - high, left + step * 0.88, foot), BAR)
        from_last = len(every) - 1 - number
        if from_last % apart_numbers == 0:
            above = high if apart_numbers == 1 else _YEARS_HIGH  # over its neighbours' bars too
            _centred(canvas, left + step / 2, foot - above - SMALL * 1.35, numbers[number])
        if from_last % apart == 0 or not label.isdecimal():
            _centred(canvas, left + step / 2, foot + 6, label, DIM)
    canvas.line([(MARGIN, foot), (RIGHT, foot)], "#9aa7b2", 3)
    return foot + SMALL * 1.6 + 10


def _apart(canvas: Canvas, texts: Sequence[str], step: float, gap: int = 24) -> int:
    """Of how many columns one can have its text, so that none touches the next."""
    widest = max(canvas.width(text, SMALL) for text in texts) + gap
    return max(1, math.ceil(widest / step))


def _centred(canvas: Canvas, middle: float, y: float, text: str, color: str = "#1c1c1c") -> None:
    """Write a text over a middle, but within the margins."""
    width = canvas.width(text, SMALL)
    left = min(max(middle - width / 2, MARGIN), RIGHT - width)
    canvas.text(left, y, text, SMALL, color=color)


def _bars(canvas: Canvas, rows: Sequence[tuple[str, int]], top: float) -> float:
    """Lying bars with their labels to the left, the most first; small ones counted together."""
    shown = list(rows[:_MOST])
    if rest := sum(number for _, number in rows[_MOST:]):
        shown.append((f"{len(rows) - _MOST} others", rest))
    labels = [canvas.wrapped(label, _WIDEST, SMALL) for label, _ in shown]
    wide = max(canvas.width(line, SMALL) for lines in labels for line in lines)
    room = max(canvas.width(f"{number:,}", SMALL, True) for _, number in shown)
    left, most = MARGIN + wide + 24, max(number for _, number in shown)
    full = RIGHT - left - room - 16
    y = top
    for lines, (label, number) in zip(labels, shown, strict=True):
        below = canvas.text(MARGIN, y + 6, lines, SMALL)
        middle = (y + 6 + below) / 2
        canvas.box(Rectangle(left, middle - 16, left + full, middle + 16), PALE, above=False)
        long = max(full * number / most, 4)
        colour = _COLOURS.get(label, BAR)
        canvas.box(Rectangle(left, middle - 16, left + long, middle + 16), colour)
        canvas.text(left + long + 12, middle - SMALL * 0.62, f"{number:,}", SMALL, True)
        y = max(y + _ROW, below + 6)
    return y
