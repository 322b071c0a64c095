"""The calendar of reviews: sessions, States' turns, deadlines, and how sure each date is.

Public: `Calendar` (`open`, `upcoming`, `of_state`, `session_of`, `stale`, `what_now`), the shapes
`Moment`, `Span`, `Coming`, `StateCalendar`, `Call`; `Calendars` for the calendar of each workspace;
`load` for the rows of the files.
"""

from bot.reviews.calendar import Calendar, Calendars
from bot.reviews.calls import Call
from bot.reviews.coming import (
    Coming,
    DeadlineState,
    MechanismCalendar,
    SessionsAround,
    StateCalendar,
)
from bot.reviews.load import load
from bot.reviews.moments import Moment, Span

__all__ = [
    "Calendar",
    "Calendars",
    "Call",
    "Coming",
    "DeadlineState",
    "MechanismCalendar",
    "Moment",
    "SessionsAround",
    "Span",
    "StateCalendar",
    "load",
]
