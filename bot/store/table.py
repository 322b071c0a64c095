"""What all tables have in common: every row belongs to a workspace, some speak of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from bot.store.connections import Connections, Row, Where, where
from bot.store.models import Retention, Workspace

__all__ = ["StoreTable", "Where", "where"]


class StoreTable:
    """A table: `name` in the database, `key` what is unique within a workspace, `about` the column
    with the person whom a row is about."""

    name: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    about: ClassVar[str | None] = None
    time_column: ClassVar[str | None] = None
    """The column that says when a row was written."""

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

    def newest(self) -> str | None:
        """When the newest row was written, as `as_text` puts it."""
        if self.time_column is None:
            return None
        sql = f"select max({self.time_column}) as newest from {self.name}"  # noqa: S608
        [row] = self._connections.query(sql)
        newest: str | None = row["newest"]
        return newest

    def _rows(self, condition: Where, order_by: str = "") -> list[Row]:
        return self._connections.rows(self.name, condition, order_by)

    def _row(self, condition: Where) -> Row | None:
        return next(iter(self._rows(condition)), None)

    def _count(self, condition: Where) -> int:
        return self._connections.count(self.name, condition)

    def _put(self, workspace: Workspace, /, only: str = "true", **values: Any) -> int:
        """Add a row, or replace the one with its key where that meets `only`; rows changed."""
        key, row = ("enterprise", "team", *self.key), {**workspace.model_dump(), **values}
        return self._connections.put(self.name, key, row, only)

    def _update(self, condition: Where, values: Mapping[str, Any]) -> int:
        """Change columns of rows; how many were changed."""
        return self._connections.update(self.name, condition, values)

    def _delete(self, condition: Where) -> int:
        return self._connections.delete(self.name, condition)
