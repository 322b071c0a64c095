"""Opens the file of recommendations, for reading only, from any number of threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.schema import MARK, VERSION

_MAPPED = 2_000_000_000
"""Bytes of the file that may be read through the memory of the system, shared by all processes."""


class Reader:
    """A connection a thread to a file that nobody writes into: an import puts another file in its
    place, which is then opened by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """This thread's connection. Raises Unreadable for any trouble with the file."""
        try:
            now = self._which()
            if getattr(self._own, "which", None) != now:
                self._own.db, self._own.which = self._open(), now
            yield self._own.db
        except sqlite3.Error as error:
            raise Unreadable(f"{self.path} can't be read ({error}); import it again") from error
        except OSError as error:
            raise Unreadable(f"{self.path} can't be read ({error.strerror})") from error

    def _which(self) -> tuple[int, int, int]:
        stat = self.path.stat()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def _open(self) -> Database:
        address = f"file:{quote(str(self.path))}?mode=ro&immutable=1"
        raw = sqlite3.connect(address, uri=True, isolation_level=None)
        (mark,) = raw.execute("pragma application_id").fetchone()
        (version,) = raw.execute("pragma user_version").fetchone()
        if (mark, version) != (MARK, VERSION):
            raw.close()
            raise Unreadable(
                f"{self.path} is not a file of recommendations of this version of the desk; move it"
                " away and import the export again"
            )
        raw.execute(f"pragma mmap_size = {_MAPPED}")
        raw.execute("pragma query_only = on")
        return Database(raw, execute_plugins=False)


class Memory:
    """The same for recommendations that are held in memory."""

    def __init__(self, db: Database) -> None:
        self._db, self._lock = db, threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The connection, for one thread at a time."""
        with self._lock:
            yield self._db
