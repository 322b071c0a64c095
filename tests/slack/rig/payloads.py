"""What Slack sends to an app, built from a workspace and what someone did there.

Every builder gives a Payload with all keys that Slack sends for it; problems_in_payload checks each
before it is sent (doors.py).
"""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from tests.slack.rig.workspace import Workspace

VERIFICATION_TOKEN = "verification-token-of-the-rig"  # noqa: S105 (not checked)
_count = itertools.count(1)


@dataclass(frozen=True)
class Payload:
    """What is sent: `kind` names it for problems_in_payload; `wire` says how it travels by HTTP."""

    kind: str
    body: dict[str, Any]
    wire: Literal["event", "command", "interaction"]

    def encoded(self) -> tuple[bytes, str]:
        """The HTTP body and its content type."""
        if self.wire == "event":
            return json.dumps(self.body).encode(), "application/json"
        form = self.body if self.wire == "command" else {"payload": json.dumps(self.body)}
        return urlencode(form).encode(), "application/x-www-form-urlencoded"

    @property
    def envelope(self) -> str:
        """The type of the envelope by which it travels over a socket."""
        return {"event": "events_api", "command": "slash_commands"}.get(self.wire, "interactive")


# Events


def event(space: Workspace, inner: dict[str, Any], outside: bool = False) -> Payload:
    """An event in its envelope, with an event_id of its own."""
    number = next(_count)
    body = {
        "token": VERIFICATION_TOKEN,
        "team_id": space.id,
        "context_team_id": space.id,
        "context_enterprise_id": None,
        "api_app_id": space.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:09d}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": space.id,
                "user_id": space.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": outside,
        "event_context": f"4-event-{number}",
    }
    kind = ".".join(str(inner[key]) for key in ("type", "subtype") if key in inner)
    return Payload(kind, body, "event")


def app_mention(
    space: Workspace, user: str, channel: str, text: str, ts: str, thread_ts: str | None = None
) -> Payload:
    """Someone wrote `text`, which names the desk, in a channel or thread."""
    inner = {"type": "app_mention", **_written(space, user, channel, text, ts, thread_ts)}
    return event(space, inner, outside=channel in space.shared_externally)


def message(
    space: Workspace,
    user: str,
    channel: str,
    text: str,
    ts: str,
    thread_ts: str | None = None,
    channel_type: Literal["im", "channel", "group"] = "im",
) -> Payload:
    """Someone wrote to the desk in a DM, or in a channel whose messages it reads."""
    written = _written(space, user, channel, text, ts, thread_ts)
    return event(space, {"type": "message", "channel_type": channel_type, **written})


OF_A_FILE = (
    "id created timestamp name title mimetype filetype pretty_type user editable size mode"
    " is_external external_type is_public public_url_shared display_as_bot url_private"
    " url_private_download permalink"
).split()
"""What Slack tells of a file in the event of a message."""


def file_share(
    space: Workspace,
    user: str,
    channel: str,
    text: str,
    ts: str,
    files: list[dict[str, Any]],
    outside: bool = False,
) -> Payload:
    """Someone sent files to the desk in a DM, with a text or without."""
    written = _written(space, user, channel, text, ts, None)
    del written["team"], written["client_msg_id"]
    if not text:
        del written["blocks"]
    told = [{key: file[key] for key in OF_A_FILE if key in file} for file in files]
    share = {"subtype": "file_share", "upload": False, "display_as_bot": False}
    share["files"] = [{"username": "", **file} for file in told]
    return event(space, {"type": "message", "channel_type": "im", **written, **share}, outside)


def bot_message(space: Workspace, channel: str, text: str, ts: str, bot_id: str) -> Payload:
    """Another app, or the desk itself by its own `bot_id`, wrote where the desk reads."""
    inner = {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": bot_id,
        "username": "Another app",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "channel": channel,
        "channel_type": "im" if channel.startswith("D") else "channel",
    }
    return event(space, inner)


def message_changed(space: Workspace, user: str, channel: str, text: str, ts: str) -> Payload:
    """Someone edited what they had written; Slack also sends this when it unfurls a link."""
    now = {"type": "message", "user": user, "text": text, "ts": ts, "team": space.id}
    inner = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel,
        "channel_type": "im" if channel.startswith("D") else "channel",
        "ts": _now(),
        "event_ts": _now(),
        "message": {**now, "edited": {"user": user, "ts": _now()}},
        "previous_message": {**now, "text": "before"},
    }
    return event(space, inner)


