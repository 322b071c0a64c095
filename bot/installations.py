"""Slack's installations and the states of installing, as its library wants them, in the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import re
import secrets
from typing import Any

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Bot, Installation

from bot.store import Installation as Kept
from bot.store import Store, Workspace

_STATE = re.compile(r"([A-Za-z0-9_-]{32}\.([0-9]{1,11}))\.([0-9a-f]{64})")
STATE_LASTS = dt.timedelta(minutes=10)
"""The time between the start and the end of an installation."""


class Installations(InstallationStore):
    """Where one app was installed. Bots' tokens alone are kept: the desk asks for no others."""

    def __init__(self, storage: Store, client_id: str) -> None:
        self._storage = storage
        self._client = client_id

    @property
    def logger(self) -> logging.Logger:
        """Slack's library asks for it."""
        return logging.getLogger("slack_bolt.app")

    def save(self, installation: Installation) -> None:
        """Keep what a workspace, or an enterprise, agreed to."""
        self.save_bot(installation.to_bot())

    def save_bot(self, bot: Bot) -> None:
        """Keep it in place of an earlier one."""
        made = dt.datetime.fromtimestamp(bot.installed_at, dt.UTC)
        record = bot.to_dict_for_copying() | {
            "installed_at": bot.installed_at,
            "bot_token_expires_at": bot.bot_token_expires_at,
        }
        workspace = _workspace(bot.enterprise_id, bot.team_id)
        self._storage.departures.end(workspace)
        self._storage.installations.keep(
            Kept(
                workspace=workspace,
                client=self._client,
                record=record,
                installed=made.isoformat(timespec="seconds"),
            )
        )

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace, or of an enterprise as a whole."""
        team = None if is_enterprise_install else team_id
        if not (enterprise_id or team):
            return None
        kept = self._storage.installations.get(_workspace(enterprise_id, team), self._client)
        return Bot(**kept.record) if kept else None  # type: ignore[arg-type]

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget it."""
        self._storage.installations.remove(_workspace(enterprise_id, team_id), self._client)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """There are none of people."""


class Authorize(InstallationStoreAuthorize):
    """Finds a workspace's token for each request; what Slack says of a token is asked once."""

    def __init__(self, installations: Installations) -> None:
        super().__init__(
            logger=installations.logger,
            installation_store=installations,
            bot_only=True,
            cache_enabled=True,
        )

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **actor: str | None,
    ) -> AuthorizeResult | None:
        """None for a workspace that has not installed the app.

        Raises StoreError where that is not known; Bolt alone would take it for not installed.
        """
        self.installation_store.find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=context.is_enterprise_install,
        )
        return super().__call__(
            context=context,
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            **actor,
        )


class States(OAuthStateStore):
    """Installations that were begun, each to be ended once and in time. A state is signed and holds
    its own time, so that whoever opens the page of installing leaves nothing in the store."""

    def __init__(self, storage: Store, secret: str) -> None:
        """`secret` is the same in all workers, as the app's client secret is."""
        self._storage = storage
        self._secret = hashlib.sha256(b"state of an installation " + secret.encode()).digest()

    @property
    def logger(self) -> logging.Logger:
        """Slack's library asks for it."""
        return logging.getLogger("slack_bolt.app")

    def issue(self, *_: Any, **__: Any) -> str:
        """A new one."""
        until = dt.datetime.now(dt.UTC) + STATE_LASTS
        said = f"{secrets.token_urlsafe(24)}.{int(until.timestamp())}"
        return f"{said}.{self._signature(said)}"

    def consume(self, state: str) -> bool:
        """True once only, while it lasts."""
        found = _STATE.fullmatch(state)
        if found is None or not hmac.compare_digest(self._signature(found[1]), found[3]):
            return False
        until, now = dt.datetime.fromtimestamp(int(found[2]), dt.UTC), dt.datetime.now(dt.UTC)
        return now < until and self._storage.installing.end(found[1], until, now)

    def _signature(self, said: str) -> str:
        return hmac.new(self._secret, said.encode(), hashlib.sha256).hexdigest()


def _workspace(enterprise: str | None, team: str | None) -> Workspace:
    return Workspace(enterprise=enterprise or "", team=team or "")
