"""What somebody pressed: who, where, and what it carries; buttons about what is prepared."""

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


class Pressed:
    """Something that was pressed, ticked or sent off: by whom, and how they are answered."""

    def __init__(
        self, parts: Parts, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        self.parts, self.body, self.context, self.client = parts, body, context, client
        self.workspace = workspace_of(context)
        self.user: str = body["user"]["id"]
        self.bot = context.bot_user_id or ""
        self.language = self.profile.language

    @property
    def profile(self) -> Person:
        """What the person has set in Slack."""
        return self.parts.people.person(self.client, self.workspace, self.user)

    def open(self, view: dict[str, Any], action: str, value: str) -> None:
        """Open a window; `action` and its value are the button to press again where Slack closed
        the moment."""
        open_window(self.parts, self.client, self.body, view, (action, value))

    def tell(self, message: Message) -> None:
        """A message for the person alone."""
        tell(self.client, self.body, message)

    def say(self, phrase: str) -> None:
        """One of the desk's phrases, for the person alone."""
        self.tell(self.parts.windows.said(phrase, self.language))


class Press(Pressed):
    """A button about something that is prepared."""

    def __init__(
        self,
        parts: Parts,
        preparing: Preparing,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        ref: PrepareRef,
    ) -> None:
        super().__init__(parts, body, context, client)
        self.preparing = preparing
        channel = body.get("container", {}).get("channel_id")
        update = {"language": self.language, "channel": channel or ref.channel}
        self.ref = ref.model_copy(update=update)

    @property
    def in_message(self) -> bool:
        """Whether the button stands in a message, and not in a window or the home."""
        return "response_url" in self.body

    def show(self, view: dict[str, Any], action: str) -> None:
        """Open a window; `action` is the button to press again where Slack closed the moment."""
        self.open(view, action, self.ref.value)


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
