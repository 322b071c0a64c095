"""The windows of preparations: beginning one, owners and dates, handing over, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.preparation_press import Touch
from bot.render.slack import prepare_ids as ids
from bot.render.slack.preparation_fields import Field
from bot.render.slack.prepare_ids import PreparationRef
from bot.store import ItemChange, Outcome

NOBODY = frozenset({"user_not_found", "user_not_visible"})
Values = dict[str, dict[str, dict[str, Any]]]
Answer = Callable[..., Any]


def register(app: App, parts: Parts) -> None:
    """Listen to these windows; the one that begins a preparation is in `preparation_start`."""

    def handle_owners(touch: Touch, view: dict[str, Any], ack: Ack) -> None:
        changes, blocks = _changes(view)
        outsiders = {
            block: parts.desk.base.say("preparation_outsider", touch.language)
            for block, owner in _owners(changes, blocks)
            if owner and not _ours(touch, owner)
        }
        if outsiders:
            ack(response_action="errors", errors=outsiders)
            return
        kept = parts.storage.preparations
        late = kept.change(touch.workspace, touch.id, changes, now())
        if late is None:
            _answer(touch, ack, "preparation_is_closed")
        elif late:
            said = parts.desk.base.say("preparation_meanwhile", touch.language)
            found = {block: said for (item, _), block in blocks.items() if item in late}
            ack(response_action="errors", errors=found)
        else:
            touch.refresh()
            _answer(touch, ack, "preparation_saved")

    def handle_hand(touch: Touch, view: dict[str, Any], ack: Ack) -> None:
        to = view["state"]["values"][Field.LEAD][Field.LEAD]["selected_user"]
        if not _ours(touch, to):
            said = parts.desk.base.say("preparation_outsider", touch.language)
            ack(response_action="errors", errors={Field.LEAD: said})
            return
        kept, before = parts.storage.preparations, touch.team()
        led = before.kept.lead if before else ""
        done = kept.hand_over(touch.workspace, touch.id, to, led, now())
        touch.refresh()
        _answer(touch, ack, "preparation_saved" if done else "preparation_is_closed")

    def handle_close(touch: Touch, view: dict[str, Any], ack: Ack) -> None:
        chosen = view["state"]["values"][Field.OUTCOME][Field.OUTCOME]["selected_option"]
        outcome: Outcome = chosen["value"]
        done = parts.storage.preparations.close(touch.workspace, touch.id, outcome, now())
        touch.refresh()
        _answer(touch, ack, "preparation_saved" if done else "preparation_is_closed")

    app.view(ids.PREPARATION_OWNERS_FORM)(_sent(parts, handle_owners))
    app.view(ids.PREPARATION_HAND_FORM)(_sent(parts, handle_hand))
    app.view(ids.PREPARATION_CLOSE_FORM)(_sent(parts, handle_close))


def _sent(parts: Parts, handle: Callable[[Touch, dict[str, Any], Ack], None]) -> Answer:
    """A listener of windows of a preparation, for those who may touch it."""

    def handle_sent(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        ref = PreparationRef.read(view.get("private_metadata"))
        preparing = parts.preparing_of(workspace_of(context))
        if ref is None or preparing is None:
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        touch = Touch(parts, preparing, body, context, client, ref.preparation)
        if phrase := touch.refused():
            _answer(touch, ack, phrase)
        else:
            handle(touch, view, ack)

    return handle_sent


def _answer(touch: Touch, ack: Ack, phrase: str) -> None:
    notice = touch.preparing.windows.notice(phrase, touch.language)
    ack(response_action="update", view=notice)


def _changes(view: dict[str, Any]) -> tuple[list[ItemChange], dict[tuple[str, str], str]]:
    """What the person changed, against the versions of the steps that they saw, and the block of
    each change by its step and field. What they left as it was is not written."""
    before = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    values: Values = view["state"]["values"]
    changes: dict[str, ItemChange] = {}
    blocks: dict[tuple[str, str], str] = {}
    for block, held in values.items():
        read = Field.read(block)
        if read is None or block not in before:
            continue
        field, item, seen = read
        one = changes.get(item, ItemChange(item=item, seen=seen))
        if field == Field.OWNER:
            new, old = held[field].get("selected_user"), before[block].get("initial_user")
            update: dict[str, Any] = {"owner": new or ""}
        else:
            new, old = held[field].get("selected_date"), before[block].get("initial_date")
            update = {"due": dt.date.fromisoformat(new) if new else None, "dates": True}
        if (new or None) != (old or None):
            changes[item] = one.model_copy(update=update)
            blocks[item, field] = block
    return list(changes.values()), blocks


def _owners(
    changes: list[ItemChange], blocks: dict[tuple[str, str], str]
) -> list[tuple[str, str | None]]:
    """The block of each owner that was set."""
    named = ((blocks.get((one.item, Field.OWNER)), one.owner) for one in changes)
    return [(block, owner) for block, owner in named if block]


def _ours(touch: Touch, person: str) -> bool:
    """Whether somebody belongs to the workspace: of others nothing is kept."""
    workspace = touch.workspace
    try:
        found = touch.client.users_info(user=person)["user"]
    except SlackApiError as error:
        if error.response.get("error") not in NOBODY:
            raise
        return False
    enterprise = (found.get("enterprise_user") or {}).get("enterprise_id")
    same_team = bool(workspace.team) and found.get("team_id") == workspace.team
    return same_team or bool(workspace.enterprise and enterprise == workspace.enterprise)
