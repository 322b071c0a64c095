"""The windows of preparations: beginning one, owners and dates, handing over, closing."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Annotated, Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block, DividerBlock

from bot.handlers.kernel.blocks import Message, context, mrkdwn, section, window
from bot.handlers.kernel.forms import Form, PhraseCall, Wrong
from bot.handlers.kernel.inputs import Day, Member, OneOf, Page
from bot.handlers.kernel.interaction import PrepareInteraction, Refusal, View
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.people import CAN_NOT_POST, channels_of, is_in
from bot.handlers.kernel.refs import PREPARATION_START
from bot.handlers.kernel.services import Services, now, today
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.kernel.text import escape
from bot.handlers.preparations.blocks import (
    PREPARATION_PAGE,
    PreparationRef,
    SlackPreparations,
    metadata,
)
from bot.handlers.preparations.interaction import PreparationInteraction
from bot.prepare import Checklist
from bot.prepare.team import Team, Teams, items_of
from bot.store import OUTCOMES, ItemChange, Outcome, Preparation, PreparationStep

PREPARATION_START_FORM = "preparation_start_form"
PREPARATION_OWNERS_FORM = "preparation_owners_form"
PREPARATION_HAND_FORM = "preparation_hand_form"
PREPARATION_CLOSE_FORM = "preparation_close_form"
REMINDERS = (0, 1, 3, 7)
"""Days before a due date, of which a person chooses."""
MOST = 20
"""Open preparations of a channel."""
NOBODY = frozenset({"user_not_found", "user_not_visible"})
OWNER, DUE = "preparation_owner", "preparation_due"
_logger = logging.getLogger(__name__)


class StartForm(Form):
    """Before a preparation is begun: when reminders come, in days before a step is due."""

    remind: Annotated[
        int, OneOf("preparation_remind", optional=True, example="preparation_remind")
    ] = 3


class HandForm(Form):
    """Who leads it from now on."""

    lead: Annotated[
        str,
        Member(
            "preparation_hand_to", example="preparation_owner_hint", hint="preparation_hand_what"
        ),
    ] = ""


class CloseForm(Form):
    """How it ended."""

    outcome: Annotated[
        Outcome | None, OneOf("preparation_outcome", example="preparation_outcome")
    ] = None


def _owner(item: PreparationStep) -> Member:
    """The owner of a step; its block names the version of the step that was seen."""
    block, hint = f"{OWNER}/{item.id}/{item.version}", "preparation_owner_hint"
    return Member(block, action=OWNER, example=hint, optional=True)


def _due(item: PreparationStep) -> Day:
    """The date of a step, in the same way."""
    return Day(f"{DUE}/{item.id}/{item.version}", action=DUE, label=DUE, optional=True)


def _step(block: str) -> tuple[str, str, int] | None:
    """The input, the step and the version that a block names."""
    field, _, rest = block.partition("/")
    item, _, version = rest.rpartition("/")
    known = field in (OWNER, DUE) and item and version.isdecimal()
    return (field, item, int(version)) if known else None


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
    return _window(page, PREPARATION_START_FORM, "preparation_begin", blocks, ref.value)


def owners(page: Page, team: Team) -> View:
    """Owner and date of each step that is not done."""
    blocks: list[Block] = []
    for step in team.steps:
        if step.done:
            continue
        item, do = step.item, step.step.do if step.step else step.item.id
        label = f"{item.place + 1}. {do}"  # a window holds a hundred blocks
        owner = _owner(item).input_block(page, item.owner, label=label)
        blocks += [owner, _due(item).input_block(page, item.due), DividerBlock()]
    if not blocks:
        title, close = page.say("preparation_window"), page.say("close")
        none_ahead = section(page.say("preparation_next_none"))
        return window(PREPARATION_PAGE, title, [none_ahead], close=close)
    value = _ref(page, team)
    return _window(page, PREPARATION_OWNERS_FORM, "preparation_save", blocks[:-1], value)


def hand_over(page: Page, team: Team) -> View:
    """Who leads it from now on."""
    blocks, value = HandForm().blocks(page), _ref(page, team)
    return _window(page, PREPARATION_HAND_FORM, "preparation_hand", blocks, value)


def close(page: Page, team: Team) -> View:
    """How it ended."""
    choices = [(outcome, page.say(f"preparation_outcome_{outcome}")) for outcome in OUTCOMES]
    blocks = CloseForm().blocks(page, {"outcome": choices})
    value = _ref(page, team)
    return _window(page, PREPARATION_CLOSE_FORM, "preparation_close", blocks, value)


def _ref(page: Page, team: Team) -> str:
    return PreparationRef(language=page.language, preparation=team.preparation.id).value


def _window(page: Page, callback: str, submit: str, blocks: list[Block], value: str) -> View:
    title, no, yes = (page.say(key) for key in ("preparation_window", "cancel", submit))
    return window(callback, title, blocks, close=no, submit=yes, metadata=value)


def _not_here(press: StartInteraction) -> Message:
    """The desk is not in the channel: how to invite it."""
    not_here = press.phrase("preparation_not_here", invite=f"`/invite` <@{press.bot}>")
    return Message(not_here, (mrkdwn(not_here),))


def register(app: App, services: Services) -> None:
    """Listen to these windows, and to the button under a checklist that begins one."""
    on = Listeners(app, services, PreparationInteraction)
    starting, preparations = (
        Listeners(app, services, StartInteraction),
        services.storage.preparations,
    )

    @on.form(PREPARATION_OWNERS_FORM)
    def handle_owners(form: PreparationInteraction) -> None:
        changes, blocks = _changes(form)
        outsiders = {
            blocks[change.item, OWNER]: PhraseCall("preparation_outsider")
            for change in changes
            if change.owner and not _ours(form, change.owner)
        }
        if outsiders:
            raise Wrong(outsiders)
        late = preparations.change(form.workspace, form.id, changes, now())
        if late is None:
            raise Refusal("preparation_is_closed")
        if late:
            meanwhile = PhraseCall("preparation_meanwhile")
            raise Wrong({block: meanwhile for (item, _), block in blocks.items() if item in late})
        form.refresh()
        form.notice("preparation_saved")

    @on.form(PREPARATION_HAND_FORM)
    def handle_hand(form: PreparationInteraction) -> None:
        to = form.read_form(HandForm).lead
        if not _ours(form, to):
            raise Wrong.at("preparation_hand_to", "preparation_outsider")
        led = form.team().preparation.lead
        _ended(form, preparations.hand_over(form.workspace, form.id, to, led, now()))

    @on.form(PREPARATION_CLOSE_FORM)
    def handle_close(form: PreparationInteraction) -> None:
        outcome = form.read_form(CloseForm).outcome
        if outcome is None:
            raise Refusal("changed")
        _ended(form, preparations.close(form.workspace, form.id, outcome, now()))

    @starting.button(PREPARATION_START)
    def handle_start(press: StartInteraction) -> None:
        channel = press.ref.channel
        if not channel or not is_in(press.client, channel):
            press.tell(_not_here(press))
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


def _ended(form: PreparationInteraction, done: bool) -> None:
    """Show it as it is now, and say whether the form could be kept."""
    form.refresh()
    form.notice("preparation_saved" if done else "preparation_is_closed")


def _changes(form: PreparationInteraction) -> tuple[list[ItemChange], dict[tuple[str, str], str]]:
    """What the person changed, against the versions of the steps that they saw, and the block of
    each change by its step and field. What they left as it was is not written."""
    view = form.body["view"]
    before = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    changes: dict[str, ItemChange] = {}
    blocks: dict[tuple[str, str], str] = {}
    for block in form.inputs.blocks():
        read = _step(block)
        if read is None or block not in before:
            continue
        field, item, seen = read
        new, kind = form.inputs.text(block), "user" if field == OWNER else "date"
        if new == (before[block].get(f"initial_{kind}") or ""):
            continue
        update: dict[str, Any] = {"owner": new}
        if kind == "date":
            update = {"due": dt.date.fromisoformat(new) if new else None, "dates": True}
        change = changes.get(item, ItemChange(item=item, seen=seen))
        changes[item] = change.model_copy(update=update)
        blocks[item, field] = block
    return list(changes.values()), blocks


def _ours(form: PreparationInteraction, person: str) -> bool:
    """Whether somebody belongs to the workspace: of others nothing is kept."""
    workspace = form.workspace
    try:
        info = form.client.users_info(user=person)["user"]
    except SlackApiError as error:
        if error.response.get("error") not in NOBODY:
            raise
        return False
    enterprise = (info.get("enterprise_user") or {}).get("enterprise_id")
    same_team = bool(workspace.team) and info.get("team_id") == workspace.team
    return same_team or bool(workspace.enterprise and enterprise == workspace.enterprise)


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
