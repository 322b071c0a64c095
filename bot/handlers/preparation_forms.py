"""The windows of preparations: beginning one, owners and dates, handing over, closing."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.handlers.interaction import Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.handlers.preparation_interaction import PreparationInteraction
from bot.render.slack import prepare_ids as ids
from bot.render.slack.preparation_fields import Field
from bot.store import ItemChange, Outcome

NOBODY = frozenset({"user_not_found", "user_not_visible"})


def register(app: App, parts: Parts) -> None:
    """Listen to these windows; the one that begins a preparation is in `preparation_start`."""
    on, preparations = Listeners(app, parts, PreparationInteraction), parts.storage.preparations

    @on.form(ids.PREPARATION_OWNERS_FORM)
    def handle_owners(form: PreparationInteraction) -> None:
        changes, blocks = _changes(form)
        outsiders = {
            blocks[change.item, Field.OWNER]: _outsider(form)
            for change in changes
            if change.owner and not _ours(form, change.owner)
        }
        if outsiders:
            form.errors(outsiders)
            return
        late = preparations.change(form.workspace, form.id, changes, now())
        if late is None:
            raise Refusal("preparation_is_closed")
        if late:
            said = parts.desk.base.say("preparation_meanwhile", form.language)
            form.errors({block: said for (item, _), block in blocks.items() if item in late})
            return
        form.refresh()
        form.notice("preparation_saved")

    @on.form(ids.PREPARATION_HAND_FORM)
    def handle_hand(form: PreparationInteraction) -> None:
        to = form.inputs.text(Field.LEAD)
        if not _ours(form, to):
            form.errors({Field.LEAD: _outsider(form)})
            return
        led = form.team().kept.lead
        _ended(form, preparations.hand_over(form.workspace, form.id, to, led, now()))

    @on.form(ids.PREPARATION_CLOSE_FORM)
    def handle_close(form: PreparationInteraction) -> None:
        outcome = cast("Outcome", form.inputs.text(Field.OUTCOME))
        _ended(form, preparations.close(form.workspace, form.id, outcome, now()))


def _ended(form: PreparationInteraction, done: bool) -> None:
    """Show it as it is now, and say whether the form could be kept."""
    form.refresh()
    form.notice("preparation_saved" if done else "preparation_is_closed")


def _outsider(form: PreparationInteraction) -> str:
    return form.parts.desk.base.say("preparation_outsider", form.language)


def _changes(form: PreparationInteraction) -> tuple[list[ItemChange], dict[tuple[str, str], str]]:
    """What the person changed, against the versions of the steps that they saw, and the block of
    each change by its step and field. What they left as it was is not written."""
    view = form.body["view"]
    before = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    changes: dict[str, ItemChange] = {}
    blocks: dict[tuple[str, str], str] = {}
    for block in form.inputs.blocks():
        read = Field.read(block)
        if read is None or block not in before:
            continue
        field, item, seen = read
        new, kind = form.inputs.text(block), "user" if field == Field.OWNER else "date"
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
        found = form.client.users_info(user=person)["user"]
    except SlackApiError as error:
        if error.response.get("error") not in NOBODY:
            raise
        return False
    enterprise = (found.get("enterprise_user") or {}).get("enterprise_id")
    same_team = bool(workspace.team) and found.get("team_id") == workspace.team
    return same_team or bool(workspace.enterprise and enterprise == workspace.enterprise)
