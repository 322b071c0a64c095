"""What every listener works with, and who is speaking from where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltContext

from bot.ask.desk import Desk
from bot.deployment import Deployment
from bot.handlers.measures import Measures
from bot.handlers.people import People
from bot.render import Plain
from bot.render.slack import SlackDates, SlackHome, SlackMechanisms, SlackReplies, SlackWindows
from bot.store import Storage, Workspace


@dataclass(frozen=True)
class Parts:
    """The parts of the desk, built once."""

    desk: Desk
    storage: Storage
    deployment: Deployment
    people: People
    measures: Measures
    plain: Plain
    replies: SlackReplies
    mechanisms: SlackMechanisms
    windows: SlackWindows
    home: SlackHome
    dates: SlackDates

    @classmethod
    def of(
        cls,
        desk: Desk,
        storage: Storage,
        deployment: Deployment,
        plain: Plain,
        measures: Measures | None = None,
    ) -> Parts:
        """The parts over an open desk and an open store."""
        mechanisms = SlackMechanisms(desk.base)
        return cls(
            desk=desk,
            storage=storage,
            deployment=deployment,
            people=People(),
            measures=measures or Measures(),
            plain=plain,
            replies=SlackReplies(desk.base, plain),
            mechanisms=mechanisms,
            dates=SlackDates(desk.base, plain, desk.states),
            windows=SlackWindows(desk.base, plain),
            home=SlackHome(desk.base, desk.states, mechanisms, deployment.advocacy_command),
        )

    @property
    def thread_age(self) -> dt.timedelta:
        """How long a thread is remembered."""
        return dt.timedelta(days=self.deployment.advocacy_thread_days)


def workspace_of(context: BoltContext) -> Workspace:
    """The workspace that a request comes from: the key of everything that is stored."""
    return Workspace(enterprise=context.enterprise_id or "", team=context.team_id or "")


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def external(body: Mapping[str, Any]) -> bool:
    """Whether an event comes from a channel that is shared with other organisations."""
    return bool(body.get("is_ext_shared_channel"))
