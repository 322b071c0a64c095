"""Channels greeted, in SQLite."""

from __future__ import annotations

from bot.store.models import Workspace
from bot.store.protocol import Welcomes
from bot.store.table import StoreTable, where


class WelcomeTable(StoreTable, Welcomes):
    """A row a channel."""

    name = "welcomes"

    def first(self, workspace: Workspace, channel: str) -> bool:
        """True once only: looking and writing are one transaction."""
        with self._connections.writing():
            if self._count(where(workspace, channel=channel)):
                return False
            self._put(workspace, channel=channel)
            return True
