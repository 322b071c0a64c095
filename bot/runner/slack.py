"""What all that is posted by itself needs of Slack: calls that wait as it asks and not for ever,
whose token a workspace has, and whether a message of our own stands in a conversation already."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.deployment import Deployment
from bot.handlers.kernel.sending import web_client
from bot.handlers.kernel.slack_errors import CALL_ERRORS, retry_after, too_many
from bot.installations import Installations
from bot.store import Store, Workspace

TRIES = 5
"""Calls until Slack's "too many" is taken as an answer."""
LONGEST_WAIT = 60.0
"""Seconds; where Slack wants a longer one, the workspace's turn comes again in the next round."""
Answer = TypeVar("Answer")


class Later(Exception):
    """Slack wants this workspace to wait: nothing was done."""


class Backoff:
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
                wait = retry_after(error)
                if wait > LONGEST_WAIT or self._stopping.is_set():
                    break
                self.wait(wait)
        raise Later

    def wait(self, seconds: float) -> None:
        """Do nothing for so long."""
        if seconds > 0:
            self._stopping.wait(seconds)


PAGES, PAGE = 50, 200
"""How far back a conversation is searched: at most so many pages of so many messages."""


class NotKnown(Exception):
    """Too much was written since to say whether the message was posted: it is not posted again."""


def messages_since(
    client: WebClient, backoff: Backoff, channel: str, since: dt.datetime
) -> Iterator[dict[str, Any]]:
    """What was written in a conversation since then, newest first, with its metadata.

    Raises NotKnown where there is more than can be read, Later, and what a call to Slack raises.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        arguments: dict[str, Any] = {
            "channel": channel,
            "include_all_metadata": True,
            "oldest": f"{since.timestamp():.6f}",
            "limit": PAGE,
            "cursor": cursor,
        }
        page = backoff.call(partial(client.conversations_history, **arguments))
        yield from page.get("messages") or []
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise NotKnown


def standing(
    client: WebClient,
    backoff: Backoff,
    channel: str,
    since: dt.datetime,
    identity: Mapping[str, Any],
) -> str | None:
    """The ts of the message with that metadata, where it was posted since then; None where it was
    not. Raises as `messages_since` does."""
    for message in messages_since(client, backoff, channel, since):
        posted_metadata = message.get("metadata") or {}
        if all(posted_metadata.get(key) == value for key, value in identity.items()):
            return str(message["ts"])
    return None


_logger = logging.getLogger(__name__)


def clients(deployment: Deployment, storage: Store) -> Callable[[Workspace], WebClient | None]:
    """What gives a workspace's client, or None where there is no token for it (any more)."""
    return _many(deployment, storage) if deployment.many else _single(deployment)


def workspaces(deployment: Deployment, storage: Store) -> Callable[[], tuple[Workspace, ...]]:
    """What gives the workspaces where the desk is: those that installed it, or that of the token;
    none while Slack can't say which that is."""
    if deployment.many:
        return lambda: tuple(
            installation.workspace
            for installation in storage.installations.list()
            if installation.client == deployment.slack_client_id
        )
    client = web_client(deployment)
    known: list[Workspace] = []

    def of() -> tuple[Workspace, ...]:
        if not known:
            try:
                identity = client.auth_test()
            except CALL_ERRORS as error:
                _logger.error("the token is not accepted", extra={"kind": type(error).__name__})
                return ()
            names = {name: str(identity.get(f"{name}_id") or "") for name in ("enterprise", "team")}
            known.append(Workspace(**names))
        return tuple(known)

    return of


def _single(deployment: Deployment) -> Callable[[Workspace], WebClient | None]:
    client = web_client(deployment)

    def of(workspace: Workspace) -> WebClient | None:
        # The store may hold subscriptions of a workspace whose token was set here before.
        try:
            told = client.auth_test()
        except CALL_ERRORS as error:
            _logger.error("the token is not accepted", extra={"kind": type(error).__name__})
            return None
        team, enterprise = str(told.get("team_id")), str(told.get("enterprise_id"))
        same = workspace.team == team if workspace.team else workspace.enterprise == enterprise
        return client if same else None

    return of


def _many(deployment: Deployment, storage: Store) -> Callable[[Workspace], WebClient | None]:
    installations = Installations(storage, str(deployment.slack_client_id))

    def of(workspace: Workspace) -> WebClient | None:
        bot = installations.find_bot(
            enterprise_id=workspace.enterprise or None,
            team_id=workspace.team or None,
            is_enterprise_install=not workspace.team,
        )
        return web_client(deployment, bot.bot_token) if bot and bot.bot_token else None

    return of
