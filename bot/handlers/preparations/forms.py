"""Something that somebody did to a preparation (which one, by whom, and whether they may), and its
windows: owners and dates, handing over, closing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Annotated, Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block, DividerBlock

from bot.handlers.kernel.blocks import Page, section
from bot.handlers.kernel.forms import Form, PhraseCall, Wrong
from bot.handlers.kernel.inputs import Day, Member, OneOf
from bot.handlers.kernel.interaction import Interaction, Refusal, View
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.people import channels_of
from bot.handlers.kernel.services import Services, now, ours, today
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.preparations.blocks import (
    PREPARATION_PAGE,
    PREPARATION_TICK,
    PreparationRef,
    SlackPreparations,
    ticked,
)
from bot.prepare.team import Team, Teams
from bot.store import OUTCOMES, ItemChange, Outcome, Preparation, PreparationStep, Store, Workspace

PREPARATION_OWNERS_FORM = "preparation_owners_form"
PREPARATION_HAND_FORM = "preparation_hand_form"
PREPARATION_CLOSE_FORM = "preparation_close_form"
NOBODY = frozenset({"user_not_found", "user_not_visible"})
OWNER, DUE = "preparation_owner", "preparation_due"
_logger = logging.getLogger(__name__)


EVENT = "advocacy_preparation"
"""The kind of metadata by which its message is known."""


def metadata(preparation: str) -> dict[str, Any]:
    """What names the message of a preparation: an id, as every app in the channel may read it."""
    return {"event_type": EVENT, "event_payload": {"preparation": preparation}}


TIMES = 5
"""How often a message is shown anew in a row, while others go on changing it."""


def bring_up_to_date(
    storage: Store,
    teams: Teams,
    slack: SlackPreparations,
    workspace: Workspace,
    id: str,
    on: dt.date,
    update: Callable[..., Any],
) -> None:
    """Show what the store holds, by `update` (Slack's chat.update).

    Of two who change it at once, the one whose message came first may write last: so each looks
    again whether what it showed is still what is kept. Raises what `update` raises.
    """
    for _ in range(TIMES):
        team = teams.get(workspace, id, on)
        if team is None or team.preparation.ts is None:
            return
        update(
            channel=team.preparation.channel,
            ts=team.preparation.ts,
            **slack.message(team).arguments(),
        )
        storage.preparations.note_shown(workspace, id, team.preparation.version, on)
        now = storage.preparations.get(workspace, id)
        if now is None or now.version == team.preparation.version:
            return


class PreparationInteraction(Interaction[PreparationRef]):
    """A button, a tick or a window of one preparation."""

    carries = PreparationRef
    title = "preparation_window"

    def begin(self) -> None:
        """Raises Refusal where it is gone, and for who is not in its channel."""
        super().begin()
        self.id, self.today = self.ref.preparation, today()
        self.teams = Teams(self.services.storage, self.toolkit.prepare)
        preparation = self.services.storage.preparations.get(self.workspace, self.id)
        if preparation is None:
            raise Refusal("preparation_gone")
        if not self._may(preparation):
            raise Refusal("preparation_not_member")

    @property
    def value(self) -> object:
        """Of a tick, the preparation that its block names."""
        action = (self.body.get("actions") or [{}])[0]
        if action.get("action_id") != PREPARATION_TICK:
            return super().value
        tick = ticked(str(action.get("block_id")))
        return PreparationRef(preparation=tick[0]).value if tick else None

    @property
    def blocks(self) -> SlackPreparations:
        """What renders preparations."""
        return SlackPreparations(self.base, self.toolkit.wordings)

    @property
    def doer(self) -> str:
        """Who is kept as having done it; nothing is kept of people of other organisations."""
        return self.user if ours(self.body) else ""

    def team(self) -> Team:
        """The preparation as it is now. Raises Refusal where it is gone."""
        if team := self.teams.get(self.workspace, self.id, self.today):
            return team
        raise Refusal("preparation_gone")

    def open_team(self) -> Team:
        """The same. Raises Refusal where it is closed, too."""
        team = self.team()
        if team.preparation.closed:
            raise Refusal("preparation_is_closed")
        return team

    def refuse(self, error: Exception) -> None:
        """Where a button of a closed one was pressed, it is shown as it is now."""
        super().refuse(error)
        closed = isinstance(error, Refusal) and error.phrase == "preparation_is_closed"
        if self.kind == "button" and closed:
            self.refresh()

    def refresh(self) -> None:
        """Show it as it is now: in the channel, and in the window that was pressed in.

        What is kept is kept: where Slack fails, the runner brings the message up to date.
        """
        renderer, storage = self.blocks, self.services.storage
        try:
            bring_up_to_date(
                storage, self.teams, renderer, self.workspace, self.id, self.today,
                self.client.chat_update,
            )  # fmt: skip
        except CALL_ERRORS as error:
            _logger.warning("a preparation's message is behind", extra=described(error))
        view = self.body.get("view") or {}
        team = self.teams.get(self.workspace, self.id, self.today)
        if view.get("type") == "modal" and self.kind == "button" and team:
            self.update(renderer.window(team, self.language))

    def _may(self, preparation: Preparation) -> bool:
        """Whether the person is in its channel: who presses there is."""
        if self.channel == preparation.channel:
            return True
        if preparation.channel.startswith("D"):
            return self.user == preparation.lead
        return preparation.channel in channels_of(self.client, self.user)


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
        none_ahead = section(page.say("preparation_next_none"))
        return page.window(PREPARATION_PAGE, "preparation_window", [none_ahead])
    value = _ref(page, team)
    return window(page, PREPARATION_OWNERS_FORM, "preparation_save", blocks[:-1], value)


def hand_over(page: Page, team: Team) -> View:
    """Who leads it from now on."""
    blocks, value = HandForm().blocks(page), _ref(page, team)
    return window(page, PREPARATION_HAND_FORM, "preparation_hand", blocks, value)


def close(page: Page, team: Team) -> View:
    """How it ended."""
    choices = [(outcome, page.say(f"preparation_outcome_{outcome}")) for outcome in OUTCOMES]
    blocks = CloseForm().blocks(page, {"outcome": choices})
    value = _ref(page, team)
    return window(page, PREPARATION_CLOSE_FORM, "preparation_close", blocks, value)


def _ref(page: Page, team: Team) -> str:
    return PreparationRef(language=page.language, preparation=team.preparation.id).value


def window(page: Page, callback: str, submit: str, blocks: list[Block], value: str) -> View:
    """A window of preparations; `submit` is the phrase of the button that sends it off."""
    title = "preparation_window"
    return page.window(callback, title, blocks, value, close="cancel", submit=submit)


def register(app: App, services: Services) -> None:
    """Listen to these windows."""
    on, preparations = (
        Listeners(app, services, PreparationInteraction),
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
