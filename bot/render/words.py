"""What the desk says in one language: its phrases, what things are called, when something is and
how sure that is. English is one of the four, and takes the same way as the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.models import Base, Language
from bot.knowledge.spoken import REMARKS
from bot.knowledge.typography import date_of, day_of, labelled, listed, parted
from bot.reviews import CalendarEvent, CallForInput, Certainty, DeadlineState, PartialDate, Span
from bot.reviews.calls import PAGE as CALLS
from bot.states import StateNames

if TYPE_CHECKING:
    from bot.digest import RowState

MOST_STATES = 8
"""States that a line names."""
_COMMITTEE = "stage_review_committee"
"""What a committee does with a State's report: Arabic has another word for it than for the UPR."""


def stage_key(stage: str, mechanism: str) -> str:
    """The phrase that names a stage before that mechanism."""
    return _COMMITTEE if stage == "review" and mechanism != "upr" else f"stage_{stage}"


def moment(value: PartialDate, language: Language = "en") -> str:
    """'17 July 2026', 'July 2026' or '2026'."""
    return date_of(language, value.year, value.month, value.day)


def span(start: PartialDate, end: PartialDate, language: Language = "en") -> str:
    """From one date to another: '7–18 November 2022', 'April–May 2026',
    '28 November – 3 December 2026', 'January 2027'."""
    last = moment(end, language)
    if start == end:
        return last
    if start.year == end.year and start.month and end.month:
        if start.month == end.month and start.day:
            return f"{day_of(language, start.day)}–{last}"
        if not start.day and not end.day:
            return f"{date_of(language, month=start.month)}–{last}"
        return f"{date_of(language, month=start.month, day=start.day)} – {last}"
    return f"{moment(start, language)} – {last}"


@dataclass(frozen=True)
class DisplayNames:
    """What ids are called: a mechanism's short name, a State's name, a source's title."""

    mechanism: Callable[[str], str]
    state: Callable[[str], str]
    source: Callable[[str], str] = str

    @classmethod
    def of(
        cls, base: Base, states: StateNames | None = None, language: Language = "en"
    ) -> DisplayNames:
        """The names that the base has; States keep their codes where no names are given."""

        def mechanism(name: str) -> str:
            return base.short(name, language) if name in base.mechanisms else name

        def source(name: str) -> str:
            if source := base.sources.get(name):
                return f"{source.title} ({source.publisher})"
            return base.title(base.entries[name], language) if name in base.entries else name

        def state(code: str) -> str:
            return states.name(code, language) if states else code

        return cls(mechanism, state, source)


