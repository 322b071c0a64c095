"""What every listener works with, and who is speaking from where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slack_bolt import BoltContext

from bot.ask.desk import Desk
from bot.deployment import Deployment
from bot.digest.readings import signed_over
from bot.handlers.advocating import Advocating
from bot.handlers.channels import Channels
from bot.handlers.measures import Measures
from bot.handlers.people import People
from bot.handlers.preparing import Preparing
from bot.prepare import Prepare
from bot.render import Plain
from bot.render.slack import SlackDates, SlackHome, SlackMechanisms, SlackReplies, SlackWindows
from bot.render.slack.refs import Known
from bot.render.slack.state import SlackStates
from bot.reviews import Calendar, Calendars
from bot.reviews.cycles import Cycles
from bot.settings import settings
from bot.store import Store, Workspace


@dataclass(frozen=True)
class Parts:
    """The parts of the desk, built once."""

    desk: Desk
    storage: Store
    deployment: Deployment
    people: People
    channels: Channels
    measures: Measures
    plain: Plain
    replies: SlackReplies
    mechanisms: SlackMechanisms
    windows: SlackWindows
    home: SlackHome
    dates: SlackDates
    states: SlackStates | None = None
    """Cards of States, where treaties and the calendar are known."""
    preparing: Preparing | None = None
    """Checklists and outlines, where there are actions."""
    advocating: Advocating | None = None
    """Messages, ways to go, the draft check and past recommendations, where they were opened."""
    calendars: Calendars | None = None
    cycles: Cycles | None = None
    """How the mechanisms' work goes round, where a calendar is known."""

    @classmethod
    def of(
        cls,
        desk: Desk,
        storage: Store,
        deployment: Deployment,
        plain: Plain,
        measures: Measures | None = None,
        prepare: Prepare | None = None,
        advocating: Advocating | None = None,
    ) -> Parts:
        """The parts over an open desk and an open store."""
        cycles = Cycles.read(settings().knowledge) if desk.calendar else None
        mechanisms = SlackMechanisms(desk.base, plain, cycles.mechanisms if cycles else ())
        preparing = Preparing(desk, prepare) if prepare else None
        if preparing:
            desk.action_of = preparing.finder.action_of
            desk.section_of = preparing.first_sections.of
        makes = preparing.makes() if preparing else {}
        if advocating:
            makes = advocating.makes(makes)
        return cls(
            desk=desk,
            storage=storage,
            deployment=deployment,
            people=People(),
            channels=Channels(),
            measures=measures or Measures(),
            plain=plain,
            replies=SlackReplies(desk.base, plain, makes, advocating is not None),
            mechanisms=mechanisms,
            dates=SlackDates(desk.base, plain, desk.states),
            windows=SlackWindows(desk.base, plain),
            home=SlackHome(desk.base, desk.states, mechanisms, deployment.advocacy_command),
            states=SlackStates(desk.base, desk.states, desk.profiles) if desk.profiles else None,
            preparing=preparing,
            advocating=advocating,
            calendars=Calendars(desk.calendar, storage.corrections) if desk.calendar else None,
            cycles=cycles,
        )

    @cached_property
    def known(self) -> Known:
        """What buttons and windows may name."""
        return Known(
            base=self.desk.base,
            states=self.desk.states,
            actions=self.preparing.prepare.actions if self.preparing else {},
            messages=self.advocating.messages.texts if self.advocating else {},
        )

    def preparing_of(self, workspace: Workspace) -> Preparing | None:
        """What is prepared, over a workspace's calendar."""
        return self.preparing.over(self.calendar_of(workspace)) if self.preparing else None

    def advocating_of(self, workspace: Workspace) -> Advocating | None:
        """Messages and ways to go, over a workspace's calendar."""
        return self.advocating.over(self.calendar_of(workspace)) if self.advocating else None

    def calendar_of(self, workspace: Workspace) -> Calendar | None:
        """The calendar with what the workspace's curators corrected; None where there is none."""
        return self.calendars.of(workspace) if self.calendars else None

    def desk_of(self, workspace: Workspace) -> Desk:
        """The desk over that calendar, with what the workspace's curators signed."""
        base = signed_over(self.desk.base, self.storage.readings.list(workspace))
        return self.desk.over(self.calendar_of(workspace), base)

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


def ours(body: Mapping[str, Any]) -> bool:
    """Whether who pressed or sent something belongs to the workspace; of others nothing is kept."""
    team = body["user"].get("team_id")
    return team is None or body.get("team") is None or bool(team == body["team"]["id"])
