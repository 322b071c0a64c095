"""The shapes that a store takes and gives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import uuid4

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)


def in_utc(at: dt.datetime) -> dt.datetime:
    """The same moment in UTC. Raises ValueError for a datetime without a time zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone; give a datetime that has one")
    return at.astimezone(dt.UTC)


def as_text(at: dt.datetime) -> str:
    """ISO 8601 in UTC with microseconds. Raises ValueError for one without a time zone."""
    return in_utc(at).isoformat(timespec="microseconds")


UtcMoment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A field of a shape: any aware datetime is taken, and UTC is what it holds."""


ClaimState = Literal["taken", "done"]
Reason = Literal["decline", "not_helpful"]
Status = Literal["open", "answered", "done"]
PauseReason = Literal["asked", "archived", "removed", "refused"]
"""A person asked for it; the channel is archived; the desk is not in it; it may not post there."""
Span = Annotated[dt.timedelta, Field(ge=dt.timedelta(0))]


class Shape(BaseModel):
    """Plain data, not changed once made; errors don't repeat what people wrote."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Workspace(Shape):
    """Whose a row is. One of the two may be empty: there is no enterprise, or the app was
    installed for the whole enterprise and not for a team."""

    enterprise: str = ""
    team: str = ""

    @model_validator(mode="after")
    def _one_is_known(self) -> Self:
        if not (self.enterprise or self.team):
            raise ValueError("a workspace needs the id of a team or of an enterprise")
        return self


class Gap(Shape):
    """A question that the base could not answer, sent to the curators by the person who asked.

    `entries` are the ids of those that were shown. `closed_at` is when it was answered, or done
    without an answer. `notice_channel` and `notice_ts` say where the curators were told.
    """

    id: str = Field(default_factory=lambda: uuid4().hex, min_length=1)
    workspace: Workspace
    person: str
    channel: str | None = None
    thread: str | None = None
    question: str = Field(repr=False)
    """Kept only because the person pressed the button that sends it."""
    reason: Reason
    language: str
    entries: tuple[str, ...] = ()
    asked_at: UtcMoment
    status: Status = "open"
    answer: str | None = Field(default=None, repr=False)
    curator: str | None = None
    closed_at: UtcMoment | None = None
    notice_channel: str | None = None
    notice_ts: str | None = None


class Feedback(Shape):
    """Whether a person found an entry helpful in one message (`message` is its ts)."""

    workspace: Workspace
    person: str
    entry: str
    message: str
    helpful: bool
    at: UtcMoment


class Tally(Shape):
    """How often an entry was found helpful, and how often not."""

    helpful: int = 0
    not_helpful: int = 0


class Subscription(Shape):
    """A weekly digest for a channel. Without States or mechanisms it is on all of them."""

    id: str = Field(default_factory=lambda: uuid4().hex, min_length=1)
    workspace: Workspace
    channel: str
    person: str
    """Who made it; empty once that person was forgotten."""
    states: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    horizon: int = Field(default=180, ge=7, le=730)
    """Days that it looks ahead."""
    weekday: int = Field(default=1, ge=1, le=7)
    """1 is Monday."""
    time: dt.time = dt.time(9)
    """On the wall where the channel is."""
    zone: str
    """An IANA time zone."""
    language: str = "en"
    when_empty: bool = False
    """Whether it is posted when there is nothing to say."""
    since: UtcMoment
    """Nothing is due that would have been due before."""
    paused: PauseReason | None = None


class Delivery(Shape):
    """What has become of a subscription's digest of one ISO week (2026-W48)."""

    workspace: Workspace
    subscription: str
    week: str
    state: ClaimState
    ts: str | None = None
    """The message; None where it is not posted, or there was nothing to say."""
    claimed: UtcMoment


class Lease(Shape):
    """The claim of one process on a week's delivery of a subscription."""

    workspace: Workspace
    subscription: str
    week: str
    token: str
    """Tells this holder from one who took the claim later."""
    again: bool
    """Somebody held it before and did not finish: the message may be posted already."""
    since: UtcMoment
    """When it was first claimed."""


