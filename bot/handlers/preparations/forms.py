"""The windows of preparations: beginning one, owners and dates, handing over, closing."""

from __future__ import annotations

from bot.handlers.kernel.blocks import Message, context, mrkdwn, plain, section, window
from bot.handlers.kernel.interaction import Refusal
from bot.handlers.kernel.links import PrepareRef
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import BUTTON, escape
from bot.handlers.preparations.blocks import PREPARATION_PAGE, PreparationRef, SlackPreparations
from bot.handlers.preparations.listeners import PreparationInteraction
from bot.knowledge.models import Base, Language
from bot.prepare import Checklist
from bot.prepare.team import Team
from bot.store import Item, ItemChange, OUTCOMES, Outcome
from collections.abc import Collection, Sequence
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block, DatePickerElement, DividerBlock, HeaderBlock, InputBlock, InputInteractiveElement, Option, StaticSelectElement, UserSelectElement
from typing import Any, cast
import datetime as dt

REMINDERS = (0, 1, 3, 7)
"""Days before a due date, of which a person chooses."""


LISTED = 10
"""Preparations that a list shows."""


class PreparationWindows:
    """Renders the windows."""

    def __init__(self, base: Base, shown: SlackPreparations) -> None:
        self._base = base
        self._shown = shown

    def start(self, made: Checklist, ref: PrepareRef, zone: str, days: int) -> dict[str, Any]:
        """Before one is begun in a channel: what happens, what is kept, when reminders come."""
        say, language = self._base.say, ref.language
        what = escape(say("preparation_what", language, channel="{channel}"))
        remind = self._choice(
            Field.REMIND, [f"remind_{n}" for n in REMINDERS], "remind_3", language
        )
        blocks: list[Block] = [
            mrkdwn(f"*{escape(made.title)}*\n{what.replace('{channel}', f'<#{ref.channel}>')}"),
            self._input(
                Field.REMIND,
                language,
                remind,
                hint=say("preparation_remind_hint", language, zone=zone),
            ),
            context(say("preparation_kept", language, days=days)),
        ]
        return self._form(
            PREPARATION_START_FORM, "preparation_begin", blocks, language, ref.value
        )

    def owners(self, team: Team, language: Language) -> dict[str, Any]:
        """Owner and date of each step that is not done."""
        blocks: list[Block] = []
        for step in team.steps:
            if step.done:
                continue
            item, do = step.item, step.step.do if step.step else step.item.id
            owner = UserSelectElement(
                action_id=Field.OWNER,
                initial_user=item.owner or None,
                placeholder=plain(self._base.say("preparation_owner_hint", language), 150),
            )
            due = DatePickerElement(
                action_id=Field.DUE, initial_date=item.due.isoformat() if item.due else None
            )
            named = self._input(Field.OWNER, language, owner, block=Field.of(Field.OWNER, item))
            named.label = plain(f"{item.place + 1}. {do}")  # a window holds a hundred blocks
            dated = self._input(Field.DUE, language, due, block=Field.of(Field.DUE, item))
            blocks += [named, dated, DividerBlock()]
        if not blocks:
            title, close = (self._base.say(k, language) for k in ("preparation_window", "close"))
            said = section(self._base.say("preparation_next_none", language))
            return window(PREPARATION_PAGE, title, [said], close=close)
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return self._form(
            PREPARATION_OWNERS_FORM, "preparation_save", blocks[:-1], language, ref.value
        )

    def hand_over(self, team: Team, language: Language) -> dict[str, Any]:
        """Who leads it from now on."""
        chooser = UserSelectElement(
            action_id=Field.LEAD,
            placeholder=plain(self._base.say("preparation_owner_hint", language), 150),
        )
        hint = self._base.say("preparation_hand_what", language)
        blocks = [self._input(Field.LEAD, language, chooser, optional=False, hint=hint)]
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return self._form(
            PREPARATION_HAND_FORM, "preparation_hand", blocks, language, ref.value
        )

    def close(self, team: Team, language: Language) -> dict[str, Any]:
        """How it ended."""
        names = [f"outcome_{one}" for one in OUTCOMES]
        chooser = self._choice(Field.OUTCOME, names, None, language)
        blocks = [self._input(Field.OUTCOME, language, chooser, optional=False)]
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return self._form(
            PREPARATION_CLOSE_FORM, "preparation_close", blocks, language, ref.value
        )

    def not_here(self, bot: str, language: Language) -> Message:
        """The desk is not in the channel: how to invite it."""
        said = self._base.say("preparation_not_here", language, invite=f"`/invite` <@{bot}>")
        return Message(said, (mrkdwn(said),))

    def listed(
        self,
        teams: Sequence[Team],
        heading: str,
        language: Language,
        mine: Collection[str] = frozenset(),
    ) -> list[Block]:
        """Preparations under a heading (a phrase's key), each with the button that opens it;
        nothing where there are none."""
        if not teams:
            return []
        title = HeaderBlock(text=plain(self._base.say(heading, language), 150))
        lines = [self._shown.line(one, language, one.kept.id in mine) for one in teams[:LISTED]]
        blocks: list[Block] = [DividerBlock(), title, *lines]
        if len(teams) > LISTED:
            more = self._base.say("digest_more", language, count=len(teams) - LISTED)
            blocks.append(context(more))
        return blocks

    def _choice(
        self, field: str, names: Sequence[str], chosen: str | None, language: Language
    ) -> StaticSelectElement:
        options = {
            name: Option(
                text=plain(self._base.say(f"preparation_{name}", language), BUTTON),
                value=name.split("_", 1)[1],
            )
            for name in names
        }
        return StaticSelectElement(
            action_id=field,
            options=list(options.values()),
            initial_option=options[chosen] if chosen else None,
            placeholder=plain(self._base.say(field, language), 150),
        )

    def _input(
        self,
        field: str,
        language: Language,
        element: InputInteractiveElement,
        *,
        block: str = "",
        optional: bool = True,
        hint: str = "",
    ) -> InputBlock:
        return InputBlock(
            block_id=block or field,
            label=plain(self._base.say(field, language)),
            element=element,
            optional=optional,
            hint=plain(hint) if hint else None,
        )

    def _form(
        self, callback: str, submit: str, blocks: Sequence[Block], language: Language, value: str
    ) -> dict[str, Any]:
        say = self._base.say
        title, close = say("preparation_window", language), say("cancel", language)
        return window(
            callback, title, blocks, close=close, submit=say(submit, language), metadata=value
        )


