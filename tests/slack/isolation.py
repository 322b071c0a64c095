"""A store that notices when a request of one workspace reaches for rows of another.

Every bot that `make_bot` builds has one: whatever a scenario drives, a handler that asks for all
workspaces, or for one that is not the request's own, fails its test. So a new handler is held to
this by its own scenarios.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from bot.store import Workspace
from bot.store.connections import StoreTable

WHOLE = ("stored", "forget", "leave")
"""What a store does with a workspace itself."""
APART = ("installations", "installing")
"""These stand before a request is known to come from a workspace."""


class Guard:
    """What is in work in each thread, and what reached too far."""

    def __init__(self) -> None:
        self._thread = threading.local()
        self.trespasses: list[str] = []

    def guarded(self, store: Any) -> Any:
        """The same store, watched."""
        for name, group in list(vars(store).items()):
            if isinstance(group, StoreTable) and name not in APART:
                setattr(store, name, _Group(self, name, group))
        for name in WHOLE:
            setattr(store, name, self.watched(name, getattr(store, name)))
        return store

    def watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A call whose first argument says whose rows it is about."""

        @wraps(call)
        def watch(*given: Any, **named: Any) -> Any:
            whose = _whose(given)
            if name == "claims.take":
                # A request begins with its claim; the runner's reminders have claims too.
                self._thread.workspace = whose
            mine = getattr(self._thread, "workspace", None)
            if mine is not None and whose != mine:
                self.trespasses.append(f"{name} for {whose} in a request of {mine}")
            if name in ("claims.finish", "claims.release"):
                self._thread.workspace = None
            return call(*given, **named)

        return watch


class _Group:
    def __init__(self, guard: Guard, name: str, group: Any) -> None:
        self._guard = guard
        self._name = name
        self._group = group

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._group, name)
        if name.startswith("_") or not callable(found):
            return found
        return self._guard.watched(f"{self._name}.{name}", found)


def _whose(given: tuple[Any, ...]) -> Workspace | None:
    first = given[0] if given else None
    return first if isinstance(first, Workspace) else getattr(first, "workspace", None)
