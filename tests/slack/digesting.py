"""Runs the digest's runner as the tests need it: in this process or in one that kills itself."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Literal

from slack_sdk import WebClient

from bot.knowledge import load
from bot.render.slack.digest import SlackDigest
from bot.reviews import Calendar, Calendars
from bot.runner import Runner
from bot.settings import settings
from bot.states import StateNames
from bot.store import Store, Subscription, Workspace
from tests.slack.rig.slack import Slack

MONDAY = dt.datetime(2026, 11, 30, 6, 0, 30, tzinfo=dt.UTC)
"""Half a minute past nine in Nairobi."""
MINUTE = dt.timedelta(minutes=1)
WEEK = dt.timedelta(weeks=1)

SPAWN = multiprocessing.get_context("spawn")

Step = Literal["claimed", "ready", "posted", "kept"]
STEPS: tuple[Step, ...] = ("claimed", "ready", "posted", "kept")


@dataclass(frozen=True)
class Running:
    """One run: over which file, with which tokens (by team), at what time."""

    database: Path
    api_url: str
    tokens: dict[str, str]
    now: dt.datetime = MONDAY
    dies: Step | None = None
    """The step after which the process is killed."""

    def later(self, by: dt.timedelta) -> Running:
        """The same after a while; nobody is killed."""
        return replace(self, now=self.now + by, dies=None)

    def run(self) -> Counter[str]:
        """Run once, here."""
        with Store.open(self.database) as store:
            if self.dies:
                store.deliveries = _Dying(store.deliveries, self.dies)
            calendar = Calendars(_calendar(), store.corrections).of
            runner = Runner(store, _slack(), calendar, self._client, clock=lambda: self.now)
            return Counter(runner.run())

    def killed(self) -> None:
        """Run in a process of its own that is killed at its step."""
        process = SPAWN.Process(target=self.run)
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL

    def at_once(self, count: int) -> None:
        """Run in so many processes that begin at the same moment."""
        start = SPAWN.Barrier(count)
        processes = [SPAWN.Process(target=self._run_after, args=(start,)) for _ in range(count)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(90)
            assert process.exitcode == 0

    def _run_after(self, start: Barrier) -> None:
        _slack(), _calendar()
        start.wait(60)
        self.run()

    def _client(self, workspace: Workspace) -> WebClient | None:
        token = self.tokens.get(workspace.team)
        return WebClient(token, self.api_url, timeout=3, retry_handlers=[]) if token else None


class _Dying:
    """Deliveries of which one step is the last that this process does."""

    def __init__(self, deliveries: Any, step: Step) -> None:
        self._deliveries = deliveries
        self._step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deliveries, name)

    def claim(self, *given: Any) -> Any:
        hold = self._deliveries.claim(*given)
        self._reached("claimed")
        return hold

    def ready(self, *given: Any) -> bool:
        held = self._deliveries.ready(*given)
        self._reached("ready")
        return held

    def done(self, *given: Any) -> None:
        self._reached("posted")
        self._deliveries.done(*given)
        self._reached("kept")

    def _reached(self, step: Step) -> None:
        if self._step == step:
            os.kill(os.getpid(), signal.SIGKILL)


def running(slack: Slack, database: Path) -> Running:
    """A run for both workspaces."""
    tokens = {space.id: space.bot_token for space in (slack.team, slack.other)}
    return Running(database, slack.api_url, tokens)


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
