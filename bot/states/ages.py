"""When a list is too old to say "no": what it is silent about may have happened since."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from bot.reviews import PartialDate
from bot.states.rows import Row

OLD = dt.timedelta(days=730)
"""How old a list may be before its silence proves nothing: States join treaties every month."""
Age = Literal["no_list", "old_list", "joining_unknown", "joining_undated", "before_joining"]
"""Why a "no" may no longer hold; `Wording.stale` says it."""


def stale(as_of: PartialDate | None, on: dt.date) -> Age | None:
    """Why a "no" of that day no longer holds for sure on `on`; None where it may."""
    if as_of is None:
        return "no_list"
    return "old_list" if on - as_of.last > OLD else None


def older_than_treaty(own: Row, parent: Row | None) -> Age | None:
    """Why a "no" to a protocol says nothing: the list is older than the State's joining of the
    treaty (`parent`), without which no State can join the protocol (OPCAT art. 27(3), OP-CEDAW
    art. 15 and the like)."""
    if own.as_of is None or own.status == "party":
        return None
    if parent is None or parent.status == "unknown":
        return "joining_unknown"
    if parent.status != "party":
        return None
    if parent.since is None and parent.as_of and parent.as_of.first > own.as_of.last:
        return "joining_undated"
    if parent.since and parent.since.last > own.as_of.first:
        return "before_joining"
    return None
