"""Channels greeted, in the database."""

from __future__ import annotations

from bot.store.models import Workspace
from bot.store.protocol import Welcomes
from bot.store.table import StoreTable


class WelcomeTable(StoreTable, Welcomes):
    """A row a channel."""

    name = "welcomes"
    key = ("channel",)

    def first(self, workspace: Workspace, channel: str) -> bool:
        """True once only: looking and writing are one statement."""
        return self._put(workspace, channel=channel) > 0
