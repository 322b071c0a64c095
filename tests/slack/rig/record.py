"""What was sent to Slack, in order, and how to wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One call as Slack got it.

    `method` is a Web API method, or `response_url`, `upload` or `ack`. `args` are decoded: blocks,
    views and the like are objects however they travelled. `fault` names what was broken on
    purpose; such a call never reached Slack, except with the fault `lost`.
    """

    method: str
    args: dict[str, Any]
    answer: dict[str, Any]
    token: str = ""
    team: str = ""
    user: str = ""
    channel: str = ""
    status: int = 200
    fault: str | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def ok(self) -> bool:
        """Whether Slack did what was asked."""
        return bool(self.answer.get("ok")) and self.fault in (None, "lost", "slow")


class Record:
    """The calls so far; safe to read while more come."""

    def __init__(self) -> None:
        """Start empty."""
        self._calls: list[Call] = []
        self._running = 0
        self._changed = threading.Condition()

    def add(self, call: Call) -> None:
        """Keep a call."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()

    @contextmanager
    def running(self) -> Iterator[None]:
        """While a request is being answered."""
        with self._changed:
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def calls(self, *methods: str) -> list[Call]:
        """The calls of these methods, or all, oldest first."""
        with self._changed:
            return [call for call in self._calls if not methods or call.method in methods]

    def wait(self, *methods: str, count: int = 1, seconds: float = 10) -> list[Call]:
        """The calls of these methods once there are at least `count`; fails when time is up."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [call for call in self._calls if call.method in methods]
                if len(found) >= count:
                    return found
                if not self._changed.wait(max(0.0, until - time.monotonic())):
                    wanted, seen = " or ".join(methods), [call.method for call in self._calls]
                    raise AssertionError(
                        f"{len(found)} of {count} {wanted} in {seconds} s; seen: {seen}"
                    )

    def settle(self, still: float = 0.3, seconds: float = 10) -> list[Call]:
        """All calls, once none runs and none has come for `still` seconds."""
        until = time.monotonic() + seconds
        with self._changed:
            while time.monotonic() < until:
                came = len(self._calls)
                self._changed.wait(still)
                if not self._running and len(self._calls) == came:
                    return list(self._calls)
        raise AssertionError(f"calls still came after {seconds} s")

    def clear(self) -> None:
        """Forget the calls."""
        with self._changed:
            self._calls.clear()
