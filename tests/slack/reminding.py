"""Runs what keeps preparations as the tests need it: here, or in a process that kills itself."""

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
from bot.prepare import Prepare
from bot.render.calendar import Names
from bot.render.slack.preparation import SlackPreparations
from bot.reviews import Calendar
from bot.runner import Keeper
from bot.settings import settings
from bot.states import Profiles
from bot.store import Item, Preparation, Store, Workspace
from tests.slack.rig.slack import Slack

BEGUN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DUE = dt.date(2026, 12, 4)
NINE = dt.datetime(2026, 12, 1, 6, 0, 30, tzinfo=dt.UTC)
"""Half a minute past nine in Nairobi, three days before DUE."""
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
SPAWN = multiprocessing.get_context("spawn")

Step = Literal["claimed", "sent", "noted"]
STEPS: tuple[Step, ...] = ("claimed", "sent", "noted")


@dataclass(frozen=True)
class Keeping:
    """One round: over which file, with which tokens (by team), at what time."""

    database: Path
    api_url: str
    tokens: dict[str, str]
    now: dt.datetime = NINE
    dies: Step | None = None
    """The step after which the process is killed."""

    def later(self, by: dt.timedelta) -> Keeping:
        """The same after a while; nobody is killed."""
        return replace(self, now=self.now + by, dies=None)

    def run(self) -> Counter[str]:
        """Make one round, here."""
        with Store.open(self.database) as store:
            if self.dies:
                store.claims = _Dying(store.claims, self.dies)
                store.preparations = _Dying(store.preparations, self.dies)
            slack, prepare = _parts()
            keeper = Keeper(store, lambda _: prepare, slack, self._client, clock=lambda: self.now)
            return Counter(keeper.run())

    def killed(self) -> None:
        """Make it in a process of its own that is killed at its step."""
        process = SPAWN.Process(target=self.run)
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL

    def at_once(self, count: int) -> None:
        """Make it in so many processes that begin at the same moment."""
        start = SPAWN.Barrier(count)
        processes = [SPAWN.Process(target=self._run_after, args=(start,)) for _ in range(count)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(90)
            assert process.exitcode == 0

    def _run_after(self, start: Barrier) -> None:
        _parts()
        start.wait(60)
        self.run()

    def _client(self, workspace: Workspace) -> WebClient | None:
        token = self.tokens.get(workspace.team)
        return WebClient(token, self.api_url, timeout=3, retry_handlers=[]) if token else None


class _Dying:
    """A table of which one step is the last that this process does."""

    def __init__(self, table: Any, step: Step) -> None:
        self._table = table
        self._step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def take(self, *given: Any) -> Any:
        held = self._table.take(*given)
        self._reached("claimed")
        return held

    def reminded(self, *given: Any) -> None:
        self._reached("sent")
        self._table.reminded(*given)
        self._reached("noted")

    def _reached(self, step: Step) -> None:
        if self._step == step:
            os.kill(os.getpid(), signal.SIGKILL)


def keeping(slack: Slack, database: Path) -> Keeping:
    """A round for both workspaces."""
    tokens = {space.id: space.bot_token for space in (slack.team, slack.other)}
    return Keeping(database, slack.api_url, tokens)


def prepared(
    slack: Slack,
    database: Path,
    owner: str = "",
    space: Any = None,
    steps: int = 3,
    **given: Any,
) -> Preparation:
    """A preparation of so many steps, all of that owner (by name), the first two due on DUE."""
    space = space or slack.team
    values: dict[str, Any] = {
        "id": "V0PREPARED",
        "workspace": Workspace(team=space.id),
        "channel": space.channels["protection-cluster"],
        "ts": "1795000000.000001",
        "action": "upr-submission",
        "state": "TCD",
        "zone": "Africa/Nairobi",
        "lead": space.users["coordinator"],
        "since": BEGUN,
        "changed": BEGUN,
        "shown": 1,
        "shown_on": NINE.date(),
    }
    kept = Preparation(**(values | given))
    who = space.users[owner] if owner else ""
    texts = _parts()[1].actions["upr-submission"].checklist.steps[:steps]
    items = [
        Item(id=text.id, place=place, due=DUE if place < 2 else None, dated=BEGUN, owner=who)
        for place, text in enumerate(texts)
    ]
    with Store.open(database) as store:
        store.preparations.add(kept, items)
    return kept


@cache
def _parts() -> tuple[SlackPreparations, Prepare]:
    where = settings()
    base = load(where.knowledge, where.cache)
    profiles = Profiles.open(where.knowledge, base)
    prepare = Prepare.open(where.knowledge, base, Calendar.open(where.knowledge), profiles)
    names = Names(lambda name: base.mechanisms[name].short, profiles.names.name)
    return SlackPreparations(base, names), prepare
