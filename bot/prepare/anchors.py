"""The days that steps are counted from: as the calendar has them, or as the person gave them.

A day is never worked out here. A month stays a month, and then nothing is counted from it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.prepare.actions import Clock
from bot.prepare.case import Case
from bot.prepare.models import Anchor, Left
from bot.prepare.vocabulary import Event
from bot.reviews import Coming, DeadlineState, Moment

_STAGES: dict[Event, tuple[str, ...]] = {
    "list_of_issues": ("list_of_issues", "prior_to_reporting"),
    "adoption": ("adoption",),
    "mid_term": ("mid_term",),
    "follow_up": ("follow_up",),
}


@dataclass(frozen=True)
class Given:
    """The deadline that a person gave: a day, or a day and an hour by the body's clock."""

    day: dt.date
    hour: dt.time | None = None


_OWN: tuple[Event, ...] = ("sending", "visit")
"""Days that no calendar holds: the team knows them."""
_PAPERS: tuple[Event, ...] = ("papers", "list_of_issues")
"""The events that are deadlines; the others are days on which something happens."""
_NO_RULE: tuple[Event, ...] = ("mid_term",)
"""Entry upr.follow-up.mid-term: no rule sets a date."""


def anchors(
    case: Case,
    main: Event,
    others: tuple[Event, ...],
    given: Given | None,
    zone: ZoneInfo | None = None,
) -> dict[Event, Anchor]:
    """The events by name, `main` first; `given` is laid over `main` only.

    A published day that has not passed holds against a later one that was given; an earlier one
    that was given is the team's own, and holds.
    """
    found = {event: _known(event, case) for event in (main, *others)}
    if given:
        found[main] = _given(found[main], given, case.on, case.action.clock)
    found[main] = _in_zone(found[main], zone, case.action.clock)
    return found


def time_left(anchor: Anchor, on: dt.date) -> Left:
    """How much time is left to it; for a month, counted to its first day."""
    match anchor.kind:
        case "suspended":
            return "suspended"
        case "closed" | "cancelled":
            return "closed"
    if anchor.when is None or anchor.kind == "not_published":
        return "unknown"
    if anchor.when.last < on:
        return "closed"
    days = max((anchor.when.first - on).days, 0)
    return (
        "day" if days <= 2 else "week" if days <= 10 else "two_months" if days <= 62 else "enough"
    )


def _known(event: Event, case: Case) -> Anchor:
    calendar = case.calendar
    if event == "session":
        return _start(event, case.session)
    if calendar is None or event in _OWN:
        return Anchor(event=event, kind="not_published")
    if event == "papers":
        return _deadline(event, calendar.deadline)
    if event == "review":
        return _start(event, calendar.next)
    ahead = (one for one in calendar.steps if one.stage in _STAGES[event])
    over = (one for one in calendar.past if one.over and one.stage in _STAGES[event])
    if step := next(ahead, None):
        return _deadline(event, step.deadline) if event in _PAPERS else _start(event, step)
    return _past(event, next(over, None))


def _deadline(event: Event, state: DeadlineState | None) -> Anchor:
    if state is None:
        return Anchor(event=event, kind="not_published")
    return Anchor(event=event, kind=state.kind, when=state.when, certainty=state.certainty)


def _past(event: Event, step: Coming | None) -> Anchor:
    """A stage that is over; nothing is missed by a mid-term, which has no day by rule."""
    when = step.when.start if step and step.when else None
    if step is None or event in _NO_RULE:
        return Anchor(event=event, kind="not_published", when=when, certainty="expected")
    return Anchor(event=event, kind="closed", when=when, certainty=step.certainty)


def _start(event: Event, coming: Coming | None) -> Anchor:
    when = coming.when.start if coming and coming.when else None
    if coming is None or when is None:
        return Anchor(event=event, kind="not_published")
    cancelled = coming.certainty == "cancelled"
    return Anchor(
        event=event,
        kind="cancelled" if cancelled else "closed" if coming.over else "open",
        when=when,
        certainty=coming.certainty,
        in_session=coming.in_session,
    )


def _given(known: Anchor, given: Given, on: dt.date, clock: Clock | None) -> Anchor:
    published = known.when if known.sure else None
    holds = known.kind == "open" and published is not None and published.exact is not None
    if holds and published is not None and published.first < given.day:
        return known.model_copy(update={"published": published})
    where = ZoneInfo(clock.zone) if clock else None
    hour = dt.datetime.combine(given.day, given.hour, where) if given.hour else None
    return Anchor(
        event=known.event,
        kind="closed" if given.day < on else "open",
        when=Moment.of(given.day),
        given=True,
        published=published if published and published.exact != given.day else None,
        hour=hour,
    )


def _in_zone(anchor: Anchor, zone: ZoneInfo | None, clock: Clock | None) -> Anchor:
    if zone is None or clock is None or anchor.exact is None:
        return anchor
    midnight = anchor.exact + dt.timedelta(days=1)
    end = anchor.hour or dt.datetime.combine(midnight, dt.time(), ZoneInfo(clock.zone))
    return anchor.model_copy(update={"ends_local": end.astimezone(zone), "place": clock.place})
