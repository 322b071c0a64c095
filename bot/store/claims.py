"""Claims in the database."""

from __future__ import annotations

import datetime as dt

from bot.store.models import ClaimState, Retention, Workspace
from bot.store.protocol import Claims
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class ClaimTable(StoreTable, Claims):
    """A row a claim: `until` is when an unfinished one may be taken again."""

    name = "claims"
    key = ("key",)
    written = "taken"

    def take(self, workspace: Workspace, key: str, now: dt.datetime, lasts: dt.timedelta) -> bool:
        """True for exactly one caller: looking and writing are one statement."""
        taken, until = as_text(now), as_text(now + lasts)
        free = "claims.state <> 'done' and claims.until <= excluded.taken"
        return self._put(workspace, free, key=key, state="taken", taken=taken, until=until) > 0

    def finish(self, workspace: Workspace, key: str) -> None:
        """The claim stays until it is purged."""
        self._update(where(workspace, key=key), {"state": "done"})

    def release(self, workspace: Workspace, key: str) -> None:
        """Delete the claim, unless it is finished."""
        self._delete(where(workspace, key=key, state="taken"))

    def state(self, workspace: Workspace, key: str) -> ClaimState | None:
        """What has become of a claim; an unfinished one is `taken` even when it has run out."""
        row = self._row(where(workspace, key=key))
        return row["state"] if row else None

    def taken_since(self, workspace: Workspace, moment: dt.datetime) -> bool:
        """Whether anything of a workspace was worked on after that moment."""
        condition, values = where(workspace)
        return (
            self._count((f"{condition} and taken > :since", {**values, "since": as_text(moment)}))
            > 0
        )

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Claims taken long ago, but none that someone may still be working on."""
        values = {"taken": as_text(now - retention.claims), "now": as_text(now)}
        return self._delete(("taken < :taken and until <= :now", values))
