"""Preparations in the database: a row each, and a row for each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from bot.store.connections import Row, StoreTable, Where, where, workspace_of
from bot.store.models import (
    ItemChange,
    Outcome,
    Preparation,
    PreparationStep,
    Retention,
    Workspace,
    as_text,
)

ITEMS = "preparation_items"


class PreparationTable(StoreTable):
    """Preparations of channels.

    Every change is one transaction, which makes the version grow.
    """

    name = "preparations"
    key = ("id",)
    time_column = "changed"

    def add(self, preparation: Preparation, items: Sequence[PreparationStep]) -> bool:
        """Keep a new one; False where its id is there already."""
        workspace = preparation.workspace
        with self._connections.writing(workspace) as db:
            if self.get(workspace, preparation.id):
                return False
            self._put(workspace, **columns(preparation))
            rows = [
                {**workspace.model_dump(), "preparation": preparation.id, **item_columns(item)}
                for item in items
            ]
            db.insert(ITEMS, rows)
            return True

    def get(self, workspace: Workspace, id: str) -> Preparation | None:
        """The preparation of that id, also a closed one; None where the workspace has none."""
        row = self._row(where(workspace, id=id))
        return preparation_of(row) if row else None

    def items(self, workspace: Workspace, id: str) -> tuple[PreparationStep, ...]:
        """The steps of a preparation in their order; none where it is unknown."""
        condition = where(workspace, preparation=id)
        return tuple(map(item_of, self._connections.rows(ITEMS, condition, order_by="place")))

    def list(
        self, workspace: Workspace | None, channel: str | None = None
    ) -> tuple[Preparation, ...]:
        """Oldest first, the closed ones too. None for the workspace is for the runner and the
        operator: all of them."""
        named = {"channel": channel} if channel else {}
        rows = self._rows(where(workspace, **named), order_by="since, id")
        return tuple(map(preparation_of, rows))

    def theirs(self, workspace: Workspace, person: str) -> frozenset[str]:
        """The ids of those that a person leads or owns a step of that is not done."""
        led = {row["id"] for row in self._rows(where(workspace, lead=person))}
        condition, values = where(workspace, owner=person)
        rows = self._connections.rows(ITEMS, (f"{condition} and done is null", values))
        return frozenset(led | {row["preparation"] for row in rows})

    def tick(
        self,
        workspace: Workspace,
        id: str,
        item: str,
        done: bool,
        person: str,
        pressed: str,
        now: dt.datetime,
    ) -> bool:
        """Mark a step as done or not done. False where nothing changed: it was so already, a later
        tick is there, the preparation is closed, or it is unknown. Of two ticks the one that was
        pressed later holds, whichever comes here first."""
        with self._changing(workspace, id, now) as change:
            step = change.items.get(item) if change else None
            if change is None or step is None or step.pressed >= pressed:
                return False
            change.steps[item] = {"pressed": pressed}
            if (step.done is not None) == done:
                return False
            change.put(item, done=as_text(now) if done else None, done_by=person if done else "")
            return True

    def change(
        self, workspace: Workspace, id: str, changes: Sequence[ItemChange], now: dt.datetime
    ) -> tuple[str, ...] | None:
        """Set owners and dates, all or nothing. Gives the steps that somebody else changed since
        they were seen: then nothing is written. None where it is closed or unknown."""
        with self._changing(workspace, id, now) as change:
            if change is None:
                return None
            seen = {item.item: item.seen for item in changes}
            late = [i for i in seen if i not in change.items or change.items[i].version != seen[i]]
            if late:
                return tuple(late)
            for item_change in changes:
                values: dict[str, Any] = (
                    {} if item_change.owner is None else {"owner": item_change.owner}
                )
                if item_change.dates:
                    due = item_change.due.isoformat() if item_change.due else None
                    values |= {"due": due, "own": 1, "dated": as_text(now)}
                change.put(item_change.item, **values)
            return ()

    def recount(
        self,
        workspace: Workspace,
        id: str,
        counted_from: dt.date | None,
        dates: Mapping[str, dt.date | None],
        now: dt.datetime,
    ) -> bool:
        """Put new dates in place of those that were counted; dates set by a person and steps that
        are done stay. False where it is closed or unknown."""
        with self._changing(workspace, id, now) as change:
            if change is None:
                return False
            change.values["counted_from"] = counted_from.isoformat() if counted_from else None
            for item, due in dates.items():
                step = change.items.get(item)
                if step and not step.own and step.done is None and step.due != due:
                    text = due.isoformat() if due else None
                    change.put(item, due=text, dated=as_text(now))
            change.touch()
            return True

    def hand_over(
        self, workspace: Workspace, id: str, lead: str, before: str, now: dt.datetime
    ) -> bool:
        """Let another person lead, and own the steps not done that `before` owned. False where it
        is closed or unknown."""
        with self._changing(workspace, id, now) as change:
            if change is None:
                return False
            change.values["lead"] = lead
            for item in change.items.values():
                if before and item.owner == before and item.done is None:
                    change.put(item.id, owner=lead)
            change.touch()
            return True

    def close(self, workspace: Workspace, id: str, outcome: Outcome, now: dt.datetime) -> bool:
        """End it; False where it is closed already or unknown."""
        with self._changing(workspace, id, now) as change:
            if change is None:
                return False
            change.values |= {"closed": as_text(now), "outcome": outcome}
            change.touch()
            return True

    def reopen(self, workspace: Workspace, id: str, now: dt.datetime) -> bool:
        """Take its end back; False where it was not closed, or is unknown."""
        with self._changing(workspace, id, now, closed=True) as change:
            if change is None:
                return False
            change.values |= {"closed": None, "outcome": None}
            change.touch()
            return True

    def remove(self, workspace: Workspace, id: str) -> bool:
        """Delete it with its steps; False where it was gone."""
        with self._connections.writing(workspace) as db:
            db.delete(ITEMS, where(workspace, preparation=id))
            return self._delete(where(workspace, id=id)) > 0

    def placed(self, workspace: Workspace, id: str, ts: str, version: int, on: dt.date) -> None:
        """Its message stands there, and shows that version as on that day. Whatever an earlier
        message showed."""
        what = "ts = :ts, shown = :version, shown_on = :on"
        self._set(workspace, id, what, ts=ts, version=version, on=on.isoformat())

    def note_shown(self, workspace: Workspace, id: str, version: int, on: dt.date) -> None:
        """Its message shows that version, or a later one, as on that day."""
        what = "shown = case when shown > :version then shown else :version end, shown_on = :on"
        self._set(workspace, id, what, version=version, on=on.isoformat())

    def reminded(
        self, workspace: Workspace, id: str, dates: Mapping[str, dt.date], now: dt.datetime
    ) -> None:
        """A reminder of these steps, due on these days, was sent. That somebody was reminded is
        life: what nobody touches any more is deleted one day."""
        with self._connections.writing(workspace) as db:
            for item, due in dates.items():
                step = where(workspace, preparation=id, item=item)
                db.update(ITEMS, step, {"reminded": due.isoformat()})
            self._set(workspace, id, "changed = :now", now=as_text(now))

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Those that a person leads, and steps that the person owns or did."""
        steps = self._connections.count(ITEMS, _of_person(workspace, person))
        return {self.name: self._count(where(workspace, lead=person)), ITEMS: steps}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """They are the team's and stay; the person's id goes, from their messages too."""
        with self._connections.writing(workspace) as db:
            counted = self.stored(workspace, person)
            theirs = db.rows(ITEMS, _of_person(workspace, person))
            touched = {row["preparation"] for row in theirs}
            touched |= {row["id"] for row in self._rows(where(workspace, lead=person))}
            for column in ("owner", "done_by"):
                db.update(ITEMS, where(workspace, **{column: person}), {column: ""})
            for id in touched:
                preparation = self.get(workspace, id)
                lead = preparation.lead if preparation and preparation.lead != person else ""
                self._set(workspace, id, "version = version + 1, lead = :lead", lead=lead)
            return counted

    def leave(self, workspace: Workspace) -> int:
        """Delete a workspace's rows; preparations are counted."""
        with self._connections.writing(workspace) as db:
            db.delete(ITEMS, where(workspace))
            return super().leave(workspace)

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Those that were closed long ago, and those that nobody has touched for twice as long."""
        values = {
            "closed": as_text(now - retention.preparations),
            "changed": as_text(now - 2 * retention.preparations),
        }
        with self._connections.writing() as db:
            gone = self._delete(("closed < :closed or changed < :changed", values))
            left = "select enterprise, team, id from preparations"
            db.delete(ITEMS, (f"(enterprise, team, preparation) not in ({left})", {}))
            return gone

    def _set(self, workspace: Workspace, id: str, what: str, **values: Any) -> None:
        condition, key = where(workspace, id=id)
        with self._connections.writing(workspace) as db:
            sql = f"update {self.name} set {what} where {condition}"  # noqa: S608 (our names)
            db.execute(sql, {**key, **values})

    @contextmanager
    def _changing(
        self, workspace: Workspace, id: str, now: dt.datetime, closed: bool = False
    ) -> Iterator[PendingWrites | None]:
        """A change of one preparation that is open (or `closed`), written when the block ends;
        None where there is none to change."""
        at = as_text(now)
        with self._connections.writing(workspace) as db:
            preparation = self.get(workspace, id)
            if preparation is None or (preparation.closed is not None) != closed:
                yield None
                return
            change = PendingWrites({item.id: item for item in self.items(workspace, id)})
            yield change
            for item, values in change.steps.items():
                db.update(ITEMS, where(workspace, preparation=id, item=item), values)
            if change.touched:
                values = {**change.values, "version": preparation.version + 1, "changed": at}
                self._update(where(workspace, id=id), values)


def _of_person(workspace: Workspace, person: str) -> Where:
    condition, values = where(workspace)
    theirs = f"{condition} and (owner = :person or done_by = :person)"
    return theirs, {**values, "person": person}


class PendingWrites:
    """What is to be written of a preparation and its steps."""

    def __init__(self, items: dict[str, PreparationStep]) -> None:
        self.items = items
        self.values: Row = {}
        self.steps: dict[str, Row] = {}
        self.touched = False

    def put(self, item: str, **values: Any) -> None:
        """Write these columns of a step."""
        self.steps.setdefault(item, {}).update(values)
        self.steps[item]["version"] = self.items[item].version + 1
        self.touched = True

    def touch(self) -> None:
        """Write a new version of the preparation."""
        self.touched = True


def columns(preparation: Preparation) -> Row:
    """A preparation's columns, but for its workspace."""
    days = {name: getattr(preparation, name) for name in ("counted_from", "shown_on")}
    moments = {name: getattr(preparation, name) for name in ("since", "changed", "closed")}
    return {
        **preparation.model_dump(exclude={"workspace"}),
        "joint": int(preparation.joint),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: as_text(at) if at else None for name, at in moments.items()},
    }


def item_columns(item: PreparationStep) -> Row:
    """A step's columns, but for its preparation's."""
    days = {"due": item.due, "reminded": item.reminded}
    moments = {"dated": item.dated, "done": item.done}
    return {
        "item": item.id,
        **item.model_dump(exclude={"id"}),
        "own": int(item.own),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: as_text(at) if at else None for name, at in moments.items()},
    }


def preparation_of(row: Row) -> Preparation:
    """A row of `preparations` as its shape; times are in UTC."""
    return Preparation(workspace=workspace_of(row), **row)


def item_of(row: Row) -> PreparationStep:
    """A row of `preparation_items` as its shape."""
    ours = ("enterprise", "team", "preparation", "item")
    values = {name: value for name, value in row.items() if name not in ours}
    return PreparationStep(id=row["item"], **values)
