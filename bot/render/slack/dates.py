"""Dates in Slack: what is coming for a State, and for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, HeaderBlock

from bot.ask.here import Told
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack.parts import Message, context, mrkdwn, plain, section
from bot.render.slack.text import escape, paragraphs
from bot.reviews import Coming
from bot.states import StateNames

MOST = 25
"""Dates in one message."""


class SlackDates:
    """Renders dates of the calendar."""

    def __init__(self, base: Base, texts: Plain, states: StateNames) -> None:
        self._base = base
        self._texts = texts
        self._states = states

    def of_states(self, told: Sequence[tuple[str, Told]], language: Language) -> list[Block]:
        """Each State (ISO3) with what the calendar says of it, and what can be done now."""
        blocks: list[Block] = []
        for iso3, found in told:
            name = self._states.name(iso3, language)
            lines = [f"• {escape(self._texts.note(n, language))}" for n in found.statements]
            titles = [self._base.entries[entry].title for entry in found.advice[:2]]
            if titles:
                now = escape(self._base.say("do_now", language))
                lines.append(f"*{now}:* {escape(' · '.join(titles))}")
            blocks += [mrkdwn(text) for text in paragraphs([f"*{escape(name)}*", *lines])]
        return blocks

    def message(self, told: Sequence[tuple[str, Told]], language: Language) -> Message:
        """The dates of some States as a message."""
        title = self._base.say("home_coming", language)
        return Message(escape(title), tuple(self.of_states(told, language)))

    def coming(self, found: Sequence[Coming], days: int, language: Language) -> Message:
        """What comes in the next `days` for all: the first MOST."""
        title = self._base.say("coming_title", language, days=days)
        lines = [f"• {escape(self._texts.coming(row, language))}" for row in found[:MOST]]
        blocks: list[Block] = [HeaderBlock(text=plain(title, 150))]
        blocks += [mrkdwn(text) for text in paragraphs(lines)] or [
            section(self._base.say("coming_nothing", language))
        ]
        if len(found) > MOST:
            more = self._base.say("coming_more", language, count=len(found) - MOST)
            blocks.append(context(more))
        return Message(escape(title), tuple(blocks))
