"""A preparation in its channel: ticks, what is next, and what its menu offers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.handlers.kernel.interaction import Refusal, Request
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.people import channels_of
from bot.handlers.kernel.sending import File, put_in_thread
from bot.handlers.kernel.services import Services, now, today
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.preparations import forms
from bot.handlers.preparations.blocks import (
    PREPARATION,
    PREPARATION_MORE,
    PREPARATION_NEXT,
    PREPARATION_OWNERS,
    PREPARATION_RECOUNT,
    PREPARATION_REOPEN,
    PREPARATION_TICK,
    SlackPreparations,
    ticked,
)
from bot.handlers.preparations.interaction import PreparationInteraction
from bot.prepare.team import Team, Teams, as_set
from bot.render.checklist import file_name, word
from bot.render.ics import NoDates, calendar_file

_logger = logging.getLogger(__name__)


def register(app: App, services: Services) -> None:
    """Listen to ticks and buttons of preparations, and to their windows."""
    on, preparations = (
        Listeners(app, services, PreparationInteraction),
        services.storage.preparations,
    )

    @on.button(PREPARATION_TICK)
    def handle_tick(press: PreparationInteraction) -> None:
        action = press.body["actions"][0]
        _, item = ticked(action["block_id"]) or ("", "")
        done, pressed = bool(action.get("selected_options")), str(action["action_ts"])
        preparations.tick(press.workspace, press.id, item, done, press.doer, pressed, now())
        press.refresh()

    @on.button(PREPARATION)
    def handle_open(press: PreparationInteraction) -> None:
        view = press.blocks.window(press.team(), press.language)
        press.open(view, PREPARATION)

    @on.button(PREPARATION_NEXT)
    def handle_next(press: PreparationInteraction) -> None:
        renderer = press.blocks
        press.tell(renderer.next(press.team(), press.user, press.language))

    @on.button(PREPARATION_OWNERS)
    def handle_owners(press: PreparationInteraction) -> None:
        view = forms.owners(press.page, press.open_team())
        press.open(view, PREPARATION_OWNERS)

    @on.button(PREPARATION_RECOUNT)
    def handle_recount(press: PreparationInteraction) -> None:
        team = press.open_team()
        exact = team.checklist.anchor.exact if team.checklist else None
        preparations.recount(press.workspace, press.id, exact, team.dates(), now())
        press.refresh()

    @on.button(PREPARATION_REOPEN)
    def handle_reopen(press: PreparationInteraction) -> None:
        preparations.reopen(press.workspace, press.id, now())
        press.refresh()

    @on.button(PREPARATION_MORE)
    def handle_more(press: PreparationInteraction) -> None:
        team = press.open_team()
        match press.ref.do:
            case "word" | "calendar" as kind:
                _post_file(press, team, kind)
            case "again":
                _again(press, team)
            case "hand":
                press.open(forms.hand_over(press.page, team), PREPARATION)
            case "close":
                press.open(forms.close(press.page, team), PREPARATION)

    forms.register(app, services)


def of_home(request: Request, _followed: Sequence[str]) -> list[Block]:
    """What is under way for a person: their own, and what their channels prepare."""
    services, workspace, person = request.services, request.workspace, request.user
    toolkit, preparations_table = services.toolkit_of(workspace), services.storage.preparations
    if toolkit is None or all(
        preparation.closed for preparation in preparations_table.list(workspace)
    ):
        return []
    mine = preparations_table.theirs(workspace, person)
    try:
        channels = channels_of(request.client, person)
    except CALL_ERRORS as error:
        _logger.warning("a person's channels are not known", extra=described(error))
        channels = frozenset()
    teams = Teams(services.storage, toolkit.prepare).in_channels(workspace, channels, mine, today())
    blocks = SlackPreparations(request.base, toolkit.wordings)
    return blocks.listed(teams, "preparation_home", request.language, mine)


def under_way(call: Call) -> list[Block]:
    """What is under way in the channel of a command."""
    teams = Teams(call.services.storage, call.toolkit.prepare)
    here = teams.in_channels(call.workspace, [call.channel], (), today())
    blocks = SlackPreparations(call.base, call.toolkit.wordings)
    return blocks.listed(here, "preparation_here", call.language)


def _post_file(press: PreparationInteraction, team: Team, kind: str) -> None:
    """Put it as a file into the thread of its message, with the dates that the team has set."""
    checklist = as_set(team, open_only=kind == "calendar")
    if checklist is None or team.preparation.ts is None:
        raise Refusal("changed")
    wordings = press.toolkit.wordings
    try:
        word_file = kind == "word"
        content = (
            word(checklist, wordings) if word_file else calendar_file(checklist, wordings, now())
        )
    except NoDates as error:
        raise Refusal("preparation_no_dates") from error
    file = File(file_name(checklist, "docx" if kind == "word" else "ics"), checklist.title, content)
    put_in_thread(press.client, team.preparation.channel, team.preparation.ts, file)


def _again(press: PreparationInteraction, team: Team) -> None:
    """Post its message anew, where people are now, and take the old one away."""
    preparation, preparations = team.preparation, press.services.storage.preparations
    posted = press.post(press.blocks.message(team), preparation.channel)
    preparations.placed(
        press.workspace, preparation.id, posted["ts"], preparation.version, press.today
    )
    if preparation.ts:
        try:
            press.client.chat_delete(channel=preparation.channel, ts=preparation.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
    press.refresh()
