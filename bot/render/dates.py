"""Days, months and spans as people write them in each language, never more exact than they are."""

from __future__ import annotations

from bot.knowledge.dates import date_of, day_of
from bot.knowledge.models import Language
from bot.reviews import PartialDate


def moment(value: PartialDate, language: Language = "en") -> str:
    """'17 July 2026', 'July 2026' or '2026'."""
    return date_of(language, value.year, value.month, value.day)


def span(start: PartialDate, end: PartialDate, language: Language = "en") -> str:
    """From one date to another: '7–18 November 2022', 'April–May 2026',
    '28 November – 3 December 2026', 'January 2027'."""
    last = moment(end, language)
    if start == end:
        return last
    if start.year == end.year and start.month and end.month:
        if start.month == end.month and start.day:
            return f"{day_of(language, start.day)}–{last}"
        if not start.day and not end.day:
            return f"{date_of(language, month=start.month)}–{last}"
        return f"{date_of(language, month=start.month, day=start.day)} – {last}"
    return f"{moment(start, language)} – {last}"
