"""What the runner does as the tests need it: here, in a process that kills itself, or in several
processes at once."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Self

from slack_sdk import WebClient

from bot.store import Workspace
from tests.slack.rig.slack import Slack

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Round(ABC):
    """One round: over which file, with which tokens (by team), at what time."""

    database: Path
    api_url: str
    tokens: dict[str, str]
    now: dt.datetime
    dies: str | None = None
    """The step after which the process is killed."""

    @classmethod
    def of(cls, slack: Slack, database: Path, now: dt.datetime) -> Self:
        """A round for both workspaces."""
        tokens = {space.id: space.bot_token for space in (slack.team, slack.other)}
        return cls(database, slack.api_url, tokens, now)

    @abstractmethod
    def run(self) -> Counter[str]:
        """Make it, here."""

    @abstractmethod
    def warm(self) -> None:
        """Open what takes long, so that several begin at the same moment."""

    def later(self, by: dt.timedelta) -> Self:
        """The same after a while; nobody is killed."""
        return replace(self, now=self.now + by, dies=None)

    def killed(self, dies: str) -> None:
        """Make it in a process of its own that is killed at that step."""
        process = _SPAWN.Process(target=replace(self, dies=dies).run)
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL

    def at_once(self, count: int) -> None:
        """Make it in so many processes that begin at the same moment."""
        start = _SPAWN.Barrier(count)
        processes = [_SPAWN.Process(target=self._run_after, args=(start,)) for _ in range(count)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(90)
            assert process.exitcode == 0

    def client(self, workspace: Workspace) -> WebClient | None:
        """Slack, as that workspace's bot."""
        token = self.tokens.get(workspace.team)
        return WebClient(token, self.api_url, timeout=3, retry_handlers=[]) if token else None

    def _run_after(self, start: Barrier) -> None:
        self.warm()
        start.wait(60)
        self.run()


class Dying:
    """A group of the store of which one step is the last that this process does. `steps` names, by
    method, the steps that are reached before it and after it."""

    def __init__(self, group: Any, dies: str, steps: dict[str, tuple[str | None, str]]) -> None:
        self._group, self._dies, self._steps = group, dies, steps

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._group, name)
        if name not in self._steps:
            return method
        before, after = self._steps[name]

        def stepping(*given: Any) -> Any:
            self._reached(before)
            done = method(*given)
            self._reached(after)
            return done

        return stepping

    def _reached(self, step: str | None) -> None:
        if step == self._dies:
            os.kill(os.getpid(), signal.SIGKILL)
