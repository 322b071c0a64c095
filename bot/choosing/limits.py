"""Time limits: when they run out, counted from the last decision at home."""

from __future__ import annotations

import calendar
import datetime as dt

from bot.knowledge.models import Unit


def runs_out(start: dt.date, amount: int, unit: Unit) -> dt.date:
    """The last day of a time that is counted in days, weeks, months or years.

    Months and years end on the day of the month on which they began, or on the last of the month
    where there is none: six months from 31 August end on 28 February.
    """
    if unit in ("days", "weeks"):
        return _capped(start, amount * (7 if unit == "weeks" else 1))
    months = amount * (12 if unit == "years" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))


def _capped(start: dt.date, days: int) -> dt.date:
    return start + dt.timedelta(days=min(days, (dt.date.max - start).days))
