"""Dates of the calendar in plain English, and how sure they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge.dates import date_of, day_of
from bot.knowledge.models import Base, Language
from bot.reviews import CalendarEvent, DeadlineState, PartialDate
from bot.states import StateNames

STAGES = {
    "session": "session",
    "pre_session": "pre-session",
    "special_session": "special session",
    "list_of_issues": "list of issues",
    "prior_to_reporting": "list of issues prior to reporting",
    "review": "review",
    "adoption": "adoption of the outcome",
    "follow_up": "follow-up report of the State",
    "mid_term": "mid-term",
    "not_stated": "on the programme (stage not stated)",
}
COMMITTEE = "stage_review_committee"
"""What a committee does with a State's report: Arabic has another word for it than for the UPR."""
WHOSE = {"civil_society": "papers of civil society", "national_report": "national report"}


def stage_key(stage: str, mechanism: str) -> str:
    """The phrase that names a stage before that mechanism."""
    return COMMITTEE if stage == "review" and mechanism != "upr" else f"stage_{stage}"


@dataclass(frozen=True)
class Names:
    """What ids are called: a mechanism's short name, a State's name, a source's title."""

    mechanism: Callable[[str], str]
    state: Callable[[str], str]
    source: Callable[[str], str] = str

    @classmethod
    def of(cls, base: Base, states: StateNames | None = None, language: Language = "en") -> Names:
        """The names that the base has; States keep their codes where no names are given."""

        def mechanism(name: str) -> str:
            return base.short(name, language) if name in base.mechanisms else name

        def source(name: str) -> str:
            if found := base.sources.get(name):
                return f"{found.title} ({found.publisher})"
            return base.title(base.entries[name], language) if name in base.entries else name

        def state(code: str) -> str:
            return states.name(code, language) if states else code

        return cls(mechanism, state, source)


def moment(value: PartialDate, language: Language = "en") -> str:
    """'17 July 2026', 'July 2026' or '2026', never more exact than it is."""
    return date_of(language, value.year, value.month, value.day)


def span(start: PartialDate, end: PartialDate, language: Language = "en") -> str:
    """From one to the other as people write it: '7–18 November 2022', 'April–May 2026',
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


def left(days: int | None) -> str:
    """'today', 'tomorrow' or 'in 12 days'; empty where no exact day is known."""
    if days is None:
        return ""
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"


def certainty(coming: CalendarEvent) -> str:
    """How sure its date is, in words that can't be taken for more."""
    earlier = f" from {moment(coming.earlier)}" if coming.earlier else ""
    match coming.certainty:
        case "published":
            return "published" if coming.when else "date not published"
        case "expected":
            return "expected, not published"
        case "at_risk":
            return f"at risk{f', moved{earlier}' if earlier else ''}"
        case "moved":
            return f"moved{earlier}" if coming.when else f"put off{earlier}, no new date known"
        case "did_not_appear":
            return "the State did not appear"
        case "unknown":
            return f"was due in {moment(coming.earlier)}" if coming.earlier else "not published"
        case "not_reviewed":
            return "not reviewed here"
        case other:
            return other


def papers(state: DeadlineState | None) -> str:
    """Whether papers of civil society can still be sent; empty where that does not arise."""
    if state is None:
        return ""
    date = moment(state.when) if state.when else ""
    sure = ", expected, not published" if state.certainty == "expected" else ""
    match state.kind:
        case "open":
            days = left(state.days_left)
            return f"submissions until {date}{f' ({days})' if days else ''}{sure}"
        case "closed":
            return (
                f"deadline for submissions was about {date}, not published"
                if sure
                else f"deadline for submissions passed on {date}"
            )
        case "not_published":
            return "deadline for submissions not published"
        case "suspended":
            return "submissions are not taken until further notice"
        case "cancelled":
            return "submissions no longer taken (cancelled)"


def ordinal(session: str) -> str:
    """'54th session', 'session S-38', 'PSWG 20'."""
    if not session.isdecimal():
        return session if session.startswith("PSWG") else f"session {session}"
    number = int(session)
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') } session"


def title(coming: CalendarEvent, names: Names, state: bool = True) -> str:
    """What it is, without its date: 'UPR, 54th session: review of Haiti'."""
    where = names.mechanism(coming.mechanism)
    if coming.session:
        where += f", {ordinal(coming.session)}"
    stage = STAGES[coming.stage]
    if coming.kind == "session":
        return where if coming.session and coming.stage == "session" else f"{where}: {stage}"
    of = f" of {names.state(coming.iso3)}" if state and coming.iso3 else ""
    if coming.stage in ("list_of_issues", "prior_to_reporting", "mid_term", "not_stated"):
        of = of.replace(" of ", " on ", 1) if coming.stage != "mid_term" else of
    if coming.kind == "deadline":
        subject = f" ({stage}{of})" if coming.stage != "session" else ""
        return f"{where}: deadline, {WHOSE[coming.whose or 'civil_society']}{subject}"
    return f"{where}: {stage}{of}"
