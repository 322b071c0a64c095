"""Pictures on demand: a State's timeline, and how a mechanism's work goes round."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from typing import Any

from slack_bolt import App

from bot.handlers.dates import DatesInteraction, stem, titled
from bot.handlers.files import File
from bot.handlers.interaction import Interaction, Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.handlers.sharing import PickInteraction
from bot.render.cycle import cycle, named, spoken
from bot.render.digest_words import Words
from bot.render.pictures import NoPictures
from bot.render.slack import calendar_ids as ids
from bot.render.slack.text import clipped
from bot.render.timeline import timeline

ALT = 1_000
"""Characters of what a screen reader says of a picture."""
_DRAWING = threading.Lock()
"""matplotlib draws one picture at a time."""


def register(app: App, parts: Parts) -> None:
    """Listen to "Picture" under a State's dates, and under a mechanism's card."""

    @Listeners(app, parts, DatesInteraction).button(ids.DATES_PICTURE)
    def handle_timeline(press: DatesInteraction) -> None:
        ref, calendar, desk = press.ref, press.calendar, press.desk
        if len(ref.states) != 1:
            raise Refusal("changed")
        iso3 = ref.states[0]
        state = calendar.of_state(iso3, dt.date.today()).before(ref.mechanisms)
        told = desk.dates(iso3, ref.mechanisms).statements
        notes = (parts.plain.note(one, press.language) for one in told)
        alt = " ".join([titled(parts, ref), *notes])
        words = Words(desk.base, desk.states, press.language)

        def drawn() -> Iterable[File]:
            content = timeline(state, words, calendar.checked_on)
            yield File(f"{stem(ref)}.png", titled(parts, ref), content, clipped(alt, ALT))

        send_drawn(press, drawn)

    @Listeners(app, parts, PickInteraction).button(ids.CYCLE_PICTURE)
    def handle_cycle(press: PickInteraction) -> None:
        found = parts.cycles.of(press.ref.mechanism or "") if parts.cycles else ()
        if not found:
            raise Refusal("changed")
        base = parts.desk.base
        words = Words(base, parts.desk.states, press.language)

        def drawn() -> Iterable[File]:
            for one in found:
                alt = clipped(spoken(one, base, words), ALT)
                yield File(f"cycle-{one.id}.png", named(one, words), cycle(one, base, words), alt)

        send_drawn(press, drawn)


def send_drawn(press: Interaction[Any], drawn: Callable[[], Iterable[File]]) -> None:
    """Send the person pictures that are `drawn` now. Raises Refusal where none can be drawn here,
    what drawing raises, and what a call to Slack raises."""
    try:
        with _DRAWING:
            files = list(drawn())
    except NoPictures as error:
        raise Refusal("picture_not_here") from error
    for file in files:
        press.send_file(file)
