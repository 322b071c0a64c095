"""The store over a database."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from filelock import FileLock, Timeout
from pydantic import SecretStr

from bot.store.connections import ALL, Connections, StoreError, StoreTable, copied
from bot.store.conversations import (
    ChannelLanguageTable,
    ClaimTable,
    FollowTable,
    ThreadTable,
    WelcomeTable,
)
from bot.store.curation import CorrectionTable, FeedbackTable, GapTable, ReadingTable
from bot.store.digests import DeliveryTable, SubscriptionTable
from bot.store.installations import DepartureTable, InstallationTable, InstallingTable, Seal
from bot.store.models import DEFAULT_RETENTION, Retention, Workspace
from bot.store.preparations import PreparationTable
from bot.store.schema import migrate, pending
from bot.store.sqlite import FileConnections

Place = Path | SecretStr
"""An SQLite file, or the address of a PostgreSQL database, which may hold a password."""

UNDER_WAY, LOCK = ".backup-", "lock"
BEGINNING = 60.0
"""Seconds after which a backup that has no lock yet is none."""
LATE = dt.timedelta(minutes=10)
"""After a workspace removed the app, what Slack still had to say of it may come so much later."""


class DatabaseStatus(NamedTuple):
    """What a database holds: the steps of its tables that wait, and rows by table."""

    place: str
    waiting: tuple[str, ...]
    rows: dict[str, int]


class Store:
    """All tables of one database. Threads share a store; each process opens its own."""

    def __init__(self, connections: Connections, seal: Seal | None = None) -> None:
        self._connections = connections
        self.claims = ClaimTable(connections)
        self.threads = ThreadTable(connections)
        self.follows = FollowTable(connections)
        self.welcomes = WelcomeTable(connections)
        self.gaps = GapTable(connections)
        self.feedback = FeedbackTable(connections)
        self.subscriptions = SubscriptionTable(connections)
        self.deliveries = DeliveryTable(connections)
        self.corrections = CorrectionTable(connections)
        self.readings = ReadingTable(connections)
        self.preparations = PreparationTable(connections)
        self.installations = InstallationTable(connections, seal or Seal())
        self.installing = InstallingTable(connections)
        self.departures = DepartureTable(connections)
        self.channel_languages = ChannelLanguageTable(connections)
        self._tables = tuple(it for it in vars(self).values() if isinstance(it, StoreTable))

    @classmethod
    def open(cls, place: Place, seal: Seal | None = None) -> Self:
        """Open a database, its tables brought up to date. A file is made where there is none
        (folder 0700, file 0600). With `seal` tokens are sealed, those that are there too.

        Raises StoreError where that is not possible, where it is of a newer version, or where a key
        is not there that tokens are sealed with.
        """
        connections = _connected(place)
        try:
            migrate(connections)
            if isinstance(connections, FileConnections):
                connections.use_write_ahead_log()
            store = cls(connections, seal)
            if seal is not None and seal.newest:
                with connections.writing():
                    changed = store.installations.reseal()
                if changed:
                    connections.erase_freed()
        except BaseException:
            connections.close()
            raise
        return store

    @staticmethod
    def status(place: Place) -> DatabaseStatus:
        """What a database holds, without changing it. Raises StoreError as `open` does."""
        connections = _connected(place)
        try:
            waiting = tuple(step.__name__ for step in pending(connections))
            tables = sorted(connections.tables() - {connections.ledger})
            rows = {table: connections.count(table, ALL) for table in tables}
            return DatabaseStatus(connections.place, waiting, rows)
        finally:
            connections.close()

    @property
    def place(self) -> str:
        """Where the database is, without anything secret."""
        return self._connections.place

    def copy_to(self, target: Store) -> dict[str, int]:
        """Put all rows, as of this moment, into an empty store; all or nothing. Rows by table.

        Raises StoreError where the other holds anything.
        """
        return copied(self._connections, target._connections)

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """How many rows speak of a person: threads, follows, gaps, gaps_curated, feedback,
        subscriptions, corrections, readings, preparations, preparation_items."""
        return _merged(table.stored(workspace, person) for table in self._tables)

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete all of that, all or nothing, and say how much it was.

        A gap goes whole with the person who asked, a signature with the person who gave it; of a
        curator (also from corrections), of the
        maker of a channel's digest, and of who took part in a preparation, the id alone goes. What
        was deleted is overwritten, where the database can do so.
        """
        with self._connections.writing(workspace):
            rows = _merged(table.forget(workspace, person) for table in self._tables)
        self._connections.erase_freed()
        return rows

    def leave(self, workspace: Workspace) -> dict[str, int]:
        """Delete every row of a workspace at once; rows by group. What was deleted is overwritten,
        where the database can do so."""
        with self._connections.writing(workspace):
            rows = self._without(workspace)
        self._connections.erase_freed()
        return rows

    def purge(self, now: dt.datetime, retention: Retention = DEFAULT_RETENTION) -> dict[str, int]:
        """Delete what has been kept long enough, and all of workspaces that removed the app so long
        ago and did not come back; rows by group. What was deleted is overwritten, where the
        database can do so."""
        with self._connections.writing():
            rows = Counter({table.name: 0 for table in self._tables})
            for workspace, since in self.departures.before(now - retention.departed):
                if self.claims.taken_since(workspace, since + LATE):
                    self.departures.end(workspace)
                else:
                    rows.update(self._without(workspace))
            rows.update({table.name: table.purge(now, retention) for table in self._tables})
        self._connections.erase_freed()
        return dict(rows)

    def newest(self) -> dt.datetime | None:
        """When anything was last written, by the rows themselves; None where there is no row."""
        newest = max(filter(None, (table.newest() for table in self._tables)), default=None)
        return dt.datetime.fromisoformat(newest) if newest else None

    def _without(self, workspace: Workspace) -> dict[str, int]:
        return {table.name: table.leave(workspace) for table in self._tables}

    def backup(self, path: Path) -> None:
        """Write a consistent copy (0600) while in use: all of it or nothing.

        Raises StoreError where the file exists or can't be written.
        """
        if path.exists():
            raise StoreError(f"{path} exists already; name a file that does not")
        try:
            clear_away(path.parent)
            # A folder of its own (0700), as SQLite gives its files no narrower rights by itself.
            with (
                tempfile.TemporaryDirectory(dir=path.parent, prefix=UNDER_WAY) as folder,
                FileLock(Path(folder) / LOCK),
            ):
                copy = Path(folder) / path.name
                self._connections.copy(copy)
                copy.chmod(0o600)
                copy.rename(path)
        except OSError as error:
            raise StoreError(
                f"the copy can't be written to {path}: {error.strerror}; name another place"
            ) from error

    def check(self) -> None:
        """Write, and read what can be read at once. Raises StoreError for what is found."""
        self._connections.check()

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


