"""The window in which a curator corrects a date: what was filled in, checked at its field, kept."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.curating import refusal
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.knowledge.csvfile import cell
from bot.render.slack import Message
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import DateRef, FormRef
from bot.render.slack.correction_form import NOTE, SOURCE, CorrectionForm, Field
from bot.render.slack.corrections import SlackCorrections
from bot.render.slack.text import clean
from bot.reviews import Calendar
from bot.reviews.correcting import Dates, Part, Unfit, What, change_of, dates_of
from bot.reviews.turns import Turn
from bot.store import Correction, Workspace

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


def register(app: App, parts: Parts) -> None:
    """Listen to "Correct", and to the form."""

    def handle_open(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        workspace, user = workspace_of(context), body["user"]["id"]
        ref = DateRef.read(body["actions"][0].get("value"))
        language = parts.people.person(client, workspace, user).language
        if phrase := refusal(parts, client, workspace, user):
            tell(client, body, parts.windows.said(phrase, language))
            return
        calendar = parts.calendar_of(workspace)
        turn = calendar.turn(ref.key) if ref and calendar else None
        if ref is None or turn is None:
            tell(client, body, parts.windows.said("changed", language))
            return
        form = FormRef(language=language, team=workspace.team, person=user, key=ref.key)
        session = turn.session.key if turn.session and turn.in_session else None
        view = CorrectionForm(parts.desk.base, parts.desk.states).form(
            turn.coming(dt.date.today()), dates_of(turn), form, session
        )
        open_window(parts, client, body, view, (f"{ids.CORRECT}.0", ref.value))

    def handle_filled(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        workspace, user = workspace_of(context), body["user"]["id"]
        ref = FormRef.read(view.get("private_metadata"))
        language = ref.language if ref else "en"
        shown = SlackCorrections(parts.desk.base, parts.desk.states)

        def answer(said: Message) -> None:
            ack(response_action="update", view=shown.notice(said.blocks, language))

        calendar = parts.calendar_of(workspace)
        turn = calendar.turn(ref.key) if ref and calendar else None
        if ref is None or turn is None or not ref.belongs(workspace.team, user):
            answer(parts.windows.said("changed", language))
            return
        phrase: str | None = refusal(parts, client, workspace, user)
        if phrase is None and _standing(parts, workspace) >= MOST:
            phrase = "correct_too_many"
        if phrase:
            answer(parts.windows.said(phrase, language, count=MOST))
            return
        try:
            correction = _filled(view, turn, workspace, user)
            after = _tried(parts, correction)
        except Unfit as unfit:
            said = parts.desk.base.say(unfit.phrase, language, says=unfit.says)
            ack(response_action="errors", errors={_field(unfit.part, view): said})
            return
        parts.storage.corrections.add(correction)
        held = after.turn(after.overlay.holds[correction.id])
        stands = held.coming(dt.date.today()) if held else None
        answer(shown.told("correct_kept", stands, language))

    app.action(re.compile(rf"^{ids.CORRECT}\.\d+$"))(handle_open)
    app.view(ids.CORRECT_FORM)(handle_filled)


def _standing(parts: Parts, workspace: Workspace) -> int:
    return sum(one.taken_back is None for one in parts.storage.corrections.list(workspace))


def _filled(view: dict[str, Any], turn: Turn, workspace: Workspace, user: str) -> Correction:
    """The correction that the form describes. Raises Unfit."""
    there = dates_of(turn)
    typed = Dates(
        start=_text(view, Field.START, there.start),
        end=_text(view, Field.END, there.end),
        session=harmless(_text(view, Field.NUMBER, there.session)),
        deadline=_text(view, Field.DEADLINE, there.deadline),
    )
    source = harmless(_text(view, Field.SOURCE))[:SOURCE]
    if len(source) < SHORTEST:
        raise Unfit("source", "correct_bad_source")
    chosen = view["state"]["values"][Field.WHAT][Field.WHAT]["selected_option"]["value"]
    return Correction(
        workspace=workspace,
        key=turn.row.key,
        change=change_of(turn, cast("What", chosen), typed),
        source=source,
        note=harmless(_text(view, Field.NOTE))[:NOTE],
        person=user,
        made=now(),
    )


def _tried(parts: Parts, correction: Correction) -> Calendar:
    """The workspace's calendar with one more correction. Raises Unfit."""
    if parts.calendars is None:
        raise ValueError("there is no calendar to correct")
    return parts.calendars.tried(correction)


def _text(view: dict[str, Any], field: str, there: str = "") -> str:
    """What stands in a field; `there` where the form has no such field."""
    values = view["state"]["values"]
    return str(values[field][field]["value"] or "") if field in values else there


def _field(part: Part, view: dict[str, Any]) -> str:
    field = _FIELDS[part]
    return field if field in view["state"]["values"] else Field.START


def harmless(text: str) -> str:
    """A typed text as one line, which no spreadsheet takes for a formula: it comes into tables."""
    text = " ".join(clean(text).split())
    while cell(text) != text:
        text = text[1:].lstrip()
    return text
