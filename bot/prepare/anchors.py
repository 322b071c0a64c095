"""The days that steps are counted from: as the calendar has them, or as the person gave them; and
whether it is too early for a text, the time for it, or too late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.knowledge.curated import Shape
from bot.prepare.actions import ChecklistText, DeadlineClock, Event
from bot.prepare.case import Case
from bot.reviews import CalendarEvent, Certainty, DeadlineState, MechanismCalendar, PartialDate

Left = Literal["closed", "suspended", "day", "week", "two_months", "enough", "unknown"]
"""How much time is left to the day that the steps are counted from."""


class Anchor(Shape):
    """The day that steps are counted from, as far as it is known."""

    event: Event
    kind: Literal["open", "closed", "not_published", "suspended", "cancelled"]
    when: PartialDate | None = None
    certainty: Certainty = "unknown"
    given: bool = False
    """It is the day that the person gave."""
    published: PartialDate | None = None
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
    begins: PartialDate | None = None
    """For what is too early: about when to begin."""
    event: Event
    until: PartialDate | None = None
    """The day of that event, as exact as it is known."""
    sure: bool = True
    """Whether that day is published, or given by the person."""
    review: PartialDate | None = None
    """The review that is ahead, or for `between` the one that is over."""


@dataclass(frozen=True)
class GivenDeadline:
    """The deadline that a person gave: a day, or a day and an hour by the body's clock."""

    day: dt.date
    hour: dt.time | None = None


_STAGES: dict[Event, tuple[str, ...]] = {
    "list_of_issues": ("list_of_issues", "prior_to_reporting"),
    "adoption": ("adoption",),
    "mid_term": ("mid_term",),
    "follow_up": ("follow_up",),
}
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
    deadline: GivenDeadline | None,
    zone: ZoneInfo | None = None,
) -> dict[Event, Anchor]:
    """The events by name, `main` first; `deadline` is laid over `main` only.

    A published day that has not passed holds against a later one that was given; an earlier one
    that was given is the team's own, and holds.
    """
    by_event = {event: _calendar_anchor(event, case) for event in (main, *others)}
    if deadline:
        by_event[main] = _with_deadline(by_event[main], deadline, case.on, case.action.clock)
    by_event[main] = _in_zone(by_event[main], zone, case.action.clock)
    return by_event


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


def _calendar_anchor(event: Event, case: Case) -> Anchor:
    calendar = case.calendar
    if event == "session":
        return _start(event, case.session)
    if calendar is None or event in _OWN:
        return Anchor(event=event, kind="not_published")
    if event == "papers":
        return _deadline(event, calendar.deadline)
    if event == "review":
        return _start(event, calendar.next)
    ahead = (coming for coming in calendar.steps if coming.stage in _STAGES[event])
    over = (past for past in calendar.past if past.over and past.stage in _STAGES[event])
    if step := next(ahead, None):
        return _deadline(event, step.deadline) if event in _PAPERS else _start(event, step)
    return _past(event, next(over, None))


def _deadline(event: Event, state: DeadlineState | None) -> Anchor:
    if state is None:
        return Anchor(event=event, kind="not_published")
    return Anchor(event=event, kind=state.kind, when=state.when, certainty=state.certainty)


def _past(event: Event, step: CalendarEvent | None) -> Anchor:
    """A stage that is over; nothing is missed by a mid-term, which has no day by rule."""
    when = step.when.start if step and step.when else None
    if step is None or event in _NO_RULE:
        return Anchor(event=event, kind="not_published", when=when, certainty="expected")
    return Anchor(event=event, kind="closed", when=when, certainty=step.certainty)


def _start(event: Event, coming: CalendarEvent | None) -> Anchor:
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


def _with_deadline(
    known: Anchor, given: GivenDeadline, on: dt.date, clock: DeadlineClock | None
) -> Anchor:
    published = known.when if known.sure else None
    holds = known.kind == "open" and published is not None and published.exact is not None
    if holds and published is not None and published.first < given.day:
        return known.model_copy(update={"published": published})
    where = ZoneInfo(clock.zone) if clock else None
    hour = dt.datetime.combine(given.day, given.hour, where) if given.hour else None
    return Anchor(
        event=known.event,
        kind="closed" if given.day < on else "open",
        when=PartialDate.of(given.day),
        given=True,
        published=published if published and published.exact != given.day else None,
        hour=hour,
    )


def _in_zone(anchor: Anchor, zone: ZoneInfo | None, clock: DeadlineClock | None) -> Anchor:
    if zone is None or clock is None or anchor.exact is None:
        return anchor
    midnight = anchor.exact + dt.timedelta(days=1)
    end = anchor.hour or dt.datetime.combine(midnight, dt.time(), ZoneInfo(clock.zone))
    return anchor.model_copy(update={"ends_local": end.astimezone(zone), "place": clock.place})


AHEAD = dt.timedelta(days=400)
"""A review is prepared for from about a year before (entry upr.engage.timeline)."""


def timing(
    text: ChecklistText, anchor: Anchor, calendar: MechanismCalendar | None, on: dt.date
) -> Timing | None:
    """How the day stands to the action; None for what is sent whenever it is needed.

    The work begins with the first step that is counted back from the day; where that day is not
    known, about a year before the review. A month stays a month.
    """
    event = anchor.event
    if event in _OWN:
        return None
    left, sure = time_left(anchor, on), anchor.sure
    if left in ("closed", "suspended"):
        return Timing(when="over", event=event, until=anchor.when, sure=sure)
    coming = calendar.next if calendar else None
    if left == "unknown":
        return _by_review(event, coming, calendar, on)
    leads = [-(step.days or 0) for step in text.steps if (step.of or event) == event]
    first = anchor.when.first if anchor.when else on
    begins = first - dt.timedelta(days=max(leads, default=0))
    if on < begins:
        month = _month(begins)
        return Timing(when="too_early", begins=month, event=event, until=anchor.when, sure=sure)
    when: When = "last_days" if left in ("day", "week") else "now"
    return Timing(when=when, event=event, until=anchor.when, sure=sure)


def _by_review(
    event: Event, coming: CalendarEvent | None, calendar: MechanismCalendar | None, on: dt.date
) -> Timing:
    when = coming.when.start if coming and coming.when else None
    if when is not None and on < when.first - AHEAD:
        begins = _month(when.first - AHEAD) if when.month else PartialDate(year=when.year - 1)
        return Timing(when="too_early", begins=begins, event=event, review=when)
    if when is not None:
        return Timing(when="soon", event=event, review=when)
    last = calendar.last if calendar else None
    past = last.when.start if last and last.when else None
    if past is not None and coming is None:
        return Timing(when="between", event=event, review=past)
    return Timing(when="unknown", event=event)


def _month(day: dt.date) -> PartialDate:
    return PartialDate(year=day.year, month=day.month)
