"""The window in which a curator corrects a date."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)

from bot.knowledge.models import Base
from bot.render.digest_words import Words
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DateRef, FormRef
from bot.render.slack.corrections import stands, title
from bot.render.slack.parts import button, context, mrkdwn, plain, window
from bot.render.slack.text import BUTTON, escape, unmarked
from bot.reviews import Coming
from bot.reviews.correct import CERTAINTY, Dates
from bot.reviews.models import PAPERS
from bot.states import StateNames

SOURCE, NOTE, TYPED = 400, 500, 20
"""Characters that the form takes."""


class Field:
    """What the inputs of the form are called."""

    WHAT = "correct_what"
    START = "correct_start"
    END = "correct_end"
    NUMBER = "correct_number"
    DEADLINE = "correct_deadline"
    SOURCE = "correct_source"
    NOTE = "correct_note"


class CorrectionForm:
    """Renders the form."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def form(self, one: Coming, dates: Dates, ref: FormRef, session: str | None) -> dict[str, Any]:
        """The form for a date, filled with what holds now; `session` is the key of the session
        whose dates they are."""
        words = Words(self._base, self._states, ref.language)
        now = f"*{escape(title(one, words))}*\n{escape(words.say('correct_now'))}: "
        blocks: list[Block] = [mrkdwn(now + escape(stands(one, words)))]
        if session:
            blocks.append(context(words.say("correct_of_session", session=one.session)))
            value = DateRef(language=ref.language, key=session).value
            whole = button(words.say("correct_session"), f"{ids.CORRECT}.0", value)
            blocks.append(ActionsBlock(elements=[whole]))
        options = [
            Option(text=plain(words.say(f"correct_{what}"), BUTTON), value=what)
            for what in CERTAINTY
        ]
        blocks += [
            _input(words, RadioButtonsElement(action_id=Field.WHAT, options=options)),
            _typed(words, Field.START, dates.start, hint="correct_hint"),
            _typed(words, Field.END, dates.end),
        ]
        if one.kind == "review":
            blocks.append(_typed(words, Field.NUMBER, dates.session))
        if one.kind == "session" or one.stage in PAPERS:
            blocks.append(_typed(words, Field.DEADLINE, dates.deadline))
        source = PlainTextInputElement(action_id=Field.SOURCE, min_length=3, max_length=SOURCE)
        note = PlainTextInputElement(action_id=Field.NOTE, multiline=True, max_length=NOTE)
        blocks += [
            _input(words, source),
            _input(words, note, optional=True, hint="correct_note_hint"),
        ]
        name, keep, close = (words.say(key) for key in ("correct_window", "correct_keep", "cancel"))
        return window(ids.CORRECT_FORM, name, blocks, close=close, submit=keep, metadata=ref.value)


def _typed(words: Words, name: str, value: str, hint: str | None = None) -> InputBlock:
    shown = unmarked(value) or None
    element = PlainTextInputElement(action_id=name, initial_value=shown, max_length=TYPED)
    return _input(words, element, optional=True, hint=hint)


def _input(
    words: Words,
    element: InputInteractiveElement,
    optional: bool = False,
    hint: str | None = None,
) -> InputBlock:
    name = str(element.action_id)
    return InputBlock(
        block_id=name,
        label=plain(words.say(name)),
        element=element,
        optional=optional,
        hint=plain(words.say(hint), 150) if hint else None,
    )
