"""Curators' corrections of the calendar, in the database."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from bot.store.errors import StoreError
from bot.store.models import Correction, Workspace
from bot.store.protocol import Corrections
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class CorrectionTable(StoreTable, Corrections):
    """A row a correction, its fields as columns; `change` as JSON, `key` as `calendar_key`."""

    name = "corrections"
    key = ("id",)
    written = "made"

    def add(self, correction: Correction) -> None:
        """Keep a new one. Raises StoreError where its id is there already."""
        values = correction.model_dump(exclude={"workspace", "key"})
        values |= {
            "calendar_key": correction.key,
            "change": json.dumps(correction.change),
            "made": as_text(correction.made),
            "taken_back": correction.taken_back and as_text(correction.taken_back),
        }
        with self._connections.writing(correction.workspace):
            if self.get(correction.workspace, correction.id):
                raise StoreError(
                    f"the correction {correction.id} is kept already; a new one needs a new id"
                )
            self._put(correction.workspace, **values)

    def get(self, workspace: Workspace, id: str) -> Correction | None:
        """One correction of that workspace."""
        row = self._row(where(workspace, id=id))
        return _correction(row) if row else None

    def list(self, workspace: Workspace | None) -> tuple[Correction, ...]:
        """Oldest first, also those taken back; of all workspaces for None."""
        rows = self._rows(where(workspace), order_by="made, id")
        return tuple(_correction(row) for row in rows)

    def take_back(
        self, workspace: Workspace, id: str, person: str, now: dt.datetime
    ) -> Correction | None:
        """Looking and writing are one transaction, so that one caller alone takes it back."""
        at = as_text(now)
        with self._connections.writing(workspace):
            kept = self.get(workspace, id)
            if kept is None or kept.taken_back:
                return None
            values = {"taken_back": at, "taken_back_by": person}
            self._update(where(workspace, id=id), values)
            return self.get(workspace, id)

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Corrections that a person made or took back."""
        return {self.name: len(self._by(workspace, person))}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """The corrections stay, as others rely on them; the person's id goes from them."""
        with self._connections.writing(workspace):
            theirs = self._by(workspace, person)
            for row in theirs:
                named = ("person", "taken_back_by")
                gone = {column: "" for column in named if row[column] == person}
                self._update(where(workspace, id=row["id"]), gone)
            return {self.name: len(theirs)}

    def _by(self, workspace: Workspace, person: str) -> tuple[dict[str, Any], ...]:
        condition, values = where(workspace)
        either = f"{condition} and (person = :person or taken_back_by = :person)"
        return tuple(self._rows((either, {**values, "person": person})))


def _correction(row: dict[str, Any]) -> Correction:
    workspace = Workspace(enterprise=row.pop("enterprise"), team=row.pop("team"))
    key, change = row.pop("calendar_key"), json.loads(row.pop("change"))
    return Correction(**{**row, "workspace": workspace, "key": key, "change": change})
