"""The window in which a curator corrects a date: what was filled in, checked at its field, kept."""

from __future__ import annotations

import datetime as dt
from typing import cast

from slack_bolt import App

from bot.handlers.curating import only_curators
from bot.handlers.interaction import Interaction, Refusal, Request
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.knowledge.csvfile import cell
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DateRef, FormRef
from bot.render.slack.correction_form import NOTE, SOURCE, CorrectionForm, Field
from bot.render.slack.corrections import SlackCorrections
from bot.render.slack.text import clean
from bot.reviews.correct import Dates, Part, Unfit, What, change_of, dates_of
from bot.reviews.turns import Turn
from bot.store import Correction

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


class CorrectionFormInteraction(Interaction[FormRef]):
    """The form for a date."""

    carries = FormRef
    title = "correct_window"


def register(app: App, parts: Parts) -> None:
    """Listen to "Correct", and to the form."""

    @Listeners(app, parts, DateInteraction).buttons(ids.CORRECT)
    def handle_open(press: DateInteraction) -> None:
        only_curators(press)
        turn = _turn(press, press.ref.key)
        form = press.owned(FormRef(language=press.language, key=press.ref.key))
        session = turn.session.key if turn.session and turn.in_session else None
        view = CorrectionForm(parts.desk.base, parts.desk.states).form(
            turn.coming(dt.date.today()), dates_of(turn), form, session
        )
        press.open(view, f"{ids.CORRECT}.0")

    @Listeners(app, parts, CorrectionFormInteraction).form(ids.CORRECT_FORM)
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
