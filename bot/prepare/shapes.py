"""What checklists and outlines are made of: rules with their sources, what a State accepted, and
days with how sure they are."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.models import Status
from bot.prepare.vocabulary import Event
from bot.reviews import Moment
from bot.reviews.models import Certainty
from bot.states import Cell

Left = Literal["closed", "suspended", "day", "week", "two_months", "enough", "unknown"]
"""How much time is left to the day that the steps are counted from."""

What = Literal["treaty", "complaint", "inquiry", "visits", "body"]


class Shape(BaseModel):
    """Base of the shapes: plain data, not changed once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(Shape):
    """A source as a person sees it."""

    title: str
    publisher: str
    url: str | None
    dated: str
    """Its date as exact as it is known; empty where none is."""


class Rule(Shape):
    """A statement, how sure it is, and where it comes from."""

    text: str
    status: Status
    """`advice` where it is no rule of a mechanism."""
    entry: str | None = None
    title: str = ""
    """The question that the entry answers."""
    sources: tuple[str, ...] = ()
    """Ids in `sources` of the whole."""
    check_on: str | None = None
    """For what is not settled: the page on which to check it."""


class Accepted(Shape):
    """Whether the State accepted what the action turns on, before one committee or body."""

    what: What
    subject: str
    """The id of a committee or a regional body."""
    status: Literal["yes", "no", "unknown"]
    rule: Rule
    cell: Cell = Field(exclude=True, repr=False)
    """What the tables of States say of it."""


class Treaties(Shape):
    """Which of the treaties that committees watch over bind a State, by short names."""

    bind: tuple[str, ...]
    bind_not: tuple[str, ...]
    """By the lists that were read; a later step of the State does not show."""
    unknown: tuple[str, ...]


class Anchor(Shape):
    """The day that steps are counted from, as far as it is known."""

    event: Event
    kind: Literal["open", "closed", "not_published", "suspended", "cancelled"]
    when: Moment | None = None
    certainty: Certainty = "unknown"
    given: bool = False
    """It is the day that the person gave."""
    published: Moment | None = None
    """The published day, where the person gave another."""
    hour: dt.datetime | None = None
    """The hour that the person gave, by the body's clock."""
    ends_local: dt.datetime | None = None
    """When it ends (the hour given, or else the body's day) in the zone that the person named."""
    place: str = "Geneva"
    """Whose clock that is."""
    in_session: bool = False
    """For a review: the day is the session's first; the State's own is not known."""

    @property
    def sure(self) -> bool:
        """Whether its day is published, or given by the person."""
        return self.given or self.certainty in ("published", "held")

    @property
    def exact(self) -> dt.date | None:
        """The day to count from, where one is known."""
        return self.when.exact if self.when else None


When = Literal["too_early", "soon", "now", "last_days", "over", "between", "unknown"]


class Timing(Shape):
    """Where a day stands to the work on a text."""

    when: When
    begins: Moment | None = None
    """For what is too early: about when to begin."""
    event: Event
    until: Moment | None = None
    """The day of that event, as exact as it is known."""
    sure: bool = True
    """Whether that day is published, or given by the person."""
    review: Moment | None = None
    """The review that is ahead, or for `between` the one that is over."""
