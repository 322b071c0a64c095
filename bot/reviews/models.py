"""The shapes of the calendar: a row is a session of a mechanism, or a State's turn before it; what
it answers with is something that comes, and a State's whole calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from bot.knowledge.curated import EntryId, Shape
from bot.knowledge.models import Language, Slug
from bot.reviews.partial_dates import PartialDate, Span

Certainty = Literal[
    "published", "expected", "at_risk", "moved", "cancelled", "suspended", "did_not_appear",
    "held", "unknown", "not_reviewed",
]  # fmt: skip
"""How sure a row is; docs/calendar.md says what each word means to a curator."""
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

SessionKind = Literal["session", "pre_session", "special_session"]
SESSION_KINDS: tuple[SessionKind, ...] = get_args(SessionKind)

Stage = Literal[
    "list_of_issues", "prior_to_reporting", "review", "adoption", "follow_up", "mid_term",
    "not_stated",
]  # fmt: skip
STAGES: tuple[Stage, ...] = get_args(Stage)

PAPERS: tuple[Stage, ...] = ("review", "list_of_issues", "prior_to_reporting")
"""Stages for which papers of civil society are taken."""

Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
"""Names a row for good: it stays when the date, the session or the note changes."""


class Deadline(Shape):
    """A day until which papers are taken; `when` is None where it is suspended or cancelled."""

    when: PartialDate | None
    certainty: Certainty = "published"


class CalendarRow(Shape):
    """What a session and a review have in common."""

    key: Key
    mechanism: Slug
    session: str = ""
    """Its number as the mechanism counts: 54, S-38, PSWG 20; empty where not known."""
    start: PartialDate | None = None
    end: PartialDate | None = None
    civil_society: Deadline | None = None
    """None: not published, as far as is known here."""
    national_report: Deadline | None = None
    certainty: Certainty
    rule: EntryId | None = None
    """For an expected date: the entry of the base from whose rule it is expected."""
    earlier: PartialDate | None = None
    """For a date that moved: when it was to be."""
    source: str = Field(min_length=3, max_length=400)
    """An address, the id of a source in sources.yaml, or the id of an entry."""
    checked_on: dt.date
    note: str = Field(default="", max_length=500)

    @property
    def span(self) -> Span | None:
        """Its own dates, as far as they are known."""
        return Span.of(self.start, self.end)


class Session(CalendarRow):
    """A session of a mechanism: States under review have rows of their own."""

    kind: SessionKind = "session"
    place: str = ""


class Review(CalendarRow):
    """A State before a mechanism, at one stage."""

    iso3: Iso3
    stage: Stage
    cycle: int | None = Field(default=None, ge=1, le=20)
    """For the UPR: which cycle. It names the review even when the session changes."""


class Rows(Shape):
    """The whole table, checked."""

    sessions: tuple[Session, ...] = ()
    reviews: tuple[Review, ...] = ()

    def all(self) -> tuple[Session | Review, ...]:
        """Every row, sessions first."""
        return (*self.sessions, *self.reviews)

    def by_key(self) -> dict[str, Session | Review]:
        """Every row by its key, sessions first."""
        return {row.key: row for row in self.all()}


CallCertainty = Literal["published", "expected"]


class CallForInput(Shape):
    """A call for input that stands open until a day, or until further notice."""

    key: Key
    mechanism: Slug
    states: tuple[Iso3, ...] = ()
    """The States that it is on; none stands for all."""
    title: str = Field(min_length=3, max_length=150)
    """As it was published; in another language only where somebody wrote it there."""
    titles: dict[Language, str] = Field(default_factory=dict)
    until: PartialDate | None = None
    """The last day for input, as exact as it is known; None where no closing day is known."""
    certainty: CallCertainty = "published"
    page: str = Field(max_length=400)
    """The address of the call."""
    source: str = Field(min_length=3, max_length=400)
    """An address, the id of a source, or the id of an entry."""
    checked_on: dt.date

    def called(self, language: Language) -> str:
        """Its title in that language, or as it was published."""
        return self.titles.get(language, self.title)


Whose = Literal["civil_society", "national_report"]
Phase = Literal[
    "deadline_open", "deadline_closed", "deadline_unknown", "list_of_issues", "in_session",
    "before_adoption", "after", "postponed", "not_reviewed",
]  # fmt: skip
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
