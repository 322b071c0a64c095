"""The windows of the digest: a channel's subscriptions, and the form of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    TimePickerElement,
)

from bot.handlers.digest import ids
from bot.knowledge.models import OWN_NAMES, Base, Language
from bot.render.digest import Pages
from bot.render.slack.ids import DigestRef
from bot.render.slack.inputs import asked, boxes, one_of, several_found_by_typing, some_of
from bot.render.slack.parts import Message, button, confirmation, mrkdwn, section, window
from bot.render.slack.text import escape
from bot.states import StateNames
from bot.store import Subscription

HORIZONS = (30, 60, 90, 180, 365)
STATES = 20
"""States that a digest can be on; without any it is on all."""
SHOWN = 20
"""Subscriptions that a window lists."""


class Field:
    """What the inputs of the form are called, and their blocks."""

    STATES = "digest_states"
    MECHANISMS = "digest_mechanisms"
    HORIZON = "digest_horizon"
    WEEKDAY = "digest_weekday"
    TIME = "digest_time"
    ZONE = "digest_zone"
    LANGUAGE = "digest_language"
    OPTIONS = "digest_options"


@dataclass(frozen=True)
class Listed:
    """A subscription in the list; `due` is its next time, local, None where it is paused."""

    subscription: Subscription
    due: dt.datetime | None
    may_change: bool


class DigestWindows:
    """Renders the windows. `mechanisms` are those that the calendar knows."""

    def __init__(self, base: Base, states: StateNames, mechanisms: Sequence[str]) -> None:
        self._base = base
        self._states = states
        self._mechanisms = [name for name in base.mechanisms if name in mechanisms]
        self._pages = Pages(base, states)

    def form(self, kept: Subscription, ref: DigestRef) -> dict[str, Any]:
        """The form, filled with what is kept (or proposed, for a new one)."""
        language = ref.language
        days = {str(days): self._say("digest_days", language, days=days) for days in HORIZONS}
        weekdays = {str(n): self._say(f"weekday_{n}", language) for n in range(1, 8)}
        states = [code for code in kept.states if self._states.knows(code)]
        named = [(code, self._states.name(code, language)) for code in states]
        mechanisms = [(name, self._base.mechanisms[name].short) for name in self._mechanisms]
        empty = [("when_empty", self._say("digest_when_empty", language))]

        def choice(field: str, offered: Mapping[str, str], value: str) -> Block:
            value = value if value in offered else next(iter(offered))
            return asked(field, self._say(field, language), one_of(field, offered.items(), value))

        def optional(field: str, element: InputInteractiveElement) -> Block:
            return asked(field, self._say(field, language), element, optional=True)

        time = TimePickerElement(action_id=Field.TIME, initial_time=f"{kept.time:%H:%M}")
        zone = PlainTextInputElement(
            action_id=Field.ZONE, initial_value=kept.zone, min_length=1, max_length=60
        )
        hint = self._say("digest_zone_hint", language)
        inputs = [
            optional(Field.STATES, several_found_by_typing(Field.STATES, "", named, STATES)),
            optional(Field.MECHANISMS, some_of(Field.MECHANISMS, mechanisms, kept.mechanisms)),
            choice(Field.HORIZON, days, str(kept.horizon)),
            choice(Field.WEEKDAY, weekdays, str(kept.weekday)),
            asked(Field.TIME, self._say(Field.TIME, language), time),
            asked(Field.ZONE, self._say(Field.ZONE, language), zone, hint=hint),
            choice(Field.LANGUAGE, OWN_NAMES, kept.language),
            optional(Field.OPTIONS, boxes(Field.OPTIONS, empty, ["when_empty"] * kept.when_empty)),
        ]
        title = self._say("digest_window", language)
        close, save = self._say("cancel", language), self._say("digest_save", language)
        return window(ids.FORM, title, inputs, close=close, submit=save, metadata=ref.value)

    def list(
        self,
        listed: Sequence[Listed],
        ref: DigestRef,
        everywhere: bool,
        below: Sequence[Block] = (),
    ) -> dict[str, Any]:
        """A channel's subscriptions; `everywhere` for those of all channels of a workspace.
        `below` is what else belongs to the channel."""
        language = ref.language
        blocks: list[Block] = []
        for one in listed[:SHOWN]:
            of = ref.model_copy(update={"subscription": one.subscription.id})
            blocks += [self._row(one, language, everywhere), self._buttons(one, of)]
            blocks.append(DividerBlock())
        if not listed:
            blocks.append(section(self._say("digest_none", language)))
        new = button(self._say("digest_new", language), ids.NEW, ref.value, style="primary")
        blocks += [ActionsBlock(elements=[new]), *below]
        title, close = self._say("digest_window", language), self._say("close", language)
        return window(ids.LIST, title, blocks, close=close, metadata=ref.value)

    def opened(self, count: int, ref: DigestRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        said = self._say("digest_has" if count else "digest_none", ref.language, count=count)
        label = self._say("digest_window", ref.language)
        back = ActionsBlock(elements=[button(label, ids.DIGEST, ref.value)])
        return Message(escape(said), (section(said), back))

    def not_here(self, bot: str, language: Language) -> Message:
        """The desk is not in the channel: how to invite it."""
        said = self._say("digest_not_here", language, invite=f"`/invite` <@{bot}>")
        return Message(said, (mrkdwn(said),))

    def at(self, due: dt.datetime, language: Language) -> str:
        """A local moment: `Monday, 30 November 2026, 09:00 (Africa/Nairobi)`."""
        weekday = self._say(f"weekday_{due.isoweekday()}", language)
        return f"{weekday}, {self._pages.day(due.date(), language)}, {due:%H:%M} ({due.tzinfo})"

    def _row(self, one: Listed, language: Language, everywhere: bool) -> Block:
        kept = one.subscription
        about = escape(self._pages.about(kept.states, kept.mechanisms, language))
        days = self._say("digest_days", language, days=kept.horizon)
        spoken = OWN_NAMES.get(kept.language, kept.language)
        rows = [f"<#{kept.channel}>"] * everywhere + [f"*{about}*", f"{days} · {spoken}"]
        if kept.paused:
            rows.append(
                f":double_vertical_bar: {self._say(f'digest_paused_{kept.paused}', language)}"
            )
        elif one.due:
            rows.append(escape(self._say("digest_next", language, when=self.at(one.due, language))))
        if kept.person:
            rows.append(self._say("digest_by", language, person=f"<@{kept.person}>"))
        return mrkdwn("\n".join(rows))

    def _buttons(self, one: Listed, ref: DigestRef) -> Block:
        language, value = ref.language, ref.value

        def of(phrase: str, action: str, **more: Any) -> Any:
            return button(self._say(phrase, language), action, value, **more)

        elements = [of("digest_preview", ids.PREVIEW)]
        if one.may_change:
            end = self._say("digest_unsubscribe", language)
            sure = self._say("digest_unsubscribe_sure", language)
            confirm = confirmation(end, sure, end, self._say("cancel", language))
            paused = one.subscription.paused
            elements += [
                of("digest_resume", ids.RESUME) if paused else of("digest_pause", ids.PAUSE),
                of("digest_change", ids.CHANGE),
                of("digest_unsubscribe", ids.END, style="danger", confirm=confirm),
            ]
        return ActionsBlock(elements=elements)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)
