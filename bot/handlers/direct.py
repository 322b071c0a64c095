"""Direct messages: the desk as an agent, with suggested prompts and a status while it works."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.handlers.answering import Talk, answered, typed
from bot.handlers.parts import Parts, workspace_of
from bot.handlers.trouble import TROUBLE, described
from bot.knowledge.models import Language

PROMPTS = ("prompt_1", "prompt_2", "prompt_3", "prompt_4")
_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to direct messages and to the opening of their tab."""

    def handle_message(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if not _is_direct(event):
            return
        channel, user, thread = (
            event["channel"],
            event["user"],
            event.get("thread_ts") or event["ts"],
        )
        person = parts.people.person(client, workspace_of(context), user)
        status = parts.desk.base.say("looking", person.language)
        try:
            client.assistant_threads_setStatus(
                channel_id=channel, thread_ts=thread, status=f"{status}…"
            )
        except TROUBLE as error:
            _logger.info("no status shown", extra=described(error))
        reply = answered(
            parts, typed(event.get("text", "")), Talk(workspace_of(context), channel, thread, user)
        )
        client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            **parts.replies.message(reply, private=False).arguments(),
        )

    def handle_tab(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person = parts.people.person(client, workspace_of(context), event["user"])
        client.assistant_threads_setSuggestedPrompts(
            channel_id=event["channel"],
            title=parts.desk.base.say("prompt_title", person.language),
            prompts=prompts(parts, person.language),
        )

    app.event("message")(handle_message)
    app.event("app_home_opened", matchers=[_is_messages_tab])(handle_tab)


def prompts(parts: Parts, language: Language) -> list[dict[str, str]]:
    """Four questions to begin with."""
    texts = [parts.desk.base.say(key, language) for key in PROMPTS]
    return [{"title": text, "message": text} for text in texts]


def _is_direct(event: dict[str, Any]) -> bool:
    wanted = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and wanted and bool(event.get("user"))


def _is_messages_tab(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"
