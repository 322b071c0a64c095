"""What people type, and filters → the search that finds recommendations."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from sqlite_utils import Database

from bot.knowledge.typography import unaccented
from bot.states.recommendations.models import Filters
from bot.states.recommendations.record import ASKS, WEIGHTS, sign, theme_sign

_WORD = re.compile(r"[^\W_]+")
MOST = 6
"""Words that are looked for; of more, the longest, which are the rarest."""
LONGEST = 2_000
"""Characters that are looked at."""
ENOUGH = 10
"""Hits that are enough not to look for recommendations with fewer of the words."""
_STOP = frozenset(
    "a about all also an and any are as at be been but by can could do does for from had has have"
    " how i if in into is it its may more most must no not of on or other our over please should"
    " so such than that the their them then there these they this those to under up us was we were"
    " what when where which who why will with would you your"
    " au aux avec ce ces cette dans de des du elle en est et être il ils la le les leur leurs mais"
    " ou où par pas pour que quel quelle qui sa se ses son sont sur un une vers"
    " al como con del el ella en es esta este estos lo los las más no o para pero por qué se sin"
    " sobre son su sus un una y"
    " من في على الى إلى عن مع هذا هذه التي الذي أن إن ما لا هل أو و".split()
)

Synonyms = Mapping[str, tuple[str, ...]]
"""Folded word or phrase → others that mean the same."""


def read_synonyms(knowledge: Path) -> Synonyms:
    """The groups of `states/same-words.csv`: each word or phrase with the others of its group.

    Raises OSError where the file is missing.
    """
    synonyms: dict[str, tuple[str, ...]] = {}
    with (knowledge / "states" / "same-words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group = tuple(word.strip() for word in row["words"].split("|") if word.strip())
            for word in group:
                synonyms[" ".join(folded(word))] = group
    return synonyms


def folded(text: str) -> list[str]:
    """The words of a text in small letters without accents, as the index has them."""
    return _WORD.findall(unaccented(text[:LONGEST]))


def content_words(text: str, synonyms: Synonyms) -> tuple[str, ...]:
    """The words and known phrases to look for, each once, without those that say nothing."""
    words, telling = folded(text), dict[str, None]()
    longest = max((len(phrase.split()) for phrase in synonyms), default=1)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if length == 1 or phrase in synonyms:
                break
        if length > 1 or phrase not in _STOP:
            telling[phrase] = None
        at += length
    return tuple(telling)


def most_telling(words: Sequence[str]) -> tuple[str, ...]:
    """At most MOST of them, in their order."""
    longest = sorted(words, key=len, reverse=True)[:MOST]
    return tuple(word for word in words if word in longest)


def matching(words: Sequence[str], at_least: int, synonyms: Synonyms) -> str:
    """The search for texts that have at least so many of the words; empty without words."""
    if not words:
        return ""
    single = [_any_of(word, synonyms) for word in words]
    if at_least == 1:
        return f"({' OR '.join(single)})"
    together = (f"({' AND '.join(some)})" for some in combinations(single, at_least))
    return f"({' OR '.join(together)})"


def levels(count: int) -> Iterator[int]:
    """How many of so many words are asked for: all, then fewer to half, or two; one at last."""
    yield from range(count, max((count + 1) // 2, 2) - 1, -1)
    yield min(count, 1)


def _any_of(word: str, synonyms: Synonyms) -> str:
    others = [" ".join(folded(synonym)) for synonym in synonyms.get(word, ())]
    return "(" + " OR ".join(f'"{phrase}"' for phrase in dict.fromkeys((word, *others))) + ")"


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
        """The table that is searched: with words the full-text index, else `counted`."""
        return "recommendations_fts" if self.match else "counted"

    @property
    def where(self) -> str:
        """The conditions, for the values of `given`."""
        match = "recommendations_fts match ? and " if self.match else ""
        return f"{match}rowid >= ?"

    @property
    def parameters(self) -> tuple[str | int, ...]:
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


def query(db: Database, filters: Filters, synonyms: Synonyms) -> Query:
    """The search for what the filters ask, with as many of the words as give enough hits."""
    words = most_telling(content_words(filters.words, synonyms))
    search = replace(search_of(db, filters), words=words)
    labels = search.match
    for at_least in levels(len(words)):
        if search.total and at_least == 1:
            break
        more = (
            ids(db, replace(search, matching=0), len(search.first), ENOUGH) if search.total else ()
        )
        match = " AND ".join(filter(None, (matching(words, at_least, synonyms), labels)))
        first = (*search.first, *more)
        search = replace(search, match=match, matching=at_least, first=first)
        search = replace(search, total=count(db, search))
        if search.total >= ENOUGH:
            break
    return search


def search_of(db: Database, filters: Filters, match: str = "") -> Query:
    """The search for what the filters ask besides words, and for texts that `match`."""
    condition = " AND ".join(filter(None, (match, _labels(db, filters))))
    return Query(
        condition, _start(db, filters.since), (), 0, filters.order == "newest", recent=_recent(db)
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
    own_page = own[start : start + count]
    rows = db.execute(
        f"select rowid from {wanted.table} where {wanted.where}{without}"  # noqa: S608 (ours)
        f" order by {order} limit ? offset ?",
        (*wanted.parameters, *own, count - len(own_page), max(start - len(own), 0)),
    ).fetchall()
    return (*own_page, *(row[0] for row in rows))


def count(db: Database, wanted: Query) -> int:
    """How many rows a search has."""
    sql = f"select count(*) from {wanted.table} where {wanted.where}"  # noqa: S608 (ours)
    return int(db.execute(sql, wanted.parameters).fetchone()[0])


def undated(db: Database, wanted: Query) -> int:
    """How many rows a search leaves out since no date of theirs is known."""
    if wanted.start == 0:
        return 0
    (dated,) = db.execute("select min(id) from counted where dated > ''").fetchone()
    end = wanted.start if dated is None else min(dated, wanted.start)
    sql = f"select count(*) from {replace(wanted, start=0).hits} where hit < ?"  # noqa: S608 (ours)
    return int(db.execute(sql, (*wanted.parameters[:-1], 0, end)).fetchone()[0])


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
    beginnings = [beginning for part in parts if (beginning := folded(part))]
    return tuple(label for (label,) in rows if any(_named(label, part) for part in beginnings))


def _named(label: str, wanted: Sequence[str]) -> bool:
    words = folded(label)
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def _labels(db: Database, filters: Filters) -> str:
    """The part of the search that asks for signs."""
    themes = theme_labels(db, filters.themes)
    groups = (
        [sign(f"s{code}") for code in filters.states],
        [
            sign(f"m{member}")
            for name in filters.mechanisms
            for member in _MEMBERS.get(name, (name,))
        ],
        [sign(f"p{position}") for position in filters.positions],
        [sign(f"r{code}") for code in filters.recommenders],
        [*map(theme_sign, themes)] or ([sign("tnone")] if filters.themes else []),
        [] if filters.concerns else [ASKS],
    )
    conditions = (f"({' OR '.join(group)})" for group in groups if group)
    return " AND ".join(conditions)
