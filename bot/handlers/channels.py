"""Whether people of other organisations are in a channel (Slack Connect)."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.handlers.lately import Lately
from bot.handlers.trouble import TROUBLE
from bot.store import Workspace


class Channels:
    """Looks channels up, each once an hour at most. Safe for threads."""

    def __init__(self) -> None:
        self._lately: Lately[tuple[Workspace, str], bool] = Lately()

    def shared(self, client: WebClient, workspace: Workspace, channel: str) -> bool:
        """Whether it is shared with other organisations; False where Slack does not tell, as of a
        private channel in which the desk is not."""
        known = self._lately.known((workspace, channel))
        if known is not None:
            return known
        try:
            found = client.conversations_info(channel=channel)["channel"]
        except TROUBLE:
            return False
        shared = bool(found.get("is_ext_shared"))
        self._lately.keep((workspace, channel), shared)
        return shared
