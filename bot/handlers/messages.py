"""Advocacy messages in Slack: the command, the shortcut on a message, the buttons that open the
window."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers import message_form
from bot.handlers.answering import typed
from bot.handlers.call import Call
from bot.handlers.naming import named, offers_states
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, workspace_of
from bot.prepare.messages.texts import MessageText
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef

_WORD = re.compile(r"[^\W_]+")


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    advocating = call.parts.advocating
    if advocating is None:
        return call.say("prepare_nothing")
    found = named(call.parts.desk.states, call.text)
    texts = advocating.messages.texts
    ref = MessageRef(
        language=call.language,
        message=meant(texts, found.rest),
        mechanism=_mechanism(call.parts, found.rest),
        state=found.state,
        channel=_channel(call.channel),
    )
    owned = ref.model_copy(update={"team": call.workspace.team, "person": call.user})
    call.open(advocating.message_forms.form(owned))
    return advocating.message_forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open the window, to the shortcut, and to the window."""

    def handle_open(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = MessageRef.read(body["actions"][0].get("value"))
        if ref is None or not fits(parts, ref):
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        container = body.get("container") or {}
        channel = _channel(container.get("channel_id")) or ref.channel
        _open(parts, client, body, context, ref.model_copy(update={"channel": channel}))

    def handle_shortcut(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        text = typed(body["message"].get("text", ""))
        state = named(parts.desk.states, text).state
        ref = MessageRef(state=state, channel=_channel(body["channel"]["id"]))
        _open(parts, client, body, context, ref, text)

    app.action(re.compile(rf"^{ids.MESSAGE}\.\d+$"))(handle_open)
    app.shortcut(ids.MESSAGE_SHORTCUT)(handle_shortcut)
    app.options(re.compile(rf"^{ids.MESSAGE_STATE}(\.\w+)?$"))(offers_states(parts))
    message_form.register(app, parts)


def meant(texts: Mapping[str, MessageText], text: str) -> str | None:
    """The message that a text names by its id or by words of its title; None where it is not sure
    which one."""
    words = set(_WORD.findall(text.casefold()))
    found = [one.id for one in texts.values() if words and words & _names(one)]
    best = [name for name in found if words >= set(name.split("-"))]
    return best[0] if len(best) == 1 else found[0] if len(found) == 1 else None


def fits(parts: Parts, ref: MessageRef) -> bool:
    """Whether all that a button or window names is known."""
    known = parts.advocating.messages.texts if parts.advocating else {}
    return (
        (ref.message is None or ref.message in known)
        and (ref.mechanism is None or ref.mechanism in parts.desk.base.mechanisms)
        and (ref.state is None or parts.desk.states.knows(ref.state))
        and parts.advocating is not None
    )


def _open(
    parts: Parts,
    client: WebClient,
    body: dict[str, Any],
    context: BoltContext,
    ref: MessageRef,
    taken: str | None = None,
) -> None:
    """Open the window for the person who pressed."""
    advocating = parts.advocating
    workspace, person = workspace_of(context), body["user"]["id"]
    language = parts.people.person(client, workspace, person).language
    if advocating is None:
        tell(client, body, parts.windows.said("prepare_nothing", language))
        return
    own = {"language": language, "team": workspace.team, "person": person}
    owned = ref.model_copy(update=own)
    again = (f"{ids.MESSAGE}.0", ref.model_copy(update={"language": language}).value)
    view = advocating.message_forms.form(owned, taken=taken)
    open_window(parts, client, body, view, again)


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
