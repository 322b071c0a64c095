"""When a list is too old to say "no": what it is silent about may have happened since."""

from __future__ import annotations

import datetime as dt

from bot.reviews import Moment
from bot.states.rows import Row
from bot.states.wording import day

OLD = dt.timedelta(days=730)
"""How old a list may be before its silence proves nothing: States join treaties every month."""


def stale(as_of: Moment | None, on: dt.date) -> str:
    """Why a "no" of that day no longer holds for sure on `on`; empty where it may."""
    if as_of is None:
        return "no list was read"
    if on - as_of.last > OLD:
        return "that list is old"
    return ""


def older_than_treaty(own: Row, parent: Row | None, name: str) -> str:
    """Why a "no" to a protocol says nothing: the list is older than the State's joining of the
    treaty `name`, without which no State can join the protocol (OPCAT art. 27(3), OP-CEDAW art.
    15 and the like)."""
    if own.as_of is None or own.status == "party":
        return ""
    if parent is None or parent.status == "unknown":
        return f"whether the State joined {name} is not known here"
    if parent.status != "party":
        return ""
    if parent.since is None and parent.as_of and parent.as_of.first > own.as_of.last:
        return f"the list is of {day(own.as_of)}, and when the State joined {name} is not known"
    if parent.since and parent.since.last > own.as_of.first:
        return f"the list of {day(own.as_of)} is older than the State's joining of {name}"
    return ""
