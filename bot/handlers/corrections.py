"""Curators see which dates they can correct for their workspace, and take corrections back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from slack_bolt import App

from bot.handlers import correction_form, filters
from bot.handlers.call import Call
from bot.handlers.curating import only_curators
from bot.handlers.filters import Filter
from bot.handlers.interaction import Interaction, Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.render.slack import Message
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import CorrectionRef
from bot.render.slack.corrections import Made, SlackCorrections
from bot.reviews import Calendar, Calendars, Coming
from bot.store import Workspace


class CorrectionInteraction(Interaction[CorrectionRef]):
    """A button under a correction."""

    carries = CorrectionRef


def commanded(call: Call) -> Message:
    """The reply to the command: the dates of the States and mechanisms that are named, and what
    was corrected; to others than curators a sentence."""
    parts, text = call.parts, call.text
    only_curators(call)
    if parts.calendars is None:
        return call.say("correct_none")
    wanted = filters.read(parts.desk, text) if text else None
    if text and wanted is None:
        return call.say("correct_which", command=call.command)
    dates = list(_dates(call.calendar, wanted)) if wanted else []
    keys = {one.key for one in dates} if wanted else None
    made = list(_made(parts, parts.calendars, call.workspace, keys))
    if not dates and not made:
        phrase = "correct_none" if wanted else "correct_which"
        return call.say(phrase, command=call.command)
    shown = SlackCorrections(parts.desk.base, parts.desk.states)
    hint = parts.desk.base.say("correct_which", call.language, command=call.command)
    return shown.listed(dates, made, call.language, "" if wanted else hint)


def register(app: App, parts: Parts) -> None:
    """Listen to "Take back"; the form is in `correction_form`."""

    @Listeners(app, parts, CorrectionInteraction).buttons(ids.CORRECT_BACK)
    def handle_back(press: CorrectionInteraction) -> None:
        only_curators(press)
        corrections, kept = parts.storage.corrections, None
        if parts.calendars:
            kept = corrections.take_back(press.workspace, press.ref.correction, press.user, now())
        if kept is None or parts.calendars is None:
            raise Refusal("correct_gone")
        turn = parts.calendars.of(press.workspace).turn(kept.key)
        stands = turn.coming(dt.date.today()) if turn else None
        shown = SlackCorrections(parts.desk.base, parts.desk.states)
        press.tell(shown.told("correct_taken_back", stands, press.language))

    correction_form.register(app, parts)


def _dates(calendar: Calendar, wanted: Filter) -> Iterator[Coming]:
    """What can be corrected: of States their next turn, further steps and what has no date; of
    mechanisms what comes, sessions first."""
    today = dt.date.today()
    within = dt.timedelta(days=wanted.within) if wanted.within else None
    if not wanted.states:
        found = calendar.upcoming(today, (), wanted.mechanisms, within)
        dates = [one for one in found if one.kind != "deadline"]
        yield from sorted(dates, key=lambda one: one.kind != "session")
    for iso3 in wanted.states:
        for one in calendar.of_state(iso3, today).before(wanted.mechanisms).mechanisms:
            yield from [one.next] if one.next else []
            yield from one.steps
            yield from (row for row in one.past if row.when is None and not row.derived)


def _made(
    parts: Parts, calendars: Calendars, workspace: Workspace, keys: Collection[str] | None
) -> Iterator[Made]:
    """The corrections that stand, of these rows or of all, the newest first."""
    overlay, today = calendars.of(workspace).overlay, dt.date.today()
    for one in reversed(parts.storage.corrections.list(workspace)):
        row = overlay.holds.get(one.id, one.key)
        if one.taken_back or not (keys is None or row in keys):
            continue
        turn = calendars.files.turn(one.key)
        of = turn.coming(today) if turn else None
        yield Made(one, of, overlay.left_out.get(one.id))
