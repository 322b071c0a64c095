"""The shapes of a digest: what it says, as plain data, and what is kept of what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, Self, get_args

from pydantic import JsonValue, ValidationError

from bot.knowledge.curated import Shape
from bot.reviews import (
    CalendarEvent,
    CallForInput,
    Certainty,
    PartialDate,
    SessionKind,
    Stage,
    Whose,
)
from bot.store import Subscription

Kind = Literal["session", "review", "deadline"]
What = Literal[
    "cancelled",
    "put_off",
    "suspended",
    "did_not_appear",
    "gone",
    "moved",
    "at_risk",
    "unconfirmed",
    "back",
    "dated",
    "confirmed",
]
"""What has become of something that was told of before, the gravest first."""
WHATS: tuple[What, ...] = get_args(What)


class Scope(Shape):
    """What a digest is on."""

    states: tuple[str, ...] = ()
    """ISO3 codes; none stands for all."""
    mechanisms: tuple[str, ...] = ()
    """None stands for all."""
    horizon: int = 180
    """Days ahead in which reviews are shown."""

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """What a subscription is on."""
        return cls(
            states=subscription.states,
            mechanisms=subscription.mechanisms,
            horizon=subscription.horizon,
        )


class RowState(Shape):
    """How a row of the calendar, or a deadline of one, stood in a channel's last digest."""

    kind: Kind
    whose: Whose | None = None
    mechanism: str
    iso3: str | None = None
    stage: Stage | SessionKind
    session: str = ""
    when: str = ""
    """`2027-01`, `2027-01-18/2027-01-29`; empty where no date is known."""
    certainty: Certainty


def read_row_states(records: Mapping[str, JsonValue]) -> dict[str, RowState]:
    """What was kept of what was said; a record of another version counts as not said."""
    row_states = {}
    for key, record in records.items():
        try:
            row_states[key] = RowState.model_validate(record)
        except ValidationError:
            continue
    return row_states


class RowGroup(Shape):
    """Rows alike in all but the State: `first` is one of them."""

    first: CalendarEvent
    keys: tuple[str, ...]
    states: tuple[str, ...] = ()
    advice: str | None = None
    """The entry that says the one thing to do now."""


class RowChange(Shape):
    """What has become of rows since the last digest, alike in all but the State."""

    what: What
    before: RowState
    now: CalendarEvent | None
    """None where the calendar has the row no more."""
    keys: tuple[str, ...]
    states: tuple[str, ...] = ()


class Staleness(Shape):
    """Rows that concern the channel and that nobody has checked for long."""

    rows: int
    oldest: dt.date
    mechanisms: tuple[str, ...]


class LeftOut(Shape):
    """How much each part leaves out."""

    changes: int = 0
    tasks: int = 0
    deadlines: int = 0
    sessions: int = 0
    calls: int = 0
    reviews: int = 0
    under_way: int = 0


TaskKind = Literal["send", "meet", "brief", "watch", "speak", "mid_term", "follow_up", "questions"]


class Task(Shape):
    """Something that can be done now for a State."""

    kind: TaskKind
    mechanism: str
    iso3: str
    by: PartialDate | None
    """Until when, never more exact than it is known."""
    certainty: Certainty
    action: str | None
    """The action that has the steps; None where there is nothing to prepare."""


class DueStep(Shape):
    """A step of a preparation that is late or due soon."""

    day: dt.date
    do: str
    owner: str = ""
    """The person's id in Slack; empty where nobody has it."""


class UnderWay(Shape):
    """A preparation of the channel: how far it is, and what is due first."""

    title: str
    iso3: str | None
    done: int
    of: int
    due: tuple[DueStep, ...]
    """What is late or due within the week."""
    action: str = ""
    mechanism: str = ""


class Digest(Shape):
    """What a digest says on a day."""

    on: dt.date
    scope: Scope
    changes: tuple[RowChange, ...] = ()
    tasks: tuple[Task, ...] = ()
    """What can be done now and is not under way in the channel."""
    ahead: CalendarEvent | None = None
    """Where there is nothing else to say: what comes next for the channel's States."""
    deadlines: tuple[RowGroup, ...] = ()
    calls: tuple[CallForInput, ...] = ()
    """Calls for input that are open and close within the horizon, or have no closing day."""
    sessions: tuple[RowGroup, ...] = ()
    watch: bool = False
    """Some session of this week is public, so that it can be watched."""
    reviews: tuple[RowGroup, ...] = ()
    """Turns of the channel's States; where it has none, sessions and turns of all."""
    under_way: tuple[UnderWay, ...] = ()
    more: LeftOut = LeftOut()
    stale: Staleness | None = None
    row_states: dict[str, RowState]
    """Row → how it stands once this digest is posted; the next one tells what changed."""

    @property
    def empty(self) -> bool:
        """Nothing changed, nothing comes, and nothing is under way."""
        parts = (
            self.changes, self.tasks, self.deadlines, self.sessions, self.reviews, self.under_way
        )  # fmt: skip
        # a call without a published day can wait for a digest that has more to say
        return not any(parts) and not any(
            call.until and call.certainty == "published" for call in self.calls
        )
