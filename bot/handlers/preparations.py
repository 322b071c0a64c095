"""A preparation in its channel: ticks, what is next, and what its menu offers."""

from __future__ import annotations

import logging

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.handlers import preparation_forms
from bot.handlers.checklist import named
from bot.handlers.files import File, put_in_thread
from bot.handlers.interaction import Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.membership import channels_of
from bot.handlers.parts import Parts, now
from bot.handlers.preparation_interaction import PreparationInteraction
from bot.handlers.trouble import TROUBLE, described
from bot.knowledge.models import Language
from bot.prepare.team import Team, Teams, as_set
from bot.render.checklist import word
from bot.render.checklist_dates import NoDates, calendar_file
from bot.render.slack import prepare_ids as ids
from bot.store import Workspace

_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to ticks and buttons of preparations, and to their windows."""
    on, preparations = Listeners(app, parts, PreparationInteraction), parts.storage.preparations

    @on.button(ids.PREPARATION_TICK)
    def handle_tick(press: PreparationInteraction) -> None:
        action = press.body["actions"][0]
        _, item = ids.ticked(action["block_id"]) or ("", "")
        done, pressed = bool(action.get("selected_options")), str(action["action_ts"])
        preparations.tick(press.workspace, press.id, item, done, press.doer, pressed, now())
        press.refresh()

    @on.button(ids.PREPARATION)
    def handle_open(press: PreparationInteraction) -> None:
        view = press.preparing.preparations.window(press.team(), press.language)
        press.open(view, ids.PREPARATION)

    @on.button(ids.PREPARATION_NEXT)
    def handle_next(press: PreparationInteraction) -> None:
        shown = press.preparing.preparations
        press.tell(shown.next(press.team(), press.user, press.language))

    @on.button(ids.PREPARATION_OWNERS)
    def handle_owners(press: PreparationInteraction) -> None:
        view = press.preparing.windows.owners(press.open_team(), press.language)
        press.open(view, ids.PREPARATION_OWNERS)

    @on.button(ids.PREPARATION_RECOUNT)
    def handle_recount(press: PreparationInteraction) -> None:
        team = press.open_team()
        exact = team.made.anchor.exact if team.made else None
        preparations.recount(press.workspace, press.id, exact, team.dates(), now())
        press.refresh()

    @on.button(ids.PREPARATION_REOPEN)
    def handle_reopen(press: PreparationInteraction) -> None:
        preparations.reopen(press.workspace, press.id, now())
        press.refresh()

    @on.button(ids.PREPARATION_MORE)
    def handle_more(press: PreparationInteraction) -> None:
        team, windows = press.open_team(), press.preparing.windows
        match press.ref.do:
            case "word" | "calendar" as kind:
                _put(press, team, kind)
            case "again":
                _again(press, team)
            case "hand":
                press.open(windows.hand_over(team, press.language), ids.PREPARATION)
            case "close":
                press.open(windows.close(team, press.language), ids.PREPARATION)

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


def _put(press: PreparationInteraction, team: Team, kind: str) -> None:
    """Put it as a file into the thread of its message, with the dates that the team has set."""
    made = as_set(team, open_only=kind == "calendar")
    if made is None or team.kept.ts is None:
        raise Refusal("changed")
    wordings = press.preparing.wordings
    try:
        word_file = kind == "word"
        content = word(made, wordings) if word_file else calendar_file(made, wordings, now())
    except NoDates as error:
        raise Refusal("preparation_no_dates") from error
    file = File(named(made, "docx" if kind == "word" else "ics"), made.title, content)
    put_in_thread(press.client, team.kept.channel, team.kept.ts, file)


def _again(press: PreparationInteraction, team: Team) -> None:
    """Post its message anew, where people are now, and take the old one away."""
    kept, preparations = team.kept, press.parts.storage.preparations
    posted = press.post(press.preparing.preparations.message(team), kept.channel)
    preparations.placed(press.workspace, kept.id, posted["ts"], kept.version, press.today)
    if kept.ts:
        try:
            press.client.chat_delete(channel=kept.channel, ts=kept.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
    press.refresh()
