"""A State's last and next steps before every mechanism, as a picture for a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.render.pictures.canvas import (
    HEAD,
    LINE,
    MARGIN,
    PEN_UP,
    PLAIN,
    SMALL,
    TITLE,
    WIDTH,
    Canvas,
    Rectangle,
)
from bot.render.pictures.labels import STEM, Label, placed
from bot.render.pictures.marks import (
    BAR,
    COLORS,
    DIM,
    STYLES,
    Mark,
    draw_arrow,
    draw_mark,
    draw_sample,
    marks,
    remarks,
)
from bot.render.words import Words
from bot.reviews import MechanismCalendar, PartialDate, StateCalendar

YEARS = 3
"""How far it looks back and ahead, in calendar years."""
RIGHT = WIDTH - MARGIN
WIDEST = 470
"""Of a label, before it is broken."""
THIN = 12
"""Pixels that a mark is wide at least, so that it can be seen; three days may be less."""
INK, FAINT = "#1c1c1c", "#dde3e8"
LEGEND = tuple(
    f"picture_legend_{kind}"
    for kind in ("solid", "dashed", "dotted", "crossed", "open", "open_expected", "closed")
)


class Axis:
    """Days → pixels, over whole years."""

    def __init__(self, marks: Sequence[Mark], on: dt.date) -> None:
        years = [on.year, *(day.year for mark in marks for day in (mark.first, mark.last))]
        first = max(min(years), on.year - YEARS)
        last = min(max(*years, on.year + 1), on.year + YEARS)
        last = max(last, first + 2)
        self.years = range(first, last + 1)
        self._from = dt.date(first, 1, 1)
        self._days = (dt.date(last + 1, 1, 1) - self._from).days

    def x(self, day: dt.date) -> float:
        """A day's left edge, held within the axis."""
        part = (day - self._from).days / self._days
        return MARGIN + min(max(part, 0), 1) * (RIGHT - MARGIN)

    def beyond(self, mark: Mark) -> int:
        """-1 for a mark before the axis, 1 for one after it, 0 within."""
        if mark.last.year < self.years[0]:
            return -1
        return int(mark.first.year > self.years[-1])

    def span(self, mark: Mark) -> tuple[float, float]:
        """From its first day to the end of its last, or a little more where that is too thin."""
        start, end = self.x(mark.first), self.x(mark.last + dt.timedelta(days=1))
        more = max(THIN - (end - start), 0) / 2
        return start - more, end + more


def timeline_picture(
    calendar: StateCalendar, words: Words, checked_on: dt.date | None = None
) -> bytes:
    """The picture as a PNG file, 1170 pixels wide and as high as it needs to be.

    `calendar` says which State and which day is today; `words` the language, and Arabic runs from
    right to left, the axis too; `checked_on` is when the calendar was last checked. Looks three
    years back and ahead; what lies beyond stands at the edge with an arrow. Raises NoPictures where
    Pillow is missing.
    """
    canvas = Canvas(mirrored=words.language == "ar")
    return canvas.png(drawn(canvas, calendar, words, checked_on))


def drawn(
    canvas: Canvas, calendar: StateCalendar, words: Words, checked_on: dt.date | None
) -> float:
    """Draw it on a canvas; returns its height."""
    lanes = [(mechanism, marks(mechanism, words)) for mechanism in calendar.mechanisms]
    every = [mark for _, own in lanes for mark in own]
    state = words.states([calendar.iso3])
    y = canvas.text(MARGIN, 34, canvas.wrapped(state, RIGHT - MARGIN, TITLE, True), TITLE, True)
    y = canvas.text(MARGIN, y, words.say("picture_title"), PLAIN, color=DIM) + 18
    if every:
        axis = Axis(every, calendar.on)
        y = top = _heading(canvas, axis, calendar.on, words, y)
        for mechanism, own in lanes:
            y = _lane(canvas, axis, mechanism, own, calendar.on, words, y)
        _columns(canvas, axis, calendar.on, top, y)
        y = _legend(canvas, every, words, y + 26)
    else:
        y = _undated(canvas, calendar, words, y)
    if checked_on:
        checked = words.say("picture_checked", date=words.moment(PartialDate.of(checked_on)))
        y = canvas.text(MARGIN, y + 14, checked, SMALL, color=DIM)
    return y + 30


def _undated(canvas: Canvas, calendar: StateCalendar, words: Words, y: float) -> float:
    """Where nothing has a date: what is known in words."""
    for mechanism in calendar.mechanisms:
        name = words.mechanism(mechanism.mechanism)
        y = canvas.text(
            MARGIN, y + 10, canvas.wrapped(name, RIGHT - MARGIN, HEAD, True), HEAD, True
        )
        for text in remarks(mechanism, words):
            y = canvas.text(MARGIN, y, canvas.wrapped(text, RIGHT - MARGIN))
    if not calendar.mechanisms:
        text = words.say("here_nothing", state=words.states([calendar.iso3]))
        y = canvas.text(MARGIN, y, canvas.wrapped(text, RIGHT - MARGIN))
    return y + 10


def _heading(canvas: Canvas, axis: Axis, on: dt.date, words: Words, y: float) -> float:
    """The years with their months as ticks, and under them today with its date."""
    foot = y + 72
    for year in axis.years:
        start, end = axis.x(dt.date(year, 1, 1)), axis.x(dt.date(year + 1, 1, 1))
        middle = (start + end - canvas.width(str(year), PLAIN, True)) / 2
        canvas.text(middle, y, str(year), PLAIN, True, DIM)
    ticks = []
    for first in (dt.date(year, month, 1) for year in axis.years for month in range(1, 13)):
        x = axis.x(first)
        ticks += [(x, foot - (22 if first.month == 1 else 12)), (x, foot), PEN_UP]
    canvas.line(ticks, DIM, 2)
    canvas.line([(MARGIN, foot), (RIGHT, foot)], DIM, 3)
    today = words.say("picture_today", date=words.moment(PartialDate.of(on)))
    width = canvas.width(today, SMALL, True)
    x = axis.x(on)
    canvas.area([(x - 14, foot + 20), (x, foot + 2), (x + 14, foot + 20)], INK)
    left = min(max(x - width / 2, MARGIN), RIGHT - width)
    return canvas.text(left, foot + 20, today, SMALL, True) + 4


