"""A button about something that is prepared: who pressed it, where, and what it carries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, workspace_of
from bot.handlers.people import Person
from bot.handlers.preparing import Preparing
from bot.render.slack import Message
from bot.render.slack.prepare_ids import PrepareRef


class Press:
    """A button that somebody pressed."""

    def __init__(
        self,
        parts: Parts,
        preparing: Preparing,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        ref: PrepareRef,
    ) -> None:
        self.parts = parts
        self.preparing = preparing
        self.body = body
        self.context = context
        self.client = client
        self.workspace = workspace_of(context)
        self.user: str = body["user"]["id"]
        self.bot = context.bot_user_id or ""
        channel = body.get("container", {}).get("channel_id")
        update = {"language": self.person.language, "channel": channel or ref.channel}
        self.ref = ref.model_copy(update=update)

    @property
    def person(self) -> Person:
        """What the person has set in Slack."""
        return self.parts.people.person(self.client, self.workspace, self.user)

    @property
    def in_message(self) -> bool:
        """Whether the button stands in a message, and not in a window or the home."""
        return "response_url" in self.body

    def show(self, view: dict[str, Any], action: str) -> None:
        """Open a window; `action` is the button to press again where Slack closed the moment."""
        open_window(self.parts, self.client, self.body, view, (action, self.ref.value))

    def tell(self, message: Message) -> None:
        """A message for the person alone."""
        tell(self.client, self.body, message)


def pressed(parts: Parts, handle: Callable[[Press], None]) -> Callable[..., None]:
    """A listener of buttons that carry a PrepareRef; one that fits nothing any more is said so."""

    def handle_press(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = PrepareRef.read(body["actions"][0].get("value"))
        preparing = parts.preparing_of(workspace_of(context))
        if ref is None or preparing is None or not preparing.fits(ref):
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        handle(Press(parts, preparing, body, context, client, ref))

    return handle_press
