"""The fields of a message as inputs: exactly what it asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from slack_sdk.models.blocks import Block, InputInteractiveElement

from bot.knowledge.models import Base, Language
from bot.prepare.messages import NOTHING, Asked, Messages
from bot.render import message_past as past
from bot.render.prepare_words import PrepareWords
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef
from bot.render.slack.inputs import (
    LONGEST,
    asked,
    boxes,
    day,
    found_by_typing,
    one_of,
    typing,
)
from bot.render.slack.text import clipped, unmarked
from bot.states import Profiles, StateNames

PREFIX = "field."
DONE = "done"
"""What a box says that is ticked."""


def block_of(field: str, put: str = "") -> str:
    """The block of a field; `put` is what the desk wrote there itself, by which the block is named:
    under the same name Slack would go on showing what stood there before."""
    return f"{PREFIX}{field}.{_name(put)}" if put else f"{PREFIX}{field}"


def given(block: str, text: str) -> tuple[str, str]:
    """The field of a block, and what somebody wrote into it: nothing where it is what the desk
    wrote, `none` where that was taken out."""
    field, _, put = block.removeprefix(PREFIX).partition(".")
    if put and not text.strip():
        return field, NOTHING[0]
    return field, "" if put and _name(text) == put else text


def _name(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


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

    def inputs(self, message: str, typed: Mapping[str, str], ref: MessageRef) -> list[Block]:
        """An input for each field; `typed` is what stands there already. Where nothing stands, past
        recommendations do if they fit what is known so far."""
        put = self._put(message, typed, ref)
        return [
            asked(
                block_of(one.id, put.get(one.id, "")),
                one.label,
                self._element(one, put.get(one.id) or typed.get(one.id, ""), ref.language),
                hint=one.hint,
                # What was not confirmed is said by the message itself, with its reason.
                optional=one.kind == "confirm" or not (one.required or one.kind == "choice"),
            )
            for one in self._messages.fields(message, ref.language)
        ]

    def _put(self, message: str, typed: Mapping[str, str], ref: MessageRef) -> dict[str, str]:
        """By field, what the desk writes where nobody wrote anything."""
        if ref.state is None:
            return {}
        earlier = self._messages.earlier(message, typed, ref.state, ref.mechanism)
        longest = {one.id: _longest(one) for one in self._messages.fields(message)}
        words = PrepareWords(self._base, self._states, ref.text)
        return {
            name: clipped(unmarked(past.typed(one, words)), longest[name])
            for name, one in earlier.items()
        }

    def _element(self, one: Asked, typed: str, language: Language) -> InputInteractiveElement:
        action = block_of(one.id)
        match one.kind:
            case "lines":
                return typing(action, _longest(one), typed, lines=True)
            case "state":
                known = self._states.knows(typed)
                named = (typed, self._states.name(typed, language)) if known else None
                example = self._base.say("home_states_hint", language)
                return found_by_typing(f"{ids.MESSAGE_STATE}.{one.id}", example, named)
            case "choice":
                first = "" if one.required else one.options[0][0]
                return one_of(action, one.options, typed or first)
            case "treaty":
                return one_of(action, self._treaties, typed)
            case "date":
                return day(action, typed)
            case "confirm":
                label = self._base.say("done", language)
                return boxes(action, [(DONE, label)], [typed])
        return typing(action, _longest(one), typed)


def _longest(one: Asked) -> int:
    """Characters of all its lines."""
    return min(one.longest * one.most + one.most - 1, LONGEST)
