"""Direct messages: the desk as an agent, with suggested prompts and a status while it works."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.ask.openings import openings
from bot.handlers import drafts
from bot.handlers.answering import Talk, answered, typed
from bot.handlers.opening import post
from bot.handlers.parts import Parts, external, workspace_of
from bot.handlers.trouble import TROUBLE, described
from bot.knowledge.models import Language
from bot.store import Workspace

_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to direct messages and to the opening of their tab."""

    def handle_message(
        event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        if not _is_direct(event):
            return
        workspace, channel, user = workspace_of(context), event["channel"], event["user"]
        thread = event.get("thread_ts") or event["ts"]
        if drafts.took(parts, client, workspace, event):
            return
        _show_status(parts, client, workspace, user, (channel, thread))
        # Of people of other organisations it is not remembered who they are.
        outside = external(body)
        talk = Talk(workspace, channel, thread, None if outside else user)
        usual = parts.language(client, workspace, user, channel)
        reply = answered(parts, workspace, typed(event.get("text", "")), usual, talk)
        notices = ("external_notice",) if outside else ()
        message = parts.replies.message(reply, private=False, notices=notices)
        post(client, message, channel, thread)

    def handle_tab(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        workspace, user = workspace_of(context), event["user"]
        language = parts.language(client, workspace, user, event["channel"])
        client.assistant_threads_setSuggestedPrompts(
            channel_id=event["channel"],
            title=parts.desk.base.say("prompt_title", language),
            prompts=prompts(parts, workspace, user, language),
        )

    app.event("message")(handle_message)
    app.event("app_home_opened", matchers=[_is_messages_tab])(handle_tab)


def prompts(
    parts: Parts, workspace: Workspace, user: str, language: Language
) -> list[dict[str, str]]:
    """Four questions to begin with, by the States that somebody follows."""
    followed = parts.storage.follows.states(workspace, user)
    notes = openings(parts.calendar_of(workspace), followed)
    texts = [parts.plain.note(note, language) for note in notes]
    return [{"title": text, "message": text} for text in texts]


def _show_status(
    parts: Parts, client: WebClient, workspace: Workspace, user: str, place: tuple[str, str]
) -> None:
    """Say that the desk is looking it up; `place` is a channel and a thread. An answer does not
    wait for this."""
    channel, thread = place
    language = parts.language(client, workspace, user, channel)
    status = f"{parts.desk.base.say('looking', language)}…"
    try:
        client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=status)
    except TROUBLE as error:
        _logger.info("no status shown", extra=described(error))


def _is_direct(event: dict[str, Any]) -> bool:
    wanted = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and wanted and bool(event.get("user"))


def _is_messages_tab(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"
