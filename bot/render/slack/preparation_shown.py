"""Brings a preparation's message up to date, whoever changes it at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from bot.prepare.team import Teams
from bot.render.slack.preparation import SlackPreparations
from bot.store import Store, Workspace

TIMES = 5
"""How often a message is shown anew in a row, while others go on changing it."""


def bring_up_to_date(
    storage: Store,
    teams: Teams,
    slack: SlackPreparations,
    workspace: Workspace,
    id: str,
    on: dt.date,
    update: Callable[..., Any],
) -> None:
    """Show what the store holds, by `update` (Slack's chat.update).

    Of two who change it at once, the one whose message came first may write last: so each looks
    again whether what it showed is still what is kept. Raises what `update` raises.
    """
    for _ in range(TIMES):
        team = teams.get(workspace, id, on)
        if team is None or team.kept.ts is None:
            return
        update(channel=team.kept.channel, ts=team.kept.ts, **slack.message(team).arguments())
        storage.preparations.shown(workspace, id, team.kept.version, on)
        now = storage.preparations.get(workspace, id)
        if now is None or now.version == team.kept.version:
            return
