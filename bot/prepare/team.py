"""A team's preparation: its steps with owners and dates, how far it is, what is next, and when a
reminder comes. Texts come from the actions as they are now; what the team set comes from the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from bot.knowledge.models import Language
from bot.prepare.anchors import GivenDeadline
from bot.prepare.checklist import Checklist, Step
from bot.prepare.desk import NotPossible, Prepare
from bot.store import Preparation, PreparationStep, Store, Workspace

SOON = 7
"""Days within which a step is said to be due soon."""
REMINDED_AT = dt.time(9)
"""On the wall where the preparation is: when reminders come."""


@dataclass(frozen=True)
class TeamStep:
    """A step as the action tells it (None where it has it no more), and what the team set."""

    step: Step | None
    item: PreparationStep

    @property
    def done(self) -> bool:
        """Whether somebody ticked it."""
        return self.item.done is not None


@dataclass(frozen=True)
class Team:
    """A preparation on a day: what is kept, beside the checklist as it would be made now."""

    preparation: Preparation
    checklist: Checklist | None
    """The checklist as it would be made today; None where the action is there no more."""
    steps: tuple[TeamStep, ...]
    on: dt.date

    @property
    def language(self) -> Language:
        """The language in which it was begun."""
        return cast("Language", self.preparation.language)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def anchor_moved(self) -> bool:
        """Whether the day that dates were counted from is another now."""
        return (
            self.checklist is not None
            and self.checklist.anchor.exact != self.preparation.counted_from
        )

    def late(self, step: TeamStep) -> bool:
        """Whether its day has passed and it is not done."""
        due = step.item.due
        return not step.done and due is not None and due < self.on

    def next(self, most: int, person: str = "") -> tuple[TeamStep, ...]:
        """What is not done, what is due first before what has no date; with `person` what that
        person owns before all else."""
        ahead = [step for step in self.steps if not step.done]
        return tuple(sorted(ahead, key=lambda step: self._rank(step, person))[:most])

    def due(self, days: int = SOON) -> tuple[TeamStep, ...]:
        """What is late, and what is due within so many days."""
        last = self.on + dt.timedelta(days=days)
        ahead = self.next(len(self.steps))
        return tuple(step for step in ahead if step.item.due and step.item.due <= last)

    def dates(self) -> dict[str, dt.date | None]:
        """The due date of each step as it is counted today."""
        return {step.item.id: step.step.due for step in self.steps if step.step}

    def _rank(self, step: TeamStep, person: str) -> tuple[bool, dt.date, int]:
        others = bool(person) and step.item.owner != person
        at_once = step.step is not None and not step.step.unit
        undated = dt.date.min if at_once else dt.date.max
        return (others, step.item.due or undated, step.item.place)


def team_of(
    prepare: Prepare | None, preparation: Preparation, items: Sequence[PreparationStep], on: dt.date
) -> Team:
    """A preparation as on a day, with the texts of its steps where they are at hand."""
    checklist = _checklist(prepare, preparation, on) if prepare else None
    known = {step.id: step for step in (*checklist.steps, *checklist.left_out)} if checklist else {}
    steps = tuple(TeamStep(known.get(item.id), item) for item in items)
    return Team(preparation, checklist, steps, on)


def _checklist(prepare: Prepare, preparation: Preparation, on: dt.date) -> Checklist | None:
    """The checklist as it would be made today; None where the action is there no more."""
    try:
        return prepare.checklist(
            preparation.action,
            on,
            preparation.state,
            preparation.mechanism,
            preparation.joint,
            deadline_of(preparation.deadline),
            ZoneInfo("UTC"),  # whoever reads it has it in the own time zone
            cast("Language", preparation.language),
        )
    except (KeyError, NotPossible):
        return None


def items_of(checklist: Checklist, now: dt.datetime) -> tuple[PreparationStep, ...]:
    """The steps of a new preparation, with the dates that could be counted."""
    return tuple(
        PreparationStep(id=step.id, place=place, due=step.due, dated=now)
        for place, step in enumerate(checklist.steps)
    )


def deadline_of(deadline: str | None) -> GivenDeadline | None:
    """The deadline that a person gave, as it is kept: a day, or a day and an hour in Geneva."""
    if deadline is None:
        return None
    day, _, hour = deadline.partition("T")
    return GivenDeadline(dt.date.fromisoformat(day), dt.time.fromisoformat(hour) if hour else None)


def to_remind(
    preparation: Preparation, items: Iterable[PreparationStep], zone: ZoneInfo, now: dt.datetime
) -> tuple[PreparationStep, ...]:
    """The steps of which a reminder is due now and was not sent for that date.

    A reminder comes at REMINDED_AT, so many days before, and not once the day is over; none comes
    where that moment had passed already when the date was set: who set it knows.
    """
    if preparation.closed or not preparation.remind:
        return ()
    due = []
    for item in items:
        if item.done or item.due is None or item.reminded == item.due:
            continue
        day = item.due - dt.timedelta(days=preparation.remind)
        at = dt.datetime.combine(day, REMINDED_AT, zone)
        end = dt.datetime.combine(item.due + dt.timedelta(days=1), dt.time(), zone)
        if item.dated < at <= now < end:
            due.append(item)
    return tuple(due)


def as_set(team: Team, *, open_only: bool = False) -> Checklist | None:
    """The checklist with the dates that the team has set, for a file; None where there is none."""
    if team.checklist is None:
        return None
    steps = [
        _dated(step.step, step.item, team.checklist)
        for step in team.steps
        if step.step and not (open_only and step.done)
    ]
    return team.checklist.model_copy(update={"steps": tuple(steps), "left_out": ()})


def _dated(step: Step, item: PreparationStep, checklist: Checklist) -> Step:
    """A step with its date; of one that a person set the distance is counted from what is known."""
    values: dict[str, object] = {"due": item.due, "late": False}
    exact = checklist.anchors[step.of].exact
    if item.own and item.due and exact:
        days = (exact - item.due).days
        side = "before" if days >= 0 else "after"
        values |= {"amount": abs(days), "unit": "day", "side": side}
    return step.model_copy(update=values)


class Teams:
    """The preparations of a store, with the texts of their steps."""

    def __init__(self, storage: Store, prepare: Prepare) -> None:
        self._kept = storage.preparations
        self._prepare = prepare

    def get(self, workspace: Workspace, id: str, on: dt.date) -> Team | None:
        """The preparation of that id on that day; None where the workspace has none."""
        preparation = self._kept.get(workspace, id)
        return self._of(preparation, on) if preparation else None

    def in_channels(
        self, workspace: Workspace, channels: Collection[str], ids: Collection[str], on: dt.date
    ) -> tuple[Team, ...]:
        """Those under way in any of these channels, or with one of these ids; what is late or due
        first before all else."""
        teams = [
            self._of(preparation, on)
            for preparation in self._kept.list(workspace)
            if not preparation.closed and (preparation.channel in channels or preparation.id in ids)
        ]
        return tuple(sorted(teams, key=_first_due))

    def _of(self, preparation: Preparation, on: dt.date) -> Team:
        return team_of(
            self._prepare, preparation, self._kept.items(preparation.workspace, preparation.id), on
        )


def _first_due(team: Team) -> tuple[dt.date, dt.datetime]:
    days = [step.item.due for step in team.steps if step.item.due and not step.done]
    return (min(days, default=dt.date.max), team.preparation.since)
