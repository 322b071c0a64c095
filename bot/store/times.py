"""Moments: aware datetimes in, UTC kept, one width of text so that texts compare as moments do."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def in_utc(at: dt.datetime) -> dt.datetime:
    """The same moment in UTC. Raises ValueError for a datetime without a time zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone; give a datetime that has one")
    return at.astimezone(dt.UTC)


def as_text(at: dt.datetime) -> str:
    """ISO 8601 in UTC with microseconds. Raises ValueError for one without a time zone."""
    return in_utc(at).isoformat(timespec="microseconds")


Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A field of a shape: any aware datetime is taken, and UTC is what it holds."""
