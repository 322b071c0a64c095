"""What every listener works with, and who is speaking from where; what is counted: kinds and times,
never words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.apart import Apart
from bot.ask import Desk
from bot.deployment import Deployment
from bot.digest import signed_over
from bot.handlers.kernel.blocks import Notices
from bot.handlers.kernel.people import Channels, People
from bot.handlers.kernel.refs import KnownNames, PrepareRef
from bot.knowledge.models import LANGUAGES, Language
from bot.library import Library
from bot.prepare import Action, Checklist, NotPossible, Outline
from bot.prepare.drafts import TypedCheck
from bot.prepare.team import deadline_of
from bot.render import Plain
from bot.render.pictures import Drawing, Draws
from bot.render.prepare_words import Wordings
from bot.render.words import DisplayNames
from bot.reviews import Calendar, Calendars
from bot.reviews.cycles import Cycles
from bot.settings import settings
from bot.store import Store, Workspace

SURE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 3.0)


class Measures:
    """Counters of one running bot."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.deliveries = Counter(
            "advocacy_deliveries",
            "What Slack delivered",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.certainty = Histogram(
            "advocacy_certainty",
            "How sure the desk was of what was meant, from 0 to 1",
            ["kind"],
            buckets=SURE,
            registry=self.registry,
        )
        self.refused = Counter(
            "advocacy_refused",
            "What was sent away before anything worked on it: not signed, without form, too many",
            ["why"],
            registry=self.registry,
        )
        self.by_words = Counter(
            "advocacy_by_words",
            "Texts that the model of meaning did not read in time, which were found by words alone",
            ["why"],
            registry=self.registry,
        )
        self.by_meaning = Gauge(
            "advocacy_by_meaning",
            "1 where questions are found by what they mean, 0 where by words alone",
            registry=self.registry,
        )
        self.seconds = Histogram(
            "advocacy_delivery_seconds",
            "From a delivery's arrival to the end of its work",
            ["kind"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.replies = Counter(
            "advocacy_replies", "Replies by kind and language", ["kind", "language"],
            registry=self.registry,
        )  # fmt: skip


class Toolkit:
    """What is made with the knowledge base: checklists and outlines (`prepare`), messages, ways to
    go (`chooser`), draft checks, interviews, and past recommendations."""

    def __init__(self, library: Library) -> None:
        """All of a knowledge folder that has treaties, a calendar and actions.

        Raises KnowledgeError with every problem found there, Unreadable where the past
        recommendations can't be used.
        """
        self._base = library.base
        self.prepare, self.messages = library.prepare, library.messages
        self.chooser, self.interview = library.chooser, library.interview
        self.apart = Apart.of(library)
        self.recommendations, self.finder = library.recommendations, library.action_finder
        self.names = DisplayNames.of(library.base, library.states)
        self.wordings = Wordings(library.base, library.states)

    @property
    def actions(self) -> Mapping[str, Action]:
        """What can be prepared, by its id."""
        return self.prepare.actions

    @property
    def typed(self) -> TypedCheck:
        """What finds in typed texts who could be identified."""
        return self.messages.typed

    def makes(self, mechanism: str) -> tuple[str, ...]:
        """What can be made before a mechanism: of checklist, outline, message."""
        before = self.finder.before(mechanism)
        outlined = any(self.actions[name].outline for name in before)
        letters = any(mechanism in text.mechanisms for text in self.messages.texts.values())
        there = {"checklist": bool(before), "outline": outlined, "message": letters}
        return tuple(name for name, possible in there.items() if possible)

    def checklist(self, ref: PrepareRef, on: dt.date, zone: ZoneInfo | None = None) -> Checklist:
        """The checklist that a button stands for, with deadlines in a time zone.

        Raises KeyError for an action that is not known, NotPossible where it does not fit.
        """
        self._alone_if_must(ref)
        return self.prepare.checklist(
            ref.action or "",
            on,
            ref.state,
            ref.mechanism,
            ref.joint,
            deadline_of(ref.deadline),
            zone,
            ref.written_in,
        )

    def outline(
        self, ref: PrepareRef, on: dt.date, organisation: str = "", issues: tuple[str, ...] = ()
    ) -> Outline:
        """The outline that a button stands for; raises as `checklist` does."""
        self._alone_if_must(ref)
        return self.prepare.outline(
            ref.action or "",
            on,
            ref.state or "",
            ref.mechanism,
            organisation,
            issues,
            ref.joint,
            ref.written_in,
        )

    def _alone_if_must(self, ref: PrepareRef) -> None:
        if ref.joint and not self.actions[ref.action or ""].joint:
            raise NotPossible(self._base.say("prepare_not_joint", ref.language))

    def with_calendar(self, calendar: Calendar | None) -> Toolkit:
        """The same over a workspace's own calendar."""
        other = copy(self)
        other.prepare = self.prepare.over(calendar)
        other.messages = self.messages.over(calendar)
        other.chooser = self.chooser.over(calendar)
        other.interview = self.interview.over(calendar) if calendar else self.interview
        return other


@dataclass(frozen=True)
class Services:
    """What the bot works with, built once. A feature's renderers are made in its room."""

    desk: Desk
    storage: Store
    deployment: Deployment
    people: People
    channels: Channels
    measures: Measures
    plain: Plain
    notices: Notices
    toolkit: Toolkit | None = None
    """What is made with the knowledge base, where treaties and a calendar are known."""
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
        toolkit: Toolkit | None = None,
        measures: Measures | None = None,
    ) -> Services:
        """The services over an open desk and an open store."""
        return cls(
            desk=desk,
            storage=storage,
            deployment=deployment,
            people=People(),
            channels=Channels(),
            measures=measures or Measures(),
            plain=plain,
            notices=Notices(desk.base),
            toolkit=toolkit,
            calendars=Calendars(desk.calendar, storage.corrections) if desk.calendar else None,
            cycles=Cycles.read(settings().knowledge) if desk.calendar else None,
        )

    @cached_property
    def known(self) -> KnownNames:
        """What buttons and windows may name."""
        return KnownNames(
            base=self.desk.base,
            states=self.desk.states,
            actions=self.toolkit.actions if self.toolkit else {},
            messages=self.toolkit.messages.texts if self.toolkit else {},
        )

    @cached_property
    def makes(self) -> Mapping[str, tuple[str, ...]]:
        """What can be made before each mechanism: of checklist, outline, message."""
        if self.toolkit is None:
            return {}
        actions = {name: self.toolkit.makes(name) for name in self.desk.base.mechanisms}
        return {name: tasks for name, tasks in actions.items() if tasks}

    @cached_property
    def pictures(self) -> Draws:
        """What draws."""
        return self.toolkit.apart if self.toolkit else Drawing(self.desk.base, self.desk.states)

    def toolkit_of(self, workspace: Workspace) -> Toolkit | None:
        """What is made, over a workspace's calendar."""
        return self.toolkit.with_calendar(self.calendar_of(workspace)) if self.toolkit else None

    def calendar_of(self, workspace: Workspace) -> Calendar | None:
        """The calendar with what the workspace's curators corrected; None where there is none."""
        return self.calendars.of(workspace) if self.calendars else None

    def desk_of(self, workspace: Workspace) -> Desk:
        """The desk over that calendar, with what the workspace's curators signed."""
        base = signed_over(self.desk.base, self.storage.readings.list(workspace))
        return self.desk.over(self.calendar_of(workspace), base)

    def language(
        self, client: WebClient, workspace: Workspace, person: str, channel: str = ""
    ) -> Language:
        """In which language somebody is addressed whose text tells none: the one of their Slack,
        else the channel's, else English."""
        own = self.people.person(client, workspace, person).language if person else None
        return own or self.language_of(workspace, channel) or "en"

    def language_of(self, workspace: Workspace, channel: str) -> Language | None:
        """The language that was chosen for a channel; None where none was."""
        channel_language = (
            self.storage.channel_languages.language(workspace, channel) if channel else None
        )
        return channel_language if channel_language in LANGUAGES else None

    @property
    def thread_age(self) -> dt.timedelta:
        """How long a thread is remembered."""
        return dt.timedelta(days=self.deployment.advocacy_thread_days)


def workspace_of(context: BoltContext) -> Workspace:
    """The workspace that a request comes from: the key of everything that is stored."""
    return Workspace(enterprise=context.enterprise_id or "", team=context.team_id or "")


def now() -> dt.datetime:
    """The time now, with the zone UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """This day, in UTC: the day from which time is counted."""
    return now().date()


def external(body: Mapping[str, Any]) -> bool:
    """Whether an event comes from a channel that is shared with other organisations."""
    return bool(body.get("is_ext_shared_channel"))


def ours(body: Mapping[str, Any]) -> bool:
    """Whether who pressed or sent something belongs to the workspace; of others nothing is kept."""
    team = body["user"].get("team_id")
    return team is None or body.get("team") is None or bool(team == body["team"]["id"])
