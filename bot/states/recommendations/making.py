"""Makes the new file of recommendations out of the old one and of what was read."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.states.recommendations.models import Progress, Unreadable
from bot.states.recommendations.record import COLUMNS, MARK, VERSION, columns, create, fill

_ALL = ", ".join(COLUMNS)
_OWN = ("text", "position", "position_label", "date", "symbol", "states", "recommenders", "themes")
"""Columns of which a difference is a change."""


@dataclass(frozen=True)
class ExportReading:
    """An export that was read: from which source and file, on which day, and whether it is
    whole."""

    source: str
    file: str
    whole: bool
    day: dt.date


@dataclass(frozen=True)
class FileDifference:
    """What the new file has that the old one had not, and the reverse."""

    records: int
    new: int
    changed: int
    same: int
    removed: int
    doubled: int
    """Records of UPR Info that UHRI has too, and that are shown once."""


def make(
    part: Path,
    into: Path,
    reading: ExportReading,
    unmatched: Sequence[tuple[str, str, int]],
    progress: Progress,
) -> FileDifference:
    """Put the new file in the old one's place, in one step; `part` holds what was read.

    Raises Unreadable where it can't be written, and leaves the old one as it was.
    """
    new = into.with_name(f"{into.name}.making")
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as raw:
            raw.execute("pragma journal_mode = off")
            raw.execute("pragma synchronous = off")
            db = Database(raw, execute_plugins=False)
            change = _write(db, part, into, reading, unmatched, progress)
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.chmod(0o600)
        new.replace(into)
    except sqlite3.Error as error:
        raise Unreadable(f"{into} can't be made ({error}); see that the disk has room") from error
    finally:
        new.unlink(missing_ok=True)
    return change


def _write(
    db: Database,
    part: Path,
    into: Path,
    reading: ExportReading,
    unmatched: Sequence[tuple[str, str, int]],
    progress: Progress,
) -> FileDifference:
    progress("putting in order", 0, 3)
    db.attach("incoming", part)
    old = _attach_old(db, into)
    create(db)
    db.execute(
        f"insert into recommendations ({_ALL}) select {_ALL} from"  # noqa: S608 (ours)
        f" ({_union(old, reading)})"
        " order by coalesce(date, year || '-12-31'), symbol, paragraph, key"
    )
    doubled = _drop_doubles(db)
    progress("putting in order", 1, 3)
    change = _compared(db, old, reading, doubled)
    _remember(db, old, reading, unmatched)
    fill(db)
    progress("putting in order", 2, 3)
    db.execute(f"pragma application_id = {MARK}")
    db.execute(f"pragma user_version = {VERSION}")
    progress("putting in order", 3, 3)
    return change


def _attach_old(db: Database, into: Path) -> bool:
    """Whether there is an old file; it is then attached as `old`. Raises Unreadable for a file that
    is not of this version of the desk."""
    if not into.exists():
        return False
    try:
        db.attach("old", into)
        (mark,) = db.execute("pragma old.application_id").fetchone()
        (version,) = db.execute("pragma old.user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unreadable(
            f"{into} is damaged or no file of recommendations; move it away"
        ) from error
    if mark != MARK:
        raise Unreadable(f"{into} is the file of another program; name another file")
    if version != VERSION:
        raise Unreadable(
            f"{into} was made by another version of the desk; move it away and import again"
        )
    return True


def _union(old: bool, reading: ExportReading) -> str:
    """The rows of the new file: those that were read, and of the old ones those that stay."""
    rows = f"select {_ALL} from incoming.incoming"  # noqa: S608 (ours)
    if not old:
        return rows
    of_others = f" and origin <> '{reading.source}'" if reading.whole else ""
    return (
        f"{rows} union all select {_ALL} from old.recommendations o"  # noqa: S608 (ours)
        f" where not exists (select 1 from incoming.incoming i where i.key = o.key){of_others}"
    )


def _drop_doubles(db: Database) -> int:
    """Rows of UPR Info that UHRI has too: the same State, session and words."""
    db.execute("create temp table alike as select alike from recommendations where origin = 'uhri'")
    db.execute("create index temp.alike_index on alike (alike)")
    cursor = db.execute(
        "delete from recommendations where origin = 'upr-info'"
        " and alike in (select alike from temp.alike)"
    )
    return int(cursor.rowcount)


def _compared(db: Database, old: bool, reading: ExportReading, doubled: int) -> FileDifference:
    def count(sql: str, *values: str) -> int:
        return int(db.execute(sql, values).fetchone()[0])

    read = count("select count(*) from incoming.incoming")
    records = count("select count(*) from recommendations")
    of_read = doubled if reading.source == "upr-info" else 0
    if not old:
        return FileDifference(records, read - of_read, 0, 0, 0, doubled)
    both = "select count(*) from incoming.incoming i join old.recommendations o on o.key = i.key"
    differ = " or ".join(f"i.{name} is not o.{name}" for name in _OWN)
    known, changed = count(both), count(f"{both} where {differ}")
    own = "select count(*) from old.recommendations where origin = ?"
    gone = count(own, reading.source) - known if reading.whole else 0
    return FileDifference(records, read - known - of_read, changed, known - changed, gone, doubled)


def _remember(
    db: Database, old: bool, reading: ExportReading, unmatched: Sequence[tuple[str, str, int]]
) -> None:
    """Which files are in it, and which labels named nothing."""
    files: list[list[str]] = []
    if old:
        (text,) = db.execute("select value from old.about where key = 'files'").fetchone()
        files = [
            file for file in json.loads(text) if not (reading.whole and file[1] == reading.source)
        ]
        if not reading.whole:
            db.execute("insert into main.unmatched select * from old.unmatched")
    files.append([reading.file, reading.source, reading.day.isoformat()])
    db.table("about").insert({"key": "files", "value": json.dumps(files)})
    db.conn.executemany(
        "insert into unmatched values (?, ?, ?)"
        " on conflict do update set records = max(records, excluded.records)",
        unmatched,
    )


class ImportRunning(Unreadable):
    """Another import holds the files."""


@contextmanager
def locked(into: Path) -> Iterator[None]:
    """Keeps a second import away; it is freed when this process ends, however it ends.

    Raises ImportRunning while another import runs.
    """
    busy = ImportRunning("another import is under way; wait for its end")
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
