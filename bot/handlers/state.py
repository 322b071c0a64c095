"""The card of a State: by the command, from the home, and its parts in full."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.call import Call
from bot.handlers.checklist import today
from bot.handlers.interaction import Interaction, Refusal, Request
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.knowledge.models import Language
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.ids import Pick
from bot.render.slack.prepare_ids import StatePart
from bot.render.slack.state import SlackStates
from bot.reviews import StateCalendar
from bot.states import Profile, mask


class StateInteraction(Interaction[Pick]):
    """A button that stands for a State."""

    carries = Pick
    as_shown = True

    def begin(self) -> None:
        """Raises Refusal where no State is named, too."""
        super().begin()
        if self.ref.state is None:
            raise Refusal("changed")

    def card(self, language: Language) -> Message:
        """The State's card."""
        return _cards(self).card(*_known(self, self.ref.state or "", language), language)


class PartInteraction(Interaction[StatePart]):
    """A part of a card, in its menu."""

    carries = StatePart
    as_shown = True


def commanded(call: Call) -> Message:
    """The reply to the command: the card of the State that is named."""
    cards, codes = _cards(call), _codes(call.parts, call.text)
    if not codes and (place := call.parts.desk.states.territory_alone(call.text)):
        return call.say("here_no_rows", territory=place.called(call.language))
    if not codes:
        phrase = "state_unknown" if call.text else "state_which"
        return call.say(phrase, name=call.text[:60], command=call.command)
    if len(codes) > 1:
        return cards.which(codes, call.language)
    card = cards.card(*_known(call, codes[0], call.language), call.language)
    pick = Pick(language=call.language, state=codes[0])
    return call.parts.replies.shareable(card, ids.STATE_SHARE, pick)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open a card, and to its menu."""
    on = Listeners(app, parts, StateInteraction)

    @on.buttons(ids.STATE_CARD)
    def handle_card(press: StateInteraction) -> None:
        language = press.own_language
        if press.in_message:
            card = press.card(language)
            press.tell(parts.replies.shareable(card, ids.STATE_SHARE, press.ref))
        else:
            view = _cards(press).window(*_known(press, press.ref.state or "", language), language)
            press.open(view, ids.STATE_CARD)

    @on.button(ids.STATE_SHARE)
    def handle_share(press: StateInteraction) -> None:
        press.share(press.card(press.language))

    @Listeners(app, parts, PartInteraction).button(ids.STATE_PART)
    def handle_part(press: PartInteraction) -> None:
        known = _known(press, press.ref.state, press.language)
        view = _cards(press).part(*known, press.ref)
        if view is None:
            raise Refusal("changed")
        again = Pick(language=press.language, state=press.ref.state)
        press.open(view, f"{ids.STATE_CARD}.0", again)


def _cards(request: Request) -> SlackStates:
    """What renders the cards. Raises Refusal where treaties or the calendar are not known."""
    if request.parts.states is None:
        raise Refusal(request.no_part)
    return request.parts.states


def _known(request: Request, code: str, language: Language) -> tuple[Profile, StateCalendar]:
    if request.parts.desk.profiles is None:
        raise Refusal(request.no_part)
    profiles = request.parts.desk.profiles.said(language)
    return profiles.of(code, today()), request.calendar.of_state(code, today())


def _codes(parts: Parts, text: str) -> tuple[str, ...]:
    """The codes that a State's name alone may mean."""
    states = parts.desk.states
    if states.knows(text.strip().upper()):
        return (text.strip().upper(),)
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
    return mentions[0].codes if len(mentions) == 1 and not rest else ()
