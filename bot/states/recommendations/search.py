"""Pages of recommendations, by words and filters; on request the best by meaning first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from bot.states.recommendations.models import (
    PAGE,
    Filters,
    Found,
    Likeness,
    Recommendation,
)
from bot.states.recommendations.query import Query, count, ids, query, search_of, undated
from bot.states.recommendations.words import Same

RERANKED = 50
"""Hits of which the meaning is looked at, the best by words: each takes 20 to 70 ms."""
_LISTS = ("states", "others", "recommenders", "other_recommenders", "themes", "persons")


def search(
    db: Database,
    filters: Filters,
    same: Same,
    page: int = 1,
    size: int | None = PAGE,
    likeness: Likeness | None = None,
) -> Found:
    """A page of what the filters ask for, from 1; with `size` None all of it on one page.

    With `likeness` the first RERANKED hits by words come in the order of their meaning.
    """
    wanted = query(db, filters, same)
    size = size or max(wanted.total, 1)
    pages = max(-(-wanted.total // size), 1)
    page = min(max(page, 1), pages)
    start = (page - 1) * size
    if likeness and filters.words and start < RERANKED:
        best = _nearest(db, wanted, filters.words, likeness)
        rows = (*best, *ids(db, wanted, len(best), start + size - len(best)))
        chosen = rows[start : start + size]
    else:
        chosen = ids(db, wanted, start, size)
    return Found(
        hits=rows_of(db, chosen),
        total=wanted.total,
        page=page,
        pages=pages,
        words=wanted.words,
        matching=wanted.matching,
        newest_first=not wanted.ranked,
        undated=undated(db, wanted),
        no_data=() if wanted.total else _no_data(db, filters.states),
    )


def _no_data(db: Database, states: Sequence[str]) -> tuple[str, ...]:
    """Those of the States of which nothing at all is loaded."""
    every = ((state, Filters(states=(state,), concerns=True)) for state in states)
    return tuple(state for state, asked in every if not count(db, search_of(db, asked)))


def rows_of(db: Database, chosen: Sequence[int]) -> tuple[Recommendation, ...]:
    """The recommendations with these ids, in their order."""
    found: dict[int, Recommendation] = {}
    for start in range(0, len(chosen), 500):
        some = chosen[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"select * from recommendations where id in ({marks})"  # noqa: S608 (signs alone)
        rows = db.query(sql, some)
        found |= {row["id"]: recommendation(row) for row in rows}
    return tuple(found[one] for one in chosen)


def recommendation(row: Mapping[str, Any]) -> Recommendation:
    """The recommendation of a row."""
    values = {name: row[name] for name in Recommendation.model_fields}
    values |= {name: tuple(json.loads(row[name] or "[]")) for name in _LISTS}
    if row["received"] is None:
        values["received"] = row["text"]
    return Recommendation.model_validate(values)


def _nearest(db: Database, wanted: Query, words: str, likeness: Likeness) -> tuple[int, ...]:
    """The first hits by words, the nearest in meaning first."""
    best = ids(db, wanted, 0, RERANKED)
    near = likeness(words, [one.text for one in rows_of(db, best)])
    order = sorted(range(len(best)), key=lambda at: -near[at])
    return tuple(best[at] for at in order)
