"""What a channel prepares, as its digest tells it."""

from __future__ import annotations

import datetime as dt

from bot.digest.models import DueStep, UnderWay
from bot.prepare import Prepare
from bot.prepare.team import Teams
from bot.store import Store, Workspace

DUE = 2
"""Steps shown of each preparation."""


def under_way(
    storage: Store, prepare: Prepare, workspace: Workspace, channel: str, on: dt.date
) -> tuple[UnderWay, ...]:
    """The preparations of a channel that are not closed; what is late or due first before all else.
    Raises StoreError where they can't be read."""
    teams = Teams(storage, prepare).in_channels(workspace, [channel], (), on)
    return tuple(
        UnderWay(
            title=team.checklist.title if team.checklist else team.preparation.action,
            iso3=team.preparation.state,
            done=team.done,
            of=len(team.steps),
            action=team.preparation.action,
            mechanism=team.preparation.mechanism
            or (team.checklist.mechanism if team.checklist else ""),
            due=tuple(
                DueStep(day=step.item.due, do=step.step.do, owner=step.item.owner or "")
                for step in team.due()[:DUE]
                if step.item.due and step.step
            ),
        )
        for team in teams
    )
