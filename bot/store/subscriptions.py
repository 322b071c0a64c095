"""Subscriptions to the weekly digest, in the database."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from bot.store.errors import StoreError
from bot.store.models import PauseReason, Subscription, Workspace
from bot.store.protocol import Subscriptions
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class SubscriptionTable(StoreTable, Subscriptions):
    """A row a subscription, its fields as columns; lists as JSON."""

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
        """One subscription of that workspace."""
        row = self._row(where(workspace, id=id))
        return _subscription(row) if row else None

    def list(
        self, workspace: Workspace | None, channel: str | None = None
    ) -> tuple[Subscription, ...]:
        """By workspace, channel and id; of all workspaces for None."""
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
        """Looking and writing are one transaction, so that one caller alone is told."""
        with self._connections.writing(workspace):
            kept = self.get(workspace, id)
            if kept is None or kept.paused:
                return None
            paused = kept.model_copy(update={"paused": reason})
            self.change(paused)
            return paused

    def resume(self, workspace: Workspace, id: str, now: dt.datetime) -> Subscription | None:
        """Take the pause away; what came due in it is not made up for."""
        as_text(now)
        with self._connections.writing(workspace):
            kept = self.get(workspace, id)
            if kept is None or kept.paused is None:
                return None
            resumed = kept.model_copy(update={"paused": None, "since": now})
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
            for one in theirs:
                self.change(one.model_copy(update={"person": ""}))
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
    workspace = Workspace(enterprise=row.pop("enterprise"), team=row.pop("team"))
    lists = {name: json.loads(row[name]) for name in ("states", "mechanisms")}
    return Subscription(**{**row, **lists, "workspace": workspace})
