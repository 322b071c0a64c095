"""Whose token a workspace's digests are posted with."""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_sdk import WebClient

from bot.deployment import Deployment
from bot.installations import Installations
from bot.runner.patience import NO_ANSWER
from bot.store import Store, Workspace

PATIENCE = 10
"""Seconds that a call to Slack may take."""
_logger = logging.getLogger(__name__)


def clients(deployment: Deployment, storage: Store) -> Callable[[Workspace], WebClient | None]:
    """What gives a workspace's client, or None where there is no token for it (any more)."""
    return _many(deployment, storage) if deployment.many else _single(deployment)


def workspaces(deployment: Deployment, storage: Store) -> Callable[[], tuple[Workspace, ...]]:
    """What gives the workspaces where the desk is: those that installed it, or that of the token;
    none while Slack can't say which that is."""
    if deployment.many:
        return lambda: tuple(
            one.workspace
            for one in storage.installations.list()
            if one.client == deployment.slack_client_id
        )
    token = deployment.slack_bot_token
    client = _client(deployment, token.get_secret_value() if token else None)
    known: list[Workspace] = []

    def of() -> tuple[Workspace, ...]:
        if not known:
            try:
                told = client.auth_test()
            except NO_ANSWER as error:
                _logger.error("the token is not accepted", extra={"kind": type(error).__name__})
                return ()
            names = {name: str(told.get(f"{name}_id") or "") for name in ("enterprise", "team")}
            known.append(Workspace(**names))
        return tuple(known)

    return of


def _single(deployment: Deployment) -> Callable[[Workspace], WebClient | None]:
    token = deployment.slack_bot_token
    client = _client(deployment, token.get_secret_value() if token else None)

    def of(workspace: Workspace) -> WebClient | None:
        # The store may hold subscriptions of a workspace whose token was set here before.
        try:
            told = client.auth_test()
        except NO_ANSWER as error:
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
        return _client(deployment, bot.bot_token) if bot and bot.bot_token else None

    return of


def _client(deployment: Deployment, token: str | None) -> WebClient:
    return WebClient(
        token=token,
        base_url=deployment.slack_api_url,
        timeout=PATIENCE,
        logger=logging.getLogger("slack_sdk.client"),
        # A call that got no answer may have been done: the channel is looked at first.
        retry_handlers=[],
    )
