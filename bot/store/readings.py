"""What curators found who compared statements with their pages, in the database."""

from __future__ import annotations

import datetime as dt

from bot.store.connections import Row
from bot.store.models import Reading, Retention, Workspace
from bot.store.protocol import Readings
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class ReadingTable(StoreTable, Readings):
    """A row a statement and person: the person's latest reading of it."""

    name = "readings"
    key = ("subject", "person")
    about = "person"
    written = "at"

    def keep(self, reading: Reading) -> None:
        """In place of the person's earlier one of that statement."""
        values = reading.model_dump(exclude={"workspace"})
        values |= {"at": as_text(reading.at), "until": reading.until.isoformat()}
        self._put(reading.workspace, **values)

    def list(self, workspace: Workspace | None) -> tuple[Reading, ...]:
        """Oldest first; of all workspaces for None."""
        rows = self._rows(where(workspace), order_by="at, subject, person")
        return tuple(_reading(row) for row in rows)

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Those that have long ceased to count."""
        last = (now - retention.readings).date().isoformat()
        return self._delete(("until < :last", {"last": last}))


def _reading(row: Row) -> Reading:
    workspace = Workspace(enterprise=row.pop("enterprise"), team=row.pop("team"))
    return Reading(**{**row, "workspace": workspace})
