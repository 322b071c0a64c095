"""The languages of channels, in the database."""

from __future__ import annotations

from bot.store.models import Workspace
from bot.store.protocol import ChannelLanguages
from bot.store.table import StoreTable, where


class ChannelLanguageTable(StoreTable, ChannelLanguages):
    """A row a channel that has a language of its own."""

    name = "channel_languages"
    key = ("channel",)

    def language(self, workspace: Workspace, channel: str) -> str | None:
        """Its code; None where the channel has none."""
        row = self._row(where(workspace, channel=channel))
        return row["language"] if row else None

    def choose(self, workspace: Workspace, channel: str, language: str | None) -> None:
        """Keep it in place of the one before; None ends it."""
        if language is None:
            self._delete(where(workspace, channel=channel))
        else:
            self._put(workspace, channel=channel, language=language)
