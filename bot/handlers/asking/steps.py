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

from bot.ask import MOST_NEXT, Answer, Asked, Choice, Near, TaskReply
from bot.handlers.kernel.blocks import button, plain, section, share_button
from bot.handlers.kernel.refs import (
    CHECKLIST,
    CHOOSE,
    MESSAGE,
    OUTLINE,
    PICK,
    RELATED,
    SEND_GAP,
    AnswerRef,
    ChooseRef,
    ItemRef,
    MessageRef,
    PrepareRef,
    Ref,
)
from bot.knowledge.models import Base, Language
from bot.prepare.drafts import LARGEST

MORE = "more"
ENGLISH = "english"
"""Shows an answer in English beside the one in another language."""
PASTE = "paste"
SHARE = "share"
FEEDBACK = "feedback"
Makes = Mapping[str, Sequence[str]]
"""What can be prepared before each mechanism: of PREPARED."""
PREPARED = {"checklist": CHECKLIST, "outline": OUTLINE, "message": MESSAGE}
NEXT_IS_TO_PREPARE = frozenset({"submit", "engage", "complaint", "calendar", "follow-up"})
"""Topics of which the next step is to prepare something."""
COMPARED = 3
"""Entries of an answer that tell what it is about."""
PREPARING = 2
"""Of the next steps those that prepare something, at most."""
STANDING = ("here_bound", "here_body_", "here_party", "here_signed", "here_outside", "here_remains",
            "here_visits", "here_complaint_", "here_inquiry_", "here_takes_", "here_joined",
            "here_mandate_", "here_no_mandate")  # fmt: skip
"""How the keys of notes on what a State joined and accepted begin."""
SEEN = 30
"""Characters of a button that Slack shows for sure; a longer label may lose its end on a phone."""