def message_deleted(space: Workspace, user: str, channel: str, ts: str) -> Payload:
    """Someone deleted what they had written."""
    inner = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel,
        "channel_type": "im" if channel.startswith("D") else "channel",
        "ts": _now(),
        "event_ts": _now(),
        "deleted_ts": ts,
        "previous_message": {"type": "message", "user": user, "text": "before", "ts": ts},
    }
    return event(space, inner)


def channel_archive(space: Workspace, user: str, channel: str) -> Payload:
    """Someone archived a channel."""
    inner = {"type": "channel_archive", "channel": channel, "user": user, "event_ts": _now()}
    return event(space, inner)


def app_home_opened(
    space: Workspace,
    user: str,
    channel: str,
    tab: Literal["home", "messages"] = "home",
    view: dict[str, Any] | None = None,
) -> Payload:
    """Someone opened the desk's home tab (`view` is what stood there) or its messages."""
    inner: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel,
        "tab": tab,
        "event_ts": _now(),
    }
    if tab == "home" and view:
        inner["view"] = view_of(space, view)
    return event(space, inner)


def member_joined_channel(space: Workspace, user: str, channel: str, inviter: str) -> Payload:
    """Someone, or the desk itself, came into a channel."""
    inner = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel,
        "channel_type": "C",
        "team": space.id,
        "inviter": inviter,
        "event_ts": _now(),
    }
    return event(space, inner, outside=channel in space.shared_externally)


def tokens_revoked(space: Workspace) -> Payload:
    """The desk's tokens in this workspace are no longer good."""
    tokens: dict[str, list[str]] = {"oauth": [], "bot": [space.bot_user]}
    return event(space, {"type": "tokens_revoked", "tokens": tokens})


def app_uninstalled(space: Workspace) -> Payload:
    """The desk was removed from this workspace."""
    return event(space, {"type": "app_uninstalled"})


# Commands and interactions


def slash_command(
    space: Workspace,
    user: str,
    channel: str,
    text: str,
    response_url: str,
    trigger_id: str,
    command: str = "/advocacy",
) -> Payload:
    """Someone ran a slash command."""
    body = {
        "token": VERIFICATION_TOKEN,
        "team_id": space.id,
        "team_domain": space.domain,
        "channel_id": channel,
        "channel_name": space.channel_name(channel),
        "user_id": user,
        "user_name": space.name(user),
        "command": command,
        "text": text,
        "api_app_id": space.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }
    return Payload("slash_command", body, "command")


def block_actions(
    space: Workspace,
    user: str,
    action: dict[str, Any],
    trigger_id: str,
    *,
    channel: str | None = None,
    message: dict[str, Any] | None = None,
    ephemeral: bool = False,
    view: dict[str, Any] | None = None,
    response_url: str | None = None,
    values: dict[str, Any] | None = None,
) -> Payload:
    """Someone used a button or menu in a message (`channel` and `message`) or in a view.

    `action` has type, block_id, action_id and what was chosen; `values` is the state of inputs.
    """
    body = _interaction(space, "block_actions", user)
    body["trigger_id"] = trigger_id
    body["actions"] = [{**action, "action_ts": _now()}]
    if view is not None:
        state = {"values": values or {}}
        body["container"] = {"type": "view", "view_id": view["id"]}
        body["view"] = {**view_of(space, view), "state": state}
        return Payload("block_actions", body, "interaction")
    assert channel and message and response_url
    body["container"] = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }
    if "thread_ts" in message:
        body["container"]["thread_ts"] = message["thread_ts"]
    body["channel"] = {"id": channel, "name": space.channel_name(channel)}
    body["state"] = {"values": values or {}}
    body["response_url"] = response_url
    if not ephemeral:  # Slack doesn't send the content of an ephemeral message back
        body["message"] = posted(space, message)
    return Payload("block_actions", body, "interaction")


def view_submission(
    space: Workspace, user: str, view: dict[str, Any], values: dict[str, Any], trigger_id: str
) -> Payload:
    """Someone submitted a modal; `values` is block_id → action_id → what stands in the input."""
    body = _interaction(space, "view_submission", user)
    body["trigger_id"] = trigger_id
    body["view"] = {**view_of(space, view), "state": {"values": values}}
    body["response_urls"] = []
    return Payload("view_submission", body, "interaction")


