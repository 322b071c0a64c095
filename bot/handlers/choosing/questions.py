"""The questions before a way is chosen, as a window: the last one by whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, InputInteractiveElement

from bot.choosing import Question
from bot.choosing.chooser import STATES, questions
from bot.choosing.given import Who
from bot.choosing.rules import QuestionText
from bot.handlers.choosing import ids
from bot.handlers.choosing.ids import ChooseRef, ChosenRef
from bot.knowledge.models import Base, Language
from bot.render.slack.inputs import (
    asked,
    boxes,
    buttons,
    day,
    found_by_typing,
    some_of,
)
from bot.render.slack.parts import Message, button, context, section, window
from bot.render.slack.text import escape
from bot.states import StateNames

BOXES = 10
"""Options that boxes and round buttons take."""


class Field:
    """What the inputs are called, and their blocks: one for each question, and the day."""

    STATE = ids.STATE
    WHO = ids.WHO
    ABOUT = "choose_about"
    ACTOR = ids.ACTOR
    ACTOR_STATE = ids.ACTOR_STATE
    DANGER = "choose_danger"
    TRIED = "choose_tried"
    LAST = "choose_last"
    HOPE = "choose_hope"


FIELDS = {
    "state": Field.STATE,
    "who": Field.WHO,
    "about": Field.ABOUT,
    "actor": Field.ACTOR,
    "actor-state": Field.ACTOR_STATE,
    "danger": Field.DANGER,
    "tried": Field.TRIED,
    "hope": Field.HOPE,
}


class ChooseForms:
    """Renders the window. `texts` are the questions' words."""

    def __init__(self, base: Base, states: StateNames, texts: Mapping[str, QuestionText]) -> None:
        self._base = base
        self._states = states
        self._texts = texts

    def form(self, ref: ChosenRef) -> dict[str, Any]:
        """The questions, with what is answered already."""
        language = ref.language
        blocks: list[Block] = []
        if language != "en":
            blocks.append(context(f"{self._say('translation_unread', language).capitalize()}."))
        abroad = "other-state" in ref.actor
        for question in questions(self._texts, _who(ref.who), abroad):
            blocks.append(self._asked(question, ref))
            if question.date:
                label = self._say("choose_last", language)
                chosen = day(Field.LAST, ref.last.isoformat() if ref.last else "")
                blocks.append(asked(Field.LAST, label, chosen, optional=True))
        blocks.append(context(self._say("choose_not_kept", language)))
        title, close = self._say("choose_title", language), self._say("close", language)
        submit = self._say("choose_show", language)
        before = ChooseRef(
            language=language, team=ref.team, person=ref.person, state=ref.state
        ).value
        return window(ids.FORM, title, blocks, close=close, submit=submit, metadata=before)

    def opened(self, ref: ChooseRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        lead = self._say("choose_lead", ref.language)
        back = button(self._say("choose_title", ref.language), f"{ids.CHOOSE}.0", ref.value)
        return Message(escape(lead), (section(lead), ActionsBlock(elements=[back])))

    def _asked(self, question: Question, ref: ChosenRef) -> Block:
        return asked(
            FIELDS[question.key],
            question.text,
            self._element(question, ref),
            hint=question.hint if question.options else "",
            optional=True,
            at_once=question.key in ("who", "actor"),
        )

    def _element(self, question: Question, ref: ChosenRef) -> InputInteractiveElement:
        field = FIELDS[question.key]
        if question.key in STATES:
            language = ref.language
            code = ref.state if question.key == "state" else ref.actor_state
            known = (code, self._states.name(code, language)) if code else None
            return found_by_typing(field, self._say("home_states_hint", language), known)
        labelled = [(one.value, one.label) for one in question.options]
        if not question.several:
            return buttons(field, labelled, str(getattr(ref, question.key) or ""))
        values: tuple[str, ...] = getattr(ref, question.key)
        if len(labelled) > BOXES:
            return some_of(field, labelled, values)
        return boxes(field, labelled, values)

    def _say(self, key: str, language: Language) -> str:
        return self._base.say(key, language)


def _who(value: str | None) -> Who | None:
    known: tuple[Who, ...] = ("person", "group", "situation", "law")
    return next((one for one in known if one == value), None)
