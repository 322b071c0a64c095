"""The card of a State: by the command, from the home, and its parts in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slack_bolt import App
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    HeaderBlock,
    Option,
    StaticSelectElement,
)

from bot.handlers.kernel.blocks import (
    Message,
    Page,
    button,
    context,
    mrkdwn,
    plain,
    section,
    window,
)
from bot.handlers.kernel.forms import paste_window
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.refs import ItemRef, Ref, StateCode
from bot.handlers.kernel.services import Services, today
from bot.handlers.kernel.text import BUTTON, escape, paragraphs
from bot.knowledge.models import Base, Language
from bot.render.state_words import StateWords
from bot.render.states import (
    COUNTRY,
    SOURCES,
    ProfileSection,
    ProfileText,
    heading,
    lines,
    sections,
)
from bot.render.words import DisplayNames
from bot.reviews import StateCalendar
from bot.states import Profile, Profiles, StateNames, mask

STATE_CARD = "state_card"
STATE_PART = "state_part"
STATE_SHARE = "state_share"
STATE_PAGE = "state_page"


IN_COUNTRY = 99
"""The number of the part on who is in the country: the others are counted in older messages."""


class StatePartRef(Ref):
    """A part of what is known of a State, by its place among the parts."""

    state: StateCode
    part: int


class StateInteraction(Interaction[ItemRef]):
    """A button that stands for a State."""

    carries = ItemRef
    as_shown = True

    def begin(self) -> None:
        """Raises Refusal where no State is named, too."""
        super().begin()
        if self.ref.state is None:
            raise Refusal("changed")

    def card(self, language: Language) -> Message:
        """The State's card."""
        return _cards(self).card(
            *_profile_and_calendar(self, self.ref.state or "", language), language
        )


class PartInteraction(Interaction[StatePartRef]):
    """A part of a card, in its menu."""

    carries = StatePartRef
    as_shown = True


def handle_command(call: Call) -> Message:
    """The reply to the command: the card of the State that is named."""
    cards, codes = _cards(call), _codes(call.services, call.text)
    if not codes and (place := call.services.desk.states.territory_alone(call.text)):
        return call.say("here_no_rows", territory=place.called(call.language))
    if not codes:
        phrase = "state_unknown" if call.text else "state_which"
        return call.say(phrase, name=call.text[:60], command=call.command)
    if len(codes) > 1:
        return cards.which(codes, call.language)
    card = cards.card(*_profile_and_calendar(call, codes[0], call.language), call.language)
    pick = ItemRef(language=call.language, state=codes[0])
    return call.shareable(card, STATE_SHARE, pick)


def register(app: App, services: Services) -> None:
    """Listen to buttons that open a card, and to its menu."""
    on = Listeners(app, services, StateInteraction)

    @on.buttons(STATE_CARD)
    def handle_card(press: StateInteraction) -> None:
        language = press.own_language
        if press.in_message:
            card = press.card(language)
            press.tell(press.shareable(card, STATE_SHARE, press.ref))
        else:
            view = _cards(press).window(
                *_profile_and_calendar(press, press.ref.state or "", language), language
            )
            press.open(view, STATE_CARD)

    @on.button(STATE_SHARE)
    def handle_share(press: StateInteraction) -> None:
        press.share(press.card(press.language))

    @Listeners(app, services, PartInteraction).button(STATE_PART)
    def handle_part(press: PartInteraction) -> None:
        known = _profile_and_calendar(press, press.ref.state, press.language)
        view = _cards(press).part(*known, press.ref)
        if view is None:
            raise Refusal("changed")
        again = ItemRef(language=press.language, state=press.ref.state)
        press.open(view, f"{STATE_CARD}.0", again)


def _cards(request: Request) -> SlackStates:
    """What renders the cards. Raises Refusal where treaties or the calendar are not known."""
    if cards := renderer(request.services):
        return cards
    raise Refusal(request.no_part)


def renderer(services: Services) -> SlackStates | None:
    """What renders the cards; None where treaties are not known."""
    desk = services.desk
    return SlackStates(desk.base, desk.states, desk.profiles) if desk.profiles else None


def of_home(request: Request, followed: Sequence[str]) -> list[Block]:
    """The way to the card of each State that somebody follows."""
    cards = renderer(request.services)
    return cards.card_buttons(followed, request.language) if cards else []


def _profile_and_calendar(
    request: Request, code: str, language: Language
) -> tuple[Profile, StateCalendar]:
    if request.services.desk.profiles is None:
        raise Refusal(request.no_part)
    profiles = request.services.desk.profiles.in_language(language)
    return profiles.of(code, today()), request.calendar.of_state(code, today())


def _codes(services: Services, text: str) -> tuple[str, ...]:
    """The codes that a State's name alone may mean."""
    states = services.desk.states
    if states.knows(text.strip().upper()):
        return (text.strip().upper(),)
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
    return mentions[0].codes if len(mentions) == 1 and not rest else ()


