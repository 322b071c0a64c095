"""When a digest is due: pure functions of a subscription and a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.store import Subscription

LATE = dt.timedelta(hours=24)
"""For so long a digest that was missed is made up for."""


class UnknownZone(ValueError):
    """There is no such time zone; the message says what to write."""


@dataclass(frozen=True)
class DueDigest:
    """A digest to be posted."""

    week: str
    """The ISO week of the day for which it was meant, whenever it is posted: 2026-W48."""
    at: dt.datetime
    """When it was to be posted, in UTC."""
    on: dt.date
    """The day on which it is made, where the channel is."""


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise UnknownZone(
            f"'{name[:60]}' is no time zone; write one as Africa/Nairobi or Europe/Paris"
        ) from None


def due(subscription: Subscription, now: dt.datetime) -> DueDigest | None:
    """The digest that is to be posted now: due for less than LATE, and not before the
    subscription was made or changed. None where there is none.

    `now` is aware. Raises UnknownZone. At most one moment of a week lies within LATE, so the week
    names the digest.
    """
    if subscription.paused:
        return None
    here = now.astimezone(zone(subscription.zone)).date()
    # Three days: where a zone left out a whole day, what was meant for it comes a day later.
    for day in (here - dt.timedelta(days=back) for back in range(3)):
        at = moment(subscription, day)
        if day.isoweekday() == subscription.weekday and _open(subscription, at, now):
            return DueDigest(week_of(day), at, here)
    return None


def next_due(subscription: Subscription, after: dt.datetime) -> DueDigest:
    """The next digest whose time has not come at `after` (aware). Raises UnknownZone."""
    day = after.astimezone(zone(subscription.zone)).date() - dt.timedelta(days=1)
    while True:
        at = moment(subscription, day)
        if day.isoweekday() == subscription.weekday and at > after:
            return DueDigest(week_of(day), at, day)
        day += dt.timedelta(days=1)


def moment(subscription: Subscription, day: dt.date) -> dt.datetime:
    """The subscription's time on the wall on that day, in UTC.

    A time that comes twice is its first; one that a change of clocks leaves out is as much later
    as the clocks jump (RFC 5545, 3.3.5, reads local times so).
    """
    wall = dt.datetime.combine(day, subscription.time, zone(subscription.zone))
    return wall.replace(fold=0).astimezone(dt.UTC)


def week_of(day: dt.date) -> str:
    """The ISO week: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _open(subscription: Subscription, at: dt.datetime, now: dt.datetime) -> bool:
    return at <= now < at + LATE and at >= subscription.since
