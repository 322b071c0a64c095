"""A delivery from Slack, before and after its listener. It is of people alone, not in a loop, and
worked on once, whoever receives it and however often it comes; where a listener fails, the person
is told where they are, and the log gets no text.

Slack sends an event again when no answer came in three seconds, and may send it to two processes at
once. A delivery is claimed in the store before any listener runs. The answer to Slack is given
after the work: a process that dies in between has not answered, so Slack sends the event again,
and once the claim has run out somebody else takes it.

Public: `use` and `register` put it onto an app; `CLAIM`, `LASTS` and `LAST` for who works on
deliveries.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import threading
import time
from collections import deque
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_sdk import WebClient

from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.sending import Before, Responding, tell
from bot.handlers.kernel.services import Measures, Services, now, workspace_of
from bot.handlers.kernel.slack_errors import (
    CALL_ERRORS,
    described,
    is_conflict,
    is_transient,
    retry_after,
)
from bot.store import Store, StoreError, Workspace

LASTS = dt.timedelta(seconds=55)
"""Longer than the longest work, five calls to Slack of TIMEOUT each, and over when Slack sends an
event for the third time, a minute after the second."""
CLAIM = "claim"
STARTED = "started"
_KIND = re.compile(r"[a-z][a-z_.]{0,39}|None")
_logger = logging.getLogger(__name__)


def kind_of(body: dict[str, Any]) -> str:
    """What sort of delivery a body is: an event's type, a command, or an interaction's type; a word
    that is no type of Slack's is told as `other`."""
    if event := body.get("event"):
        kind = str(event.get("type"))
    else:
        kind = "command" if "command" in body else str(body.get("type"))
    return kind if _KIND.fullmatch(kind) else "other"


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


class Deduplicate(Before):
    """Claims a delivery before listeners run."""

    def __init__(self, storage: Store, measures: Measures) -> None:
        self._storage = storage
        self._measures = measures

    def answer(self, req: BoltRequest) -> BoltResponse | None:
        """Go on with the first delivery, and with another try of it that holds the claim already:
        it could not be given back. Of a later one tell Slack that all is done, or, while the first
        is still being worked on, that it should come again."""
        req.context[STARTED] = time.monotonic()
        key = delivery(req.body)
        if key is None:
            return None
        workspace = workspace_of(req.context)
        taken = self._storage.claims.take(workspace, key, now(), LASTS)
        if taken or req.context.get(CLAIM) == key:
            req.context[CLAIM] = key
            return None
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


class LoopGuard(Before):
    """Leaves a thread alone for a while in which the desk is spoken to faster than people write.

    Bots are left out before (`PeopleOnly`); this is for machines that write as a person.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spoken: dict[_Place, deque[float]] = {}

    def answer(self, req: BoltRequest) -> BoltResponse | None:
        """Go on unless the thread is one of these."""
        event = req.body.get("event") or {}
        if event.get("type") in ("message", "app_mention") and event.get("channel"):
            workspace, channel = workspace_of(req.context), str(event["channel"])
            place = (workspace, channel, str(event.get("thread_ts") or event.get("ts")))
            if self._too_many(place):
                _logger.warning("left a thread alone", extra={"team": workspace.team})
                return BoltResponse(status=200)
        return None

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


LAST = "last"
"""In a request's context: nobody tries again after this."""


class PeopleOnly(Before):
    """Leaves out what bots wrote and what the desk itself wrote."""

    def answer(self, req: BoltRequest) -> BoltResponse | None:
        """Go on only with what a person did."""
        event = req.body.get("event") or {}
        if event.get("type") in ("message", "app_mention"):
            own = event.get("user") in (None, req.context.bot_user_id)
            if own or event.get("bot_id") or event.get("subtype") == "bot_message":
                return BoltResponse(status=200)
        return None


def register(app: App, services: Services) -> None:
    """Listen to failures."""

    def handle_failure(
        error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        kind = kind_of(body)
        if isinstance(error, BoltUnhandledRequestError):
            _logger.info("nothing listens", extra={"delivery": kind})
            return _finished(services, error.request.context)
        if is_conflict(error):
            _logger.info("someone was faster", extra={"delivery": kind})
            return BoltResponse(status=200)
        again = is_transient(error) or (isinstance(error, StoreError) and CLAIM not in context)
        if again and not context.get(LAST):
            _logger.warning("put off", extra={"delivery": kind, **described(error)})
            return BoltResponse(status=503, headers={"retry-after": str(retry_after(error))})
        _logger.error("a listener failed", extra={"delivery": kind, **described(error)})
        # Who is not known to be a member of a workspace that has the desk is told nothing: what
        # they wrote decides where the answer would go.
        if context.authorize_result is None:
            return BoltResponse(status=200)
        return _tell_person(services, client, body, context)

    app.error(handle_failure)


def _finished(services: Services, context: BoltContext) -> BoltResponse:
    """What nothing listens to is done: Slack need not send it again."""
    if key := context.get(CLAIM):
        services.storage.claims.finish(workspace_of(context), key)
    return BoltResponse(status=200)


def _tell_person(
    services: Services, client: WebClient, body: dict[str, Any], context: BoltContext
) -> BoltResponse:
    """Tell the person, and give the answer to Slack."""
    user = context.user_id
    person = services.people.remembered(workspace_of(context), user) if user else None
    language = (person and person.language) or "en"
    if body.get("type") == "view_submission":
        if input_ := _first_input(body):
            # the window stays open: what somebody typed into it is not lost
            errors = {input_: services.desk.base.say("failed_window", language)}
            answer = {"response_action": "errors", "errors": errors}
            return BoltResponse(status=200, body=answer)
        view = services.notices.notice("failed", language)
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    try:
        _tell(client, body, services.notices.said("failed", language))
    except CALL_ERRORS as second:
        _logger.error("the person could not be told", extra=described(second))
    return BoltResponse(status=200)


def _first_input(body: dict[str, Any]) -> str:
    """The first input of the window that was sent; empty where it has none."""
    blocks = (body.get("view") or {}).get("blocks") or ()
    inputs = (str(block.get("block_id") or "") for block in blocks if block.get("type") == "input")
    return next(inputs, "")


def _tell(client: WebClient, body: dict[str, Any], message: Message) -> None:
    event = body.get("event") or {}
    if event.get("type") in ("app_mention", "message") and event.get("channel"):
        client.chat_postEphemeral(
            channel=event["channel"],
            user=event["user"],
            thread_ts=event.get("thread_ts"),
            **message.arguments(),
        )
    elif "command" in body or body.get("type") in ("block_actions", "shortcut", "message_action"):
        tell(client, body, message)


def use(app: App, services: Services) -> None:
    """Put what goes before and after all listeners onto an app."""
    app.use(PeopleOnly())
    app.use(LoopGuard())
    app.use(Deduplicate(services.storage, services.measures))
    app.use(Responding())
    completion = Completion(services.storage, services.measures)
    app.listener_runner.listener_completion_handler = completion
