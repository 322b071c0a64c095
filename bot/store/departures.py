"""Workspaces that removed the app, whose rows go after a grace."""

from __future__ import annotations

import datetime as dt

from bot.store.models import Workspace
from bot.store.protocol import Departures
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class DepartureTable(StoreTable, Departures):
    """A row a workspace: `since` is when it removed the app."""

    name = "departures"
    key = ()

    def begin(self, workspace: Workspace, now: dt.datetime) -> None:
        """In place of an earlier one."""
        self._put(workspace, since=as_text(now))

    def end(self, workspace: Workspace) -> None:
        """It is back: its rows stay."""
        self._delete(where(workspace))

    def before(self, moment: dt.datetime) -> tuple[tuple[Workspace, dt.datetime], ...]:
        """Those until then, and since when."""
        rows = self._rows(("since <= :moment", {"moment": as_text(moment)}), order_by="since")
        return tuple(
            (
                Workspace(enterprise=row["enterprise"], team=row["team"]),
                dt.datetime.fromisoformat(row["since"]),
            )
            for row in rows
        )
