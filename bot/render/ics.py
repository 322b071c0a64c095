"""Writes calendar files (.ics): events of the calendar, again and again into the same file, and the
dates of a checklist.

An event of the calendar keeps its UID through every change (RFC 5545, 3.8.4.7) and raises its
SEQUENCE only when it changed (3.8.7.4), so that a subscribed calendar moves it, and cancels it, in
place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from icalendar import Alarm, Calendar, Event

from bot.prepare import Anchor, Checklist
from bot.render.checklist_dates import counted, due
from bot.render.paragraphs import capital
from bot.render.prepare_words import Wordings, brief
from bot.render.words import Words
from bot.reviews import CalendarEvent, Span
from bot.reviews.importing import GONE, OF_SESSION, WHEN, uid_of

PRODUCT = "-//Advocacy Desk//Calendar of reviews//EN"
CHECKLIST = "-//Advocacy Desk//Checklist//"
REMIND = dt.timedelta(hours=-15)
"""A whole day is reminded of at nine in the morning of the day before."""
WEEK = dt.timedelta(days=-6, hours=-15)
"""The deadline also a week before."""
_THE = re.compile(r"^(?:the |la |le |les |l'|el |los |las )")
_COMPARED = ("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "STATUS", WHEN)


class NotACalendar(ValueError):
    """The file to be updated is no calendar file."""


def ics(
    events: Iterable[CalendarEvent],
    words: Words,
    on: dt.date,
    now: dt.datetime,
    existing: bytes | None = None,
    version: int = 0,
) -> bytes:
    """The events of `events` as a file; `existing` is the file as written before.

    `now` (UTC) stamps what is new or changed. Events of the old file that no longer come are
    cancelled; those that are past on the day `on` stay as they are. What has no month (a year, or
    no date) is left out. Where no file from before is at hand, `version` numbers the events
    (`Calendar.version`), so that they take the place of those of an earlier file. Raises
    NotACalendar for an `existing` that can't be read.
    """
    old = _events(existing)
    out = Calendar()
    out.add("PRODID", PRODUCT)
    out.add("VERSION", "2.0")
    out.add("METHOD", "PUBLISH")
    name = words.say("ics_name")
    out.add("NAME", name)
    out.add("X-WR-CALNAME", name)
    by_uid = {}
    every = list(events)
    for coming in filter(dated, (*every, *_no_submissions(every))):
        event = _event(coming, words)
        by_uid[str(event["UID"])] = _after(event, old.get(str(event["UID"])), now, version)
    for uid, event in old.items():
        if uid not in by_uid:
            by_uid[uid] = event if _past(event, on) else _cancelled(event, now)
    for uid in sorted(by_uid, key=lambda uid: (str(by_uid[uid].DTSTART), uid)):
        out.add_component(by_uid[uid])
    content: bytes = out.to_ical()
    return content


def dated(coming: CalendarEvent) -> bool:
    """Whether it can stand in a calendar: at least its month is known."""
    return coming.when is not None and coming.when.precision != "year"


def _no_submissions(events: Sequence[CalendarEvent]) -> Iterator[CalendarEvent]:
    """Deadlines for submissions that are no longer taken: people may have them in their calendar.
    Where the session is there, its deadline stands once and not again for each of its reviews."""
    sessions = {(coming.mechanism, coming.session) for coming in events if coming.kind == "session"}
    for coming in events:
        state = coming.deadline
        again = coming.kind == "review" and (coming.mechanism, coming.session) in sessions
        if again or not (state and state.when and state.kind in ("cancelled", "suspended")):
            continue
        yield coming.model_copy(
            update={
                "kind": "deadline",
                "whose": "civil_society",
                "key": f"{coming.key}.civil-society",
                "when": Span(start=state.when),
                "certainty": "cancelled",
                "deadline": None,
            }
        )


def _event(coming: CalendarEvent, words: Words) -> Event:
    span = coming.when
    if span is None:
        raise ValueError("an event needs a date")
    event = Event()
    event.add("UID", uid_of(coming.key))
    event.add("SUMMARY", _summary(coming, span, words))
    event.add("DTSTART", span.first)
    event.add("DTEND", span.last + dt.timedelta(days=1))
    event.add("DESCRIPTION", _description(coming, words))
    event.add("STATUS", _status(coming))
    event.add("TRANSP", "TRANSPARENT")
    event.add("CATEGORIES", [coming.mechanism.upper(), coming.kind])
    event.add(WHEN, f"{OF_SESSION * coming.in_session}{span.start or ''}/{span.end or ''}")
    if coming.place:
        event.add("LOCATION", coming.place)
    if coming.source.startswith("http"):
        event.add("URL", coming.source)
    return event


def _summary(coming: CalendarEvent, span: Span, words: Words) -> str:
    what = words.title(coming, words.state(coming.iso3))
    if span.precision == "month":
        what = words.say("ics_month", what=what)
    elif coming.in_session and coming.kind == "review":
        what = words.say("ics_in_session", what=what)
    return what if coming.certainty == "published" else f"{what} [{words.sure(coming)}]"


def _description(coming: CalendarEvent, words: Words) -> str:
    lines = [f"{words.labelled(words.when(coming.when))} {words.sure(coming)}."]
    if coming.when and coming.when.precision == "month":
        lines.append(words.say("ics_month_alone"))
    if coming.deadline and coming.deadline.when:
        # neither open nor closed: that would make a new version of the event on some later day
        guess = "_expected" if coming.deadline.certainty == "expected" else ""
        lines.append(words.say(f"ics_deadline{guess}", date=words.moment(coming.deadline.when)))
    elif coming.deadline:
        lines.append(f"{capital(words.submissions(coming.deadline))}.")
    if coming.rule:
        lines.append(words.say("ics_rule", source=words.names.source(coming.rule)))
    if coming.note:
        lines.append(words.remark(coming.note))
    lines.append(words.say("ics_source", source=words.names.source(coming.source)))
    return "\n".join(lines)


def _status(coming: CalendarEvent) -> str:
    if coming.certainty in ("cancelled", "did_not_appear"):
        return "CANCELLED"
    return "CONFIRMED" if coming.certainty in ("published", "held") else "TENTATIVE"


def _after(event: Event, before: Event | None, now: dt.datetime, version: int) -> Event:
    if before is None:
        return _stamped(event, version, now)
    if all(_text(event, name) == _text(before, name) for name in _COMPARED):
        return before
    return _stamped(event, max(_sequence(before) + 1, version), now)


def _cancelled(before: Event, now: dt.datetime) -> Event:
    if _text(before, "STATUS") == "CANCELLED":
        return before
    event: Event = before.copy(recursive=True)
    for name in ("STATUS", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", WHEN):
        event.pop(name, None)
    event.add("STATUS", "CANCELLED")
    event.add(WHEN, GONE)
    return _stamped(event, _sequence(before) + 1, now)


def _stamped(event: Event, sequence: int, now: dt.datetime) -> Event:
    event.add("SEQUENCE", sequence)
    event.add("DTSTAMP", now)
    event.add("LAST-MODIFIED", now)
    return event


def _sequence(event: Event) -> int:
    """How often an event was changed; another program may have written what is no number."""
    number = str(event.get("SEQUENCE", 0)).strip()
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 0


def _text(event: Event, name: str) -> str:
    if name in ("DTSTART", "DTEND"):
        return str(getattr(event, name))
    return str(event.get(name, ""))


def _past(event: Event, on: dt.date) -> bool:
    ends = event.DTEND or event.DTSTART or on
    return (ends.date() if isinstance(ends, dt.datetime) else ends) <= on


def _events(existing: bytes | None) -> dict[str, Event]:
    if not existing:
        return {}
    try:
        events = Calendar.from_ical(existing).walk("VEVENT")
        return {str(e["UID"]): e for e in events if isinstance(e, Event) and e.DTSTART}
    except (ValueError, KeyError, IndexError) as error:
        raise NotACalendar("it is no calendar file (.ics)") from error


class NoDates(ValueError):
    """No step has a date, so there is nothing to put into a calendar."""


def calendar_file(checklist: Checklist, wordings: Wordings, now: dt.datetime) -> bytes:
    """The dated steps and the day they are counted from, each with an alarm; `now` (UTC) stamps
    them. Steps are whole days; a deadline whose hour is known stands at that hour. Raises NoDates
    where no step has a date."""
    dated = [step for step in checklist.steps if step.due]
    if not dated:
        raise NoDates("no step has a date; give the deadline with --deadline 2027-03-31")
    words = wordings.of(checklist.language)
    label = words.label
    state = words.state(checklist.state)
    of = words.listed([checklist.title, state] if state else [checklist.title])
    out = Calendar()
    out.add("PRODID", CHECKLIST + checklist.language.upper())
    out.add("VERSION", "2.0")
    out.add("METHOD", "PUBLISH")
    out.add("X-WR-CALNAME", words.say("checklist_calendar", of=of))
    key = f"checklist.{checklist.action}.{checklist.mechanism}.{checklist.state or 'any'}"
    for step in dated:
        lines = [
            step.do,
            f"{label('checklist_for')} {of}",
            f"{label('checklist_who')} {step.who}",
            f"{label('checklist_reason')} {step.why}",
            due(step, checklist, words),
        ]
        if not checklist.anchors[step.of].sure:
            lines.append(words.say("checklist_unsure"))
        says = "\n".join(lines)
        if step.due:
            title = _titled(brief(step.do), state)
            out.add_component(_day(f"{key}.{step.id}", step.due, title, says, now))
    anchor = checklist.anchor
    if anchor.exact and anchor.kind == "open":
        title = _titled(capital(_THE.sub("", words.event(anchor.event))), state)
        says = f"{of}\n{counted(anchor, state, words)}"
        out.add_component(_deadline(f"{key}.day", anchor, title, says, now))
    content: bytes = out.to_ical()
    return content


def _titled(what: str, state: str) -> str:
    return f"{what} – {state}" if state else what


def _deadline(key: str, anchor: Anchor, title: str, says: str, now: dt.datetime) -> Event:
    """The day that steps are counted from: at its hour, in UTC, where one is known."""
    day = anchor.exact or now.date()
    event = _day(key, day, title, says, now)
    if anchor.hour:
        at = anchor.hour.astimezone(dt.UTC)
        for name in ("DTSTART", "DTEND"):
            del event[name]
        event.add("DTSTART", at)
        event.add("DTEND", at)
        event.subcomponents = [_alarm(title, dt.timedelta(days=-1))]
    event.add_component(_alarm(title, WEEK))
    return event


def _day(key: str, on: dt.date, title: str, says: str, now: dt.datetime) -> Event:
    event = Event()
    event.add("UID", uid_of(key))
    event.add("DTSTAMP", now)
    event.add("SUMMARY", title)
    event.add("DTSTART", on)
    event.add("DTEND", on + dt.timedelta(days=1))
    event.add("DESCRIPTION", says)
    event.add("TRANSP", "TRANSPARENT")
    event.add_component(_alarm(title, REMIND))
    return event


def _alarm(title: str, before: dt.timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", before)
    return alarm
