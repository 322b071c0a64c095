"""Which channels a person is in: what is prepared in a channel is for its members."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

PAGES, PAGE = 10, 999
"""How many channels of a person are read: at most so many pages of so many."""


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
