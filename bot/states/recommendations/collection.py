"""Past recommendations, asked: the file that was imported, or the demonstration set."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database

from bot.settings import Settings
from bot.states.recommendations import matching, query, search
from bot.states.recommendations.labels import Labels, years
from bot.states.recommendations.models import (
    PAGE,
    About,
    AlikeGroup,
    Counts,
    Filters,
    Likeness,
    Recommendation,
    Recommender,
    SearchPage,
    Unreadable,
    Uptake,
)
from bot.states.recommendations.query import Synonyms, read_synonyms
from bot.states.recommendations.record import (
    COLUMNS,
    INSERT,
    MARK,
    VERSION,
    NotARecord,
    RecordBuilder,
    create,
    fill,
)

_MAPPED = 2_000_000_000
"""Bytes of the file that may be read through the memory of the system, shared by all processes."""


class ImportedFile:
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
        db = _database(address, uri=True)
        (mark,) = db.execute("pragma application_id").fetchone()
        (version,) = db.execute("pragma user_version").fetchone()
        if (mark, version) != (MARK, VERSION):
            raise Unreadable(
                f"{self.path} is not a file of recommendations of this version of the desk; move it"
                " away and import the export again"
            )
        db.execute(f"pragma mmap_size = {_MAPPED}")
        db.execute("pragma query_only = on")
        return db


def _database(address: str, uri: bool = False) -> Database:
    """A database that is closed when nobody holds it: a thread ends, or its file is replaced."""
    # One thread uses it at a time, but whichever thread lets go of it last closes it.
    connection = sqlite3.connect(address, uri=uri, isolation_level=None, check_same_thread=False)
    db = Database(connection, execute_plugins=False)
    weakref.finalize(db, connection.close)
    return db


class HeldInMemory:
    """The same for recommendations that are held in memory."""

    def __init__(self, db: Database) -> None:
        self._db, self._lock = db, threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The connection, for one thread at a time."""
        with self._lock:
            yield self._db


FILE = "recommendations-sample.json"
ORIGIN = "demonstration"


def demonstration(knowledge: Path) -> Database:
    """The set `states/recommendations-sample.json` of a knowledge folder, held in memory.

    Raises Unreadable for a file that can't be used, KnowledgeError for unusable tables beside it.
    """
    builder = RecordBuilder(Labels.read(knowledge), years(knowledge), ORIGIN)
    try:
        rows = [row for raw in _records(knowledge) if (row := builder.row(raw))]
    except (OSError, ValueError, NotARecord) as error:
        raise Unreadable(f"the demonstration set states/{FILE} can't be read ({error})") from error
    db = _database(":memory:")
    create(db)
    names = ", ".join(COLUMNS)
    db.execute(f"create temp table read ({names})")
    db.conn.executemany(INSERT.format(table="read"), rows)
    db.execute(
        f"insert into recommendations ({names}) select {names} from read"  # noqa: S608 (ours)
        " group by key order by coalesce(date, year || '-12-31'), key"
    )
    fill(db)
    db.table("about").insert({"key": "files", "value": json.dumps([])})
    db.conn.executemany(
        "insert into unmatched values (?, ?, ?)",
        [(of, label, count) for (of, label), count in builder.labels.unmatched.items()],
    )
    return db


def _records(knowledge: Path) -> Iterator[Mapping[str, Any]]:
    """The records, each with where it comes from; rows of UPR Info keep its own themes."""
    content = (knowledge / "states" / FILE).read_text(encoding="utf-8")
    for raw in json.loads(content):
        origin = f"{ORIGIN}:{raw['_provenance']['kind']}"
        issues = raw.get("_original", {}).get("Issue", "")
        themes = raw["Themes"] or [issue.strip() for issue in issues.split(",") if issue.strip()]
        yield {**raw, "_origin": origin, "Themes": themes}


