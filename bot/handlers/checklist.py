"""Checklists in Slack: the command, the buttons, the files."""

from __future__ import annotations

import datetime as dt

from slack_bolt import App

from bot.handlers import prepare_form
from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.interaction import Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.handlers.prepare_form import asked_back, open_form
from bot.handlers.prepare_interaction import PrepareInteraction
from bot.prepare import Checklist, NotPossible
from bot.prepare.team import Teams
from bot.render.checklist import word
from bot.render.checklist_dates import NoDates, calendar_file
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_ids import PrepareRef


def commanded(call: Call) -> Message:
    """The reply to the command: the checklist, or a question back; the form where nothing is
    named."""
    ref, preparing = PrepareRef(language=call.language, channel=call.channel), call.preparing
    if not call.text:
        teams = Teams(call.parts.storage, preparing.prepare)
        here = teams.in_channels(call.workspace, [call.channel], (), today())
        return open_form(call, ref, here)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    try:
        made = preparing.checklist(wanted.ref, today(), call.person.zone)
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.checklists.message(made, wanted.ref, private=True)


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of checklists, and to the form."""
    on = Listeners(app, parts, PrepareInteraction)

    @on.buttons(ids.CHECKLIST)
    def handle_open(press: PrepareInteraction) -> None:
        checklists, action = press.preparing.checklists, f"{ids.CHECKLIST}.0"
        if press.ref.action is None:
            press.open(press.preparing.forms.form(press.ref), action)
        elif press.in_message:
            press.tell(checklists.message(_made(press), press.ref, private=True))
        else:
            press.open(checklists.window(_made(press), press.ref), action)

    @on.button(ids.CHECKLIST_WHY)
    def handle_why(press: PrepareInteraction) -> None:
        view = press.preparing.checklists.why(_made(press), press.ref)
        press.open(view, ids.CHECKLIST_WHY)

    @on.button(ids.CHECKLIST_WORD)
    def handle_word(press: PrepareInteraction) -> None:
        made = _made(press)
        content = word(made, press.preparing.wordings)
        press.send_file(File(named(made, "docx"), made.title, content))

    @on.button(ids.CHECKLIST_CALENDAR)
    def handle_calendar(press: PrepareInteraction) -> None:
        made = _made(press)
        try:
            content = calendar_file(made, press.preparing.wordings, now())
        except NoDates as error:  # the calendar changed since the button was shown
            raise Refusal("changed") from error
        press.send_file(File(named(made, "ics"), made.title, content))

    @on.button(ids.CHECKLIST_SHARE)
    def handle_share(press: PrepareInteraction) -> None:
        message = press.preparing.checklists.message(_made(press), press.ref, private=False)
        press.share(message)

    prepare_form.register(app, parts)


def today() -> dt.date:
    """The day from which time is counted."""
    return now().date()


def named(made: Checklist, ending: str) -> str:
    """The name of a file: `checklist-upr-submission-TCD.docx`."""
    state = f"-{made.state}" if made.state else ""
    return f"checklist-{made.action}{state}.{ending}"


def _made(press: PrepareInteraction) -> Checklist:
    """The checklist. Raises NotPossible."""
    return press.preparing.checklist(press.ref, today(), press.person.zone)
