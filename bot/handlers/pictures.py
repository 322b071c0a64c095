"""Pictures on demand: a State's timeline, and how a mechanism's work goes round."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.dates import read_ref, stem, titled
from bot.handlers.files import File, send_file
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, workspace_of
from bot.knowledge.models import Language
from bot.render.cycle import cycle, named, spoken
from bot.render.digest_words import Words
from bot.render.pictures import NoPictures
from bot.render.slack import calendar_ids as ids
from bot.render.slack.ids import Pick
from bot.render.slack.text import clipped
from bot.render.timeline import timeline

ALT = 1_000
"""Characters of what a screen reader says of a picture."""
_DRAWING = threading.Lock()
"""matplotlib draws one picture at a time."""


def register(app: App, parts: Parts) -> None:
    """Listen to "Picture" under a State's dates, and under a mechanism's card."""

    def handle_timeline(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref, desk = read_ref(parts, body), parts.desk_of(workspace_of(context))
        calendar = desk.calendar
        if ref is None or calendar is None or len(ref.states) != 1:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        language, iso3 = ref.language, ref.states[0]
        state = calendar.of_state(iso3, dt.date.today()).before(ref.mechanisms)
        told = desk.dates(iso3, ref.mechanisms).statements
        alt = " ".join([titled(parts, ref), *(parts.plain.note(one, language) for one in told)])
        words = Words(desk.base, desk.states, language)

        def drawn() -> Iterable[File]:
            content = timeline(state, words, calendar.checked_on)
            yield File(f"{stem(ref)}.png", titled(parts, ref), content, clipped(alt, ALT))

        send_drawn(parts, client, body, language, drawn)

    def handle_cycle(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        pick = Pick.read(body["actions"][0].get("value"))
        found = parts.cycles.of(pick.mechanism or "") if pick and parts.cycles else ()
        if pick is None or not found:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        base = parts.desk.base
        words = Words(base, parts.desk.states, pick.language)

        def drawn() -> Iterable[File]:
            for one in found:
                alt = clipped(spoken(one, base, words), ALT)
                yield File(f"cycle-{one.id}.png", named(one, words), cycle(one, base, words), alt)

        send_drawn(parts, client, body, pick.language, drawn)

    app.action(ids.DATES_PICTURE)(handle_timeline)
    app.action(ids.CYCLE_PICTURE)(handle_cycle)


def send_drawn(
    parts: Parts,
    client: WebClient,
    body: dict[str, Any],
    language: Language,
    drawn: Callable[[], Iterable[File]],
) -> None:
    """Send the person pictures that are `drawn` now, or say that none can be drawn here. Raises
    what drawing raises, and what a call to Slack raises."""
    try:
        with _DRAWING:
            files = list(drawn())
    except NoPictures:
        tell(client, body, parts.windows.said("picture_not_here", language))
        return
    for file in files:
        send_file(parts, client, body, language, file)
