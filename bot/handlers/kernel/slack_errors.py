"""What can go wrong in a call to Slack, and what the log may know of it."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.crash import kind_and_places, plain_word

TIMEOUT = 10
"""Seconds that a call to Slack may take."""
CALL_ERRORS = (SlackClientError, HTTPException, OSError)
"""What a call to Slack raises: it was refused, or no answer came."""
TRANSIENT = frozenset({"ratelimited", "rate_limited", "service_unavailable", "internal_error"})
"""Slack's answers after which nothing was done, so that it may be tried again."""
CONFLICTS = frozenset({"hash_conflict", "not_found"})
"""Slack's answers where a view was changed by someone faster, or closed: it is no failure."""


def is_transient(error: Exception) -> bool:
    """Whether Slack refused for the moment: nothing was done, and it can be tried again.

    Where no answer came at all, it may have been done.
    """
    if not isinstance(error, SlackApiError):
        return False
    status = getattr(error.response, "status_code", 0)
    return status == 429 or status >= 500 or error.response.get("error") in TRANSIENT


def too_many(error: Exception) -> bool:
    """Whether Slack refused because it was asked too often."""
    if not isinstance(error, SlackApiError):
        return False
    status = getattr(error.response, "status_code", 0)
    return status == 429 or error.response.get("error") in ("ratelimited", "rate_limited")


def is_conflict(error: Exception) -> bool:
    """Whether someone was faster, or had closed what was to be changed."""
    return isinstance(error, SlackApiError) and error.response.get("error") in CONFLICTS


def retry_after(error: Exception) -> float:
    """Seconds after which Slack wants to be asked again."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("Retry-After", 1)))
    except ValueError:
        return 1.0


def seconds_off(api: str) -> float | None:
    """How far this machine's clock is ahead of Slack's (behind: below 0), by the date that comes
    with any answer of the host of its Web API, `api`; None where there is none that tells it."""
    ask = Request(urljoin(api, "/"), method="HEAD")  # noqa: S310 (from the settings)
    try:
        with urlopen(ask, timeout=TIMEOUT) as answer:  # noqa: S310
            date = answer.headers.get("Date")
    except HTTPError as error:
        date = error.headers.get("Date")
    except (OSError, HTTPException, ValueError):
        return None
    try:
        return time.time() - parsedate_to_datetime(str(date)).timestamp()
    except ValueError:
        return None


def described(error: BaseException) -> dict[str, Any]:
    """What the log may know of an error: its kind and places in the code, never its text."""
    kinds = kind_and_places(error)
    if isinstance(error, SlackApiError):
        kinds["slack_error"] = slack_error(error)
    return kinds


def slack_error(error: SlackApiError) -> str:
    """Slack's word for why it refused."""
    return plain_word(error.response.get("error"))
