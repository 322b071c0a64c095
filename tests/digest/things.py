"""What the tests of the digest share: a subscription, and a calendar small enough to change."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from bot.reviews import Calendar
from bot.store import Subscription, Workspace
from tests.reviews.folder import folder

HERE = Workspace(team="T000000001")
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
SESSION = {
    "mechanism": "upr", "stage": "session", "certainty": "published", "source": "OHCHR",
    "checked_on": "2020-03-01",
}  # fmt: skip
REVIEW = {
    "mechanism": "upr", "stage": "review", "cycle": "3", "certainty": "published",
    "source": "OHCHR", "checked_on": "2020-03-01",
}  # fmt: skip


def subscription(**given: Any) -> Subscription:
    """One for Mondays at nine in Nairobi."""
    values: dict[str, Any] = {
        "id": "S1", "workspace": HERE, "channel": "C1", "person": "U1", "zone": "Africa/Nairobi",
        "since": LONG_AGO,
    }  # fmt: skip
    return Subscription(**(values | given))


def calendar(*rows: dict[str, str]) -> Calendar:
    """A calendar of these rows."""
    with tempfile.TemporaryDirectory() as where:
        return Calendar.open(folder(Path(where), *rows))
