"""Outlines in Slack: the command, the buttons, the Word document."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.call import Call
from bot.handlers.checklist import today
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.handlers.prepare_form import asked_back, document, open_form
from bot.handlers.prepare_interaction import PrepareInteraction
from bot.prepare import NotPossible, Outline
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_ids import PrepareRef


class OutlineInteraction(PrepareInteraction):
    """The same for an outline, whatever the button came from."""

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """An outline is wanted, and not a checklist."""
        return super().for_person(ref).model_copy(update={"outline": True})

    def made(self) -> Outline:
        """The outline. Raises NotPossible."""
        return self.preparing.outline(self.ref, today())


def commanded(call: Call) -> Message:
    """The reply to the command: the outline, or a question back; the form where something is
    missing."""
    ref = PrepareRef(language=call.language, channel=call.channel, outline=True)
    preparing = call.preparing
    if not call.text:
        return open_form(call, ref)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    if wanted.ref.state is None:
        return open_form(call, wanted.ref)
    try:
        made = preparing.outline(wanted.ref, today())
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.outlines.message(made, wanted.ref)


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of outlines."""
    on = Listeners(app, parts, OutlineInteraction)

    @on.buttons(ids.OUTLINE)
    def handle_open(press: OutlineInteraction) -> None:
        outlines, action = press.preparing.outlines, f"{ids.OUTLINE}.0"
        if press.ref.action is None or press.ref.state is None:
            press.open(press.preparing.forms.form(press.ref), action)
        elif press.in_message:
            press.tell(outlines.message(press.made(), press.ref))
        else:
            press.open(outlines.window(press.made(), press.ref), action)

    @on.button(ids.OUTLINE_WORD)
    def handle_word(press: OutlineInteraction) -> None:
        press.send_file(document(press.preparing, press.made()))

    @on.button(ids.OUTLINE_FILL)
    def handle_fill(press: OutlineInteraction) -> None:
        press.open(press.preparing.forms.form(press.ref), ids.OUTLINE_FILL)
