"""Whether it is too early for a text, the time for it, or too late: what its reader sees first."""

from __future__ import annotations

import datetime as dt

from bot.prepare.actions import ChecklistText
from bot.prepare.anchors import time_left
from bot.prepare.shapes import Anchor, Timing, When
from bot.prepare.vocabulary import Event
from bot.reviews import Coming, MechanismCalendar, Moment

AHEAD = dt.timedelta(days=400)
"""A review is prepared for from about a year before (entry upr.engage.timeline)."""
_NO_DAY: tuple[Event, ...] = ("sending", "visit")


def timing(
    text: ChecklistText, anchor: Anchor, calendar: MechanismCalendar | None, on: dt.date
) -> Timing | None:
    """How the day stands to the action; None for what is sent whenever it is needed.

    The work begins with the first step that is counted back from the day; where that day is not
    known, about a year before the review. A month stays a month.
    """
    event = anchor.event
    if event in _NO_DAY:
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
    event: Event, coming: Coming | None, calendar: MechanismCalendar | None, on: dt.date
) -> Timing:
    when = coming.when.start if coming and coming.when else None
    if when is not None and on < when.first - AHEAD:
        begins = _month(when.first - AHEAD) if when.month else Moment(year=when.year - 1)
        return Timing(when="too_early", begins=begins, event=event, review=when)
    if when is not None:
        return Timing(when="soon", event=event, review=when)
    last = calendar.last if calendar else None
    past = last.when.start if last and last.when else None
    if past is not None and coming is None:
        return Timing(when="between", event=event, review=past)
    return Timing(when="unknown", event=event)


def _month(day: dt.date) -> Moment:
    return Moment(year=day.year, month=day.month)
