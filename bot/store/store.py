"""The store in an SQLite file."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store.claims import ClaimTable
from bot.store.connections import Connections, make_file
from bot.store.corrections import CorrectionTable
from bot.store.deliveries import DeliveryTable
from bot.store.errors import StoreError
from bot.store.feedback import FeedbackTable
from bot.store.follows import FollowTable
from bot.store.gaps import GapTable
from bot.store.models import DEFAULT_RETENTION, Retention, Workspace
from bot.store.preparations import PreparationTable
from bot.store.protocol import Storage
from bot.store.schema import migrate
from bot.store.subscriptions import SubscriptionTable
from bot.store.table import StoreTable
from bot.store.threads import ThreadTable
from bot.store.welcomes import WelcomeTable


class Store(Storage):
    """All tables of one file. Threads share a store; each process opens its own."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        tables = (
            claims := ClaimTable(connections),
            threads := ThreadTable(connections),
            follows := FollowTable(connections),
            welcomes := WelcomeTable(connections),
            gaps := GapTable(connections),
            feedback := FeedbackTable(connections),
            subscriptions := SubscriptionTable(connections),
            deliveries := DeliveryTable(connections),
            corrections := CorrectionTable(connections),
            preparations := PreparationTable(connections),
        )
        self._tables: tuple[StoreTable, ...] = tables
        self.claims, self.threads, self.follows = claims, threads, follows
        self.welcomes, self.gaps, self.feedback = welcomes, gaps, feedback
        self.subscriptions, self.deliveries = subscriptions, deliveries
        self.corrections = corrections
        self.preparations = preparations

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, made where there is none (folder 0700, file 0600), its tables up to date.

        Raises StoreError where that is not possible, or where the file is of a newer version.
        """
        make_file(path)
        connections = Connections(path)
        try:
            migrate(connections)
            connections.use_write_ahead_log()
        except StoreError:
            connections.close()
            raise
        return cls(connections)

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """How many rows are about a person."""
        return _merged(table.stored(workspace, person) for table in self._tables)

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete them, all or nothing, from the file's free space too."""
        with self._connections.writing():
            rows = _merged(table.forget(workspace, person) for table in self._tables)
        self._connections.wipe()
        return rows

    def leave(self, workspace: Workspace) -> dict[str, int]:
        """Delete every row of a workspace, from the file's free space too."""
        with self._connections.writing():
            rows = {table.name: table.leave(workspace) for table in self._tables}
        self._connections.wipe()
        return rows

    def purge(self, now: dt.datetime, retention: Retention = DEFAULT_RETENTION) -> dict[str, int]:
        """Delete what has been kept long enough, from the file's free space too."""
        with self._connections.writing():
            rows = {table.name: table.purge(now, retention) for table in self._tables}
        self._connections.wipe()
        return rows

    def backup(self, path: Path) -> None:
        """Write a consistent copy (0600) while in use: all of it or nothing.

        Raises StoreError where the file exists or can't be written.
        """
        if path.exists():
            raise StoreError(f"{path} exists already; name a file that does not")
        try:
            # A folder of its own (0700), as SQLite gives its files no narrower rights by itself.
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
                copy = Path(folder) / path.name
                with self._connections.reading() as db:
                    db.execute("VACUUM INTO ?", [str(copy)])
                copy.chmod(0o600)
                copy.rename(path)
        except OSError as error:
            raise StoreError(
                f"the copy can't be written to {path}: {error.strerror}; name another place"
            ) from error

    def check(self) -> None:
        """Write to the file and read all of it. Raises StoreError for what is found."""
        with self._connections.writing() as db:
            # A write that changes nothing: SQLite writes the page whatever the value was.
            db.execute("PRAGMA user_version = 0")
        with self._connections.reading() as db:
            found = [str(row[0]) for row in db.execute("PRAGMA quick_check(1)").fetchall()]
        if found != ["ok"]:
            raise StoreError(
                f"the store {self._connections.path} is damaged ({found[0]}); "
                "put a backup in its place"
            )

    def close(self) -> None:
        """End all connections, once no thread uses the store any more."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _merged(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    return {name: rows for part in counts for name, rows in part.items()}
