"""Buttons under replies: a choice, more, the text to paste."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.ask.models import Reply
from bot.handlers.answering import Talk, recalled, remember
from bot.handlers.interaction import Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.once import LASTS
from bot.handlers.opening import send
from bot.handlers.parts import Parts, now, ours
from bot.handlers.sharing import AnswerInteraction, PickInteraction
from bot.render.slack import Message, ids


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of replies."""
    on = Listeners(app, parts, AnswerInteraction)

    @Listeners(app, parts, PickInteraction).buttons(ids.PICK, ids.RELATED)
    def handle_pick(press: PickInteraction) -> None:
        talk = _talk(press)
        reply = _picked(press, talk)
        if view := press.body.get("view"):
            asked = view.get("private_metadata") or ""
            press.update(parts.replies.window(reply, press.language, asked))
            return
        if talk:
            remember(parts, talk, reply.context())
        private = bool(press.body.get("container", {}).get("is_ephemeral"))
        if not private and not _first(press):
            press.tell(parts.replies.message(reply, private=True))
            return
        notices = () if private else press.notices
        _reply(press, parts.replies.message(reply, private=private, notices=notices), private)

    @on.button(ids.MORE)
    def handle_more(press: AnswerInteraction) -> None:
        if press.body.get("view"):
            press.open(parts.replies.more_window(press.answer), ids.MORE)
        else:
            press.tell(parts.replies.more(press.answer))

    @on.button(ids.ENGLISH)
    def handle_english(press: AnswerInteraction) -> None:
        if view := press.body.get("view"):
            asked = view.get("private_metadata") or ""
            press.update(parts.replies.window(press.answer, press.language, asked))
        else:
            press.tell(parts.replies.message(press.answer, private=True))

    @on.button(ids.PASTE)
    def handle_paste(press: AnswerInteraction) -> None:
        press.open(parts.windows.paste(press.answer), ids.PASTE)

    def handle_copied(ack: Ack) -> None:
        ack()

    app.view(ids.PASTE_WINDOW)(handle_copied)


def _chosen(press: PickInteraction) -> bool:
    """Whether it is a choice, and not an entry beside an answer."""
    return str(press.body["actions"][0]["action_id"]).startswith(ids.PICK)


def _first(press: PickInteraction) -> bool:
    """Whether nobody has chosen under this message before: the first choice stands in its place,
    and another person's would take that away."""
    if not _chosen(press):
        return True
    claims, container = press.parts.storage.claims, press.body["container"]
    key = f"picked:{container['channel_id']}:{container['message_ts']}"
    if not claims.take(press.workspace, key, now(), LASTS):
        return False
    claims.finish(press.workspace, key)
    return True


def _picked(press: PickInteraction, talk: Talk | None) -> Reply:
    """What a choice stands for. Raises Refusal where it stands for nothing."""
    pick, earlier = press.ref, recalled(press.parts, talk) if talk else None
    reply: Reply | None = None
    if pick.entry:
        state = earlier.state if earlier else None
        reply = press.desk.entry(pick.entry, pick.language, state=state)
    elif pick.state:
        reply = press.desk.chosen_state(pick.state, earlier, pick.language)
    if reply is None:
        raise Refusal("changed")
    return reply


def _talk(press: PickInteraction) -> Talk | None:
    """The thread in which a button stands; None in a window or the home."""
    if not (press.channel and press.thread):
        return None
    direct = press.user if press.channel.startswith("D") and ours(press.body) else None
    return Talk(press.workspace, press.channel, press.thread, direct)


def _reply(press: PickInteraction, message: Message, private: bool) -> None:
    """A choice is answered in place; a related entry beside the answer that led to it."""
    if private or _chosen(press):
        kind = "ephemeral" if private else "in_channel"
        place = {"response_type": kind, "replace_original": _chosen(press)}
        send(press.client, press.body["response_url"], {**message.arguments(), **place})
    else:
        press.post(message, press.channel, press.thread)
