"""A guard against two machines that answer each other without end."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.handlers.parts import workspace_of
from bot.store import Workspace

MOST = 20
"""Messages to the desk in one thread within WITHIN: more than people write."""
WITHIN = 60.0
"""Seconds."""
THREADS = 2_000
"""Threads that are watched at a time."""
_logger = logging.getLogger(__name__)
_Place = tuple[Workspace, str, str]


class NoLoops(Middleware):
    """Leaves a thread alone for a while in which the desk is spoken to faster than people write.

    Bots are left out before (`PeopleOnly`); this is for machines that write as a person.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spoken: dict[_Place, deque[float]] = {}

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 (Bolt passes it)
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Go on unless the thread is one of these."""
        event = req.body.get("event") or {}
        if event.get("type") in ("message", "app_mention") and event.get("channel"):
            workspace, channel = workspace_of(req.context), str(event["channel"])
            place = (workspace, channel, str(event.get("thread_ts") or event.get("ts")))
            if self._too_many(place):
                _logger.warning("left a thread alone", extra={"team": workspace.team})
                return BoltResponse(status=200)
        return next()

    def _too_many(self, place: _Place) -> bool:
        moment = time.monotonic()
        with self._lock:
            if len(self._spoken) >= THREADS:
                self._spoken.clear()
            spoken = self._spoken.setdefault(place, deque(maxlen=MOST))
            full = len(spoken) == MOST and moment - spoken[0] < WITHIN
            if not full:
                spoken.append(moment)
        return full
