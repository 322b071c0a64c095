"""A mention in a channel: the reply stands in the thread, at once."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.handlers.answering import Talk, answered, typed
from bot.handlers.opening import post
from bot.handlers.parts import Parts, external, workspace_of


def register(app: App, parts: Parts) -> None:
    """Listen to mentions."""

    def handle_mention(
        event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        thread = event.get("thread_ts") or event["ts"]
        talk = Talk(workspace_of(context), event["channel"], thread)
        usual = parts.language(client, talk.workspace, event["user"], talk.channel)
        reply = answered(parts, talk.workspace, typed(event.get("text", "")), usual, talk)
        notices = ("external_notice",) if external(body) else ()
        if "thread_ts" not in event:
            notices = ("mention_again", *notices)
        message = parts.replies.message(reply, private=False, notices=notices)
        post(client, message, event["channel"], thread)

    app.event("app_mention")(handle_mention)
