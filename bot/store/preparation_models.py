"""The shapes of a team's preparation, and what the desk needs of the store that keeps them.

Steps are kept by the ids that they have in the knowledge base, never by their texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from pydantic import Field

from bot.store.models import Shape, Workspace
from bot.store.times import Moment

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
    since: Moment
    changed: Moment
    version: int = 1
    """Grows with every change of it and of its items."""
    shown: int = 0
    """The version that its message shows."""
    shown_on: dt.date | None = None
    """The day as of which its message was made: what is late changes by the day."""
    closed: Moment | None = None
    outcome: Outcome | None = None


class Item(Shape):
    """A step of a preparation."""

    id: str = Field(min_length=1)
    """The step's id in the action."""
    place: int
    due: dt.date | None = None
    dated: Moment
    """When its due date was set."""
    own: bool = False
    """Its due date was set by a person, so a new count leaves it as it is."""
    owner: str = ""
    done: Moment | None = None
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


class Preparations(Protocol):
    """Preparations of channels."""

    def add(self, preparation: Preparation, items: Sequence[Item]) -> bool:
        """Keep a new one; False where its id is there already."""

    def get(self, workspace: Workspace, id: str) -> Preparation | None:
        """One preparation of that workspace."""

    def items(self, workspace: Workspace, id: str) -> tuple[Item, ...]:
        """Its steps in order."""

    def list(
        self, workspace: Workspace | None, channel: str | None = None
    ) -> tuple[Preparation, ...]:
        """Oldest first, the closed ones too. None for the workspace is for the runner and the
        operator: all of them."""

    def theirs(self, workspace: Workspace, person: str) -> frozenset[str]:
        """The ids of those that a person leads or owns a step of that is not done."""

    def tick(
        self,
        workspace: Workspace,
        id: str,
        item: str,
        done: bool,
        person: str,
        pressed: str,
        now: dt.datetime,
    ) -> bool:
        """Mark a step as done or not done. False where nothing changed: it was so already, a later
        tick is there, the preparation is closed, or it is unknown."""

    def change(
        self, workspace: Workspace, id: str, changes: Sequence[ItemChange], now: dt.datetime
    ) -> tuple[str, ...] | None:
        """Set owners and dates, all or nothing. Gives the steps that somebody else changed since
        they were seen: then nothing is written. None where it is closed or unknown."""

    def recount(
        self,
        workspace: Workspace,
        id: str,
        counted_from: dt.date | None,
        dates: Mapping[str, dt.date | None],
        now: dt.datetime,
    ) -> bool:
        """Put new dates in place of those that were counted; dates set by a person and steps that
        are done stay. False where it is closed or unknown."""

    def hand_over(
        self, workspace: Workspace, id: str, lead: str, before: str, now: dt.datetime
    ) -> bool:
        """Let another person lead, and own the steps not done that `before` owned. False where it
        is closed or unknown."""

    def close(self, workspace: Workspace, id: str, outcome: Outcome, now: dt.datetime) -> bool:
        """End it; False where it is closed already or unknown."""

    def reopen(self, workspace: Workspace, id: str, now: dt.datetime) -> bool:
        """Take its end back; False where it was not closed, or is unknown."""

    def remove(self, workspace: Workspace, id: str) -> bool:
        """Delete it with its steps; False where it was gone."""

    def placed(self, workspace: Workspace, id: str, ts: str, version: int, on: dt.date) -> None:
        """Its message stands there, and shows that version as on that day."""

    def shown(self, workspace: Workspace, id: str, version: int, on: dt.date) -> None:
        """Its message shows that version, or a later one, as on that day."""

    def reminded(
        self, workspace: Workspace, id: str, dates: Mapping[str, dt.date], now: dt.datetime
    ) -> None:
        """A reminder of these steps, due on these days, was sent."""
