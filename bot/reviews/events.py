"""What the calendar answers with: something that comes, and a State's whole calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

from bot.knowledge.curated import Shape
from bot.reviews.calls import CallForInput
from bot.reviews.models import Certainty, SessionKind, Stage
from bot.reviews.partial_dates import PartialDate, Span

Whose = Literal["civil_society", "national_report"]
Phase = Literal[
    "deadline_open",
    "deadline_closed",
    "deadline_unknown",
    "list_of_issues",
    "in_session",
    "before_adoption",
    "after",
    "postponed",
    "not_reviewed",
]
"""Where a State stands before a mechanism, and so what can be done now."""


class DeadlineState(Shape):
    """Whether submissions of civil society can still be sent."""

    kind: Literal["open", "closed", "not_published", "suspended", "cancelled"]
    when: PartialDate | None = None
    certainty: Certainty = "unknown"
    days_left: int | None = None
    """Only for an exact day that is not past; 0 on the day itself."""


class CalendarEvent(Shape):
    """A session, a State's turn or a deadline, as it stands on a day."""

    kind: Literal["session", "review", "deadline"]
    whose: Whose | None = None
    """For a deadline: who has to send something by then."""
    key: str
    """The row's key; for a deadline followed by `.civil-society` or `.national-report`."""
    mechanism: str
    iso3: str | None = None
    stage: Stage | SessionKind
    session: str = ""
    cycle: int | None = None
    when: Span | None
    """None where no date is known."""
    in_session: bool = False
    """`when` stands in the session's row: for a review, its own day is then not known."""
    days_left: int | None = None
    """Days to its first day, where that is an exact day that has not begun; a deadline's own."""
    over: bool = False
    certainty: Certainty
    rule: str | None = None
    earlier: PartialDate | None = None
    place: str = ""
    deadline: DeadlineState | None = None
    """For a session or a turn that is not over: the papers of civil society."""
    derived: bool = False
    """It is no row of the calendar: it follows from one by `rule`."""
    source: str
    checked_on: dt.date
    note: str = ""
    """The row's; where the dates are those of the session, followed by the session's."""


class MechanismCalendar(Shape):
    """A State before one mechanism, as it stands on a day."""

    mechanism: str
    phase: Phase
    last: CalendarEvent | None = None
    """The last review that is over."""
    next: CalendarEvent | None = None
    """The review that is running or comes next; its `when` is None where no date is known."""
    steps: tuple[CalendarEvent, ...] = ()
    """What else is ahead: adoption, mid-term, follow-up, lists of issues."""
    past: tuple[CalendarEvent, ...] = ()
    """Other stages that are over, or that have no date, newest first."""
    cycle: int | None = None
    deadline: DeadlineState | None = None
    """For the next review's papers; None where no review is ahead."""
    advice: tuple[str, ...] = ()
    """Ids of the entries that say what can be done now."""


class StateCalendar(Shape):
    """A State before every mechanism that has a row for it; the UPR first."""

    iso3: str
    on: dt.date
    mechanisms: tuple[MechanismCalendar, ...]
    calls: tuple[CallForInput, ...] = ()
    """The calls for input that are open, those on this State first."""

    def of(self, mechanism: str) -> MechanismCalendar | None:
        """The State before that mechanism; None where the calendar has no row."""
        return next((m for m in self.mechanisms if m.mechanism == mechanism), None)

    def before(self, mechanisms: Collection[str]) -> StateCalendar:
        """The same before these mechanisms alone; where none is named, before all."""
        wanted = tuple(m for m in self.mechanisms if not mechanisms or m.mechanism in mechanisms)
        return self.model_copy(update={"mechanisms": wanted})


class SessionsAround(Shape):
    """A mechanism's sessions around a day."""

    running: CalendarEvent | None = None
    """A session that surely runs on that day."""
    next: CalendarEvent | None = None
    last: CalendarEvent | None = None


class Stale(Shape):
    """A row that is not over and that nobody has checked for long."""

    key: str
    mechanism: str
    checked_on: dt.date
    days: int
