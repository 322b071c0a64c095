"""Past recommendations, asked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from bot.settings import Settings
from bot.states.recommendations import alike, counts, fitting, query, recommenders, search, uptake
from bot.states.recommendations.database import Memory, Reader
from bot.states.recommendations.demonstration import demonstration
from bot.states.recommendations.models import (
    PAGE,
    About,
    Counts,
    Filters,
    Found,
    Group,
    Likeness,
    Recommendation,
    Recommender,
    Unreadable,
    Uptake,
)
from bot.states.recommendations.words import Same, same_words


class Recommendations:
    """The imported recommendations, or the demonstration set where nothing was imported.

    Any number of threads may ask at once; what an import puts in place is seen at once. Every
    method raises Unreadable where the file can't be read.
    """

    def __init__(self, path: Path, source: Reader | Memory, same: Same) -> None:
        self._path, self._source, self._same = path, source, same

    @property
    def demonstration(self) -> bool:
        """Whether it is the demonstration set: say so wherever something of it is shown."""
        return isinstance(self._now(), Memory)

    def _now(self) -> Reader | Memory:
        """What is asked now: the first import takes the place of the demonstration set."""
        if isinstance(self._source, Memory) and self._path.exists():
            self._source = Reader(self._path)
        return self._source

    @classmethod
    def open(cls, where: Settings) -> Recommendations:
        """Those of `where.recommendations`, if there. Raises Unreadable and KnowledgeError."""
        return cls.read(where.recommendations, where.knowledge)

    @classmethod
    def read(cls, path: Path, knowledge: Path) -> Recommendations:
        """Those of the file `path`, if it is there, with the words of a knowledge folder."""
        try:
            same = same_words(knowledge)
        except (OSError, KeyError) as error:
            raise Unreadable(f"states/same-words.csv can't be read ({error})") from error
        if path.exists():
            return cls(path, Reader(path), same)
        return cls(path, Memory(demonstration(knowledge)), same)

    def search(
        self,
        filters: Filters,
        page: int = 1,
        size: int | None = PAGE,
        likeness: Likeness | None = None,
    ) -> Found:
        """A page of recommendations, from 1; `size` None puts all on one page. `likeness` puts the
        best fifty in the order of their meaning: it takes seconds."""
        with self._now().reading() as db:
            return search.search(db, filters, self._same, page, size, likeness)

    def counts(self, filters: Filters) -> Counts:
        """How many there are by mechanism, position, theme and year."""
        with self._now().reading() as db:
            return counts.counts(db, filters, self._same)

    def recommenders(
        self, filters: Filters, state: str | None = None, limit: int = 15
    ) -> tuple[Recommender, ...]:
        """The States that made such recommendations in the UPR, likely ones for `state` first."""
        with self._now().reading() as db:
            return recommenders.recommenders(db, filters, self._same, state, limit)

    def groups(self, filters: Filters) -> tuple[Group, ...]:
        """Those that say nearly the same, together."""
        return alike.groups(self.search(filters, size=alike.MOST).hits)

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
            return uptake.uptake(db, asks, filters, self._same, likeness)

    def told(
        self, state: str, issues: Sequence[str], mechanisms: Sequence[str] = (), limit: int = 5
    ) -> tuple[Recommendation, ...]:
        """What a State was already told on each of several issues, each once; without issues, the
        latest. For an outline."""
        found: dict[int, Recommendation] = {}
        for issue in issues or ("",):
            filters = Filters(words=issue, states=(state,), mechanisms=tuple(mechanisms))
            room = limit if not issues else max(limit // len(issues), 1)
            found |= {one.id: one for one in self.search(filters, size=room).hits}
        return tuple(found.values())[:limit]

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
            return fitting.fitting(db, filters, asks, self._same, likeness, limit)

    def themes(self, part: str = "") -> tuple[str, ...]:
        """The themes and affected persons whose names have a word that begins so; all without."""
        with self._now().reading() as db:
            if part:
                return query.theme_labels(db, (part,))
            rows = db.execute("select label from themes order by records desc").fetchall()
            return tuple(label for (label,) in rows)

    def about(self) -> About:
        """What is loaded."""
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
