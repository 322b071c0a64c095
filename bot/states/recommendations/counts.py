"""How many recommendations there are by mechanism, position, theme and year."""

from __future__ import annotations

from collections import Counter

from sqlite_utils import Database

from bot.states.recommendations.models import POSITIONS, Counts, Filters
from bot.states.recommendations.query import query
from bot.states.recommendations.words import Same


def counts(db: Database, filters: Filters, same: Same) -> Counts:
    """The counts of all that the filters ask for, exact."""
    wanted = query(db, filters, same)
    rows = db.execute(
        f"select mechanism, position, year, count(*) from {wanted.hits}"  # noqa: S608
        " cross join counted c on c.id = hit group by 1, 2, 3",
        wanted.given,
    ).fetchall()
    mechanisms: Counter[str] = Counter()
    positions: Counter[str | None] = Counter()
    years: Counter[int | None] = Counter()
    for mechanism, position, year, number in rows:
        mechanisms[mechanism] += number
        positions[position] += number
        years[year] += number
    themes = db.execute(
        f"select label, number from (select theme, count(*) as number from {wanted.hits}"  # noqa: S608
        " cross join themed t on t.id = hit group by 1) join themes on id = theme"
        " order by 2 desc, 1",
        wanted.given,
    ).fetchall()
    return Counts(
        total=wanted.total,
        mechanisms=tuple(mechanisms.most_common()),
        positions=tuple((one, positions[one]) for one in POSITIONS if positions[one]),
        themes=tuple((label, number) for label, number in themes),
        years=tuple(sorted((year, number) for year, number in years.items() if year)),
        no_year=years[None],
    )
