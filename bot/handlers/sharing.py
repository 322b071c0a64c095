"""What only one person sees is shown to the channel, once that person presses the button."""

from __future__ import annotations

from slack_bolt import App

from bot.ask.models import Answer
from bot.handlers.interaction import Interaction, Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.render.slack import ids
from bot.render.slack.ids import Compared, Pick, Shown


class AnswerInteraction(Interaction[Shown]):
    """A button under an answer."""

    carries = Shown
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


class PickInteraction(Interaction[Pick]):
    """A button that stands for something of the base."""

    carries = Pick
    as_shown = True


class ComparisonInteraction(Interaction[Compared]):
    """A button under mechanisms that stand side by side."""

    carries = Compared
    as_shown = True


def register(app: App, parts: Parts) -> None:
    """Listen to "Share in channel" under answers, cards and comparisons."""

    @Listeners(app, parts, AnswerInteraction).button(ids.SHARE)
    def handle_answer(press: AnswerInteraction) -> None:
        press.share(parts.replies.message(press.answer, private=False))

    @Listeners(app, parts, PickInteraction).button(ids.SHARE_CARD)
    def handle_card(press: PickInteraction) -> None:
        mechanism = parts.desk.base.mechanisms.get(press.ref.mechanism or "")
        if mechanism is None:
            raise Refusal("changed")
        press.share(parts.mechanisms.card(mechanism, press.language, press.ref.topic))

    @Listeners(app, parts, ComparisonInteraction).button(ids.SHARE_COMPARED)
    def handle_comparison(press: ComparisonInteraction) -> None:
        ref = press.ref
        press.share(parts.mechanisms.compared(ref.mechanisms, ref.language, ref.topic))
