"""What a channel can do now for its States (a verb, a day, and the action that has the steps), and
what it prepares already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from bot.digest.models import DueStep, Task, TaskKind, UnderWay
from bot.prepare import Prepare
from bot.prepare.team import Teams
from bot.reviews import CalendarEvent, MechanismCalendar, PartialDate, StateCalendar
from bot.store import Store, Workspace

WRITE = dt.timedelta(weeks=20)
"""So long before its deadline a submission is begun (the first step of its checklist)."""
MEET = dt.timedelta(weeks=14)
"""From about three months before a review embassies are met (entry upr.engage.lobby)."""
WRITTEN = dt.timedelta(weeks=2)
"""Later most statements are written (the same entry)."""
BRIEF = dt.timedelta(weeks=10)
"""So long before its session a committee's briefing is asked for."""
_AHEAD: dict[str, tuple[TaskKind, str, dt.timedelta]] = {
    "adoption": ("speak", "upr-adoption-statement", dt.timedelta(weeks=12)),
    "mid_term": ("mid_term", "upr-mid-term", dt.timedelta(weeks=26)),
    "follow_up": ("follow_up", "follow-up-information", dt.timedelta(weeks=20)),
    "list_of_issues": ("questions", "list-of-issues-input", dt.timedelta(weeks=20)),
    "prior_to_reporting": ("questions", "list-of-issues-input", dt.timedelta(weeks=20)),
}
"""Stages besides the review: what is done before them, by which action, and from when on."""
_OFF = ("cancelled", "suspended", "did_not_appear", "not_reviewed", "at_risk")


def tasks(calendars: Iterable[StateCalendar], mechanisms: tuple[str, ...]) -> tuple[Task, ...]:
    """What can be done for these States before these mechanisms (none stands for all), what ends
    first before all else. A month stays a month."""
    every_task = [
        task
        for calendar in calendars
        for mechanism in calendar.before(mechanisms).mechanisms
        for task in _before(mechanism, calendar.iso3, calendar.on)
    ]
    return tuple(sorted(every_task, key=lambda task: task.by.last if task.by else dt.date.max))


def _before(mechanism: MechanismCalendar, iso3: str, on: dt.date) -> Iterator[Task]:
    coming = mechanism.next
    if coming and coming.certainty not in _OFF:
        yield from _review(mechanism, coming, iso3, on)
    for step in mechanism.steps:
        if step.stage not in _AHEAD or step.certainty in _OFF:
            continue
        kind, action, lead = _AHEAD[step.stage]
        when = step.deadline.when if step.deadline and step.deadline.when else _start(step)
        if when and when.first - lead <= on <= when.last:
            yield _task(kind, mechanism.mechanism, iso3, when, step, action)


def _review(
    mechanism: MechanismCalendar, coming: CalendarEvent, iso3: str, on: dt.date
) -> Iterator[Task]:
    upr = mechanism.mechanism == "upr"
    papers, start = mechanism.deadline, _start(coming)
    if mechanism.phase == "in_session":
        yield _task("watch", mechanism.mechanism, iso3, start, coming, None)
        return
    if papers and papers.kind == "open" and papers.when and papers.when.first - WRITE <= on:
        action = "upr-submission" if upr else f"{mechanism.mechanism}-alternative-report"
        yield _task(
            "send", mechanism.mechanism, iso3, papers.when, coming, action, papers.certainty
        )
    if start is None or on > start.last:
        return
    if upr and start.first - MEET <= on:
        by = _earlier(start, WRITTEN)
        if on <= by.last:
            yield _task("meet", mechanism.mechanism, iso3, by, coming, "upr-briefing")
        else:
            yield _task("watch", mechanism.mechanism, iso3, start, coming, None)
    elif not upr and start.first - BRIEF <= on:
        yield _task("brief", mechanism.mechanism, iso3, start, coming, "session-briefing")


def _task(
    kind: TaskKind,
    mechanism: str,
    iso3: str,
    by: PartialDate | None,
    coming: CalendarEvent,
    action: str | None,
    certainty: str | None = None,
) -> Task:
    return Task.model_validate(
        {
            "kind": kind,
            "mechanism": mechanism,
            "iso3": iso3,
            "by": by,
            "certainty": certainty or coming.certainty,
            "action": action,
        }
    )


def _start(coming: CalendarEvent) -> PartialDate | None:
    return coming.when.start if coming.when else None


def _earlier(start: PartialDate, by: dt.timedelta) -> PartialDate:
    """So much earlier, and never more exact than it is known."""
    day = start.first - by
    return PartialDate.of(day) if start.day else PartialDate(year=day.year, month=day.month)


DUE = 2
"""Steps shown of each preparation."""


def under_way(
    storage: Store, prepare: Prepare, workspace: Workspace, channel: str, on: dt.date
) -> tuple[UnderWay, ...]:
    """The preparations of a channel that are not closed; what is late or due first before all else.
    Raises StoreError where they can't be read."""
    teams = Teams(storage, prepare).in_channels(workspace, [channel], (), on)
    return tuple(
        UnderWay(
            title=team.checklist.title if team.checklist else team.preparation.action,
            iso3=team.preparation.state,
            done=team.done,
            of=len(team.steps),
            action=team.preparation.action,
            mechanism=team.preparation.mechanism
            or (team.checklist.mechanism if team.checklist else ""),
            due=tuple(
                DueStep(day=step.item.due, do=step.step.do, owner=step.item.owner or "")
                for step in team.due()[:DUE]
                if step.item.due and step.step
            ),
        )
        for team in teams
    )
