"""What every listener works with, and who is speaking from where."""

from __future__ import annotations

from bot.ask.desk import Desk
from bot.cage import Cage, Checks
from bot.choosing import Chooser
from bot.deployment import Deployment
from bot.handlers.asking.reply import SlackReplies
from bot.handlers.dates.dates import SlackDates
from bot.handlers.drafts.blocks import SlackDrafts
from bot.handlers.home import SlackHome
from bot.handlers.kernel.blocks import SlackWindows
from bot.handlers.kernel.measures import Measures
from bot.handlers.kernel.naming import Preparing
from bot.handlers.kernel.people import Channels, People
from bot.handlers.kernel.refs import Known
from bot.handlers.mechanisms import SlackMechanisms
from bot.handlers.messages.form import MessageForms
from bot.handlers.recommendations.blocks import PastForms, SlackPast
from bot.handlers.states import SlackStates
from bot.prepare import Prepare
from bot.prepare.drafts import DraftCheck
from bot.prepare.interview import Interview
from bot.prepare.messages import Messages
from bot.render import Plain
from bot.render.calendar import Names
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar, Calendars
from bot.reviews.cycles import Cycles
from bot.settings import Settings, settings
from bot.states.recommendations import Recommendations
from bot.store import Storage, Workspace
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from slack_bolt import BoltContext
from typing import Any
import datetime as dt

@dataclass(frozen=True)
class Services:
    """The parts of the desk, built once."""

    desk: Desk
    storage: Storage
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
        storage: Storage,
        deployment: Deployment,
        plain: Plain,
        measures: Measures | None = None,
        prepare: Prepare | None = None,
        advocating: Advocating | None = None,
    ) -> Services:
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
        """The desk over that calendar."""
        return self.desk.over(self.calendar_of(workspace))

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


class Advocating:
    """All of these, and how they are shown."""

    def __init__(
        self,
        desk: Desk,
        messages: Messages,
        chooser: Chooser,
        drafts: Checks,
        recommendations: Recommendations,
        prepare: Prepare,
        interview: Interview,
    ) -> None:
        base, states = desk.base, desk.states
        names = Names.of(base, states)
        self.names, self.wordings = names, Wordings(base, states)
        self.messages, self.chooser = messages, chooser
        self.drafts, self.recommendations = drafts, recommendations
        self.actions, self.typed, self.interview = prepare.actions, messages.typed, interview
        self.message_forms = MessageForms(base, states, messages, desk.profiles)
        self.draft_texts = SlackDrafts(base, states, prepare.actions, names)
        self.past = SlackPast(base, names)
        self.past_forms = PastForms(base, states)

    @classmethod
    def open(
        cls, where: Settings, desk: Desk, prepare: Prepare, told: Recommendations
    ) -> Advocating:
        """All of a knowledge folder, with past recommendations. Raises KnowledgeError with every
        problem found there; ValueError without a calendar or treaties."""
        base, calendar, profiles = desk.base, desk.calendar, desk.profiles
        if calendar is None or profiles is None:
            raise ValueError("there is no calendar or no profile of States here")
        messages = Messages.open(where.knowledge, base, calendar, profiles, told)
        return cls(
            desk,
            messages,
            Chooser.open(where.knowledge, base, profiles, calendar),
            Cage(
                DraftCheck.open(where.knowledge, base, prepare.actions, profiles),
                where,
            ),
            told,
            prepare,
            Interview.open(where.knowledge, base, calendar, profiles, prepare, messages.typed),
        )

    def makes(self, others: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """What can be made before each mechanism: `others`, and messages."""
        made = {name: list(tasks) for name, tasks in others.items()}
        for text in self.messages.texts.values():
            for mechanism in text.mechanisms:
                tasks = made.setdefault(mechanism, [])
                if "message" not in tasks:
                    tasks.append("message")
        return made

    def over(self, calendar: Calendar | None) -> Advocating:
        """The same over a workspace's own calendar."""
        other = copy(self)
        other.messages = self.messages.over(calendar)
        other.chooser = self.chooser.over(calendar)
        other.interview = self.interview.over(calendar) if calendar else self.interview
        return other

