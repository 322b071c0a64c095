"""The window in which past recommendations are searched: filters, and above them what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock

from bot.knowledge.models import Base, Language
from bot.render.recommendations import POSITIONS
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import PastRef
from bot.render.slack.inputs import (
    Labelled,
    asked,
    one_of,
    several_found_by_typing,
    some_of,
    typing,
)
from bot.render.slack.parts import Message, button, section, window
from bot.render.slack.text import BUTTON, escape
from bot.states import StateNames

FIRST = 2006
"""The year of the first session of the Human Rights Council; older ones are found without it."""
ANY = "any"
WORDS = 150


class Field:
    """What the inputs are called, and their blocks."""

    STATES = ids.PAST_STATES
    WORDS = "recommendations_words"
    MECHANISMS = "recommendations_mechanisms"
    POSITIONS = "recommendations_positions"
    THEMES = ids.PAST_THEMES
    SINCE = "recommendations_since"
    BY = f"{ids.PAST_STATES}.by"


class PastForms:
    """Renders the window."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def form(self, ref: PastRef, today: dt.date, above: Sequence[Block] = ()) -> dict[str, Any]:
        """The filters as they are, and `above` them what was found."""
        language = ref.language
        say = self._base.say
        since = [(ANY, say("past_any", language))]
        since += [(str(year), str(year)) for year in range(today.year, FIRST - 1, -1)]
        blocks: list[Block] = [*above, *([DividerBlock()] if above else [])]
        blocks += [
            self._ask(Field.STATES, self._which(Field.STATES, ref.states, language), language),
            self._ask(Field.WORDS, typing(Field.WORDS, WORDS, ref.words, lines=False), language),
            self._ask(
                Field.MECHANISMS, some_of(Field.MECHANISMS, self._mechanisms(), ref.mechanisms, 5),
                language,
            ),
            self._ask(
                Field.POSITIONS, some_of(Field.POSITIONS, POSITIONS.items(), ref.positions),
                language,
            ),
            self._ask(Field.THEMES, self._themes(ref), language),
            self._ask(
                Field.SINCE, one_of(Field.SINCE, since, str(ref.since or ANY)), language
            ),
            self._ask(Field.BY, self._which(Field.BY, ref.by, language), language),
        ]  # fmt: skip
        title, close = say("past_title", language), say("close", language)
        submit = say("past_search", language)
        return window(ids.PAST_FORM, title, blocks, close=close, submit=submit, metadata=ref.value)

    def opened(self, ref: PastRef) -> Message:
        """The reply to a command that names nothing, beside the window: the way back to it."""
        lead = self._base.say("past_lead", ref.language)
        label = self._base.say("past_title", ref.language)
        back = button(label, f"{ids.PAST}.0", ref.value)
        return Message(escape(lead), (section(lead), ActionsBlock(elements=[back])))

    def _ask(self, field: str, element: Any, language: Language) -> Block:
        key = {Field.BY: "recommendations_by"}.get(field, field)
        return asked(field, self._base.say(key, language), element, optional=True)

    def _which(self, field: str, codes: Sequence[str], language: Language) -> Any:
        known = [(code, self._states.name(code, language)) for code in codes]
        example = self._base.say("home_states_hint", language)
        return several_found_by_typing(field, example, known, 5)

    def _themes(self, ref: PastRef) -> Any:
        example = self._base.say("past_theme_hint", ref.language)
        known = [(theme, theme) for theme in ref.themes]
        return several_found_by_typing(Field.THEMES, example, known, 3)

    def _mechanisms(self) -> list[Labelled]:
        return [(one.id, one.short) for one in self._base.mechanisms.values()]


def theme_value(label: str) -> str:
    """A theme as the value of an option: as much of its name as fits, which finds it again."""
    return label[:BUTTON].strip()