def view_closed(
    space: Workspace, user: str, view: dict[str, Any], cleared: bool = False
) -> Payload:
    """Someone closed a modal that has notify_on_close."""
    body = _interaction(space, "view_closed", user)
    body["view"] = view_of(space, view)
    body["is_cleared"] = cleared
    return Payload("view_closed", body, "interaction")


def block_suggestion(
    space: Workspace,
    user: str,
    action_id: str,
    block_id: str,
    value: str,
    *,
    view: dict[str, Any] | None = None,
    channel: str | None = None,
    message: dict[str, Any] | None = None,
) -> Payload:
    """Someone typed `value` into an external_select of a view or message."""
    body = _interaction(space, "block_suggestion", user)
    del body["user"]["username"]
    body |= {"action_id": action_id, "block_id": block_id, "value": value}
    if view is not None:
        body["container"] = {"type": "view", "view_id": view["id"]}
        body["view"] = view_of(space, view)
    else:
        assert channel and message
        body["container"] = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
        body["channel"] = {"id": channel, "name": space.channel_name(channel)}
        body["message"] = posted(space, message)
    return Payload("block_suggestion", body, "interaction")


def message_shortcut(
    space: Workspace,
    user: str,
    channel: str,
    message: dict[str, Any],
    callback_id: str,
    response_url: str,
    trigger_id: str,
) -> Payload:
    """Someone chose a shortcut of the desk on a message."""
    body = _interaction(space, "message_action", user)
    del body["user"]["username"], body["api_app_id"], body["enterprise"]
    body |= {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "action_ts": _now(),
        "message_ts": message["ts"],
        "channel": {"id": channel, "name": space.channel_name(channel)},
        "message": posted(space, message),
    }
    return Payload("message_action", body, "interaction")


def global_shortcut(space: Workspace, user: str, callback_id: str, trigger_id: str) -> Payload:
    """Someone chose a shortcut of the desk from the menu."""
    body = _interaction(space, "shortcut", user)
    del body["user"]["name"], body["api_app_id"], body["enterprise"]
    body |= {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": _now()}
    return Payload("shortcut", body, "interaction")


# Their parts


def view_of(space: Workspace, view: dict[str, Any]) -> dict[str, Any]:
    """A view as it comes back: what the desk sent, with ids for all blocks and Slack's own keys."""
    blocks = [
        {**block, "block_id": block.get("block_id") or f"b{index}"}
        for index, block in enumerate(view.get("blocks", []))
    ]
    return {
        "id": view["id"],
        "team_id": space.id,
        "type": view["type"],
        "blocks": blocks,
        "private_metadata": view.get("private_metadata") or "",
        "callback_id": view.get("callback_id") or "",
        "state": {"values": {}},
        "hash": view.get("hash") or "",
        "title": view.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": view.get("clear_on_close") or False,
        "notify_on_close": view.get("notify_on_close") or False,
        "close": view.get("close"),
        "submit": view.get("submit"),
        "previous_view_id": view.get("previous_view_id"),
        "root_view_id": view.get("root_view_id") or view["id"],
        "app_id": space.app_id,
        "external_id": view.get("external_id") or "",
        "app_installed_team_id": space.id,
        "bot_id": space.bot_id,
    }


def posted(space: Workspace, message: dict[str, Any]) -> dict[str, Any]:
    """A message as it comes back in a payload."""
    keys = ("type", "user", "text", "ts", "thread_ts", "blocks", "metadata", "edited", "bot_id")
    found = {key: message[key] for key in keys if key in message}
    return {"type": "message", "team": space.id, **found}


def _written(
    space: Workspace, user: str, channel: str, text: str, ts: str, thread_ts: str | None
) -> dict[str, Any]:
    said = {"type": "text", "text": text}
    section = {"type": "rich_text_section", "elements": [said]}
    found = {
        "user": user,
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "channel": channel,
        "team": space.id,
        "client_msg_id": f"00000000-0000-4000-8000-{next(_count):012d}",
        "blocks": [{"type": "rich_text", "block_id": "said", "elements": [section]}],
    }
    return {**found, "thread_ts": thread_ts} if thread_ts else found


def _interaction(space: Workspace, kind: str, user: str) -> dict[str, Any]:
    name = space.name(user)
    return {
        "type": kind,
        "team": {"id": space.id, "domain": space.domain},
        "user": {"id": user, "username": name, "name": name, "team_id": space.id},
        "api_app_id": space.app_id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _now() -> str:
    return f"{int(time.time())}.{next(_count):06d}"
