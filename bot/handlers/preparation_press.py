"""Something that somebody did to a preparation: which one, by whom, and whether they may."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.handlers.membership import channels_of
from bot.handlers.parts import Parts, now, ours
from bot.handlers.preparing import Preparing
from bot.handlers.press import Pressed
from bot.handlers.trouble import TROUBLE, described
from bot.prepare.team import Team, Teams
from bot.render.slack.preparation_shown import bring_up_to_date
from bot.render.slack.prepare_ids import PreparationRef
from bot.store import Preparation

_logger = logging.getLogger(__name__)


class Touch(Pressed):
    """A button, a tick or a window of one preparation."""

    def __init__(
        self,
        parts: Parts,
        preparing: Preparing,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        id: str,
    ) -> None:
        super().__init__(parts, body, context, client)
        self.preparing = preparing
        self.id = id
        self.teams = Teams(parts.storage, preparing.prepare)

    @property
    def person(self) -> str:
        """Who is kept as having done it; nothing is kept of people of other organisations."""
        return self.user if ours(self.body) else ""

    @property
    def today(self) -> dt.date:
        """The day from which time is counted."""
        return now().date()

    def refused(self) -> str | None:
        """The phrase that says why this person can't touch it; None where they can."""
        kept = self.parts.storage.preparations.get(self.workspace, self.id)
        if kept is None:
            return "preparation_gone"
        return None if self._may(kept) else "preparation_not_member"

    def team(self) -> Team | None:
        """The preparation as it is now."""
        return self.teams.get(self.workspace, self.id, self.today)

    def show(self, view: dict[str, Any], action: str) -> None:
        """Open a window; `action` is the button to press again where Slack closed the moment."""
        ref = PreparationRef(language=self.language, preparation=self.id)
        self.open(view, action, ref.value)

    def refresh(self) -> None:
        """Show it as it is now: in the channel, and in the window that was pressed in.

        What is kept is kept: where Slack fails, the runner brings the message up to date.
        """
        shown, storage = self.preparing.preparations, self.parts.storage
        try:
            bring_up_to_date(
                storage, self.teams, shown, self.workspace, self.id, self.today,
                self.client.chat_update,
            )  # fmt: skip
        except TROUBLE as error:
            _logger.warning("a preparation's message is behind", extra=described(error))
        view, team = self.body.get("view") or {}, self.team()
        if view.get("type") == "modal" and self.body["type"] == "block_actions" and team:
            updated = shown.window(team, self.language)
            self.client.views_update(view_id=view["id"], hash=view["hash"], view=updated)

    def _may(self, kept: Preparation) -> bool:
        """Whether the person is in its channel: who presses there is."""
        pressed_in = (self.body.get("container") or {}).get("channel_id")
        if pressed_in == kept.channel:
            return True
        if kept.channel.startswith("D"):
            return self.user == kept.lead
        return kept.channel in channels_of(self.client, self.user)
