"""Deliveries of digests, in the database: one row for each subscription and week."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import JsonValue

from bot.store.models import Delivery, Hold, Retention, Workspace
from bot.store.protocol import Deliveries
from bot.store.table import StoreTable, Where, where
from bot.store.times import as_text

KEPT = 12
"""Deliveries of a subscription that stay. Counted and not dated, so that a clock that was wrong
for a while deletes no row that still keeps a week from being posted again."""

RECORDS = 3
"""Of so many the record of what was announced stays."""
_OLDER = """(enterprise, team, subscription, week) in (
    select enterprise, team, subscription, week from (
        select *, row_number() over (
            partition by enterprise, team, subscription order by claimed desc
        ) as place from deliveries
    ) as ranked where place > :kept
)"""


class DeliveryTable(StoreTable, Deliveries):
    """`token` is the present holder's, `said` the record of what was announced, as JSON."""

    name = "deliveries"
    key = ("subscription", "week")
    written = "claimed"

    def claim(
        self,
        workspace: Workspace,
        subscription: str,
        week: str,
        now: dt.datetime,
        lasts: dt.timedelta,
    ) -> Hold | None:
        """Of two who look at the same time, the first to write has it."""
        at, until = as_text(now), as_text(now + lasts)
        token = uuid4().hex
        with self._connections.writing(workspace):
            row = self._row(where(workspace, subscription=subscription, week=week))
            if row is None:
                self._put(
                    workspace, subscription=subscription, week=week, state="taken",
                    token=token, claimed=at, until=until,
                )  # fmt: skip
                return _hold(workspace, subscription, week, token, False, at)
            if row["state"] == "done" or row["until"] > at:
                return None
            # Its holder may go on at this moment, which no lock forbids.
            seen = {name: row[name] for name in (*self.key, "state", "token", "until")}
            if not self._update(where(workspace, **seen), {"token": token, "until": until}):
                return None
            return _hold(workspace, subscription, week, token, True, row["claimed"])

    def ready(
        self, hold: Hold, now: dt.datetime, lasts: dt.timedelta, said: Mapping[str, JsonValue]
    ) -> bool:
        """One statement: nobody can take the claim between the look and the write."""
        values = {"until": as_text(now + lasts), "said": json.dumps(dict(said))}
        return self._update(_of(hold, token=hold.token, state="taken"), values) > 0

    def done(self, hold: Hold, now: dt.datetime, ts: str | None) -> None:
        """Whoever holds it now: what was posted is posted."""
        values = {"state": "done", "ts": ts, "done_at": as_text(now)}
        self._update(_of(hold, state="taken"), values)

    def release(self, hold: Hold) -> None:
        """Delete the row, or, where an earlier holder may have posted, let it be taken at once."""
        held = _of(hold, token=hold.token, state="taken")
        if hold.again:
            self._update(held, {"until": as_text(hold.since)})
        else:
            self._delete(held)

    def said(
        self, workspace: Workspace, subscription: str, before: str | None = None
    ) -> dict[str, JsonValue]:
        """The record of the delivery that was done last; empty where there is none."""
        condition, values = where(workspace, subscription=subscription, state="done")
        if before:
            condition, values = f"{condition} and week < :before", {**values, "before": before}
        rows = self._rows((condition, values), order_by="done_at desc")
        said: dict[str, JsonValue] = json.loads(rows[0]["said"] or "{}") if rows else {}
        return said

    def finished(self, week: str) -> frozenset[tuple[Workspace, str]]:
        """Of all workspaces."""
        rows = self._rows(("week = :week and state = 'done'", {"week": week}))
        return frozenset(
            (Workspace(enterprise=row["enterprise"], team=row["team"]), row["subscription"])
            for row in rows
        )

    def list(self, workspace: Workspace | None, subscription: str = "") -> tuple[Delivery, ...]:
        """By week; of all workspaces for None, of all subscriptions for ""."""
        columns = {"subscription": subscription} if subscription else {}
        rows = self._rows(where(workspace, **columns), order_by="week, enterprise, team")
        return tuple(_delivery(row) for row in rows)

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """All but the newest few of each subscription, and most of their records."""
        self._update((f"state = 'done' and {_OLDER}", {"kept": RECORDS}), {"said": None})
        return self._delete((_OLDER, {"kept": KEPT}))


def _of(hold: Hold, **columns: str) -> Where:
    return where(hold.workspace, subscription=hold.subscription, week=hold.week, **columns)


def _hold(
    workspace: Workspace, subscription: str, week: str, token: str, again: bool, since: str
) -> Hold:
    return Hold(
        workspace=workspace,
        subscription=subscription,
        week=week,
        token=token,
        again=again,
        since=dt.datetime.fromisoformat(since),
    )


def _delivery(row: dict[str, Any]) -> Delivery:
    workspace = Workspace(enterprise=row["enterprise"], team=row["team"])
    names = ("subscription", "week", "state", "ts", "claimed")
    return Delivery(workspace=workspace, **{name: row[name] for name in names})