class Field:
    """What the inputs are called, and their blocks."""

    REMIND = "preparation_remind"
    OWNER = "preparation_owner"
    DUE = "preparation_due"
    LEAD = "preparation_hand_to"
    OUTCOME = "preparation_outcome"

    @staticmethod
    def of(field: str, item: Item) -> str:
        """The block of a step's input; it names the version of the step that was seen."""
        return f"{field}/{item.id}/{item.version}"

    @staticmethod
    def read(block: str) -> tuple[str, str, int] | None:
        """The input, the step and the version that a block names."""
        field, _, rest = block.partition("/")
        item, _, version = rest.rpartition("/")
        known = field in (Field.OWNER, Field.DUE) and item and version.isdecimal()
        return (field, item, int(version)) if known else None


PREPARATION_START_FORM = "preparation_start_form"


PREPARATION_OWNERS_FORM = "preparation_owners_form"


PREPARATION_HAND_FORM = "preparation_hand_form"


PREPARATION_CLOSE_FORM = "preparation_close_form"


NOBODY = frozenset({"user_not_found", "user_not_visible"})


def register(app: App, parts: Services) -> None:
    """Listen to these windows; the one that begins a preparation is in `preparation_start`."""
    on, preparations = Listeners(app, parts, PreparationInteraction), parts.storage.preparations

    @on.form(PREPARATION_OWNERS_FORM)
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

    @on.form(PREPARATION_HAND_FORM)
    def handle_hand(form: PreparationInteraction) -> None:
        to = form.inputs.text(Field.LEAD)
        if not _ours(form, to):
            form.errors({Field.LEAD: _outsider(form)})
            return
        led = form.team().kept.lead
        _ended(form, preparations.hand_over(form.workspace, form.id, to, led, now()))

    @on.form(PREPARATION_CLOSE_FORM)
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

