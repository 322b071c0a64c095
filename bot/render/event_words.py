"""Dates of the calendar in one language, and how sure they are: in plain English as `calendar` says
them, in other languages with the words of a digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.knowledge.dates import date_of
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import labelled, listed, parted
from bot.render import calendar
from bot.render.calendar import Names
from bot.render.digest_words import Words
from bot.reviews import CalendarEvent, CallForInput, DeadlineState, PartialDate, Span
from bot.reviews.calls import PAGE as CALLS
from bot.states import StateNames


class EventWords:
    """Says when something is, and how sure that is."""

    def __init__(
        self, base: Base, states: StateNames, language: Language, names: Names | None = None
    ) -> None:
        self.language = language
        self.names = names or Names.of(base, states, language)
        """What mechanisms, States and sources are called in that language."""
        self._base = base
        self._words = Words(base, states, language)
        self._english = language == "en"

    def day(self, value: dt.date) -> str:
        """'3 March 2027'."""
        return date_of(self.language, value.year, value.month, value.day)

    def moment(self, value: PartialDate) -> str:
        """'17 July 2026', 'July 2026' or '2026'."""
        return date_of(self.language, value.year, value.month, value.day)

    def when(self, span: Span | None) -> str:
        """'7–18 November 2022'; says so where no date is known."""
        return self._words.when(span)

    def certainty(self, coming: CalendarEvent) -> str:
        """How sure its date is."""
        return calendar.certainty(coming) if self._english else self._words.sure(coming)

    def sure(self, coming: CalendarEvent) -> str:
        """How sure its date is, and whether it was counted by a rule."""
        said = self.certainty(coming)
        if not coming.rule:
            return said
        return self.phrase("state_review_by_rule", sure=said)

    def ahead(self, days: int | None) -> str:
        """' (in 12 days)'; empty where no exact day is known."""
        return self._words.days(days)

    def title(self, coming: CalendarEvent, states: Sequence[str] = ()) -> str:
        """What it is, without its date, with the names of the States that it is on."""
        if not self._english:
            head = self._words.title(coming, ())
            return f"{head} – {self.listed(states)}" if states else head
        said = calendar.title(coming, self.names, state=len(states) == 1)
        return f"{said}: {', '.join(states)}" if len(states) > 1 else said

    def remark(self, text: str) -> str:
        """A remark of the calendar."""
        return self._words.remark(text)

    def phrase(self, key: str, **values: object) -> str:
        """A phrase of the desk."""
        return self._base.say(key, self.language, **values)

    def papers(self, state: DeadlineState | None) -> str:
        """Whether submissions can still be sent; empty where that does not arise."""
        return calendar.papers(state) if self._english else self._words.papers(state)

    def stage(self, coming: CalendarEvent) -> str:
        """What happens: 'review', 'list of issues'."""
        if self._english:
            return calendar.STAGES[coming.stage]
        return self._words.say(calendar.stage_key(coming.stage, coming.mechanism))

    def session(self, number: str) -> str:
        """'54th session'."""
        return calendar.ordinal(number) if self._english else self._words.session(number)

    def unread(self) -> str:
        """That nobody has read the translation over yet, as a sentence; nothing in English."""
        said = "" if self._english else self._words.say("translation_unread")
        return f"{said[0].upper()}{said[1:]}." if said else ""

    def call(self, one: CallForInput) -> str:
        """A call for input in one line: its title, until when, and where to read it."""
        return self.parted((one.called(self.language), *self._words.call(one)))

    def no_calls(self) -> str:
        """That no call for input is known here, and where they are listed."""
        return self._words.say("calls_unknown", link=CALLS)

    def labelled(self, label: str) -> str:
        """A label with the colon after it."""
        return labelled(label, self.language)

    def listed(self, names: Iterable[str]) -> str:
        """Names with commas."""
        return listed(names, self.language)

    def parted(self, texts: Iterable[str]) -> str:
        """Statements in one line, with semicolons; empty ones are left out."""
        return parted(filter(None, texts), self.language)
