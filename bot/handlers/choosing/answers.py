"""The answers to the questions before a way is chosen, as they stand in the window."""

from __future__ import annotations

import datetime as dt

from pydantic import ValidationError

from bot.choosing import Given, Result, answered
from bot.handlers.choosing.ids import ChooseRef, ChosenRef
from bot.handlers.choosing.questions import Field
from bot.handlers.inputs import Inputs
from bot.handlers.interaction import Refusal, Request
from bot.handlers.parts import now


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