def _columns(canvas: Canvas, axis: Axis, on: dt.date, top: float, bottom: float) -> None:
    """Every other year on a pale ground, and today as a pale line, under all that is drawn."""
    for year in axis.years:
        if year % 2:
            start, end = axis.x(dt.date(year, 1, 1)), axis.x(dt.date(year + 1, 1, 1))
            canvas.box(Rectangle(start, top, end, bottom), "#f4f6f8", above=False)
    x = axis.x(on)
    canvas.box(Rectangle(x - 2, top, x + 2, bottom), "#dde3e8", above=False)


def _lane(
    canvas: Canvas,
    axis: Axis,
    calendar: MechanismCalendar,
    marks: Sequence[Mark],
    on: dt.date,
    words: Words,
    y: float,
) -> float:
    """One mechanism: its name, its line with marks, their labels; returns y below it."""
    name = words.mechanism(calendar.mechanism)
    y = canvas.text(MARGIN, y + 16, canvas.wrapped(name, RIGHT - MARGIN, HEAD, True), HEAD, True)
    if marks:
        line = y + 40
        canvas.line([(MARGIN, line), (RIGHT, line)], "#b9c4cd", 3)
        x = axis.x(on)
        canvas.line([(x, line - 26), (x, line + 26)], INK, 4)
        _ahead(canvas, axis, marks, on, line)
        for mark in marks:
            _mark(canvas, axis, mark, line)
        y = _labels(canvas, axis, marks, line)
    for text in remarks(calendar, words):
        y = canvas.text(MARGIN, y + 4, canvas.wrapped(text, RIGHT - MARGIN))
    canvas.line([(MARGIN, y + 20), (RIGHT, y + 20)], FAINT, 2)
    return y + 20


def _ahead(canvas: Canvas, axis: Axis, marks: Sequence[Mark], on: dt.date, line: float) -> None:
    """From today to each next step, the line says how sure that step is."""
    x = axis.x(on)
    steps = [mark for mark in marks if mark.kind in ("review", "step") and mark.last >= on]
    for mark in sorted(steps, key=lambda step: step.first):
        start, end = axis.span(mark)
        style = STYLES[mark.certainty]
        if start > x and style != "crossed":
            canvas.line([(x, line), (start, line)], COLORS[mark.kind], 6, style)
        x = max(x, end)


def _mark(canvas: Canvas, axis: Axis, mark: Mark, line: float) -> None:
    side = axis.beyond(mark)
    if side < 0:
        draw_arrow(canvas, mark, MARGIN, MARGIN - 20, line)
    elif side > 0:
        draw_arrow(canvas, mark, RIGHT, RIGHT + 20, line)
    else:
        draw_mark(canvas, mark, *axis.span(mark), line)


def _labels(canvas: Canvas, axis: Axis, marks: Sequence[Mark], line: float) -> float:
    """Labels under a line, each on a stem; returns y below them."""
    texts = [_broken(canvas, mark) for mark in marks]
    labels = []
    for mark, lines in zip(marks, texts, strict=True):
        width = max(canvas.width(text, PLAIN, bold) for text, bold in lines)
        x = {-1: MARGIN - 14.0, 0: sum(axis.span(mark)) / 2, 1: RIGHT + 14.0}[axis.beyond(mark)]
        labels.append(Label(x, width, len(lines) * PLAIN * LINE))
    top = line + BAR + 14
    below = top
    for mark, lines, spot in zip(marks, texts, placed(labels, MARGIN - 2, RIGHT + 2), strict=True):
        color = COLORS[mark.kind]
        canvas.line([(spot.x, line + BAR), (spot.x, top + spot.box.top + 4)], color, 2)
        y = top + spot.box.top
        # The first line begins or ends at the stem, so that the eye comes from it to the words.
        x = max(spot.x - STEM, spot.box.left)
        for text, bold in lines:
            x = min(x, spot.box.right - canvas.width(text, PLAIN, bold))
            y = canvas.text(x, y, text, PLAIN, bold, color if bold else INK)
        below = max(below, y)
    return below


def _broken(canvas: Canvas, mark: Mark) -> list[tuple[str, bool]]:
    """A label's lines, the first in bold, none too wide."""
    return [
        (line, number == 0)
        for number, text in enumerate(mark.lines)
        for line in canvas.wrapped(text, WIDEST, PLAIN, number == 0)
    ]


def _legend(canvas: Canvas, marks: Sequence[Mark], words: Words, y: float) -> float:
    """What the kinds of marks in this picture mean, each beside a sample."""
    samples = {mark.legend: mark for mark in marks}
    for key in LEGEND:
        if key in samples:
            middle = y + 22
            draw_sample(canvas, samples[key], MARGIN + 8, middle)
            lines = canvas.wrapped(words.say(key), RIGHT - MARGIN - 120, SMALL)
            y = canvas.text(MARGIN + 120, y, lines, SMALL) + 16
    if not all(mark.exact for mark in marks):
        lines = canvas.wrapped(words.say("picture_legend_month"), RIGHT - MARGIN, SMALL)
        y = canvas.text(MARGIN, y, lines, SMALL) + 6
    return y
