"""Dates of the calendar: the list, and on demand a file for one's own calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers import filters
from bot.handlers.call import Call
from bot.handlers.files import File, send_file
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.sharing import sharing
from bot.render.calendar import Names
from bot.render.ics import dated, ics
from bot.render.slack import Message
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DatesRef
from bot.reviews import Calendar, Coming
from bot.store import Workspace

HORIZON = 120
"""Days that the list looks ahead where no State is named."""


def commanded(call: Call) -> Message:
    """The reply to the command; without a filter the dates of the States that somebody follows."""
    wanted = filters.read(call.parts.desk, call.text)
    if wanted is None:
        return call.say("upcoming_which", command=call.command)
    states = wanted.states or (() if wanted.mechanisms else call.followed)
    ref = DatesRef(
        language=call.language, states=states, mechanisms=wanted.mechanisms, within=wanted.within
    )
    if not states:
        ref = ref.model_copy(update={"within": wanted.within or HORIZON})
    shown = _shown(call.parts, call.workspace, ref)
    return call.parts.replies.shareable(shown, ids.DATES_SHARE, ref)


def register(app: App, parts: Parts) -> None:
    """Listen to "Add to my calendar" and "Share in channel"."""

    def handle_calendar(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref, calendar = read_ref(parts, body), parts.calendar_of(workspace_of(context))
        if ref is None or calendar is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        found = _found(calendar, ref)
        if not any(map(dated, found)):
            tell(client, body, parts.windows.said("calendar_none", ref.language))
            return
        names = Names.of(parts.desk.base, parts.desk.states)
        content = ics(found, names, dt.date.today(), now(), version=calendar.version)
        file = File(f"{stem(ref)}.ics", titled(parts, ref), content)
        send_file(parts, client, body, ref.language, file)

    def shared(workspace: Workspace, value: object) -> Message | None:
        ref = _known(parts, value)
        return _shown(parts, workspace, ref) if ref else None

    app.action(ids.DATES_CALENDAR)(handle_calendar)
    app.action(ids.DATES_SHARE)(sharing(parts, shared))


def read_ref(parts: Parts, body: dict[str, Any]) -> DatesRef | None:
    """The dates that a button stands for; None where it was altered, or names what is not known."""
    return _known(parts, body["actions"][0].get("value"))


def _known(parts: Parts, value: object) -> DatesRef | None:
    ref = DatesRef.read(value)
    if ref is None or not all(map(parts.desk.states.knows, ref.states)):
        return None
    return ref if all(name in parts.desk.base.mechanisms for name in ref.mechanisms) else None


def titled(parts: Parts, ref: DatesRef) -> str:
    """What a file of these dates is called for people."""
    names = [parts.desk.states.name(code, ref.language) for code in ref.states]
    names += [parts.desk.base.short(name, ref.language) for name in ref.mechanisms]
    every = parts.desk.base.say("digest_all_states", ref.language)
    return parts.desk.base.say("calendar_file", ref.language, names=", ".join(names) or every)


def stem(ref: DatesRef) -> str:
    """The name of such a file without its ending."""
    return "-".join(["reviews", *map(str.lower, ref.states), *ref.mechanisms])


def _shown(parts: Parts, workspace: Workspace, ref: DatesRef) -> Message:
    """States by what the calendar says of each; without States or with a span, a list of dates."""
    desk = parts.desk_of(workspace)
    if ref.states and ref.within is None:
        told = [(code, desk.dates(code, ref.mechanisms)) for code in ref.states]
        return parts.dates.message(told, ref)
    found = _found(desk.calendar, ref) if desk.calendar else ()
    return parts.dates.coming([one for one in found if one.when], ref)


def _found(calendar: Calendar, ref: DatesRef) -> tuple[Coming, ...]:
    within = dt.timedelta(days=ref.within) if ref.within else None
    return calendar.upcoming(dt.date.today(), ref.states, ref.mechanisms, within)
