"""Posts by itself, beside what people ask: digests that are due, reminders of preparations, the
weekly message to curators."""

from __future__ import annotations

import threading
from typing import Self

from bot.app import Built
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
    parts, desk = built.parts, built.parts.desk
    preparing, calendar_of = parts.preparing, parts.calendar_of
    of = (parts.deployment, parts.storage, desk.base, desk.states, calendar_of)
    chaser = Chaser.of(parts.deployment, parts.storage, desk.base, calendar_of)
    if preparing is None:
        return Loop(Runner.of(*of), chaser=chaser)

    def prepare(workspace: Workspace) -> Prepare:
        return preparing.prepare.over(calendar_of(workspace))

    keeper = Keeper.of(parts.deployment, parts.storage, prepare, preparing.preparations)
    return Loop(Runner.of(*of, prepare), keeper, chaser)
