"""Dates of the calendar: the list, and on demand a file for one's own calendar."""

from __future__ import annotations

import datetime as dt

from slack_bolt import App

from bot.handlers import filters
from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.interaction import Interaction, Refusal, Request
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.render.coming_words import ComingWords
from bot.render.ics import dated, ics
from bot.render.slack import Message
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DatesRef
from bot.reviews import Calendar, Coming

HORIZON = 120
"""Days that the list looks ahead where no State is named."""


class DatesInteraction(Interaction[DatesRef]):
    """A button under dates."""

    carries = DatesRef
    as_shown = True


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
    return call.parts.replies.shareable(_shown(call, ref), ids.DATES_SHARE, ref)


def register(app: App, parts: Parts) -> None:
    """Listen to "Add to my calendar" and "Share in channel"."""
    on = Listeners(app, parts, DatesInteraction)

    @on.button(ids.DATES_CALENDAR)
    def handle_calendar(press: DatesInteraction) -> None:
        ref, found = press.ref, _found(press.calendar, press.ref)
        if not any(map(dated, found)):
            raise Refusal("calendar_none")
        words = ComingWords(parts.desk.base, parts.desk.states, ref.language)
        content = ics(found, words, dt.date.today(), now(), version=press.calendar.version)
        press.send_file(File(f"{stem(ref)}.ics", titled(parts, ref), content))

    @on.button(ids.DATES_SHARE)
    def handle_share(press: DatesInteraction) -> None:
        press.share(_shown(press, press.ref))


def titled(parts: Parts, ref: DatesRef) -> str:
    """What a file of these dates is called for people."""
    names = [parts.desk.states.name(code, ref.language) for code in ref.states]
    names += [parts.desk.base.short(name, ref.language) for name in ref.mechanisms]
    every = parts.desk.base.say("digest_all_states", ref.language)
    return parts.desk.base.say("calendar_file", ref.language, names=", ".join(names) or every)


def stem(ref: DatesRef) -> str:
    """The name of such a file without its ending."""
    return "-".join(["reviews", *map(str.lower, ref.states), *ref.mechanisms])


def _shown(request: Request, ref: DatesRef) -> Message:
    """States by what the calendar says of each; without States or with a span, a list of dates."""
    desk, dates = request.desk, request.parts.dates
    if ref.states and ref.within is None:
        told = [(code, desk.dates(code, ref.mechanisms)) for code in ref.states]
        return dates.message(told, ref)
    found = _found(desk.calendar, ref) if desk.calendar else ()
    return dates.coming([one for one in found if one.when], ref)


def _found(calendar: Calendar, ref: DatesRef) -> tuple[Coming, ...]:
    within = dt.timedelta(days=ref.within) if ref.within else None
    return calendar.upcoming(dt.date.today(), ref.states, ref.mechanisms, within)
