"""Something that somebody did to a preparation: which one, by whom, and whether they may."""

from __future__ import annotations

import logging

from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.people import channels_of
from bot.handlers.kernel.services import ours, today
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.preparations.blocks import (
    PREPARATION_TICK,
    PreparationRef,
    SlackPreparations,
    bring_up_to_date,
    ticked,
)
from bot.prepare.team import Team, Teams
from bot.store import Preparation

_logger = logging.getLogger(__name__)


class PreparationInteraction(Interaction[PreparationRef]):
    """A button, a tick or a window of one preparation."""

    carries = PreparationRef
    title = "preparation_window"

    def begin(self) -> None:
        """Raises Refusal where it is gone, and for who is not in its channel."""
        super().begin()
        self.id, self.today = self.ref.preparation, today()
        self.teams = Teams(self.services.storage, self.toolkit.prepare)
        preparation = self.services.storage.preparations.get(self.workspace, self.id)
        if preparation is None:
            raise Refusal("preparation_gone")
        if not self._may(preparation):
            raise Refusal("preparation_not_member")

    @property
    def value(self) -> object:
        """Of a tick, the preparation that its block names."""
        action = (self.body.get("actions") or [{}])[0]
        if action.get("action_id") != PREPARATION_TICK:
            return super().value
        tick = ticked(str(action.get("block_id")))
        return PreparationRef(preparation=tick[0]).value if tick else None

    @property
    def blocks(self) -> SlackPreparations:
        """What renders preparations."""
        return SlackPreparations(self.base, self.toolkit.wordings)

    @property
    def doer(self) -> str:
        """Who is kept as having done it; nothing is kept of people of other organisations."""
        return self.user if ours(self.body) else ""

    def team(self) -> Team:
        """The preparation as it is now. Raises Refusal where it is gone."""
        if team := self.teams.get(self.workspace, self.id, self.today):
            return team
        raise Refusal("preparation_gone")

    def open_team(self) -> Team:
        """The same. Raises Refusal where it is closed, too."""
        team = self.team()
        if team.preparation.closed:
            raise Refusal("preparation_is_closed")
        return team

    def refuse(self, error: Exception) -> None:
        """Where a button of a closed one was pressed, it is shown as it is now."""
        super().refuse(error)
        closed = isinstance(error, Refusal) and error.phrase == "preparation_is_closed"
        if self.kind == "button" and closed:
            self.refresh()

    def refresh(self) -> None:
        """Show it as it is now: in the channel, and in the window that was pressed in.

        What is kept is kept: where Slack fails, the runner brings the message up to date.
        """
        renderer, storage = self.blocks, self.services.storage
        try:
            bring_up_to_date(
                storage, self.teams, renderer, self.workspace, self.id, self.today,
                self.client.chat_update,
            )  # fmt: skip
        except CALL_ERRORS as error:
            _logger.warning("a preparation's message is behind", extra=described(error))
        view = self.body.get("view") or {}
        team = self.teams.get(self.workspace, self.id, self.today)
        if view.get("type") == "modal" and self.kind == "button" and team:
            self.update(renderer.window(team, self.language))

    def _may(self, preparation: Preparation) -> bool:
        """Whether the person is in its channel: who presses there is."""
        if self.channel == preparation.channel:
            return True
        if preparation.channel.startswith("D"):
            return self.user == preparation.lead
        return preparation.channel in channels_of(self.client, self.user)
