"""What only one person sees is shown to the channel, once that person presses the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.ask.models import Answer
from bot.handlers.opening import send, tell
from bot.handlers.parts import Parts, workspace_of
from bot.render.slack import Message, ids
from bot.render.slack.ids import Compared, Pick, Shown
from bot.store import Workspace

Make = Callable[[Workspace, object], Message | None]
"""Makes the message again that a button's value stands for; None where it stands for nothing."""


def register(app: App, parts: Parts) -> None:
    """Listen to "Share in channel" under answers, cards and comparisons."""

    def answer(workspace: Workspace, value: object) -> Message | None:
        found = shown(parts, workspace, Shown.read(value))
        return parts.replies.message(found, private=False) if found else None

    def card(_: Workspace, value: object) -> Message | None:
        pick = Pick.read(value)
        mechanism = parts.desk.base.mechanisms.get(pick.mechanism or "") if pick else None
        if pick is None or mechanism is None:
            return None
        return parts.mechanisms.card(mechanism, pick.language, pick.topic)

    def comparison(_: Workspace, value: object) -> Message | None:
        ref = Compared.read(value)
        if ref is None or not all(name in parts.desk.base.mechanisms for name in ref.mechanisms):
            return None
        return parts.mechanisms.compared(ref.mechanisms, ref.language, ref.topic)

    app.action(ids.SHARE)(sharing(parts, answer))
    app.action(ids.SHARE_CARD)(sharing(parts, card))
    app.action(ids.SHARE_COMPARED)(sharing(parts, comparison))


def sharing(parts: Parts, make: Make) -> Callable[..., None]:
    """A listener to a button that shares what `make` makes of its value."""

    def handle_share(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        message = make(workspace_of(context), body["actions"][0].get("value"))
        if message is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        share(parts, client, body, context, message)

    return handle_share


def share(
    parts: Parts, client: WebClient, body: dict[str, Any], context: BoltContext, message: Message
) -> None:
    """Show a message to the channel, with where it comes from and who else reads there."""
    workspace = workspace_of(context)
    language = parts.people.person(client, workspace, body["user"]["id"]).language
    phrases = ("shared_by", *notices(parts, client, body, context))
    told = parts.replies.noticed(message, phrases, language)
    place = {"response_type": "in_channel", "replace_original": False}
    send(client, body["response_url"], {**told.arguments(), **place})


def notices(
    parts: Parts, client: WebClient, body: dict[str, Any], context: BoltContext
) -> tuple[str, ...]:
    """What is said under a message that everybody in the channel sees."""
    channel = body.get("container", {}).get("channel_id")
    outside = channel and parts.channels.shared(client, workspace_of(context), channel)
    return ("external_notice",) if outside else ()


def shown(parts: Parts, workspace: Workspace, ref: Shown | None) -> Answer | None:
    """The answer that a reply's button stands for; None where it was altered, or names what is
    not known."""
    base, states = parts.desk.base, parts.desk.states
    if ref is None or not ref.entries:
        return None
    known = all(entry in base.entries for entry in ref.entries)
    known = known and all(name in base.mechanisms for name in ref.mechanisms)
    if not known or (ref.state and not states.knows(ref.state)):
        return None
    first, *beside = ref.entries
    return parts.desk_of(workspace).entry(
        first,
        ref.language,
        beside=beside,
        state=ref.state,
        mechanisms=ref.mechanisms,
        asked=ref.asked,
        lines=ref.lines,
    )
