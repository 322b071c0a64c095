"""Which States recommended something before, and so may do it again."""

from __future__ import annotations

import json
from collections import Counter

from sqlite_utils import Database

from bot.states.recommendations.models import Filters, Recommender
from bot.states.recommendations.query import query
from bot.states.recommendations.search import rows_of
from bot.states.recommendations.words import Same

HERE = 3
"""How much more a recommendation to the State itself counts than one to another."""


def recommenders(
    db: Database, filters: Filters, same: Same, state: str | None, limit: int
) -> tuple[Recommender, ...]:
    """The States that made what the filters ask for, in the UPR; those that made it to `state` come
    first, and of others those that made it often. The State itself is left out."""
    asked = filters.model_copy(update={"mechanisms": ("upr",), "states": ()})
    wanted = query(db, asked, same)
    rows = db.execute(
        f"select r.id, r.recommenders, r.states, r.position, r.year from {wanted.hits}"  # noqa: S608
        " cross join recommendations r on r.id = hit where r.recommenders <> ''",
        wanted.given,
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
    shown = best[:limit]
    examples = {one.id: one for one in rows_of(db, [example[code][1] for code in shown])}
    return tuple(
        Recommender(
            iso3=code,
            here=here[code],
            elsewhere=elsewhere[code],
            supported=supported[code],
            last=last[code] or None,
            example=examples[example[code][1]],
        )
        for code in shown
    )
