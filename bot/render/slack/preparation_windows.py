"""The windows of preparations: beginning one, owners and dates, handing over, closing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    Option,
    StaticSelectElement,
    UserSelectElement,
)

from bot.knowledge.models import Base, Language
from bot.prepare import Checklist
from bot.prepare.team import Team
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import Message, context, mrkdwn, plain, section, window
from bot.render.slack.preparation import SlackPreparations
from bot.render.slack.preparation_fields import Field
from bot.render.slack.prepare_ids import PreparationRef, PrepareRef
from bot.render.slack.text import BUTTON, escape
from bot.store import OUTCOMES

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
            ids.PREPARATION_START_FORM, "preparation_begin", blocks, language, ref.value
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
            return window(ids.PREPARATION_PAGE, title, [said], close=close)
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return self._form(
            ids.PREPARATION_OWNERS_FORM, "preparation_save", blocks[:-1], language, ref.value
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
            ids.PREPARATION_HAND_FORM, "preparation_hand", blocks, language, ref.value
        )

    def close(self, team: Team, language: Language) -> dict[str, Any]:
        """How it ended."""
        names = [f"outcome_{one}" for one in OUTCOMES]
        chooser = self._choice(Field.OUTCOME, names, None, language)
        blocks = [self._input(Field.OUTCOME, language, chooser, optional=False)]
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return self._form(
            ids.PREPARATION_CLOSE_FORM, "preparation_close", blocks, language, ref.value
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
