"""What the weekly message to the curators of a workspace says: which statements are past their day,
which nobody has signed, what is noted as changed, how many dates of the calendar are old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.digest.readings import due_for, noted
from bot.knowledge.curated import Shape
from bot.knowledge.models import Base
from bot.knowledge.reviewing import DueEntry
from bot.reviews import Calendar
from bot.store import PageReading

FIRST = 5
"""Statements that are named."""


class Chase(Shape):
    """What there is to do for the curators of a workspace."""

    due: int
    """Statements that two people have not confirmed."""
    late: int
    """Of those: the day for a second look has passed, or what they say has run out."""
    unread: int
    """Of those: nobody ever signed."""
    changed: tuple[str, ...]
    """Entries that are noted as changed and wait for the editor."""
    first: tuple[str, ...]
    """The entries to begin with: what is late, then what nobody has signed; most asked first."""
    dates: int
    """Dates of the calendar that nobody has looked at for long."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.due or self.changed or self.dates)


def chase(
    base: Base, readings: Sequence[PageReading], calendar: Calendar | None, on: dt.date
) -> Chase:
    """What the curators of a workspace are told on a day; `readings` are the workspace's."""
    due_entries = due_for(base, readings, "", on)
    late = [due.entry.id for due in due_entries if _late(due, on)]
    unread = [due.entry.id for due in due_entries if due.signed is None]
    return Chase(
        due=len(due_entries),
        late=len(late),
        unread=len(unread),
        changed=tuple(sorted(noted(base, readings))),
        first=tuple(dict.fromkeys([*late, *unread]))[:FIRST],
        dates=len(calendar.stale(on)) if calendar else 0,
    )


def _late(due: DueEntry, on: dt.date) -> bool:
    """Whether what an entry says has run out, or its day for a second look has passed and nobody's
    signature counts."""
    entry = due.entry
    if entry.valid_until and entry.valid_until < on:
        return True
    return entry.review_by < on and (due.signed is None or due.signed.level == "lapsed")
