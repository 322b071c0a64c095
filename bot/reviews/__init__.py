"""The calendar of reviews: sessions, States' turns, deadlines, and how sure each date is.

Public: `Calendar` (`open`, `upcoming`, `of_state`, `session_of`, `stale`, `what_now`), the shapes
`Moment`, `Span`, `Coming`, `StateCalendar`, `Correction`; `load` and `corrected` for the rows.
"""

from bot.reviews.calendar import Calendar
from bot.reviews.coming import (
    Coming,
    DeadlineState,
    MechanismCalendar,
    SessionsAround,
    StateCalendar,
)
from bot.reviews.correct import corrected
from bot.reviews.load import load
from bot.reviews.models import Correction
from bot.reviews.moments import Moment, Span

__all__ = [
    "Calendar",
    "Coming",
    "Correction",
    "DeadlineState",
    "MechanismCalendar",
    "Moment",
    "SessionsAround",
    "Span",
    "StateCalendar",
    "corrected",
    "load",
]
