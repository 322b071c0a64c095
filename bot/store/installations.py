"""Where the app was installed, and installations that have begun."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.store.connections import ALL, Connections
from bot.store.models import Installation, Retention, Workspace
from bot.store.protocol import Installations, Installing
from bot.store.seal import Seal
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class InstallationTable(StoreTable, Installations):
    """A row a workspace and app; what Slack gave as JSON."""

    name = "installations"
    key = ("client",)

    def __init__(self, connections: Connections, seal: Seal) -> None:
        super().__init__(connections)
        self._seal = seal

    def keep(self, installation: Installation) -> None:
        """In place of an earlier one; sealed, where there is a key."""
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
        """One of that app."""
        row = self._row(where(workspace, client=client))
        return self._installation(row) if row else None

    def list(self) -> tuple[Installation, ...]:
        """Of all apps."""
        rows = self._rows(where(None), order_by="installed, enterprise, team")
        return tuple(map(self._installation, rows))

    def remove(self, workspace: Workspace, client: str) -> None:
        """The token goes too."""
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


class InstallingTable(StoreTable, Installing):
    """A row an installation that somebody came back from; it belongs to no workspace."""

    name = "installing"
    key = ("state",)

    def end(self, state: str, until: dt.datetime, now: dt.datetime) -> bool:
        """True once only: looking and writing are one statement."""
        self._delete(("until <= :now", {"now": as_text(now)}))
        if self._count(ALL) >= MOST:
            return False
        row = {"state": state, "until": as_text(until)}
        return self._connections.put(self.name, self.key, row, "false") > 0

    def leave(self, workspace: Workspace) -> int:  # noqa: ARG002
        """None is a workspace's."""
        return 0

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """Those whose time is over."""
        return self._delete(("until <= :now", {"now": as_text(now)}))
