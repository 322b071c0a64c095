"""The SQLite file: a connection a thread, and writers that wait for one another."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.store.errors import StoreError

WAIT = 10.0
"""Seconds that a connection waits for another's transaction."""

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


class Connections:
    """The connections to one file. Open them after a fork, never before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()
        self._all: list[tuple[threading.Thread, Database]] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """This thread's connection. Raises StoreError for any trouble with the database."""
        with self._explained():
            yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """A transaction, all or nothing; one within another is part of it.

        It begins as a writer: of two that begin as readers and write later, one would fail at
        once instead of waiting (https://sqlite.org/lang_transaction.html, section 2.2).
        """
        with self._explained():
            db = self._connection()
            if db.conn.in_transaction:
                with db.atomic():
                    yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.commit()
            except BaseException:
                db.rollback()
                raise

    def use_write_ahead_log(self) -> None:
        """Let readers and a writer work side by side; the file remembers it."""
        deadline = time.monotonic() + WAIT
        with self.reading() as db:
            while True:
                try:
                    db.enable_wal()
                    return
                except sqlite3.OperationalError as error:
                    # SQLite doesn't wait for others here, whatever its timeout is.
                    if _primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)

    def wipe(self) -> None:
        """Empty the write-ahead log, which still holds what was deleted from the tables."""
        with self.reading() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """End every connection; the store can't be used after that."""
        with self._lock:
            self._closed = True
            for _, db in self._all:
                db.close()
            self._all.clear()

    def _connection(self) -> Database:
        if self._closed:
            raise StoreError(f"the store {self.path} is closed")
        db: Database | None = getattr(self._own, "db", None)
        if db is None:
            db = self._own.db = self._connect()
        return db

    def _connect(self) -> Database:
        # Only `close` and the end of a thread touch a connection from another thread.
        raw = sqlite3.connect(
            self.path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        db = Database(raw, execute_plugins=False)
        with self._lock:
            self._all.append((threading.current_thread(), db))
            ended = [(thread, old) for thread, old in self._all if not thread.is_alive()]
            for pair in ended:
                pair[1].close()
                self._all.remove(pair)
        # What people ask to be forgotten is overwritten, not only marked as free.
        db.execute("PRAGMA secure_delete = on").fetchall()
        return db

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            reason = _REASONS.get(_primary(error), str(error))
            raise StoreError(f"the store {self.path} can't be used: {reason}") from error


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
