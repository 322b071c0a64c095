"""The calendar of reviews: sessions, States' turns, deadlines, and how sure each date is.

Public: `Calendar` (`open`, `upcoming`, `of_state`, `session_of`, `stale`, `what_now`), the shapes
`PartialDate`, `Span`, `CalendarEvent`, `StateCalendar`, `Call`; `Calendars` for
the calendar of each workspace; `load` for the rows of the files.
"""

from bot.reviews.calendar import Calendar, Calendars
from bot.reviews.calls import Call
from bot.reviews.events import (
    CalendarEvent,
    DeadlineState,
    MechanismCalendar,
    SessionsAround,
    StateCalendar,
)
from bot.reviews.load import load
from bot.reviews.partial_dates import PartialDate, Span

__all__ = [
    "Calendar",
    "CalendarEvent",
    "Calendars",
    "Call",
    "DeadlineState",
    "MechanismCalendar",
    "PartialDate",
    "SessionsAround",
    "Span",
    "StateCalendar",
    "load",
]
