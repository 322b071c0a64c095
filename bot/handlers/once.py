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
import time
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.middleware import Middleware

from bot.handlers.measures import Measures, kind_of
from bot.handlers.parts import now, workspace_of
from bot.handlers.trouble import described
from bot.store import Store, StoreError

LASTS = dt.timedelta(seconds=55)
"""Longer than the longest work, five calls to Slack of PATIENCE each, and over when Slack sends an
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


class Once(Middleware):
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
