"""Who is in a channel: the desk itself, and a person, since what is prepared in a channel is for
its members."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

PAGES, PAGE = 10, 999
"""How many channels of a person are read: at most so many pages of so many."""
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
    found: set[str] = set()
    cursor: str | None = None
    for _ in range(PAGES):
        asked: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = client.users_conversations(
            user=person, types="public_channel,private_channel", limit=PAGE, **asked
        )
        found |= {str(one["id"]) for one in page.get("channels") or []}
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return frozenset(found)
