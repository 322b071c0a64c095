"""Pages of recommendations, by words and filters, on request the best by meaning first; and what is
found put together: what says nearly the same, counts, States that recommended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import takewhile
from threading import Lock
from typing import Any

import Stemmer
from sqlite_utils import Database

from bot.states.recommendations.models import (
    PAGE,
    POSITIONS,
    AlikeGroup,
    Counts,
    Filters,
    Likeness,
    Recommendation,
    Recommender,
    SearchPage,
)
from bot.states.recommendations.query import (
    Query,
    Synonyms,
    content_words,
    count,
    ids,
    query,
    search_of,
    undated,
)

RERANKED = 50
"""Hits of which the meaning is looked at, the best by words: each takes 20 to 70 ms."""
_LISTS = ("states", "others", "recommenders", "other_recommenders", "themes", "persons")


def search(
    db: Database,
    filters: Filters,
    synonyms: Synonyms,
    page: int = 1,
    size: int | None = PAGE,
    likeness: Likeness | None = None,
) -> SearchPage:
    """A page of what the filters ask for, from 1; with `size` None all of it on one page.

    With `likeness` the first RERANKED hits by words come in the order of their meaning.
    """
    prepared = query(db, filters, synonyms)
    size = size or max(prepared.total, 1)
    pages = max(-(-prepared.total // size), 1)
    page = min(max(page, 1), pages)
    start = (page - 1) * size
    if likeness and filters.words and start < RERANKED:
        best = _nearest(db, prepared, filters.words, likeness)
        rows = (*best, *ids(db, prepared, len(best), start + size - len(best)))
        page_rows = rows[start : start + size]
    else:
        page_rows = ids(db, prepared, start, size)
    return SearchPage(
        hits=rows_of(db, page_rows),
        total=prepared.total,
        page=page,
        pages=pages,
        words=prepared.words,
        matching=prepared.matching,
        newest_first=not prepared.ranked,
        undated=undated(db, prepared),
        no_data=() if prepared.total else _no_data(db, filters.states),
    )


def _no_data(db: Database, states: Sequence[str]) -> tuple[str, ...]:
    """Those of the States of which nothing at all is loaded."""
    every = ((state, Filters(states=(state,), concerns=True)) for state in states)
    return tuple(state for state, asked in every if not count(db, search_of(db, asked)))


def rows_of(db: Database, chosen: Sequence[int]) -> tuple[Recommendation, ...]:
    """The recommendations with these ids, in their order."""
    by_id: dict[int, Recommendation] = {}
    for start in range(0, len(chosen), 500):
        some = chosen[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"select * from recommendations where id in ({marks})"  # noqa: S608 (signs alone)
        rows = db.query(sql, some)
        by_id |= {row["id"]: recommendation(row) for row in rows}
    return tuple(by_id[row_id] for row_id in chosen)


def recommendation(row: Mapping[str, Any]) -> Recommendation:
    """A row of the table as its shape; lists stand in it as JSON."""
    values = {name: row[name] for name in Recommendation.model_fields}
    values |= {name: tuple(json.loads(row[name] or "[]")) for name in _LISTS}
    if row["received"] is None:
        values["received"] = row["text"]
    return Recommendation.model_validate(values)


def _nearest(db: Database, wanted: Query, words: str, likeness: Likeness) -> tuple[int, ...]:
    """The first hits by words, the nearest in meaning first."""
    best = ids(db, wanted, 0, RERANKED)
    near = likeness(words, [recommendation.text for recommendation in rows_of(db, best)])
    order = sorted(range(len(best)), key=lambda at: -near[at])
    return tuple(best[at] for at in order)


LIKENESS = 0.7
"""Share of the words of two texts that both have (Dice's coefficient). Of all pairs of the
demonstration set, those from 0.7 on ask for the same thing, or to ratify much the same treaties;
below, they share a subject."""
MOST = 1_500
"""Recommendations that are compared, each with each; more take longer than a person waits."""
_STEMMER, _STEMMING = Stemmer.Stemmer("porter"), Lock()
"""A stemmer serves one thread at a time."""
_SHORTEST = LIKENESS / (2 - LIKENESS)
"""A text with a smaller share of another's words than this can't be like it."""


def groups(recommendations: Sequence[Recommendation]) -> tuple[AlikeGroup, ...]:
    """Groups of at least two that say nearly the same, the largest first, in each the latest first;
    of more than MOST recommendations the first are looked at.

    A text joins a group where it is like the group's longest one, so that a chain of small steps
    does not tie together what differs.
    """
    texts = [
        (recommendation, _stems(recommendation.text)) for recommendation in recommendations[:MOST]
    ]
    texts.sort(key=lambda pair: -len(pair[1]))
    grouped: list[tuple[frozenset[str], list[Recommendation]]] = []
    for recommendation, stems in texts:
        near = (
            members
            for head, members in takewhile(partial(_may, stems), reversed(grouped))
            if _likeness(head, stems) >= LIKENESS
        )
        members = next(near, None)
        if members is None:
            grouped.append((stems, [recommendation]))
        else:
            members.append(recommendation)
    alike = [
        AlikeGroup(members=tuple(sorted(members, key=lambda recommendation: -recommendation.id)))
        for _, members in grouped
        if len(members) > 1
    ]
    return tuple(sorted(alike, key=lambda group: (-len(group.members), -group.members[0].id)))


def _may(stems: frozenset[str], group: tuple[frozenset[str], object]) -> bool:
    """Whether a text can be like a group at all; texts come the longest first."""
    return len(stems) >= _SHORTEST * len(group[0])


def _likeness(stems: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(stems & other) / max(len(stems) + len(other), 1)


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in content_words(text, {}))


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    with _STEMMING:
        stem: str = _STEMMER.stemWord(word)
    return stem


def counts(db: Database, filters: Filters, synonyms: Synonyms) -> Counts:
    """The counts of all that the filters ask for, exact."""
    prepared = query(db, filters, synonyms)
    rows = db.execute(
        f"select mechanism, position, year, count(*) from {prepared.hits}"  # noqa: S608
        " cross join counted c on c.id = hit group by 1, 2, 3",
        prepared.parameters,
    ).fetchall()
    mechanisms: Counter[str] = Counter()
    positions: Counter[str | None] = Counter()
    years: Counter[int | None] = Counter()
    for mechanism, position, year, number in rows:
        mechanisms[mechanism] += number
        positions[position] += number
        years[year] += number
    themes = db.execute(
        f"select label, number from (select theme, count(*) as number from {prepared.hits}"  # noqa: S608
        " cross join themed t on t.id = hit group by 1) join themes on id = theme"
        " order by 2 desc, 1",
        prepared.parameters,
    ).fetchall()
    return Counts(
        total=prepared.total,
        mechanisms=tuple(mechanisms.most_common()),
        positions=tuple(
            (position, positions[position]) for position in POSITIONS if positions[position]
        ),
        themes=tuple((label, number) for label, number in themes),
        years=tuple(sorted((year, number) for year, number in years.items() if year)),
        no_year=years[None],
    )


HERE = 3
"""How much more a recommendation to the State itself counts than one to another."""


def recommenders(
    db: Database, filters: Filters, synonyms: Synonyms, state: str | None, limit: int
) -> tuple[Recommender, ...]:
    """The States that made what the filters ask for, in the UPR; those that made it to `state` come
    first, and of others those that made it often. The State itself is left out."""
    upr_filters = filters.model_copy(update={"mechanisms": ("upr",), "states": ()})
    prepared = query(db, upr_filters, synonyms)
    rows = db.execute(
        f"select r.id, r.recommenders, r.states, r.position, r.year from {prepared.hits}"  # noqa: S608
        " cross join recommendations r on r.id = hit where r.recommenders <> ''",
        prepared.parameters,
    )
    here: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    supported: Counter[str] = Counter()
    last: dict[str, int] = {}
    example: dict[str, tuple[bool, int]] = {}
    for row_id, made_by, to, position, year in rows:
        is_here = state is not None and state in json.loads(to or "[]")
        for code in json.loads(made_by):
            (here if is_here else elsewhere)[code] += 1
            supported[code] += is_here and position == "supported"
            last[code] = max(last.get(code, 0), year or 0)
            example[code] = max(example.get(code, (False, 0)), (is_here, row_id))
    known = {code for code in (*here, *elsewhere) if code != state}
    best = sorted(known, key=lambda c: (-(HERE * here[c] + elsewhere[c]), -last[c], c))
    if state:
        best.sort(key=lambda code: here[code] == 0)
    listed = best[:limit]
    examples = {
        recommendation.id: recommendation
        for recommendation in rows_of(db, [example[code][1] for code in listed])
    }
    return tuple(
        Recommender(
            iso3=code,
            here=here[code],
            elsewhere=elsewhere[code],
            supported=supported[code],
            last=last[code] or None,
            example=examples[example[code][1]],
        )
        for code in listed
    )
