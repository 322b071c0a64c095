"""A preparation in its channel: ticks, what is next, and what its menu offers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.handlers import preparation_forms
from bot.handlers.checklist import named
from bot.handlers.files import File, put_in_thread
from bot.handlers.membership import channels_of
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.preparation_press import Touch
from bot.handlers.trouble import TROUBLE, described
from bot.knowledge.models import Language
from bot.prepare.team import Team, Teams, as_set
from bot.render.checklist import word
from bot.render.checklist_ics import NoDates, calendar_file
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_ids import PreparationRef
from bot.store import Workspace

_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to ticks and buttons of preparations, and to their windows."""

    def handle_tick(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        action = body["actions"][0]
        found = ids.ticked(str(action.get("block_id")))
        preparing = parts.preparing_of(workspace_of(context))
        if found is None or preparing is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        id, item = found
        touch = Touch(parts, preparing, body, context, client, id)
        if phrase := touch.refused():
            touch.say(phrase)
            return
        done, pressed = bool(action.get("selected_options")), str(action["action_ts"])
        kept, person = parts.storage.preparations, touch.person
        kept.tick(touch.workspace, id, item, done, person, pressed, now())
        touch.refresh()

    def handle_open(touch: Touch, team: Team) -> None:
        touch.show(touch.preparing.preparations.window(team, touch.language), ids.PREPARATION)

    def handle_next(touch: Touch, team: Team) -> None:
        touch.tell(touch.preparing.preparations.next(team, touch.user, touch.language))

    def handle_owners(touch: Touch, team: Team) -> None:
        touch.show(touch.preparing.windows.owners(team, touch.language), ids.PREPARATION_OWNERS)

    def handle_recount(touch: Touch, team: Team) -> None:
        exact = team.made.anchor.exact if team.made else None
        kept = parts.storage.preparations
        kept.recount(touch.workspace, touch.id, exact, team.dates(), now())
        touch.refresh()

    def handle_reopen(touch: Touch, team: Team) -> None:  # noqa: ARG001 (as the others)
        parts.storage.preparations.reopen(touch.workspace, touch.id, now())
        touch.refresh()

    def handle_more(touch: Touch, team: Team) -> None:
        chosen = touch.body["actions"][0]["selected_option"]["value"]
        ref, windows = PreparationRef.read(chosen), touch.preparing.windows
        match ref.do if ref else None:
            case "word" | "calendar" as kind:
                _put(touch, team, kind)
            case "again":
                _again(touch, team)
            case "hand":
                touch.show(windows.hand_over(team, touch.language), ids.PREPARATION)
            case "close":
                touch.show(windows.close(team, touch.language), ids.PREPARATION)

    for action, handle, closed in (
        (ids.PREPARATION, handle_open, True),
        (ids.PREPARATION_NEXT, handle_next, True),
        (ids.PREPARATION_REOPEN, handle_reopen, True),
        (ids.PREPARATION_OWNERS, handle_owners, False),
        (ids.PREPARATION_RECOUNT, handle_recount, False),
        (ids.PREPARATION_MORE, handle_more, False),
    ):
        app.action(action)(_touched(parts, handle, closed))
    app.action(ids.PREPARATION_TICK)(handle_tick)
    preparation_forms.register(app, parts)


def of_home(
    parts: Parts, client: WebClient, workspace: Workspace, person: str, language: Language
) -> list[Block]:
    """What is under way for a person: their own, and what their channels prepare."""
    preparing, kept = parts.preparing_of(workspace), parts.storage.preparations
    if preparing is None or all(one.closed for one in kept.list(workspace)):
        return []
    mine = kept.theirs(workspace, person)
    try:
        channels = channels_of(client, person)
    except TROUBLE as error:
        _logger.warning("a person's channels are not known", extra=described(error))
        channels = frozenset()
    teams = Teams(parts.storage, preparing.prepare)
    found = teams.in_channels(workspace, channels, mine, now().date())
    return preparing.windows.listed(found, "preparation_home", language, mine)


def _touched(
    parts: Parts, handle: Callable[[Touch, Team], None], closed: bool
) -> Callable[..., None]:
    """A listener of buttons of a preparation; `closed`: also where that is closed."""

    def handle_touch(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        action = body["actions"][0]
        value = action.get("value") or (action.get("selected_option") or {}).get("value")
        ref = PreparationRef.read(value)
        preparing = parts.preparing_of(workspace_of(context))
        if ref is None or preparing is None:
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        touch = Touch(parts, preparing, body, context, client, ref.preparation)
        phrase, team = touch.refused(), touch.team()
        if phrase or team is None:
            touch.say(phrase or "preparation_gone")
        elif team.kept.closed and not closed:
            touch.say("preparation_is_closed")
            touch.refresh()
        else:
            handle(touch, team)

    return handle_touch


def _put(touch: Touch, team: Team, kind: str) -> None:
    """Put it as a file into the thread of its message, with the dates that the team has set."""
    made = as_set(team, open_only=kind == "calendar")
    if made is None or team.kept.ts is None:
        touch.say("changed")
        return
    wordings = touch.preparing.wordings
    try:
        word_file = kind == "word"
        content = word(made, wordings) if word_file else calendar_file(made, wordings, now())
    except NoDates:
        touch.say("preparation_no_dates")
        return
    file = File(named(made, "docx" if kind == "word" else "ics"), made.title, content)
    put_in_thread(touch.client, team.kept.channel, team.kept.ts, file)


def _again(touch: Touch, team: Team) -> None:
    """Post its message anew, where people are now, and take the old one away."""
    message = touch.preparing.preparations.message(team)
    kept = team.kept
    posted = touch.client.chat_postMessage(
        channel=kept.channel, unfurl_links=False, unfurl_media=False, **message.arguments()
    )
    preparations = touch.parts.storage.preparations
    preparations.placed(touch.workspace, kept.id, posted["ts"], kept.version, touch.today)
    if kept.ts:
        try:
            touch.client.chat_delete(channel=kept.channel, ts=kept.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
    touch.refresh()
