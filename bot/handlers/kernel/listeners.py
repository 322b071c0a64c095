"""Puts a feature's listeners onto the app: each acknowledges, reads what it was given, works, and
says it where something can't be done. All of that is here, once. And what several features listen
to: a slash command, a button of something of the base, of something that is prepared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Generic, TypeVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.forms import Wrong
from bot.handlers.kernel.interaction import SENTENCES, Interaction, Kind, Refusal, Request, View
from bot.handlers.kernel.naming import offers_states
from bot.handlers.kernel.refs import ItemRef, PrepareRef, not_possible
from bot.handlers.kernel.sending import open_beside
from bot.handlers.kernel.services import Services
from bot.prepare import NotPossible

Act = TypeVar("Act", bound=Interaction[Any])
Name = str | re.Pattern[str]
Handle = Callable[[Act], None]
Decorator = Callable[[Handle[Act]], Handle[Act]]


class Listeners(Generic[Act]):
    """Decorators for functions that get one class of interactions."""

    def __init__(self, app: App, services: Services, act: type[Act]) -> None:
        self._app, self._services, self._act = app, services, act

    def button(self, *actions: str) -> Decorator[Act]:
        """Buttons and menus with a value of their own."""
        return self._decorator("button", self._app.action, actions)

    def buttons(self, *actions: str) -> Decorator[Act]:
        """The same, where several stand in one block: `pick.0`, `pick.1`…"""
        names = [re.compile(rf"^{action}\.\d+$") for action in actions]
        return self._decorator("button", self._app.action, names)

    def input(self, *actions: str) -> Decorator[Act]:
        """Buttons, and inputs that tell at once, of a window that carries what they are about."""
        return self._decorator("input", self._app.action, actions)

    def form(self, callback: str) -> Decorator[Act]:
        """A window that is sent off: the listener answers it itself."""
        return self._decorator("form", self._app.view, [callback])

    def shortcut(self, *callbacks: str) -> Decorator[Act]:
        """Shortcuts, which carry nothing."""
        return self._decorator("bare", self._app.shortcut, callbacks)

    def bare(self, *actions: str) -> Decorator[Act]:
        """Buttons and inputs that carry nothing."""
        return self._decorator("bare", self._app.action, actions)

    def states(self, *actions: Name) -> None:
        """Inputs in which States are found by typing."""
        for action in actions:
            self._app.options(action)(offers_states(self._services))

    def ignored(self, *actions: str) -> None:
        """Inputs of messages, of which Slack tells each change: they are read with the button."""
        for action in actions:
            self._app.action(action)(_acknowledge)

    def _decorator(
        self, kind: Kind, way: Callable[..., Any], names: Iterable[Name]
    ) -> Decorator[Act]:
        def keep(handle: Handle[Act]) -> Handle[Act]:
            for name in names:
                way(name)(self._listener(kind, handle))
            return handle

        return keep

    def _listener(self, kind: Kind, handle: Handle[Act]) -> Callable[..., None]:
        def handle_interaction(
            ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
        ) -> None:
            if kind != "form":  # what a form is answered is its acknowledgement
                ack()
            act = self._act(self._services, body, context, client, ack, kind)
            try:
                act.begin()
                handle(act)
            except (Refusal, Wrong, *SENTENCES) as error:
                act.refuse(error)

        return handle_interaction


def _acknowledge(ack: Ack) -> None:
    ack()


class Call(Request):
    """A slash command; `text` is what follows its first word."""

    no_part = "prepare_nothing"

    def __init__(
        self,
        services: Services,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        text: str,
    ) -> None:
        super().__init__(services, body, context, client)
        self.text = text
        self.channel = str(body["channel_id"])

    @cached_property
    def followed(self) -> tuple[str, ...]:
        """The States that the person follows."""
        return self.services.storage.follows.states(self.workspace, self.user)

    @property
    def command(self) -> str:
        """What the slash command is called here."""
        return self.services.deployment.advocacy_command

    def say(self, phrase: str, **values: object) -> Message:
        """One of the desk's own phrases as the reply."""
        return self.services.notices.said(phrase, self.language, **values)

    def open(self, view: View) -> None:
        """Open a window beside the reply, which leads back to it."""
        open_beside(self.client, self.body, view)


class ItemInteraction(Interaction[ItemRef]):
    """A button that stands for something of the base."""

    carries = ItemRef
    as_shown = True


class PrepareInteraction(Interaction[PrepareRef]):
    """A button about something that is prepared, or the form in which it is said."""

    carries = PrepareRef

    def begin(self) -> None:
        """Raises Refusal where nothing can be prepared, too."""
        super().begin()
        _ = self.toolkit

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """From where it was pressed."""
        return super().for_person(ref).model_copy(update={"channel": self.channel or ref.channel})

    def refuse(self, error: Exception) -> None:
        """What is not possible for one State or action may be for another: the way there."""
        if self.kind == "button" and isinstance(error, NotPossible):
            self.tell(not_possible(self.base, str(error), self.ref))
        else:
            super().refuse(error)