class Correction(Shape):
    """What a curator changed in one row of the calendar, kept apart from the files and laid over
    them."""

    id: str = Field(default_factory=lambda: uuid4().hex, min_length=1)
    workspace: Workspace
    key: str = Field(min_length=1, max_length=120)
    """The row's."""
    change: dict[str, str]
    """Column → new cell, as in the files (`bot.reviews.table.COLUMNS`)."""
    source: str = Field(min_length=3, max_length=400)
    note: str = Field(default="", max_length=500)
    person: str
    """Who made it; empty once that person was forgotten."""
    made: UtcMoment
    taken_back: UtcMoment | None = None
    """It is kept, so that a calendar file that people have hears of the way back too."""
    taken_back_by: str | None = None


class PageReading(Shape):
    """What a curator found who compared a statement with its page, in place of that person's
    earlier reading of it. It counts in the workspace alone."""

    workspace: Workspace
    subject: str = Field(min_length=1, max_length=120)
    """An entry's id."""
    person: str
    who: str = Field(min_length=1, max_length=40)
    """Initials or a role: what others see."""
    found: Literal["right", "changed"]
    at: UtcMoment
    until: dt.date
    """The last day on which it counts."""
    note: str = Field(default="", max_length=500)
    """What changed."""


class Installation(Shape):
    """Where the app was installed, with the token that Slack gave for it."""

    workspace: Workspace
    client: str
    """The app's client id."""
    record: dict[str, JsonValue] = Field(repr=False)
    """As Slack's library gives it, the token too."""
    installed: str
    """When, as a text."""


class Retention(Shape):
    """How long rows stay. Open gaps, follows, subscriptions, corrections and welcomes stay until
    someone ends them."""

    threads: Span = dt.timedelta(days=30)
    claims: Annotated[dt.timedelta, Field(ge=dt.timedelta(hours=1))] = dt.timedelta(days=1)
    """At least an hour, so that a late redelivery is still recognised."""
    gaps_done: Span = dt.timedelta(days=180)
    """From when a gap was answered or done."""
    feedback: Span = dt.timedelta(days=365)
    departed: Span = dt.timedelta(days=7)
    """From when a workspace removed the app."""
    readings: Span = dt.timedelta(days=366)
    """From the last day on which a signature counted."""
    preparations: Span = dt.timedelta(days=180)
    """From when one was closed; one that nobody touches stays twice as long."""


DEFAULT_RETENTION = Retention()


Outcome = Literal["sent", "late", "decided_against", "mistake"]
"""It was sent or held; time ran out; the team decided against it; it was begun by mistake."""
OUTCOMES: tuple[Outcome, ...] = ("sent", "late", "decided_against", "mistake")


class Preparation(Shape):
    """A team's work toward one action."""

    id: str = Field(min_length=1)
    workspace: Workspace
    channel: str
    ts: str | None = None
    """Its message in the channel; None until that is posted."""
    action: str
    mechanism: str | None = None
    """Where the action leaves it open."""
    state: str | None = None
    joint: bool = False
    deadline: str | None = None
    """The day, or the day and hour in Geneva, that a person gave."""
    counted_from: dt.date | None = None
    """The day that its steps' dates were counted from."""
    zone: str
    """An IANA time zone: where it is nine o'clock when reminders come."""
    language: str = "en"
    lead: str
    """Who leads it; empty once that person was forgotten."""
    remind: int = Field(default=3, ge=0, le=14)
    """Days before a due date on which a reminder comes; 0 for none."""
    since: UtcMoment
    changed: UtcMoment
    version: int = 1
    """Grows with every change of it and of its items."""
    shown: int = 0
    """The version that its message shows."""
    shown_on: dt.date | None = None
    """The day as of which its message was made: what is late changes by the day."""
    closed: UtcMoment | None = None
    outcome: Outcome | None = None


class PreparationStep(Shape):
    """A step of a preparation as it is kept: who has it, when it is due, whether it is done."""

    id: str = Field(min_length=1)
    """The step's id in the action."""
    place: int
    due: dt.date | None = None
    dated: UtcMoment
    """When its due date was set."""
    own: bool = False
    """Its due date was set by a person, so a new count leaves it as it is."""
    owner: str = ""
    done: UtcMoment | None = None
    done_by: str = ""
    pressed: str = ""
    """Slack's time of the last tick: of two, the later holds, whichever is worked on first."""
    reminded: dt.date | None = None
    """The due date of which a reminder was sent."""
    version: int = 1


class ItemChange(Shape):
    """What a person changed of a step, against the version of it that the person saw."""

    item: str
    seen: int
    owner: str | None = None
    """None: as it was."""
    due: dt.date | None = None
    dates: bool = False
    """Whether `due` is meant: without it, None would be no date."""
