"""Where the app was installed, installations that have begun, and workspaces that removed it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.store.connections import ALL, Connections
from bot.store.models import Installation, Retention, Workspace, as_text
from bot.store.seal import Seal
from bot.store.table import StoreTable, where


class InstallationTable(StoreTable):
    """Where workspaces installed the app themselves, with their tokens.

    A row a workspace and app; what Slack gave as JSON.
    """

    name = "installations"
    key = ("client",)

    def __init__(self, connections: Connections, seal: Seal) -> None:
        super().__init__(connections)
        self._seal = seal

    def keep(self, installation: Installation) -> None:
        """Keep it in place of an earlier one of that workspace and app. Sealed, where there is a
        key."""
        values = installation.model_dump(exclude={"workspace"})
        record = self._seal.sealed(installation.record)
        self._put(installation.workspace, **{**values, "record": record})

    def reseal(self) -> int:
        """Seal with the newest key what is sealed with another, or not at all; how many they were.
        Raises StoreError where a key is not there any more."""
        rows = [row for row in self._rows(where(None)) if not self._seal.is_newest(row["record"])]
        for row in rows:
            self.keep(self._installation(row))
        return len(rows)

    def get(self, workspace: Workspace, client: str) -> Installation | None:
        """That of an app in a workspace; None where there is none."""
        row = self._row(where(workspace, client=client))
        return self._installation(row) if row else None

    def list(self) -> tuple[Installation, ...]:
        """For the operator: all, oldest first."""
        rows = self._rows(where(None), order_by="installed, enterprise, team")
        return tuple(map(self._installation, rows))

    def remove(self, workspace: Workspace, client: str) -> None:
        """Delete it; its token goes too."""
        self._delete(where(workspace, client=client))

    def _installation(self, row: dict[str, Any]) -> Installation:
        workspace = Workspace(enterprise=row["enterprise"], team=row["team"])
        return Installation(
            workspace=workspace,
            client=row["client"],
            record=self._seal.opened(row["record"]),
            installed=row["installed"],
        )


MOST = 500
"""Installations that are remembered at a time. Who only opens the page leaves nothing here."""


class InstallingTable(StoreTable):
    """Installations that somebody came back from, known by a random text that Slack hands back.

    A row an installation that somebody came back from; it belongs to no workspace.
    """

    name = "installing"
    key = ("state",)

    def end(self, state: str, until: dt.datetime, now: dt.datetime) -> bool:
        """True for exactly one caller. It is remembered until then, when the text holds no more;
        False too where far too many are remembered, as somebody is trying. Looking and writing are
        one statement."""
        self._delete(("until <= :now", {"now": as_text(now)}))
        if self._count(ALL) >= MOST:
            return False
        row = {"state": state, "until": as_text(until)}
        return self._connections.put(self.name, self.key, row, "false") > 0

    def leave(self, workspace: Workspace) -> int:  # noqa: ARG002
        """0: a state of signing in belongs to no workspace."""
        return 0

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """Those whose time is over."""
        return self._delete(("until <= :now", {"now": as_text(now)}))


class DepartureTable(StoreTable):
    """Workspaces that removed the app. Their rows go with `purge`, some days later, unless they
    come back: installing anew, as for a new token, begins with removing.

    A row a workspace: `since` is when it removed the app.
    """

    name = "departures"
    key = ()

    def begin(self, workspace: Workspace, now: dt.datetime) -> None:
        """Note that the workspace removed the app at `now`."""
        self._put(workspace, since=as_text(now))

    def end(self, workspace: Workspace) -> None:
        """It installed the app again: its rows stay."""
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
