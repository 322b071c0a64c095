"""Shortcuts and the window in which a question is typed and answered."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.answering import answered, typed
from bot.handlers.opening import open_window
from bot.handlers.parts import Parts, workspace_of
from bot.render.slack import ids
from bot.render.slack.ids import Place


def register(app: App, parts: Parts) -> None:
    """Listen to both shortcuts, to buttons that open the window, and to the window."""

    def handle_shortcut(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        language = parts.people.person(client, workspace_of(context), body["user"]["id"]).language
        place = Place(language=language)
        # A button's message is the desk's own; only the shortcut is about somebody's text.
        message = body["message"] if body["type"] == "message_action" else {}
        view = parts.windows.ask(language, place, typed(message.get("text", "")))
        open_window(parts, client, body, view, (ids.ASK, place.value))

    def handle_question(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        text = view["state"]["values"][ids.QUESTION][ids.QUESTION]["value"] or ""
        reply = answered(parts, workspace_of(context), text)
        language = parts.people.person(client, workspace_of(context), body["user"]["id"]).language
        ack(response_action="update", view=parts.replies.window(reply, language, text))

    app.shortcut(ids.ASK_SHORTCUT)(handle_shortcut)
    app.shortcut(ids.MESSAGE_SHORTCUT)(handle_shortcut)
    app.action(ids.ASK)(handle_shortcut)
    app.view(ids.ASK_WINDOW)(handle_question)
