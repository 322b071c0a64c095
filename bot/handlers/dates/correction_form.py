"""The window in which a curator corrects a date."""

from __future__ import annotations

from bot.handlers.dates.corrections import CORRECT, DateRef, SlackCorrections, only_curators, stands, title
from bot.handlers.kernel.blocks import button, context, mrkdwn, plain, window
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import PersonalRef
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import BUTTON, clean, escape, unmarked
from bot.knowledge.csvfile import cell
from bot.knowledge.models import Base
from bot.render.digest_words import Words
from bot.reviews import Coming
from bot.reviews.correcting import CERTAINTY, Dates, Part, Unfit, What, change_of, dates_of
from bot.reviews.models import PAPERS
from bot.reviews.turns import Turn
from bot.states import StateNames
from bot.store import Correction
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block, InputBlock, InputInteractiveElement, Option, PlainTextInputElement, RadioButtonsElement
from typing import Any, cast
import datetime as dt

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

    def form(self, one: Coming, dates: Dates, ref: CorrectedDateRef, session: str | None) -> dict[str, Any]:
        """The form for a date, filled with what holds now; `session` is the key of the session
        whose dates they are."""
        words = Words(self._base, self._states, ref.language)
        now = f"*{escape(title(one, words))}*\n{escape(words.say('correct_now'))}: "
        blocks: list[Block] = [mrkdwn(now + escape(stands(one, words)))]
        if session:
            blocks.append(context(words.say("correct_of_session", session=one.session)))
            value = DateRef(language=ref.language, key=session).value
            whole = button(words.say("correct_session"), f"{CORRECT}.0", value)
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
        return window(CORRECT_FORM, name, blocks, close=close, submit=keep, metadata=ref.value)


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


CORRECT_FORM = "correct_form"


class CorrectedDateRef(PersonalRef):
    """The date that a curator corrects in a window."""

    key: str


MOST = 200
"""Corrections of a workspace that stand."""


SHORTEST = 3
"""Characters of a source."""


_FIELDS: dict[Part, str] = {
    "start": Field.START,
    "end": Field.END,
    "session": Field.NUMBER,
    "deadline": Field.DEADLINE,
    "source": Field.SOURCE,
}


class DateInteraction(Interaction[DateRef]):
    """A button under a date."""

    carries = DateRef


class CorrectionFormInteraction(Interaction[CorrectedDateRef]):
    """The form for a date."""

    carries = CorrectedDateRef
    title = "correct_window"


def register(app: App, parts: Services) -> None:
    """Listen to "Correct", and to the form."""

    @Listeners(app, parts, DateInteraction).buttons(CORRECT)
    def handle_open(press: DateInteraction) -> None:
        only_curators(press)
        turn = _turn(press, press.ref.key)
        form = press.owned(CorrectedDateRef(language=press.language, key=press.ref.key))
        session = turn.session.key if turn.session and turn.in_session else None
        view = CorrectionForm(parts.desk.base, parts.desk.states).form(
            turn.coming(dt.date.today()), dates_of(turn), form, session
        )
        press.open(view, f"{CORRECT}.0")

    @Listeners(app, parts, CorrectionFormInteraction).form(CORRECT_FORM)
    def handle_filled(form: CorrectionFormInteraction) -> None:
        turn = _turn(form, form.ref.key)
        only_curators(form)
        corrections, calendars = parts.storage.corrections, parts.calendars
        standing = (one for one in corrections.list(form.workspace) if one.taken_back is None)
        if calendars is None or sum(1 for _ in standing) >= MOST:
            raise Refusal("correct_too_many", count=MOST)
        try:
            correction = _filled(form, turn)
            after = calendars.tried(correction)
        except Unfit as unfit:
            said = parts.desk.base.say(unfit.phrase, form.language, says=unfit.says)
            field = _FIELDS[unfit.part]
            form.errors({field if field in form.inputs else Field.START: said})
            return
        corrections.add(correction)
        row = after.turn(after.overlay.holds[correction.id])
        stands = row.coming(dt.date.today()) if row else None
        shown = SlackCorrections(parts.desk.base, parts.desk.states)
        said_so = shown.told("correct_kept", stands, form.language)
        form.update(shown.notice(said_so.blocks, form.language))


def _turn(request: Request, key: str) -> Turn:
    """The row of the calendar that can be corrected. Raises Refusal where it is gone."""
    if turn := request.calendar.turn(key):
        return turn
    raise Refusal(request.no_part)


def _filled(form: CorrectionFormInteraction, turn: Turn) -> Correction:
    """The correction that the form describes; a field that it has not stays as it is there. Raises
    Unfit."""

    def text(field: str, there: str = "") -> str:
        return form.inputs.text(field) if field in form.inputs else there

    there = dates_of(turn)
    typed = Dates(
        start=text(Field.START, there.start),
        end=text(Field.END, there.end),
        session=harmless(text(Field.NUMBER, there.session)),
        deadline=text(Field.DEADLINE, there.deadline),
    )
    source = harmless(text(Field.SOURCE))[:SOURCE]
    if len(source) < SHORTEST:
        raise Unfit("source", "correct_bad_source")
    return Correction(
        workspace=form.workspace,
        key=turn.row.key,
        change=change_of(turn, cast("What", text(Field.WHAT)), typed),
        source=source,
        note=harmless(text(Field.NOTE))[:NOTE],
        person=form.user,
        made=now(),
    )


def harmless(text: str) -> str:
    """A typed text as one line, which no spreadsheet takes for a formula: it comes into tables."""
    text = " ".join(clean(text).split())
    while cell(text) != text:
        text = text[1:].lstrip()
    return text