_NUMBERED = re.compile(r"\[(\d+)\]")


class SlackStates:
    """Renders what is known of a State in the person's language."""

    def __init__(self, base: Base, states: StateNames, profiles: Profiles) -> None:
        self._base = base
        self._states = states
        self._profiles = profiles

    def _words(self, language: Language) -> StateWords:
        names = DisplayNames.of(self._base, self._states, language)
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
        return window(STATE_PAGE, profile.name, blocks, close=close)

    def which(self, codes: Sequence[str], language: Language) -> Message:
        """Which State is meant? Each as a button."""
        buttons = self._buttons(codes, language)
        lead = self._base.say("choose_state", language)
        return Message(escape(lead), (section(lead), buttons))

    def card_buttons(self, codes: Sequence[str], language: Language) -> list[Block]:
        """The way to the card of each State that a person follows; nothing where there is none."""
        if not codes:
            return []
        return [section(self._base.say("state_cards", language)), self._buttons(codes, language)]

    def _buttons(self, codes: Sequence[str], language: Language) -> Block:
        return ActionsBlock(
            elements=[
                button(
                    self._states.name(code, language),
                    f"{STATE_CARD}.{number}",
                    ItemRef(language=language, state=code).value,
                )
                for number, code in enumerate(codes)
            ]
        )

    def part(
        self, profile: Profile, calendar: StateCalendar, part: StatePartRef
    ) -> dict[str, Any] | None:
        """One part in full, with its sources, as a window; None where there is no such part."""
        words = self._words(part.language)
        profiles, country = self._profiles.in_language(part.language), part.part == IN_COUNTRY
        parts = sections(profile, calendar, words, profiles, country)
        if part.part == len(parts):
            text = words.paragraph(profile, calendar)
            return paste_window(Page(self._base, self._states, part.language), text)
        if country and parts[0].key == COUNTRY:
            part_shown = parts[0]
        elif 0 <= part.part < len(parts):
            part_shown = parts[part.part]
        else:
            return None
        blocks: list[Block] = [
            HeaderBlock(text=plain(part_shown.title, 150)),
            context(words.say("state_legend")),
        ]
        blocks += map(mrkdwn, paragraphs([_line(line, words) for line in part_shown.lines]))
        sources = [] if part_shown.key == SOURCES else list(_sources_of(part_shown, parts[-1]))
        blocks += map(mrkdwn, paragraphs(sources))
        close = self._base.say("close", part.language)
        return window(STATE_PAGE, profile.name, blocks, close=close)

    def _card(
        self, profile: Profile, calendar: StateCalendar, language: Language
    ) -> Iterator[Block]:
        words, profiles = self._words(language), self._profiles.in_language(language)
        parts = sections(profile, calendar, words, profiles, country_first=False)
        opening = profiles.lines(profile.iso3, calendar, profile.on)
        yield HeaderBlock(text=plain(heading(profile, words), 150))
        yield ActionsBlock(elements=[self._menu(profile.iso3, parts, language)])
        parts_said = [
            f"*{escape(words.labelled(label))}* {escape(text)}"
            for label, text in lines(opening, words)
        ]
        yield from map(mrkdwn, paragraphs(parts_said))
        signed = words.signed(profiles.signed(profile.iso3, profile.on))
        closing = (signed, words.say("state_card_more"), words.unread())
        yield context(" ".join(filter(None, closing)))

    def _menu(
        self, iso3: str, parts: Sequence[ProfileSection], language: Language
    ) -> StaticSelectElement:
        titles = dict(enumerate(part.title for part in parts))
        titles[IN_COUNTRY] = self._base.say("state_title_country", language)
        titles[len(parts)] = self._base.say("paste", language)
        return StaticSelectElement(
            action_id=STATE_PART,
            placeholder=plain(self._base.say("card_topics", language), 150),
            options=[
                Option(
                    text=plain(title, BUTTON),
                    value=StatePartRef(language=language, state=iso3, part=number).value,
                )
                for number, title in titles.items()
            ],
        )


def _line(line: ProfileText, words: StateWords) -> str:
    numbered = line.label.startswith("[")
    label = f"*{escape(line.label if numbered else words.labelled(line.label))}*"
    marks = "".join(f"[{number}]" for number in line.notes)
    end = f" {marks}" if marks else ""
    return f"• {label} {escape(line.text)}{end}" if line.label else f"• {escape(line.text)}{end}"


def _sources_of(section: ProfileSection, sources: ProfileSection) -> Iterator[str]:
    """The sources that a part names, and how they were read."""
    numbers = {number for line in section.lines for number in line.notes}
    for line in sources.lines:
        number = _NUMBERED.fullmatch(line.label)
        if number is None or int(number[1]) in numbers:
            yield f"{escape(line.label)} {escape(line.text)}".strip()
