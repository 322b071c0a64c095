"""Filters → the search that finds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from bot.states.recommendations.models import Filters
from bot.states.recommendations.record import ASKS, sign, theme_sign
from bot.states.recommendations.schema import WEIGHTS
from bot.states.recommendations.words import (
    ENOUGH,
    Same,
    content_words,
    folded,
    levels,
    matching,
    most_telling,
)

_COMMITTEES = ("cat", "ccpr", "ced", "cedaw", "cerd", "cescr", "cmw", "crc", "crpd", "spt")
_MEMBERS = {"treaty-bodies": _COMMITTEES}
"""Mechanisms that stand for several."""
CYCLE = 5
"""Years: about as long as a cycle of the UPR lasts."""
MANY = 2_000
"""Hits of which more are not ranked by words but by date: so common words tell little."""


@dataclass(frozen=True)
class Query:
    """A search: what it asks of the index, and from which row on."""

    match: str
    """For the index; empty where everything is asked for."""
    start: int
    """Rows are in the order of their dates: the first that is not too old."""
    words: tuple[str, ...]
    matching: int
    newest_first: bool
    total: int = 0
    recent: int = 0
    """The first row of the last cycle: of what fits alike, that is shown first."""
    first: tuple[int, ...] = ()
    """Rows that have more of the words than the others, the newest first."""

    @property
    def table(self) -> str:
        """The table that is searched."""
        return "recommendations_fts" if self.match else "counted"

    @property
    def where(self) -> str:
        """The conditions, for the values of `given`."""
        match = "recommendations_fts match ? and " if self.match else ""
        return f"{match}rowid >= ?"

    @property
    def given(self) -> tuple[str | int, ...]:
        """The values of `where`."""
        return (self.match, self.start) if self.match else (self.start,)

    @property
    def hits(self) -> str:
        """All rows of the search, to stand after `from`, for the values of `given`."""
        return f"(select rowid as hit from {self.table} where {self.where})"  # noqa: S608 (ours)

    @property
    def ranked(self) -> bool:
        """Whether the best by words come first, and not the newest. Only among texts that have all
        of them: weighing each pair or triple of words takes several times as long."""
        whole = 0 < len(self.words) == self.matching
        return whole and not self.newest_first and self.total <= MANY


def query(db: Database, filters: Filters, same: Same) -> Query:
    """The search for what the filters ask, with as many of the words as give enough hits."""
    words = most_telling(content_words(filters.words, same))
    found = replace(search_of(db, filters), words=words)
    labels = found.match
    for at_least in levels(len(words)):
        if found.total and at_least == 1:
            break
        more = ids(db, replace(found, matching=0), len(found.first), ENOUGH) if found.total else ()
        match = " AND ".join(filter(None, (matching(words, at_least, same), labels)))
        first = (*found.first, *more)
        found = replace(found, match=match, matching=at_least, first=first)
        found = replace(found, total=count(db, found))
        if found.total >= ENOUGH:
            break
    return found


def search_of(db: Database, filters: Filters, match: str = "") -> Query:
    """The search for what the filters ask besides words, and for texts that `match`."""
    asked = " AND ".join(filter(None, (match, _labels(db, filters))))
    return Query(
        asked, _start(db, filters.since), (), 0, filters.order == "newest", recent=_recent(db)
    )


def ids(db: Database, wanted: Query, start: int, count: int) -> tuple[int, ...]:
    """The ids of the rows of a search, in their order, from the place `start` on."""
    own = () if wanted.newest_first else wanted.first
    without = f" and rowid not in ({', '.join('?' * len(own))})" if own else ""
    order = (
        f"rowid >= {int(wanted.recent)} desc, bm25(recommendations_fts, {WEIGHTS}), rowid desc"
        if wanted.ranked
        else "rowid desc"
    )
    shown = own[start : start + count]
    rows = db.execute(
        f"select rowid from {wanted.table} where {wanted.where}{without}"  # noqa: S608 (ours)
        f" order by {order} limit ? offset ?",
        (*wanted.given, *own, count - len(shown), max(start - len(own), 0)),
    ).fetchall()
    return (*shown, *(row[0] for row in rows))


def count(db: Database, wanted: Query) -> int:
    """How many rows a search has."""
    sql = f"select count(*) from {wanted.table} where {wanted.where}"  # noqa: S608 (ours)
    return int(db.execute(sql, wanted.given).fetchone()[0])


def undated(db: Database, wanted: Query) -> int:
    """How many rows a search leaves out since no date of theirs is known."""
    if wanted.start == 0:
        return 0
    (dated,) = db.execute("select min(id) from counted where dated > ''").fetchone()
    end = wanted.start if dated is None else min(dated, wanted.start)
    sql = f"select count(*) from {replace(wanted, start=0).hits} where hit < ?"  # noqa: S608 (ours)
    return int(db.execute(sql, (*wanted.given[:-1], 0, end)).fetchone()[0])


def _recent(db: Database) -> int:
    """The first row of the years before the newest that make a cycle: rows are in the order of
    their dates."""
    (newest,) = db.execute("select max(dated) from counted").fetchone()
    if not newest:
        return 0
    return _start(db, dt.date(int(newest[:4]) - CYCLE, 1, 1))


def _start(db: Database, since: dt.date | None) -> int:
    """The first row that may be of that day or later; beyond the last where there is none."""
    if since is None:
        return 0
    sql = "select min(id) from counted where dated >= ?"
    (first,) = db.execute(sql, (since.isoformat(),)).fetchone()
    (last,) = db.execute("select max(id) from counted").fetchone()
    return int(first or last + 1)


def theme_labels(db: Database, parts: Sequence[str]) -> tuple[str, ...]:
    """The themes and affected persons in whose names words begin as those of one of the parts do:
    `child` finds `Children`."""
    rows = db.execute("select label from themes order by records desc").fetchall()
    wanted = [found for part in parts if (found := folded(part))]
    return tuple(label for (label,) in rows if any(_named(label, one) for one in wanted))


def _named(label: str, wanted: Sequence[str]) -> bool:
    words = folded(label)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _labels(db: Database, filters: Filters) -> str:
    """The part of the search that asks for signs."""
    themes = theme_labels(db, filters.themes)
    groups = (
        [sign(f"s{code}") for code in filters.states],
        [sign(f"m{one}") for name in filters.mechanisms for one in _MEMBERS.get(name, (name,))],
        [sign(f"p{one}") for one in filters.positions],
        [sign(f"r{code}") for code in filters.recommenders],
        [*map(theme_sign, themes)] or ([sign("tnone")] if filters.themes else []),
        [] if filters.concerns else [ASKS],
    )
    asked = (f"({' OR '.join(group)})" for group in groups if group)
    return " AND ".join(asked)
