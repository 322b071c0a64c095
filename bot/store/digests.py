"""Weekly digests: the subscriptions of channels, and a delivery for each of them and week."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import JsonValue

from bot.store.connections import StoreError, StoreTable, Where, where, workspace_of
from bot.store.models import (
    Delivery,
    Lease,
    PauseReason,
    Retention,
    Subscription,
    Workspace,
    as_text,
)

AHEAD = dt.timedelta(hours=1)
"""How much longer than it may last a claim can run before the clock that wrote it was wrong."""


class SubscriptionTable(StoreTable):
    """Weekly digests that channels have.

    A row a subscription, its fields as columns; lists as JSON.
    """

    name = "subscriptions"
    key = ("id",)
    about = "person"

    def add(self, subscription: Subscription) -> None:
        """Keep a new one. Raises StoreError where its id is there already."""
        with self._connections.writing(subscription.workspace):
            if self.get(subscription.workspace, subscription.id):
                raise StoreError(
                    f"the subscription {subscription.id} is kept already; a new one needs a new id"
                )
            self._put(subscription.workspace, **_columns(subscription))

    def get(self, workspace: Workspace, id: str) -> Subscription | None:
        """The subscription of that id, also a paused one; None where the workspace has none."""
        row = self._row(where(workspace, id=id))
        return _subscription(row) if row else None

    def list(
        self, workspace: Workspace | None, channel: str | None = None
    ) -> tuple[Subscription, ...]:
        """By workspace and channel. None for the workspace is for the runner: all of them."""
        columns = {"channel": channel} if channel else {}
        rows = self._rows(where(workspace, **columns), order_by="enterprise, team, channel, id")
        return tuple(_subscription(row) for row in rows)

    def change(self, subscription: Subscription) -> bool:
        """Put it in the place of the one with its id; False where there is none any more."""
        with self._connections.writing(subscription.workspace):
            if self.get(subscription.workspace, subscription.id) is None:
                return False
            self._put(subscription.workspace, **_columns(subscription))
            return True

    def pause(self, workspace: Workspace, id: str, reason: PauseReason) -> Subscription | None:
        """The paused one, for exactly one caller; None where it was paused already or is gone.
        Looking and writing are one transaction."""
        with self._connections.writing(workspace):
            subscription = self.get(workspace, id)
            if subscription is None or subscription.paused:
                return None
            paused = subscription.model_copy(update={"paused": reason})
            self.change(paused)
            return paused

    def resume(self, workspace: Workspace, id: str, now: dt.datetime) -> Subscription | None:
        """The resumed one; None where it was not paused or is gone. What came due in the pause is
        not made up for."""
        as_text(now)
        with self._connections.writing(workspace):
            subscription = self.get(workspace, id)
            if subscription is None or subscription.paused is None:
                return None
            resumed = subscription.model_copy(update={"paused": None, "since": now})
            self.change(resumed)
            return resumed

    def remove(self, workspace: Workspace, id: str) -> bool:
        """Delete it and its deliveries; False where it was gone."""
        with self._connections.writing(workspace) as db:
            db.delete("deliveries", where(workspace, subscription=id))
            return self._delete(where(workspace, id=id)) > 0

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """The digest is the channel's and stays; the person's id goes from it."""
        with self._connections.writing(workspace):
            theirs = [_subscription(row) for row in self._rows(where(workspace, person=person))]
            for subscription in theirs:
                self.change(subscription.model_copy(update={"person": ""}))
            return {self.name: len(theirs)}


def _columns(subscription: Subscription) -> dict[str, Any]:
    return {
        **subscription.model_dump(exclude={"workspace"}),
        "states": json.dumps(subscription.states),
        "mechanisms": json.dumps(subscription.mechanisms),
        "time": subscription.time.isoformat("minutes"),
        "since": as_text(subscription.since),
    }


def _subscription(row: dict[str, Any]) -> Subscription:
    lists = {name: json.loads(row.pop(name)) for name in ("states", "mechanisms")}
    return Subscription(workspace=workspace_of(row), **lists, **row)


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


class DeliveryTable(StoreTable):
    """Which digest was posted in which ISO week, and what each channel was told.

    `token` is the present holder's, `announced` the record of what was announced, as JSON.
    """

    name = "deliveries"
    key = ("subscription", "week")
    time_column = "claimed"

    def claim(
        self,
        workspace: Workspace,
        subscription: str,
        week: str,
        now: dt.datetime,
        lasts: dt.timedelta,
    ) -> Lease | None:
        """A lease for exactly one caller among all threads and processes; None for the others, and
        for a week that is done.

        One that was not finished may be claimed again once `lasts` has run out, or where it was
        claimed by a clock that was ahead; the lease then says so (`again`). Of two who look at the
        same time, the first to write has it.
        """
        at, until = as_text(now), as_text(now + lasts)
        token = uuid4().hex
        with self._connections.writing(workspace):
            row = self._row(where(workspace, subscription=subscription, week=week))
            if row is None:
                self._put(
                    workspace, subscription=subscription, week=week, state="taken",
                    token=token, claimed=at, until=until,
                )  # fmt: skip
                return _lease(workspace, subscription, week, token, False, at)
            if row["state"] == "done" or at < row["until"] <= as_text(now + lasts + AHEAD):
                return None
            # Its holder may go on at this moment, which no lock forbids.
            seen = {name: row[name] for name in (*self.key, "state", "token", "until")}
            if not self._update(where(workspace, **seen), {"token": token, "until": until}):
                return None
            return _lease(workspace, subscription, week, token, True, row["claimed"])

    def ready(
        self,
        lease: Lease,
        now: dt.datetime,
        lasts: dt.timedelta,
        announced: Mapping[str, JsonValue],
    ) -> bool:
        """Right before posting: keep what the message announces, and hold on for `lasts` more.

        False where somebody else holds it now, or it is done: then nothing may be posted. One
        statement: nobody can take the claim between the look and the write.
        """
        values = {"until": as_text(now + lasts), "said": json.dumps(dict(announced))}
        return self._update(_of(lease, token=lease.token, state="taken"), values) > 0

    def finish(self, lease: Lease, now: dt.datetime, ts: str | None) -> None:
        """The message is posted (None: there was nothing to say). It stays so. Whoever holds it
        now: what was posted is posted."""
        values = {"state": "done", "ts": ts, "done_at": as_text(now)}
        self._update(_of(lease, state="taken"), values)

    def release(self, lease: Lease) -> None:
        """Nothing was posted by this holder; another may try at once. The row goes, or, where an
        earlier holder may have posted, it may be taken at once."""
        own_row = _of(lease, token=lease.token, state="taken")
        if lease.again:
            self._update(own_row, {"until": as_text(lease.since)})
        else:
            self._delete(own_row)

    def announced(
        self, workspace: Workspace, subscription: str, before: str | None = None
    ) -> dict[str, JsonValue]:
        """What the digest that was done last announced, as `ready` was given it; with `before` the
        last of those for an earlier week."""
        condition, values = where(workspace, subscription=subscription, state="done")
        if before:
            condition, values = f"{condition} and week < :before", {**values, "before": before}
        rows = self._rows((condition, values), order_by="done_at desc")
        announced: dict[str, JsonValue] = json.loads(rows[0]["said"] or "{}") if rows else {}
        return announced

    def finished(self, week: str) -> frozenset[tuple[Workspace, str]]:
        """For the runner: the subscriptions whose digest of that week is done."""
        rows = self._rows(("week = :week and state = 'done'", {"week": week}))
        return frozenset((workspace_of(row), row["subscription"]) for row in rows)

    def list(self, workspace: Workspace | None, subscription: str = "") -> tuple[Delivery, ...]:
        """By week. None for the workspace is for the operator: all of them."""
        columns = {"subscription": subscription} if subscription else {}
        rows = self._rows(where(workspace, **columns), order_by="week, enterprise, team")
        return tuple(_delivery(row) for row in rows)

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """All but the newest few of each subscription, and most of their records."""
        self._update((f"state = 'done' and {_OLDER}", {"kept": RECORDS}), {"said": None})
        return self._delete((_OLDER, {"kept": KEPT}))


def _of(lease: Lease, **columns: str) -> Where:
    return where(lease.workspace, subscription=lease.subscription, week=lease.week, **columns)


def _lease(
    workspace: Workspace, subscription: str, week: str, token: str, again: bool, since: str
) -> Lease:
    return Lease(
        workspace=workspace,
        subscription=subscription,
        week=week,
        token=token,
        again=again,
        since=dt.datetime.fromisoformat(since),
    )


def _delivery(row: dict[str, Any]) -> Delivery:
    names = ("subscription", "week", "state", "ts", "claimed")
    return Delivery(workspace=workspace_of(row), **{name: row[name] for name in names})
