"""Where Slack and the emulator differ: methods it lacks, refusals it forgets, keys it leaves out.

`Refusal` carries Slack's own error codes. Scopes are those of Slack's method pages.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack.rig.workspace import Workspace

Answer = dict[str, Any]


class Refusal(Exception):
    """Slack's answer `ok: false`."""

    def __init__(self, error: str, **more: Any) -> None:
        """`error` is Slack's code."""
        super().__init__(error)
        self.answer: Answer = {"ok": False, "error": error, **more}


@dataclass(frozen=True)
class Ask:
    """A call by a known token."""

    workspace: Workspace
    method: str
    args: dict[str, Any]
    token: str
    scopes: tuple[str, ...]

    def text(self, name: str) -> str:
        """A required argument; refuses the call without it."""
        value = self.args.get(name)
        if not value:
            raise Refusal("invalid_arguments", response_metadata={"messages": [f"missing {name}"]})
        return str(value)


def status(ask: Ask) -> Answer:
    """assistant.threads.setStatus: an empty status clears it."""
    ask.text("channel_id")
    ask.text("thread_ts")
    if "status" not in ask.args:
        raise Refusal("invalid_arguments")
    return {"ok": True}


def prompts(ask: Ask) -> Answer:
    """assistant.threads.setSuggestedPrompts: one to four prompts, each with title and message."""
    ask.text("channel_id")
    given = ask.args.get("prompts")
    if not isinstance(given, list) or not 1 <= len(given) <= 4:
        raise Refusal("invalid_arguments")
    if not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in given):
        raise Refusal("invalid_arguments")
    return {"ok": True}


def thread_title(ask: Ask) -> Answer:
    """assistant.threads.setTitle."""
    ask.text("channel_id")
    ask.text("title")
    return {"ok": True}


def own_conversations(ask: Ask) -> Answer:
    """users.conversations: the channels that the desk is in; of a person, those of the person that
    the desk may see."""
    types = ask.args.get("types", "public_channel")
    args = {"types": types, "limit": "999", "exclude_archived": ask.args.get("exclude_archived")}
    space = ask.workspace
    found = space.emulator.call(space.which, "conversations.list", space.rig_token, **args)
    person = ask.args.get("user")
    seen = [one for one in found["channels"] if one.get("is_member") or not one.get("is_private")]
    if person:
        mine = [_shared(space, one) for one in seen if person in space.members(one["id"])]
    else:
        mine = [_shared(space, one) for one in seen if one.get("is_member")]
    return {"ok": True, "channels": mine, "response_metadata": {"next_cursor": ""}}


def nothing(_: Ask) -> Answer:
    """A method whose answer says only that it went well."""
    return {"ok": True}


OWN: dict[str, tuple[tuple[str, ...], Callable[[Ask], Answer]]] = {
    "assistant.threads.setStatus": (("chat:write", "assistant:write"), status),
    "assistant.threads.setSuggestedPrompts": (("assistant:write",), prompts),
    "assistant.threads.setTitle": (("assistant:write",), thread_title),
    "users.conversations": (
        ("channels:read", "groups:read", "im:read", "mpim:read"),
        own_conversations,
    ),
    "chat.unfurl": (("links:write",), nothing),
}
"""Methods that the emulator lacks: the scopes of which one is needed, and the answer."""


def check_place(ask: Ask) -> None:
    """Refuse what Slack refuses to a bot that is not in the channel; the emulator lets it pass."""
    space, place = ask.workspace, str(ask.args.get("channel", ""))
    channel = space.channel(place)
    if not channel.startswith("C") or channel not in space.channels.values():
        return
    reading = ask.method in ("conversations.history", "conversations.replies")
    posting = ask.method in ("chat.postMessage", "chat.scheduleMessage")
    if posting and "chat:write.public" in ask.scopes:
        return
    if (reading or posting) and space.bot_user not in space.members(channel):
        raise Refusal("not_in_channel")


def complete(ask: Ask, answer: Answer) -> Answer:
    """The emulator's answer with the keys that Slack sends and it leaves out."""
    space = ask.workspace
    if ask.method == "conversations.info" and "channel" in answer:
        return {**answer, "channel": _shared(space, answer["channel"])}
    if ask.method == "conversations.list" and "channels" in answer:
        return {**answer, "channels": [_shared(space, one) for one in answer["channels"]]}
    if ask.method == "users.info" and "user" in answer:
        with_locale = str(ask.args.get("include_locale", "")).lower() in ("true", "1")
        return {**answer, "user": _person(space, answer["user"], with_locale)}
    if ask.method == "users.list" and "members" in answer:
        return {**answer, "members": [_person(space, one, False) for one in answer["members"]]}
    return answer


def _shared(space: Workspace, channel: Answer) -> Answer:
    outside = channel["id"] in space.shared_externally
    return {
        **channel,
        "is_shared": outside,
        "is_ext_shared": outside,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": space.id,
    }


def _person(space: Workspace, user: Answer, with_locale: bool) -> Answer:
    profile = space.profiles.get(user["id"])
    if profile is None:
        return user
    offset = dt.datetime.now(zoneinfo.ZoneInfo(profile.tz)).utcoffset() or dt.timedelta()
    told = {
        **user,
        "tz": profile.tz,
        "tz_label": profile.tz.rsplit("/", 1)[1].replace("_", " "),
        "tz_offset": int(offset.total_seconds()),
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_stranger": False,
    }
    return {**told, "locale": profile.locale} if with_locale else told
