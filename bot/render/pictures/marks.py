"""The marks of a timeline: what each says, and its shape, which shows how sure its date is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.render.pictures.canvas import Canvas, Rectangle
from bot.render.words import Words, stage_key
from bot.reviews import CalendarEvent, Certainty, DeadlineState, MechanismCalendar, Span

Kind = Literal["review", "step", "was", "papers_open", "papers_closed"]
Style = Literal["solid", "dashed", "dotted", "crossed"]
STYLES: dict[Certainty, Style] = {
    "published": "solid",
    "held": "solid",
    "moved": "solid",
    "expected": "dashed",
    "unknown": "dashed",
    "not_reviewed": "dashed",
    "at_risk": "dotted",
    "suspended": "dotted",
    "cancelled": "crossed",
    "did_not_appear": "crossed",
}
"""How a mark and the line towards it are drawn."""
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
_SAID = ("at_risk", "suspended", "cancelled", "did_not_appear", "moved")
"""What a label says in words beside its date."""


@dataclass(frozen=True)
class Mark:
    """Something on the line of a mechanism."""

    kind: Kind
    first: dt.date
    last: dt.date
    """The days that it may take; for a month its first and last."""
    exact: bool
    """Whether these days are known, and not a month or a year alone."""
    certainty: Certainty
    lines: tuple[str, ...]
    """The label: what it is, when, and how sure where the date alone says too much."""

    @property
    def legend(self) -> str:
        """The phrase that explains how it is drawn."""
        style = STYLES[self.certainty]
        if self.kind == "papers_open":
            return "picture_legend_open" if style == "solid" else "picture_legend_open_expected"
        return f"picture_legend_{'closed' if self.kind == 'papers_closed' else style}"


def marks(calendar: MechanismCalendar, words: Words) -> list[Mark]:
    """The last and next review, other steps, deadlines and dates given up, where they have a time.

    What would follow by a rule and is past is left out: nobody knows whether it took place.
    """
    past = (row for row in calendar.past if not row.derived)
    rows = [row for row in (calendar.last, calendar.next, *calendar.steps, *past) if row]
    return sorted((mark for row in rows for mark in _of(row, words)), key=lambda mark: mark.first)


def remarks(calendar: MechanismCalendar, words: Words) -> list[str]:
    """What has no time, as sentences to stand under the line."""
    sentences = []
    if calendar.next and calendar.phase == "not_reviewed":
        state = words.states([calendar.next.iso3 or ""])
        named = words.mechanism(calendar.mechanism)
        sentences.append(words.say("here_not_reviewed", state=state, mechanism=named))
    elif calendar.next is None or (calendar.next.when is None and calendar.next.earlier is None):
        sentences.append(words.say("picture_next_unknown"))
    undated = (row for row in calendar.past if row.when is None and not row.derived)
    unknown = words.say("digest_when_unknown")
    for row in undated:
        stage = words.say(stage_key(row.stage, row.mechanism))
        sentences.append(words.say("picture_undated", stage=stage, date=unknown))
    return sentences


def _of(row: CalendarEvent, words: Words) -> Iterator[Mark]:
    stage = words.say(stage_key(row.stage, row.mechanism))
    if row.when:
        kind: Kind = "review" if row.stage == "review" else "step"
        lines = (stage, _dated(row.when, row.certainty, words), *_besides(row, words))
        yield _mark(kind, row.when, row.certainty, lines)
    if row.earlier and not row.over:
        was = words.say("digest_was", date=words.moment(row.earlier))
        lines = (was,) if row.when else (stage, was, words.say("picture_no_new_date"))
        yield _mark("was", Span(start=row.earlier), "cancelled", lines)
    if row.deadline and row.deadline.when and row.deadline.kind in ("open", "closed"):
        yield _submissions(row.deadline, Span(start=row.deadline.when), words)


def _besides(row: CalendarEvent, words: Words) -> Iterator[str]:
    if row.certainty in _SAID:
        yield words.say(f"sure_{row.certainty}")
    if row.deadline and row.deadline.kind in ("suspended", "cancelled"):
        yield words.submissions(row.deadline)


def _submissions(deadline: DeadlineState, span: Span, words: Words) -> Mark:
    guess = deadline.certainty == "expected"
    closed = deadline.kind == "closed"
    key = "picture_papers_open"
    if closed:
        key = "picture_papers_maybe_closed" if guess else "picture_papers_closed"
    lines = (words.say(key), _dated(span, deadline.certainty, words))
    return _mark("papers_closed" if closed else "papers_open", span, deadline.certainty, lines)


def _dated(span: Span, certainty: Certainty, words: Words) -> str:
    date = _short(span, words)
    return words.say("picture_expected", date=date) if STYLES[certainty] == "dashed" else date


def _short(span: Span, words: Words) -> str:
    """A span, with the year of both its ends said once."""
    start, end = span.start, span.end
    whole = words.when(span)
    if start is None or end is None or start.year != end.year or start.month == end.month:
        return whole
    first, dash, last = whole.partition(" – ")
    if not dash:
        return whole
    return first.removesuffix(f"{start.year}").removesuffix(" de ").strip() + dash + last


def _mark(kind: Kind, span: Span, certainty: Certainty, lines: tuple[str, ...]) -> Mark:
    exact = span.precision == "day"
    return Mark(kind, span.first, span.last, exact, certainty, lines)


def draw_mark(canvas: Canvas, mark: Mark, start: float, end: float, line: float) -> None:
    """A mark from `start` to `end` on a line, with a sign above it where it is at risk."""
    if mark.kind in ("papers_open", "papers_closed"):
        _deadline(canvas, mark, start, end, line)
    else:
        _bar(canvas, mark, start, end, line)
    if STYLES[mark.certainty] == "dotted":
        _sign(canvas, (start + end) / 2, line - BAR - 10)


def draw_arrow(canvas: Canvas, mark: Mark, foot: float, tip: float, line: float) -> None:
    """A mark that lies beyond the axis, on the side of `tip`."""
    corners = [(foot, line - BAR), (tip, line), (foot, line + BAR)]
    color, style = COLORS[mark.kind], STYLES[mark.certainty]
    if style == "solid":
        canvas.area(corners, color, color, 3)
    else:
        canvas.area(corners, _PALE, color, 3, "solid" if style == "crossed" else style)


def draw_sample(canvas: Canvas, mark: Mark, start: float, line: float) -> None:
    """The same shape for a legend, 84 pixels wide at most."""
    style = STYLES[mark.certainty]
    if mark.kind in ("papers_open", "papers_closed"):
        _deadline(canvas, mark, start, start + 84, line)
    elif style == "crossed":
        _bar(canvas, mark, start + 30, start + 54, line)
    else:
        _bar(canvas, mark, start, start + (36 if style == "dotted" else 84), line)
    if style == "dotted":
        _sign(canvas, start + 64, line + 18)


def _bar(canvas: Canvas, mark: Mark, start: float, end: float, line: float) -> None:
    color, style = COLORS[mark.kind], STYLES[mark.certainty]
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


def _deadline(canvas: Canvas, mark: Mark, start: float, end: float, line: float) -> None:
    """A day as a diamond; a month or a year, whose day is not known, as a strip of its length."""
    fill = COLORS["papers_open"] if mark.kind == "papers_open" else "white"
    edge, style = COLORS[mark.kind], STYLES[mark.certainty]
    if mark.exact:
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
