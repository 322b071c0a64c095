"""Curators see which dates they can correct for their workspace, and take corrections back; a
curator is whoever is in the curators' channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_sdk.models.blocks import Block, DividerBlock

from bot.handlers.dates.dates import Filter, read_filter
from bot.handlers.kernel.blocks import (
    NOTICE_WINDOW,
    Message,
    button,
    confirmation,
    context,
    mrkdwn,
    section,
    window,
)
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import clipped, escape
from bot.knowledge.models import Base, Language
from bot.render.words import Words
from bot.reviews import Calendar, CalendarEvent, Calendars, PartialDate, Span
from bot.states import StateNames
from bot.store import Correction, Workspace

CORRECT = "correct"
"""Opens the form for a date. Several in one message: `correct.0`, `correct.1`…"""
CORRECT_BACK = "correct_back"
"""Takes a correction back. Several in one message: `correct_back.0`, `correct_back.1`…"""


class DateRef(Ref):
    """A date that can be corrected, by the key of its row."""

    key: str


class CorrectionRef(Ref):
    """A correction's id."""

    correction: str


class CorrectionInteraction(Interaction[CorrectionRef]):
    """A button under a correction."""

    carries = CorrectionRef


def handle_corrections_command(call: Call) -> Message:
    """The reply to the command: the dates of the States and mechanisms that are named, and what
    was corrected; to others than curators a sentence."""
    services, text = call.services, call.text
    call.only_curators()
    if services.calendars is None:
        return call.say("correct_none")
    filters = read_filter(services.desk, text) if text else None
    if text and filters is None:
        return call.say("correct_which", command=call.command)
    dates = list(_dates(call.calendar, filters)) if filters else []
    keys = {event.key for event in dates} if filters else None
    corrections_made = list(
        _standing_corrections(services, services.calendars, call.workspace, keys)
    )
    if not dates and not corrections_made:
        phrase = "correct_none" if filters else "correct_which"
        return call.say(phrase, command=call.command)
    renderer = SlackCorrections(services.desk.base, services.desk.states)
    hint = services.desk.base.say("correct_which", call.language, command=call.command)
    return renderer.listed(dates, corrections_made, call.language, "" if filters else hint)


def register(app: App, services: Services) -> None:
    """Listen to "Take back"."""

    @Listeners(app, services, CorrectionInteraction).buttons(CORRECT_BACK)
    def handle_back(press: CorrectionInteraction) -> None:
        press.only_curators()
        corrections, correction = services.storage.corrections, None
        if services.calendars:
            correction = corrections.take_back(
                press.workspace, press.ref.correction, press.user, now()
            )
        if correction is None or services.calendars is None:
            raise Refusal("correct_gone")
        turn = services.calendars.of(press.workspace).turn(correction.key)
        stands = turn.coming(dt.date.today()) if turn else None
        renderer = SlackCorrections(services.desk.base, services.desk.states)
        press.tell(renderer.outcome("correct_taken_back", stands, press.language))


def _dates(calendar: Calendar, wanted: Filter) -> Iterator[CalendarEvent]:
    """What can be corrected: of States their next turn, further steps and what has no date; of
    mechanisms what comes, sessions first."""
    today = dt.date.today()
    within = dt.timedelta(days=wanted.within) if wanted.within else None
    if not wanted.states:
        events = calendar.upcoming(today, (), wanted.mechanisms, within)
        dates = [event for event in events if event.kind != "deadline"]
        yield from sorted(dates, key=lambda event: event.kind != "session")
    for iso3 in wanted.states:
        for mechanism in calendar.of_state(iso3, today).before(wanted.mechanisms).mechanisms:
            yield from [mechanism.next] if mechanism.next else []
            yield from mechanism.steps
            yield from (row for row in mechanism.past if row.when is None and not row.derived)


def _standing_corrections(
    services: Services, calendars: Calendars, workspace: Workspace, keys: Collection[str] | None
) -> Iterator[StandingCorrection]:
    """The corrections in force, the newest first: of these rows, or of all where `keys` is None."""
    overlay, today = calendars.of(workspace).overlay, dt.date.today()
    for correction in reversed(services.storage.corrections.list(workspace)):
        row = overlay.holds.get(correction.id, correction.key)
        if correction.taken_back or not (keys is None or row in keys):
            continue
        turn = calendars.files.turn(correction.key)
        of = turn.coming(today) if turn else None
        yield StandingCorrection(correction, of, overlay.left_out.get(correction.id))


LISTED = 15
"""Dates, and corrections, that one message lists."""


@dataclass(frozen=True)
class StandingCorrection:
    """A correction that stands; `of` is its date in the files, None where they have it no more."""

    correction: Correction
    of: CalendarEvent | None
    left_out: str | None
    """Why it does not hold."""


