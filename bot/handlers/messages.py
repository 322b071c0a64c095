"""Advocacy messages in Slack: the command, the shortcut on a message, the buttons that open the
window."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_bolt import App

from bot.handlers import message_form
from bot.handlers.answering import typed
from bot.handlers.call import Call
from bot.handlers.interaction import Interaction
from bot.handlers.listeners import Listeners
from bot.handlers.naming import named
from bot.handlers.parts import Parts
from bot.prepare.messages.texts import MessageText
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef

_WORD = re.compile(r"[^\W_]+")


class MessageInteraction(Interaction[MessageRef]):
    """A button or a shortcut that opens the window."""

    carries = MessageRef

    def for_person(self, ref: MessageRef) -> MessageRef:
        """From where it was pressed: there the message can be shared."""
        channel = _channel(self.channel) or ref.channel
        return super().for_person(ref).model_copy(update={"channel": channel})


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    advocating, found = call.advocating, named(call.parts.desk.states, call.text)
    ref = MessageRef(
        language=call.language,
        message=meant(advocating.messages.texts, found.rest),
        mechanism=_mechanism(call.parts, found.rest),
        state=found.state,
        channel=_channel(call.channel),
    )
    call.open(advocating.message_forms.form(call.owned(ref)))
    return advocating.message_forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open the window, to the shortcut, and to the window."""
    on = Listeners(app, parts, MessageInteraction)
    on.states(re.compile(rf"^{ids.MESSAGE_STATE}(\.\w+)?$"))

    @on.buttons(ids.MESSAGE)
    def handle_open(press: MessageInteraction) -> None:
        forms = press.advocating.message_forms
        press.open(forms.form(press.owned(press.ref)), f"{ids.MESSAGE}.0")

    @on.shortcut(ids.MESSAGE_SHORTCUT)
    def handle_shortcut(use: MessageInteraction) -> None:
        text = typed(use.body["message"].get("text", ""))
        use.ref = use.changed(
            state=named(parts.desk.states, text).state, channel=_channel(use.body["channel"]["id"])
        )
        view = use.advocating.message_forms.form(use.owned(use.ref), taken=text)
        use.open(view, f"{ids.MESSAGE}.0")

    message_form.register(app, parts)


def meant(texts: Mapping[str, MessageText], text: str) -> str | None:
    """The message that a text names by its id or by words of its title; None where it is not sure
    which one."""
    words = set(_WORD.findall(text.casefold()))
    found = [one.id for one in texts.values() if words and words & _names(one)]
    best = [name for name in found if words >= set(name.split("-"))]
    return best[0] if len(best) == 1 else found[0] if len(found) == 1 else None


def _names(text: MessageText) -> set[str]:
    """The words by which a message is known: of its id, and the long ones of its title."""
    title = _WORD.findall(text.title.casefold())
    return {*text.id.split("-"), *(word for word in title if len(word) > 5)}


def _mechanism(parts: Parts, text: str) -> str | None:
    """The mechanism that a word names."""
    known = (parts.desk.base.mechanism_named(word) for word in _WORD.findall(text))
    return next((one.id for one in known if one), None)


def _channel(channel: str | None) -> str | None:
    """A channel in which something can be shared: none of direct messages."""
    return channel if channel and channel[0] in "CG" else None
