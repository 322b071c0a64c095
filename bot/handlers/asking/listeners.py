"""What is pressed under a reply: a choice, more, the text to paste, sharing, whether it helped."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.ask import Answer, Reply
from bot.handlers.asking.conversation import Talk, recalled, remember
from bot.handlers.asking.reply import replies
from bot.handlers.asking.steps import ENGLISH, FEEDBACK, MORE, PASTE, SHARE
from bot.handlers.delivery import LASTS
from bot.handlers.kernel.blocks import Message, Page
from bot.handlers.kernel.forms import paste_window
from bot.handlers.kernel.inputs import PASTE_WINDOW
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.listeners import ItemInteraction, Listeners
from bot.handlers.kernel.refs import PICK, RELATED, AnswerRef
from bot.handlers.kernel.sending import send
from bot.handlers.kernel.services import Services, now, ours
from bot.store import Feedback


class AnswerInteraction(Interaction[AnswerRef]):
    """A button under an answer."""

    carries = AnswerRef
    as_shown = True

    @property
    def answer(self) -> Answer:
        """The answer again. Raises Refusal where the button names none."""
        if not self.ref.entries:
            raise Refusal("changed")
        ref, (first, *beside) = self.ref, self.ref.entries
        return self.desk.entry(
            first,
            ref.language,
            beside=beside,
            state=ref.state,
            mechanisms=ref.mechanisms,
            asked=ref.asked,
            lines=ref.lines,
        )


def register_choices(app: App, services: Services) -> None:
    """Listen to the buttons of replies."""
    on = Listeners(app, services, AnswerInteraction)

    @Listeners(app, services, ItemInteraction).buttons(PICK, RELATED)
    def handle_pick(press: ItemInteraction) -> None:
        talk = _talk(press)
        reply = _picked(press, talk)
        if view := press.body.get("view"):
            question = view.get("private_metadata") or ""
            press.update(replies(services).window(reply, press.language, question))
            return
        if talk:
            remember(services, talk, reply.context())
        private = bool(press.body.get("container", {}).get("is_ephemeral"))
        if not private and not _first(press):
            press.tell(replies(services).message(reply, private=True))
            return
        notices = () if private else press.notices
        _reply(press, replies(services).message(reply, private=private, notices=notices), private)

    @on.button(MORE)
    def handle_more(press: AnswerInteraction) -> None:
        if press.body.get("view"):
            press.open(replies(services).more_window(press.answer), MORE)
        else:
            press.tell(replies(services).more(press.answer))

    @on.button(ENGLISH)
    def handle_english(press: AnswerInteraction) -> None:
        if view := press.body.get("view"):
            question = view.get("private_metadata") or ""
            press.update(replies(services).window(press.answer, press.language, question))
        else:
            press.tell(replies(services).message(press.answer, private=True))

    @on.button(SHARE)
    def handle_share(press: AnswerInteraction) -> None:
        press.share(replies(services).message(press.answer, private=False))

    @on.button(PASTE)
    def handle_paste(press: AnswerInteraction) -> None:
        answer = press.answer
        page = Page(press.base, press.states, answer.language)
        press.open(paste_window(page, services.plain.short(answer)), PASTE)

    def handle_copied(ack: Ack) -> None:
        ack()

    app.view(PASTE_WINDOW)(handle_copied)


def _is_choice(press: ItemInteraction) -> bool:
    """Whether it is a choice, and not an entry beside an answer."""
    return str(press.body["actions"][0]["action_id"]).startswith(PICK)


def _first(press: ItemInteraction) -> bool:
    """Whether nobody has chosen under this message before: the first choice stands in its place,
    and another person's would take that away."""
    if not _is_choice(press):
        return True
    claims, container = press.services.storage.claims, press.body["container"]
    key = f"picked:{container['channel_id']}:{container['message_ts']}"
    if not claims.take(press.workspace, key, now(), LASTS):
        return False
    claims.finish(press.workspace, key)
    return True


def _picked(press: ItemInteraction, talk: Talk | None) -> Reply:
    """What a choice stands for. Raises Refusal where it stands for nothing."""
    pick, earlier = press.ref, recalled(press.services, talk) if talk else None
    reply: Reply | None = None
    if pick.entry:
        state = earlier.state if earlier else None
        reply = press.desk.entry(pick.entry, pick.language, state=state)
    elif pick.state:
        reply = press.desk.chosen_state(pick.state, earlier, pick.language)
    if reply is None:
        raise Refusal("changed")
    return reply


def _talk(press: ItemInteraction) -> Talk | None:
    """The thread in which a button stands; None in a window or the home."""
    if not (press.channel and press.thread):
        return None
    direct = press.user if press.channel.startswith("D") and ours(press.body) else None
    return Talk(press.workspace, press.channel, press.thread, direct)


def _reply(press: ItemInteraction, message: Message, private: bool) -> None:
    """A choice is answered in place; a related entry beside the answer that led to it."""
    if private or _is_choice(press):
        kind = "ephemeral" if private else "in_channel"
        place = {"response_type": kind, "replace_original": _is_choice(press)}
        send(press.client, press.body["response_url"], {**message.arguments(), **place})
    else:
        press.post(message, press.channel, press.thread)


class FeedbackInteraction(AnswerInteraction):
    """One of the two buttons: a sign stands before what it carries."""

    @property
    def sign(self) -> str:
        """`+` where it helped, `-` where it did not."""
        return str(super().value)[:1]

    @property
    def value(self) -> object:
        """What stands behind the sign."""
        return str(super().value)[1:] if self.sign in ("+", "-") else None


def register_feedback(app: App, services: Services) -> None:
    """Listen to the two feedback buttons."""

    @Listeners(app, services, FeedbackInteraction).button(FEEDBACK)
    def handle_feedback(press: FeedbackInteraction) -> None:
        helpful, container = press.sign == "+", press.body.get("container", {})
        if press.ref.entries and ours(press.body):
            services.storage.feedback.give(
                Feedback(
                    workspace=press.workspace,
                    person=press.user,
                    entry=press.ref.entries[0],
                    message=container.get("message_ts", ""),
                    helpful=helpful,
                    at=now(),
                )
            )
        place = press.ref.model_copy(update={"thread": container.get("thread_ts")})
        press.tell(replies(services).thanks(place, helpful))
