"""A preparation in its channel: beginning one, ticks, what its menu offers, what is under way."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Annotated

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.handlers.kernel.blocks import context, mrkdwn
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import OneOf
from bot.handlers.kernel.interaction import Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners, PrepareInteraction
from bot.handlers.kernel.people import CAN_NOT_POST, channels_of, is_in
from bot.handlers.kernel.refs import PREPARATION_START
from bot.handlers.kernel.sending import File, put_in_thread
from bot.handlers.kernel.services import Services, now, today
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.kernel.text import escape
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
from bot.handlers.preparations.forms import PreparationInteraction, metadata
from bot.prepare import Checklist
from bot.prepare.team import Team, Teams, as_set, items_of
from bot.render.checklist import file_name, word
from bot.render.ics import NoDates, calendar_file
from bot.store import Preparation

_logger = logging.getLogger(__name__)


PREPARATION_START_FORM = "preparation_start_form"
REMINDERS = (0, 1, 3, 7)
"""Days before a due date, of which a person chooses."""
MOST = 20
"""Open preparations of a channel."""


class StartForm(Form):
    """Before a preparation is begun: when reminders come, in days before a step is due."""

    remind: Annotated[
        int, OneOf("preparation_remind", optional=True, example="preparation_remind")
    ] = 3


class StartInteraction(PrepareInteraction):
    """The button under a checklist, or the window in which a preparation is begun."""

    title = "preparation_window"


def start(press: StartInteraction, checklist: Checklist) -> View:
    """Before one is begun in a channel: what happens, what is kept, when reminders come."""
    page, ref, days = press.page, press.ref, press.services.deployment.advocacy_preparation_days
    what = escape(page.say("preparation_what", channel="{channel}"))
    choices = [(str(n), page.say(f"preparation_remind_{n}")) for n in REMINDERS]
    hint = page.say("preparation_remind_hint", zone=press.zone.key)
    remind = StartForm.inputs()["remind"].input_block(page, StartForm().remind, choices, hint=hint)
    blocks: list[Block] = [
        mrkdwn(f"*{escape(checklist.title)}*\n{what.replace('{channel}', f'<#{ref.channel}>')}"),
        remind,
        context(page.say("preparation_kept", days=days)),
    ]
    return forms.window(page, PREPARATION_START_FORM, "preparation_begin", blocks, ref.value)


def register(app: App, services: Services) -> None:
    """Listen to ticks and buttons of preparations, and to their windows."""
    on, preparations = (
        Listeners(app, services, PreparationInteraction),
        services.storage.preparations,
    )
    starting = Listeners(app, services, StartInteraction)

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

    @starting.button(PREPARATION_START)
    def handle_start(press: StartInteraction) -> None:
        channel = press.ref.channel
        if not channel or not is_in(press.client, channel):
            press.tell(press.not_here("preparation_not_here"))
            return
        if channel not in (press.channel, *channels_of(press.client, press.user)):
            raise Refusal("preparation_not_member")
        checklist = press.toolkit.checklist(press.ref, today())
        press.open(start(press, checklist), PREPARATION_START)

    @starting.form(PREPARATION_START_FORM)
    def handle_begun(form: StartInteraction) -> None:
        ref, channel = form.ref, form.ref.channel
        if not channel:
            raise Refusal("changed")
        here = preparations.list(form.workspace, channel)
        if sum(not preparation.closed for preparation in here) >= MOST:
            raise Refusal("preparation_too_many", count=MOST)
        checklist = form.toolkit.checklist(ref, today())
        preparation = Preparation(
            id=form.body["view"]["id"],  # so that the same window begins one alone
            workspace=form.workspace,
            channel=channel,
            action=checklist.action,
            mechanism=ref.mechanism,
            state=ref.state,
            joint=ref.joint,
            deadline=ref.deadline,
            counted_from=checklist.anchor.exact,
            zone=form.zone.key,
            language=ref.language,
            lead=form.user,
            remind=form.read_form(StartForm).remind,
            since=now(),
            changed=now(),
        )
        new = preparations.add(preparation, items_of(checklist, now()))
        posted = not new or _posted(form, preparation)
        form.notice("preparation_begun" if posted else "preparation_not_posted")

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


def _posted(form: StartInteraction, preparation: Preparation) -> bool:
    """Post its message. Where Slack will not have it there, nothing is kept, and this is False;
    where no answer comes, the runner looks whether it stands there."""
    storage, on, key = form.services.storage, today(), (form.workspace, preparation.id)
    team = Teams(storage, form.toolkit.prepare).get(*key, on)
    if team is None:
        return False
    message = SlackPreparations(form.base, form.toolkit.wordings).message(team)
    try:
        posted = form.post(message, preparation.channel, metadata=metadata(preparation.id))
    except CALL_ERRORS as error:
        if isinstance(error, SlackApiError) and error.response.get("error") in CAN_NOT_POST:
            storage.preparations.remove(*key)
            return False
        _logger.warning("a preparation is not posted yet", extra=described(error))
        return True
    storage.preparations.placed(*key, posted["ts"], preparation.version, on)
    return True
