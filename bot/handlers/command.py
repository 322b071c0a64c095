"""The slash command: the reply is for the person alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.handlers.answering import typed
from bot.handlers.call import Call
from bot.handlers.interaction import SENTENCES, Refusal, words
from bot.handlers.parts import Parts
from bot.handlers.registry import parsed


def register(app: App, parts: Parts) -> None:
    """Listen to the slash command."""

    def handle_command(
        ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        word, rest = parsed(typed(command.get("text", "")))
        call = Call(parts, command, context, client, rest)
        try:
            message = word.run(call)
        except (Refusal, *SENTENCES) as error:
            message = parts.windows.sentence(words(parts.desk.base, error, call.language))
        respond(response_type="ephemeral", unfurl_links=False, **message.arguments())

    app.command(parts.deployment.advocacy_command)(handle_command)
