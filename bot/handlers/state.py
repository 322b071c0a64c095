"""The card of a State: by the command, from the home, and its parts in full."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.call import Call
from bot.handlers.checklist import today
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, workspace_of
from bot.handlers.sharing import sharing
from bot.knowledge.models import Language
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.ids import Pick
from bot.render.slack.prepare_ids import StatePart
from bot.reviews import StateCalendar
from bot.states import Profile, mask
from bot.store import Workspace


def commanded(call: Call) -> Message:
    """The reply to the command: the card of the State that is named."""
    cards = call.parts.states
    if cards is None:
        return call.say("prepare_nothing")
    codes = _codes(call.parts, call.text)
    if not codes and (place := call.parts.desk.states.territory_alone(call.text)):
        return call.say("here_no_rows", territory=place.called(call.language))
    if not codes:
        phrase = "state_unknown" if call.text else "state_which"
        return call.say(phrase, name=call.text[:60], command=call.command)
    if len(codes) > 1:
        return cards.which(codes, call.language)
    card = cards.card(*_known(call.parts, call.workspace, codes[0], call.language), call.language)
    pick = Pick(language=call.language, state=codes[0])
    return call.parts.replies.shareable(card, ids.STATE_SHARE, pick)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open a card, and to its menu."""

    def handle_card(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        value = body["actions"][0].get("value")
        pick, cards = Pick.read(value), parts.states
        if pick is None or cards is None or not parts.desk.states.knows(pick.state or ""):
            tell(client, body, parts.windows.said("changed", "en"))
            return
        workspace = workspace_of(context)
        person = parts.people.person(client, workspace, body["user"]["id"])
        known = _known(parts, workspace, str(pick.state), person.language)
        if "response_url" in body:
            card = cards.card(*known, person.language)
            tell(client, body, parts.replies.shareable(card, ids.STATE_SHARE, pick))
        else:
            view = cards.window(*known, person.language)
            open_window(parts, client, body, view, (ids.STATE_CARD, pick.value))

    def handle_part(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        part = StatePart.read(body["actions"][0]["selected_option"]["value"])
        cards, view = parts.states, None
        if part and cards and parts.desk.states.knows(part.state):
            known = _known(parts, workspace_of(context), part.state, part.language)
            view = cards.part(*known, part)
        if part is None or view is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        again = Pick(language=part.language, state=part.state).value
        open_window(parts, client, body, view, (f"{ids.STATE_CARD}.0", again))

    def shared(workspace: Workspace, value: object) -> Message | None:
        pick, cards = Pick.read(value), parts.states
        if pick is None or cards is None or not parts.desk.states.knows(pick.state or ""):
            return None
        known = _known(parts, workspace, str(pick.state), pick.language)
        return cards.card(*known, pick.language)

    app.action(ids.STATE_SHARE)(sharing(parts, shared))
    app.action(re.compile(rf"^{ids.STATE_CARD}\.\d+$"))(handle_card)
    app.action(ids.STATE_PART)(handle_part)


def _known(
    parts: Parts, workspace: Workspace, code: str, language: Language
) -> tuple[Profile, StateCalendar]:
    calendar, profiles = parts.calendar_of(workspace), parts.desk.profiles
    if calendar is None or profiles is None:
        raise ValueError("there is no calendar or no profile of States here")
    return profiles.said(language).of(code, today()), calendar.of_state(code, today())


def _codes(parts: Parts, text: str) -> tuple[str, ...]:
    """The codes that a State's name alone may mean."""
    states = parts.desk.states
    if states.knows(text.strip().upper()):
        return (text.strip().upper(),)
    mentions = states.find(text)
    rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
    return mentions[0].codes if len(mentions) == 1 and not rest else ()