class Words:
    """The desk's phrases, dates and names in one language."""

    def __init__(
        self,
        base: Base,
        states: StateNames | None,
        language: Language,
        names: DisplayNames | None = None,
    ) -> None:
        self.language = language
        self.names = names or DisplayNames.of(base, states, language)
        """What mechanisms, States and sources are called in that language."""
        self._base = base
        self._states = states

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return self._base.say(key, self.language, **values)

    def known(self, key: str) -> str:
        """A phrase; empty where the wording has no such key."""
        return self.say(key) if key in self._base.wording else ""

    def unread(self) -> str:
        """That nobody has read the translation over yet, as a sentence; nothing in English, which
        is no translation."""
        if self.language == "en":
            return ""
        phrase = self.say("translation_unread")
        return f"{phrase[:1].upper()}{phrase[1:]}."

    def remark(self, text: str) -> str:
        """A remark of the calendar."""
        return REMARKS.in_language(text, self._base, self.language)

    def listed(self, names: Iterable[str]) -> str:
        """Names with commas."""
        return listed(names, self.language)

    def parted(self, texts: Iterable[str]) -> str:
        """Statements in one line, with semicolons; empty ones are left out."""
        return parted(filter(None, texts), self.language)

    def labelled(self, label: str) -> str:
        """A label with the colon after it."""
        return labelled(label, self.language)

    @property
    def comma(self) -> str:
        """The comma of the language, with the space after it."""
        return listed(["", ""], self.language)

    def mechanism(self, name: str) -> str:
        """A mechanism's short name."""
        return self.names.mechanism(name)

    def state(self, iso3: str | None) -> str:
        """A State's name; empty for none."""
        return self.names.state(iso3) if iso3 else ""

    def states(self, codes: Sequence[str]) -> str:
        """The names of the first few States, and how many more there are."""
        known = [code for code in codes if self._states and self._states.knows(code)]
        names = sorted(map(self.names.state, known))
        if len(names) > MOST_STATES:
            more = self.say("digest_more", count=len(names) - MOST_STATES)
            return f"{self.listed(names[:MOST_STATES])} {more}"
        return self.listed(names)

    def entry(self, name: str | None) -> str:
        """An entry's title in this language, or in English; empty for one that is not known."""
        if name is None or name not in self._base.entries:
            return ""
        return self._base.title(self._base.entries[name], self.language)

    def title(self, event: CalendarEvent | RowState, states: str = "") -> str:
        """What it is, without its date, and which States it is on: `UPR, 54th session: review –
        Haiti`."""
        head = self.mechanism(event.mechanism)
        if event.session:
            head = self.listed([head, self.session(event.session)])
        if event.kind == "deadline":
            of = "" if event.stage in ("review", "session") else f" ({self.stage(event)})"
            whose = self.say(f"digest_{event.whose or 'civil_society'}")
            head = f"{self.labelled(head)} {whose}{of}"
        elif not (event.stage == "session" and event.session):
            head = f"{self.labelled(head)} {self.stage(event)}"
        return f"{head} – {states}" if states else head

    def stage(self, event: CalendarEvent | RowState) -> str:
        """What happens: 'review', 'list of issues'."""
        return self.say(stage_key(event.stage, event.mechanism))

    def session(self, number: str) -> str:
        """`54th session`; one that is not counted by a number alone (`S-38`) as it stands."""
        if not number.isdecimal():
            return number
        last = 0 if int(number) % 100 in (11, 12, 13) else int(number) % 10
        endings = {
            "en": {1: "st", 2: "nd", 3: "rd"}.get(last, "th"), "fr": "e", "es": ".º", "ar": "",
        }  # fmt: skip
        return self.say("session_n", n=number + endings[self.language])

    def day(self, value: dt.date) -> str:
        """'3 March 2027'."""
        return date_of(self.language, value.year, value.month, value.day)

    def moment(self, value: PartialDate) -> str:
        """'17 July 2026', 'July 2026' or '2026'."""
        return moment(value, self.language)

    def when(self, dates: Span | None) -> str:
        """'7–18 November 2022', never more exact than it is; says so where no date is known."""
        if dates is None:
            return self.say("digest_when_unknown")
        if dates.start and dates.end:
            return span(dates.start, dates.end, self.language)
        if dates.end:
            return self.say("digest_until", date=self.moment(dates.end))
        return self.moment(dates.start) if dates.start else ""

    def days(self, days: int | None) -> str:
        """` (in 12 days)`; empty where no exact day is known."""
        if days is None:
            return ""
        near = ("digest_today", "digest_tomorrow")
        phrase = self.say(near[days]) if days < 2 else self.say("digest_in_days", days=days)
        return f" ({phrase})"

    def sure(self, event: CalendarEvent) -> str:
        """How sure its date is, and the earlier date where it moved."""
        certainty: str = "published" if event.certainty == "held" else event.certainty
        if event.when is None:
            certainty = {"published": "unknown", "moved": "put_off"}.get(certainty, certainty)
        phrase = self.say(f"sure_{certainty}")
        if event.earlier and certainty in ("moved", "put_off", "at_risk", "unknown"):
            was = self.say("sure_was_due", date=self.moment(event.earlier))
            return was if certainty == "unknown" else self.listed([phrase, was])
        return phrase

    def sure_by_rule(self, event: CalendarEvent) -> str:
        """How sure its date is, and whether it was counted by a rule."""
        sure = self.sure(event)
        return self.say("state_review_by_rule", sure=sure) if event.rule else sure

    def certain(self, certainty: Certainty) -> str:
        """How sure a date is."""
        return self.say(f"sure_{certainty}")

    def submissions(self, deadline: DeadlineState | None) -> str:
        """Whether submissions can still be sent; empty where that does not arise."""
        if deadline is None:
            return ""
        key: str = deadline.kind
        if deadline.certainty == "expected":
            key = {"open": "expected", "closed": "closed_expected"}.get(key, key)
        if deadline.when is None:
            return self.say(f"digest_papers_{key}")
        phrase = self.say(f"digest_papers_{key}", date=self.moment(deadline.when))
        return phrase + self.days(deadline.days_left if deadline.kind == "open" else None)

    def submissions_to(self, event: CalendarEvent) -> str:
        """The same of an event; nothing where no date is known: that no deadline is published for
        it goes without saying."""
        unsaid = event.when is None and event.deadline and event.deadline.kind == "not_published"
        return "" if unsaid else self.submissions(event.deadline)

    def call(self, call: CallForInput) -> str:
        """A call for input in one line: its title, until when, and where to read it."""
        return self.parted((call.called(self.language), *self.call_details(call)))

    def call_details(self, call: CallForInput) -> tuple[str, ...]:
        """Until when a call for input is open, how sure that is, and where to read it."""
        if call.until is None:
            return (self.say("calls_no_day"), call.page)
        day = "digest_until" if call.until.day else "digest_by_day"
        until = self.say(day, date=self.moment(call.until))
        return (until, self.certain(call.certainty), call.page)

    def no_calls(self) -> str:
        """That no call for input is known here, and where they are listed."""
        return self.say("calls_unknown", link=CALLS)
