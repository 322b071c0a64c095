"""Which past recommendations are worth quoting: those of the last review and since."""

from __future__ import annotations

import datetime as dt

from bot.reviews import StateCalendar
from bot.states.recommendations import Recommendation

UPR_YEARS, OTHER_YEARS = 6, 10
"""What counts as recent where the last review is not known: a cycle of the UPR lasts about five
years; committees meet a State more seldom."""


def recent(one: Recommendation, calendar: StateCalendar, on: dt.date) -> bool:
    """Whether it is of the last review there or later. The outcome of a review in autumn comes out
    the year after, and that of one in January may bear the year before. One without a year is kept:
    nothing says that it is old."""
    if one.year is None:
        return True
    known = calendar.of(one.mechanism) if one.mechanism else None
    last = known.last if known else None
    if last is not None and last.when is not None:
        return one.year >= last.when.first.year - 1
    return one.year >= on.year - (UPR_YEARS if one.mechanism == "upr" else OTHER_YEARS)
