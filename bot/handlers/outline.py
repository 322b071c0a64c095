"""Outlines in Slack: the command, the buttons, the Word document."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.handlers.call import Call
from bot.handlers.checklist import today
from bot.handlers.files import send_file
from bot.handlers.parts import Parts
from bot.handlers.prepare_form import asked_back, document, open_form
from bot.handlers.press import Press, pressed
from bot.prepare import NotPossible, Outline
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_ids import PrepareRef


def commanded(call: Call) -> Message:
    """The reply to the command: the outline, or a question back; the form where something is
    missing."""
    ref = PrepareRef(language=call.language, channel=call.channel, outline=True)
    preparing = call.parts.preparing_of(call.workspace)
    if preparing is None:
        return call.say("prepare_nothing")
    if not call.text:
        return open_form(call, preparing, ref)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    if wanted.ref.state is None:
        return open_form(call, preparing, wanted.ref)
    try:
        made = preparing.outline(wanted.ref, today())
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.outlines.message(made, wanted.ref)


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of outlines."""

    def handle_open(press: Press) -> None:
        if press.ref.action is None or press.ref.state is None:
            press.show(press.preparing.forms.form(press.ref), f"{ids.OUTLINE}.0")
        elif made := _made(press):
            outlines = press.preparing.outlines
            if press.in_message:
                press.tell(outlines.message(made, press.ref))
            else:
                press.show(outlines.window(made, press.ref), f"{ids.OUTLINE}.0")

    def handle_word(press: Press) -> None:
        if made := _made(press):
            file = document(press.preparing, made)
            send_file(parts, press.client, press.body, press.ref.language, file)

    def handle_fill(press: Press) -> None:
        press.show(press.preparing.forms.form(press.ref), ids.OUTLINE_FILL)

    app.action(re.compile(rf"^{ids.OUTLINE}\.\d+$"))(_outline(parts, handle_open))
    app.action(ids.OUTLINE_WORD)(_outline(parts, handle_word))
    app.action(ids.OUTLINE_FILL)(_outline(parts, handle_fill))


def _outline(parts: Parts, handle: Any) -> Any:
    """The same for an outline, whatever the button came from."""

    def handle_outline(press: Press) -> None:
        press.ref = press.ref.model_copy(update={"outline": True})
        handle(press)

    return pressed(parts, handle_outline)


def _made(press: Press) -> Outline | None:
    """The outline; None where the person was told why there is none."""
    try:
        return press.preparing.outline(press.ref, today())
    except NotPossible as error:
        press.tell(press.preparing.forms.not_possible(str(error), press.ref))
        return None
