"""The shapes that a store takes and gives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.store.times import Moment

ClaimState = Literal["taken", "done"]
Reason = Literal["decline", "not_helpful"]
Status = Literal["open", "answered", "done"]
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
    asked_at: Moment
    status: Status = "open"
    answer: str | None = Field(default=None, repr=False)
    curator: str | None = None
    closed_at: Moment | None = None
    notice_channel: str | None = None
    notice_ts: str | None = None


class Feedback(Shape):
    """Whether a person found an entry helpful in one message (`message` is its ts)."""

    workspace: Workspace
    person: str
    entry: str
    message: str
    helpful: bool
    at: Moment


class Tally(Shape):
    """How often an entry was found helpful, and how often not."""

    helpful: int = 0
    not_helpful: int = 0


class Retention(Shape):
    """How long rows stay. Open gaps, follows and welcomes stay until someone ends them."""

    threads: Span = dt.timedelta(days=30)
    claims: Annotated[dt.timedelta, Field(ge=dt.timedelta(hours=1))] = dt.timedelta(days=1)
    """At least an hour, so that a late redelivery is still recognised."""
    gaps_done: Span = dt.timedelta(days=180)
    """From when a gap was answered or done."""
    feedback: Span = dt.timedelta(days=365)


DEFAULT_RETENTION = Retention()
