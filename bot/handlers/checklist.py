"""Checklists in Slack: the command, the buttons, the files."""

from __future__ import annotations

import datetime as dt
import re

from slack_bolt import App

from bot.handlers import prepare_form
from bot.handlers.call import Call
from bot.handlers.files import File, send_file
from bot.handlers.parts import Parts, now
from bot.handlers.prepare_form import asked_back, open_form
from bot.handlers.press import Press, pressed
from bot.handlers.sharing import share
from bot.prepare import Checklist, NotPossible
from bot.prepare.team import Teams
from bot.render.checklist import word
from bot.render.checklist_ics import NoDates, calendar_file
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_ids import PrepareRef


def commanded(call: Call) -> Message:
    """The reply to the command: the checklist, or a question back; the form where nothing is
    named."""
    ref = PrepareRef(language=call.language, channel=call.channel)
    preparing = call.parts.preparing_of(call.workspace)
    if preparing is None:
        return call.say("prepare_nothing")
    if not call.text:
        teams = Teams(call.parts.storage, preparing.prepare)
        here = teams.in_channels(call.workspace, [call.channel], (), today())
        return open_form(call, preparing, ref, here)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    person = call.parts.people.person(call.client, call.workspace, call.user)
    try:
        made = preparing.checklist(wanted.ref, today(), person.zone)
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.checklists.message(made, wanted.ref, private=True)


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of checklists, and to the form."""

    def handle_open(press: Press) -> None:
        if press.ref.action is None:
            press.show(press.preparing.forms.form(press.ref), f"{ids.CHECKLIST}.0")
        elif made := _made(press):
            checklists = press.preparing.checklists
            if press.in_message:
                press.tell(checklists.message(made, press.ref, private=True))
            else:
                press.show(checklists.window(made, press.ref), f"{ids.CHECKLIST}.0")

    def handle_why(press: Press) -> None:
        if made := _made(press):
            press.show(press.preparing.checklists.why(made, press.ref), ids.CHECKLIST_WHY)

    def handle_word(press: Press) -> None:
        if made := _made(press):
            content = word(made, press.preparing.wordings)
            _send(press, named(made, "docx"), made, content)

    def handle_calendar(press: Press) -> None:
        if made := _made(press):
            try:
                content = calendar_file(made, press.preparing.wordings, now())
            except NoDates:  # the calendar changed since the button was shown
                press.tell(parts.windows.said("changed", press.ref.language))
            else:
                _send(press, named(made, "ics"), made, content)

    def handle_share(press: Press) -> None:
        if made := _made(press):
            message = press.preparing.checklists.message(made, press.ref, private=False)
            share(parts, press.client, press.body, press.context, message)

    app.action(re.compile(rf"^{ids.CHECKLIST}\.\d+$"))(pressed(parts, handle_open))
    app.action(ids.CHECKLIST_WHY)(pressed(parts, handle_why))
    app.action(ids.CHECKLIST_WORD)(pressed(parts, handle_word))
    app.action(ids.CHECKLIST_CALENDAR)(pressed(parts, handle_calendar))
    app.action(ids.CHECKLIST_SHARE)(pressed(parts, handle_share))
    prepare_form.register(app, parts)


def today() -> dt.date:
    """The day from which time is counted."""
    return now().date()


def named(made: Checklist, ending: str) -> str:
    """The name of a file: `checklist-upr-submission-TCD.docx`."""
    state = f"-{made.state}" if made.state else ""
    return f"checklist-{made.action}{state}.{ending}"


def _made(press: Press) -> Checklist | None:
    """The checklist; None where the person was told why there is none."""
    try:
        return press.preparing.checklist(press.ref, today(), press.profile.zone)
    except NotPossible as error:
        press.tell(press.preparing.forms.not_possible(str(error), press.ref))
        return None


def _send(press: Press, name: str, made: Checklist, content: bytes) -> None:
    file = File(name, made.title, content)
    send_file(press.parts, press.client, press.body, press.ref.language, file)
