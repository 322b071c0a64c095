"""Calls to Slack that wait as Slack asks, and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.client import HTTPException
from typing import TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError

TRIES = 5
"""Calls until Slack's "too many" is taken as an answer."""
LONGEST_WAIT = 60.0
"""Seconds; where Slack wants a longer one, the workspace's turn comes again in the next round."""
NO_ANSWER = (SlackClientError, HTTPException, OSError)
"""What a call to Slack raises: it was refused, or no answer came."""

Answer = TypeVar("Answer")


class Later(Exception):
    """Slack wants this workspace to wait: nothing was done."""


class Patience:
    """Waits, until `stopping` is set."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping

    def call(self, call: Callable[[], Answer]) -> Answer:
        """The answer to a call, after the waits that Slack asks for. Raises Later."""
        for _ in range(TRIES):
            try:
                return call()
            except SlackApiError as error:
                if not too_many(error):
                    raise
                wait = _asked_for(error)
                if wait > LONGEST_WAIT or self._stopping.is_set():
                    break
                self.wait(wait)
        raise Later

    def wait(self, seconds: float) -> None:
        """Do nothing for so long."""
        if seconds > 0:
            self._stopping.wait(seconds)


def too_many(error: SlackApiError) -> bool:
    """Whether Slack refused because it was asked too often."""
    status = getattr(error.response, "status_code", 0)
    return status == 429 or error.response.get("error") in ("ratelimited", "rate_limited")


def _asked_for(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", {})
    try:
        return max(0.0, float(headers.get("Retry-After", 1)))
    except ValueError:
        return 1.0
