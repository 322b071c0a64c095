"""A mechanism's cycle as a picture for a phone: who acts when, and where civil society comes in."""

from __future__ import annotations

import datetime as dt
import re

from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Language
from bot.render.pictures.canvas import HEAD, MARGIN, PLAIN, SMALL, WIDTH, Canvas, Rectangle
from bot.render.words import Words
from bot.reviews import PartialDate
from bot.reviews.cycles import Cycle, CycleStep, Who

RIGHT = WIDTH - MARGIN
RAIL = MARGIN + 66
"""x of the line on which the steps stand."""
BACK = MARGIN - 6
"""x of the line that leads back to the first step."""
TEXT = RAIL + 62
RADIUS = 33
DIM, RULE = "#5f6b76", "#9aa7b2"
COLORS: dict[Who, str] = {"civil_society": "#b85000", "state": "#2f6f4f", "mechanism": "#0b4f83"}
PALE = "#fbeee3"
"""Ground of the steps of civil society."""
UNSURE = ("single-source", "advice", "dated", "unchecked")
"""The statuses of an entry that is not settled, the worst last."""


def cycle_title(cycle: Cycle, words: Words) -> str:
    """What a cycle is of."""
    return str(getattr(cycle.title, words.language))


def cycle_spoken(cycle: Cycle, base: Base, words: Words) -> str:
    """What a picture of a cycle shows, as a text for a screen reader."""
    language, sentences = words.language, [f"{cycle_title(cycle, words)}."]
    for number, step in enumerate(cycle.steps, 1):
        parts = [step.what, step.when] if step.when else [step.what]
        step_text = words.listed(_filled(getattr(part, language), base, language) for part in parts)
        sentences.append(f"{number}. {words.say(f'picture_who_{step.who}')}: {step_text}.")
    if cycle.again:
        sentences.append(_filled(getattr(cycle.again.says, language), base, language))
    return " ".join(sentences)


def cycle_picture(cycle: Cycle, base: Base, words: Words) -> bytes:
    """The picture of a cycle as a PNG file, 1170 pixels wide and as high as it needs to be.

    `base` says how settled the entries are on which each step rests, `words` in which language it
    is written; Arabic runs from right to left. Raises NoPictures where Pillow is missing.
    """
    canvas = Canvas(mirrored=words.language == "ar")
    return canvas.png(drawn(canvas, cycle, base, words))


def drawn(canvas: Canvas, cycle: Cycle, base: Base, words: Words) -> float:
    """Draw it on a canvas; returns its height."""
    language = words.language
    title = canvas.wrapped(cycle_title(cycle, words), RIGHT - MARGIN, HEAD + 4, True)
    y = canvas.text(MARGIN, 34, title, HEAD + 4, True) + 30
    first = y + RADIUS
    for number, step in enumerate(cycle.steps, 1):
        last = y + RADIUS
        below = _step(canvas, step, number, base, words, y)
        if number < len(cycle.steps):
            canvas.line([(RAIL, last + RADIUS), (RAIL, below + RADIUS)], RULE, 5)
        y = below
    if cycle.again:
        says = _filled(getattr(cycle.again.says, language), base, language)
        _loop(canvas, first, last, y + 30)
        lines = canvas.wrapped(says, RIGHT - TEXT, PLAIN, True)
        y = canvas.text(TEXT, y + 6, lines, PLAIN, True) + 10
    day = min(base.entries[entry].verified for entry in cycle.entries())
    checked = words.say("picture_entries", date=_day(day, words))
    return canvas.text(MARGIN, y + 20, canvas.wrapped(checked, RIGHT - MARGIN, SMALL), SMALL,
                       color=DIM) + 30  # fmt: skip


def _step(
    canvas: Canvas, step: CycleStep, number: int, base: Base, words: Words, top: float
) -> float:
    """A step from `top` down; returns where the next begins."""
    color, language = COLORS[step.who], words.language
    who = words.say(f"picture_who_{step.who}")
    what = _filled(getattr(step.what, language), base, language)
    tag = _tag(step, base, words)
    y = canvas.text(TEXT, top + 2, who, SMALL, True, color)
    y = canvas.text(TEXT, y, canvas.wrapped(what, RIGHT - TEXT - 12, PLAIN, True), PLAIN, True)
    if step.when:
        when = _filled(getattr(step.when, language), base, language)
        y = canvas.text(TEXT, y, canvas.wrapped(when, RIGHT - TEXT - 12, PLAIN))
    if tag:
        y = canvas.text(TEXT, y, tag, SMALL, color=DIM)
    if step.who == "civil_society":
        canvas.box(Rectangle(RAIL, top - 8, RIGHT + 12, y + 10), PALE, above=False)
    canvas.disc(RAIL, top + RADIUS, RADIUS, color)
    text = str(number)
    width = canvas.width(text, PLAIN, True)
    canvas.text(RAIL - width / 2, top + RADIUS - PLAIN * 0.62, text, PLAIN, True, "white")
    return max(y, top + 2 * RADIUS) + 34


def _loop(canvas: Canvas, first: float, last: float, foot: float) -> None:
    """From the last step back to the first, along the edge."""
    corners = [(RAIL, last + RADIUS), (RAIL, foot), (BACK, foot), (BACK, first)]
    canvas.line([*corners, (RAIL - RADIUS - 18, first)], RULE, 5)
    tip = RAIL - RADIUS - 2
    canvas.area([(tip - 22, first - 14), (tip, first), (tip - 22, first + 14)], RULE)


def _tag(step: CycleStep, base: Base, words: Words) -> str:
    """How settled the least settled of a step's entries is, in brackets; empty where it is."""
    statuses = {base.entries[entry].status for entry in step.entries}
    worst = [status for status in UNSURE if status in statuses][-1:]
    keys = {"single-source": "single_source_tag"}
    return f"({words.say(keys.get(worst[0], f'{worst[0]}_tag'))})" if worst else ""


def _filled(text: str, base: Base, language: Language) -> str:
    """The text with its figures, 3.5 written as 3,5 in French and Spanish."""
    filled = fill(text, "", base.figure, language)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", filled) if language in ("fr", "es") else filled


def _day(day: dt.date, words: Words) -> str:
    return words.moment(PartialDate.of(day))
