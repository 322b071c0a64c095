"""The window of the interview: its questions in order, and what was found above them. Nothing of it
is kept: the answers go back to the person as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    HeaderBlock,
    InputInteractiveElement,
)

from bot.knowledge.models import Base, Language
from bot.prepare.interview import TEXTS, Field, Interview, Question, Remark
from bot.render.slack import advocating_ids as ids
from bot.render.slack.inputs import LONGEST, asked, boxes, buttons, found_by_typing, one_of, typing
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, section, window
from bot.render.slack.refs import Owned, StateCode
from bot.render.slack.text import escape, paragraphs
from bot.states import StateNames

OPEN = "interview"
"""Opens the window: `interview.0`."""
FORM = "interview_form"
DONE = "interview_done"
PREFIX = "answer."
LOOKED_AT, WANTED = "interview_looked_at", "interview_texts"
STATES = ("state", "recommender")
"""Answers that are found by typing a State's name."""
_REMARKS = 20
"""Remarks that are shown; who has more mends these first."""


class InterviewRef(Owned):
    """The State that is known when the interview is opened."""

    state: StateCode | None = None


class InterviewForms:
    """Renders the window."""

    def __init__(self, base: Base, states: StateNames, interview: Interview) -> None:
        self._base, self._states, self._interview = base, states, interview

    def form(
        self,
        ref: InterviewRef,
        typed: Mapping[str, Sequence[str]] | None = None,
        remarks: Sequence[Remark] = (),
    ) -> dict[str, Any]:
        """The window; `typed` is what stands in its answers already, `remarks` what was found when
        it was sent off."""
        language = ref.language
        blocks = [
            *self._found(remarks, ref),
            context(self._base.say("message_not_kept", language)),
            *self._questions(typed or {}, ref),
            self._wanted(ref),
        ]
        title, close = (self._base.say(key, language) for key in ("interview_title", "close"))
        submit = self._base.say("message_make", language)
        return window(FORM, title, blocks, close=close, submit=submit, metadata=ref.value)

    def opened(self, ref: InterviewRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        lead = self._base.say("interview_lead", ref.language)
        label = self._base.say("interview_title", ref.language)
        back = button(label, f"{OPEN}.0", ref.value)
        return Message(escape(lead), (section(lead), ActionsBlock(elements=[back])))

    def done(self, made: Sequence[str], language: Language) -> dict[str, Any]:
        """The window once the files are on their way: what was made."""
        title, close = (self._base.say(key, language) for key in ("interview_title", "close"))
        lines = [self._base.say("interview_sent", language), *made]
        blocks = list(map(mrkdwn, paragraphs([escape(line) for line in lines])))
        return window(DONE, title, blocks, close=close)

    def _found(self, remarks: Sequence[Remark], ref: InterviewRef) -> Iterator[Block]:
        if not remarks:
            return
        words, own = self._interview.texts.words, ref.language
        yield HeaderBlock(text=plain(words["remark_first"].of(own), 150))
        lines = []
        for one in remarks[:_REMARKS]:
            where = f"{one.where}: " if one.where else ""
            weight = words[f"weight_{one.weight}"].of(own)
            lines.append(f"*{escape(weight)}*: {escape(where + one.says)}")
        yield from map(mrkdwn, paragraphs(lines))
        if any(one.weight == "danger" for one in remarks):
            label = self._base.say("interview_looked_at", ref.language)
            element = boxes(LOOKED_AT, [("yes", label)])
            yield asked(LOOKED_AT, words["weight_danger"].of(own), element, optional=True)
        yield DividerBlock()

    def _questions(self, typed: Mapping[str, Sequence[str]], ref: InterviewRef) -> Iterator[Block]:
        every = self._interview.texts.questions
        for number, question in enumerate(every, 1):
            ask = question.ask.of(ref.language)
            yield HeaderBlock(text=plain(f"{number}/{len(every)} {ask}", 150))
            for field in question.fields:
                yield self._input(field, question, typed.get(field.id, ()), ref)

    def _input(
        self, field: Field, question: Question, typed: Sequence[str], ref: InterviewRef
    ) -> Block:
        language = ref.language
        element = self._element(field, typed, ref)
        # what nothing can be made without; all else may stay a blank
        known = question.id in ("where", "sender", "consent")
        needed = known and not (field.optional or field.texts)
        label, hint = field.label.of(language), field.hint.of(language)
        return asked(f"{PREFIX}{field.id}", label, element, hint=hint, optional=not needed)

    def _element(
        self, field: Field, typed: Sequence[str], ref: InterviewRef
    ) -> InputInteractiveElement:
        action, first = f"{PREFIX}{field.id}", typed[0] if typed else ""
        if field.id in STATES:
            code = first or (ref.state or "" if field.id == "state" else "")
            known = (code, self._states.name(code, ref.language)) if code else None
            example = self._base.say("home_states_hint", ref.language)
            return found_by_typing(f"{ids.MESSAGE_STATE}.{field.id}", example, known)
        if field.id == "to":
            bodies = [(one, self._base.mechanisms[one].short) for one in self._interview.bodies]
            return one_of(action, bodies, first)
        if field.choices:
            return buttons(action, [(one, one) for one in field.choices], first)
        longest = min(field.longest * field.lines + field.lines - 1, LONGEST)
        return typing(action, longest, "\n".join(typed), lines=field.lines > 1 or None)

    def _wanted(self, ref: InterviewRef) -> Block:
        words, language = self._interview.texts.words, ref.language
        labelled = [(one, words[f"text_{one}"].of(language)) for one in TEXTS]
        label = self._base.say("interview_texts", ref.language)
        return asked(WANTED, label, boxes(WANTED, labelled, TEXTS))
