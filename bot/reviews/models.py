"""The shapes of the calendar: a row is a session of a mechanism, or a State's turn before it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from bot.knowledge.curated import Shape
from bot.knowledge.models import EntryId, Slug
from bot.reviews.partial_dates import PartialDate, Span

Certainty = Literal[
    "published",
    "expected",
    "at_risk",
    "moved",
    "cancelled",
    "suspended",
    "did_not_appear",
    "held",
    "unknown",
    "not_reviewed",
]
"""How sure a row is; docs/calendar.md says what each word means to a curator."""
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

SessionKind = Literal["session", "pre_session", "special_session"]
SESSION_KINDS: tuple[SessionKind, ...] = get_args(SessionKind)

Stage = Literal[
    "list_of_issues",
    "prior_to_reporting",
    "review",
    "adoption",
    "follow_up",
    "mid_term",
    "not_stated",
]
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
