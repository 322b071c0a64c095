"""Runs the digest's runner as the tests need it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from bot.handlers.digest.message import SlackDigest
from bot.knowledge import load
from bot.reviews import Calendar, Calendars
from bot.runner import Runner
from bot.settings import settings
from bot.states import StateNames
from bot.store import Store, Subscription, Workspace
from tests.slack.killing import Dying, Round
from tests.slack.rig.slack import Slack

MONDAY = dt.datetime(2026, 11, 30, 6, 0, 30, tzinfo=dt.UTC)
"""Half a minute past nine in Nairobi."""
STEPS = ("claimed", "ready", "posted", "kept")
_REACHED: dict[str, tuple[str | None, str]] = {
    "claim": (None, "claimed"),
    "ready": (None, "ready"),
    "finish": ("posted", "kept"),
}


class Running(Round):
    """One run of the digests."""

    def run(self) -> Counter[str]:
        """Run once, here."""
        with Store.open(self.database) as store:
            if self.dies:
                store.deliveries = Dying(store.deliveries, self.dies, _REACHED)
            calendar = Calendars(_calendar(), store.corrections).of
            runner = Runner(store, _slack(), calendar, self.client, clock=lambda: self.now)
            return Counter(runner.run())

    def warm(self) -> None:
        """Open the base and the calendar."""
        _slack(), _calendar()


def running(slack: Slack, database: Path) -> Running:
    """A run for both workspaces."""
    return Running.of(slack, database, MONDAY)


def subscribed(slack: Slack, database: Path, channel: str, **given: Any) -> Subscription:
    """A digest on Haiti for a channel (by name), Mondays at nine in Nairobi."""
    space = given.pop("space", slack.team)
    values: dict[str, Any] = {
        "workspace": Workspace(team=space.id),
        "channel": space.channels[channel],
        "person": space.users["member"],
        "states": ("HTI",),
        "zone": "Africa/Nairobi",
        "since": MONDAY - dt.timedelta(days=3),
    }
    one = Subscription(**(values | given))
    with Store.open(database) as store:
        store.subscriptions.add(one)
    return one


@cache
def _slack() -> SlackDigest:
    where = settings()
    base = load(where.knowledge, where.cache)
    return SlackDigest(base, StateNames.read(where.knowledge / "states"))


@cache
def _calendar() -> Calendar:
    return Calendar.open(settings().knowledge)
