"""Builds the Slack app out of the parts; wiring only."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth import InstallationStore
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from bot.ask.desk import Desk
from bot.deployment import SLACK, Deployment
from bot.handlers import Parts, register
from bot.handlers.manifest import SCOPES
from bot.render import Plain
from bot.store import Storage

PATIENCE = 10
"""Seconds that a call to Slack may take."""
STATE_LASTS = 600
"""Seconds between the start and the end of an installation."""


@dataclass(frozen=True)
class Built:
    """The app and its parts."""

    app: App
    parts: Parts


def build(deployment: Deployment, desk: Desk, storage: Storage, plain: Plain) -> Built:
    """The app over an open desk and an open store.

    Raises BoltError where Slack does not accept the token.
    """
    parts = Parts.of(desk, storage, deployment, plain)
    if deployment.many:
        settings = _oauth(deployment)
        app = _app(deployment, settings)
        register(app, parts, settings.installation_store)
    else:
        app = _app(deployment)
        register(app, parts)
    return Built(app, parts)


def _app(deployment: Deployment, settings: OAuthSettings | None = None) -> App:
    secret = deployment.slack_signing_secret
    return App(
        client=_client(deployment),
        # In Socket Mode nothing is signed, but Bolt wants a secret that is not empty.
        signing_secret=secret.get_secret_value() if secret else "socket mode",
        # The answer to Slack is given after the work, so that a lost process loses no question.
        process_before_response=True,
        logger=logging.getLogger("bot.slack"),
        oauth_settings=settings,
    )


def _client(deployment: Deployment) -> WebClient:
    token = deployment.slack_bot_token
    return WebClient(
        token=token.get_secret_value() if token else None,
        base_url=deployment.slack_api_url,
        timeout=PATIENCE,
        logger=logging.getLogger("bot.slack.client"),
        # Slack sends an event again by itself; a second call here could post twice.
        retry_handlers=[],
    )


def _oauth(deployment: Deployment) -> OAuthSettings:
    database = str(deployment.advocacy_database)
    client_id, secret = deployment.slack_client_id, deployment.slack_client_secret
    if client_id is None or secret is None:
        raise ValueError("a client id and a client secret are needed to install into workspaces")
    installations: InstallationStore = SQLite3InstallationStore(
        database=database, client_id=client_id
    )
    elsewhere = deployment.slack_api_url != SLACK
    authorize = deployment.slack_api_url.removesuffix("api/") + "oauth/v2/authorize"
    return OAuthSettings(
        client_id=client_id,
        client_secret=secret.get_secret_value(),
        scopes=list(SCOPES),
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=SQLite3OAuthStateStore(database=database, expiration_seconds=STATE_LASTS),
        authorization_url=authorize if elsewhere else None,
    )
