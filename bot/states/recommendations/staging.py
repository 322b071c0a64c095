"""The file that an export is read into, and who may write there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.schema import columns


class Busy(Unreadable):
    """Another import holds the files."""


@contextmanager
def alone(into: Path) -> Iterator[None]:
    """Keeps a second import away; it is freed when this process ends, however it ends.

    Raises Busy while another import runs.
    """
    busy = Busy("another import is under way; wait for its end")
    lock = into.with_name(f"{into.name}.lock")
    with closing(sqlite3.connect(lock, timeout=0.2, isolation_level=None)) as held:
        try:
            held.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            # Where the file is gone, the import that held it ended while this one opened it.
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY or not lock.exists():
                raise busy from error
            raise
        if not lock.exists():  # another import has just ended and taken it away
            raise busy
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def opened(part: Path) -> Database:
    """The file that is read into, with what a stopped import left in it; one that is damaged is
    made again. Raises Unreadable where that is not possible."""
    for _ in range(2):
        raw = sqlite3.connect(part)
        try:
            # Nobody else reads it, and after a loss of power it is read again from the beginning.
            raw.execute("pragma synchronous = off")
            raw.execute("pragma quick_check(1)").fetchall()
            db = Database(raw, execute_plugins=False)
            db.table("incoming").create(columns(), pk="key", if_not_exists=True)
            numbers = dict.fromkeys(("read", "empty", "repeated"), int)
            own = {"id": int, "mark": str, **numbers, "unmatched": str}
            db.table("progress").create(own, pk="id", if_not_exists=True)
            return db
        except sqlite3.DatabaseError:
            raw.close()
            part.unlink(missing_ok=True)
    raise Unreadable(f"{part} can't be written; see that the disk has room")