def clear_away(folder: Path) -> None:
    """Delete what backups left behind that were killed: their folders, of which nobody holds the
    lock any more."""
    for left in folder.glob(f"{UNDER_WAY}*"):
        lock = left / LOCK
        try:
            if lock.exists() or time.time() - left.stat().st_mtime > BEGINNING:
                with FileLock(lock, timeout=0):
                    pass
                shutil.rmtree(left, ignore_errors=True)
        except (OSError, Timeout):
            continue


def _connected(place: Place) -> Connections:
    if isinstance(place, Path):
        return FileConnections(place)
    try:
        from bot.store.postgres import ServerConnections
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the library psycopg; install the desk again with requirements/run.txt"
        ) from error
    return ServerConnections(place)


def _merged(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    return {name: rows for part in counts for name, rows in part.items()}


STILL = dt.timedelta(days=14)
"""A bot in which nothing was written for longer has a clock that is to be looked at first."""


def purge(
    store: Store,
    now: dt.datetime,
    retention: Retention = DEFAULT_RETENTION,
    sure: bool = False,
) -> dict[str, int]:
    """Delete what has been kept long enough; rows by group.

    Raises StoreError where `now` is far after anything that was ever written, unless somebody who
    knows the time (`sure`: Slack, or the operator) agrees with the clock.
    """
    newest = store.newest()
    if not sure and newest is not None and now - newest > STILL:
        raise StoreError(
            f"nothing was deleted: the clock says {now:%Y-%m-%d}, and the newest row is of"
            f" {newest:%Y-%m-%d}; see whether the clock is right, and if it is, run advocacy"
            " database purge --clock-is-right"
        )
    return store.purge(now, retention)
