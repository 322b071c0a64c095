"""What a person has set in Slack (language, time zone), which channels are shared with others, and
who is in which channel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, get_args

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.handlers.kernel.slack_errors import CALL_ERRORS
from bot.knowledge.models import Language
from bot.store import Workspace

UNCHOSEN = "en-US"
"""The locale of everybody who has chosen none; Slack has no Arabic to choose."""


@dataclass(frozen=True)
class Person:
    """What a person has set in Slack."""

    language: Language | None = None
    """None where Slack does not tell, where it tells none that the desk speaks, and for what Slack
    gives to everybody who has chosen none."""
    zone: str | None = None
    """An IANA time zone."""


class People:
    """Looks people's settings up. Safe for threads."""

    def __init__(self) -> None:
        self._lately: TtlCache[tuple[Workspace, str], Person] = TtlCache()

    def person(self, client: WebClient, workspace: Workspace, user: str) -> Person:
        """A person's settings, as far as Slack tells them."""
        if known := self._lately.get((workspace, user)):
            return known
        try:
            profile = client.users_info(user=user, include_locale=True)["user"]
        except CALL_ERRORS:
            return Person()
        locale = str(profile.get("locale") or "")
        spoken = locale[:2] in get_args(Language) and locale != UNCHOSEN
        language = cast("Language", locale[:2]) if spoken else None
        person = Person(language=language, zone=profile.get("tz"))
        self._lately.keep((workspace, user), person)
        return person

    def remembered(self, workspace: Workspace, user: str) -> Person:
        """What is known of a person without asking Slack."""
        return self._lately.get((workspace, user)) or Person()


TTL = 3_600
"""Seconds."""
ENTRIES = 5_000
"""Answers remembered at a time."""
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class TtlCache(Generic[Key, Value]):
    """Answers by what was asked, each for an hour at most; in memory alone. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Key, tuple[float, Value]] = {}

    def get(self, key: Key) -> Value | None:
        """The answer, where it is not older than an hour."""
        with self._lock:
            remembered = self._known.get(key)
        return remembered[1] if remembered and time.monotonic() - remembered[0] < TTL else None

    def keep(self, key: Key, value: Value) -> None:
        """Remember an answer."""
        with self._lock:
            if len(self._known) >= ENTRIES:
                self._known.clear()
            self._known[key] = (time.monotonic(), value)


class Channels:
    """Looks channels up, each once an hour at most. Safe for threads."""

    def __init__(self) -> None:
        self._lately: TtlCache[tuple[Workspace, str], bool] = TtlCache()

    def shared(self, client: WebClient, workspace: Workspace, channel: str) -> bool:
        """Whether it is shared with other organisations; False where Slack does not tell, as of a
        private channel in which the desk is not."""
        known = self._lately.get((workspace, channel))
        if known is not None:
            return known
        try:
            info = client.conversations_info(channel=channel)["channel"]
        except CALL_ERRORS:
            return False
        shared = bool(info.get("is_ext_shared"))
        self._lately.keep((workspace, channel), shared)
        return shared


PAGES, CHANNELS, MEMBERS = 10, 999, 200
"""Of a list of Slack's at most so many pages are read, each of so many channels or members."""
CAN_NOT_POST = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "no_permission"}
)
"""Slack's words for a channel in which the desk can't write."""
ELSEWHERE = frozenset({"channel_not_found", "not_in_channel"})
"""Slack's words for a channel that the desk can't see."""


def is_in(client: WebClient, channel: str) -> bool:
    """Whether the desk is in a channel; of a direct message Slack tells when it is posted to."""
    if channel.startswith("D"):
        return True
    try:
        return bool(client.conversations_info(channel=channel)["channel"].get("is_member"))
    except SlackApiError as error:
        if error.response.get("error") not in ELSEWHERE:
            raise
        return False


def channels_of(client: WebClient, person: str) -> frozenset[str]:
    """The channels that a person is in, as far as the desk may see them: public ones, and private
    ones that it is in itself. Raises what a call to Slack raises."""
    kinds = "public_channel,private_channel"
    pages = _pages(client.users_conversations, user=person, types=kinds, limit=CHANNELS)
    return frozenset(str(channel["id"]) for page in pages for channel in page.get("channels") or [])


def is_member(client: WebClient, channel: str, user: str) -> bool:
    """Whether somebody is in a channel. Where the desk itself is not in it, it can't see who is,
    and nobody counts. Raises what else a call to Slack raises."""
    try:
        pages = _pages(client.conversations_members, channel=channel, limit=MEMBERS)
        return any(user in (page.get("members") or ()) for page in pages)
    except SlackApiError as error:
        if error.response.get("error") not in ELSEWHERE:
            raise
        return False


def _pages(ask: Callable[..., SlackResponse], **arguments: Any) -> Iterator[SlackResponse]:
    for _ in range(PAGES):
        page = ask(**arguments)
        yield page
        arguments["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
        if not arguments["cursor"]:
            return
