"""Reads an export into the file of recommendations: all of it or nothing.

An export is read into a file of its own beside it, in batches, so that a reading that was stopped
goes on where it was. When all has been read, a new file of recommendations is made out of the old
one and what was read, and takes the old one's place in one step.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from bot.states.recommendations.labels import Labels
from bot.states.recommendations.making import (
    ExportReading,
    FileDifference,
    ImportRunning,
    locked,
    make,
    opened,
)
from bot.states.recommendations.models import Progress, Unreadable
from bot.states.recommendations.reading import Export, export
from bot.states.recommendations.record import INSERT, VERSION, NotARecord, RecordBuilder

BATCH = 2_000
_SAMPLE = 4_000_000
"""Bytes at each end of a file that say whether it is still the same one."""


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
    unmatched: tuple[tuple[str, str, int], ...]


def take(
    path: Path,
    into: Path,
    labels: Labels,
    years: Mapping[int, int],
    whole: bool = False,
    progress: Progress | None = None,
    today: dt.date | None = None,
) -> Outcome:
    """Import the export `path` into the file `into`.

    With `whole` it is all that its source has: what it lacks is removed. Raises Unreadable, and
    leaves everything as it was, for a file that is no export, is damaged, or has no record.
    """
    source = export(path)
    part = into.with_name(f"{into.name}.reading")
    tell = progress or _silent
    try:
        into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(into):
            with closing(opened(part)) as db:
                reading = _Reading(db, source, labels, years)
                reading.run(tell)
            left = reading.unmatched()
            state = ExportReading(source.source, path.name, whole, today or dt.date.today())
            change = make(part, into, state, left, tell)
            part.unlink()
    except ImportRunning:
        raise
    except Unreadable:
        part.unlink(missing_ok=True)
        raise
    except (OSError, sqlite3.Error) as error:
        raise Unreadable(f"{into} can't be written ({error})") from error
    return Outcome(reading.read, reading.empty, reading.repeated, reading.resumed, change, left)


def _silent(what: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


class _Reading:
    """Reads records into the table `incoming`, and remembers how far it has come."""

    def __init__(
        self, db: Database, source: Export, labels: Labels, years: Mapping[int, int]
    ) -> None:
        self._db, self._source, self.labels = db, source, labels
        self._builder = RecordBuilder(labels, years, source.source)
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

    def unmatched(self) -> tuple[tuple[str, str, int], ...]:
        """Labels that name nothing known here, the most frequent of each kind first."""
        every = ((of, label, count) for (of, label), count in self.labels.unmatched.items())
        return tuple(sorted(every, key=lambda label: (label[0], -label[2], label[1])))

    def _insert(self, batch: list[tuple[int, Mapping[str, object]]]) -> None:
        rows = []
        for number, (_, raw) in enumerate(batch, self.read + 1):
            try:
                row = self._builder.row(raw)
            except NotARecord as error:
                raise Unreadable(
                    f"{self._source.path.name} is not in the form of an export: record {number},"
                    f" {error}"
                ) from error
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
