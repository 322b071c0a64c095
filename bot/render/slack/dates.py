"""Dates in Slack: what is coming for a State, and for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, HeaderBlock

from bot.ask.here import Told
from bot.ask.models import Answer
from bot.knowledge.models import Base, Language
from bot.render.calendar import Names
from bot.render.digest_words import Words
from bot.render.plain import Plain
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DatesRef
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, section
from bot.render.slack.text import escape, paragraphs
from bot.render.upcoming import grouped
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

    def message(self, told: Sequence[tuple[str, Told]], ref: DatesRef) -> Message:
        """The dates of some States as a message."""
        title = self._base.say("home_coming", ref.language)
        blocks = [*self.of_states(told, ref.language), *self.buttons(ref)]
        return Message(escape(title), tuple(blocks))

    def coming(self, found: Sequence[Coming], ref: DatesRef) -> Message:
        """What comes in so many days, alike dates of several States together: the first MOST."""
        language = ref.language
        names = [self._states.name(code, language) for code in ref.states]
        names += [self._base.short(name, language) for name in ref.mechanisms]
        key = "coming_for" if names else "coming_title"
        title = self._base.say(key, language, days=ref.within, names=", ".join(names))
        words = Words(self._base, self._states, language)
        groups = grouped(found, Names(mechanism=str, state=str))
        lines = [
            f"• {escape(self._texts.coming(one.first, language, words.states(one.states)))}"
            for one in groups[:MOST]
        ]
        blocks: list[Block] = [HeaderBlock(text=plain(title, 150))]
        blocks += [mrkdwn(text) for text in paragraphs(lines)] or [
            section(self._base.say("coming_nothing", language))
        ]
        if len(groups) > MOST:
            more = self._base.say("coming_more", language, count=len(groups) - MOST)
            blocks.append(context(more))
        if found:
            blocks += self.buttons(ref)
        return Message(escape(title), tuple(blocks))

    def buttons(self, ref: DatesRef) -> list[Block]:
        """What can be done with these dates."""
        return date_buttons(self._base, ref)


def date_buttons(base: Base, ref: DatesRef) -> list[Block]:
    """Dates into one's own calendar; those of one State also as a picture."""
    buttons = [button(base.say("calendar_add", ref.language), ids.DATES_CALENDAR, ref.value)]
    if len(ref.states) == 1:
        buttons.append(button(base.say("picture", ref.language), ids.DATES_PICTURE, ref.value))
    return [ActionsBlock(elements=buttons)]


def asked_dates(answer: Answer) -> DatesRef | None:
    """The dates that an answer is about; None where it is about something else."""
    dated = any(note.key.startswith("here_") and "when" in note.values for note in answer.here)
    if not (answer.here_first and answer.state and dated):
        return None
    mechanisms = () if answer.guessed else answer.mechanisms
    return DatesRef(language=answer.language, states=(answer.state,), mechanisms=mechanisms)
