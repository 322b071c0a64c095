"""What the inputs, buttons and windows of the choice are called, and what they carry. The button
that opens the questions stands in other features' messages: `advocating_ids.CHOOSE`."""

from __future__ import annotations

from bot.choosing import Given, Question, Result, answered
from bot.choosing.given import Who
from bot.choosing.questions import STATES, questions
from bot.choosing.rules import QuestionText
from bot.handlers.kernel.blocks import Message, button, context, section, window
from bot.handlers.kernel.forms import Inputs, asked, boxes, day, found_by_typing, round_buttons, some_of
from bot.handlers.kernel.interaction import Refusal, Request
from bot.handlers.kernel.links import CHOOSE, ChooseRef
from bot.handlers.kernel.refs import StateCode
from bot.handlers.kernel.services import now
from bot.handlers.kernel.text import escape
from bot.knowledge.models import Base, Language
from bot.states import StateNames
from collections.abc import Mapping
from pydantic import ValidationError
from slack_sdk.models.blocks import ActionsBlock, Block, InputInteractiveElement
from typing import Any
import datetime as dt

FORM = "choose_form"


STATE = "choose_state"


WHO = "choose_who"


ACTOR = "choose_actor"


ACTOR_STATE = "choose_actor_state"


class ChosenRef(ChooseRef):
    """The answers to the questions, as long as the window stands: values of the questions' options,
    and a day. They are in no message."""

    actor: tuple[str, ...] = ()
    actor_state: StateCode | None = None
    tried: tuple[str, ...] = ()
    last: dt.date | None = None
    hope: str | None = None


BOXES = 10
"""Options that boxes and round buttons take."""


class Field:
    """What the inputs are called, and their blocks: one for each question, and the day."""

    STATE = STATE
    WHO = WHO
    ABOUT = "choose_about"
    ACTOR = ACTOR
    ACTOR_STATE = ACTOR_STATE
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
        return window(FORM, title, blocks, close=close, submit=submit, metadata=before)

    def opened(self, ref: ChooseRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        lead = self._say("choose_lead", ref.language)
        back = button(self._say("choose_title", ref.language), f"{CHOOSE}.0", ref.value)
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
            return round_buttons(field, labelled, str(getattr(ref, question.key) or ""))
        values: tuple[str, ...] = getattr(ref, question.key)
        if len(labelled) > BOXES:
            return some_of(field, labelled, values)
        return boxes(field, labelled, values)

    def _say(self, key: str, language: Language) -> str:
        return self._base.say(key, language)


def _who(value: str | None) -> Who | None:
    known: tuple[Who, ...] = ("person", "group", "situation", "law")
    return next((one for one in known if one == value), None)


def answers(ref: ChooseRef, inputs: Inputs) -> ChosenRef:
    """The answers that stand in the window."""
    return ChosenRef(
        language=ref.language,
        team=ref.team,
        person=ref.person,
        state=inputs.text(Field.STATE) or None,
        who=inputs.text(Field.WHO) or None,
        about=inputs.several(Field.ABOUT),
        actor=inputs.several(Field.ACTOR),
        actor_state=inputs.text(Field.ACTOR_STATE) or None,
        danger=inputs.several(Field.DANGER),
        tried=inputs.several(Field.TRIED),
        last=dt.date.fromisoformat(day) if (day := inputs.text(Field.LAST)) else None,
        hope=inputs.text(Field.HOPE) or None,
    )


def said(ref: ChosenRef) -> bool:
    """Whether anything was answered."""
    answers = (ref.state, ref.who, ref.about, ref.actor, ref.danger, ref.tried, ref.last, ref.hope)
    return any(answers)


def result(request: Request, ref: ChosenRef) -> Result:
    """The ways for the answers, in the language of the window. Raises Refusal where one of them is
    none that was offered."""
    if ref.changed(request.parts.known) is None:
        raise Refusal("changed")
    try:
        given = Given(
            on=now().date(),
            **answered("state", [ref.state] if ref.state else []),
            **answered("who", [ref.who] if ref.who else []),
            **answered("about", ref.about),
            **answered("actor", ref.actor),
            **answered("actor-state", [ref.actor_state] if ref.actor_state else []),
            **answered("danger", ref.danger),
            **answered("tried", ref.tried, ref.last),
            **answered("hope", [ref.hope] if ref.hope else []),
        )
    except ValidationError as error:
        raise Refusal("changed") from error
    return request.advocating.chooser.said(ref.language).choose(given)

