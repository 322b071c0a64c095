"""Who is a curator of a workspace: whoever is in its curators' channel."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.kernel.interaction import Refusal, Request

PAGES, PAGE = 10, 200
"""Members of the channel that are looked at: so many pages of so many."""
UNSEEN = frozenset({"channel_not_found", "not_in_channel"})


def only_curators(request: Request, what: str = "correct") -> None:
    """Raises Refusal for who is no curator, and what a call to Slack raises; `what` they are about
    to do gives the words: `correct` a date, `signing` a statement.

    Slack is asked every time, so that who left the channel is a curator no more.
    """
    channel = request.services.deployment.curators_of(request.workspace.team)
    if channel is None:
        raise Refusal(f"{what}_no_curators")
    if not _is_member(request.client, channel, request.user):
        raise Refusal(f"{what}_not_yours")


def _is_member(client: WebClient, channel: str, user: str) -> bool:
    """Where the desk itself is not in the channel, it can't see who is, and nobody counts."""
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            page = client.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
        except SlackApiError as error:
            if error.response.get("error") not in UNSEEN:
                raise
            return False
        if user in (page.get("members") or ()):
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return False
