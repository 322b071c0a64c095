"""Reads an export into the file of recommendations: all of it or nothing.

An export is read into a file of its own beside it, in batches, so that a reading that was stopped
goes on where it was. When all has been read, a new file of recommendations is made out of the old
one and what was read, and takes the old one's place in one step.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from bot.states.recommendations.labels import Labels
from bot.states.recommendations.models import Progress, Unreadable
from bot.states.recommendations.reading import Export, export
from bot.states.recommendations.record import (
    COLUMNS,
    INSERT,
    MARK,
    VERSION,
    NotARecord,
    RecordBuilder,
    columns,
    create,
    fill,
)

BATCH = 2_000
_SAMPLE = 4_000_000
"""Bytes at each end of a file that say whether it is still the same one."""
_ALL = ", ".join(COLUMNS)
_OWN = ("text", "position", "position_label", "date", "symbol", "states", "recommenders", "themes")
"""Columns of which a difference is a change."""
Unmatched = tuple[tuple[str, str, int], ...]
"""Labels that name nothing known here: of what, the label, how many records have it."""


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


@dataclass(frozen=True)
class Outcome:
    """How many records an import read, passed over and added."""

    records: int
    empty: int
    """Records without a text, which are left out."""
    repeated: int
    """Records whose id had come before in the same file."""
    resumed: int
    """Records that an earlier, stopped import had read."""
    change: FileDifference
    unmatched: Unmatched


def take(
    path: Path,
    into: Path,
    labels: Labels,
    years: Mapping[int, int],
    whole: bool = False,
    progress: Progress = lambda _what, _done, _of: None,
    today: dt.date | None = None,
) -> Outcome:
    """Import the export `path` into the file `into`.

    With `whole` it is all that its source has: what it lacks is removed. Raises Unreadable, and
    leaves everything as it was, for a file that is no export, is damaged, or has no record.
    """
    source = export(path)
    part = into.with_name(f"{into.name}.reading")
    try:
        into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(into):
            with closing(opened(part)) as db:
                reading = _Reading(db, source, RecordBuilder(labels, years, source.source))
                reading.run(progress)
            left = reading.unmatched()
            made = _Making(source, whole, into, part)
            change = made.run(today or dt.date.today(), left, progress)
            part.unlink()
    except ImportRunning:
        raise
    except Unreadable:
        part.unlink(missing_ok=True)
        raise
    except (OSError, sqlite3.Error) as error:
        raise Unreadable(f"{into} can't be written ({error})") from error
    return Outcome(reading.read, reading.empty, reading.repeated, reading.resumed, change, left)


class _Reading:
    """Reads records into the table `incoming`, and remembers how far it has come."""

    def __init__(self, db: Database, source: Export, builder: RecordBuilder) -> None:
        self._db, self._source, self._builder, self.labels = db, source, builder, builder.labels
        self._mark = f"{VERSION}:{_mark(source.path)}"
        self.read = self.empty = self.repeated = self.resumed = 0
        self._take_up()

    def _take_up(self) -> None:
        row = next(iter(self._db.query("select * from progress")), None)
        if row is None or row["mark"] != self._mark:
            self._db.execute("delete from progress")
            self._db.execute("delete from incoming")
            self._db.commit()
            return
        self.read, self.empty, self.repeated = row["read"], row["empty"], row["repeated"]
        self.resumed = self.read
        self.labels.unmatched.update(
            {(of, label): count for of, label, count in json.loads(row["unmatched"])}
        )

    def run(self, progress: Progress) -> None:
        """Read to the end. Raises Unreadable."""
        records = islice(self._source.records(), self.read, None)
        size = self._source.size
        while batch := list(islice(records, BATCH)):
            self._insert(batch)
            progress("reading", min(batch[-1][0], size), size)
        if self.read == self.empty:
            raise Unreadable(f"{self._source.path.name} has no recommendation in it")

    def unmatched(self) -> Unmatched:
        """Labels that name nothing known here, the most frequent of each kind first."""
        every = ((of, label, count) for (of, label), count in self.labels.unmatched.items())
        return tuple(sorted(every, key=lambda label: (label[0], -label[2], label[1])))

    def _insert(self, batch: list[tuple[int, Mapping[str, object]]]) -> None:
        rows = []
        for number, (_, raw) in enumerate(batch, self.read + 1):
            try:
                row = self._builder.row(raw)
            except NotARecord as error:
                name = self._source.path.name
                why = f"{name} is not in the form of an export: record {number}, {error}"
                raise Unreadable(why) from error
            if row is None:
                self.empty += 1
            else:
                rows.append(row)
        before = self._db.conn.total_changes
        self._db.conn.executemany(INSERT.format(table="incoming"), rows)
        self.repeated += len(rows) - (self._db.conn.total_changes - before)
        self.read += len(batch)
        left = [[*key, count] for key, count in self.labels.unmatched.items()]
        self._db.execute(
            "insert or replace into progress values (1, ?, ?, ?, ?, ?)",
            (self._mark, self.read, self.empty, self.repeated, json.dumps(left)),
        )
        self._db.commit()


def _mark(path: Path) -> str:
    """What tells one file from another: its size and both its ends."""
    size = path.stat().st_size
    digest = blake2b(str(size).encode(), digest_size=16)
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(size - _SAMPLE, 0))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


class _Making:
    """Makes the new file out of the old one and of what was read, which stands in `part`."""

    def __init__(self, source: Export, whole: bool, into: Path, part: Path) -> None:
        self._file, self._origin = source.path.name, source.source
        self._whole, self._into, self._part = whole, into, part

    def run(self, day: dt.date, unmatched: Unmatched, progress: Progress) -> FileDifference:
        """Put the new file in the old one's place, in one step. Raises Unreadable where it can't be
        written, and leaves the old one as it was."""
        new = self._into.with_name(f"{self._into.name}.making")
        new.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(new, isolation_level=None)) as raw:
                raw.execute("pragma journal_mode = off")
                raw.execute("pragma synchronous = off")
                change = self._write(Database(raw, execute_plugins=False), day, unmatched, progress)
            with new.open("rb") as file:
                os.fsync(file.fileno())
            new.chmod(0o600)
            new.replace(self._into)
        except sqlite3.Error as error:
            why = f"{self._into} can't be made ({error}); see that the disk has room"
            raise Unreadable(why) from error
        finally:
            new.unlink(missing_ok=True)
        return change

    def _write(
        self, db: Database, day: dt.date, unmatched: Unmatched, progress: Progress
    ) -> FileDifference:
        progress("putting in order", 0, 3)
        db.attach("incoming", self._part)
        old = _attach_old(db, self._into)
        create(db)
        db.execute(
            f"insert into recommendations ({_ALL}) select {_ALL} from"  # noqa: S608 (ours)
            f" ({self._union(old)})"
            " order by coalesce(date, year || '-12-31'), symbol, paragraph, key"
        )
        doubled = _drop_doubles(db)
        progress("putting in order", 1, 3)
        change = self._compared(db, old, doubled)
        self._remember(db, old, day, unmatched)
        fill(db)
        progress("putting in order", 2, 3)
        db.execute(f"pragma application_id = {MARK}")
        db.execute(f"pragma user_version = {VERSION}")
        progress("putting in order", 3, 3)
        return change

    def _union(self, old: bool) -> str:
        """The rows of the new file: those that were read, and of the old ones those that stay."""
        rows = f"select {_ALL} from incoming.incoming"  # noqa: S608 (ours)
        if not old:
            return rows
        of_others = f" and origin <> '{self._origin}'" if self._whole else ""
        return (
            f"{rows} union all select {_ALL} from old.recommendations o"  # noqa: S608 (ours)
            f" where not exists (select 1 from incoming.incoming i where i.key = o.key){of_others}"
        )

    def _compared(self, db: Database, old: bool, doubled: int) -> FileDifference:
        def count(sql: str, *values: str) -> int:
            return int(db.execute(sql, values).fetchone()[0])

        records = count("select count(*) from recommendations")
        new = count("select count(*) from incoming.incoming")
        new -= doubled if self._origin == "upr-info" else 0
        if not old:
            return FileDifference(records, new, 0, 0, 0, doubled)
        both = "select count(*) from incoming i join old.recommendations o on o.key = i.key"
        differ = " or ".join(f"i.{name} is not o.{name}" for name in _OWN)
        known, changed = count(both), count(f"{both} where {differ}")
        own = "select count(*) from old.recommendations where origin = ?"
        gone = count(own, self._origin) - known if self._whole else 0
        return FileDifference(records, new - known, changed, known - changed, gone, doubled)

    def _remember(self, db: Database, old: bool, day: dt.date, unmatched: Unmatched) -> None:
        """Which files are in it, and which labels named nothing."""
        files: list[list[str]] = []
        if old:
            (text,) = db.execute("select value from old.about where key = 'files'").fetchone()
            known = json.loads(text)
            files = [file for file in known if not (self._whole and file[1] == self._origin)]
            if not self._whole:
                db.execute("insert into main.unmatched select * from old.unmatched")
        files.append([self._file, self._origin, day.isoformat()])
        db.table("about").insert({"key": "files", "value": json.dumps(files)})
        db.conn.executemany(
            "insert into unmatched values (?, ?, ?)"
            " on conflict do update set records = max(records, excluded.records)",
            unmatched,
        )


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
        why = f"{into} is damaged or no file of recommendations; move it away"
        raise Unreadable(why) from error
    if mark != MARK:
        raise Unreadable(f"{into} is the file of another program; name another file")
    if version != VERSION:
        why = f"{into} was made by another version of the desk; move it away and import again"
        raise Unreadable(why)
    return True


def _drop_doubles(db: Database) -> int:
    """Rows of UPR Info that UHRI has too: the same State, session and words."""
    db.execute("create temp table alike as select alike from recommendations where origin = 'uhri'")
    db.execute("create index temp.alike_index on alike (alike)")
    cursor = db.execute(
        "delete from recommendations where origin = 'upr-info'"
        " and alike in (select alike from temp.alike)"
    )
    return int(cursor.rowcount)


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
