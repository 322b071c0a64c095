"""What the tables need of a database, and have in common. Their SQL is written once, in words that
SQLite and PostgreSQL both know, with `:name` for values."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Self

from bot.store.models import Retention, Workspace


class StoreError(Exception):
    """The store can't be used; the message says why and what to do."""


Row = dict[str, Any]
Values = Mapping[str, Any]
Where = tuple[str, dict[str, Any]]
"""A condition and its values."""
ALL: Where = ("true", {})
WAIT = 10.0
"""Seconds that a connection waits for another's transaction, or for a server that starts anew."""


class Connections(ABC):
    """The connections to one database; safe for threads. Open them after a fork, never before.

    Any trouble with the database is a StoreError.
    """

    place: str
    """Where the database is, without anything secret."""
    ledger: ClassVar[str]
    """The table of the steps of `schema.py` that were done."""
    types: ClassVar[Mapping[type, str]]
    """How the database calls a text and a whole number. Texts compare by code point: moments do
    so as they follow one another."""

    @abstractmethod
    def writing(self, workspace: Workspace | None = None) -> AbstractContextManager[Self]:
        """A transaction of this thread, all or nothing; one within another is part of it.

        What is looked at in it stays so until it is written: who changes a workspace waits for
        others who change it, and who names none waits for everybody.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Self]:
        """Meanwhile this thread reads what was there when it began."""

    @abstractmethod
    def query(self, sql: str, values: Values | None = None) -> list[Row]:
        """The rows that a statement gives, each by column; `values` stand for its `:names`. Raises
        StoreError."""

    @abstractmethod
    def execute(self, sql: str, values: Values | None = None) -> int:
        """Run a statement, by itself a transaction outside of `writing`. Gives rows changed."""

    @abstractmethod
    def tables(self) -> frozenset[str]:
        """The names of the tables that are there, the desk's and others."""

    @abstractmethod
    def erase_freed(self) -> None:
        """Overwrite what was deleted, as far as the database can."""

    @abstractmethod
    def copy(self, file: Path) -> None:
        """Write all of one moment to a new SQLite file."""

    @abstractmethod
    def check(self) -> None:
        """Raises StoreError where the database can't be written or is found damaged."""

    @abstractmethod
    def close(self) -> None:
        """End every connection; they can't be used after that."""

    def rows(self, table: str, condition: Where, order_by: str = "") -> list[Row]:
        """The rows of a table that meet a condition."""
        met, values = condition
        order = f" order by {order_by}" if order_by else ""
        return self.query(f"select * from {table} where {met}{order}", values)  # noqa: S608

    def count(self, table: str, condition: Where) -> int:
        """How many rows of a table meet a condition."""
        met, values = condition
        [row] = self.query(f"select count(*) as found from {table} where {met}", values)  # noqa: S608
        return int(row["found"])

    def insert(self, table: str, rows: Iterable[Values]) -> int:
        """Add rows whose keys are new, and say how many. All or nothing within `writing` alone."""
        return sum(self.execute(_insertion(table, row), row) for row in rows)

    def put(self, table: str, key: tuple[str, ...], row: Values, only: str = "true") -> int:
        """Add a row, or put it in the place of the one with its key: where that one meets `only`.

        One statement, so that of several at once each sees what the one before did. Gives rows
        changed, 0 or 1.
        """
        changed = ", ".join(f"{name} = excluded.{name}" for name in row if name not in key)
        then = f"update set {changed} where {only}" if changed else "nothing"
        conflict = f" on conflict ({', '.join(key)}) do {then}"
        return self.execute(_insertion(table, row) + conflict, row)

    def update(self, table: str, condition: Where, values: Values) -> int:
        """Change columns of the rows that meet a condition. Gives rows changed."""
        met, given = condition
        columns = ", ".join(f"{name} = :new_{name}" for name in values)
        new = {f"new_{name}": value for name, value in values.items()}
        return self.execute(f"update {table} set {columns} where {met}", {**given, **new})  # noqa: S608

    def delete(self, table: str, condition: Where) -> int:
        """Delete the rows that meet a condition. Gives how many."""
        met, values = condition
        return self.execute(f"delete from {table} where {met}", values)  # noqa: S608


def where(workspace: Workspace | None, **columns: str) -> Where:
    """A condition on the workspace (None: on no workspace) and on columns that equal a value."""
    values = {**(workspace.model_dump() if workspace else {}), **columns}
    return " and ".join(f"{name} = :{name}" for name in values) or "true", values


def workspace_of(row: Row) -> Workspace:
    """The workspace of a row, taken out of its columns."""
    return Workspace(enterprise=row.pop("enterprise"), team=row.pop("team"))


def _insertion(table: str, row: Values) -> str:
    given = ", ".join(f":{name}" for name in row)
    return f"insert into {table} ({', '.join(row)}) values ({given})"  # noqa: S608


def copied(source: Connections, target: Connections) -> dict[str, int]:
    """Put every row of `source`, as of one moment, into `target`; both have all tables.

    Gives rows by table. Raises StoreError where the target holds anything, or where the counts
    differ in the end; then the target is as it was.
    """
    with source.snapshot(), target.writing():
        tables = sorted(source.tables() - {source.ledger})
        if full := [table for table in tables if target.count(table, ALL)]:
            raise StoreError(
                f"{target.place} is not empty ({', '.join(full)}); copy into a database that is"
            )
        rows = {table: target.insert(table, source.rows(table, ALL)) for table in tables}
        for table in tables:
            if not source.count(table, ALL) == target.count(table, ALL) == rows[table]:
                raise StoreError(f"{table} came over in part; nothing was kept, try again")
        return rows


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
