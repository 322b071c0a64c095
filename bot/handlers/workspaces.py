"""A channel that the desk was added to, and a workspace that removed it."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.oauth import InstallationStore

from bot.handlers.kernel.services import Services, external, now, workspace_of

_logger = logging.getLogger(__name__)


def register(app: App, services: Services, installations: InstallationStore | None) -> None:
    """Listen to joining and leaving. `installations` keeps tokens, where workspaces install the
    app themselves."""

    def handle_joined(
        event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        channel, workspace = event["channel"], workspace_of(context)
        if event.get("user") != context.bot_user_id:
            return
        if not services.storage.welcomes.first(workspace, channel):
            return
        inviter = event.get("inviter")
        language = services.language(client, workspace, inviter or "", channel)
        phrases = ["welcome", *(["external_notice"] if external(body) else [])]
        message = services.notices.said_all(phrases, language)
        client.chat_postMessage(channel=channel, **message.arguments())

    def handle_revoked(event: dict[str, Any], context: BoltContext) -> None:
        """A token ended, as when it is replaced by a new one: what the workspace has is kept. Of a
        person's own token the desk has none."""
        if not event.get("tokens", {}).get("bot"):
            return
        if installations:
            installations.delete_all(enterprise_id=context.enterprise_id, team_id=context.team_id)
        _logger.warning("a workspace's token was revoked", extra={"team": context.team_id})

    def handle_left(context: BoltContext) -> None:
        """The app was removed. Rows go some days later: whoever replaces a token may remove the app
        and install it again."""
        if installations:
            installations.delete_all(enterprise_id=context.enterprise_id, team_id=context.team_id)
        services.storage.departures.begin(workspace_of(context), now())
        _logger.warning("a workspace left", extra={"team": context.team_id})

    app.event("member_joined_channel")(handle_joined)
    app.event("app_uninstalled")(handle_left)
    app.event("tokens_revoked")(handle_revoked)
