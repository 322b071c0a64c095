"""The window in which a curator corrects a date: what was filled in, checked at its field, kept."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from slack_bolt import App
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
)

from bot.handlers.dates.corrections import (
    CORRECT,
    DateRef,
    SlackCorrections,
    stands,
    title,
)
from bot.handlers.kernel.blocks import button, context, mrkdwn
from bot.handlers.kernel.forms import Form, Wrong
from bot.handlers.kernel.inputs import RoundButtons, Typed
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import PersonalRef
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import clean, escape
from bot.knowledge.files import cell
from bot.render.words import Words
from bot.reviews import PAPERS, Turn
from bot.reviews.correct import CERTAINTY, BadDate, Dates, What, change_of, dates_of
from bot.store import Correction

CORRECT_FORM = "correct_form"


class CorrectedDateRef(PersonalRef):
    """The date that a curator corrects in a window."""

    key: str


MOST = 200
"""Corrections of a workspace that stand."""
SHORTEST = 3
"""Characters of a source."""
SOURCE, NOTE, TYPED = 400, 500, 20
"""Characters that the form takes."""


class CorrectionForm(Form):
    """The window in which a date is corrected; what it does not ask for is as it is there."""

    what: Annotated[What | None, RoundButtons("correct_what")] = None
    start: Annotated[str, Typed("correct_start", TYPED, optional=True, hint="correct_hint")] = ""
    end: Annotated[str, Typed("correct_end", TYPED, optional=True)] = ""
    session: Annotated[str, Typed("correct_number", TYPED, optional=True)] = ""
    deadline: Annotated[str, Typed("correct_deadline", TYPED, optional=True)] = ""
    source: Annotated[str, Typed("correct_source", SOURCE, SHORTEST, False)] = ""
    note: Annotated[str, Typed("correct_note", NOTE, optional=True, hint="correct_note_hint")] = ""


class DateInteraction(Interaction[DateRef]):
    """A button under a date."""

    carries = DateRef


class CorrectionFormInteraction(Interaction[CorrectedDateRef]):
    """The form for a date."""

    carries = CorrectedDateRef
    title = "correct_window"


def register(app: App, services: Services) -> None:
    """Listen to "Correct", and to the form."""

    @Listeners(app, services, DateInteraction).buttons(CORRECT)
    def handle_open(press: DateInteraction) -> None:
        press.only_curators()
        turn = _turn(press, press.ref.key)
        form = press.owned(CorrectedDateRef(language=press.language, key=press.ref.key))
        press.open(_window(press, turn, form), f"{CORRECT}.0")

    @Listeners(app, services, CorrectionFormInteraction).form(CORRECT_FORM)
    def handle_filled(form: CorrectionFormInteraction) -> None:
        turn = _turn(form, form.ref.key)
        form.only_curators()
        corrections, calendars = services.storage.corrections, services.calendars
        standing = (
            correction
            for correction in corrections.list(form.workspace)
            if correction.taken_back is None
        )
        if calendars is None or sum(1 for _ in standing) >= MOST:
            raise Refusal("correct_too_many", count=MOST)
        try:
            correction = _correction(form, turn)
            after = calendars.tried(correction)
        except BadDate as unfit:
            inputs = CorrectionForm.inputs()
            block = inputs[unfit.part].block
            there = block if block in form.inputs else inputs["start"].block
            raise Wrong.at(there, unfit.phrase, says=unfit.says) from unfit
        corrections.add(correction)
        row = after.turn(after.overlay.holds[correction.id])
        stands = row.coming(dt.date.today()) if row else None
        renderer = SlackCorrections(services.desk.base, services.desk.states)
        said_so = renderer.outcome("correct_kept", stands, form.language)
        form.update(renderer.notice(said_so.blocks, form.language))


def _turn(request: Request, key: str) -> Turn:
    """The row of the calendar that can be corrected. Raises Refusal where it is gone."""
    if turn := request.calendar.turn(key):
        return turn
    raise Refusal(request.no_part)


def _correction(form: CorrectionFormInteraction, turn: Turn) -> Correction:
    """The correction that the form describes; a field that it has not stays as it is there. Raises
    BadDate."""
    there = dates_of(turn)
    before = CorrectionForm(
        start=there.start, end=there.end, session=there.session, deadline=there.deadline
    )
    filled = form.read_form(CorrectionForm, before)
    if filled.what is None:
        raise Refusal("changed")
    typed = Dates(
        start=filled.start,
        end=filled.end,
        session=harmless(filled.session),
        deadline=filled.deadline,
    )
    source = harmless(filled.source)[:SOURCE]
    if len(source) < SHORTEST:
        raise BadDate("source", "correct_bad_source")
    return Correction(
        workspace=form.workspace,
        key=turn.row.key,
        change=change_of(turn, filled.what, typed),
        source=source,
        note=harmless(filled.note)[:NOTE],
        person=form.user,
        made=now(),
    )


def harmless(text: str) -> str:
    """A typed text as one line, which no spreadsheet takes for a formula: it comes into tables."""
    text = " ".join(clean(text).split())
    while cell(text) != text:
        text = text[1:].lstrip()
    return text


def _window(press: DateInteraction, turn: Turn, ref: CorrectedDateRef) -> View:
    """The form for a date, filled with what holds now."""
    page, words = press.page, Words(press.base, press.states, ref.language)
    event, dates = turn.coming(dt.date.today()), dates_of(turn)
    now = f"*{escape(title(event, words))}*\n{escape(page.say('correct_now'))}: "
    blocks: list[Block] = [mrkdwn(now + escape(stands(event, words)))]
    if turn.session and turn.in_session:
        blocks.append(context(page.say("correct_of_session", session=event.session)))
        value = DateRef(language=ref.language, key=turn.session.key).value
        whole = button(page.say("correct_session"), f"{CORRECT}.0", value)
        blocks.append(ActionsBlock(elements=[whole]))
    form = CorrectionForm(
        start=dates.start, end=dates.end, session=dates.session, deadline=dates.deadline
    )
    fields = set(CorrectionForm.inputs())
    if event.kind != "review":
        fields.remove("session")
    if not (event.kind == "session" or event.stage in PAPERS):
        fields.remove("deadline")
    choices = [(what, page.say(f"correct_{what}")) for what in CERTAINTY]
    blocks += form.blocks(page, {"what": choices}, only=fields)
    return page.window(
        CORRECT_FORM, "correct_window", blocks, ref.value, close="cancel", submit="correct_keep"
    )