class Recommendations:
    """The imported recommendations, or the demonstration set where nothing was imported.

    Any number of threads may ask at once; what an import puts in place is seen at once. Every
    method raises Unreadable where the file can't be read.
    """

    def __init__(self, path: Path, source: ImportedFile | HeldInMemory, synonyms: Synonyms) -> None:
        self._path, self._source, self._synonyms = path, source, synonyms

    @property
    def demonstration(self) -> bool:
        """Whether it is the demonstration set: say so wherever something of it is shown."""
        return isinstance(self._now(), HeldInMemory)

    def _now(self) -> ImportedFile | HeldInMemory:
        """What is asked now: the first import takes the place of the demonstration set."""
        if isinstance(self._source, HeldInMemory) and self._path.exists():
            self._source = ImportedFile(self._path)
        return self._source

    @classmethod
    def open(cls, where: Settings) -> Recommendations:
        """Those of `where.recommendations`, if there. Raises Unreadable and KnowledgeError."""
        return cls.read(where.recommendations, where.knowledge)

    @classmethod
    def read(cls, path: Path, knowledge: Path) -> Recommendations:
        """Those of the file `path`, if it is there, with the words of a knowledge folder."""
        try:
            synonyms = read_synonyms(knowledge)
        except (OSError, KeyError) as error:
            raise Unreadable(f"states/same-words.csv can't be read ({error})") from error
        if path.exists():
            return cls(path, ImportedFile(path), synonyms)
        return cls(path, HeldInMemory(demonstration(knowledge)), synonyms)

    def search(
        self,
        filters: Filters,
        page: int = 1,
        size: int | None = PAGE,
        likeness: Likeness | None = None,
    ) -> SearchPage:
        """A page of recommendations, from 1; `size` None puts all on one page. `likeness` puts the
        best fifty in the order of their meaning: it takes seconds."""
        with self._now().reading() as db:
            return search.search(db, filters, self._synonyms, page, size, likeness)

    def counts(self, filters: Filters) -> Counts:
        """How many there are by mechanism, position, theme and year."""
        with self._now().reading() as db:
            return search.counts(db, filters, self._synonyms)

    def recommenders(
        self, filters: Filters, state: str | None = None, limit: int = 15
    ) -> tuple[Recommender, ...]:
        """The States that made such recommendations in the UPR, likely ones for `state` first."""
        with self._now().reading() as db:
            return search.recommenders(db, filters, self._synonyms, state, limit)

    def groups(self, filters: Filters) -> tuple[AlikeGroup, ...]:
        """Those that say nearly the same, together."""
        return search.groups(self.search(filters, size=search.MOST).hits)

    def uptake(
        self,
        asks: Sequence[str],
        state: str,
        after: dt.date,
        mechanisms: Sequence[str] = (),
        likeness: Likeness | None = None,
    ) -> tuple[Uptake, ...]:
        """Each ask beside the recommendations to a State since a day that are nearest to it."""
        filters = Filters(states=(state,), since=after, mechanisms=tuple(mechanisms))
        with self._now().reading() as db:
            return matching.uptake(db, asks, filters, self._synonyms, likeness)

    def on_issues(
        self, state: str, issues: Sequence[str], mechanisms: Sequence[str] = (), limit: int = 5
    ) -> tuple[Recommendation, ...]:
        """What a State was already told on each of several issues, each once; without issues, the
        latest. For an outline."""
        by_id: dict[int, Recommendation] = {}
        for issue in issues or ("",):
            filters = Filters(words=issue, states=(state,), mechanisms=tuple(mechanisms))
            room = limit if not issues else max(limit // len(issues), 1)
            by_id |= {hit.id: hit for hit in self.search(filters, size=room).hits}
        return tuple(by_id.values())[:limit]

    def fitting(
        self,
        filters: Filters,
        asks: Sequence[str] = (),
        likeness: Likeness | None = None,
        limit: int = 1,
    ) -> tuple[Recommendation, ...]:
        """The best that may be quoted in a text on an issue (`filters.words`) with these asks; none
        where none surely fits. For a message."""
        with self._now().reading() as db:
            return matching.fitting(db, filters, asks, self._synonyms, likeness, limit)

    def themes(self, part: str = "") -> tuple[str, ...]:
        """The themes and affected persons whose names have a word that begins so; all without."""
        with self._now().reading() as db:
            if part:
                return query.theme_labels(db, (part,))
            rows = db.execute("select label from themes order by records desc").fetchall()
            return tuple(label for (label,) in rows)

    def about(self) -> About:
        """How many recommendations are loaded, from which files, and what in them was not
        recognised."""
        with self._now().reading() as db:
            (records,) = db.execute("select count(*) from recommendations").fetchone()
            (newest,) = db.execute("select max(date) from recommendations").fetchone()
            (files,) = db.execute("select value from about where key = 'files'").fetchone()
            unmatched = db.execute(
                "select of, label, records from unmatched order by of, records desc, label"
            ).fetchall()
        return About(
            demonstration=self.demonstration,
            records=records,
            newest=dt.date.fromisoformat(newest) if newest else None,
            files=tuple((name, kind, day) for name, kind, day in json.loads(files)),
            unmatched=tuple((of, label, number) for of, label, number in unmatched),
        )
