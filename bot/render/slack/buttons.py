"""What can be pressed under a reply: next steps, feedback, choices, the way to the curators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextActionsBlock,
    FeedbackButtonObject,
    FeedbackButtonsElement,
)

from bot.ask.models import Answer, Choice, TaskReply
from bot.knowledge.models import Base, Language
from bot.render.slack import ids
from bot.render.slack.ids import Pick, Shown
from bot.render.slack.parts import button, confirmation, plain, section
from bot.render.slack.prepare_ids import CHECKLIST, OUTLINE, PrepareRef

Makes = Mapping[str, Sequence[str]]
"""What can be prepared before each mechanism: of PREPARED."""
PREPARED = {"checklist": CHECKLIST, "outline": OUTLINE}
NEXT_IS_TO_PREPARE = frozenset({"submit", "engage", "complaint", "calendar", "follow-up"})
"""Topics of which the next step is to prepare something."""
RELATED = 2
"""Related entries that are offered as buttons."""
SEEN = 30
"""Characters of a button that Slack shows for sure; a longer label may lose its end on a phone."""


class SlackButtons:
    """Renders what can be pressed under a reply."""

    def __init__(self, base: Base, makes: Makes) -> None:
        self._base = base
        self._makes = makes

    def steps(self, answer: Answer, *, private: bool, folded: bool) -> list[Block]:
        """More (where something is folded), the text to paste, sharing what only one person sees,
        and what is related."""
        language = answer.language
        shown = Shown(language=language, entries=answer.entries).value
        steps = [self._button("more", ids.MORE, shown, language)] if folded else []
        steps.append(self._button("paste", ids.PASTE, shown, language))
        if private:
            share = self._base.say("share", language)
            sure = self._base.say("share_confirm", language)
            confirm = confirmation(share, sure, share, self._base.say("cancel", language))
            steps.append(self._button("share", ids.SHARE, shown, language, confirm))
        steps += self._prepared(answer)
        for i, near in enumerate(answer.related[:RELATED]):
            pick = Pick(language=language, entry=near.entry)
            steps.append(button(near.title, f"{ids.RELATED}.{i}", pick.value))
        return [ActionsBlock(elements=steps)]

    def task(self, reply: TaskReply) -> list[Block]:
        """The button that makes what was asked for, filled in with what was understood; none for
        what can't be made from a button."""
        if reply.task not in PREPARED or not self._makes:
            return []
        mechanism = reply.mechanisms[0] if reply.mechanisms else None
        made = self._opens(reply.task, mechanism, reply.state, reply.language, style="primary")
        return [ActionsBlock(elements=[made])]

    def _prepared(self, answer: Answer) -> list[ButtonElement]:
        """What can be prepared before the mechanism of an answer, where that is the next step."""
        mechanism = answer.mechanisms[0] if answer.mechanisms else ""
        if answer.topic not in NEXT_IS_TO_PREPARE:
            return []
        return [
            self._opens(task, mechanism, answer.state, answer.language)
            for task in self._makes.get(mechanism, ())
        ]

    def _opens(
        self,
        task: str,
        mechanism: str | None,
        state: str | None,
        language: Language,
        style: str | None = None,
    ) -> ButtonElement:
        ref = PrepareRef(
            language=language, mechanism=mechanism, state=state, outline=task == "outline"
        )
        label = self._base.say(task, language)
        return button(label, f"{PREPARED[task]}.0", ref.value, style=style)

    def feedback(self, answer: Answer) -> Block:
        """Thumb up and thumb down."""
        language = answer.language
        value = Shown(language=language, entries=answer.entries).value
        good, bad = (self._base.say(key, language) for key in ("helpful", "not_helpful"))
        buttons = FeedbackButtonsElement(
            action_id=ids.FEEDBACK,
            positive_button=FeedbackButtonObject(
                text=plain(good), accessibility_label=good, value=f"+{value}"
            ),
            negative_button=FeedbackButtonObject(
                text=plain(bad), accessibility_label=bad, value=f"-{value}"
            ),
        )
        return ContextActionsBlock(elements=[buttons])

    def choices(self, choices: Sequence[Choice], language: Language) -> list[Block]:
        """A button each; where a label is too long for one, numbers under a list."""
        if not choices:
            return []
        numbered = any(len(choice.label) > SEEN for choice in choices)
        buttons = []
        for i, choice in enumerate(choices):
            pick = Pick(
                language=language,
                entry=choice.entry,
                mechanism=choice.mechanism,
                state=choice.state,
            )
            label = str(i + 1) if numbered else choice.label
            buttons.append(button(label, f"{ids.PICK}.{i}", pick.value, spoken=choice.label))
        row = ActionsBlock(elements=buttons)
        if not numbered:
            return [row]
        return [section("\n".join(f"{i}. {c.label}" for i, c in enumerate(choices, 1))), row]

    def to_curators(self, shown: Shown) -> Block:
        """The way to the curators."""
        send = self._button("send_gap", ids.SEND_GAP, shown.value, shown.language)
        return ActionsBlock(elements=[send])

    def _button(
        self,
        phrase: str,
        action: str,
        value: str,
        language: Language,
        confirm: Mapping[str, Any] | None = None,
    ) -> ButtonElement:
        return button(self._base.say(phrase, language), action, value, confirm=confirm)
