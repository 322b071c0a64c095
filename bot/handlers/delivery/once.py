"""Every delivery from Slack is worked on once, whoever receives it and however often it comes.

Slack sends an event again when no answer came in three seconds, and may send it to two processes at
once. A delivery is claimed in the store before any listener runs. The answer to Slack is given
after the work: a process that dies in between has not answered, so Slack sends the event again,
and once the claim has run out somebody else takes it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.middleware import Middleware

from bot.handlers.kernel.measures import Measures, kind_of
from bot.handlers.kernel.services import now, workspace_of
from bot.handlers.kernel.slack_errors import described
from bot.store import Store, StoreError, Workspace

LASTS = dt.timedelta(seconds=55)
"""Longer than the longest work, five calls to Slack of TIMEOUT each, and over when Slack sends an
event for the third time, a minute after the second."""
CLAIM = "claim"
STARTED = "started"
_logger = logging.getLogger(__name__)


def delivery(body: dict[str, Any]) -> str | None:
    """The key of a delivery, the same each time that it comes; None where Slack asks only
    (options of a list) and nothing happens twice."""
    if event := body.get("event_id"):
        return f"event:{event}"
    kind = body.get("type")
    if kind == "block_actions":
        action = body["actions"][0]
        container = body.get("container", {})
        place = container.get("message_ts") or container.get("view_id") or ""
        user = body["user"]["id"]
        pressed = f"{place}:{action['action_id']}:{action.get('action_ts', '')}:{user}"
        # A check sum: who pressed what is not kept.
        return f"action:{hashlib.sha256(pressed.encode()).hexdigest()}"
    if kind in ("view_submission", "view_closed"):
        # Not the view's hash: a window that was refused is sent off again unchanged.
        return f"{kind}:{body['view']['id']}:{body.get('trigger_id', '')}"
    if "command" in body or kind in ("shortcut", "message_action"):
        return f"trigger:{body.get('trigger_id', '')}"
    return None


class Deduplicate(Middleware):
    """Claims a delivery before listeners run."""

    def __init__(self, storage: Store, measures: Measures) -> None:
        self._storage = storage
        self._measures = measures

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 (Bolt passes it)
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Go on with the first delivery, and with another try of it that holds the claim already:
        it could not be given back. Of a later one tell Slack that all is done, or, while the first
        is still being worked on, that it should come again."""
        req.context[STARTED] = time.monotonic()
        key = delivery(req.body)
        if key is None:
            return next()
        workspace = workspace_of(req.context)
        taken = self._storage.claims.take(workspace, key, now(), LASTS)
        if taken or req.context.get(CLAIM) == key:
            req.context[CLAIM] = key
            return next()
        done = self._storage.claims.state(workspace, key) == "done"
        self._measures.deliveries.labels(kind_of(req.body), "again").inc()
        return BoltResponse(status=200 if done else 503)


class Completion(ListenerCompletionHandler):
    """Finishes a claim after the work, or gives it back where the work failed."""

    def __init__(self, storage: Store, measures: Measures) -> None:
        self._storage = storage
        self._measures = measures

    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:
        """Called by Bolt after each listener."""
        failed = response is not None and response.status >= 500
        kind, context = kind_of(request.body), request.context
        seconds = time.monotonic() - context[STARTED]
        self._measures.deliveries.labels(kind, "failed" if failed else "done").inc()
        self._measures.seconds.labels(kind).observe(seconds)
        _logger.info(
            "worked",
            extra={
                "delivery": kind,
                "team": context.team_id,
                "event": request.body.get("event_id"),
                "milliseconds": round(seconds * 1000),
                "failed": failed,
            },
        )
        if (key := context.get(CLAIM)) is None:
            return
        workspace = workspace_of(context)
        try:
            if failed:
                self._storage.claims.release(workspace, key)
            else:
                self._storage.claims.finish(workspace, key)
        except StoreError as error:  # what was done is done: the person need not hear of this
            _logger.error("a claim was left as it was", extra=described(error))


MESSAGES = 20
"""Messages to the desk in one thread within WITHIN: more than people write."""
WITHIN = 60.0
"""Seconds."""
THREADS = 2_000
"""Threads that are watched at a time."""
_Place = tuple[Workspace, str, str]


class LoopGuard(Middleware):
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
            spoken = self._spoken.setdefault(place, deque(maxlen=MESSAGES))
            full = len(spoken) == MESSAGES and moment - spoken[0] < WITHIN
            if not full:
                spoken.append(moment)
        return full
