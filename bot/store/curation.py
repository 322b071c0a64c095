"""Gaps in the database."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from bot.store.errors import StoreError
from bot.store.models import Gap, Retention, Status, Workspace
from bot.store.protocol import Gaps
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class GapTable(StoreTable, Gaps):
    """A row a gap, its fields as columns; `entries` as JSON."""

    name = "gaps"
    key = ("id",)
    about = "person"
    written = "asked_at"

    def add(self, gap: Gap) -> None:
        """Keep a new gap. Raises StoreError where its id is there already."""
        values = gap.model_dump(exclude={"workspace"})
        values |= {
            "entries": json.dumps(gap.entries),
            "asked_at": as_text(gap.asked_at),
            "closed_at": gap.closed_at and as_text(gap.closed_at),
        }
        with self._connections.writing(gap.workspace):
            if self.get(gap.workspace, gap.id):
                raise StoreError(f"the gap {gap.id} is kept already; a new gap needs a new id")
            self._put(gap.workspace, **values)

    def get(self, workspace: Workspace, id: str) -> Gap | None:
        """One gap of that workspace."""
        row = self._row(where(workspace, id=id))
        return _gap(row) if row else None

    def list(self, workspace: Workspace | None, status: Status | None = None) -> tuple[Gap, ...]:
        """Oldest first; of all workspaces for None."""
        columns = {"status": status} if status else {}
        rows = self._rows(where(workspace, **columns), order_by="asked_at, id")
        return tuple(_gap(row) for row in rows)

    def answer(
        self, workspace: Workspace, id: str, answer: str, curator: str, now: dt.datetime
    ) -> Gap | None:
        """Answer an open gap; None where it is not open any more, or unknown."""
        closed_at = as_text(now)
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            if gap is None or gap.status != "open":
                return None
            return self._change(
                gap, status="answered", answer=answer, curator=curator, closed_at=closed_at
            )

    def done(self, workspace: Workspace, id: str, curator: str, now: dt.datetime) -> Gap | None:
        """Close a gap, answered or not; who answered it, and when, stays."""
        closed_at = as_text(now)
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            if gap is None or gap.status == "done":
                return None
            if gap.status == "answered":
                return self._change(gap, status="done")
            return self._change(gap, status="done", curator=curator, closed_at=closed_at)

    def noticed(self, workspace: Workspace, id: str, channel: str, ts: str) -> Gap | None:
        """Note where the curators were told of a gap; None where it is unknown."""
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            return self._change(gap, notice_channel=channel, notice_ts=ts) if gap else None

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Gaps that a person sent, and those that the person answered or closed as a curator."""
        curated = self._count(where(workspace, curator=person))
        return {**super().stored(workspace, person), "gaps_curated": curated}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete what a person sent; others' gaps stay and lose the curator's id."""
        with self._connections.writing(workspace):
            curated = [_gap(row) for row in self._rows(where(workspace, curator=person))]
            for gap in curated:
                self._change(gap, curator=None)
            return {**super().forget(workspace, person), "gaps_curated": len(curated)}

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Gaps answered or done long ago; an open one waits for its answer."""
        before = as_text(now - retention.gaps_done)
        return self._delete(("closed_at < :before", {"before": before}))

    def _change(self, gap: Gap, **values: str | None) -> Gap | None:
        self._update(where(gap.workspace, id=gap.id), values)
        return self.get(gap.workspace, gap.id)


def _gap(row: dict[str, Any]) -> Gap:
    workspace = Workspace(enterprise=row.pop("enterprise"), team=row.pop("team"))
    return Gap(**{**row, "workspace": workspace, "entries": json.loads(row["entries"])})
