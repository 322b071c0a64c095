"""Builds the Slack app out of the parts; wiring only."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.oauth.oauth_settings import OAuthSettings

from bot.ask import Desk
from bot.deployment import SLACK, Deployment
from bot.handlers import Services, Toolkit, register
from bot.handlers.kernel.sending import web_client
from bot.handlers.kernel.services import Measures
from bot.handlers.manifest import SCOPES
from bot.installations import STATE_LASTS, Authorize, Installations, States
from bot.render import Plain
from bot.store import Store


@dataclass(frozen=True)
class Built:
    """The app, and what it works with."""

    app: App
    services: Services


def build(
    deployment: Deployment,
    desk: Desk,
    storage: Store,
    plain: Plain,
    toolkit: Toolkit | None = None,
    measures: Measures | None = None,
) -> Built:
    """The app over an open desk and an open store; without a `toolkit`, no checklists or messages,
    no ways to go, draft check or past recommendations.

    Raises BoltError where Slack does not accept the token, OSError where it can't be reached.
    """
    services = Services.of(desk, storage, deployment, plain, toolkit, measures)
    if deployment.many:
        settings = _oauth(deployment, storage)
        app = _app(deployment, settings)
        register(app, services, settings.installation_store)
    else:
        app = _app(deployment)
        register(app, services)
    return Built(app, services)


def check_token(deployment: Deployment) -> None:
    """Ask Slack for its opinion on the bot token, where the settings have one.

    Raises SlackApiError where Slack does not accept it, OSError where it can't be reached.
    """
    if deployment.slack_bot_token is not None:
        web_client(deployment).auth_test()


def _app(deployment: Deployment, settings: OAuthSettings | None = None) -> App:
    secret = deployment.slack_signing_secret
    with _settings_alone():
        return App(
            client=web_client(deployment),
            # In Socket Mode nothing is signed, but Bolt wants a secret that is not empty.
            signing_secret=secret.get_secret_value() if secret else secrets.token_hex(),
            # The answer to Slack is given after the work: a lost process loses no question.
            process_before_response=True,
            # An event that nobody listens to goes to our listener of failures: Bolt would answer
            # 404, upon which Slack sends the event again.
            raise_error_for_unhandled_request=True,
            logger=logging.getLogger("slack_bolt.app"),
            oauth_settings=settings,
        )


@contextmanager
def _settings_alone() -> Iterator[None]:
    """Meanwhile hide the environment from Bolt: it would prefer a client id there to the token."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _oauth(deployment: Deployment, storage: Store) -> OAuthSettings:
    client_id, secret = deployment.slack_client_id, deployment.slack_client_secret
    if client_id is None or secret is None:
        raise ValueError("a client id and a client secret are needed to install into workspaces")
    installations = Installations(storage, client_id)
    elsewhere = deployment.slack_api_url != SLACK
    authorize = deployment.slack_api_url.removesuffix("api/") + "oauth/v2/authorize"
    settings = OAuthSettings(
        client_id=client_id,
        client_secret=secret.get_secret_value(),
        scopes=list(SCOPES),
        redirect_uri=deployment.slack_redirect_uri,
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=States(storage, secret.get_secret_value()),
        state_expiration_seconds=int(STATE_LASTS.total_seconds()),
        authorization_url=authorize if elsewhere else None,
    )
    settings.authorize = Authorize(installations)
    return settings
