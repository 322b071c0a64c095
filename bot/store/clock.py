"""Purging only where the clock can be believed: one that jumped ahead would make everything old."""

from __future__ import annotations

import datetime as dt

from bot.store.errors import StoreError
from bot.store.models import DEFAULT_RETENTION, Retention
from bot.store.protocol import Storage

STILL = dt.timedelta(days=14)
"""A bot in which nothing was written for longer has a clock that is to be looked at first."""


def purge(
    storage: Storage,
    now: dt.datetime,
    retention: Retention = DEFAULT_RETENTION,
    sure: bool = False,
) -> dict[str, int]:
    """Delete what has been kept long enough; rows by group.

    Raises StoreError where `now` is far after anything that was ever written, unless somebody who
    knows the time (`sure`: Slack, or the operator) agrees with the clock.
    """
    newest = storage.newest()
    if not sure and newest is not None and now - newest > STILL:
        raise StoreError(
            f"nothing was deleted: the clock says {now:%Y-%m-%d}, and the newest row is of"
            f" {newest:%Y-%m-%d}; see whether the clock is right, and if it is, run advocacy"
            " database purge --clock-is-right"
        )
    return storage.purge(now, retention)
