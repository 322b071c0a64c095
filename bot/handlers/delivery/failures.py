"""What happens when a listener fails: the person is told where they are, the log gets no text."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.handlers.delivery.once import CLAIM
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.measures import kind_of
from bot.handlers.kernel.sending import tell
from bot.handlers.kernel.services import Services, workspace_of
from bot.handlers.kernel.slack_errors import (
    CALL_ERRORS,
    described,
    is_conflict,
    is_transient,
    retry_after,
)
from bot.store import StoreError

LAST = "last"
"""In a request's context: nobody tries again after this."""
_logger = logging.getLogger(__name__)


class PeopleOnly(Middleware):
    """Leaves out what bots wrote and what the desk itself wrote."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 (Bolt passes it)
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Go on only with what a person did."""
        event = req.body.get("event") or {}
        if event.get("type") in ("message", "app_mention"):
            own = event.get("user") in (None, req.context.bot_user_id)
            if own or event.get("bot_id") or event.get("subtype") == "bot_message":
                return BoltResponse(status=200)
        return next()


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
