"""DraftContext for a message of our own in a conversation, after a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.runner.patience import Patience

PAGES, PAGE = 50, 200
"""How far back a conversation is searched: at most so many pages of so many messages."""


class NotKnown(Exception):
    """Too much was written since to say whether the message was posted: it is not posted again."""


def written(
    client: WebClient, patience: Patience, channel: str, since: dt.datetime
) -> Iterator[dict[str, Any]]:
    """What was written in a conversation since then, newest first, with its metadata.

    Raises NotKnown where there is more than can be read, Later, and what a call to Slack raises.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        asked: dict[str, Any] = {
            "channel": channel,
            "include_all_metadata": True,
            "oldest": f"{since.timestamp():.6f}",
            "limit": PAGE,
            "cursor": cursor,
        }
        page = patience.call(partial(client.conversations_history, **asked))
        yield from page.get("messages") or []
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise NotKnown
