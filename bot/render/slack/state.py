"""A State's card in Slack: ten lines on what can be used there today; each part in full, with its
sources, behind a menu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.knowledge.models import Base, Language
from bot.render.calendar import Names
from bot.render.slack import prepare_ids as ids
from bot.render.slack.ids import PASTE_WINDOW, QUESTION, Pick
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, section, window
from bot.render.slack.prepare_ids import StatePart
from bot.render.slack.text import BUTTON, clipped, escape, paragraphs, unmarked
from bot.render.state_words import StateWords
from bot.render.states import SOURCES, Line, Section, heading, lines, sections
from bot.reviews import StateCalendar
from bot.states import Profile, Profiles, StateNames

PASTE = 3_000
"""Characters that an input of Slack takes."""
_NUMBERED = re.compile(r"\[(\d+)\]")


class SlackStates:
    """Renders what is known of a State in the person's language."""

    def __init__(self, base: Base, states: StateNames, profiles: Profiles) -> None:
        self._base = base
        self._states = states
        self._profiles = profiles

    def _words(self, language: Language) -> StateWords:
        names = Names.of(self._base, self._states, language)
        return StateWords(self._base, self._states, language, names)

    def card(self, profile: Profile, calendar: StateCalendar, language: Language) -> Message:
        """The card as a message."""
        title = heading(profile, self._words(language))
        return Message(escape(title), tuple(self._card(profile, calendar, language)))

    def window(
        self, profile: Profile, calendar: StateCalendar, language: Language
    ) -> dict[str, Any]:
        """The card as a window."""
        blocks = list(self._card(profile, calendar, language))
        close = self._base.say("close", language)
        return window(ids.STATE_PAGE, profile.name, blocks, close=close)

    def which(self, codes: Sequence[str], language: Language) -> Message:
        """Which State is meant? Each as a button."""
        buttons = self._buttons(codes, language)
        lead = self._base.say("choose_state", language)
        return Message(escape(lead), (section(lead), buttons))

    def offered(self, codes: Sequence[str], language: Language) -> list[Block]:
        """The way to the card of each State that a person follows; nothing where there is none."""
        if not codes:
            return []
        return [section(self._base.say("state_cards", language)), self._buttons(codes, language)]

    def _buttons(self, codes: Sequence[str], language: Language) -> Block:
        return ActionsBlock(
            elements=[
                button(
                    self._states.name(code, language),
                    f"{ids.STATE_CARD}.{number}",
                    Pick(language=language, state=code).value,
                )
                for number, code in enumerate(codes)
            ]
        )

    def part(
        self, profile: Profile, calendar: StateCalendar, part: StatePart
    ) -> dict[str, Any] | None:
        """One part in full, with its sources, as a window; None where there is no such part."""
        words = self._words(part.language)
        found = sections(profile, calendar, words, self._profiles.said(part.language))
        if part.part == len(found):
            return self._paste(words.paragraph(profile, calendar), part.language)
        if not 0 <= part.part < len(found):
            return None
        shown = found[part.part]
        blocks: list[Block] = [
            HeaderBlock(text=plain(shown.title, 150)),
            context(words.say("legend")),
        ]
        blocks += map(mrkdwn, paragraphs([_line(line, words) for line in shown.lines]))
        sources = [] if shown.key == SOURCES else list(_sources_of(shown, found[-1]))
        blocks += map(mrkdwn, paragraphs(sources))
        close = self._base.say("close", part.language)
        return window(ids.STATE_PAGE, profile.name, blocks, close=close)

    def _card(
        self, profile: Profile, calendar: StateCalendar, language: Language
    ) -> Iterator[Block]:
        words, profiles = self._words(language), self._profiles.said(language)
        found = sections(profile, calendar, words, profiles)
        yield HeaderBlock(text=plain(heading(profile, words), 150))
        yield ActionsBlock(elements=[self._menu(profile.iso3, found, language)])
        opening = profiles.lines(profile.iso3, calendar, profile.on)
        said = [
            f"*{escape(words.labelled(label))}* {escape(text)}"
            for label, text in lines(opening, words)
        ]
        yield from map(mrkdwn, paragraphs(said))
        signed = words.signed(profiles.signed(profile.iso3, profile.on))
        yield context(" ".join(filter(None, (signed, words.say("card_more"), words.unread()))))

    def _menu(self, iso3: str, found: Sequence[Section], language: Language) -> StaticSelectElement:
        titles = [*(part.title for part in found), self._base.say("paste", language)]
        return StaticSelectElement(
            action_id=ids.STATE_PART,
            placeholder=plain(self._base.say("card_topics", language), 150),
            options=[
                Option(
                    text=plain(title, BUTTON),
                    value=StatePart(language=language, state=iso3, part=number).value,
                )
                for number, title in enumerate(titles)
            ],
        )

    def _paste(self, text: str, language: Language) -> dict[str, Any]:
        say = self._base.say
        element = PlainTextInputElement(
            action_id=QUESTION, multiline=True, initial_value=clipped(unmarked(text), PASTE)
        )
        block = InputBlock(label=plain(say("paste_label", language)), element=element)
        # Slack shows no input without a button that sends it; here it only closes.
        close, done = say("close", language), say("done", language)
        return window(PASTE_WINDOW, say("paste", language), [block], close=close, submit=done)


def _line(line: Line, words: StateWords) -> str:
    numbered = line.label.startswith("[")
    label = f"*{escape(line.label if numbered else words.labelled(line.label))}*"
    marks = "".join(f"[{number}]" for number in line.notes)
    end = f" {marks}" if marks else ""
    return f"• {label} {escape(line.text)}{end}" if line.label else f"• {escape(line.text)}{end}"


def _sources_of(shown: Section, sources: Section) -> Iterator[str]:
    """The sources that a part names, and how they were read."""
    named = {number for line in shown.lines for number in line.notes}
    for line in sources.lines:
        number = _NUMBERED.fullmatch(line.label)
        if number is None or int(number[1]) in named:
            yield f"{escape(line.label)} {escape(line.text)}".strip()
