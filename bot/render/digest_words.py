"""Dates, names and certainty as a digest says them, in four languages."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from bot.digest import RowState, span_of
from bot.knowledge.models import Base, Language
from bot.knowledge.spoken import REMARKS
from bot.knowledge.typography import labelled
from bot.render.calendar import moment, span, stage_key
from bot.reviews import CalendarEvent, CallForInput, Certainty, DeadlineState, PartialDate, Span
from bot.states import StateNames

NAMED = 8
"""States that a line names."""
LONGEST = 220
"""Characters of a line, so that a digest stays under 20 kB whatever its language."""
_FIRM = ("published", "held", "moved")


class Words:
    """The desk's phrases, dates and names in one language."""

    def __init__(self, base: Base, states: StateNames, language: Language) -> None:
        self._base = base
        self._names = states
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return self._base.say(key, self.language, **values)

    def known(self, key: str) -> str:
        """A phrase; empty where there is none of that key."""
        return self.say(key) if key in self._base.wording else ""

    def remark(self, text: str) -> str:
        """A remark of the calendar."""
        return REMARKS.said(text, self._base, self.language)

    def listed(self, names: Iterable[str]) -> str:
        """Names with commas."""
        return self.comma.join(names)

    @property
    def comma(self) -> str:
        """The comma of the language, with the space after it."""
        return "، " if self.language == "ar" else ", "

    def mechanism(self, name: str) -> str:
        """A mechanism's short name."""
        known = name in self._base.mechanisms
        return self._base.short(name, self.language) if known else name

    def states(self, codes: Sequence[str]) -> str:
        """The names of the first few States, and how many more there are."""
        known = [code for code in codes if self._names.knows(code)]
        names = sorted(self._names.name(code, self.language) for code in known)
        if len(names) > NAMED:
            count = len(names) - NAMED
            return f"{self.listed(names[:NAMED])} {self.say('digest_more', count=count)}"
        return self.listed(names)

    def title(self, one: CalendarEvent | RowState, codes: Sequence[str]) -> str:
        """What it is, without its date: `UPR, 54th session: review – Haiti`."""
        head = self.mechanism(one.mechanism)
        if one.session:
            head = self.listed([head, self.session(one.session)])
        stage = self.say(stage_key(one.stage, one.mechanism))
        if one.kind == "deadline":
            of = f" ({stage})" if one.stage not in ("review", "session") else ""
            head = f"{labelled(head, self.language)} {self.say(f'digest_{one.whose}')}{of}"
        elif not (one.stage == "session" and one.session):
            head = f"{labelled(head, self.language)} {stage}"
        named = self.states(codes)
        return clipped(f"{head} – {named}" if named else head)

    def entry(self, name: str | None) -> str:
        """An entry's title in this language, or in English."""
        if name is None or name not in self._base.entries:
            return ""
        return self._base.title(self._base.entries[name], self.language)

    def moment(self, value: PartialDate) -> str:
        """A day, month or year."""
        return moment(value, self.language)

    def when(self, found: Span | None) -> str:
        """A span, never more exact than it is."""
        if found is None:
            return self.say("digest_when_unknown")
        if found.start and found.end:
            return span(found.start, found.end, self.language)
        if found.end:
            return self.say("digest_until", date=self.moment(found.end))
        return self.moment(found.start) if found.start else ""

    def days(self, days: int | None) -> str:
        """` (in 12 days)`; empty where no exact day is known."""
        if days is None:
            return ""
        names = ("digest_today", "digest_tomorrow")
        said = self.say(names[days]) if days < 2 else self.say("digest_in_days", days=days)
        return f" ({said})"

    def sure(self, one: CalendarEvent) -> str:
        """How sure it is, with the date from which it moved."""
        certainty = "published" if one.certainty == "held" else one.certainty
        if one.when is None and certainty == "published":
            certainty = "unknown"
        said = self.say(f"sure_{certainty}")
        if one.earlier and certainty in ("moved", "at_risk", "unknown"):
            was = self.say("digest_was", date=self.moment(one.earlier))
            return self.listed([said, was])
        return said

    def certain(self, certainty: Certainty) -> str:
        """How sure a date is."""
        return self.say(f"sure_{certainty}")

    def was(self, said: RowState) -> str:
        """When it was to be, as the channel was told."""
        span = span_of(said.when)
        if span is None:
            return self.say("digest_when_unknown")
        date = self.say("digest_was", date=self.when(span))
        return date if said.certainty in _FIRM else f"{date}: {self.say(f'sure_{said.certainty}')}"

    def papers(self, state: DeadlineState | None) -> str:
        """Whether papers of civil society can still be sent; empty where that does not arise."""
        if state is None:
            return ""
        guess = state.certainty == "expected"
        kind = {"open": "expected" if guess else "open", "closed": "closed_expected"}.get(
            state.kind, state.kind
        )
        kind = "closed" if state.kind == "closed" and not guess else kind
        if state.when is None:
            return self.say(f"digest_papers_{kind}")
        date = self.moment(state.when)
        return self.say(f"digest_papers_{kind}", date=date) + self.days(
            state.days_left if state.kind == "open" else None
        )

    def call(self, one: CallForInput) -> tuple[str, ...]:
        """Until when a call for input is open, how sure that is, and where to read it."""
        if one.until is None:
            return (self.say("calls_no_day"), one.page)
        day = "digest_until" if one.until.day else "digest_by_day"
        until = self.say(day, date=self.moment(one.until))
        return (until, self.certain(one.certainty), one.page)

    def session(self, number: str) -> str:
        """`54th session`, or a number that is none as it stands."""
        if not number.isdecimal():
            return number
        last = 0 if int(number) % 100 in (11, 12, 13) else int(number) % 10
        endings = {
            "en": {1: "st", 2: "nd", 3: "rd"}.get(last, "th"), "fr": "e", "es": ".º", "ar": "",
        }  # fmt: skip
        return self.say("session_n", n=number + endings[self.language])


def clipped(text: str, longest: int = LONGEST) -> str:
    """A line that is not too long."""
    return textwrap.shorten(text, longest, placeholder="…")
