"""How a row is named in a calendar file (.ics), so that an update finds it again."""

from __future__ import annotations

_DOMAIN = "@advocacy-desk"
WHEN = "X-ADVOCACY-WHEN"
"""A property of an event: the dates as exact as they are known, since an event has whole days.

`2027-01/2027-02` (start and end), `session 2027-01/` for dates that are those of the session, or
GONE for an event that is cancelled only because it does not come in that file any more.
"""
OF_SESSION = "session "
GONE = "gone"


def uid_of(key: str) -> str:
    """The UID of a row's event."""
    return key + _DOMAIN


def key_of(uid: str) -> str | None:
    """The row's key; None for an event that is not one of this calendar."""
    return uid.removesuffix(_DOMAIN) if uid.endswith(_DOMAIN) else None
