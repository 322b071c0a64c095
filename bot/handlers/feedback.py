"""Whether an answer helped: kept as a mark on an entry, without any text."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now, ours
from bot.handlers.sharing import AnswerInteraction
from bot.render.slack import ids
from bot.store import Feedback


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


def register(app: App, parts: Parts) -> None:
    """Listen to the two feedback buttons."""

    @Listeners(app, parts, FeedbackInteraction).button(ids.FEEDBACK)
    def handle_feedback(press: FeedbackInteraction) -> None:
        helpful, container = press.sign == "+", press.body.get("container", {})
        if press.ref.entries and ours(press.body):
            parts.storage.feedback.give(
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
        press.tell(parts.replies.thanks(place, helpful))
