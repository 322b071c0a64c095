"""The fields of a message as inputs: exactly what it asks for."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.models.blocks import Block, InputInteractiveElement

from bot.knowledge.models import Base, Language
from bot.prepare.messages import Asked, Messages
from bot.render.slack import advocating_ids as ids
from bot.render.slack.inputs import (
    LONGEST,
    asked,
    boxes,
    day,
    found_by_typing,
    one_of,
    typing,
)
from bot.states import Profiles, StateNames

PREFIX = "field."
DONE = "done"
"""What a box says that is ticked."""


def block_of(field: str) -> str:
    """The block of a field."""
    return f"{PREFIX}{field}"


class MessageFields:
    """Renders the fields of messages."""

    def __init__(
        self, base: Base, states: StateNames, messages: Messages, profiles: Profiles | None
    ) -> None:
        self._base = base
        self._states = states
        self._messages = messages
        treaties = profiles.instruments.values() if profiles else ()
        self._treaties = [(one.id, one.short) for one in treaties]

    def inputs(self, message: str, typed: Mapping[str, str], language: Language) -> list[Block]:
        """An input for each field; `typed` is what stands there already."""
        return [
            asked(
                block_of(one.id),
                one.label,
                self._element(one, typed.get(one.id, ""), language),
                hint=one.hint,
                # What was not confirmed is said by the message itself, with its reason.
                optional=one.kind == "confirm" or not (one.required or one.kind == "choice"),
            )
            for one in self._messages.fields(message)
        ]

    def _element(self, one: Asked, typed: str, language: Language) -> InputInteractiveElement:
        action = block_of(one.id)
        match one.kind:
            case "lines":
                longest = min(one.longest * one.most + one.most - 1, LONGEST)
                return typing(action, longest, typed, lines=True)
            case "state":
                known = self._states.knows(typed)
                named = (typed, self._states.name(typed, language)) if known else None
                example = self._base.say("home_states_hint", language)
                return found_by_typing(f"{ids.MESSAGE_STATE}.{one.id}", example, named)
            case "choice":
                return one_of(action, one.options, typed or one.options[0][0])
            case "treaty":
                return one_of(action, self._treaties, typed)
            case "date":
                return day(action, typed)
            case "confirm":
                label = self._base.say("done", language)
                return boxes(action, [(DONE, label)], [typed])
        return typing(action, one.longest, typed)