class SlackCorrections:
    """Renders what curators see of the calendar."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def listed(
        self,
        dates: Sequence[CalendarEvent],
        corrections_made: Sequence[StandingCorrection],
        language: Language,
        hint: str = "",
    ) -> Message:
        """Dates with a button each, and the corrections that stand, the newest first; `hint`
        stands before all."""
        words = self._words(language)
        lead = words.say("correct_lead" if dates else "correct_standing")
        blocks: list[Block] = [section(hint)] if hint else []
        if dates:
            blocks.append(mrkdwn(f"*{escape(lead)}*"))
        for number, event in enumerate(dates[:LISTED]):
            block = mrkdwn(self._date(event, words))
            value = DateRef(language=language, key=event.key).value
            label = words.say("correct")
            block.accessory = button(
                label, f"{CORRECT}.{number}", value, spoken=f"{label}: {title(event, words)}"
            )
            blocks.append(block)
        if corrections_made:
            blocks += [DividerBlock()] if blocks else []
            blocks.append(mrkdwn(f"*{escape(words.say('correct_standing'))}*"))
        for number, correction in enumerate(corrections_made[:LISTED]):
            blocks.append(self._correction_block(correction, words, number))
        more = max(len(dates) - LISTED, 0) + max(len(corrections_made) - LISTED, 0)
        if more:
            blocks.append(context(words.say("coming_more", count=more)))
        return Message(escape(lead), tuple(blocks))

    def outcome(self, phrase: str, event: CalendarEvent | None, language: Language) -> Message:
        """A phrase, and under it what the calendar now says."""
        words = self._words(language)
        lead = words.say(phrase)
        blocks: list[Block] = [section(lead)]
        if event:
            blocks.append(mrkdwn(self._date(event, words)))
        return Message(escape(lead), tuple(blocks))

    def notice(self, blocks: Sequence[Block], language: Language) -> dict[str, Any]:
        """A window that says something."""
        words = self._words(language)
        name, close = words.say("correct_window"), words.say("close")
        return window(NOTICE_WINDOW, name, blocks, close=close)

    def _date(self, event: CalendarEvent, words: Words) -> str:
        read = words.say("correct_read", source=self._source(event.source))
        lines = [f"*{escape(title(event, words))}*", escape(stands(event, words))]
        return "\n".join([*lines, f"_{escape(clipped(read, 300))}_"])

    def _correction_block(
        self, correction_made: StandingCorrection, words: Words, number: int
    ) -> Block:
        correction = correction_made.correction
        event_title = title(correction_made.of, words) if correction_made.of else correction.key
        date = words.moment(PartialDate.of(correction.made.date()))
        by = words.say("correct_made", date=date)
        if correction.person:
            by = words.say("correct_made_by", person=f"<@{correction.person}>", date=date)
        read = words.say("correct_read", source=self._source(correction.source))
        lines = [
            f"*{escape(event_title)}*",
            f"→ {escape(_change(correction, words))} · {by}",
            f"_{escape(clipped(read, 300))}_",
        ]
        if correction.note:
            lines.append(escape(correction.note))
        if correction_made.left_out:
            why = words.say("correct_left_out", why=correction_made.left_out)
            lines.append(f":warning: {escape(clipped(why, 300))}")
        block = mrkdwn("\n".join(lines))
        label, sure = words.say("correct_back"), words.say("correct_back_sure")
        block.accessory = button(
            label,
            f"{CORRECT_BACK}.{number}",
            CorrectionRef(language=words.language, correction=correction.id).value,
            confirm=confirmation(label, sure, label, words.say("cancel")),
            spoken=f"{label}: {event_title}",
        )
        return block

    def _source(self, name: str) -> str:
        if source := self._base.sources.get(name):
            return f"{source.title}, {source.publisher}"
        return self._base.entries[name].title if name in self._base.entries else name

    def _words(self, language: Language) -> Words:
        return Words(self._base, self._states, language)


def title(event: CalendarEvent, words: Words) -> str:
    """What a date is of."""
    return words.title(event, words.state(event.iso3))


def stands(event: CalendarEvent, words: Words) -> str:
    """When it is and how sure that is, and until when papers are taken."""
    parts = [words.when(event.when), words.sure(event), words.submissions(event.deadline)]
    return " · ".join(text for text in parts if text)


def _change(correction: Correction, words: Words) -> str:
    """What a correction changed: `moved · 3–14 May 2027`."""
    change = correction.change
    parts = [words.say(f"sure_{change['certainty']}")] if "certainty" in change else []
    if "start" in change or "end" in change:
        parts.append(words.when(Span.of(_moment(change, "start"), _moment(change, "end"))))
    if change.get("session"):
        parts.append(words.session(change["session"]))
    if deadline := change.get("civil_society_deadline"):
        parts.append(
            words.say("digest_papers_open", date=words.moment(PartialDate.parse(deadline)))
        )
    return " · ".join(parts)


def _moment(change: Mapping[str, str], column: str) -> PartialDate | None:
    return PartialDate.parse(change[column]) if change.get(column) else None
