"""A slash command as somebody typed it, handed whole to the listener of its first word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.handlers.opening import open_beside
from bot.handlers.parts import Parts, workspace_of
from bot.knowledge.models import Language
from bot.render.slack import Message
from bot.store import Workspace


@dataclass(frozen=True)
class Call:
    """A slash command, after its first word."""

    parts: Parts
    text: str
    """What follows the word."""
    language: Language
    """The person's own language in Slack."""
    followed: tuple[str, ...]
    """The States that the person follows."""
    client: WebClient
    context: BoltContext
    body: dict[str, Any]
    """As Slack sent it: the channel, and what opens a window."""

    @property
    def command(self) -> str:
        """What the slash command is called here."""
        return self.parts.deployment.advocacy_command

    @property
    def workspace(self) -> Workspace:
        """The workspace in which it was typed."""
        return workspace_of(self.context)

    @property
    def user(self) -> str:
        """Who typed it."""
        return str(self.body["user_id"])

    @property
    def channel(self) -> str:
        """Where it was typed."""
        return str(self.body["channel_id"])

    def say(self, phrase: str, **values: object) -> Message:
        """One of the desk's own phrases as the reply."""
        return self.parts.windows.said(phrase, self.language, **values)

    def open(self, view: dict[str, Any]) -> None:
        """Open a window beside the reply, which leads back to it."""
        open_beside(self.client, self.body, view)
