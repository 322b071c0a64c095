"""Whether a payload that a test sends could have come from Slack."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.slack.rig.schemas import misfits

RECORDED = Path(__file__).resolve().parent.parent / "payloads"

EVENTS = {
    "app_mention": ("InAppMention", "AppMentionPayload"),
    "message": ("InMessage", "MessagePayload"),
    "message.file_share": ("InFileShare", "MessageFileSharePayload"),
    "message.bot_message": ("InBotMessage", "MessageBotPayload"),
    "message.message_changed": ("InMessageChanged", "MessageChangedPayload"),
    "message.message_deleted": ("InMessageDeleted", "MessageDeletedPayload"),
    "channel_archive": ("InChannelArchive", "ChannelArchivePayload"),
    "app_home_opened": ("InAppHomeOpened", "AppHomeOpenedPayload"),
    "member_joined_channel": ("InMemberJoinedChannel", "MemberJoinedChannelPayload"),
    "tokens_revoked": ("InTokensRevoked", "TokensRevokedPayload"),
    "app_uninstalled": ("InAppUninstalled", "AppUninstalledPayload"),
}
OTHERS = {
    "slash_command": ("InSlashCommand", "SlashCommandPayload"),
    "block_actions": ("InBlockActions", "BlockActionPayload"),
    "block_suggestion": ("InBlockSuggestion", None),
    "view_submission": ("InViewSubmission", "ViewSubmissionPayload"),
    "view_closed": ("InViewClosed", "ViewClosedPayload"),
    "message_action": ("InMessageAction", "MessageShortcutPayload"),
    "shortcut": ("InShortcut", None),
}

ENVELOPE = {"token", "team_id", "api_app_id", "event", "type", "event_id", "event_time"}
"""Keys that every event comes in."""

UNRECORDED = {"view.blocks", "event.view.blocks", "response_urls"}
"""Slack sends these, and the recorded keys leave them out."""

FREE = {"state", "view.state", "event.view.state", "actions[]"}
"""Below these, keys are ids of ours, or hang on the kind of element: the types judge them, as
they judge blocks."""


def problems_in_payload(kind: str, payload: dict[str, Any]) -> list[str]:
    """What Slack would never send: a wrong type, a missing key, a key nobody has seen.

    Slack sends `null` where its types say that a key is absent; both pass.

    `kind` is the type of the event inside an event_callback (for a message with its subtype after
    a dot), or of the interaction, or `slash_command`.
    """
    if kind in EVENTS:
        name, recorded = EVENTS[kind]
        found = [f"event {problem}" for problem in misfits(name, payload.get("event"), True)]
        found += [f"{key}: missing" for key in sorted(ENVELOPE - payload.keys())]
        return found + _unseen(payload, _keys_of_event(recorded), "")
    if kind not in OTHERS:
        return [f"{kind}: no such payload"]
    name, recorded_or_none = OTHERS[kind]
    told = {key: value for key, value in payload.items() if value is not None}
    if "state" in told:
        told["state"] = _plain(told["state"])
    if isinstance(told.get("view"), dict) and "state" in told["view"]:
        told["view"] = {**told["view"], "state": _plain(told["view"]["state"])}
    if kind == "block_actions" and "view" in told:
        told.setdefault("response_url", "")  # the types ask for one that a view has not
    found = misfits(name, told, open_ended=recorded_or_none is not None)
    return found + (_unseen(payload, _read(recorded_or_none), "") if recorded_or_none else [])


def _plain(value: Any) -> Any:
    """A state in which every chosen option has a plain text: Slack's types forget that options of
    checkboxes may have another."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if {"text", "value"} <= value.keys() and isinstance(value["text"], dict):
        text = {"type": "plain_text", "text": value["text"].get("text", ""), "emoji": False}
        return {**value, "text": text}
    return {key: _plain(one) for key, one in value.items()}


def _unseen(value: Any, recorded: Any, place: str) -> list[str]:
    if place in FREE or place.endswith("blocks"):
        return []
    if isinstance(value, list) and isinstance(recorded, list):
        known = _merged(recorded)
        return [p for one in value for p in _unseen(one, known, f"{place}[]")]
    if not isinstance(value, dict) or not isinstance(recorded, dict):
        return []
    found = []
    for key, held in value.items():
        inner = f"{place}.{key}".lstrip(".")
        if key in recorded:
            found += _unseen(held, recorded[key], inner)
        elif inner not in UNRECORDED:
            found.append(f"{inner}: Slack sends no such key")
    return found


def _merged(items: list[Any]) -> Any:
    """All keys of the objects in a list; anything goes where the list was recorded empty."""
    objects = [one for one in items if isinstance(one, dict)]
    if not objects:
        return None
    merged: dict[str, Any] = {}
    for one in objects:
        for key, value in one.items():
            if isinstance(value, dict) and isinstance(merged.get(key), dict):
                merged[key] = {**merged[key], **value}
            else:
                merged.setdefault(key, value)
    return merged


@cache
def _keys_of_event(name: str) -> dict[str, Any]:
    """The event's own keys in an envelope with the keys of every recorded envelope."""
    envelope: dict[str, Any] = {}
    for _, other in EVENTS.values():
        envelope.update(_read(other))
    return {**envelope, "event": _read(name)["event"]}


@cache
def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((RECORDED / f"{name}.json").read_text()))