class SlackButtons:
    """Renders what can be pressed under a reply."""

    def __init__(self, base: Base, makes: Makes, ways: bool) -> None:
        self._base = base
        self._makes = makes
        self._ways = ways

    def steps(self, answer: Answer, *, private: bool) -> list[Block]:
        """Up to three next steps: what can be prepared, then near questions by their titles; then
        More, and sharing what only one person sees."""
        language = answer.language
        value = _answer_ref(answer).value
        steps = self._prepared(answer)[:PREPARING]
        listed, near = self._near(answer.next[: MOST_NEXT - len(steps)], language)
        buttons = [*steps, *near, self._button("more", MORE, value, language)]
        if self._english(answer):
            english = _answer_ref(answer).model_copy(update={"language": "en"})
            buttons.append(self._button("english", ENGLISH, english.value, language))
        if private:
            buttons.append(share_button(self._base, SHARE, value, language))
        return [*listed, ActionsBlock(elements=buttons)]

    def _english(self, answer: Answer) -> bool:
        """Whether an answer is said in another language than English."""
        first = self._base.entries[answer.entries[0]]
        return self._base.translated(first, answer.language) is not None

    def behind(self, answer: Answer) -> list[Block]:
        """What can be pressed behind "More": what else can be prepared, the other near questions,
        and the text to paste."""
        language = answer.language
        listed, near = self._near(answer.more.near, language, MOST_NEXT)
        paste = self._button("paste", PASTE, _answer_ref(answer).value, language)
        others = self._prepared(answer)[PREPARING:]
        return [*listed, ActionsBlock(elements=[*others, *near, paste])]

    def _near(
        self, near: Sequence[Near], language: Language, first: int = 0
    ) -> tuple[list[Block], list[ButtonElement]]:
        """Near questions: a button each; where a title is too long for a phone's button, a list
        with a number each. `first` keeps the names of the buttons apart."""
        numbered = any(len(entry.title) > SEEN for entry in near)
        buttons = [
            button(
                str(i + 1) if numbered else entry.title,
                f"{RELATED}.{first + i}",
                ItemRef(language=language, entry=entry.entry).value,
                spoken=entry.title,
            )
            for i, entry in enumerate(near)
        ]
        if not numbered:
            return [], buttons
        titles = "\n".join(f"{i}. {entry.title}" for i, entry in enumerate(near, 1))
        return [section(titles)], buttons

    def task(self, reply: TaskReply) -> list[Block]:
        """The button that makes what was asked for, filled in with what was understood; none for
        what can't be made from a button."""
        if reply.task == "check" and self._ways:
            limit = LARGEST // 1_000_000
            return [section(self._base.say("draft_how", reply.language, limit=limit))]
        if reply.task not in PREPARED or not self._makes:
            return []
        mechanism = reply.mechanisms[0] if reply.mechanisms else None
        outline_button = self._opens(
            reply.task, mechanism, reply.state, reply.language, "primary", reply.action
        )
        return [ActionsBlock(elements=[outline_button])]

    def ways(self, choices: Sequence[Choice], language: Language) -> list[Block]:
        """The way to the questions by which a mechanism is chosen, where several may be meant."""
        several = len({choice.mechanism for choice in choices if choice.mechanism}) > 1
        several = several and not any(choice.opens == "ways" for choice in choices)
        buttons_shown = several and self._ways
        return [ActionsBlock(elements=[self._chooses(None, language)])] if buttons_shown else []

    def _which_way(self, answer: Answer) -> bool:
        """Whether somebody may be looking for a mechanism: several are named, or compared with
        others, or it is about complaints."""
        topics = [self._base.entries[entry].topic for entry in answer.entries[:COMPARED]]
        return len(answer.mechanisms) > 1 or "compare" in topics or answer.topic == "complaint"

    def _chooses(self, state: str | None, language: Language) -> ButtonElement:
        ref = ChooseRef(language=language, state=state)
        return button(self._base.say("choose_title", language), f"{CHOOSE}.0", ref.value)

    def _prepared(self, answer: Answer) -> list[ButtonElement]:
        """What can be prepared before the mechanism of an answer, where that is the next step, and
        the questions by which another one is chosen."""
        mechanism = answer.mechanisms[0] if answer.mechanisms else ""
        tasks = self._makes.get(mechanism, ()) if answer.topic in NEXT_IS_TO_PREPARE else ()
        steps = [self._opens(task, mechanism, answer.state, answer.language) for task in tasks]
        if self._ways and self._which_way(answer):
            steps.append(self._chooses(answer.state, answer.language))
        return steps

    def _opens(
        self,
        task: str,
        mechanism: str | None,
        state: str | None,
        language: Language,
        style: str | None = None,
        action: str | None = None,
    ) -> ButtonElement:
        ref: Ref = PrepareRef(
            language=language,
            action=action,
            mechanism=mechanism,
            state=state,
            outline=task == "outline",
        )
        if task == "message":
            ref = MessageRef(language=language, message=action, mechanism=mechanism, state=state)
        label = self._base.say(task, language)
        return button(label, f"{PREPARED[task]}.0", ref.value, style=style)

    def feedback(self, answer: Answer) -> Block:
        """Thumb up and thumb down."""
        language = answer.language
        value = _answer_ref(answer).value
        good, bad = (self._base.say(key, language) for key in ("helpful", "not_helpful"))
        buttons = FeedbackButtonsElement(
            action_id=FEEDBACK,
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
            if opened := self._opened(choice, i, language):
                buttons.append(opened)
                continue
            pick = ItemRef(
                language=language,
                entry=choice.entry,
                mechanism=choice.mechanism,
                state=choice.state,
            )
            label = str(i + 1) if numbered else choice.label
            buttons.append(button(label, f"{PICK}.{i}", pick.value, spoken=choice.label))
        row = ActionsBlock(elements=buttons)
        if not numbered:
            return [row]
        return [section("\n".join(f"{i}. {c.label}" for i, c in enumerate(choices, 1))), row]

    def _opened(self, choice: Choice, at: int, language: Language) -> ButtonElement | None:
        """The button of a choice that opens something; None where it shows an entry."""
        if choice.opens == "ways" and self._ways:
            value = ChooseRef(language=language, state=choice.state).value
            return button(choice.label, f"{CHOOSE}.{at}", value)
        if choice.opens == "checklist" and self._makes:
            value = PrepareRef(language=language, state=choice.state).value
            return button(choice.label, f"{CHECKLIST}.{at}", value)
        return None

    def to_curators(self, answer_ref: AnswerRef) -> Block:
        """The way to the curators."""
        send = self._button("send_gap", SEND_GAP, answer_ref.value, answer_ref.language)
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


def _answer_ref(answer: Answer) -> AnswerRef:
    """What gives an answer again."""
    asked: Asked | None = None
    if answer.here_first:
        standing = any(note.key.startswith(STANDING) for note in answer.here)
        asked = "standing" if standing else "dates"
    return AnswerRef(
        language=answer.language,
        entries=answer.entries,
        state=answer.state,
        mechanisms=() if answer.guessed else answer.mechanisms,
        asked=asked,
        lines=answer.lines,
    )
