"""What messages, ways to go, the draft check and past recommendations need: opened once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

from bot.ask.desk import Desk
from bot.cage import Cage, Checks
from bot.choosing import Chooser
from bot.prepare import Prepare
from bot.prepare.drafts import DraftCheck
from bot.prepare.interview import Interview
from bot.prepare.messages import Messages
from bot.render.calendar import Names
from bot.render.prepare_words import Wordings
from bot.render.slack.draft import SlackDrafts
from bot.render.slack.message_form import MessageForms
from bot.render.slack.recommendation_form import PastForms
from bot.render.slack.recommendations import SlackPast
from bot.reviews import Calendar
from bot.settings import Settings
from bot.states.recommendations import Recommendations


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
        self.draft_texts = SlackDrafts(base, states, prepare.actions)
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
