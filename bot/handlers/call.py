"""A slash command as somebody typed it, handed whole to the listener of its first word."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.handlers.interaction import Request, View
from bot.handlers.opening import open_beside
from bot.handlers.parts import Parts
from bot.render.slack import Message


class Call(Request):
    """A slash command; `text` is what follows its first word."""

    no_part = "prepare_nothing"

    def __init__(
        self,
        parts: Parts,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        text: str,
    ) -> None:
        super().__init__(parts, body, context, client)
        self.text = text
        self.channel = str(body["channel_id"])

    @cached_property
    def followed(self) -> tuple[str, ...]:
        """The States that the person follows."""
        return self.parts.storage.follows.states(self.workspace, self.user)

    @property
    def command(self) -> str:
        """What the slash command is called here."""
        return self.parts.deployment.advocacy_command

    def say(self, phrase: str, **values: object) -> Message:
        """One of the desk's own phrases as the reply."""
        return self.parts.windows.said(phrase, self.language, **values)

    def open(self, view: View) -> None:
        """Open a window beside the reply, which leads back to it."""
        open_beside(self.client, self.body, view)
