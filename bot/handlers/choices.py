"""Buttons under replies: a choice, more, the text to paste."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ask.models import Reply
from bot.handlers.answering import Talk, recalled, remember
from bot.handlers.once import LASTS
from bot.handlers.opening import open_window, send, tell
from bot.handlers.parts import Parts, now, ours, workspace_of
from bot.handlers.sharing import notices, shown
from bot.render.slack import ids
from bot.render.slack.ids import Pick, Shown
from bot.store import Workspace


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of replies."""

    def handle_pick(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        pick = Pick.read(body["actions"][0].get("value"))
        talk = _talk(body, context)
        reply = _picked(parts, workspace_of(context), pick, talk)
        if pick is None or reply is None:
            tell(client, body, parts.windows.said("changed", pick.language if pick else "en"))
            return
        if view := body.get("view"):
            asked = view.get("private_metadata") or ""
            updated = parts.replies.window(reply, pick.language, asked)
            client.views_update(view_id=view["id"], hash=view["hash"], view=updated)
            return
        if talk:
            remember(parts, talk, reply.context())
        private = bool(body.get("container", {}).get("is_ephemeral"))
        taken = not private and not _first(parts, body, context)
        told = () if private or taken else notices(parts, client, body, context)
        if taken:
            tell(client, body, parts.replies.message(reply, private=True))
            return
        message = parts.replies.message(reply, private=private, notices=told)
        _reply(body, client, message.arguments(), private)

    def handle_more(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = Shown.read(body["actions"][0].get("value"))
        answer = shown(parts, workspace_of(context), ref)
        if answer is None:
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
        elif body.get("view"):
            again = (ids.MORE, body["actions"][0]["value"])
            open_window(parts, client, body, parts.replies.more_window(answer), again)
        else:
            tell(client, body, parts.replies.more(answer))

    def handle_english(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        answer = shown(parts, workspace_of(context), Shown.read(body["actions"][0].get("value")))
        if answer is None:
            tell(client, body, parts.windows.said("changed", "en"))
        elif view := body.get("view"):
            asked = view.get("private_metadata") or ""
            updated = parts.replies.window(answer, "en", asked)
            client.views_update(view_id=view["id"], hash=view["hash"], view=updated)
        else:
            tell(client, body, parts.replies.message(answer, private=True))

    def handle_paste(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        value = body["actions"][0].get("value")
        answer = shown(parts, workspace_of(context), Shown.read(value))
        if answer is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        open_window(parts, client, body, parts.windows.paste(answer), (ids.PASTE, value))

    def handle_copied(ack: Ack) -> None:
        ack()

    app.action(re.compile(rf"^{ids.PICK}\.\d+$"))(handle_pick)
    app.action(re.compile(rf"^{ids.RELATED}\.\d+$"))(handle_pick)
    app.action(ids.MORE)(handle_more)
    app.action(ids.ENGLISH)(handle_english)
    app.action(ids.PASTE)(handle_paste)
    app.view(ids.PASTE_WINDOW)(handle_copied)


def _first(parts: Parts, body: dict[str, Any], context: BoltContext) -> bool:
    """Whether nobody has chosen under this message before: the first choice stands in its place,
    and another person's would take that away."""
    if not body["actions"][0]["action_id"].startswith(ids.PICK):
        return True
    workspace, container = workspace_of(context), body["container"]
    key = f"picked:{container['channel_id']}:{container['message_ts']}"
    if not parts.storage.claims.take(workspace, key, now(), LASTS):
        return False
    parts.storage.claims.finish(workspace, key)
    return True


def _picked(
    parts: Parts, workspace: Workspace, pick: Pick | None, talk: Talk | None
) -> Reply | None:
    """What a choice stands for, or None where the base does not know it."""
    if pick is None:
        return None
    earlier = recalled(parts, talk) if talk else None
    if pick.entry:
        if pick.entry not in parts.desk.base.entries:
            return None
        state = earlier.state if earlier else None
        return parts.desk_of(workspace).entry(pick.entry, pick.language, state=state)
    if pick.state and parts.desk.states.knows(pick.state):
        return parts.desk_of(workspace).chosen_state(pick.state, earlier, pick.language)
    return None


def _talk(body: dict[str, Any], context: BoltContext) -> Talk | None:
    """The thread in which a button stands; None in a window or the home."""
    container = body.get("container", {})
    if not container.get("message_ts"):
        return None
    thread = container.get("thread_ts") or container["message_ts"]
    channel = container["channel_id"]
    direct = body["user"]["id"] if channel.startswith("D") and ours(body) else None
    return Talk(workspace_of(context), channel, thread, direct)


def _reply(
    body: dict[str, Any], client: WebClient, arguments: dict[str, Any], private: bool
) -> None:
    """A choice is answered in place; a related entry beside the answer that led to it."""
    in_place = body["actions"][0]["action_id"].startswith(ids.PICK)
    container = body["container"]
    if private or in_place:
        kind = "ephemeral" if private else "in_channel"
        reply = {**arguments, "response_type": kind, "replace_original": in_place}
        send(client, body["response_url"], reply)
        return
    client.chat_postMessage(
        channel=container["channel_id"],
        thread_ts=container.get("thread_ts") or container["message_ts"],
        unfurl_links=False,
        unfurl_media=False,
        **arguments,
    )
