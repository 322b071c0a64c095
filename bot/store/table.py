"""What all tables have in common: every row belongs to a workspace, some speak of a person."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from bot.store.connections import Connections
from bot.store.models import Retention, Workspace

Where = tuple[str, dict[str, Any]]


def where(workspace: Workspace | None, **columns: str) -> Where:
    """A condition on the workspace (None: on no workspace) and on columns that equal a value."""
    values = {**(workspace.model_dump() if workspace else {}), **columns}
    return " and ".join(f"{name} = :{name}" for name in values) or "true", values


class StoreTable:
    """A table: `name` in the database, `about` the column with the person whom a row is about."""

    name: ClassVar[str]
    about: ClassVar[str | None] = None

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """How many rows are about a person, by what people call such rows."""
        if self.about is None:
            return {}
        return {self.name: self._count(where(workspace, **{self.about: person}))}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete them; the same keys."""
        if self.about is None:
            return {}
        return {self.name: self._delete(where(workspace, **{self.about: person}))}

    def leave(self, workspace: Workspace) -> int:
        """Delete a workspace's rows and say how many they were."""
        return self._delete(where(workspace))

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """Delete rows kept long enough; none where rows don't grow old."""
        return 0

    def _rows(self, condition: Where, order_by: str | None = None) -> list[dict[str, Any]]:
        with self._connections.reading() as db:
            return list(db.table(self.name).rows_where(*condition, order_by=order_by))

    def _row(self, condition: Where) -> dict[str, Any] | None:
        return next(iter(self._rows(condition)), None)

    def _count(self, condition: Where) -> int:
        with self._connections.reading() as db:
            return db.table(self.name).count_where(*condition)

    def _put(self, workspace: Workspace, **values: Any) -> None:
        """Add a row, or replace the one with its key."""
        with self._connections.writing() as db:
            db.table(self.name).insert({**workspace.model_dump(), **values}, replace=True)

    def _delete(self, condition: Where) -> int:
        with self._connections.writing() as db:
            count = self._count(condition)
            db.table(self.name).delete_where(*condition)
            return count
