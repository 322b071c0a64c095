"""What can go wrong in a call to Slack, and what the log may know of it."""

from __future__ import annotations

import traceback
from http.client import HTTPException
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.settings import PACKAGE

PATIENCE = 10
"""Seconds that a call to Slack may take."""
TROUBLE = (SlackClientError, HTTPException, OSError)
"""What a call to Slack raises: it was refused, or no answer came."""
NOT_DONE = frozenset({"ratelimited", "rate_limited", "service_unavailable", "internal_error"})
"""Slack's answers after which nothing was done, so that it may be tried again."""
OVERTAKEN = frozenset({"hash_conflict", "not_found"})
"""Slack's answers where a view was changed by someone faster, or closed: nothing is amiss."""


def passing(error: Exception) -> bool:
    """Whether Slack refused for the moment: nothing was done, and it can be tried again.

    Where no answer came at all, it may have been done.
    """
    if not isinstance(error, SlackApiError):
        return False
    status = getattr(error.response, "status_code", 0)
    return status == 429 or status >= 500 or error.response.get("error") in NOT_DONE


def overtaken(error: Exception) -> bool:
    """Whether someone was faster, or had closed what was to be changed."""
    return isinstance(error, SlackApiError) and error.response.get("error") in OVERTAKEN


def pause(error: Exception) -> float:
    """Seconds after which Slack wants to be asked again."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("Retry-After", 1)))
    except ValueError:
        return 1.0


def described(error: BaseException) -> dict[str, Any]:
    """What the log may know of an error: its kind and places in the code, never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if Path(frame.filename).is_relative_to(PACKAGE)]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours[-4:] + frames[-1:]]
    described: dict[str, Any] = {"kind": type(error).__name__, "places": places}
    if isinstance(error, SlackApiError):
        described["slack_error"] = str(error.response.get("error"))[:60]
    return described
