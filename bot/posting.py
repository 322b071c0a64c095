"""Posts by itself, beside what people ask: digests that are due, reminders of preparations, the
weekly message to curators."""

from __future__ import annotations

import threading
from typing import Self

from bot.app import Built
from bot.handlers.preparations import SlackPreparations
from bot.prepare import Prepare
from bot.runner import Chaser, Keeper, Loop, Runner
from bot.store import Workspace


class Posting:
    """Posts what is due, as long as its `with` lasts."""

    def __init__(self, built: Built) -> None:
        self._loop = _loop(built)
        self._lock = threading.Lock()
        self._over = False

    def use(self, built: Built) -> None:
        """Go on with this bot."""
        with self._lock:
            if not self._over:
                self._loop.__exit__()
                self._loop = _loop(built)
                self._loop.__enter__()

    def __enter__(self) -> Self:
        self._loop.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
            self._loop.__exit__()


def _loop(built: Built) -> Loop:
    services = built.services
    desk, toolkit, calendar_of = services.desk, services.toolkit, services.calendar_of
    of = (services.deployment, services.storage, desk.base, desk.states, calendar_of)
    chaser = Chaser.of(services.deployment, services.storage, desk.base, calendar_of)
    if toolkit is None:
        return Loop(Runner.of(*of), chaser=chaser)

    def prepare(workspace: Workspace) -> Prepare:
        return toolkit.prepare.over(calendar_of(workspace))

    shown = SlackPreparations(desk.base, toolkit.wordings)
    keeper = Keeper.of(services.deployment, services.storage, prepare, shown)
    return Loop(Runner.of(*of, prepare), keeper, chaser)
