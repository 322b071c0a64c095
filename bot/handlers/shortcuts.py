"""Shortcuts and the window in which a question is typed and answered."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.answering import answered, typed
from bot.handlers.interaction import Interaction
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.render.slack import ids
from bot.render.slack.ids import Place


class AskInteraction(Interaction[Place]):
    """A shortcut or a button that opens the window, or the window. What it carries is not read: the
    question alone counts."""

    carries = Place

    def begin(self) -> None:
        """Nothing can be wrong with it."""
        self.ref = self.for_person(Place())


def register(app: App, parts: Parts) -> None:
    """Listen to both shortcuts, to buttons that open the window, and to the window."""
    on = Listeners(app, parts, AskInteraction)

    @on.shortcut(ids.ASK_SHORTCUT, ids.MESSAGE_SHORTCUT)
    @on.button(ids.ASK)
    def handle_open(use: AskInteraction) -> None:
        # A button's message is the desk's own; only the shortcut is about somebody's text.
        message = use.body["message"] if use.body["type"] == "message_action" else {}
        text = typed(message.get("text", ""))
        use.open(parts.windows.ask(use.language, use.ref, text), ids.ASK)

    @on.form(ids.ASK_WINDOW)
    def handle_question(form: AskInteraction) -> None:
        text = form.inputs.text(ids.QUESTION)
        reply = answered(parts, form.workspace, text, form.language)
        form.update(parts.replies.window(reply, form.language, text))
