"""What happens when a listener fails: the person is told where they are, the log gets no text."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.handlers.opening import tell
from bot.handlers.parts import Parts

_logger = logging.getLogger(__name__)
NOT_DONE = frozenset({"ratelimited", "rate_limited", "service_unavailable", "internal_error"})
"""Slack's answers after which nothing was posted, so that the work may be done again."""


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
                return BoltResponse(status=200, body="")
        return next()


def register(app: App, parts: Parts) -> None:
    """Listen to failures."""

    def handle_failure(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
        _logger.error("a listener failed", extra=described(error))
        if passing(error):
            return BoltResponse(status=503, body="")
        try:
            _tell(parts, client, body)
        except SlackClientError as second:
            _logger.error("the person could not be told", extra=described(second))
        return BoltResponse(status=200, body="")

    app.error(handle_failure)


def passing(error: Exception) -> bool:
    """Whether Slack refused for the moment: nothing was posted, and it can be tried again."""
    if not isinstance(error, SlackApiError):
        return False
    response = error.response
    status = getattr(response, "status_code", 0)
    return status == 429 or status >= 500 or response.get("error") in NOT_DONE


def described(error: Exception) -> dict[str, Any]:
    """What the log may know of an error: its kind and places in the code, never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in frames[-4:]]
    described: dict[str, Any] = {"kind": type(error).__name__, "places": places}
    if isinstance(error, SlackApiError):
        described["slack_error"] = error.response.get("error")
    return described


def _tell(parts: Parts, client: WebClient, body: dict[str, Any]) -> None:
    message = parts.windows.said("failed", "en")
    event = body.get("event") or {}
    if event.get("type") in ("app_mention", "message") and event.get("channel"):
        client.chat_postEphemeral(
            channel=event["channel"],
            user=event["user"],
            thread_ts=event.get("thread_ts"),
            **message.arguments(),
        )
    elif (body.get("user") and isinstance(body["user"], dict)) or body.get("response_url"):
        tell(client, body, message)
