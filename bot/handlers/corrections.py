"""Curators see which dates they can correct for their workspace, and take corrections back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers import correction_form, filters
from bot.handlers.call import Call
from bot.handlers.curating import refusal
from bot.handlers.filters import Filter
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.render.slack import Message
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import CorrectionRef
from bot.render.slack.corrections import Made, SlackCorrections
from bot.reviews import Calendar, Calendars, Coming
from bot.store import Workspace


def commanded(call: Call) -> Message:
    """The reply to the command: the dates of the States and mechanisms that are named, and what
    was corrected; to others than curators a sentence."""
    parts, workspace, text = call.parts, call.workspace, call.text
    if refused := refusal(parts, call.client, workspace, call.user):
        return call.say(refused)
    if parts.calendars is None:
        return call.say("correct_none")
    wanted = filters.read(parts.desk, text) if text else None
    if text and wanted is None:
        return call.say("correct_which", command=call.command)
    dates = list(_dates(parts.calendars.of(workspace), wanted)) if wanted else []
    keys = {one.key for one in dates} if wanted else None
    made = list(_made(parts, parts.calendars, workspace, keys))
    if not dates and not made:
        phrase = "correct_none" if wanted else "correct_which"
        return call.say(phrase, command=call.command)
    shown = SlackCorrections(parts.desk.base, parts.desk.states)
    hint = (
        "" if wanted else parts.desk.base.say("correct_which", call.language, command=call.command)
    )
    return shown.listed(dates, made, call.language, hint)


def register(app: App, parts: Parts) -> None:
    """Listen to "Take back"; the form is in `correction_form`."""

    def handle_back(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        workspace, user = workspace_of(context), body["user"]["id"]
        ref = CorrectionRef.read(body["actions"][0].get("value"))
        language = parts.people.person(client, workspace, user).language
        if phrase := refusal(parts, client, workspace, user):
            tell(client, body, parts.windows.said(phrase, language))
            return
        kept = None
        if ref and parts.calendars:
            kept = parts.storage.corrections.take_back(workspace, ref.correction, user, now())
        if kept is None or parts.calendars is None:
            tell(client, body, parts.windows.said("correct_gone", language))
            return
        turn = parts.calendars.of(workspace).turn(kept.key)
        stands = turn.coming(dt.date.today()) if turn else None
        shown = SlackCorrections(parts.desk.base, parts.desk.states)
        tell(client, body, shown.told("correct_taken_back", stands, language))

    app.action(re.compile(rf"^{ids.CORRECT_BACK}\.\d+$"))(handle_back)
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
