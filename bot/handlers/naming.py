"""States that are named in what somebody typed: after a command, or into a list of States."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.handlers.parts import Parts, workspace_of
from bot.states import Mention, StateNames, mask

OFFERED = 100
"""Options that Slack shows at a time."""
_CODE = re.compile(r"\b[A-Z]{3}\b")


@dataclass(frozen=True)
class Named:
    """The States of a text."""

    mentions: tuple[Mention, ...]
    rest: str
    """The text without them."""

    @property
    def state(self) -> str | None:
        """The one State that is surely meant; None where there is none, or more than one."""
        codes = {code for mention in self.mentions for code in mention.codes}
        return next(iter(codes)) if len(codes) == 1 else None

    @property
    def unsure(self) -> tuple[str, ...]:
        """The codes of the first name that several States share."""
        return next((one.codes for one in self.mentions if len(one.codes) > 1), ())


def named(states: StateNames, text: str) -> Named:
    """The States that a text names, by name or by code in capitals."""
    written = [Mention((m[0],), *m.span()) for m in _CODE.finditer(text) if states.knows(m[0])]
    found = [one for one in states.find(text) if not _within(one, written)]
    mentions = sorted([*written, *found], key=lambda one: one.start)
    return Named(tuple(mentions), mask(text, mentions))


def _within(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def offers_states(parts: Parts) -> Callable[..., None]:
    """A listener that offers the States whose names begin with what is typed."""

    def handle_options(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        language = parts.language(client, workspace_of(context), body["user"]["id"])
        codes = parts.desk.states.beginning(body.get("value", ""))[:OFFERED]
        ack(options=[option.to_dict() for option in parts.home.options(codes, language)])

    return handle_options
