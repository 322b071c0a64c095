"""The calendar as it stands on one day: worked out once, used for every digest of that day."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property

from bot.reviews import Calendar, CalendarEvent, StateCalendar

REFUSED = ("suspended", "cancelled")
"""Deadlines that stand in no line of their own, as they have no date any more."""


class CalendarDay:
    """The calendar on the day `on`."""

    def __init__(self, calendar: Calendar, on: dt.date) -> None:
        self.calendar = calendar
        self.on = on
        self.of_state = cache(self._of_state)

    @cached_property
    def rows(self) -> dict[str, CalendarEvent]:
        """Every session, turn and deadline by its key, past ones too."""
        by_key = {}
        for turn in self.calendar.turns():
            coming = turn.coming(self.on)
            by_key[coming.key] = coming
            if coming.deadline and coming.deadline.kind in REFUSED:
                papers = paper_deadline(coming)
                by_key[papers.key] = papers
        return by_key

    @cached_property
    def sessions(self) -> tuple[CalendarEvent, ...]:
        """Sessions that run in the next seven days, or may: of some the month alone is known."""
        week = self.calendar.upcoming(self.on, within=dt.timedelta(days=6))
        return tuple(event for event in week if event.kind == "session")

    def _of_state(self, iso3: str) -> StateCalendar:
        return self.calendar.of_state(iso3, self.on)


def paper_deadline(coming: CalendarEvent) -> CalendarEvent:
    """The deadline for papers of civil society that a session or turn has, as a row of its own."""
    state = coming.deadline
    if state is None:
        raise ValueError(f"{coming.key} takes no papers")
    certainty = state.kind if state.kind in REFUSED else state.certainty
    return coming.model_copy(
        update={
            "kind": "deadline",
            "whose": "civil_society",
            "key": f"{coming.key}.civil-society",
            "when": None,
            "deadline": None,
            "certainty": certainty,
        }
    )
