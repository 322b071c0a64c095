"""The questions before a way is chosen: their window, and the answers that stand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import ValidationError
from slack_sdk.models.blocks import Block

from bot.choosing import CaseFacts, QuestionText, Result, Who, answered, questions
from bot.handlers.kernel.blocks import context, window
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import Boxes, Day, Page, RoundButtons, Searched
from bot.handlers.kernel.interaction import Refusal, Request
from bot.handlers.kernel.links import ChooseRef
from bot.handlers.kernel.refs import StateCode
from bot.handlers.kernel.services import today

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


class QuestionsForm(Form):
    """The questions; their words and options are curated, and the last ones depend on whom it is
    about."""

    state: Annotated[StateCode | None, Searched(STATE, optional=True)] = None
    who: Annotated[str | None, RoundButtons(WHO, optional=True, at_once=True)] = None
    about: Annotated[tuple[str, ...], Boxes("choose_about", optional=True)] = ()
    actor: Annotated[tuple[str, ...], Boxes(ACTOR, optional=True, at_once=True)] = ()
    actor_state: Annotated[StateCode | None, Searched(ACTOR_STATE, optional=True)] = None
    danger: Annotated[tuple[str, ...], Boxes("choose_danger", optional=True)] = ()
    tried: Annotated[tuple[str, ...], Boxes("choose_tried", optional=True)] = ()
    last: Annotated[dt.date | None, Day("choose_last", optional=True)] = None
    """When something that was tried ended."""
    hope: Annotated[str | None, RoundButtons("choose_hope", optional=True)] = None

    @classmethod
    def of(cls, ref: ChosenRef) -> Self:
        """The form with what is answered already."""
        return cls(**{name: getattr(ref, name) for name in cls.model_fields})

    def chosen_ref(self, ref: ChooseRef) -> ChosenRef:
        """The answers, for the person whose window it is."""
        return ChosenRef(
            language=ref.language, team=ref.team, person=ref.person, **self.model_dump()
        )

    @property
    def answered(self) -> bool:
        """Whether anything was."""
        return any(getattr(self, name) for name in type(self).model_fields)


def questions_window(
    page: Page, texts: Mapping[str, QuestionText], ref: ChosenRef
) -> dict[str, Any]:
    """The questions, with what is answered already; `texts` are their words."""
    form, inputs = QuestionsForm.of(ref), QuestionsForm.inputs()
    blocks: list[Block] = []
    if page.language != "en":
        blocks.append(context(f"{page.say('translation_unread').capitalize()}."))
    for question in questions(texts, _who(ref.who), "other-state" in ref.actor):
        name = question.key.replace("-", "_")
        offered = [(option.value, option.label) for option in question.options]
        hint = question.hint if offered else ""
        blocks.append(
            inputs[name].input_block(
                page, getattr(form, name), offered, label=question.text, hint=hint
            )
        )
        if question.date:
            blocks.append(form.block("last", page))
    blocks.append(context(page.say("choose_not_kept")))
    title, close, submit = (page.say(key) for key in ("choose_title", "close", "choose_show"))
    before = ChooseRef(
        language=ref.language, team=ref.team, person=ref.person, state=ref.state
    ).value
    return window(FORM, title, blocks, close=close, submit=submit, metadata=before)


def _who(value: str | None) -> Who | None:
    known: tuple[Who, ...] = ("person", "group", "situation", "law")
    return next((who for who in known if who == value), None)


def result(request: Request, ref: ChosenRef) -> Result:
    """The ways for the answers, in the language of the window. Raises Refusal where one of them is
    none that was offered."""
    if ref.changed(request.services.known) is None:
        raise Refusal("changed")
    try:
        facts = CaseFacts(
            on=today(),
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
    return request.toolkit.chooser.in_language(ref.language).choose(facts)
