"""The calendar of reviews: sessions, States' turns, deadlines, and how sure each date is.

Public: `Calendar` (`open`, `upcoming`, `of_state`, `session_of`, `stale`, `what_now`), the shapes
`PartialDate`, `Span`, `CalendarEvent`, `StateCalendar`, `CallForInput`; `Calendars` for
the calendar of each workspace; `load` for the rows of the files; `Cells` for the
cells of a line of a curated table.
"""

from bot.reviews.calendar import Calendar, Calendars
from bot.reviews.load import load
from bot.reviews.models import (
    PAPERS,
    CalendarEvent,
    CallForInput,
    Certainty,
    DeadlineState,
    MechanismCalendar,
    Phase,
    Review,
    Session,
    SessionKind,
    SessionsAround,
    Stage,
    StateCalendar,
    Whose,
)
from bot.reviews.partial_dates import PartialDate, Span
from bot.reviews.table import Cells
from bot.reviews.turns import Turn

__all__ = [
    "PAPERS",
    "Calendar",
    "CalendarEvent",
    "Calendars",
    "CallForInput",
    "Cells",
    "Certainty",
    "DeadlineState",
    "MechanismCalendar",
    "PartialDate",
    "Phase",
    "Review",
    "Session",
    "SessionKind",
    "SessionsAround",
    "Span",
    "Stage",
    "StateCalendar",
    "Turn",
    "Whose",
    "load",
]
