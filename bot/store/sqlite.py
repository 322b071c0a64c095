"""An SQLite file: a connection a thread, and writers that wait for one another."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from sqlite_utils import Database

from bot.store.connections import WAIT, Connections, Row, StoreError, Values
from bot.store.models import Workspace

_CREATING = threading.Lock()

_REASONS = {
    sqlite3.SQLITE_BUSY: "another program has kept it busy; try again in a moment",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; see that it is a file the desk may write",
    sqlite3.SQLITE_CORRUPT: "it is damaged; put a backup in its place",
    sqlite3.SQLITE_IOERR: "the disk can't be read or written; see that it has room and is sound",
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_NOTADB: "it is not a database; move it away or name another file",
    sqlite3.SQLITE_READONLY: "it may not be written; give the desk the right to write it",
}


class FileConnections(Connections):
    """The connections to one file. There is one writer at a time, whatever it writes."""

    ledger = "_sqlite_migrations"
    types: ClassVar = {str: "text", int: "integer"}

    def __init__(self, path: Path) -> None:
        """Make the file where there is none. Raises StoreError where that is not possible."""
        make_file(path)
        self.place = str(path)
        self._path = path
        self._own = threading.local()
        self._all: list[tuple[threading.Thread, Database]] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def writing(self, workspace: Workspace | None = None) -> Iterator[Self]:  # noqa: ARG002
        """A transaction.

        It begins as a writer: of two that begin as readers and write later, one would fail at
        once instead of waiting (https://sqlite.org/lang_transaction.html, section 2.2).
        """
        with self._transaction("begin immediate"):
            yield self

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Readers keep what was there when they first read."""
        with self._transaction("begin"):
            yield self

    def query(self, sql: str, values: Values | None = None) -> list[Row]:
        """The rows that a statement gives, each by column. Raises StoreError."""
        with self._explained():
            cursor = self._connection().execute(sql, dict(values or {}))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def execute(self, sql: str, values: Values | None = None) -> int:
        """Run a statement in a transaction and give the rows changed. Raises StoreError."""
        with self.writing():
            return self._connection().execute(sql, dict(values or {})).rowcount

    def tables(self) -> frozenset[str]:
        """The names of the tables that are there."""
        with self._explained():
            return frozenset(self._connection().table_names())

    def use_write_ahead_log(self) -> None:
        """Let readers and a writer work side by side; the file remembers it."""
        deadline = time.monotonic() + WAIT
        with self._explained():
            while True:
                try:
                    self._connection().enable_wal()
                    return
                except sqlite3.OperationalError as error:
                    # SQLite doesn't wait for others here, whatever its timeout is.
                    if _primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)

    def erase_freed(self) -> None:
        """Empty the write-ahead log, which still holds what was deleted from the tables."""
        self.query("pragma wal_checkpoint(truncate)")

    def copy(self, file: Path) -> None:
        """Write all of one moment to a new SQLite file."""
        with self._explained():
            self._connection().execute("vacuum into ?", [str(file)])

    def check(self) -> None:
        """Write to the file and read all of it."""
        # A write that changes nothing: SQLite writes the page whatever the value was.
        self.execute("pragma user_version = 0")
        faults = [str(row["quick_check"]) for row in self.query("pragma quick_check(1)")]
        if faults != ["ok"]:
            raise StoreError(
                f"the store {self.place} is damaged ({faults[0]}); put a backup in its place"
            )

    def close(self) -> None:
        """End every connection."""
        with self._lock:
            self._closed = True
            for _, db in self._all:
                db.close()
            self._all.clear()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._explained():
            db = self._connection()
            if db.conn.in_transaction:
                yield
                return
            db.execute(begin)
            try:
                yield
                db.commit()
            except BaseException:
                db.rollback()
                raise

    def _connection(self) -> Database:
        if self._closed:
            raise StoreError(f"the store {self.place} is closed")
        db: Database | None = getattr(self._own, "db", None)
        if db is None:
            db = self._own.db = self._connect()
        return db

    def _connect(self) -> Database:
        # Only `close` and the end of a thread touch a connection from another thread.
        raw = sqlite3.connect(
            self._path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        db = Database(raw, execute_plugins=False)
        with self._lock:
            self._all.append((threading.current_thread(), db))
            ended = [(thread, old) for thread, old in self._all if not thread.is_alive()]
            for pair in ended:
                pair[1].close()
                self._all.remove(pair)
        # What people ask to be forgotten is overwritten, not only marked as free.
        db.execute("pragma secure_delete = on").fetchall()
        return db

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            reason = _REASONS.get(_primary(error), str(error))
            raise StoreError(f"the store {self.place} can't be used: {reason}") from error


def make_file(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) where there is none.

    Raises StoreError where that is not possible.
    """
    try:
        # Closing a file ends every lock that this process has on it, SQLite's too: only a file
        # that no thread can have opened yet is opened here.
        with _CREATING:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists():
                return
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if not path.exists():
            raise StoreError(
                f"the store can't be kept at {path}: something on the way to it is no folder"
            ) from None
    except OSError as error:
        raise StoreError(
            f"the store can't be kept at {path}: {error.strerror}; "
            "name another place, or give the desk the right to write there"
        ) from error


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error that is not SQLite's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
